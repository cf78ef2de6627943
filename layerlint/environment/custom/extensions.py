"""External extensions: Lambda starts every file directly in /opt/extensions."""

from collections.abc import Sequence

from layerlint.archive.archive import UnreadableMember
from layerlint.environment.environment import Environment
from layerlint.stack import Mount

MARK = "disable-extensions-jwigqn8j"  # an empty file of this name in /opt switches extensions off; not documented
STARTS = (b"\x7fELF", b"#!")
MOST_LOOKED_INTO = 50


def extensions(env: Environment) -> Sequence[str]:
    """Paths in /opt, sorted; none where they are switched off."""
    tree = env.view.opt
    folder = f"{env.platform.search.extensions.removeprefix(f'{tree.root}/')}/"
    if not tree.has_folder(folder.removesuffix("/")) or MARK in tree.files:
        return ()
    members = (*tree.files, *tree.links)
    return sorted(path for path in members if path.startswith(folder) and "/" not in path[len(folder) :])


def programs_below(mount: Mount, folder: str) -> Sequence[str]:
    """The programs in a folder of an archive and below it, by their first bytes; shared libraries are none."""
    archive = mount.contents.archive
    paths = [path for path in archive.files if path.startswith(f"{folder}/") and ".so" not in path.rpartition("/")[2]]
    return sorted(path for path in paths[:MOST_LOOKED_INTO] if _starts(mount, path))


def _starts(mount: Mount, path: str) -> bool:
    archive = mount.contents.archive
    entry = archive.files[path]
    try:
        return bool((entry.mode or 0) & 0o111) and archive.head(entry, 4).startswith(STARTS)
    except UnreadableMember:
        return False
