"""Run by each CPython (3.6 and later, isolated: -I -S): prints what its standard library holds, as JSON.

With no input: every module with its names, null where the import fails. With {module: [name, ...]} on standard
input: the names of it that `from module import name` finds, module-level __getattr__ included.
"""

import contextlib
import importlib
import importlib.machinery
import io
import json
import sys
import sysconfig
import warnings
from pathlib import Path

LEFT_OUT = {"test", "tests", "idlelib", "turtledemo", "site-packages", "__pycache__", "idle_test"}
NOT_IMPORTED = {"antigravity", "this"}  # a browser, a poem
SUFFIXES = (".py", *importlib.machinery.EXTENSION_SUFFIXES)


def listed(folder, package=""):
    """Dotted names of the modules below a folder."""
    for path in sorted(folder.iterdir()):
        stem = path.name.split(".")[0]
        if path.is_dir():
            if path.name.isidentifier() and path.name not in LEFT_OUT and (path / "__init__.py").exists():
                yield package + path.name
                yield from listed(path, package + path.name + ".")
        elif path.name.endswith(SUFFIXES) and stem.isidentifier() and stem not in ("__init__", *LEFT_OUT):
            yield package + stem


def modules():
    """Files, built-in modules, and those that a module puts into sys.modules (os.path, xml.parsers.expat.errors)."""
    folder = Path(sysconfig.get_path("stdlib"))
    found = set(sys.builtin_module_names) | set(listed(folder)) | set(listed(folder / "lib-dynload"))
    found |= {name for name in sys.modules if name.split(".")[0] in found} | {"__main__", "_frozen_importlib"}
    return sorted(name for name in found if not name.startswith(("_sysconfigdata", "__phello__", "__hello__")))


def names(module):
    """None where it cannot be imported here."""
    if module in NOT_IMPORTED or module.endswith("__main__"):
        return []
    try:
        return dir(importlib.import_module(module))
    except BaseException:
        return None


def present(module, wanted):
    loaded = sys.modules.get(module)
    return [name for name in wanted if has(loaded, name)]


def has(module, name):
    try:
        getattr(module, name)
    except Exception:
        return False
    return True


def main():
    wanted = json.loads(sys.stdin.read() or "{}")
    warnings.simplefilter("ignore")
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for module in modules():
            names(module)  # all first, so that every submodule is an attribute of its package
        found = {module: names(module) for module in modules()}
        if wanted:
            found = {module: present(module, wanted[module]) for module in wanted if found.get(module) is not None}
    print(json.dumps({"version": ".".join(map(str, sys.version_info[:3])), "modules": found}))


main()
