"""Whatever the bytes are, the binary readers answer: an image, a Malformed, or nothing."""

import zipfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from layerlint.examples.elf import MACHINES, elf_bytes, fat_macho_bytes, macho_bytes, pe_bytes
from layerlint.facts.elf import read_elf
from layerlint.facts.elf_bindings import read_symbols
from layerlint.facts.magic import FURTHEST, HEAD, identify, wanted
from layerlint.facts.malformed import Malformed
from layerlint.facts.native import Elf
from layerlint.facts.suffix import parse_extension

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0:"), min_size=1, max_size=30)
IMAGES = [
    elf_bytes(versions={"libc.so.6": ("GLIBC_2.17", "GLIBC_2.28"), "libm.so.6": ("GLIBC_2.29",)}, debug_bytes=64),
    elf_bytes(machine="i386", bits=32, interpreter="/lib/ld-linux.so.2", soname="a", runpath="$ORIGIN"),
    elf_bytes(machine="s390x", needed=("libz.so.1",)),
]
EDGES = st.sampled_from([0, 1, 0x7F, 0x80, 0xFF])


@st.composite
def mutated(draw: st.DrawFn, images: list[bytes]) -> bytes:
    """A sound image with some bytes changed, runs of 0xFF laid over it, or its end cut off."""
    image = bytearray(draw(st.sampled_from(images)))
    for _ in range(draw(st.integers(0, 12))):
        image[draw(st.integers(0, len(image) - 1))] = draw(EDGES | st.integers(0, 255))
    for _ in range(draw(st.integers(0, 2))):
        start = draw(st.integers(0, len(image) - 1))
        width = draw(st.sampled_from([2, 4, 8]))
        image[start : start + width] = b"\xff" * len(image[start : start + width])
    return bytes(image[: draw(st.integers(0, len(image)))] if draw(st.booleans()) else image)


@given(mutated(IMAGES) | st.binary(max_size=400).map(lambda data: b"\x7fELF" + data))
def test_a_damaged_image_never_raises(data: bytes) -> None:
    found = read_elf("a.so", data)
    assert isinstance(found, Elf | Malformed)
    if isinstance(found, Elf):
        assert 0 <= found.debug_bytes <= len(data)
        assert len(found.needed) <= len(data) // 8


with zipfile.ZipFile(Path(__file__).resolve().parents[2] / "fixtures" / "bindings" / "met.zip") as archive:
    GNU_HASHED = archive.read("a.so")
SYMBOLS = [
    elf_bytes(undefined=("foo", "bar"), weak=("baz",), defined=("own",)),
    elf_bytes(undefined=("foo",), waits=True, defines=("a", "V1")),
    GNU_HASHED,
]


@given(mutated(SYMBOLS) | st.binary(max_size=400).map(lambda data: b"\x7fELF" + data))
def test_damaged_symbols_never_raise(data: bytes) -> None:
    found = read_symbols(data)
    if found is not None:
        assert len(found.wanted) + len(found.offered) <= len(data) // 8


@given(mutated([*IMAGES, fat_macho_bytes(), macho_bytes(), pe_bytes(), pe_bytes(managed=True)]) | st.binary())
def test_a_damaged_head_never_raises(data: bytes) -> None:
    length = wanted(data[:HEAD])
    assert HEAD <= length <= FURTHEST
    identify(data[:length])


@given(
    machine=st.sampled_from(sorted(MACHINES)),
    needed=st.lists(NAMES, unique=True, max_size=5).map(tuple),
    soname=st.none() | NAMES,
    versions=st.dictionaries(NAMES, st.lists(NAMES, min_size=1, max_size=4, unique=True).map(tuple), max_size=4),
    runpath=st.none() | NAMES,
    shared=st.booleans(),
)
def test_what_is_built_is_read_back(
    machine: str,
    needed: tuple[str, ...],
    soname: str | None,
    versions: dict[str, tuple[str, ...]],
    runpath: str | None,
    shared: bool,
) -> None:
    bits = 32 if machine in ("i386", "arm") else 64
    image = elf_bytes(
        machine=machine, bits=bits, needed=needed, soname=soname, versions=versions, runpath=runpath, shared=shared
    )
    assert read_elf("a.so", image) == Elf(
        shared=shared,
        soname=soname,
        needed=tuple(dict.fromkeys([*needed, *versions])),
        runpath=None if runpath is None else (runpath,),
        version_needs=versions,
        alignment=0x1000,
    )
    identity = identify(image[:HEAD])
    assert identity is not None
    assert (identity.machines, identity.bits) == ((machine,), bits)


TAGS = ["cpython-312", "abi3", "x86_64-linux-gnu", "-", ".", "so", "pyd", "cp312", "win_amd64", "darwin", "t", "pypy39"]


@given(st.lists(st.sampled_from(TAGS) | st.text(max_size=3), max_size=6).map("".join))
def test_any_name_parses_or_does_not(tail: str) -> None:
    found = parse_extension(f"a/m{tail}")
    if found is not None:
        assert f"a/m{tail}".endswith(found.module + found.suffix)
        assert str(found)
