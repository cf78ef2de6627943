"""Finds the binaries of an archive by their first bytes and parses them, one at a time."""

from collections.abc import Iterator, Mapping, Sequence

from layerlint.archive.archive import Archive, UnreadableMember
from layerlint.archive.entry import Entry
from layerlint.facts.elf import read_elf
from layerlint.facts.endings import Endings
from layerlint.facts.magic import HEAD, SMALLEST, Identity, identify, wanted
from layerlint.facts.malformed import Malformed
from layerlint.facts.native import Elf, Format, Native
from layerlint.facts.suffix import Abi, parse_extension
from layerlint.named_tuple import NamedTuple

# Nothing on Lambda loads a file of these names as a binary, so their bytes are left alone: 60,000 scripts cost nothing.
_TEXT = """
py pyi pyc pyx pxd pxi js mjs cjs ts mts cts jsx tsx map json jsonc md rst txt csv tsv html htm css scss less xml
xsd yml yaml toml ini cfg conf in log c cc cpp cxx h hh hpp f f90 java kt rb erb rbi rs go cs sql sh bat ps1 cmake
gyp gypi mk am m4 po pot mo svg png jpg jpeg gif ico webp ttf otf woff woff2 eot pdf tex bib ipynb jinja j2 npy npz
parquet gz bz2 xz zst zip jar gem whl tar tgz class properties license lock flow snap patch diff template typed
coffee hbs ejs vue markdown gitignore npmignore eslintrc editorconfig
"""
TEXT = frozenset(_TEXT.split())
METADATA = (".dist-info/METADATA", ".dist-info/RECORD", ".dist-info/WHEEL")
MUSL, BIONIC = "linux-musl", "other"


class Binaries(NamedTuple):
    natives: Mapping[str, Native]
    malformed: tuple[Malformed, ...]


def read_binaries(archive: Archive, endings: Endings) -> Binaries:
    natives: dict[str, Native] = {}
    malformed: list[Malformed] = []
    for entry, identity in _identified(archive, endings, malformed):
        native = _native(entry, identity)
        if identity.format is Format.ELF:
            native = _with_elf(archive, entry, native, malformed)
        natives[entry.path] = native
    return Binaries(natives, tuple(malformed))


def maybe_binaries(endings: Endings) -> Sequence[str]:
    """The files whose names leave room for a binary that somebody loads."""
    return endings.having(*(each for each in endings.all if each[1:].lower() not in TEXT and each not in METADATA))


def _identified(archive: Archive, endings: Endings, malformed: list[Malformed]) -> Iterator[tuple[Entry, Identity]]:
    for path in maybe_binaries(endings):
        entry = archive.files[path]
        if entry.size < SMALLEST:
            continue
        try:
            identity = _identity(archive, entry)
        except UnreadableMember as error:
            malformed.append(Malformed(path, str(error), unread=True))
            continue
        if identity:
            yield entry, identity


def _identity(archive: Archive, entry: Entry) -> Identity | None:
    head = archive.head(entry, HEAD)
    length = wanted(head)
    return identify(archive.head(entry, length) if length > HEAD else head)


def _native(entry: Entry, identity: Identity) -> Native:
    return Native(
        path=entry.path,
        format=identity.format,
        system=identity.system,
        machines=identity.machines,
        bits=identity.bits,
        size=entry.size,
    )


def _with_elf(archive: Archive, entry: Entry, native: Native, malformed: list[Malformed]) -> Native:
    """`native` with what its image says; as it was where the image cannot be read."""
    try:
        elf = read_elf(entry.path, archive.image(entry), symbols=suits_any_python(entry.path))
    except UnreadableMember as error:
        elf = Malformed(entry.path, str(error), unread=True)
    if isinstance(elf, Malformed):
        malformed.append(elf)
        return native
    return native._replace(elf=elf, system=_system(elf) if native.system == "linux" else native.system)


def suits_any_python(path: str) -> bool:
    """Whether it is an extension module by its name, and for no version alone."""
    extension = parse_extension(path)
    if extension is None or extension.abi is Abi.EXACT:
        return False
    return extension.abi is not Abi.ANY or not extension.module.startswith("lib")


def _system(elf: Elf) -> str:
    """Which C library the image was linked to; glibc's is libc.so.6, and only Android's has versions called LIBC."""
    interpreter = elf.interpreter or ""
    if "/ld-musl-" in interpreter or any(name.startswith("libc.musl-") for name in elf.needed):
        return MUSL
    if interpreter.startswith("/system/bin/linker") or "LIBC" in elf.version_needs.get("libc.so", ()):
        return BIONIC
    return MUSL if "libc.so" in elf.needed else "linux"
