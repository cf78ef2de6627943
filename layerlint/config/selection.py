"""Which rules run: codes, prefixes of codes (LL3) and names; and where they are ignored.

Ignores are by path: "dist/layer.zip!/python/tests/**" = ["LL6"].
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from layerlint.config.settings import ConfigError, nearest
from layerlint.named_tuple import NamedTuple
from layerlint.rule import Finding, Rule, Severity

MEMBER = "!/"
WILD = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


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


class Ignore(NamedTuple):
    archive: re.Pattern[str]
    member: re.Pattern[str] | None  #: None: whatever the archive holds
    codes: frozenset[str]

    def covers(self, code: str, finding: Finding) -> bool:
        """Whether all that the finding is about lies under the pattern."""
        if code not in self.codes or not self.archive.fullmatch(finding.archive.replace("\\", "/").rstrip("/")):
            return False
        member = self.member
        return member is None or all(member.fullmatch(path) for path in finding.paths or ("",))


def ignores(rules: Sequence[Rule], table: Mapping[str, tuple[str, ...]]) -> tuple[Ignore, ...]:
    """Raises ConfigError for an unknown rule."""
    return tuple(_ignore(pattern, matching(rules, words)) for pattern, words in table.items())


def _ignore(pattern: str, codes: frozenset[str]) -> Ignore:
    archive, bang, member = pattern.partition(MEMBER)
    anywhere = "" if archive.startswith("/") else "(?:.*/)?"
    return Ignore(
        archive=re.compile(anywhere + _expression(archive.removeprefix("./").rstrip("/")), re.DOTALL),
        member=re.compile(_expression(member), re.DOTALL) if bang else None,
        codes=codes,
    )


def _expression(pattern: str) -> str:
    """`*` and `?` stay within one folder, `**` crosses them."""
    signs = re.split(r"(\*\*/|\*\*|\*|\?)", pattern)
    return "".join(WILD.get(sign) or re.escape(sign) for sign in signs)
