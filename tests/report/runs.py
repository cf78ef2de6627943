"""Runs of the sample rules over recipes, for the tests of the formats."""

from functools import cache

from layerlint.engine import Options, StackReport, run
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import Content, Recipe, layer
from layerlint.load import load_rules
from layerlint.platform.load import load_platform
from layerlint.report.run import Run
from layerlint.rule import Rule
from tests.command import ROOT

DAY = "2026-11-23"
HOSTILE = "python/bad\n::error::\x1b[31m\u202e [red]%0A,x:y"
NAMES = ("python/bad.py", "python/bad/1.py", "python/bad/bad2.py", "python/bad3.py", "python/bad4.py")
EVERYTHING: dict[str, Content] = dict.fromkeys(
    (*NAMES, "python/old.py", "python/note.py", "python/luck.py", "raise"), ""
)


@cache
def sample_rules() -> tuple[Rule, ...]:
    every = load_rules([ROOT / "tests" / "sample_rules"], packs=False)
    return tuple(rule for rule in every if rule.code.startswith("TT"))


def report_of(recipe: Recipe) -> StackReport:
    return run(stack_of(recipe), sample_rules(), Options(platform=load_platform(), as_of=DAY))


def run_of(*recipes: Recipe, problems: tuple[str, ...] = ()) -> Run:
    reports = tuple(report_of(recipe) for recipe in recipes)
    return Run(reports=reports, as_of=DAY, problems=problems, folder="/src/project", version="1.2.3")


def everything() -> Run:
    """All severities, several reasons, a chain, a rule that fails, a hostile name, an input that is missing."""
    hostile = layer({HOSTILE: ""})
    return run_of(
        layer(EVERYTHING, ("python3.10", "python3.11", "python3.12", "python3.13")), hostile, problems=("x.zip: no",)
    )
