"""Opens what a path names and gives it its place."""

from layerlint.archive.open import open_archive
from layerlint.facts.contents import Contents
from layerlint.inputs.kind import infer
from layerlint.stack import Mount, Role


def open_mount(path: str, role: Role | None = None) -> Mount:
    """The zip or folder at `path`; its role is inferred where none is given. Raises InputError."""
    contents = Contents(open_archive(path.rstrip("/") or path or ".", path.rstrip("/") or path))
    if role is not None:
        return Mount(contents=contents, role=role)
    role, why = infer(contents)
    return Mount(contents=contents, role=role, inferred=why)
