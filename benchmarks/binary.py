"""The binary part of a check alone: finding, inflating and reading the ELF images, and the search for their libraries.

`python -m benchmarks.binary LAYER` does it once, as a process to be timed; with a number of rounds behind it, it prints
the CPU seconds of each step as JSON.
"""

import io
import json
import sys
import zlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from layerlint.archive.archive import Archive
from layerlint.archive.entry import Entry
from layerlint.archive.open import open_archive
from layerlint.environment.environment import Environment, View
from layerlint.facts.binaries import maybe_binaries, suits_any_python
from layerlint.facts.contents import Contents
from layerlint.facts.elf import read_elf
from layerlint.facts.magic import HEAD, SMALLEST
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target
from layerlint.stack import Mount, Role, Stack

RUNTIME, ARCHITECTURE = "python3.12", "x86_64"
ELF = b"\x7fELF"


def main() -> None:
    layer, *rounds = sys.argv[1:]
    if rounds:
        print(json.dumps(profile(Path(layer), int(rounds[0]))))
    else:
        link(Path(layer))


def link(layer: Path) -> None:
    environment = _of(Contents(open_archive(layer)))
    for images in environment.view.images.of(environment.target, environment.links):
        for mount in images.tree.mounts:
            for path in mount.contents.natives:
                images.blame(path)
    print(len(environment.links.unmet), "needs that nothing in the layer meets")


def profile(layer: Path, rounds: int) -> Mapping[str, float]:
    """CPU seconds of each step, the median of the rounds."""
    archive = open_archive(layer)
    files = map(archive.files.__getitem__, maybe_binaries(Contents(archive).endings))
    entries = [entry for entry in files if entry.size >= SMALLEST]
    elves = [entry for entry in entries if archive.head(entry, 4) == ELF]
    images = {entry.path: archive.read(entry) for entry in elves}
    packed = [(_packed(layer, entry), entry.size) for entry in elves]
    return {
        "the directory": _timed(lambda: open_archive(layer), rounds),
        "first bytes of what may be a binary": _timed(lambda: [archive.head(each, HEAD) for each in entries], rounds),
        "inflating and checking the binaries": _timed(lambda: [archive.image(each) for each in elves], rounds),
        "reading their ELF structures": _timed(lambda: _read(images), rounds),
        "the search for their libraries": _search(archive, rounds),
        "inflaters: libdeflate": _timed(lambda: _inflated(packed, _libdeflate()), rounds),
        "inflaters: ISA-L": _timed(lambda: _inflated(packed, _isal()), rounds),
        "inflaters: zlib": _timed(lambda: _inflated(packed, _zlib), rounds),
        "readers: ours": _timed(lambda: _read(images), rounds),
        "readers: pyelftools, needs and versions alone": _timed(lambda: _elftools(images.values()), 1),
    }


def _timed(work: Callable[[], object], rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        began = process_time()
        work()
        taken.append(process_time() - began)
    return median(taken)


def _read(images: Mapping[str, bytes]) -> list[object]:
    return [read_elf(path, data, symbols=suits_any_python(path)) for path, data in images.items()]


def _search(archive: Archive, rounds: int) -> float:
    """With the images read before, so that the search alone is timed."""
    contents = Contents(archive)
    len(contents.natives)
    return _timed(lambda: len(_of(contents).links.unmet), rounds)


def _of(contents: Contents) -> Environment:
    platform = load_platform()
    stack = Stack(layers=(Mount(contents=contents, role=Role.LAYER),))
    target = Target(platform.runtimes[RUNTIME], ARCHITECTURE)
    return Environment(View(stack), target, platform, platform.as_of)


def _packed(layer: Path, entry: Entry) -> bytes:
    with layer.open("rb") as file:
        file.seek(entry.offset)
        return file.read(entry.packed)


def _inflated(packed: Iterable[tuple[bytes, int]], inflate: Callable[[bytes, int], bytes]) -> int:
    return sum(len(inflate(data, size)) for data, size in packed)


def _libdeflate() -> Callable[[bytes, int], bytes]:
    import deflate  # noqa: PLC0415  # one of several that are compared

    return lambda data, size: bytes(deflate.deflate_decompress(data, size))


def _isal() -> Callable[[bytes, int], bytes]:
    from isal import isal_zlib  # noqa: PLC0415  # as above

    return lambda data, size: bytes(isal_zlib.decompress(data, -15, size))


def _zlib(data: bytes, size: int) -> bytes:
    return zlib.decompress(data, -15, size)


def _elftools(images: Iterable[bytes]) -> int:
    from elftools.elf.dynamic import DynamicSegment  # noqa: PLC0415  # 70 ms to import
    from elftools.elf.elffile import ELFFile  # noqa: PLC0415  # as above

    needs = 0
    for data in images:
        image = ELFFile(io.BytesIO(data))
        dynamic = next(each for each in image.iter_segments() if isinstance(each, DynamicSegment))
        needs += sum(1 for tag in dynamic.iter_tags() if tag.entry.d_tag == "DT_NEEDED")
        section: Any = image.get_section_by_name(".gnu.version_r")
        needs += sum(len(list(items)) for _, items in section.iter_versions()) if section else 0
    return needs


if __name__ == "__main__":
    main()
