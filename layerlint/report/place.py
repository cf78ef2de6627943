"""Where a finding is shown: at the line that declares it, or the archive, or the very file where that is a folder."""

from layerlint.engine import Diagnostic, StackReport
from layerlint.named_tuple import NamedTuple


class Place(NamedTuple):
    """A file that exists outside of archives, and the position in it."""

    file: str
    line: int = 0  #: 1-based, 0 for the file as a whole
    column: int = 0


def folders(report: StackReport) -> frozenset[str]:
    """The names of the stack's archives that are folders."""
    return frozenset(mount.name for mount in report.stack.mounts if mount.contents.archive.packed_bytes is None)


def archive_of(diagnostic: Diagnostic, report: StackReport) -> str:
    """The archive of a finding; the first of a stack for what concerns the whole; "" for what has none."""
    first = next(report.stack.mounts, None)
    return diagnostic.finding.archive or (first.name if first is not None else "")


def place_of(diagnostic: Diagnostic, report: StackReport) -> Place:
    """What a person opens first."""
    finding = diagnostic.finding
    if finding.origin is not None:
        return Place(finding.origin.file, finding.origin.line, finding.origin.column)
    archive = archive_of(diagnostic, report)
    if not archive:
        return Place(report.stack.name)
    if finding.path and archive in folders(report):
        return Place(f"{archive}/{finding.path}", finding.line, finding.column)
    return Place(archive)
