"""What the rules about distributions claim: severity, and which of two rules speaks."""

import pytest

from layerlint.diagnostics import Diagnostic
from layerlint.engine import Options, run
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import Content, Recipe, distribution, function, layer
from layerlint.load import load_rules
from layerlint.platform.load import load_platform

PLATFORM = load_platform()
RULES = load_rules(packs=False)
PYTHON = [rule for rule in RULES if rule.family in ("LL2", "LL3")]
Said = list[tuple[str, str]]


def found(recipe: Recipe) -> tuple[Diagnostic, ...]:
    return run(stack_of(recipe), PYTHON, Options(platform=PLATFORM, as_of=PLATFORM.as_of)).diagnostics


def said(recipe: Recipe) -> Said:
    return [(each.code, str(each.severity)) for each in found(recipe)]


ASKS = "from importlib.metadata import version\nversion('{}')\n"
LATER = "def f():\n    from importlib.metadata import version\n    version('pkg')\n"


@pytest.mark.parametrize(
    ("recipe", "expected"),
    [
        (layer({"python/pkg/__init__.py": ASKS.format("pkg")}, "python3.12"), [("LL308", "error")]),
        (layer({"python/pkg/__init__.py": ASKS.format("Pkg-Core")}, "python3.12"), [("LL308", "error")]),
        (layer({"python/pkg/__init__.py": ASKS.format("else")}, "python3.12"), [("LL308", "warning")]),
        (function({"app.py": ASKS.format("else")}, "python3.12"), [("LL308", "error")]),
        (layer({"python/pkg/__init__.py": ASKS.format("python-dateutil")}, "python3.12"), []),
        (
            layer({"python/pkg/__init__.py": LATER}, "python3.12"),
            [],
        ),
    ],
)
def test_metadata_that_is_asked_for(recipe: Recipe, expected: Said) -> None:
    assert said(recipe) == expected


PROJECT = {
    "python/__editable__.proj-1.0.pth": "import __editable___proj_1_0_finder as f; f.install()\n",
    "python/__editable___proj_1_0_finder.py": "MAPPING = {'proj': '/srv/proj'}\n",
}
AT_ROOT = {path.removeprefix("python/"): text for path, text in PROJECT.items()}


@pytest.mark.parametrize(
    ("recipe", "expected"),
    [
        (layer(PROJECT, "python3.12"), [("LL310", "error")]),
        (layer(PROJECT | {"python/other.py": ""}, "python3.12"), [("LL310", "warning")]),
        (layer(PROJECT | {"python/proj/__init__.py": ""}, "python3.12"), [("LL310", "warning")]),
        (layer(PROJECT, "python3.12")._replace(function={"proj/__init__.py": ""}), [("LL310", "warning")]),
        (layer(PROJECT, "python3.12")._replace(function={"app.py": ""}), [("LL310", "error")]),
        (function(AT_ROOT | {"app.py": ""}, "python3.12"), [("LL310", "error")]),
    ],
)
def test_an_editable_install_is_an_error_where_nothing_can_bring_the_code(recipe: Recipe, expected: Said) -> None:
    assert said(recipe) == expected


def needing(text: str, *requires: str) -> dict[str, Content]:
    return {"python/a.py": text, **distribution("a", requires=list(requires), record=["a.py"])}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (needing("", "b"), ["LL311"]),
        (needing("import yaml\n", "PyYAML"), ["LL312"]),
        (needing("import yaml\n", "PyYAML", "other"), ["LL312", "LL311"]),
        (needing("import google.api_core\n", "google-api-core"), ["LL312"]),
        (needing("def f():\n    import yaml\n", "PyYAML") | {"python/yaml/__init__.py": ""}, []),
        (needing("def f():\n    import yaml\n", "PyYAML") | {"python/mine.py": ""}, ["LL311"]),
        (needing("", "b @ https://host/b.whl") | distribution("b", "0"), []),
        (needing("", "b>=2.0") | distribution("b", "2.1rc1"), []),
        (needing("", "b[x]") | distribution("b", requires=["c; extra == 'y'"]), []),
        (needing("", "a[x]", "c; extra == 'x'"), ["LL311"]),
        (needing("", "not a requirement !!"), []),
    ],
)
def test_requirements(files: dict[str, Content], expected: list[str]) -> None:
    assert sorted(code for code, _ in said(layer(files, "python3.12"))) == sorted(expected)


