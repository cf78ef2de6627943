"""What every rule owes, whoever wrote it: its examples are true, its names agree, its page is whole."""

import sys
from functools import partial
from pathlib import Path

import pytest

from layerlint.engine import INTERNAL, Diagnostic, Options, run
from layerlint.environment.environment import Environment
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import Recipe
from layerlint.load import BUILT_IN, load_rules
from layerlint.matters import ABOUT, OF_STACK, OF_TARGET, OF_WHOLE
from layerlint.platform.load import load_platform
from layerlint.report.families import FAMILIES
from layerlint.report.page import body, page, section
from layerlint.rule import Finding, Rule

RULES = load_rules(packs=False)
PLATFORM = load_platform()


def _named(rule: Rule) -> str:
    return f"{rule.code}-{rule.name}"


def _examples(*, bad: bool) -> list[object]:
    return [
        pytest.param(rule, recipe, id=f"{_named(rule)}-{number}")
        for rule in RULES
        for number, recipe in enumerate(rule.bad if bad else rule.good, 1)
    ]


def _found(recipe: Recipe, *rules: Rule) -> tuple[Diagnostic, ...]:
    on = recipe.as_of or PLATFORM.as_of
    return run(stack_of(recipe), rules, Options(platform=PLATFORM, as_of=on)).diagnostics


def test_there_are_rules() -> None:
    assert RULES


@pytest.mark.parametrize(("rule", "recipe"), _examples(bad=True))
def test_bad_example_gives_exactly_the_flagged_paths(rule: Rule, recipe: Recipe) -> None:
    found = _found(recipe, rule)
    assert sorted(diagnostic.finding.path for diagnostic in found) == list(recipe.flagged or ("",))
    if recipe.targets is not None:
        assert {len(diagnostic.targets) for diagnostic in found} == {recipe.targets}


@pytest.mark.parametrize(("rule", "recipe"), _examples(bad=False))
def test_good_example_is_silent(rule: Rule, recipe: Recipe) -> None:
    assert [diagnostic.finding.message for diagnostic in _found(recipe, rule)] == []


#: the rules as they are when nothing is known beforehand about what they speak of
ALWAYS = tuple(Rule(rule.code, rule.name, partial(getattr, rule, "stated")) for rule in RULES)


@pytest.mark.parametrize(("rule", "recipe"), [*_examples(bad=True), *_examples(bad=False)])
def test_no_rule_fails_on_the_examples_of_another_and_what_is_left_unread_would_say_nothing(
    rule: Rule, recipe: Recipe
) -> None:
    del rule
    found = _found(recipe, *RULES)
    assert [each.finding.reason for each in found if each.finding.subject == INTERNAL] == []
    assert _told(found) == _told(_found(recipe, *ALWAYS))


def _told(found: tuple[Diagnostic, ...]) -> list[tuple[str, Finding, list[str]]]:
    return [(each.rule.code, each.finding, list(map(str, each.targets))) for each in found]


@pytest.mark.parametrize("rule", RULES, ids=_named)
def test_a_rule_about_what_a_target_shows_asks_for_the_target(rule: Rule) -> None:
    assert OF_TARGET.keys().isdisjoint(rule.about) or Environment in rule.subjects


@pytest.mark.parametrize("rule", RULES, ids=_named)
def test_a_rule_about_what_is_asked_last_asks_for_no_target(rule: Rule) -> None:
    assert OF_WHOLE.keys().isdisjoint(rule.about) or Environment not in rule.subjects


def test_every_matter_is_of_stacks_or_of_targets() -> None:
    assert ABOUT.keys() == OF_STACK.keys() | OF_TARGET.keys() | OF_WHOLE.keys()


@pytest.mark.parametrize("rule", RULES, ids=_named)
def test_file_code_and_name_agree(rule: Rule) -> None:
    module = sys.modules[rule.stated.check.__module__]
    assert module.__name__ == f"{BUILT_IN}.{rule.code.lower()}_{rule.stated.check.__name__}"
    assert Path(str(module.__file__)).stem == f"{rule.code.lower()}_{rule.stated.check.__name__}"
    assert rule.name == rule.stated.check.__name__.replace("_", "-")
    assert rule.family in FAMILIES


@pytest.mark.parametrize("rule", RULES, ids=_named)
def test_a_rule_has_examples_of_both_kinds(rule: Rule) -> None:
    assert rule.good
    assert rule.bad


@pytest.mark.parametrize("rule", RULES, ids=_named)
def test_page_says_why_and_what_to_do(rule: Rule) -> None:
    assert rule.title.endswith(".")
    assert len(rule.title) <= 110
    headings = [line for line in body(rule).split("\n") if line.startswith("## ")]
    assert headings[:2] == ["## Why it matters", "## What to do"]
    assert section(rule, "Why it matters")
    assert section(rule, "What to do")


@pytest.mark.parametrize("rule", RULES, ids=_named)
def test_page_shows_what_is_really_found(rule: Rule) -> None:
    text = page(rule, PLATFORM)
    assert text.count(f"[{rule.code}] {rule.name}: ") >= len(rule.bad)


@pytest.mark.parametrize("rule", RULES, ids=_named)
def test_findings_say_what_to_do_on_one_line(rule: Rule) -> None:
    for recipe in rule.bad:
        for diagnostic in _found(recipe, rule):
            finding = diagnostic.finding
            assert finding.message
            assert not finding.message.endswith(".")
            assert finding.help
            assert "\n" not in finding.message + finding.help + finding.reason


def test_codes_and_names_are_unique() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES) == len({rule.code for rule in RULES})
