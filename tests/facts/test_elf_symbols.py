"""What an image leaves to Python: against images we build, against pyelftools on real modules, and damaged."""

import io
import struct
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from elftools.elf.elffile import ELFFile
from hypothesis import given
from hypothesis import strategies as st

from layerlint.examples.elf import elf_bytes
from layerlint.facts.binaries import suits_any_python
from layerlint.facts.elf import read_elf
from layerlint.facts.malformed import Malformed
from layerlint.facts.native import Elf

SYMBOLS = st.text(st.characters(codec="ascii", categories=["L", "N"], include_characters="_"), min_size=1, max_size=20)


def symbols(data: bytes) -> tuple[str, ...]:
    found = read_elf("a.so", data, symbols=True)
    assert isinstance(found, Elf), found
    return found.python_symbols


@pytest.mark.parametrize(("machine", "bits"), [("x86_64", 64), ("arm64", 64), ("i386", 32), ("s390x", 64)])
def test_reads_what_the_builder_wrote(machine: str, bits: int) -> None:
    image = elf_bytes(machine=machine, bits=bits, undefined=("PyB", "malloc", "_PyA", "py"), weak=("PyWeak",))
    assert symbols(image) == ("PyB", "_PyA")


def test_symbols_are_read_only_where_asked_for() -> None:
    found = read_elf("a.so", elf_bytes(undefined=("PyB",)))
    assert isinstance(found, Elf)
    assert found.python_symbols == ()


def test_a_wild_count_costs_no_more_than_the_file() -> None:
    image = elf_bytes(undefined=("PyB",))
    place = image.index(struct.pack("<II", 1, 2) + bytes(12))
    assert symbols(image[:place] + struct.pack("<II", 1, 0xFFFFFFFF) + image[place + 8 :]) == ()


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("python/a.abi3.so", True),
        ("python/a.so", True),
        ("python/a.cpython-312-x86_64-linux-gnu.so", False),
        ("python/a.libs/libfoo.so", False),
        ("python/liba.abi3.so", True),
        ("bin/tool", False),
    ],
)
def test_which_files_are_asked(path: str, *, expected: bool) -> None:
    assert suits_any_python(path) is expected


def real_modules() -> Iterator[Path]:
    folders = {sysconfig.get_config_var("DESTSHARED"), sysconfig.get_path("platlib")}
    for folder in sorted(filter(None, folders)):
        yield from sorted(Path(folder).rglob("*.so"))[:60]


def oracle(data: bytes) -> set[str]:
    """Undefined global symbols as pyelftools reads them, by sections."""
    table: Any = ELFFile(io.BytesIO(data)).get_section_by_name(".dynsym")
    return {
        symbol.name
        for symbol in table.iter_symbols()
        if symbol.entry.st_shndx == "SHN_UNDEF" and symbol.entry.st_info.bind == "STB_GLOBAL"
    }


@pytest.mark.parametrize("path", list(real_modules()), ids=lambda path: path.name)
def test_agrees_with_pyelftools_on_real_modules(path: Path) -> None:
    data = path.read_bytes()
    if not data.startswith(b"\x7fELF"):
        pytest.skip("this interpreter's libraries are not ELF")
    assert set(symbols(data)) == {name for name in oracle(data) if name.startswith(("Py", "_Py"))}


@given(names=st.lists(SYMBOLS.map("Py{}".format), unique=True), weak=st.lists(SYMBOLS.map("_Py{}".format), unique=True))
def test_every_strong_symbol_is_found(names: list[str], weak: list[str]) -> None:
    assert symbols(elf_bytes(undefined=names, weak=weak)) == tuple(sorted(names))


@given(st.data())
def test_a_damaged_image_never_raises(data: st.DataObject) -> None:
    image = bytearray(elf_bytes(undefined=("PyA", "_PyB"), weak=("PyC",)))
    for _ in range(data.draw(st.integers(1, 8))):
        image[data.draw(st.integers(0, len(image) - 1))] = data.draw(st.integers(0, 255))
    found = read_elf("a.so", bytes(image), symbols=True)
    assert isinstance(found, Elf | Malformed)
    if isinstance(found, Elf):
        assert all(name.startswith(("Py", "_Py")) for name in found.python_symbols)
