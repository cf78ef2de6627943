"""Classes that the class path holds more than once: the first jar that has one wins, the others are never asked."""

from collections.abc import Iterator, Mapping, Sequence

from layerlint.environment.java.class_path import ClassPath, Element
from layerlint.facts.java.class_file import ANNOTATION
from layerlint.facts.java.jar import Class
from layerlint.named_tuple import NamedTuple

MOST_READ = 200  # classes looked into for each pair of jars
BINDERS = "org/slf4j/impl/Static"  # every binding of SLF4J has them; which one wins is a matter of its own


class Twins(NamedTuple):
    """Two elements of the class path that hold classes of the same names."""

    winner: Element
    loser: Element
    same: tuple[str, ...]  #: names of classes whose bytes agree, sorted
    different: tuple[str, ...]  #: names of those whose bytes do not, sorted
    total: int  #: classes of the loser

    @property
    def is_whole(self) -> bool:
        """Nothing of the loser is ever loaded."""
        return len(self.same) + len(self.different) == self.total


def twins(path: ClassPath) -> tuple[Twins, ...]:
    first: dict[str, tuple[Element, Class]] = {}
    pairs: dict[tuple[int, int], tuple[list[str], list[str]]] = {}
    index = {id(element): number for number, element in enumerate(path.elements)}
    for number, element in enumerate(path.elements):
        for name, item in element.jar.classes.items():
            holder, other = first.setdefault(name, (element, item))
            if holder is not element and not name.startswith(BINDERS):
                same, different = pairs.setdefault((index[id(holder)], number), ([], []))
                (same if is_alike(other, item) else different).append(name)
    return tuple(_twins(path, pair, *lists) for pair, lists in pairs.items())


def is_alike(one: Class, other: Class) -> bool:
    """Of a file in a folder no checksum is known; it is not told apart."""
    return one.checksum == other.checksum or not (one.checksum and other.checksum)


def _twins(path: ClassPath, pair: tuple[int, int], same: Sequence[str], different: Sequence[str]) -> Twins:
    winner, loser = (path.elements[number] for number in pair)
    return Twins(winner, loser, tuple(sorted(same)), tuple(sorted(different)), len(loser.jar.classes))


def tells(path: ClassPath, pair: Twins) -> bool:
    """Whether some class that differs is more than an annotation, whose copies stand for each other."""
    classes: Mapping[str, Class] = pair.loser.jar.classes
    return any(not _is_annotation(path, pair.loser, classes[name]) for name in pair.different[:MOST_READ])


def _is_annotation(path: ClassPath, element: Element, item: Class) -> bool:
    found = path.store.read(element, item)
    return found is not None and bool(found.flags & ANNOTATION)


def providers(path: ClassPath, name: str, *, service: bool = False) -> Iterator[Element]:
    """The elements that bring a class, or provide a service, in the order of the class path."""
    for element in path.elements:
        if name in (element.jar.services if service else element.jar.classes):
            yield element
