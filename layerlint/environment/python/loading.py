"""Calls that load shared libraries, by ctypes or cffi, and that look for them."""

import ast
from collections.abc import Callable, Mapping, Sequence

from layerlint.environment.python.failure import Cause, Failure, Raised
from layerlint.environment.python.file_paths import text_of
from layerlint.environment.python.frame import Frame, Ledger
from layerlint.environment.python.libraries import Opening
from layerlint.environment.python.values import UNKNOWN, Bound, Dotted, Lazy, Library, Value

Arguments = Sequence[Value]
Named = Mapping[str, Value]
Handler = Callable[[Frame, Arguments, Named, int], Value]


def _open(frame: Frame, arguments: Arguments, named: Named, line: int) -> Value:
    name = arguments[0] if arguments else named.get("name", UNKNOWN)
    if name is None:
        return Library("")  # the program itself
    text = text_of(name)
    return UNKNOWN if not text else _opened(frame, text, frame.world.libraries.opened(text, frame.module), line)


def open_by_cffi(frame: Frame, arguments: Arguments, line: int) -> Value:
    """`ffi.dlopen(name)`."""
    text = text_of(arguments[0]) if arguments else None
    if not text:
        return UNKNOWN
    return _opened(frame, text, frame.world.libraries.opened_by_cffi(text, frame.module), line)


def is_dlopen(node: ast.expr, function: Value) -> bool:
    """Whether a call is that of an FFI's method: cffi's objects are told by what people call them."""
    if not isinstance(node, ast.Attribute) or node.attr != "dlopen" or isinstance(function, Dotted):
        return False
    owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
    return owner.lower().endswith("ffi") and (function is UNKNOWN or isinstance(function, Bound | Lazy))


def _opened(frame: Frame, name: str, opening: Opening, line: int) -> Value:
    cause = opening.cause
    if opening.loads or (cause is not None and not frame.world.counts(cause)):
        _settle(frame.ledger)
        return Library(name)
    if cause is None or frame.ledger.branches:
        return UNKNOWN  # of several builds, or places, others are for other cases
    _seek(frame.ledger, opening, cause)
    raise Raised(Failure("OSError", cause.detail, cause, (frame.step(line),)))


def _seek(ledger: Ledger, opening: Opening, cause: Cause) -> None:
    """What is not known to be there is taken to be missing, and all that comes of it is in doubt."""
    ledger.sought.append(cause)
    ledger.supposes = ledger.supposes or opening.loads is None


def _settle(ledger: Ledger) -> None:
    """One of several candidates is loaded: that the others are not is no loss."""
    for cause in ledger.sought:
        ledger.losses.pop(cause, None)
    ledger.sought.clear()
    ledger.supposes = False


def _find(frame: Frame, arguments: Arguments, named: Named, _: int) -> Value:
    """None where the image's ldconfig does not list it."""
    name = arguments[0] if arguments else named.get("name", UNKNOWN)
    if not isinstance(name, str):
        return UNKNOWN
    opening = frame.world.libraries.found(name, frame.module)
    if opening.cause is None or frame.ledger.branches or not frame.world.counts(opening.cause):
        return UNKNOWN
    _seek(frame.ledger, opening, opening.cause)
    return None


HANDLERS: Mapping[str, Handler] = {
    "ctypes.CDLL": _open,
    "ctypes.PyDLL": _open,
    "ctypes.cdll.LoadLibrary": _open,
    "ctypes.pydll.LoadLibrary": _open,
    "ctypes.util.find_library": _find,
}
