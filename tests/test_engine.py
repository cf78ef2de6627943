"""Which targets are asked, and what ignored findings mean for their verdicts."""

import pytest

from layerlint.engine import Diagnostic, Options, StackReport, Verdict, run
from layerlint.examples.build import stack_of
from layerlint.examples.elf import elf_bytes
from layerlint.examples.recipe import Recipe, distribution, layer
from layerlint.load import load_rules
from layerlint.platform.load import load_platform
from layerlint.platform.records import State

PLATFORM = load_platform()
RULES = load_rules(packs=False)
CODE = {"python/app.py": ""}


def judged(recipe: Recipe, ignored: str = "none") -> StackReport:
    def ignores(diagnostic: Diagnostic) -> bool:
        return diagnostic.code == ignored

    return run(stack_of(recipe), RULES, Options(platform=PLATFORM, as_of=PLATFORM.as_of, suppress=ignores))


def asked(report: StackReport) -> set[State]:
    return {each.target.runtime.state(PLATFORM.as_of) for each in report.verdicts if not each.passed_over}


def test_only_supported_runtimes_are_asked_where_one_loads() -> None:
    report = judged(layer(CODE))
    assert asked(report) == {State.SUPPORTED}
    assert {each.passed_over for each in report.verdicts if each.passed_over} >= {"deprecated", "preview"}


def test_others_are_asked_where_no_supported_one_loads() -> None:
    old = layer({"python/lib/python3.8/site-packages/six.py": ""})
    report = judged(old)
    assert [str(each.target.runtime) for each in report.verdicts if each.loads] == ["python3.8", "python3.8"]


def test_metadata_counts_for_more_than_support() -> None:
    old = layer({"python/six.py": "", **distribution("six", requires_python="<3.9")})
    loads = {str(each.target.runtime) for each in judged(old).verdicts if each.loads}
    assert loads == {"python3.7", "python3.8"}


def test_a_declared_runtime_is_asked_whatever_its_state() -> None:
    [one, other] = judged(layer(CODE, runtime="python3.8")).verdicts
    assert one.loads
    assert other.loads


def test_an_ignored_error_fails_no_target() -> None:
    broken = layer({"python/a.py": "import b", "python/b.so": elf_bytes(machine="arm64")}, "python3.12", "x86_64")
    report = judged(broken)
    [error] = [each for each in report.diagnostics if each.severity.name == "ERROR"]
    assert not report.verdicts[0].loads
    again = judged(broken, ignored=error.code)
    assert again.verdicts[0].loads
    assert again.suppressed == 1


PYTHON = [recipe for rule in RULES if rule.family in ("LL3", "LL4") for recipe in rule.bad]
#: of a handler the runtime's language decides
ANY = [recipe for recipe in PYTHON if not recipe.template and not recipe.handler]
UNDECLARED = [recipe._replace(runtimes=(), architectures=()) for recipe in ANY]


def said(verdict: Verdict) -> set[tuple[str, str, tuple[str, ...]]]:
    return {(error.code, error.finding.message, error.finding.paths) for error in verdict.errors}


@pytest.mark.parametrize("recipe", UNDECLARED)
def test_a_target_that_is_asked_beside_others_fares_as_it_does_alone(recipe: Recipe) -> None:
    beside = judged(recipe).verdicts
    for one in (each for each in beside if not each.passed_over):
        declared = recipe._replace(runtimes=(one.target.runtime.identifier,), architectures=(one.target.architecture,))
        [alone] = judged(declared).verdicts
        assert one.loads is alone.loads, one.target
        assert said(one) <= said(alone), one.target
