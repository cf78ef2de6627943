"""What os.path and pathlib make of constant paths, and what they find in the stack."""

import os
import posixpath
from collections.abc import Callable, Mapping, Sequence

from layerlint.environment.python.disk import absolute
from layerlint.environment.python.frame import Frame
from layerlint.environment.python.values import UNKNOWN, Method, PathValue, Tuple, Value
from layerlint.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import PurePosixPath

Arguments = Sequence[Value]
Named = Mapping[str, Value]
Handler = Callable[[Frame, Arguments, Named, int], Value]
Question = Callable[[Frame, str], Value]

LONG = 2_000  # a longer text is no path
PURE: Mapping[str, Callable[..., object]] = {
    "dirname": posixpath.dirname,
    "basename": posixpath.basename,
    "join": posixpath.join,
    "normpath": posixpath.normpath,
    "normcase": posixpath.normcase,
    "split": posixpath.split,
    "splitext": posixpath.splitext,
    "isabs": posixpath.isabs,
    "abspath": absolute,
}
CLASSES = ("Path", "PosixPath", "PurePath", "PurePosixPath")
PLAIN_FIELDS = frozenset({"name", "stem", "suffix", "suffixes", "root", "anchor", "parts"})
PLAIN_METHODS = frozenset(
    {"joinpath", "with_name", "with_stem", "with_suffix", "as_posix", "is_absolute", "relative_to", "__str__"}
)


def text_of(value: Value) -> str | None:
    """The path that a text or a pathlib.Path names; None where it is not known."""
    text = value.text if isinstance(value, PathValue) else value
    return text if isinstance(text, str) and len(text) <= LONG else None


def _path_of(*texts: str) -> "PurePosixPath":
    from pathlib import PurePosixPath  # noqa: PLC0415  # 5 ms, and few modules compute paths as they are imported

    return PurePosixPath(*texts)


def attribute(path: PathValue, name: str) -> Value:
    """A field of a pathlib.Path, or a method to be called."""
    pure = _path_of(path.text)
    if name == "parent":
        return PathValue(str(pure.parent))
    if name == "parents":
        return Tuple(tuple(PathValue(str(each)) for each in pure.parents))
    return _value(getattr(pure, name)) if name in PLAIN_FIELDS else Method(path, name)


def method(frame: Frame, path: PathValue, name: str, arguments: Arguments) -> Value:
    question = QUESTIONS.get(name)
    if question is not None:
        return question(frame, path.text)
    texts = _texts(arguments)
    if texts is None or name not in PLAIN_METHODS:
        return UNKNOWN
    try:
        return _value(getattr(_path_of(path.text), name)(*texts))
    except (TypeError, ValueError):
        return UNKNOWN


def divided(left: Value, right: Value) -> Value:
    """`left / right`, where one of them is a pathlib.Path."""
    texts = _texts((left, right))
    return UNKNOWN if texts is None else _value(_path_of(*texts))


def _texts(values: Sequence[Value]) -> list[str] | None:
    texts = [text for text in map(text_of, values) if text is not None]
    return texts if len(texts) == len(values) and sum(map(len, texts)) <= LONG else None


def _value(made: object) -> Value:
    if isinstance(made, os.PathLike):
        return PathValue(str(made))
    return tuple(made) if isinstance(made, list) else made  # type: ignore[return-value]  # texts, tuples of them, bool


def _found(known: bool | None) -> Value:
    return UNKNOWN if known is None else known


def _is_file(frame: Frame, path: str) -> Value:
    return _found(frame.world.disk.is_file(path))


def _is_folder(frame: Frame, path: str) -> Value:
    return _found(frame.world.disk.is_folder(path))


def _exists(frame: Frame, path: str) -> Value:
    return _found(frame.world.disk.exists(path))


def _real(frame: Frame, path: str) -> Value:
    return UNKNOWN if (real := frame.world.disk.real(path)) is None else real


def _resolved(frame: Frame, path: str) -> Value:
    real = _real(frame, path)
    return PathValue(real) if isinstance(real, str) else UNKNOWN


def _absolute(_: Frame, path: str) -> Value:
    """Unlike os.path.abspath, it leaves dots alone."""
    return PathValue(path) if path.startswith("/") else UNKNOWN


def _user(_: Frame, path: str) -> Value:
    return UNKNOWN if path.startswith("~") else path


def _users(_: Frame, path: str) -> Value:
    return UNKNOWN if path.startswith("~") else PathValue(path)


QUESTIONS: Mapping[str, Question] = {
    "is_file": _is_file,
    "is_dir": _is_folder,
    "exists": _exists,
    "resolve": _resolved,
    "absolute": _absolute,
    "expanduser": _users,
}
ASKED = {
    "exists": _exists,
    "lexists": _exists,
    "isfile": _is_file,
    "isdir": _is_folder,
    "realpath": _real,
    "expanduser": _user,
}


def _pure(function: Callable[..., object]) -> Handler:
    def answer(_: Frame, arguments: Arguments, named: Named, __: int) -> Value:
        texts = _texts(arguments)
        if not texts or named:
            return UNKNOWN
        try:
            return _value(function(*texts))
        except TypeError:
            return UNKNOWN

    return answer


def _asked(question: Question) -> Handler:
    def answer(frame: Frame, arguments: Arguments, _: Named, __: int) -> Value:
        text = text_of(arguments[0]) if len(arguments) == 1 else None
        return UNKNOWN if text is None else question(frame, text)

    return answer


def _path(_: Frame, arguments: Arguments, __: Named, ___: int) -> Value:
    texts = _texts(arguments)
    return UNKNOWN if texts is None else PathValue(str(_path_of(*texts)))


def _fspath(_: Frame, arguments: Arguments, __: Named, ___: int) -> Value:
    text = text_of(arguments[0]) if len(arguments) == 1 else None
    return UNKNOWN if text is None else text


HANDLERS: Mapping[str, Handler] = {
    **{f"{module}.{name}": _pure(function) for module in ("os.path", "posixpath") for name, function in PURE.items()},
    **{f"{module}.{name}": _asked(question) for module in ("os.path", "posixpath") for name, question in ASKED.items()},
    **{f"pathlib.{name}": _path for name in CLASSES},
    "os.fspath": _fspath,
    "os.fsdecode": _fspath,
}
