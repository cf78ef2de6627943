"""Which rules run: codes, prefixes of codes (LL3) and names."""

from collections.abc import Iterable, Mapping, Sequence

from layerlint.config.settings import ConfigError, nearest
from layerlint.rule import Rule, Severity


def selected(rules: Sequence[Rule], select: Iterable[str], ignore: Iterable[str]) -> tuple[Rule, ...]:
    """The rules that `select` names (all where it names none) without those that `ignore` does. Raises ConfigError."""
    wanted = matching(rules, select) or frozenset(rule.code for rule in rules)
    kept = wanted - matching(rules, ignore)
    return tuple(rule for rule in rules if rule.code in kept)


def matching(rules: Sequence[Rule], words: Iterable[str]) -> frozenset[str]:
    """The codes that the words mean. Raises ConfigError for a word that means none."""
    return frozenset(code for word in words for code in _codes(rules, word))


def severities(rules: Sequence[Rule], table: Mapping[str, str]) -> dict[str, Severity]:
    """Code to severity; the longer word decides where two mean one rule. Raises ConfigError."""
    ordered = sorted(table.items(), key=lambda item: len(item[0]))
    return {code: Severity[level.upper()] for word, level in ordered for code in _codes(rules, word)}


def find(rules: Sequence[Rule], word: str) -> Rule:
    """The one rule of that code or name. Raises ConfigError."""
    for rule in rules:
        if word.upper() == rule.code or _as_name(word) == rule.name:
            return rule
    raise ConfigError(f"unknown rule {word!r}{_near(rules, word)}")


def _codes(rules: Sequence[Rule], word: str) -> list[str]:
    codes = [rule.code for rule in rules if rule.name == _as_name(word)]
    if word:
        codes = codes or [rule.code for rule in rules if rule.code.startswith(word.upper())]
    if not codes:
        raise ConfigError(f"unknown rule {word!r}{_near(rules, word)}")
    return codes


def _as_name(word: str) -> str:
    return word.lower().replace("_", "-")


def _near(rules: Sequence[Rule], word: str) -> str:
    known = [rule.name for rule in rules] + [rule.code for rule in rules]
    return nearest(word, known) or nearest(word.upper(), known) or "; layerlint rules lists them"
