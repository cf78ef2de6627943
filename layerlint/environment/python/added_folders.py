"""Folders that code adds to sys.path as it runs: those of the stack, and those that no archive brings."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from layerlint.environment.python.finder import Folder
from layerlint.environment.python.mentions import Mentions
from layerlint.pattern import pattern
from layerlint.stack import is_beyond_archives

#: what changes the path by its own name, or brings it under another; begins with plain letters, which `re` finds fast
PATH_CHANGE = pattern(
    rb"sys(?:\.path(?:\.(?:append|insert|extend)\b|(?:\[[^\]\n]*\])?\s*\+?=)"
    rb"|(?<![\w.]sys)\s+(?:as\b|import\b[^\n]*\bpath\b))"
)
ADDITION = pattern(rb"(?:\baddsitedir|\bpath\.(?:append|insert|extend))\s*\(|\bsys\.path(?:\[[^\]\n]*\])?\s*\+?=(?!=)")
ASSIGNMENT = rb"(?m)^[ \t]*(?:for\s+)?%b(?:\s*=(?!=)|\s+in\b)\s*([^\n]+)"
#: words that make a path of what is known
HARMLESS = frozenset(
    b"os path join sys str Path pathlib abspath realpath normpath dirname resolve as_posix parent parents site in "
    b"getcwd __file__ __path__ True False".split()
)
NAME = pattern(rb"[A-Za-z_]\w*")
TEXT = pattern(rb"[rbfu]?[\"']([^\"'\n]*)[\"']")
ZIP = pattern(rb"([\w.\-]*\.(?:zip|whl|egg|pyz))[\"']")
TEMPORARY = pattern(rb"\btempfile\b|gettempdir|mkdtemp")
MOST_ADDITIONS, DEEPEST, LONGEST = 50, 4, 600


def leads_elsewhere(data: bytes) -> bool:
    """Whether a source seems to add a folder to sys.path that is not the stack's, or that nobody can tell."""
    if not _changes_path(data):
        return False
    found = islice(ADDITION.finditer(data), MOST_ADDITIONS)
    return any(_is_elsewhere(data, _statement(data[match.start() : match.end() + LONGEST])) for match in found)


def _changes_path(data: bytes) -> bool:
    return b"addsitedir" in data or (b"path" in data and PATH_CHANGE.search(data) is not None)


def added_zips(data: bytes) -> Sequence[str]:
    """The names of zips that a source may add to sys.path, or unpack to a folder that it adds."""
    return [name.decode() for name in ZIP.findall(data)] if _changes_path(data) else []


def _statement(text: bytes) -> bytes:
    """The first line, and those that its brackets go on in."""
    taken = b""
    for line in text.splitlines(keepends=True):
        taken += line
        if sum(map(taken.count, (b"(", b"["))) <= sum(map(taken.count, (b")", b"]"))):
            break
    return taken


def _is_elsewhere(data: bytes, statement: bytes) -> bool:
    match = ADDITION.match(statement)
    pending, seen = [statement[match.end() :] if match else statement], set(HARMLESS)
    for _ in range(DEEPEST):
        texts = b" ".join(pending)
        if TEMPORARY.search(texts) or any(map(_is_beyond, TEXT.findall(texts))):
            return True
        names = set(NAME.findall(TEXT.sub(b"", texts))) - seen
        values = [re.findall(ASSIGNMENT % name, data) for name in names]
        if not all(values):
            return b"LAMBDA_TASK_ROOT" not in texts
        seen |= names
        pending = [value for each in values for value in each]
    return bool(pending)


def _is_beyond(text: bytes) -> bool:
    return is_beyond_archives(text.decode("utf-8", "replace"))


def added_folders(folders: Sequence[Folder], mentions: Mentions) -> list[Folder]:
    """The folders whose names the sources spell, in the order in which they are to be asked.

    One that is a package is put on the path by hardly anybody: what lies in it means something else where it is.
    """
    return sorted(_spelled(folders, mentions), key=_is_package)


def _is_package(folder: Folder) -> bool:
    return folder.tree.file(folder.child("__init__.py")) is not None


def _spelled(folders: Sequence[Folder], mentions: Mentions) -> Iterator[Folder]:
    """Only sources of top-level packages are asked: those near the folder that changes the path."""
    for name, place in mentions.modules.items():
        if name.count(".") > 1:
            continue
        data = place.read()
        if _changes_path(data):
            tree = next(folder.tree for folder in folders if folder.tree.root == place.mount.root)
            parent = place.path.rpartition("/")[0]
            for near in (parent, parent.rpartition("/")[0]):
                prefix = f"{near}/" if near else ""
                for path in tree.folders:
                    tail = path.rpartition("/")[2]
                    if path.startswith(prefix) and path.count("/") <= prefix.count("/") + 1 and tail.encode() in data:
                        yield Folder(tree, path)
