"""The manifest of a jar and the signature files over it, as the JAR specification lays them out."""

from collections.abc import Mapping

from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern

LARGEST = 16 << 20  # bytes; a manifest names every file of a signed jar
LONGEST_SECTION = 1 << 20  # bytes of the first section that are read
#: an empty line; lines end with CR LF, LF, or CR alone
EMPTY_LINE = pattern(rb"(?:\A|(?>\r\n|\n|\r))(?:\r\n|\n|\r)")
#: what every Java still verifies; of MD5 and SHA-1, newer ones take the jar as unsigned
STRONG = frozenset({"sha-256", "sha-384", "sha-512"})
_HASHES = {"sha-1": "sha1", "sha1": "sha1", "sha-256": "sha256", "sha-384": "sha384", "sha-512": "sha512", "md5": "md5"}


class Tear(NamedTuple):
    """A signature over another manifest than the one that is there."""

    signature: str  #: path of the signature file
    certain: bool  #: every Java verifies it


def main_attributes(data: bytes) -> Mapping[str, str]:
    """Of the first section, with names in lower case; lines that begin with a space go on with the one before."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in data[:LONGEST_SECTION].decode("utf-8", "replace").splitlines():
        if not line:
            break
        if line.startswith(" "):
            found.setdefault(name, []).append(line[1:])
            continue
        name, _, value = line.partition(":")
        name = name.strip().lower()
        found[name] = [value.removeprefix(" ")]
    found.pop("", None)
    return {name: "".join(parts) for name, parts in found.items()}


def main_section(data: bytes) -> bytes:
    """The bytes of the first section with the empty line behind it, which is what a digest is made of."""
    found = EMPTY_LINE.search(data)
    return data[: found.end()] if found else data


class Manifest:
    """The bytes of a manifest, each digest of which is made once."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._known: dict[tuple[str, bool], str] = {}

    def digest(self, algorithm: str, *, whole: bool) -> str:
        """Of all of it, or of its main section; as signature files write it."""
        import base64  # noqa: PLC0415  # few jars are signed
        import hashlib  # noqa: PLC0415

        key = (algorithm, whole)
        if key not in self._known:
            data = self.data if whole else main_section(self.data)
            found = hashlib.new(_HASHES[algorithm], data, usedforsecurity=False).digest()
            self._known[key] = base64.b64encode(found).decode()
        return self._known[key]


def is_torn(signature: bytes, manifest: Manifest) -> bool | None:
    """Whether a verifying reader refuses the jar by this signature file; None where only some would.

    It accepts where the digest of the whole manifest agrees, or that of the main attributes, or where neither is there.
    """
    stated = main_attributes(signature)
    if any(_verdicts(stated, "-digest-manifest", manifest, whole=True).values()):
        return False
    main = _verdicts(stated, "-digest-manifest-main-attributes", manifest, whole=False)
    wrong = [name for name, agrees in main.items() if not agrees]
    if not wrong or any(main.values()):
        return False
    return True if STRONG.intersection(wrong) else None


def _verdicts(stated: Mapping[str, str], ending: str, manifest: Manifest, *, whole: bool) -> Mapping[str, bool]:
    """For each digest algorithm named with that ending, whether it agrees with the manifest."""
    found = {}
    for name, value in stated.items():
        algorithm = name.removesuffix(ending)
        if name.endswith(ending) and algorithm in _HASHES:
            found[algorithm] = manifest.digest(algorithm, whole=whole) == value.strip()
    return found
