"""All rules, for people and for programs."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from layerlint.report.families import FAMILIES
from layerlint.report.json_report import to_json
from layerlint.report.lines import EMPTY, Line, Span, span
from layerlint.report.text import STYLES
from layerlint.rule import Rule

SCHEMA = "layerlint-rules/1"


def render_json(rules: Sequence[Rule]) -> str:
    return to_json({"schema": SCHEMA, "rules": [_rule(rule) for rule in rules]})


def catalog_lines(rules: Sequence[Rule]) -> Iterator[Line]:
    """A row for each rule, under its family."""
    width = max((len(rule.name) for rule in rules), default=0)
    for family, members in groupby(rules, key=lambda rule: rule.family):
        yield Line((Span(family, "bold"), Span(f"  {FAMILIES.get(family, '')}")))
        for rule in members:
            severity = Span(f"{rule.severity!s:<7}", STYLES[rule.severity])
            head = (Span(f"  {rule.code}  "), severity, Span("  "), Span(f"{rule.name:<{width}}", "bold"))
            yield Line((*head, span(f"  {rule.title}")), hang=21 + width)
        yield EMPTY
    yield Line((Span("The page of one: layerlint rule CODE"),))


def _rule(rule: Rule) -> dict[str, object]:
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": str(rule.severity),
        "family": rule.family,
        "since": rule.since,
        "title": rule.title,
    }
