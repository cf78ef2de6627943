"""Runs inside the interpreter under test: imports each module asked for in a fresh fork and says what came of it.

Started by the harness as `python -I -S -B importer.py`, on any CPython from 3.9 on. The question is one JSON document
on standard input: "front", "back", "sites" and "client" (folders), "modules" (names to import besides all that are
found) and "timeout" (seconds). The answers are JSON lines on standard output: what the folders hold, then one line a
module.
"""

# The bootstrap has not loaded pathlib:
# ruff: noqa: PTH112, PTH118, PTH120, PTH208

from __future__ import annotations

# What Lambda's bootstrap and its runtime client have imported before they open the path to user code. Nothing else may
# be imported here, or a module that shadows one of the standard library would wrongly be passed over.
import _imp
import _signal  # type: ignore[import-not-found]  # the public module would load more than the bootstrap does
import contextlib
import decimal
import importlib
import json
import logging
import math
import numbers
import os
import site
import sys
import textwrap
import time
import tokenize
import traceback
import warnings

PRELOADED = (contextlib, decimal, importlib, json, logging, math, numbers, os)  #: the rest is in use below
PRELOADED_TOO = (site, sys, textwrap, time, tokenize, traceback, warnings)
MESSAGE_LIMIT = 600  #: characters of an error message that are kept
PIP_FOLDERS = frozenset({"bin", "lib", "include", "share", "etc", "__pycache__"})
ANY_MODULE = (".py", ".so", ".pyc", ".pyd")
SUFFIXES = sorted([*_imp.extension_suffixes(), ".pyc", ".py"], key=len, reverse=True)


def main() -> None:
    question = json.loads(sys.stdin.read())
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    open_the_path(question)
    listing = {"folders": sys.path, "modules": sorted(listed_modules(sys.path, question["sites"]))}
    answers.write(json.dumps(listing) + "\n")
    for name in sorted({*question["modules"], *listing["modules"]}):
        answers.write(json.dumps(import_in_a_fork(name, question["timeout"])) + "\n")
        answers.flush()


def open_the_path(question: dict[str, list[str]]) -> None:
    """Do to sys.path what the bootstrap does; .pth files in the user's folders run here, as they do there."""
    load_the_client(question["client"])
    standard = [entry for entry in sys.path if entry not in question["front"] + question["sites"]]
    sys.path[:] = question["front"] + standard + question["back"]
    sys.argv[:] = ["bootstrap.py"]
    site.setquit()
    site.setcopyright()
    site.sethelper()
    for folder in question["sites"]:
        site.addsitedir(folder)


def load_the_client(folders: list[str]) -> None:
    """What the runtime client brings along is loaded before any user folder is looked into."""
    before = list(sys.path)
    sys.path[:] = [*folders, *before]
    if folders:
        importlib.import_module("simplejson")
    sys.path[:] = before


def listed_modules(path: list[str], sites: list[str]) -> set[str]:
    """The top-level modules that lie in the user's folders and in those that .pth files add."""
    roots = {root for site_folder in sites for root in (site_folder, os.path.dirname(site_folder))}
    folders = [entry for entry in path if any(entry == root or entry.startswith(root + "/") for root in roots)]
    found = {name for folder in folders if os.path.isdir(folder) for name in modules_in(folder)}
    return {name for name in found if name.isidentifier()}


def modules_in(folder: str) -> set[str]:
    """As pkgutil.iter_modules, which would load too much, and the portions of namespace packages besides."""
    found = set()
    for name in os.listdir(folder):
        if os.path.isdir(os.path.join(folder, name)):
            inside = os.listdir(os.path.join(folder, name))
            regular = any(module_name(file) == "__init__" for file in inside)
            if regular or (name not in PIP_FOLDERS and holds_modules(os.path.join(folder, name))):
                found.add(name)
        else:
            found.add(module_name(name) or "")
    return found


def module_name(file: str) -> str | None:
    """The module that a file is to this interpreter."""
    suffix = next((suffix for suffix in SUFFIXES if file.endswith(suffix)), None)
    return file[: -len(suffix)] if suffix else None


def holds_modules(folder: str) -> bool:
    return any(name.endswith(ANY_MODULE) for _, _, files in os.walk(folder) for name in files)


def import_in_a_fork(name: str, timeout: int) -> dict[str, object]:
    """What `import name` does in a process that has imported nothing else of the stack."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        import_and_tell(name, timeout, writer)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as told:
        text = told.read()
    _, status = os.waitpid(child, 0)
    if text:
        answer: dict[str, object] = json.loads(text)
        return answer
    return {"name": name, "loads": False, "file": None, "error": ending(status), "message": "", "frames": []}


def ending(status: int) -> str:
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        return "Timeout" if number == _signal.SIGALRM else f"Signal{number}"
    return f"Exit{os.WEXITSTATUS(status)}"


def import_and_tell(name: str, timeout: int, writer: int) -> None:
    """The child: never returns. A death without a word (signal, os._exit) is told by the parent."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    _signal.alarm(timeout)
    answer: dict[str, object] = {"name": name, "file": None, "error": None, "message": "", "frames": []}
    try:
        answer["file"] = place(name)
        __import__(name)
        answer["loads"] = True
    except BaseException as error:  # noqa: BLE001  - SystemExit at import is an outcome as well
        answer.update(loads=False, error=type(error).__name__, message=str(error)[:MESSAGE_LIMIT])
        answer["frames"] = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    os.write(writer, json.dumps(answer).encode("utf-8", "backslashreplace"))
    os._exit(0)


def place(name: str) -> str | None:
    """The file that the finders name, or the first folder of a namespace package. What is loaded is not looked for."""
    if name in sys.modules:
        loaded = sys.modules[name].__spec__
        return loaded.origin if loaded else None
    for finder in sys.meta_path:
        spec = finder.find_spec(name, None)
        if spec is not None:
            return spec.origin or next(iter(spec.submodule_search_locations or ()), None)
    return None


if __name__ == "__main__":
    main()
