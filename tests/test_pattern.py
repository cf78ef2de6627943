"""Expressions wait for their first use, so only a test can tell that all of them are sound."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import layerlint
from layerlint.load import load_rules
from layerlint.pattern import METHODS, Deferred, pattern


def waiting(value: object) -> Iterator[Deferred]:
    """Those that a module's value is or holds."""
    if isinstance(value, Deferred):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from waiting(each)
    elif isinstance(value, tuple | list | frozenset):
        for each in value:
            yield from waiting(each)


def modules() -> Iterator[ModuleType]:
    """All of ours, rules included."""
    yield from (importlib.import_module(rule.stated.check.__module__) for rule in load_rules(packs=False))
    names = [info.name for info in pkgutil.walk_packages(layerlint.__path__, "layerlint.")]
    yield from (importlib.import_module(name) for name in names if not name.endswith("__main__"))


def test_every_expression_of_ours_compiles() -> None:
    found = [each for module in modules() for value in vars(module).values() for each in waiting(value)]
    assert len({id(each) for each in found}) > 150
    for each in found:
        assert each.pattern  # what a compiled one has


def test_it_answers_as_a_compiled_one_does() -> None:
    deferred, compiled = pattern(r"(a)(b)?", re.IGNORECASE), re.compile(r"(a)(b)?", re.IGNORECASE)
    for text in ("xAb a", "", "b"):
        assert deferred.findall(text) == compiled.findall(text)
        assert deferred.sub("-", text, count=1) == compiled.sub("-", text, count=1)
        assert bool(deferred.fullmatch(text)) == bool(compiled.fullmatch(text))
    assert deferred.groups == compiled.groups
    assert all(hasattr(compiled, name) for name in METHODS)
    assert pattern(rb"\d+").split(b"a1b22c") == [b"a", b"b", b"c"]


def test_no_module_compiles_one_as_it_is_imported() -> None:
    files = {Path(str(module.__file__)) for module in modules()}
    assert len(files) > 400
    for file in sorted(files):
        assert not re.search(r"^\w+(?:: .*)? = re\.compile\(", file.read_text(), re.MULTILINE), file
