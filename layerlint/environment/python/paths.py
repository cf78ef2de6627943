"""sys.path on a target: the folders of the stack, before and after the runtime's own."""

import re
from collections.abc import Iterable, Iterator, Sequence

from layerlint.environment.python.finder import Folder
from layerlint.environment.tree import Tree
from layerlint.facts.record import normalised
from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern
from layerlint.platform.records import PythonFacts

ZIPPED = (".zip", ".whl", ".egg", ".pyz")
IMPORTS = ("import ", "import\t")  #: begin a line that is run
CHANGES_PATH = pattern(r"\bsys\.path\b|\baddsitedir\b")
SPELLED = pattern(r"[\"']([^\"']+)[\"']")
NAMESPACE_PTH = pattern(r"\*\(([^()]*)\)")


class SearchPath(NamedTuple):
    early: tuple[Folder, ...]  #: searched before the standard library
    before_sdk: int  #: how many of these come before the runtime's own packages
    late: tuple[Folder, ...]  #: appended by .pth files
    hooks: tuple[str, ...]  #: modules that .pth lines import at start
    namespaces: tuple[tuple[str, Folder], ...]  #: packages that *-nspkg.pth files make, with their folder
    zips: tuple[str, ...]  #: the names of zips of the stack that .pth files or PYTHONPATH put on it
    pth_text: str  #: what all .pth files say


def search_path(opt: Tree, task: Tree, facts: PythonFacts, pythonpath: str | None) -> SearchPath:
    """The path that Lambda's bootstrap makes; a PYTHONPATH that the function sets takes the layer folders' place.

    The bootstrap reads .pth files in the folders that it adds itself, and in no others.
    """
    if pythonpath is None:
        paths = list(facts.sys_path)
    else:
        paths = [part for path in facts.sys_path_given for part in _given(path, pythonpath)]
    early = _existing(opt, task, paths)
    sites = facts.sys_path if pythonpath is None else facts.sys_path_given
    lines = [(site, line) for site in _existing(opt, task, sites) for line in _pth_lines(site)]
    added = (folder for site, line in lines for folder in _added(opt, task, site, line))
    return SearchPath(
        early,
        len(_existing(opt, task, paths[: _sdk_at(paths, facts)])),
        tuple(folder for folder in dict.fromkeys(added) if folder not in early),
        tuple(name for _, line in lines for name in _imported(line)),
        tuple(pair for site, line in lines for pair in _namespace(site, line)),
        tuple(_zips([*_named(opt, task, paths), *(place for pair in lines for place in _meant(opt, task, *pair))])),
        "\n".join(line for _, line in lines),
    )


def _existing(opt: Tree, task: Tree, paths: Sequence[str]) -> tuple[Folder, ...]:
    return tuple(folder for folder in dict.fromkeys(_named(opt, task, paths)) if _exists(folder))


def _sdk_at(paths: Sequence[str], facts: PythonFacts) -> int:
    """The place of the runtime's own packages among the folders; they come no later than the standard library's."""
    return next((number for number, path in enumerate(paths) if path.rstrip("/") == facts.sdk_folder), len(paths))


def _given(path: str, pythonpath: str) -> list[str]:
    return pythonpath.split(":") if path == "{PYTHONPATH}" else [path]


def _named(opt: Tree, task: Tree, paths: Iterable[str]) -> Iterator[Folder]:
    for path in paths:
        for tree in (opt, task):
            if path == tree.root or path.startswith(tree.root + "/"):
                yield Folder(tree, path[len(tree.root) :].strip("/"))


def _zips(places: Iterable[Folder]) -> Iterator[str]:
    for tree, path in places:
        if path.endswith(ZIPPED) and tree.file(path) is not None:
            yield path.rpartition("/")[2]


def _exists(folder: Folder) -> bool:
    return bool(folder.tree.mounts) and (not folder.path or folder.tree.has_folder(folder.path))


def _pth_lines(site: Folder) -> Iterator[str]:
    names = [path for path in site.tree.pth_files if path.rpartition("/")[0] == site.path]
    for name in names:
        place = site.tree.file(name)
        text = place.read().decode("utf-8", "replace") if place else ""
        yield from (line.rstrip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


def _added(opt: Tree, task: Tree, site: Folder, line: str) -> Iterator[Folder]:
    """The folders that a line adds, as far as they are there."""
    return (folder for folder in _meant(opt, task, site, line) if _exists(folder))


def _meant(opt: Tree, task: Tree, site: Folder, line: str) -> Iterator[Folder]:
    """The place that a plain line names, or those that a line of code spells which changes the path."""
    names = [line]
    if line.startswith(IMPORTS):
        names = SPELLED.findall(line) if CHANGES_PATH.search(line) else []
    whole = (name if name.startswith("/") else f"{site.tree.root}/{site.child(name)}" for name in names)
    return _named(opt, task, ["/" + (normalised(path) or "") for path in whole])


def _imported(line: str) -> Iterator[str]:
    """The modules that an import line runs: its statements and `__import__` calls."""
    if line.startswith(IMPORTS):
        yield from re.findall(r"__import__\(['\"]([\w.]+)['\"]\)", line)
        for names in re.findall(r"(?:^|;)\s*import\s+([\w., ]+)", line):
            yield from (name.split()[0] for name in names.split(",") if name.strip())


def _namespace(site: Folder, line: str) -> Iterator[tuple[str, Folder]]:
    """The package that a setuptools *-nspkg.pth line puts into sys.modules without running its __init__."""
    if not line.startswith("import ") or "sitedir" not in line:
        return
    match = NAMESPACE_PTH.search(line)
    if match:
        parts = re.findall(r"['\"]([\w]+)['\"]", match.group(1))
        folder = Folder(site.tree, site.child("/".join(parts)))
        if parts and site.tree.has_folder(folder.path):
            yield ".".join(parts), folder
