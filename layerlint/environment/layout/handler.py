"""Where the module of a handler lies in a function package."""

from layerlint.environment.layout.layout import Layout
from layerlint.environment.layout.whole import folders_that_count
from layerlint.facts.listing import join
from layerlint.platform.records import Runtime

_ENDINGS = {
    "python": (".py", "/__init__.py", ".pyc"),
    "nodejs": (".js", ".mjs", ".cjs"),
    "ruby": (".rb",),
}


def handler_files(handler: str, runtime: Runtime) -> tuple[str, ...]:
    """The files, relative to the root, any of which would be the handler's module; () where names do not tell."""
    endings = _ENDINGS.get(runtime.language, ())
    folder, slash, last = handler.rpartition("/")
    module = last.rpartition(".")[0].replace(".", "/") if runtime.language == "python" else last.partition(".")[0]
    return tuple(f"{folder}{slash}{module}{ending}" for ending in endings) if module else ()


def wrapped_handler(layout: Layout, handler: str, runtime: Runtime) -> tuple[str, str] | None:
    """The folder that holds everything, and the handler's file in it; None where it is at its place, or nowhere."""
    files = layout.mount.contents.archive.files
    names = handler_files(handler, runtime)
    if any(name in files for name in names):
        return None
    prefix = ""
    while True:
        below = folders_that_count(layout.listing, prefix)
        if len(below) != 1 or not layout.is_whole(join(prefix, below[0])):
            return None
        prefix = join(prefix, below[0])
        for name in names:
            if f"{prefix}/{name}" in files:
                return prefix, f"{prefix}/{name}"
