"""What a member is by its first bytes."""

import struct

import pytest

from layerlint.examples.elf import elf_bytes, fat_macho_bytes, macho_bytes, pe_bytes
from layerlint.facts.magic import HEAD, Identity, identify, wanted
from layerlint.facts.native import Format


def seen(data: bytes) -> Identity | None:
    """As the archive is asked: a short head first, more only where it is wanted."""
    return identify(data[: wanted(data[:HEAD])])


@pytest.mark.parametrize("machine", ["x86_64", "arm64", "ppc64le", "s390x", "riscv64"])
def test_elf(machine: str) -> None:
    assert seen(elf_bytes(machine=machine)) == Identity(Format.ELF, "linux", (machine,), 64)


def test_elf_of_32_bits() -> None:
    assert seen(elf_bytes(machine="i386", bits=32)) == Identity(Format.ELF, "linux", ("i386",), 32)


def test_elf_of_an_unknown_machine_and_of_another_system() -> None:
    image = bytearray(elf_bytes())
    image[7] = 9  # FreeBSD
    struct.pack_into("<H", image, 18, 4242)
    assert seen(bytes(image)) == Identity(Format.ELF, "other", ("machine-4242",), 64)


@pytest.mark.parametrize("machine", ["x86_64", "arm64"])
def test_thin_macho(machine: str) -> None:
    assert seen(macho_bytes(machine)) == Identity(Format.MACHO, "macos", (machine,), 64)


def test_fat_macho_names_every_slice() -> None:
    assert seen(fat_macho_bytes()) == Identity(Format.MACHO, "macos", ("x86_64", "arm64"), 64)


@pytest.mark.parametrize("major", [45, 52, 61, 69])
def test_a_java_class_is_no_macho(major: int) -> None:
    assert seen(struct.pack(">IHH", 0xCAFEBABE, 0, major) + bytes(2000)) is None


@pytest.mark.parametrize(("machine", "bits"), [("x86_64", 64), ("arm64", 64), ("i386", 32)])
def test_pe(machine: str, bits: int) -> None:
    assert seen(pe_bytes(machine)) == Identity(Format.PE, "windows", (machine,), bits)


@pytest.mark.parametrize("machine", ["x86_64", "i386"])
def test_managed_code_runs_anywhere(machine: str) -> None:
    found = seen(pe_bytes(machine, managed=True))
    assert found is not None
    assert found.system == "any"


@pytest.mark.parametrize("data", [b"", b"MZ", b"MZ is a text" * 20, b"\x7fEL", b"#!/bin/sh\n", b"\xca\xfe\xba\xbe"])
def test_everything_else_is_nothing(data: bytes) -> None:
    assert seen(data) is None
