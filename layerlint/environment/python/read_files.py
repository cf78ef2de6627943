"""Files that code reads as it is imported."""

from collections.abc import Callable, Mapping, Sequence

from layerlint.environment.python.failure import Cause, Defect, Failure, Raised
from layerlint.environment.python.frame import Frame
from layerlint.environment.python.values import UNKNOWN, PathValue, Value

Arguments = Sequence[Value]
Named = Mapping[str, Value]
LONG = 2_000  # a longer text is no path
READING = frozenset({"r", "rb", "rt", "br", "tr"})


def open_file(frame: Frame, arguments: Arguments, named: Named, line: int) -> Value:
    """`open(path)`, which fails where the file is known not to be there. Raises Raised."""
    path, *rest = arguments or (named.get("file", UNKNOWN),)
    text = path.text if isinstance(path, PathValue) else path
    mode = rest[0] if rest else named.get("mode", "r")
    if isinstance(text, str) and len(text) <= LONG and mode in READING:
        expect_file(frame, text, line)
    return UNKNOWN


def of_path(frame: Frame, path: PathValue, method: str, arguments: Arguments, named: Named, line: int) -> Value:
    """A pathlib.Path's own ways to read. Raises Raised."""
    if method == "open":
        return open_file(frame, (path, *arguments), named, line)
    expect_file(frame, path.text, line)
    return UNKNOWN


def expect_file(frame: Frame, path: str, line: int) -> None:
    is_known = path.startswith("/") or not frame.world.has_moved
    if not is_known or frame.world.disk.exists(path) is not False:
        return
    cause = Cause(Defect.FILE, frame.module, f"nothing in the stack brings {path}")
    if frame.world.counts(cause):
        message = f"[Errno 2] No such file or directory: '{path}'"
        raise Raised(Failure("FileNotFoundError", message, cause, (frame.step(line),)))


def _leave(frame: Frame, _: Arguments, __: Named, ___: int) -> Value:
    frame.world.has_moved = True
    return None


METHODS = frozenset({"open", "read_text", "read_bytes"})
HANDLERS: Mapping[str, Callable[[Frame, Arguments, Named, int], Value]] = {
    "builtins.open": open_file,
    "io.open": open_file,
    "os.chdir": _leave,
}
