"""The top-level modules of a search folder, whether they can be imported on a target or not."""

from collections.abc import Iterator

from layerlint.environment.python.finder import Folder
from layerlint.facts.suffix import parse_extension

CODE = (".py", ".pyc", ".so", ".pyd")
NOT_PACKAGES = frozenset({"__pycache__", "bin"})


def top_level_names(folder: Folder) -> frozenset[str]:
    """Modules, packages and namespace packages directly in the folder; a folder counts if code lies below it."""
    prefix = f"{folder.path}/" if folder.path else ""
    names: set[str] = set()
    start = len(prefix)
    for path in folder.tree.files:
        end = path.find("/", start)
        if end > 0 and path[start:end] in names and path.startswith(prefix):
            continue  # most files are further ones of a package
        if path.startswith(prefix) and path.endswith(CODE):
            first, slash, rest = path[start:].partition("/")
            name = first if slash else _module(first)
            if name and name.isidentifier() and name not in NOT_PACKAGES and _is_importable(rest):
                names.add(name)
    return frozenset(names)


def bytecode_modules(folder: Folder) -> Iterator[str]:
    """The dotted name of every .pyc below the folder that stands in a source's place."""
    prefix = f"{folder.path}/" if folder.path else ""
    for path in folder.tree.bytecode_files:
        if path.startswith(prefix):
            parts = path[len(prefix) : -4].split("/")
            if parts[-1] == "__init__":
                parts.pop()
            if parts and all(map(str.isidentifier, parts)):
                yield ".".join(parts)


def _module(file: str) -> str | None:
    if file.endswith((".py", ".pyc")):
        stem = file.rpartition(".")[0]
        return stem if "." not in stem else None
    extension = parse_extension(file)
    return extension.module if extension else None


def _is_importable(rest: str) -> bool:
    """Whether every folder on the way to the file can be part of a dotted name."""
    folders = rest.split("/")[:-1]
    return all(map(str.isidentifier, folders)) and "__pycache__" not in folders
