"""The artifacts of a SARIF run: archives, and their members nested in them."""

from posixpath import normpath
from urllib.parse import quote

from layerlint.hints import Any
from layerlint.report.escape import unicode_only

Json = dict[str, Any]
SAFE = "/-._~!$&'()*+,;=@"


class Artifacts:
    """Hands out locations, each artifact once."""

    def __init__(self, folder: str) -> None:
        self.rows: list[Json] = []
        self.unpacked: frozenset[str] = frozenset()  #: names of archives that are folders
        self._folder = folder
        self._index: dict[tuple[str, str], int] = {}

    def file(self, name: str) -> Json:
        """A zip, or a file of a folder."""
        # a row that has nothing but a location is one too many for the validators
        kind = {"mimeType": "application/zip"} if name.lower().endswith(".zip") else {"roles": ["resultFile"]}
        uri = uri_of(name, self._folder)
        return self._location((name, ""), {"location": {"uri": uri}, **kind})

    def member(self, archive: str, path: str) -> Json:
        """A nested artifact, whose address starts at the archive's root, without the slash; of a folder, its file."""
        if archive in self.unpacked:
            return self.file(f"{archive}/{path}")
        parent = self.file(archive)["index"]
        return self._location((archive, path), {"location": {"uri": encoded(path)}, "parentIndex": parent})

    def _location(self, key: tuple[str, str], row: Json) -> Json:
        if key not in self._index:
            self._index[key] = len(self.rows)
            self.rows.append(row)
        return {"uri": row["location"]["uri"], "index": self._index[key]}


def uri_of(name: str, folder: str) -> str:
    """The address of an input: relative, with forward slashes, wherever it lies under the folder."""
    path = name.replace("\\", "/")
    absolute = path.startswith("/") or path[1:3] == ":/"
    place = normpath(path if absolute else f"{folder}/{path}")
    below = place.removeprefix(f"{folder.rstrip('/')}/")
    if place == folder:
        return "."
    return encoded(below) if below != place else f"file:///{encoded(place.lstrip('/'))}"


def encoded(path: str) -> str:
    """A relative address; what hostile members have of "/", "." and ".." is spelled so that nobody resolves it."""
    inner = unicode_only(path).lstrip("/")
    parts = inner.split("/")
    quoted = (quote(part, safe=SAFE) if part.strip(".") else part.replace(".", "%2E") for part in parts)
    return "%2F" * (len(unicode_only(path)) - len(inner)) + "/".join(quoted)
