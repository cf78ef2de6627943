"""Loads rules: the built-in folder, a user's --rules folders and installed packs, all by the same way."""

import importlib
import importlib.util
import os
import pkgutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

from layerlint.rule import Rule

BUILT_IN = "layerlint.rules"
GROUP = "layerlint.rules"


class RulesError(Exception):
    """A rules folder or pack that cannot be loaded; str() is one line."""


def load_rules(folders: Iterable[Path] = (), *, packs: bool = True) -> tuple[Rule, ...]:
    """Every rule by code. Raises RulesError."""
    packages = [_built_in(), *(_folder(path, number) for number, path in enumerate(folders))]
    if packs:
        packages += _packs()
    rules: dict[str, Rule] = {}
    for package in packages:
        for rule in _rules_of(package):
            if rule.code in rules and rules[rule.code] is not rule:
                raise RulesError(f"rule {rule.code} is defined twice, the second time in {package.__name__}")
            rules[rule.code] = rule
    return tuple(rules[code] for code in sorted(rules))


def _built_in() -> ModuleType:
    """The wheel's layerlint.rules; in a checkout, the rules/ folder beside the package under that name."""
    try:
        return importlib.import_module(BUILT_IN)
    except ModuleNotFoundError as error:
        if error.name != BUILT_IN:
            raise
    return _package(BUILT_IN, Path(__file__).resolve().parent.parent / "rules")


def _folder(path: Path, number: int) -> ModuleType:
    if not path.is_dir():
        raise RulesError(f"{path} is no folder of rules")
    return _package(f"layerlint_rules_{number}", path)


def _package(name: str, folder: Path) -> ModuleType:
    spec = importlib.util.spec_from_loader(name, loader=None, is_package=True)
    if spec is None or spec.submodule_search_locations is None:
        raise RulesError(f"{folder} cannot be made a package")
    spec.submodule_search_locations.append(str(folder))
    package = importlib.util.module_from_spec(spec)
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


def _rules_of(package: ModuleType) -> Iterator[Rule]:
    for info in pkgutil.iter_modules(package.__path__):
        if info.name.startswith("_"):
            continue
        module = _module(f"{package.__name__}.{info.name}")
        yield from (value for value in vars(module).values() if isinstance(value, Rule))


def _module(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except Exception as error:
        raise RulesError(f"rules in {name} do not load: {type(error).__name__}: {error}") from error
