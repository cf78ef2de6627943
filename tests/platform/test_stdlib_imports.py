"""The table of what the standard library imports, held against every CPython at hand."""

import json

import pytest

from layerlint.platform import files
from layerlint.platform.stdlib_imports import load_stdlib_imports
from scripts.measure_stdlib_imports import ask
from scripts.version_ranges import Version
from tests.platform.test_stdlib_table import interpreter

TABLE = json.loads(files.read("stdlib_imports.json"))
MEASURED = [(3, int(text.partition(".")[2])) for text in TABLE["versions"]]


@pytest.mark.parametrize("version", MEASURED, ids=str)
def test_imports_are_those_of_the_sources(version: Version) -> None:
    python = interpreter(version)
    if python is None:
        pytest.skip(f"no CPython {version[0]}.{version[1]} at hand")
    release, said = ask(python)
    measured = TABLE["about"]["sources"][0]
    if f" {release}," not in measured and f" {release}:" not in measured:
        pytest.skip(f"{release} was not measured, and patch releases differ")
    table = load_stdlib_imports(version)
    for module, names in said.items():
        told = {f"{need.module}:{need.name}" if need.name else need.module for need in table.of(module)}
        assert told == set(names), module


def test_a_version_that_was_not_measured_counts_as_the_nearest() -> None:
    assert load_stdlib_imports((3, 6)).of("random") == load_stdlib_imports(MEASURED[0]).of("random")
    assert load_stdlib_imports((3, 15)).of("random") == load_stdlib_imports(MEASURED[-1]).of("random")


def test_who_comes_to_a_hidden_module() -> None:
    table = load_stdlib_imports((3, 12))
    assert {"secrets", "tempfile"} <= table.coming_to(["random"])
    assert "json" not in table.coming_to(["random"])
