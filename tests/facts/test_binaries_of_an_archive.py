"""Which members are binaries, and what is kept of each."""

import pytest

from layerlint.archive.zip_reader import open_zip
from layerlint.examples.build import zip_bytes
from layerlint.examples.elf import elf_bytes, macho_bytes, pe_bytes
from layerlint.examples.recipe import Content
from layerlint.facts.contents import Contents
from layerlint.facts.malformed import Malformed
from layerlint.facts.native import Format


def contents(files: dict[str, Content]) -> Contents:
    return Contents(open_zip(zip_bytes(files), "layer.zip"))


def test_binaries_are_found_by_their_bytes_whatever_their_names() -> None:
    natives = contents(
        {
            "bootstrap": elf_bytes(),
            "python/a.abi3.so": macho_bytes("arm64"),
            "python/b.data": pe_bytes("x86_64"),
            "python/c.so": "not a binary at all, although the name says so; " * 3,
            "nodejs/d.node": elf_bytes(machine="arm64"),
        }
    ).natives
    assert {path: (native.format, native.machines) for path, native in natives.items()} == {
        "bootstrap": (Format.ELF, ("x86_64",)),
        "python/a.abi3.so": (Format.MACHO, ("arm64",)),
        "python/b.data": (Format.PE, ("x86_64",)),
        "nodejs/d.node": (Format.ELF, ("arm64",)),
    }


@pytest.mark.parametrize("name", ["a.py", "b.min.js", "c.d.ts", "README.MD", "d.js.map"])
def test_names_that_nothing_loads_as_a_binary_are_left_alone(name: str) -> None:
    assert not contents({name: elf_bytes(), f"python/{name}": elf_bytes()}).natives


@pytest.mark.parametrize("name", ["bootstrap", "py", "lib.so.1", "a.node", "kubectl-1.29", ".so", "a.b/c"])
def test_other_names_may_be_binaries(name: str) -> None:
    assert contents({name: elf_bytes()}).natives.keys() == {name}


@pytest.mark.parametrize(
    ("image", "system"),
    [
        (elf_bytes(), "linux"),
        (elf_bytes(versions={}), "linux"),
        (elf_bytes(versions={}, needed=("libc.musl-x86_64.so.1",)), "linux-musl"),
        (elf_bytes(versions={}, interpreter="/lib/ld-musl-aarch64.so.1", machine="arm64"), "linux-musl"),
        (elf_bytes(versions={}, needed=("libc.so",)), "linux-musl"),
        (elf_bytes(versions={"libc.so": ("LIBC",)}), "other"),
        (elf_bytes(versions={}, interpreter="/system/bin/linker64", needed=("libc.so",)), "other"),
    ],
)
def test_the_system_follows_from_the_c_library(image: bytes, system: str) -> None:
    assert contents({"a": image}).natives["a"].system == system


def test_a_damaged_image_keeps_its_machine_and_is_malformed() -> None:
    found = contents({"python/a.so": elf_bytes()[:200]})
    assert found.natives["python/a.so"].machines == ("x86_64",)
    assert found.natives["python/a.so"].elf is None
    assert found.malformed == (Malformed("python/a.so", "its dynamic segment lies outside the file"),)


def test_a_member_whose_bytes_do_not_come_out_is_malformed() -> None:
    data = bytearray(zip_bytes({"a.so": elf_bytes()}))
    data[30 + 4 : 30 + 24] = b"\xff" * 20
    found = Contents(open_zip(bytes(data), "layer.zip"))
    assert not found.natives
    assert [(item.path, item.unread) for item in found.malformed] == [("a.so", True)]


def test_each_member_is_parsed_once() -> None:
    found = contents({"a.so": elf_bytes()})
    assert found.natives["a.so"] is found.natives["a.so"]