def test_many_requirements_are_one_finding() -> None:
    [each] = found(layer(needing("", "b", "c>1", "d", "e", "f") | distribution("c", "1.0"), "python3.12"))
    assert each.finding.message == "5 requirements are not met: b, c, d and 2 more"
    assert "a requires c >1, and 1.0 is there" in each.finding.reason


def test_a_requirement_is_one_finding_for_all_targets() -> None:
    [each] = found(layer(needing("", "b"), ("python3.11", "python3.13")))
    assert {str(target.runtime) for target in each.targets} == {"python3.11", "python3.13"}


def newer(text: str) -> dict[str, Content]:
    return {"python/new.py": text, **distribution("new", requires_python=">=3.11", record=["new.py"])}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "warning"),
        ("try:\n    import tomllib\nexcept ImportError:\n    tomllib = None\n", "warning"),
        ("from typing import Self\n", "error"),
        ("type A = int\n", "error"),
    ],
)
def test_a_distribution_for_newer_pythons_is_an_error_where_an_import_fails(text: str, expected: str) -> None:
    assert ("LL304", expected) in said(layer(newer(text), "python3.10"))


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"app.py": "import random\n", "random.py": ""}, "whatever imports random gets this one"),
        (
            {"app.py": "", "random.py": "", "x.py": "import random\n", **distribution("x", site="", record=["x.py"])},
            "x and whatever else imports random gets this one",
        ),
    ],
)
def test_who_gets_a_module_in_place_of_the_standard_librarys(files: dict[str, Content], expected: str) -> None:
    [each] = found(function(files, "python3.12"))
    assert each.code == "LL306"
    assert each.finding.reason == f"/var/task is searched first: {expected}"


def test_urllib3_is_accused_on_runtimes_that_were_reported_alone() -> None:
    files = {"python/urllib3/__init__.py": "", **distribution("urllib3", "2.0.7")}
    [each] = found(layer(files, ("python3.10", "python3.11", "python3.12")))
    assert (each.code, str(each.severity)) == ("LL307", "warning")
    assert {str(target.runtime) for target in each.targets} == {"python3.10"}


@pytest.mark.parametrize(
    ("user", "expected"),
    [({}, "warning"), (distribution("tracer", requires=["botocore>=1.11"], record=["tracer.py"]), "note")],
)
def test_a_part_of_the_sdk_that_a_library_brings_along_is_no_mistake(user: dict[str, Content], expected: str) -> None:
    files: dict[str, Content] = {"python/tracer.py": "import botocore\n", "python/botocore/__init__.py": ""}
    told = said(layer({**files, **distribution("botocore", "1.40"), **user}, "python3.12"))
    assert told == [("LL307", expected)]


@pytest.mark.parametrize("line", ["import tomllib", "Number = int | float"])
def test_a_release_for_a_newer_python_is_one_mistake(line: str) -> None:
    """Its metadata names it; the line that fails is the reason, not a second finding."""
    meta = distribution("pkg", requires_python=">=3.11", record=["pkg/__init__.py"])
    [each] = found(layer({"python/pkg/__init__.py": line + "\n", **meta}, "python3.9"))
    assert (each.code, str(each.severity)) == ("LL304", "error")
    assert "import pkg fails" in each.finding.reason


NINES = "9" * 5000


def hostile(name: str, version: str, *lines: str) -> dict[str, Content]:
    text = "\n".join([f"Name: {name}", f"Version: {version}", *lines, "", ""])
    return {f"python/{name}.py": "", f"python/{name}-1.dist-info/METADATA": text}


@pytest.mark.parametrize(
    "files",
    [
        hostile("a", "1", f"Requires-Python: ==1.{NINES}"),
        hostile("a", "1", f"Requires-Dist: b>=1.{NINES}") | hostile("b", NINES),
        hostile("a", "1", f"Requires-Dist: b; python_version > '{NINES}'"),
        hostile("a", "1", f"Requires-Dist: b; {'(' * 3000}python_version > '3'{')' * 3000}"),
        hostile("a", "1", "Requires-Dist: b; python_version > platform_release"),
        hostile("urllib3", NINES),
        hostile("a", "x y") | hostile("b", "1", "Requires-Dist: a>=1"),
    ],
)
def test_metadata_that_nobody_can_read_accuses_nobody(files: dict[str, Content]) -> None:
    assert said(layer(files, "python3.9")) == []
