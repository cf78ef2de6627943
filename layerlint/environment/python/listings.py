"""What a folder of the stack holds, for code that goes through it to import what is there."""

import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence

from layerlint.environment.python.file_paths import text_of
from layerlint.environment.python.frame import Frame
from layerlint.environment.python.read_files import expect_file
from layerlint.environment.python.values import UNKNOWN, PathValue, Tuple, Unordered, Value, items_of

Arguments = Sequence[Value]
Named = Mapping[str, Value]
Handler = Callable[[Frame, Arguments, Named, int], Value]

METHODS = frozenset({"iterdir", "glob"})
SOURCES = (".py", ".pyc")
SPECIAL = frozenset("*?[")
DEEPEST = 8  # packages below one another


def of_path(frame: Frame, path: PathValue, method: str, arguments: Arguments, line: int) -> Value:
    """`Path.iterdir()` and `Path.glob(pattern)` of one folder. Raises Raised."""
    if method == "iterdir":
        expect_file(frame, path.text, line)
    pattern = arguments[0] if arguments else "*"
    names = frame.world.disk.names_in(path.text)
    if names is None or not isinstance(pattern, str) or "/" in pattern or "**" in pattern:
        return UNKNOWN
    kept = names if method == "iterdir" else _matching(names, pattern)
    return Tuple(tuple(PathValue(posixpath.join(path.text, name)) for name in kept))


def _matching(names: Sequence[str], pattern: str) -> list[str]:
    from fnmatch import fnmatchcase  # noqa: PLC0415  # few sources go through folders

    return [name for name in names if fnmatchcase(name, pattern)]


def _list(frame: Frame, arguments: Arguments, _: Named, line: int) -> Value:
    """os.listdir, whose order nobody knows. Raises Raised."""
    text = text_of(arguments[0]) if arguments else None
    if text:
        expect_file(frame, text, line)
    names = frame.world.disk.names_in(text) if text else None
    return UNKNOWN if names is None else Unordered(names)


def _glob(frame: Frame, arguments: Arguments, named: Named, _: int) -> Value:
    """glob.glob of a pattern in one folder; what begins with a dot is left out."""
    text = text_of(arguments[0]) if len(arguments) == 1 and not named else None
    folder, pattern = posixpath.split(text or "")
    names = None if not folder or SPECIAL.intersection(folder) else frame.world.disk.names_in(folder)
    if names is None:
        return UNKNOWN
    return Unordered(posixpath.join(folder, name) for name in _matching(names, pattern) if not name.startswith("."))


def _modules(*, deeply: bool) -> Handler:
    """pkgutil.iter_modules and walk_packages: tuples of a finder, a name and whether that is a package."""

    def modules(frame: Frame, arguments: Arguments, named: Named, _: int) -> Value:
        folders = items_of(arguments[0] if arguments else named.get("path", UNKNOWN))
        prefix = arguments[1] if len(arguments) > 1 else named.get("prefix", "")
        if folders is None or len(folders) != 1 or not isinstance(folders[0], str) or not isinstance(prefix, str):
            return UNKNOWN
        found = list(_found(frame, folders[0], prefix, DEEPEST if deeply else 0))
        return UNKNOWN if None in found else Tuple(tuple(each for each in found if each is not None))

    return modules


def _found(frame: Frame, folder: str, prefix: str, depth: int) -> Iterator[Tuple | None]:
    """None stands for what nobody can tell."""
    disk = frame.world.disk
    names = disk.names_in(folder)
    if names is None or any(name.endswith(".so") for name in names):
        yield None
        return
    for name in names:
        stem, ending = posixpath.splitext(name)
        below = posixpath.join(folder, name)
        is_package = not ending and any(disk.file(f"{below}/__init__{each}") for each in SOURCES)
        if is_package or (ending in SOURCES and stem != "__init__" and "." not in stem):
            yield Tuple((UNKNOWN, prefix + stem, is_package))
        if is_package and depth:
            yield from _found(frame, below, f"{prefix}{stem}.", depth - 1)


HANDLERS: Mapping[str, Handler] = {
    "os.listdir": _list,
    "glob.glob": _glob,
    "glob.iglob": _glob,
    "pkgutil.iter_modules": _modules(deeply=False),
    "pkgutil.walk_packages": _modules(deeply=True),
}
