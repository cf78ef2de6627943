"""Which languages an archive is for, so that targets can be inferred."""

from collections.abc import Iterator

from layerlint.stack import Mount, Role, Stack

LAYER_ROOTS = {"python": "python", "nodejs": "nodejs", "java": "java", "ruby": "ruby", "dotnetcore": "dotnet"}
FUNCTION_SUFFIXES = {
    ".py": "python",
    ".js": "nodejs",
    ".mjs": "nodejs",
    ".cjs": "nodejs",
    ".rb": "ruby",
    ".jar": "java",
    ".class": "java",
    ".dll": "dotnet",
}
SHALLOW = 4  # how many folders deep a root may be wrapped and still say what the archive is for


def languages(stack: Stack) -> frozenset[str]:
    """The languages found, "provided" where there are none of ours or a bootstrap takes over."""
    found: set[str] = set()
    for mount in stack.mounts:
        found.update(_of_function(mount) if mount.role is Role.FUNCTION else _of_layer(mount))
    return frozenset(found or {"provided"})


def _of_layer(mount: Mount) -> Iterator[str]:
    archive = mount.contents.archive
    for folder in archive.folders:
        parts = folder.split("/")
        if len(parts) > SHALLOW:
            continue
        if parts[-1] in LAYER_ROOTS:
            yield LAYER_ROOTS[parts[-1]]
        elif parts[-1] == "node_modules" and "python" not in parts:
            yield "nodejs"
        elif parts[-1] == "site-packages" or parts[-1].endswith(".dist-info"):
            yield "python"
    if any(path.endswith(".py") and "/" not in path.removesuffix("/__init__.py") for path in archive.files):
        yield "python"


def _of_function(mount: Mount) -> Iterator[str]:
    files = mount.contents.archive.files
    if "bootstrap" in files:
        yield "provided"
        return
    for path in files:
        head, _, name = path.rpartition("/")
        dot = name.rfind(".")
        if head in ("", "lib") and dot > 0 and name[dot:] in FUNCTION_SUFFIXES:
            yield FUNCTION_SUFFIXES[name[dot:]]
    if not any("/" not in path for path in files):
        yield from {"python" for path in files if path.endswith(".py")}
