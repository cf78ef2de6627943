"""The class path of Lambda's class loader: folders and jars in the order in which they are searched."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from urllib.parse import unquote

from layerlint.archive.archive import Archive, UnreadableMember
from layerlint.archive.zip_reader import open_zip
from layerlint.environment.disk import resolved
from layerlint.environment.tree import Place, Tree
from layerlint.facts.java.class_file import ClassFile, Version, read_class
from layerlint.facts.java.jar import DESCRIPTORS, MOST_CLASSES, Class, Jar, class_of, read_class_of, read_jar
from layerlint.facts.malformed import Malformed
from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern
from layerlint.platform.records import Target

JARS = "/*.jar"
FIRST_RELEASE = 44  # a class file's major version is this more than the release of Java
MOST_JARS = 10_000
MOST_PLACES = 50_000  # that all manifests add
MOST_BYTES_OF_JARS = 1 << 29  # bytes, together; four times what a function may hold


class Element(NamedTuple):
    """One entry of the class path."""

    jar: Jar  #: of a folder: its loose classes
    place: Place | None  #: of the jar; None for a folder
    folder: str  #: absolute

    @property
    def shown(self) -> str:
        return self.place.path if self.place else self.folder


class Skipped(NamedTuple):
    """A jar that the class loader opens and finds to be none."""

    place: Place
    reason: str


class ClassPaths:
    """Reads each jar once for all targets."""

    def __init__(self, trees: Sequence[Tree]) -> None:
        self.trees = trees
        self.skipped: list[Skipped] = []
        self._known: dict[tuple[str, ...], tuple[Element, ...]] = {}
        self._jars_by_path: dict[str, Jar | None] = {}
        self._read: dict[tuple[str, str], ClassFile | None] = {}
        self._opened: tuple[str, Archive] | None = None  #: the jar of which a class was read last
        self._room = MOST_BYTES_OF_JARS

    def elements(self, folders: Sequence[str]) -> tuple[Element, ...]:
        key = tuple(folders)
        if key not in self._known:
            self._known[key] = tuple(self._elements(folders))
        return self._known[key]

    def _elements(self, folders: Sequence[str]) -> Iterator[Element]:
        """Each in its order, and behind a jar those that its manifest names; no jar twice."""
        seen: set[str] = set()
        places = 0
        waiting = list(self._configured(folders))
        while waiting and len(seen) < MOST_JARS:
            element = waiting.pop(0)
            path = element.place.absolute if element.place else ""
            if path and path in seen:
                continue
            seen.add(path)
            yield element
            if places < MOST_PLACES:
                places += len(element.jar.class_path)
                waiting[:0] = self._of_manifest(element)

    def _of_manifest(self, element: Element) -> list[Element]:
        """The jars of Class-Path in the manifest, which are found from the jar's own folder."""
        if element.place is None:
            return []
        found = []
        for name in element.jar.class_path:
            path = resolved(element.place.absolute.rpartition("/")[0], unquote(name.removeprefix("file:")))
            tree = next((tree for tree in self.trees if path.startswith(f"{tree.root}/")), None)
            place = tree.file(path[len(tree.root) + 1 :]) if tree and tree.mounts and path.endswith(".jar") else None
            jar = self._jar(place) if place else None
            if place and jar:
                found.append(Element(jar, place, path.rpartition("/")[0]))
        return found

    def _configured(self, folders: Sequence[str]) -> Iterator[Element]:
        for folder in folders:
            root = folder.removesuffix(JARS)
            tree = next((tree for tree in self.trees if f"{root}/".startswith(f"{tree.root}/")), None)
            if tree is None or not tree.mounts:
                continue
            inside = root[len(tree.root) + 1 :]
            if folder.endswith(JARS):
                yield from self._jars(tree, inside, root)
            else:
                yield Element(_loose(tree, inside), None, root)

    def _jars(self, tree: Tree, folder: str, root: str) -> Iterator[Element]:
        paths = (path for paths in (tree.files, tree.links) for path in paths)
        names = {path.rpartition("/")[2] for path in paths if path.rpartition("/")[0] == folder}
        # as String.compareTo orders them: by UTF-16 code units
        for name in sorted(
            (name for name in names if name.endswith(".jar")), key=lambda name: name.encode("utf-16-be")
        ):
            place = tree.file(f"{folder}/{name}")
            jar = self._jar(place) if place else None
            if place and jar:
                yield Element(jar, place, root)

    def _jar(self, place: Place) -> Jar | None:
        if place.absolute not in self._jars_by_path:
            self._jars_by_path[place.absolute] = self._opened_jar(place)
        return self._jars_by_path[place.absolute]

    def _opened_jar(self, place: Place) -> Jar | None:
        self._room -= place.entry.size
        if self._room < 0:
            return None
        try:
            jar = read_jar(place.path, place.mount.contents.archive.read(place.entry))
        except UnreadableMember:
            return None  # other rules tell
        if isinstance(jar, Malformed):
            self.skipped.append(Skipped(place, jar.reason))
            return None
        return jar

    def read(self, element: Element, item: Class) -> ClassFile | None:
        """The class itself; None where its bytes make no sense."""
        key = (element.place.absolute if element.place else element.folder, item.path)
        if key not in self._read:
            found = self._class(element, item)
            self._read[key] = None if isinstance(found, Malformed) else found
        return self._read[key]

    def _class(self, element: Element, item: Class) -> ClassFile | Malformed:
        try:
            if element.place:
                return read_class_of(self._archive(element.place), item.path)
            place = self._loose_place(item)
            return read_class(item.path, place.mount.contents.archive.read(place.entry) if place else b"")
        except UnreadableMember as reason:
            return Malformed(item.path, str(reason), unread=True)

    def _archive(self, place: Place) -> Archive:
        """An open jar, of which the last is kept: classes are asked for jar by jar."""
        if self._opened is None or self._opened[0] != place.absolute:
            self._opened = place.absolute, open_zip(place.mount.contents.archive.read(place.entry), "")
        return self._opened[1]

    def _loose_place(self, item: Class) -> Place | None:
        return next(
            (place for tree in self.trees if tree.root == "/var/task" and (place := tree.file(item.path))), None
        )


