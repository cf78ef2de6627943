"""Editable installs: what stands in a site folder for code that stayed on the machine it was installed on."""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence

from layerlint.archive.archive import Archive, UnreadableMember
from layerlint.facts.distribution import Distribution
from layerlint.facts.listing import join
from layerlint.facts.metadata import canonical, read_lines
from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern

_MOST = 1 << 16  # bytes read of a file that holds a path or a few
_MARKED = pattern(r"__editable__[._](.+?)-\d.*\.pth|__editable___(.+)_finder\.py|(.+)\.egg-link")
_FINDER_VERSION = pattern(r"(_\d+)+\w*$")
_MAPPING = pattern(r"^MAPPING\b[^=\n]*=\s*(\{[^\n]*\})", re.MULTILINE)


class Editable(NamedTuple):
    """One project whose code is elsewhere."""

    name: str  #: canonical project name; of a plain .pth file the file's name
    files: tuple[str, ...]  #: members that tell of it
    paths: tuple[str, ...]  #: folders they name, absolute or from the site on
    modules: tuple[str, ...]  #: top-level modules it is known to bring
    marked: bool  #: an installer wrote it as an editable install; else a .pth file names folders, nothing more


def read_editables(
    archive: Archive, site: str, names: Iterable[str], distributions: Sequence[Distribution]
) -> tuple[Editable, ...]:
    """Every editable install of one site folder and every .pth file in it that names folders.

    `names` are the files directly in the folder, `distributions` those installed there.
    """
    found: dict[str, Editable] = {}
    for part in [*_of_distributions(distributions), *_of_files(archive, site, sorted(names), distributions)]:
        known = found.get(part.name)
        found[part.name] = _joined(known, part) if known else part
    return tuple(_without_repeats(list(found.values())))


def _of_distributions(distributions: Iterable[Distribution]) -> Iterator[Editable]:
    for each in distributions:
        if each.editable:
            yield Editable(each.name, (f"{each.folder}/direct_url.json",), (), each.top_level, True)


def _of_files(
    archive: Archive, site: str, names: Iterable[str], distributions: Sequence[Distribution]
) -> Iterator[Editable]:
    marks = [name for name in names if name.endswith(".pth") or _MARKED.fullmatch(name)]
    claims = ((path, each.name) for each in (distributions if marks else ()) for path in each.record)
    owners = {path: name for path, name in claims if path.endswith(".pth")}
    for name in marks:
        path = join(site, name)
        match = _MARKED.fullmatch(name)
        text = _text(archive, path)
        if match is None:
            yield Editable(owners.get(path, name), (path,), tuple(dict.fromkeys(_folders(text))), (), False)
        elif name.endswith("_finder.py"):
            mapping = _mapping(text)
            project = canonical(_FINDER_VERSION.sub("", match[2]))
            yield Editable(project, (path,), tuple(mapping.values()), _tops(mapping), True)
        else:
            folders = read_lines(text.encode())[:1] if name.endswith(".egg-link") else tuple(_folders(text))
            yield Editable(canonical(match[1] or match[3]), (path,), folders, (), True)


def _text(archive: Archive, path: str) -> str:
    entry = archive.files.get(path)
    try:
        return archive.head(entry, _MOST).decode("utf-8", "replace") if entry else ""
    except UnreadableMember:
        return ""


def _folders(text: str) -> Iterator[str]:
    """The lines of a .pth file that name folders; the others are comments or code."""
    for line in text.splitlines():
        if line.strip() and not line.startswith(("#", "import ", "import\t")):
            yield line.rstrip()  # a blank before it is part of the name


def _mapping(finder: str) -> dict[str, str]:
    """The dotted names and folders in a finder that setuptools wrote."""
    match = _MAPPING.search(finder)
    try:
        value = ast.literal_eval(match[1]) if match else {}
    except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
        return {}
    return {str(name): str(folder) for name, folder in value.items()} if isinstance(value, dict) else {}


def _tops(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.partition(".")[0] for name in names))


def _joined(one: Editable, other: Editable) -> Editable:
    return Editable(
        one.name,
        (*one.files, *other.files),
        tuple(dict.fromkeys((*one.paths, *other.paths))),
        tuple(dict.fromkeys((*one.modules, *other.modules))),
        one.marked or other.marked,
    )


def _without_repeats(found: Sequence[Editable]) -> Iterator[Editable]:
    """easy-install.pth repeats the folder of every .egg-link."""
    told = {path for each in found if each.marked for path in each.paths}
    for each in found:
        left = each.paths if each.marked else tuple(path for path in each.paths if path not in told)
        if each.marked or left:
            yield each._replace(paths=left)
