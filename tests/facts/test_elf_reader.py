"""The ELF reader against images we build, against pyelftools on real ones, and on damaged ones."""

import io
import shutil
import struct
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from elftools.elf.dynamic import DynamicSegment
from elftools.elf.elffile import ELFFile

from layerlint.examples.elf import elf_bytes
from layerlint.facts.elf import read_elf
from layerlint.facts.elf_image import MOST_NEEDS
from layerlint.facts.malformed import Malformed
from layerlint.facts.native import Elf

VERSIONS = {"libc.so.6": ("GLIBC_2.17", "GLIBC_2.28"), "libstdc++.so.6": ("GLIBCXX_3.4.20",)}


def parsed(data: bytes) -> Elf:
    found = read_elf("a.so", data)
    assert isinstance(found, Elf), found
    return found


def damage(data: bytes) -> str:
    found = read_elf("a.so", data)
    assert isinstance(found, Malformed), found
    return found.reason


@pytest.mark.parametrize(("machine", "bits"), [("x86_64", 64), ("arm64", 64), ("i386", 32), ("s390x", 64)])
def test_reads_what_the_builder_wrote(machine: str, bits: int) -> None:
    image = elf_bytes(
        machine=machine,
        bits=bits,
        needed=("libz.so.1",),
        soname="liba.so.1",
        versions=VERSIONS,
        interpreter="/lib64/ld-linux-x86-64.so.2",
        runpath="$ORIGIN/../a.libs:/opt/lib",
        rpath="$ORIGIN",
        debug_bytes=1000,
        defines=("LIBA_1", "LIBA_2"),
        executable_stack=True,
        text_relocations=True,
        processor_level=3,
        alignment=0x200,
    )
    assert parsed(image) == Elf(
        shared=True,
        interpreter="/lib64/ld-linux-x86-64.so.2",
        soname="liba.so.1",
        needed=("libz.so.1", "libc.so.6", "libstdc++.so.6"),
        rpath=("$ORIGIN",),
        runpath=("$ORIGIN/../a.libs", "/opt/lib"),
        version_needs=VERSIONS,
        debug_bytes=1000,
        versions=("LIBA_1", "LIBA_2"),
        executable_stack=True,
        text_relocations=True,
        processor_level=3,
        alignment=0x200,
    )


def test_an_executable_is_not_shared() -> None:
    assert not parsed(elf_bytes(shared=False)).shared


def test_an_image_without_a_dynamic_segment_is_static() -> None:
    image = bytearray(elf_bytes(versions={}))
    struct.pack_into("<I", image, 64 + 56, 0)  # the second program header, PT_DYNAMIC, becomes PT_NULL
    found = parsed(bytes(image))
    assert not found.dynamic
    assert found.needed == ()


def test_a_weak_version_is_no_need() -> None:
    image = bytearray(elf_bytes(versions={"libc.so.6": ("GLIBC_2.99",)}))
    item = image.index(struct.pack("<II", 16, 0)) + 8  # after the record's offsets to its first item and to the next
    struct.pack_into("<H", image, item + 4, 2)
    assert parsed(bytes(image)).version_needs == {}


@pytest.mark.parametrize(
    ("size", "reason"),
    [
        (20, "the ELF header is cut off or wrong"),
        (60, "the ELF header is cut off"),
        (100, "its program headers lie outside the file"),
        (200, "its dynamic segment lies outside the file"),
    ],
)
def test_a_cut_image_is_malformed(size: int, reason: str) -> None:
    assert damage(elf_bytes()[:size]) == reason


def test_a_string_table_in_no_segment_is_malformed() -> None:
    image = bytearray(elf_bytes())
    struct.pack_into("<Q", image, 64 + 16, 1 << 40)  # PT_LOAD's address
    assert damage(bytes(image)) == "its string table is in no loaded segment"


def test_endless_version_needs_end() -> None:
    image = bytearray(elf_bytes())
    count = image.index(struct.pack("<Q", 0x6FFFFFFF)) + 8
    struct.pack_into("<Q", image, count, 0xFFFFFFFF)
    assert parsed(bytes(image)).version_needs == {"libc.so.6": ("GLIBC_2.17",)}


