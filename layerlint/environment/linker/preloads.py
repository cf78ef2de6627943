"""Libraries that no search finds and that may be in the process all the same, because something loads them by path."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from layerlint.environment.linker.needs import Needs
from layerlint.environment.tree import Place, Tree
from layerlint.facts.suffix import Abi, parse_extension
from layerlint.pattern import pattern

#: what opens a library by its path, or tells the loader of a program that is started where to look
OPENING = pattern(rb"\b(?:CDLL|PyDLL|LoadLibrary|dlopen|RTLD_GLOBAL)\b|\bcdll\b|LD_LIBRARY_PATH|LD_PRELOAD")
FOR_ALL = pattern(rb"\bRTLD_GLOBAL\b|LD_PRELOAD")
#: without one of these a script speaks to those alone whom it starts: its own loader has read the variables before
OWN = pattern(rb"\b(?:CDLL|PyDLL|LoadLibrary|dlopen|RTLD_GLOBAL|exec[lv]p?e?)\b|\bcdll\b")
SHELLS = ("sh", "bash")
SCRIPTS = ("py", "sh", "bash", "js", "mjs", "cjs", "rb", "pl")
LARGEST = 1 << 20  # bytes; what opens libraries is written by hand
PATTERN = pattern(rb"\.libs\b|\*\.so|\.so['\"*]|endswith|glob|listdir|iterdir|scandir")
SHORT = 3  # letters; a shorter name stands in any text
STEM = pattern(r"^(?:lib)?(.+?)(?:-[0-9a-f]{8})?(?:[-.]\d[\w.]*)?\.so(?:\..*)?$")


class Preloads:
    """Asked only of libraries that lie in the stack where the loader does not look."""

    def __init__(self, trees: Sequence[Tree], needs: Needs) -> None:
        self.trees = trees
        self.needs = needs

    def may_hold(self, soname: str, user: Place, bearers: Sequence[Place], root: Place | None = None) -> bool:
        """Whether one of the files may have been loaded before the user, so that its soname answers the need.

        `root` is what is loaded for its own sake and comes to the user.
        """
        own = [place for place in bearers if self._answers(place, soname)]
        return any(
            place in self.needs.reached.get(soname, ()) or is_module(place) or self.is_opened(place, user, root)
            for place in own
        )

    def are_of_one_wheel(self, user: Place, bearers: Sequence[Place]) -> bool:
        """Whether an installer put both where they are: then they are as their author meant them to be."""
        return any(
            user.path in dist.record and place.path in dist.record
            for place in bearers
            if place.mount is user.mount
            for dist in user.mount.contents.distributions
        )

    def _answers(self, place: Place, soname: str) -> bool:
        """What was opened by path answers to its soname alone."""
        native = place.mount.contents.natives[place.path]
        return native.elf is not None and (native.elf.soname == soname or place in self.needs.reached.get(soname, ()))

    def is_opened(self, place: Place, user: Place, root: Place | None = None) -> bool:
        """Whether a script may open the file by its path, that of its package or of its user above all."""
        name = _told(place.path.rpartition("/")[2]).encode()
        in_process = is_module(root or user)
        return any(
            name in text or (_are_near(path, place, user) and PATTERN.search(text))
            for path, text in self._texts
            if not in_process or not _is_for_children(path, text)
        )

    @cached_property
    def for_all(self) -> bool:
        """Whether a script of the stack may load libraries whose symbols serve everything after them."""
        return any(FOR_ALL.search(text) for _, text in self._texts)

    @cached_property
    def _texts(self) -> Sequence[tuple[str, bytes]]:
        """The scripts of the stack that open libraries at all, with their absolute paths."""
        return list(self._opening())

    def _opening(self) -> Iterator[tuple[str, bytes]]:
        for tree in self.trees:
            for path, entry in tree.files.items():
                name = path.rpartition("/")[2]
                if entry.size <= LARGEST and ("." not in name or name.rpartition(".")[2] in SCRIPTS):
                    text = Place(tree.owner_of(path), entry).read()
                    if OPENING.search(text):
                        yield f"{tree.root}/{path}", text


def _is_for_children(path: str, text: bytes) -> bool:
    """Whether a script says to those alone whom it starts where to look: a module of Python never is one of them."""
    name = path.rpartition("/")[2]
    return "." in name and not name.endswith(SHELLS) and not OWN.search(text)


def _told(name: str) -> str:
    """The part of a library's name by which scripts call it: "foo" of libfoo-1a2b3c4d.so.1, "libz" of libz.so.1."""
    stem = STEM.match(name)
    return stem[1] if stem and len(stem[1]) > SHORT else name.partition(".")[0]


def _are_near(path: str, place: Place, user: Place) -> bool:
    """Whether a script belongs to the package of the library or of its user: it may build names of their files."""
    return any(_top(path) == _top(each.absolute) for each in (place, user))


def _top(path: str) -> str:
    """The path up to the first folder below a search folder, whatever language it is of."""
    for mark in ("/site-packages/", "/node_modules/", "/python/"):
        before, found, rest = path.rpartition(mark)
        if found:
            return before + found + rest.partition("/")[0].removesuffix(".libs")
    return "/".join(path.split("/")[:4])


def is_module(place: Place) -> bool:
    """Whether the file's name is that of a module for Python or for Node.js."""
    extension = parse_extension(place.path)
    if place.path.endswith(".node"):
        return True
    return extension is not None and (extension.abi is not Abi.ANY or not extension.module.startswith("lib"))
