"""Which of the files that layers replace are worth a word."""

import re
from collections.abc import Iterable, Iterator, Mapping

from layerlint.archive.archive import Archive, UnreadableMember
from layerlint.environment.layers.mixed import Mixed
from layerlint.environment.overlay import Loss, Overlay
from layerlint.pattern import pattern
from layerlint.stack import Mount

#: nothing runs or reads these
MUTE = pattern(
    r"(?:^|/)(?:__pycache__/|[^/]+\.(?:dist|egg)-info(?:/|$)|bin/activate"
    r"|(?:readme|licen[cs]es?|copying|notice|authors|changelog|changes|history|requirements)\b[^/]*$)"
    r"|\.(?:md|rst|pyi)$|^python/(?:lib/python[\d.]+/site-packages/)?bin/|(?:^|/)\.[^/]+$",
    re.IGNORECASE,
)
MOST_OF_INIT = 4_096  # bytes
COMMENT = pattern(rb"(?m)#.*$|^\s*(?:'''.*?'''|\"\"\".*?\"\"\")", re.DOTALL)
PATH_MAKERS = (b"extend_path", b"declare_namespace")


def telling_losses(overlay: Overlay, mixed: Iterable[Mixed]) -> Iterator[Loss]:
    """What each layer replaces of another by different bytes, as far as no other finding tells of it."""
    told = claimed(mixed)
    packages = _npm_packages(overlay)
    for loss in overlay.losses:
        if loss.loser not in overlay.idle:
            mine = told.get((loss.loser, loss.winner), frozenset())
            unsaid = (path for path in loss.different if path not in mine and not path.startswith(packages))
            left = tuple(path for path in unsaid if not _is_mute(loss, path))
            if left:
                yield loss._replace(different=left)


def _npm_packages(overlay: Overlay) -> tuple[str, ...]:
    """The folders of npm packages that two layers have in two versions."""
    if not any("node_modules/" in path for loss in overlay.losses for path in loss.different):
        return ()
    from layerlint.environment.node.mixed import mixed  # noqa: PLC0415  # of one language only

    return tuple({f"{each.folder}/" for each in mixed(overlay)})


def claimed(mixed: Iterable[Mixed]) -> Mapping[tuple[Mount, Mount], frozenset[str]]:
    """The files of distributions that two layers have in two versions, by these layers."""
    found: dict[tuple[Mount, Mount], set[str]] = {}
    for each in mixed:
        paths = found.setdefault((each.loser.mount, each.winner.mount), set())
        paths.update(each.loser.distribution.record, each.winner.distribution.record)
    return {pair: frozenset(paths) for pair, paths in found.items()}


def _is_mute(loss: Loss, path: str) -> bool:
    if MUTE.search(path):
        return True
    is_init = path.endswith("/__init__.py")
    return is_init and all(_is_bare(mount.contents.archive, path) for mount in (loss.loser, loss.winner))


def _is_bare(archive: Archive, path: str) -> bool:
    """Whether a package's __init__ does nothing, or nothing but make its namespace."""
    entry = archive.files.get(path)
    if entry is None or entry.size > MOST_OF_INIT:
        return False
    try:
        data = archive.read(entry)
    except UnreadableMember:
        return False
    return any(maker in data for maker in PATH_MAKERS) or not COMMENT.sub(b"", data).strip()
