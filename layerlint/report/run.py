"""What a report is made of."""

from collections import Counter
from collections.abc import Iterator

from layerlint import __version__
from layerlint.engine import Diagnostic, StackReport
from layerlint.named_tuple import NamedTuple
from layerlint.platform.records import Day
from layerlint.rule import Severity


class Run(NamedTuple):
    """Everything that one command judged."""

    reports: tuple[StackReport, ...]
    as_of: Day  #: the day the runtimes were judged for
    problems: tuple[str, ...] = ()  #: inputs that could not be opened, a line each
    folder: str = ""  #: absolute, with "/": what relative names start from
    version: str = __version__

    @property
    def diagnostics(self) -> Iterator[Diagnostic]:
        for report in self.reports:
            yield from report.diagnostics

    def counts(self) -> Counter[Severity]:
        return Counter(diagnostic.severity for diagnostic in self.diagnostics)

    @property
    def suppressed(self) -> int:
        return sum(report.suppressed for report in self.reports)
