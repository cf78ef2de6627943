"""A rule's page in Markdown: what its module says, its examples, and what it really finds in the bad ones."""

from collections.abc import Iterator

from layerlint.engine import Options, run
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import Recipe
from layerlint.platform.records import Platform
from layerlint.report.families import FAMILIES
from layerlint.report.lines import EMPTY, Line, Span
from layerlint.report.text import QUIET, STYLES, finding_lines
from layerlint.report.tree import recipe_tree
from layerlint.rule import Rule


def page(rule: Rule, platform: Platform) -> str:
    """The whole page; the examples are built and judged for it."""
    right = "\n\n".join(recipe_tree(recipe) for recipe in rule.good)
    parts = [
        f"# {rule.code} {rule.name}",
        f"**{rule.title}**",
        facts(rule),
        body(rule),
        "## Examples",
        "### Wrong",
        *(_fenced("\n".join(map(str, wrong_lines(rule, recipe, platform)))) for recipe in rule.bad),
        "### Right",
        _fenced(right),
    ]
    return "\n\n".join(parts) + "\n"


def head_lines(rule: Rule) -> Iterator[Line]:
    """What stands above the body, for a terminal."""
    style = STYLES[rule.severity]
    yield Line((Span(f"{rule.code} ", style), Span(rule.name, "bold"), Span(f": {rule.title}")), hang=2)
    yield Line((Span(facts(rule), QUIET),))
    yield EMPTY


def example_lines(rule: Rule, platform: Platform) -> Iterator[Line]:
    """The examples for a terminal: wrong ones with what is found in them, then right ones."""
    for recipe in rule.bad:
        yield Line((Span("Wrong: ", "bold red"),))
        yield from wrong_lines(rule, recipe, platform)
        yield EMPTY
    for recipe in rule.good:
        yield Line((Span("Right: ", "bold green"),))
        yield from _tree_lines(recipe)
        yield EMPTY


def wrong_lines(rule: Rule, recipe: Recipe, platform: Platform) -> Iterator[Line]:
    """A bad example's tree and the rule's own findings in it, as the text report prints them."""
    yield from _tree_lines(recipe)
    on = recipe.as_of or platform.as_of
    report = run(stack_of(recipe), [rule], Options(platform=platform, as_of=on))
    for diagnostic in report.diagnostics:
        yield EMPTY
        yield from finding_lines(diagnostic, report)


def _tree_lines(recipe: Recipe) -> Iterator[Line]:
    for row in recipe_tree(recipe).split("\n"):
        yield Line((Span(row),), wraps=False)


def facts(rule: Rule) -> str:
    about = FAMILIES.get(rule.family)
    family = f" · family {rule.family}, {about}" if about else ""
    return f"{rule.severity} · since {rule.since}{family}"


def body(rule: Rule) -> str:
    """The module's words below the title."""
    return rule.document.partition("\n")[2].strip()


def section(rule: Rule, title: str) -> str:
    """The first paragraph under a heading of the page, on one line; "" where there is none."""
    after = body(rule).partition(f"## {title}\n")[2].strip()
    return " ".join(after.partition("\n\n")[0].split()) if not after.startswith("## ") else ""


def _fenced(text: str) -> str:
    return f"```text\n{text}\n```"
