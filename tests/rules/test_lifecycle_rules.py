"""The rules about a runtime's life: one finding for each runtime and date, and what it says to move to."""

import pytest

from layerlint.engine import Diagnostic, Options, run
from layerlint.environment.lifecycle import newest
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import Recipe, function, layer
from layerlint.load import load_rules
from layerlint.platform.load import load_platform
from layerlint.platform.records import Day, State
from layerlint.rule import Severity

RULES = [rule for rule in load_rules(packs=False) if rule.code.startswith("LL90")]
PLATFORM = load_platform()
TODAY = "2026-11-23"
LAYER = {"python/app.py": ""}


def found(recipe: Recipe, on: Day = TODAY) -> list[Diagnostic]:
    return list(run(stack_of(recipe), RULES, Options(platform=PLATFORM, as_of=on)).diagnostics)


@pytest.mark.parametrize("runtime", PLATFORM.runtimes)
@pytest.mark.parametrize("on", [TODAY, "2027-02-15", "2027-03-03", "2031-01-01"])
def test_a_runtime_has_one_finding_or_none(runtime: str, on: Day) -> None:
    state = PLATFORM.runtimes[runtime].state(on)
    assert len(found(layer(LAYER, runtime=runtime), on)) == (state is not State.SUPPORTED)


def test_both_architectures_are_one_finding() -> None:
    (diagnostic,) = found(layer(LAYER, runtime="python3.9", arch=("x86_64", "arm64")))
    assert [target.architecture for target in diagnostic.targets] == ["x86_64", "arm64"]


def test_nothing_declared_is_nothing_said() -> None:
    assert found(layer(LAYER)) == []
    assert found(layer({"kubectl/kubectl": ""})) == []


def test_only_a_function_package_is_rejected() -> None:
    (attached,) = found(layer(LAYER, runtime="python3.6"))
    (deployed,) = found(function({"app.py": ""}, runtime="python3.6"))
    assert attached.severity is Severity.WARNING
    assert deployed.severity is Severity.ERROR


def test_help_names_the_newest_supported_runtime_of_the_language() -> None:
    (diagnostic,) = found(layer(LAYER, runtime="python3.9"))
    assert "--runtime python3.14" in diagnostic.finding.help
    (diagnostic,) = found(layer({"lib/liba.so": ""}, runtime="go1.x"))
    assert "--runtime provided.al2023" in diagnostic.finding.help
    (diagnostic,) = found(layer({"java/lib/a.jar": ""}, runtime="java8"))
    assert "--runtime java25" in diagnostic.finding.help


def test_newest_goes_by_numbers_and_by_the_date() -> None:
    assert str(newest(PLATFORM, "python", "2023-05-01")) == "python3.10"
    assert str(newest(PLATFORM, "nodejs", TODAY)) == "nodejs24.x"
    assert newest(PLATFORM, "go", TODAY) is None
