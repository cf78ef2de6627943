"""What the layout rules claim: an error only where code that is meant to be loaded cannot be."""

import pytest

from layerlint.engine import Options, StackReport, run
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import Content, Recipe, distribution, executable, layer
from layerlint.load import load_rules
from layerlint.platform.load import load_platform

PLATFORM = load_platform()
RULES = [rule for rule in load_rules(packs=False) if rule.family == "LL2"]
SITE = "python/lib/python3.11/site-packages"
AT_ROOT: dict[str, Content] = {"six.py": "", **distribution("six", site="")}


def judged(recipe: Recipe, variables: dict[str, str] | None = None) -> StackReport:
    stack = stack_of(recipe)._replace(variables=variables or {})
    return run(stack, RULES, Options(platform=PLATFORM, as_of=PLATFORM.as_of))


def said(recipe: Recipe, variables: dict[str, str] | None = None) -> list[tuple[str, str]]:
    return [(found.code, str(found.severity)) for found in judged(recipe, variables).diagnostics]


def help_of(recipe: Recipe) -> str:
    [found] = judged(recipe).diagnostics
    return found.finding.help


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"layer/python/six.py": "", "README.md": "", "build.sh": ""}, [("LL201", "error")]),
        ({"layer/python/six.py": "", "python/seven.py": ""}, []),
        ({"layer/python/six.py": "", "other/data.bin": ""}, []),
        ({"layer/python/six.py": "", "python/own.py": "", **distribution("six", site="layer/python")}, ["LL201"]),
        ({"python/site-packages/six.py": "", "python/own.py": ""}, []),
        ({"python/site-packages/six.py": "", **distribution("six", site="python/site-packages")}, [("LL204", "error")]),
        (AT_ROOT | {"python/own.py": ""}, [("LL202", "warning")]),
        (AT_ROOT | {"extensions/e": executable("#!/bin/sh")}, []),
        (AT_ROOT | {"start": executable("#!/bin/sh\nexport PYTHONPATH=/opt:$PYTHONPATH\nexec $@")}, []),
        ({"six.py": ""}, [("LL202", "warning")]),
        ({"six.py": "", "README.md": "", "requirements.txt": ""}, [("LL202", "warning")]),
        ({"six.py": "", "bin/tool": ""}, []),
        ({"six.py": executable("#!/usr/bin/env python3")}, []),
        ({"python/python/six.py": ""}, [("LL203", "warning")]),
        ({"node_modules/uuid/package.json": "", "nodejs/node_modules/a/package.json": ""}, [("LL206", "warning")]),
    ],
)
def test_severity(files: dict[str, Content], expected: list[tuple[str, str] | str]) -> None:
    found = said(layer(files, runtime=("python3.12", "nodejs22.x")))
    assert found == [(each, "warning") if isinstance(each, str) else each for each in expected]


def test_a_search_path_that_the_function_sets_is_kept_to() -> None:
    recipe = layer(AT_ROOT, runtime="python3.12")
    assert said(recipe) == [("LL202", "error")]
    assert said(recipe, {"PYTHONPATH": "/var/task:/opt/"}) == []
    assert said(recipe, {"PYTHONPATH": "/opt/elsewhere"}) == [("LL202", "error")]


def test_a_function_that_names_opt_may_search_it() -> None:
    recipe = layer(AT_ROOT, runtime="python3.12")._replace(function={"app.py": "import sys; sys.path.append('/opt')"})
    assert said(recipe) == [("LL202", "warning")]
    assert said(recipe._replace(function={"app.py": "import six"})) == [("LL202", "error")]


def test_a_folder_of_another_version_fails_on_the_others_alone() -> None:
    report = judged(layer({f"{SITE}/six.py": ""}, runtime=("python3.11", "python3.12"), arch="x86_64"))
    assert [(str(verdict.target), verdict.loads) for verdict in report.verdicts] == [
        ("python3.11 on x86_64", True),
        ("python3.12 on x86_64", False),
    ]
    [found] = report.diagnostics
    assert found.reasons[0][0] == f"{SITE}/ is not searched by python3.12"


def test_without_declared_targets_the_version_of_the_folder_is_enough() -> None:
    report = judged(layer({f"{SITE}/six.py": ""}))
    assert report.diagnostics == ()
    assert {verdict.target.runtime.identifier for verdict in report.verdicts if verdict.loads} == {"python3.11"}


def test_many_files_under_one_prefix_are_one_finding() -> None:
    files = {f"layer/python/pkg{number}/m{each}.py": "" for number in range(50) for each in range(50)}
    [found] = judged(layer(files | {"layer/python/top.py": ""})).diagnostics
    assert "2,501 files" in found.finding.message
    assert found.finding.paths[0] == "layer/python"


def test_a_wrapped_folder_of_one_version_says_who_would_search_it() -> None:
    [found] = judged(layer({f"w/{SITE}/six.py": ""}, runtime=("python3.11", "python3.12"))).diagnostics
    reasons = {reason: {str(target.runtime) for target in targets} for reason, targets in found.reasons}
    why = f"/opt/w/{SITE} is on no search path; without w/ python3.11 would search it"
    assert reasons == {why: {"python3.11", "python3.12"}}


@pytest.mark.parametrize(
    ("files", "command"),
    [
        ({"layer/python/six.py": ""}, "cd layer && zip -r ../layer.zip python"),
        ({"a/b/nodejs/node_modules/c/package.json": ""}, "cd a/b && zip -r ../../layer.zip nodejs"),
        ({"my layer/java/lib/a.jar": "", "my layer/lib/b.so": ""}, "cd 'my layer' && zip -r ../layer.zip java lib"),
        ({"w/python/six.py": "", "w/bin/a": "", "w/data/a": ""}, "cd w && zip -r ../layer.zip ."),
    ],
)
def test_the_mending_command(files: dict[str, Content], command: str) -> None:
    assert help_of(layer(files)).endswith(command)


def test_packages_in_a_folder_of_their_own_are_a_warning_unless_a_program_is_there() -> None:
    files: dict[str, Content] = {"cli/awscli/__init__.py": "", **distribution("awscli", site="cli")}
    assert said(layer(files)) == [("LL211", "warning")]
    assert said(layer(files | {"cli/aws": executable("#!/usr/bin/python3")})) == []
