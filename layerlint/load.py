"""Loads rules: the built-in folder, a user's --rules folders and installed packs.

A built-in rule is known by the name of its file, which is read when a stack asks for it; others are read at once.
"""

import importlib
import os
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from types import ModuleType

from layerlint.hints import TYPE_CHECKING
from layerlint.matters import SUBJECTS, matters
from layerlint.rule import Rule, Stated

if TYPE_CHECKING:
    from pathlib import Path

BUILT_IN = "layerlint.rules"
GROUP = "layerlint.rules"


class RulesError(Exception):
    """A rules folder or pack that cannot be loaded; str() is one line."""


def load_rules(folders: "Iterable[Path]" = (), *, packs: bool = True) -> tuple[Rule, ...]:
    """Every rule by code. Raises RulesError."""
    packages = [_folder(path, number) for number, path in enumerate(folders)]
    if packs:
        packages += _packs()
    rules = {rule.code: rule for rule in _listed(_built_in())}
    for package in packages:
        for rule in _rules_of(package):
            _check_subjects(rule)
            known = rules.setdefault(rule.code, rule)
            if known.stated is not rule.stated:
                raise RulesError(f"rule {rule.code} is defined twice, the second time in {package.__name__}")
    return tuple(rules[code] for code in sorted(rules))


def _built_in() -> ModuleType:
    """The wheel's layerlint.rules; in a checkout, the rules/ folder beside the package under that name."""
    try:
        return importlib.import_module(BUILT_IN)
    except ModuleNotFoundError as error:
        if error.name != BUILT_IN:
            raise
    beside = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))  # noqa: PTH120  # pathlib: 5 ms
    return _package(BUILT_IN, f"{beside}/rules")


def _folder(path: "Path", number: int) -> ModuleType:
    if not path.is_dir():
        raise RulesError(f"{path} is no folder of rules")
    return _package(f"layerlint_rules_{number}", str(path))


def _package(name: str, folder: str) -> ModuleType:
    package = ModuleType(name)
    package.__path__ = [folder]
    sys.modules[name] = package
    return package


def _packs() -> list[ModuleType]:
    if not any(map(_names_a_pack, sys.path)):
        return []
    from importlib.metadata import entry_points  # noqa: PLC0415  # 20 ms, and hardly anyone has a pack

    return [_module(point.module) for point in entry_points(group=GROUP)]


def _names_a_pack(folder: str) -> bool:
    """Whether a distribution installed here may announce rules; a zip on the path is not looked into and may."""
    try:
        names = os.listdir(folder or ".")  # noqa: PTH208  # as below
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return any(_announces(f"{folder}/{name}") for name in names if name.endswith((".dist-info", ".egg-info")))


def _announces(information: str) -> bool:
    try:
        with open(f"{information}/entry_points.txt", "rb") as file:  # noqa: PTH123  # pathlib is slow over hundreds of names
            return GROUP.encode() in file.read()
    except OSError:
        return False


def _listed(package: ModuleType) -> Iterator[Rule]:
    """By the names of their files, as in ll101_unreadable_archive."""
    for module in _modules_of(package):
        code, _, words = module.rpartition(".")[2].partition("_")
        code = code.upper()
        yield Rule(code, words.replace("_", "-"), partial(_stated, module, code), matters(code))


def _stated(module: str, code: str) -> Stated:
    return next(rule.stated for rule in _rules_in(module) if rule.code == code)


def _rules_of(package: ModuleType) -> Iterator[Rule]:
    return (rule for module in _modules_of(package) for rule in _rules_in(module))


def _rules_in(module: str) -> Iterator[Rule]:
    return (value for value in vars(_module(module)).values() if isinstance(value, Rule))


def _check_subjects(rule: Rule) -> None:
    """A rule that asks for what no rule is given would say nothing."""
    from layerlint.project.records import RESOURCES  # noqa: PLC0415  # hardly anyone has rules of their own

    for kind in rule.subjects:
        if kind not in SUBJECTS and kind not in RESOURCES:
            given = ", ".join(sorted(each.__name__ for each in SUBJECTS.union(RESOURCES)))
            raise RulesError(f"rule {rule.code} asks for {getattr(kind, '__name__', kind)}; a rule is given {given}")


def _modules_of(package: ModuleType) -> list[str]:
    names = sorted({name for folder in package.__path__ for name in _modules_in(folder)})
    return [f"{package.__name__}.{name}" for name in names]


def _modules_in(folder: str) -> Iterator[str]:
    """The modules and packages in a folder or in a zip on the path, but for private ones."""
    try:
        names = os.listdir(folder)  # noqa: PTH208  # as above
    except OSError:
        import pkgutil  # noqa: PLC0415  # 8 ms

        found = [info.name for info in pkgutil.iter_modules([folder])]
    else:
        files = [name.removesuffix(".py") for name in names if name.endswith(".py")]
        found = files + [name for name in names if "." not in name and _has_code(f"{folder}/{name}")]
    return (name for name in found if not name.startswith("_"))


def _has_code(folder: str) -> bool:
    return os.path.isfile(f"{folder}/__init__.py")  # noqa: PTH113  # as above


def _module(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except Exception as error:
        raise RulesError(f"rules in {name} do not load: {type(error).__name__}: {error}") from error
