"""The manifest of a jar and the signature files over it, as the JAR specification lays them out."""

from collections.abc import Mapping

from layerlint.named_tuple import NamedTuple

LARGEST = 16 << 20  # bytes; a manifest names every file of a signed jar
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
    for line in data[:LARGEST].decode("utf-8", "replace").splitlines():
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
    position = 0
    while position < len(data):
        end = _line_end(data, position)
        if not data[position:end].strip(b"\r\n"):
            return data[:end]
        position = end
    return data


def _line_end(data: bytes, start: int) -> int:
    """Behind the line's end, which is CR LF, LF, or CR alone."""
    feed, carriage = data.find(b"\n", start), data.find(b"\r", start)
    if carriage >= 0 and (feed < 0 or carriage < feed):
        return carriage + (2 if feed == carriage + 1 else 1)
    return feed + 1 if feed >= 0 else len(data)


def is_torn(signature: bytes, manifest: bytes) -> bool | None:
    """Whether a verifying reader refuses the jar by this signature file; None where only some would.

    It accepts where the digest of the whole manifest agrees, or that of the main attributes, or where neither is there.
    """
    stated = main_attributes(signature)
    whole = _verdicts(stated, "-digest-manifest", manifest)
    if any(whole.values()):
        return False
    main = _verdicts(stated, "-digest-manifest-main-attributes", main_section(manifest))
    wrong = [name for name, agrees in main.items() if not agrees]
    if not wrong or any(main.values()):
        return False
    return True if STRONG.intersection(wrong) else None


def _verdicts(stated: Mapping[str, str], ending: str, data: bytes) -> Mapping[str, bool]:
    """For each digest algorithm named with that ending, whether it agrees with the data."""
    import base64  # noqa: PLC0415  # few jars are signed
    import hashlib  # noqa: PLC0415

    found = {}
    for name, value in stated.items():
        algorithm = name.removesuffix(ending)
        if name.endswith(ending) and algorithm in _HASHES:
            digest = hashlib.new(_HASHES[algorithm], data, usedforsecurity=False).digest()
            found[algorithm] = base64.b64encode(digest).decode() == value.strip()
    return found