def test_a_flood_of_needs_is_cut() -> None:
    names = tuple(f"lib{number}.so" for number in range(MOST_NEEDS + 10))
    found = parsed(elf_bytes(needed=names, versions={"libc.so.6": [f"V_{number}" for number in range(5000)]}))
    assert found.needed == names[:MOST_NEEDS]
    assert len(found.version_needs["libc.so.6"]) == MOST_NEEDS


def test_weak_versions_count_against_the_bound() -> None:
    image = bytearray(elf_bytes(versions={"libc.so.6": ("A", "B")}))
    first = image.index(struct.pack("<II", 16, 0)) + 8
    struct.pack_into("<H", image, first + 4, 2)
    assert parsed(bytes(image)).version_needs == {"libc.so.6": ("B",)}


def test_wild_section_headers_only_hide_the_debug_bytes() -> None:
    image = bytearray(elf_bytes(debug_bytes=500))
    struct.pack_into("<Q", image, 40, (1 << 64) - 1)
    assert parsed(bytes(image)).debug_bytes == 0


def real_libraries() -> Iterator[Path]:
    folders = {sysconfig.get_config_var("DESTSHARED"), sysconfig.get_path("platlib")}
    for folder in sorted(filter(None, folders)):
        yield from sorted(Path(folder).rglob("*.so"))[:60]


def oracle(data: bytes) -> tuple[list[str], dict[str, set[str]]]:
    """Needed libraries and version needs as pyelftools reads them, by sections."""
    image = ELFFile(io.BytesIO(data))
    dynamic: Any = image.get_section_by_name(".dynamic")
    needed = [tag.needed for tag in dynamic.iter_tags() if tag.entry.d_tag == "DT_NEEDED"]
    versions: dict[str, set[str]] = {}
    section: Any = image.get_section_by_name(".gnu.version_r")
    for need, items in section.iter_versions() if section else ():
        versions[need.name] = {item.name for item in items if not item.entry.vna_flags & 2}
    return needed, versions


@pytest.mark.parametrize("path", list(real_libraries()), ids=lambda path: path.name)
def test_agrees_with_pyelftools_on_real_libraries(path: Path) -> None:
    data = path.read_bytes()
    if not data.startswith(b"\x7fELF"):
        pytest.skip("this interpreter's libraries are not ELF")
    found = parsed(data)
    needed, versions = oracle(data)
    assert list(found.needed) == needed
    assert {library: set(names) for library, names in found.version_needs.items()} == versions


@pytest.mark.parametrize("debug", [0, 700])
def test_agrees_with_pyelftools_on_built_images(debug: int) -> None:
    image = ELFFile(io.BytesIO(elf_bytes(needed=("libz.so.1",), versions=VERSIONS, soname="s", debug_bytes=debug)))
    segment = next(segment for segment in image.iter_segments() if isinstance(segment, DynamicSegment))
    tags: list[Any] = list(segment.iter_tags())
    assert [tag.needed for tag in tags if tag.entry.d_tag == "DT_NEEDED"] == [
        "libz.so.1",
        "libc.so.6",
        "libstdc++.so.6",
    ]
    assert [tag.soname for tag in tags if tag.entry.d_tag == "DT_SONAME"] == ["s"]
    assert [section.name for section in image.iter_sections()] == (["", ".debug_info", ".shstrtab"] if debug else [])


@pytest.mark.skipif(not (shutil.which("gcc") and shutil.which("strip")), reason="needs gcc and strip")
def test_debug_bytes_are_what_strip_saves(tmp_path: Path) -> None:
    source, library = tmp_path / "a.c", tmp_path / "a.so"
    source.write_text('#include <stdio.h>\nint hello(int a) { return printf("%d", a); }\n' * 1)
    subprocess.run(["gcc", "-g3", "-shared", "-fPIC", "-o", library, source], check=True)  # noqa: S607
    before = library.read_bytes()
    subprocess.run(["strip", library], check=True)  # noqa: S607
    after = library.read_bytes()
    saved = len(before) - len(after)
    assert abs(parsed(before).debug_bytes - saved) < 0.02 * saved + 2048  # section headers and padding go too
    assert parsed(after).debug_bytes == 0
    assert parsed(after).needed == parsed(before).needed
