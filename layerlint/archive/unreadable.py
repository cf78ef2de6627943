"""What cannot be read as a zip is still an archive, so that the run can say why and go on."""

from collections.abc import Mapping, Sequence

from layerlint.archive.archive import Archive, UnreadableMember
from layerlint.archive.bytes_like import Data
from layerlint.archive.entry import Entry
from layerlint.archive.flaw import Flaw, FlawKind

_MAGIC = (
    (b"\x1f\x8b", "it is gzip data, such as a .tar.gz, and no zip"),
    (b"BZh", "it is bzip2 data, and no zip"),
    (b"\xfd7zXZ\0", "it is XZ data, and no zip"),
    (b"\x28\xb5\x2f\xfd", "it is Zstandard data, and no zip"),
    (b"7z\xbc\xaf\x27\x1c", "it is a 7-Zip archive, and no zip"),
    (b"Rar!\x1a\x07", "it is a RAR archive, and no zip"),
    (b"\x7fELF", "it is a Linux binary, and no zip"),
    (b"MZ", "it is a Windows binary, and no zip"),
    (b"version https://git-lfs.github.com/", "it is a Git LFS pointer: the zip itself was not fetched"),
    (b"PK\x06\x08", "its directory is encrypted"),
)
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"PK\x01\x02", b"PK00")


class UnreadableArchive(Archive):
    """No entries, and one flaw."""

    def __init__(self, name: str, packed_bytes: int | None, reason: str) -> None:
        self.name = name
        self.packed_bytes = packed_bytes
        self.entries: Sequence[Entry] = ()
        self.flaws: Sequence[Flaw] = (Flaw(FlawKind.UNREADABLE, "", reason),)

    def read(self, entry: Entry) -> bytes:
        raise UnreadableMember(f"{entry.path} is not in this archive")

    def head(self, entry: Entry, length: int = 64) -> bytes:  # noqa: ARG002  # the face is shared
        return self.read(entry)

    @property
    def _placed(self) -> Mapping[str, Entry]:
        return {}


def looks_like(data: Data) -> str | None:
    """One clause on what else these bytes are; None where they begin as a zip does."""
    if len(data) == 0:
        return "the file is empty"
    start = data[:512]
    if start.startswith(_ZIP_STARTS):
        return None
    found = next((said for magic, said in _MAGIC if start.startswith(magic)), None)
    if found is None and start[257:262] == b"ustar":
        found = "it is a tar archive, and no zip"
    return found or _text(start)


def _text(start: bytes) -> str:
    if start.lstrip()[:9].lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        return "it is an HTML or XML page, perhaps an error that was saved in place of the zip"
    if not any(byte < 32 and byte not in b"\t\n\r\f" for byte in start):
        return "it is a text file, and no zip"
    return "it is no zip: nothing in it ends an archive"
