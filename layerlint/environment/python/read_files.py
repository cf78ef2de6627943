"""Files that code reads as it is imported."""

import posixpath
from collections.abc import Callable, Mapping, Sequence

from layerlint.environment.python.arguments import OPEN_NAMED
from layerlint.environment.python.failure import Cause, Defect, Failure, Raised
from layerlint.environment.python.file_paths import text_of
from layerlint.environment.python.frame import Frame
from layerlint.environment.python.values import UNKNOWN, ModuleValue, PathValue, Value

Arguments = Sequence[Value]
Named = Mapping[str, Value]
RESOURCES = ("read_text", "read_binary", "open_text", "open_binary")
READING = frozenset({"r", "rb", "rt", "br", "tr"})


def open_file(frame: Frame, arguments: Arguments, named: Named, line: int) -> Value:
    """`open(path)`, which fails where the file is known not to be there. Raises Raised."""
    path, *rest = arguments or (named.get("file", UNKNOWN),)
    text = text_of(path)
    mode = rest[0] if rest else named.get("mode", UNKNOWN if OPEN_NAMED in named else "r")
    if text is not None and mode in READING:
        expect_file(frame, text, line)
    return UNKNOWN


def of_path(frame: Frame, path: PathValue, method: str, arguments: Arguments, named: Named, line: int) -> Value:
    """A pathlib.Path's own ways to read. Raises Raised."""
    if method == "open":
        return open_file(frame, (path, *arguments), named, line)
    expect_file(frame, path.text, line)
    return UNKNOWN


def expect_file(frame: Frame, path: str, line: int) -> None:
    """Fail where a file is known not to be there; doubt where another layer would have to bring it. Raises Raised."""
    is_known = path.startswith("/") or not frame.world.has_moved
    exists = frame.world.disk.exists(path)
    if not is_known or exists:
        return
    if exists is None and (frame.ledger.branches or not frame.world.disk.is_beside_modules(path)):
        return  # a condition may have asked for it
    cause = Cause(Defect.FILE, frame.module, f"nothing in the stack brings {path}")
    message = f"[Errno 2] No such file or directory: '{path}'"
    failure = Failure("FileNotFoundError", message, cause, (frame.step(line),))
    if not frame.world.counts(cause):
        return
    if exists is None:
        frame.ledger.doubts.setdefault(cause, failure)
    else:
        raise Raised(failure)


def _of_package(frame: Frame, package: Value) -> str | None:
    """The folder of a package, given as a module or by its name; None where it is not known."""
    name = package.name if isinstance(package, ModuleValue) else package
    file = frame.world.member(name, "__file__") if isinstance(name, str) else UNKNOWN
    return posixpath.dirname(file) if isinstance(file, str) and _is_package(file) else None


def _is_package(file: str) -> bool:
    return posixpath.basename(file) == "__init__.py"


def _data(frame: Frame, arguments: Arguments, _: Named, line: int) -> Value:
    """`pkgutil.get_data(package, path)`, which takes a module beside the file as well."""
    name, path = arguments if len(arguments) == 2 else (UNKNOWN, UNKNOWN)
    if not isinstance(name, str) or not isinstance(path, str):
        return UNKNOWN
    if name != frame.module:
        frame.world.import_module(name, frame, line)
    file = frame.place if name == frame.module else frame.world.member(name, "__file__")
    if isinstance(file, str) and file.endswith(".py"):
        expect_file(frame, posixpath.join(posixpath.dirname(file), path), line)
    return UNKNOWN


def _files(frame: Frame, arguments: Arguments, named: Named, line: int) -> Value:
    """`importlib.resources.files(anchor)`."""
    anchor = arguments[0] if arguments else named.get("anchor", named.get("package", UNKNOWN))
    folder = _anchored(frame, anchor, line)
    return UNKNOWN if folder is None else PathValue(folder)


def _anchored(frame: Frame, anchor: Value, line: int) -> str | None:
    if anchor == frame.module and _is_package(frame.place):
        return posixpath.dirname(frame.place)
    if isinstance(anchor, str) and anchor:
        frame.world.import_module(anchor, frame, line)
    return _of_package(frame, anchor)


def _resource(frame: Frame, arguments: Arguments, _: Named, line: int) -> Value:
    """`importlib.resources.read_text(package, name)` and its kin."""
    folder = _anchored(frame, arguments[0], line) if len(arguments) > 1 else None
    if folder is not None and isinstance(arguments[1], str):
        expect_file(frame, posixpath.join(folder, arguments[1]), line)
    return UNKNOWN


def _looked_at(frame: Frame, arguments: Arguments, _: Named, line: int) -> Value:
    """`os.stat(path)` and its kin."""
    text = text_of(arguments[0]) if arguments else None
    if text:
        expect_file(frame, text, line)
    return UNKNOWN


def _loaded(frame: Frame, arguments: Arguments, _: Named, line: int) -> Value:
    """`gzip.open(path)` and its kin, which read unless they are told otherwise."""
    mode = arguments[1] if len(arguments) > 1 else "r"
    return _looked_at(frame, arguments[:1], {}, line) if mode in READING else UNKNOWN


def _leave(frame: Frame, _: Arguments, __: Named, ___: int) -> Value:
    frame.world.has_moved = True
    return None


METHODS = frozenset({"open", "read_text", "read_bytes"})
HANDLERS: Mapping[str, Callable[[Frame, Arguments, Named, int], Value]] = {
    "builtins.open": open_file,
    "io.open": open_file,
    "codecs.open": open_file,
    "os.chdir": _leave,
    "pkgutil.get_data": _data,
    **{f"importlib.resources.{name}": _resource for name in RESOURCES},
    "importlib.resources.files": _files,
    **dict.fromkeys(("os.stat", "os.scandir", "os.path.getsize", "os.path.getmtime"), _looked_at),
    **dict.fromkeys(("gzip.open", "bz2.open", "lzma.open", "zipfile.ZipFile", "tarfile.open"), _loaded),
}
