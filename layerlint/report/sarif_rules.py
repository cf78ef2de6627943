"""A rule as SARIF describes it."""

from layerlint.report.page import body, section
from layerlint.report.sarif_artifacts import Json
from layerlint.rule import Rule, Severity

LONGEST = 1024  # characters of a description that GitHub shows
PROBLEM = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "recommendation"}
PRECISION = {Severity.ERROR: "very-high", Severity.WARNING: "high", Severity.NOTE: "medium"}


def descriptor(rule: Rule) -> Json:
    page = body(rule)
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": _cut(rule.title)},
        "fullDescription": {"text": _cut(section(rule, "Why it matters") or rule.title)},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": str(rule.severity)},
        "properties": _properties(rule),
    }


def _properties(rule: Rule) -> Json:
    found: Json = {
        "tags": ["aws-lambda", rule.family, *(["security"] if rule.security else [])],
        "precision": PRECISION[rule.severity],
        "problem.severity": PROBLEM[rule.severity],
    }
    return found | ({"security-severity": rule.security} if rule.security else {})


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
