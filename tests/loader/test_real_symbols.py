"""Which symbols the libraries of published wheels leave open, as we read them and as the real loader says."""

import functools
import os
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from layerlint.environment.linker.search import Object
from layerlint.facts.elf import read_elf
from layerlint.facts.elf_bindings import Symbols, read_symbols
from layerlint.facts.native import Elf
from tests.integration.wheelhouse import index_answers
from tests.loader.real import Modelled, cached, loader, warned
from tests.loader.test_real_wheels import chosen
from tests.loader.wheels import Wheel, unpacked

UNDEFINED = re.compile(r"^undefined symbol: ([^\s,]+)(?:, version (\S+))?\t\((.*)\)$", re.MULTILINE)
Left = set[tuple[str, str, str]]  #: symbol, version, the file that takes it
pytestmark = [pytest.mark.index, pytest.mark.skipif(loader() is None, reason="there is no glibc here to ask")]


@pytest.mark.parametrize("wheel", chosen(), ids=lambda wheel: str(wheel.name))
def test_the_real_loader_misses_the_same_symbols(wheel: Wheel) -> None:
    if not index_answers():
        pytest.skip("no index to fetch wheels from")
    folder = unpacked(wheel).resolve()
    model = Modelled(folder, [str(folder / "lib")])
    wrong = {}
    for item in model.objects():
        together = model.closure(item)
        if all(edge.found for edge in together.edges):
            ours = left_open(together.objects, systems(edge.found.path for edge in together.edges if edge.found))
            real = said(item, folder)
            if ours != real:
                wrong[item.place.path] = (ours - real, real - ours)
    assert wrong == {}


def said(item: Object, folder: Path) -> Left:
    told = warned(Path(item.path), folder, [str(folder / "lib")])
    rows = ((row[1], row[2] or "", os.path.realpath(folder / row[3])) for row in UNDEFINED.finditer(told))
    return {row for row in rows if row[2].startswith(str(folder))}


def left_open(objects: Iterable[Object], beside: Iterable[str]) -> Left:
    mine = [os.path.realpath(each.path) for each in objects]
    read = {path: symbols(path) for path in (*mine, *beside)}
    return {
        (wanted.name.decode(), wanted.version, path)
        for path in mine
        for wanted in read[path].wanted
        if not any(each.has(wanted.name, wanted.version) for each in read.values())
    }


def systems(found: Iterable[str]) -> list[str]:
    """Those of the system's own libraries that are found, with all that they need in turn."""
    left = [os.path.realpath(path) for path in found]
    seen = {path: None for path in left if path in _own()}
    left = list(seen)
    while left:
        needed = (os.path.realpath(cached()[name]) for name in elf(left.pop()).needed if name in cached())
        new = [path for path in needed if path not in seen]
        seen |= dict.fromkeys(new)
        left.extend(new)
    return list(seen)


@functools.cache
def _own() -> frozenset[str]:
    return frozenset(map(os.path.realpath, cached().values()))


@functools.cache
def symbols(path: str) -> Symbols:
    found = read_symbols(Path(path).read_bytes())
    assert found is not None, path
    return found


@functools.cache
def elf(path: str) -> Elf:
    found = read_elf(path, Path(path).read_bytes())
    assert isinstance(found, Elf), path
    return found
