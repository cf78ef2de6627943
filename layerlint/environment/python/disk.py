"""What is known of the files of a running function, for code that asks."""

import posixpath
from collections.abc import Sequence

from layerlint.environment.tree import Place, Tree

WORKING_FOLDER = "/var/task"
SITE = "python/"


class Disk:
    """The files below the mount points; of all others nothing is known."""

    def __init__(self, trees: Sequence[Tree], *, complete: bool) -> None:
        self.trees = trees
        self.complete = complete  #: no other archive can join

    def file(self, path: str) -> Place | None:
        """The regular file of the stack at a path of the running function."""
        tree, inside = self._inside(path)
        return tree.file(inside) if tree else None

    def is_file(self, path: str) -> bool | None:
        """None: it cannot be known."""
        if self.file(path) is not None:
            return True
        return False if self._is_folder(path) or self._is_absent(path) else None

    def is_folder(self, path: str) -> bool | None:
        if self._is_folder(path):
            return True
        return False if self.file(path) is not None or self._is_absent(path) else None

    def exists(self, path: str) -> bool | None:
        if self.file(path) is not None or self._is_folder(path):
            return True
        return False if self._is_absent(path) else None

    def is_beside_modules(self, path: str) -> bool:
        """Whether a path leads below a folder that imports search, in a layer that is here."""
        tree, inside = self._inside(path)
        return tree is not None and inside.startswith(SITE)

    def names_in(self, path: str) -> tuple[str, ...] | None:
        """What lies directly in a folder, sorted; None where another archive may bring more or links lead elsewhere."""
        tree, inside = self._inside(path)
        is_whole = self._is_absent(posixpath.join(path, "any"))
        if tree is None or tree.links or not is_whole or not tree.has_folder(inside):
            return None
        prefix = f"{inside}/" if inside else ""
        below = (each[len(prefix) :] for each in (*tree.files, *tree.folders) if each.startswith(prefix))
        return tuple(sorted({each.partition("/")[0] for each in below if each}))

    def real(self, path: str) -> str | None:
        """The path with links resolved."""
        tree, inside = self._inside(path)
        if tree is None or not tree.links:
            return absolute(path)
        followed = tree.follow(inside)
        return None if followed is None else f"{tree.root}/{followed}"

    def _inside(self, path: str) -> tuple[Tree | None, str]:
        full = absolute(path)
        if ".." in path and any(tree.links for tree in self.trees):
            return None, ""  # which a link on the way would lead elsewhere
        tree = next((tree for tree in self.trees if tree.mounts and full.startswith(f"{tree.root}/")), None)
        return tree, full[len(tree.root) + 1 :] if tree else ""

    def _is_folder(self, path: str) -> bool:
        tree, inside = self._inside(path)
        return tree is not None and tree.has_folder(inside)

    def _is_absent(self, path: str) -> bool:
        """Whether nothing is there for certain: no archive is left that could bring it, or is meant to."""
        tree, inside = self._inside(path)
        if tree is None:
            return False
        return self.complete or tree.root == WORKING_FOLDER or _is_ours(tree, inside)


def absolute(path: str) -> str:
    """As code sees it that Lambda starts in the function's folder."""
    full = posixpath.normpath(posixpath.join(WORKING_FOLDER, path))
    return full[1:] if full.startswith("//") else full


def _is_ours(tree: Tree, path: str) -> bool:
    """Whether no other layer is meant to bring the file: it is part of a package here, or a library beside one."""
    folders = path.split("/")[:-1]
    above = ("/".join(folders[:count]) for count in range(1, len(folders) + 1))
    if any(f"{folder}/__init__.py" in tree.files for folder in above):
        return True
    return path.startswith(SITE) and ".so" in posixpath.basename(path)
