"""Opens what a path names: a layer or a function package, by what lies at its root where nobody says."""

from collections.abc import Iterator

from layerlint.archive.open import open_archive
from layerlint.environment.targets import FUNCTION_SUFFIXES, LAYER_ROOTS, backslashed_roots
from layerlint.facts.contents import Contents
from layerlint.stack import Mount, Role

SHARED_ROOTS = ("bin", "lib")  # folders that Lambda searches in a layer, and that functions have for their own use
BARE = "no code of its own is at its root"
STRONG_ROOTS = (*LAYER_ROOTS, "extensions")


def open_mount(path: str, role: Role | None = None) -> Mount:
    """The zip or folder at `path`; its role is inferred where none is given. Raises InputError."""
    contents = Contents(open_archive(path.rstrip("/") or path or ".", path.rstrip("/") or path))
    if role is not None:
        return Mount(contents=contents, role=role)
    role, why = infer(contents)
    return Mount(contents=contents, role=role, inferred=why)


def infer(contents: Contents) -> tuple[Role, str]:
    """The role and, in one clause, what says so."""
    archive = contents.archive
    roots = [root for root in STRONG_ROOTS if root in archive.folders]
    if roots:
        return Role.LAYER, f"{roots[0]}/ is at its root"
    meant = next((root for root in STRONG_ROOTS if root in backslashed_roots(contents.archive.files)), None)
    if meant:
        return Role.LAYER, f"names that begin with {meant}\\ are at its root"
    if "bootstrap" in archive.files:
        shared = [root for root in SHARED_ROOTS if root in archive.folders]
        if shared:
            return Role.LAYER, f"bootstrap and {shared[0]}/ are at its root"
        return Role.FUNCTION, "bootstrap is at its root"
    own = next(_own_code(contents), None)
    if own is not None:
        return Role.FUNCTION, f"{own} is at its root"
    return Role.LAYER, BARE


def _own_code(contents: Contents) -> Iterator[str]:
    """Source files at the root that no installed distribution claims."""
    code = [path for path in contents.archive.files if "/" not in path and _suffix(path) in FUNCTION_SUFFIXES]
    if not code:
        return
    claimed: set[str] = set()
    if any(folder.endswith((".dist-info", ".egg-info")) and "/" not in folder for folder in contents.archive.folders):
        claimed.update(path for distribution in contents.distributions for path in distribution.record)
    yield from (path for path in sorted(code) if path not in claimed)


def _suffix(path: str) -> str:
    dot = path.rfind(".")
    return path[dot:] if dot > 0 else ""
