"""Archives within an archive: Lambda unpacks the outermost alone."""

from collections.abc import Sequence

from layerlint.archive.archive import UnreadableMember
from layerlint.archive.zip_reader import open_zip
from layerlint.facts.contents import Contents

ZIPS = frozenset({".zip", ".whl", ".egg", ".pyz", ".pex"})
PACKED = ZIPS | {".tar", ".gz", ".tgz", ".bz2", ".xz"}
BESIDE = frozenset({".md", ".txt", ".rst"})  #: endings of what tells people about them
CODE = (".py", ".pyc", ".so", ".js", ".mjs", ".cjs", ".node", ".jar", ".class", ".rb", ".dll")


def only_packed(contents: Contents) -> Sequence[str]:
    """The packed archives of an archive that holds nothing else, texts and hidden files aside."""
    if PACKED.isdisjoint(contents.endings.all):
        return ()
    shown = [path for path in contents.archive.files if not path.rpartition("/")[2].startswith(".")]
    packed = [path for path in shown if _ending(path) in PACKED]
    return packed if all(_ending(path) in PACKED | BESIDE for path in shown) else ()


def code_within(contents: Contents, path: str) -> str | None:
    """The path of some code in a zip of the archive; None where there is none, or none can be seen."""
    if _ending(path) not in ZIPS:
        return None
    try:
        inner = open_zip(contents.archive.read(contents.archive.files[path]), path)
    except UnreadableMember:
        return None
    return next((name for name in inner.files if name.endswith(CODE)), None)


def _ending(path: str) -> str:
    dot = path.rfind(".")
    return path[dot:] if dot >= 0 else ""
