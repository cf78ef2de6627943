"""Ignores that stand in project files: which findings they leave out, and which of them leave out nothing."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from layerlint.config.selection import find
from layerlint.config.settings import ConfigError
from layerlint.diagnostics import Diagnostic, Options
from layerlint.project.origin import Origin
from layerlint.project.records import Ignore, Project
from layerlint.rule import Rule
from layerlint.stack import Stack


class InPlace:
    """The ignores of the projects of one run. It remembers which of them were needed."""

    def __init__(self, projects: Sequence[Project], rules: Sequence[Rule]) -> None:
        ignores = [_told(ignore, rules) for project in projects for ignore in project.ignores]
        self._codes = {ignore: frozenset(_code(word, rules) for word in ignore.rules) for ignore in ignores}
        self._used: set[Ignore] = set()
        self._unjudged = [place for project in projects for place in _unjudged(project)]

    def options(self, options: Options, stack: Stack) -> Options:
        """The same options, with what is ignored where the stack is declared left out."""
        if not self._codes:
            return options
        return options._replace(suppress=lambda found: options.suppress(found) or self._covers(found, stack))

    def _covers(self, found: Diagnostic, stack: Stack) -> bool:
        """An ignore at a function covers what its layers do to it, too."""
        covering = [
            ignore
            for ignore, codes in self._codes.items()
            if found.code in codes and (ignore.covers(found.finding.origin) or ignore.covers(stack.origin))
        ]
        self._used.update(covering)
        return bool(covering)

    def idle(self, ran: Iterable[Rule]) -> list[Ignore]:
        """Those that left nothing out; of rules that did not run nobody can tell."""
        asked = {rule.code for rule in ran}
        return [
            ignore
            for ignore, codes in self._codes.items()
            if ignore not in self._used and (ignore.unknown or not codes or self._was_tried(ignore, codes & asked))
        ]

    def _was_tried(self, ignore: Ignore, ran: Collection[str | None]) -> bool:
        return bool(ran) and not any(ignore.covers(place) for place in self._unjudged)


def _unjudged(project: Project) -> Iterator[Origin]:
    """Where content is declared that could not be looked into: what is ignored there may well be in it."""
    for resource in project.contents:
        if resource.source.unbuilt or resource.source.elsewhere:
            yield from (resource.origin, resource.source.origin)


def _told(ignore: Ignore, rules: Sequence[Rule]) -> Ignore:
    return ignore._replace(unknown=tuple(word for word in ignore.rules if _code(word, rules) is None))


def _code(word: str, rules: Sequence[Rule]) -> str | None:
    try:
        return find(rules, word).code
    except ConfigError:
        return None
