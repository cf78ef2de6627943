"""A rule's page in Markdown: what its module says, its examples, and what it really finds in the bad ones."""

from collections.abc import Iterator
from datetime import date

from layerlint.engine import Options, run
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import Recipe
from layerlint.platform.records import Platform
from layerlint.report.families import FAMILIES
from layerlint.report.text import finding_lines
from layerlint.report.tree import recipe_tree
from layerlint.rule import Rule


def page(rule: Rule, platform: Platform) -> str:
    """The whole page; the examples are built and judged for it."""
    parts = [heading(rule), facts(rule), body(rule), *_examples(rule, platform)]
    return "\n\n".join(part for part in parts if part) + "\n"


def heading(rule: Rule) -> str:
    return f"# {rule.code} {rule.name}\n\n**{rule.title}**"


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


def _examples(rule: Rule, platform: Platform) -> Iterator[str]:
    yield "## Examples"
    yield "### Wrong"
    for recipe in rule.bad:
        yield _fenced(f"{recipe_tree(recipe)}\n\n{findings(rule, recipe, platform)}")
    yield "### Right"
    yield _fenced("\n\n".join(recipe_tree(recipe) for recipe in rule.good))


def findings(rule: Rule, recipe: Recipe, platform: Platform) -> str:
    """The rule's own findings in the recipe, as the text report prints them."""
    on = date.fromisoformat(recipe.as_of) if recipe.as_of else platform.as_of
    report = run(stack_of(recipe), [rule], Options(platform=platform, as_of=on))
    blocks = ["\n".join(map(str, finding_lines(found, report))) for found in report.diagnostics]
    return "\n\n".join(blocks)


def _fenced(text: str) -> str:
    return f"```text\n{text}\n```"
