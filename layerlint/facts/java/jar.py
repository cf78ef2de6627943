"""A jar: a zip of classes, read by our own archive reader over the bytes of a member, and closed again."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from layerlint.archive.archive import Archive, UnreadableMember
from layerlint.archive.entry import Entry
from layerlint.archive.flaw import FlawKind
from layerlint.archive.zip_reader import open_zip
from layerlint.facts.elf import read_elf
from layerlint.facts.java.class_file import HEAD, ClassFile, Version, read_class, read_version
from layerlint.facts.java.manifest import LARGEST, Manifest, Tear, is_torn, main_attributes
from layerlint.facts.magic import HEAD as BINARY_HEAD
from layerlint.facts.magic import identify, wanted
from layerlint.facts.malformed import Malformed
from layerlint.facts.native import Format, Native
from layerlint.named_tuple import NamedTuple

MANIFEST = "META-INF/MANIFEST.MF"
VERSIONS = "META-INF/versions/"
SERVICES = "META-INF/services/"
DESCRIPTORS = ("module-info.class", "package-info.class")  # no code is loaded from them
SIGNED = (".RSA", ".DSA", ".EC")
OLDEST_VERSIONED = 9  # multi-release jars came with Java 9
MOST_PLACES = 1_000  # that a manifest adds
MOST_SIGNATURES = 20  # signature files of one jar that are looked at
MOST_CLASSES = 100_000  # of one jar; the largest real ones have a third


class Class(NamedTuple):
    """One class of a jar, without a look at more than its head."""

    path: str
    checksum: int
    version: Version | None  #: None where it is no class file, or cannot be read


class Jar(NamedTuple):
    path: str
    classes: Mapping[str, Class]  #: by name, "com/example/Handler"; what is loaded where nothing newer is
    versioned: Mapping[int, Mapping[str, Class]]  #: by release, of a multi-release jar
    services: frozenset[str]  #: names of the services that it provides
    natives: tuple[Native, ...]  #: Linux binaries inside
    tears: tuple[Tear, ...] = ()
    class_path: tuple[str, ...] = ()  #: further places, relative to the jar, that its manifest adds behind it

    def on(self, release: int) -> Mapping[str, Class]:
        """The classes that a Java of that release loads from it."""
        newer = [number for number in sorted(self.versioned) if number <= release]
        if not newer:
            return self.classes
        return {**self.classes, **{name: item for number in newer for name, item in self.versioned[number].items()}}


def read_jar(path: str, data: bytes) -> Jar | Malformed:
    """Never raises; Malformed where it is no zip, which class loaders pass over in silence."""
    archive = open_zip(data, path)
    for flaw in archive.flaws_of(FlawKind.UNREADABLE):
        return Malformed(path, flaw.detail)
    manifest = _bytes(archive, MANIFEST)
    attributes = main_attributes(manifest)
    is_versioned = attributes.get("multi-release", "").strip().lower() == "true"
    names = [name for name in archive.files if name.endswith(".class") and name.rpartition("/")[2] not in DESCRIPTORS]
    plain = (name for name in names if not name.startswith("META-INF/"))
    return Jar(
        path,
        _classes(archive, plain, ""),
        _versioned(archive, names) if is_versioned else {},
        frozenset(name[len(SERVICES) :] for name in archive.files if name.startswith(SERVICES)),
        tuple(_natives(archive)),
        tuple(_tears(archive, Manifest(manifest))),
        tuple(attributes.get("class-path", "").split()[:MOST_PLACES]),
    )


def read_class_of(archive: Archive, path: str) -> ClassFile | Malformed:
    """One class of an open jar."""
    return read_class(path, _bytes(archive, path)) if path in archive.files else Malformed(path, "it is not there")


def class_of(archive: Archive, path: str) -> Class:
    entry = archive.files[path]
    return Class(path, entry.crc, _version(archive, entry))


def _classes(archive: Archive, names: Iterable[str], prefix: str) -> Mapping[str, Class]:
    found: dict[str, Class] = {}
    for name in names:
        if len(found) >= MOST_CLASSES:
            break
        found[name[len(prefix) : -len(".class")]] = class_of(archive, name)
    return found


def _versioned(archive: Archive, names: Iterable[str]) -> Mapping[int, Mapping[str, Class]]:
    releases: dict[int, list[str]] = {}
    for name in names:
        if name.startswith(VERSIONS):
            number = name[len(VERSIONS) :].partition("/")[0]
            if number.isdecimal() and number.isascii() and len(number) < 4 and int(number) >= OLDEST_VERSIONED:
                releases.setdefault(int(number), []).append(name)
    return {release: _classes(archive, found, f"{VERSIONS}{release}/") for release, found in releases.items()}


def _version(archive: Archive, entry: Entry) -> Version | None:
    try:
        return read_version(archive.head(entry, HEAD))
    except UnreadableMember:
        return None


def _bytes(archive: Archive, path: str) -> bytes:
    entry = archive.files.get(path)
    if entry is None or entry.size > LARGEST:
        return b""
    try:
        return archive.read(entry)
    except UnreadableMember:
        return b""


def _natives(archive: Archive) -> Iterator[Native]:
    for path, entry in archive.files.items():
        if ".so" in path.rpartition("/")[2]:
            try:
                head = archive.head(entry, BINARY_HEAD)
                found = identify(archive.head(entry, max(wanted(head), BINARY_HEAD)))
                if found and found.format is Format.ELF:
                    elf = read_elf(path, archive.read(entry))
                    native = Native(path, found.format, found.system, found.machines, found.bits, entry.size)
                    yield native if isinstance(elf, Malformed) else native._replace(elf=elf)
            except UnreadableMember:
                continue


def _tears(archive: Archive, manifest: Manifest) -> Iterator[Tear]:
    """Signature files that a verifying reader refuses."""
    for path in islice(_signatures(archive), MOST_SIGNATURES):
        torn = is_torn(_bytes(archive, path), manifest)
        if torn is not False:
            yield Tear(path, certain=torn is True)


def _signatures(archive: Archive) -> Iterator[str]:
    """Without a signature block beside it, a signature file says nothing."""
    for path in archive.files:
        folder, _, name = path.rpartition("/")
        stem = path.removesuffix(".SF")
        if folder == "META-INF" and name.endswith(".SF") and any(stem + end in archive.files for end in SIGNED):
            yield path
