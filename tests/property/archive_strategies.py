"""Archives for property tests: honest ones as a standard writer makes them, and damaged ones."""

import io
import stat
import string
import zipfile
from dataclasses import dataclass

from hypothesis import strategies as st

_LETTERS = string.ascii_letters + string.digits + "_-+@ éß漢😀"


@dataclass(frozen=True)
class Given:
    """One member as it was asked for."""

    path: str
    data: bytes
    mode: int
    stored: bool = False
    wide: bool = False  #: zip64 sizes in the local header


def parts() -> st.SearchStrategy[str]:
    return st.text(_LETTERS + ".", min_size=1, max_size=12).filter(lambda part: part not in {".", ".."})


def paths() -> st.SearchStrategy[str]:
    return st.lists(parts(), min_size=1, max_size=4).map("/".join)


def modes() -> st.SearchStrategy[int]:
    permissions = st.integers(min_value=1, max_value=0o777)
    return st.one_of(permissions, permissions.map(stat.S_IFREG.__or__), permissions.map(stat.S_IFLNK.__or__))


def contents() -> st.SearchStrategy[bytes]:
    return st.one_of(
        st.binary(max_size=300), st.integers(0, 5000).map(bytes), st.binary(max_size=9).map(lambda some: some * 100)
    )


def members() -> st.SearchStrategy[list[Given]]:
    given = st.builds(Given, paths(), contents(), modes(), st.booleans(), st.booleans())
    return st.lists(given, max_size=8, unique_by=lambda member: member.path)


def build(wanted: list[Given], comment: bytes = b"", *, streamed: bool = False) -> bytes:
    """A zip by the standard library's writer."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(Unseekable(buffer) if streamed else buffer, "w") as archive:
        archive.comment = comment
        for member in wanted:
            header = zipfile.ZipInfo(member.path)
            header.create_system = 3
            header.external_attr = member.mode << 16
            header.compress_type = zipfile.ZIP_STORED if member.stored else zipfile.ZIP_DEFLATED
            with archive.open(header, "w", force_zip64=member.wide) as file:
                file.write(member.data)
    return buffer.getvalue()


class Unseekable(io.RawIOBase):
    """Makes the writer stream: sizes in data descriptors behind the data."""

    def __init__(self, inner: io.BytesIO) -> None:
        self._inner = inner

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def write(self, data: bytes) -> int:  # type: ignore[override]
        return self._inner.write(data)


def archives() -> st.SearchStrategy[bytes]:
    """Honest zips."""
    comments = st.binary(max_size=30).filter(lambda comment: b"PK" not in comment)
    return st.builds(
        lambda wanted, comment, streamed: build(wanted, comment, streamed=streamed), members(), comments, st.booleans()
    )


@st.composite
def damaged_archives(draw: st.DrawFn) -> bytes:
    """Zips with some bytes changed, lost, repeated, or put in front and behind."""
    data = bytearray(draw(archives()))
    for _ in range(draw(st.integers(1, 4))):
        position = draw(st.integers(0, len(data)))
        piece = draw(
            st.one_of(st.binary(max_size=8), st.sampled_from([b"PK\1\2", b"PK\3\4", b"PK\5\6", b"PK\6\6", b"PK\6\7"]))
        )
        lost = draw(st.integers(0, 40))
        data[position : position + draw(st.sampled_from([0, len(piece), lost]))] = piece
    return bytes(data)
