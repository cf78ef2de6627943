"""Run by a CPython (3.9 and later, isolated: -I -S): prints what its standard library's sources import, as JSON.

Of each module the imports at the left margin, so all that is sure to run: "module", or "module:name" of `from`.
"""

import ast
import json
import sys
import sysconfig
from pathlib import Path

LEFT_OUT = {
    *("test", "tests", "idle_test", "site-packages", "__pycache__", "lib-dynload", "ensurepip", "venv", "msilib"),
    *("idlelib", "turtle", "turtledemo", "tkinter", "curses", "lib2to3", "distutils", "antigravity", "this"),
    "pydoc_data",
}
DEBIANS = ("sitecustomize",)  # a link to a file of another package


def sources(folder, package=""):
    """Dotted name, file, and whether it is a package, of the sources below a folder."""
    for path in sorted(folder.iterdir()):
        name = package + path.name.split(".")[0]
        if path.name.split(".")[0] in LEFT_OUT:
            continue
        if (path / "__init__.py").exists():
            yield name, path / "__init__.py", True
            yield from sources(path, name + ".")
        elif path.suffix == ".py" and path.stem.isidentifier() and path.stem not in ("__init__", "__main__", *DEBIANS):
            yield name, path, False


def imports(body, package):
    for node in body:
        if getattr(node, "is_lazy", False):  # runs when a name of it is used, from 3.15 on
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module != "__future__":
            parts = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*parts, *([node.module] if node.module else [])])
            yield from (base + ":" + alias.name for alias in node.names)


def main():
    found = {}
    for name, path, is_package in sources(Path(sysconfig.get_path("stdlib"))):
        if not name.startswith("_sysconfigdata"):
            package = name if is_package else name.rpartition(".")[0]
            found[name] = sorted(set(imports(ast.parse(path.read_bytes()).body, package)))
    print(json.dumps({"version": ".".join(map(str, sys.version_info[:3])), "imports": found}))


main()