def _loose(tree: Tree, folder: str) -> Jar:
    """The classes that lie in a folder and below it; in META-INF and the like there are no packages."""
    prefix = f"{folder}/" if folder else ""
    classes: dict[str, Class] = {}
    for path in tree.files:
        if path.startswith(prefix) and path.endswith(".class") and len(classes) < MOST_CLASSES:
            name = path[len(prefix) : -len(".class")]
            if path.rpartition("/")[2] not in DESCRIPTORS and "-" not in name:
                classes[name] = class_of(tree.owner_of(path).contents.archive, path)
    return Jar(folder, classes, {}, frozenset(), ())


class Found(NamedTuple):
    """What a name leads to."""

    element: Element
    item: Class


class ClassPath:
    """One target's answers."""

    def __init__(self, store: ClassPaths, target: Target) -> None:
        self.store = store
        self.target = target
        facts = target.runtime.java
        self.newest = facts.class_major if facts else None  #: class file version
        self.elements = store.elements(facts.class_path if facts else ())
        self._classes: dict[int, Mapping[str, Class]] = {}  #: by the identity of a jar, which the store keeps

    @cached_property
    def release(self) -> int:
        """Of Java; 8 where the platform does not say."""
        return self.newest - FIRST_RELEASE if self.newest else 8

    def classes(self, element: Element) -> Mapping[str, Class]:
        key = id(element.jar)
        if key not in self._classes:
            self._classes[key] = element.jar.on(self.release)
        return self._classes[key]

    def find(self, name: str) -> Found | None:
        """The class that is loaded under a name with slashes."""
        for element in self.elements:
            item = self.classes(element).get(name)
            if item is not None:
                return Found(element, item)
        return None

    def read(self, found: Found) -> ClassFile | None:
        return self.store.read(found.element, found.item)

    def is_too_new(self, version: Version | None) -> bool:
        if version is None or self.newest is None:
            return False
        return version.major > self.newest or (version.preview and version.major < self.newest)

    def too_new(self, element: Element) -> Sequence[Class]:
        """The classes of an element that this Java refuses."""
        return [item for item in self.classes(element).values() if self.is_too_new(item.version)]


def release_of(version: Version) -> int:
    """The Java that a class was compiled for."""
    return version.major - FIRST_RELEASE


_NAMED_RELEASE = pattern(r"(?:java|jdk|jre)-?(\d{1,2})(?!\d)")


def named_release(element: Element) -> int | None:
    """The Java that a jar names in its own name, as variants for newer ones do: micrometer-java21."""
    found = _NAMED_RELEASE.findall(element.shown.rpartition("/")[2])
    return int(found[-1]) if found else None
