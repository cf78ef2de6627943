"""Ignores by path: "dist/layer.zip!/python/tests/**" = ["LL6"]."""

import re
from collections.abc import Mapping, Sequence

from layerlint.config.selection import matching
from layerlint.named_tuple import NamedTuple
from layerlint.rule import Finding, Rule

MEMBER = "!/"


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


WILD = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
