"""Where the module of a handler lies in a function package."""

from layerlint.environment.layout.layout import Layout
from layerlint.platform.records import Runtime
from layerlint.stack import Stack

WRAPPER = "AWS_LAMBDA_EXEC_WRAPPER"
_ENDINGS = {
    "python": (".py", "/__init__.py", ".pyc"),
    "nodejs": (".js", ".mjs", ".cjs"),
    "ruby": (".rb",),
}


def handler_files(handler: str | None, runtime: Runtime) -> tuple[str, ...]:
    """The files, relative to the root, any of which Lambda would load; () where names do not tell."""
    if runtime.language == "provided":
        return ("bootstrap",)
    endings = _ENDINGS.get(runtime.language, ())
    folder, slash, last = (handler or "").rpartition("/")
    module = last.rpartition(".")[0].replace(".", "/") if runtime.language == "python" else last.partition(".")[0]
    return tuple(f"{folder}{slash}{module}{ending}" for ending in endings) if module else ()


def wrapped_handler(layout: Layout, names: tuple[str, ...]) -> tuple[str, str] | None:
    """The folder that holds everything, and the file in it; None where it is at its place, or nowhere."""
    files = layout.mount.contents.archive.files
    if any(name in files for name in names):
        return None
    found = ((prefix, f"{prefix}/{name}") for prefix in layout.wrappings for name in names)
    return next(((prefix, file) for prefix, file in found if file in files), None)


def has_wrapper(stack: Stack) -> bool:
    """Whether a program that the function names starts in place of the runtime; it may call any handler, or none."""
    return bool(stack.variables.get(WRAPPER)) or WRAPPER in stack.unresolved


def starts_program(stack: Stack) -> bool:
    """Whether the handler is a file that a wrapper starts, as web servers are: "run.sh"."""
    files = stack.function.contents.archive.files if stack.function else {}
    return has_wrapper(stack) and (stack.handler or "") in files
