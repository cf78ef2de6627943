"""Where a finding is shown: a zip as a whole, or the very file where the archive is a folder."""

from layerlint.engine import Diagnostic, StackReport


def folders(report: StackReport) -> frozenset[str]:
    """The names of the stack's archives that are folders."""
    return frozenset(mount.name for mount in report.stack.mounts if mount.contents.archive.packed_bytes is None)


def archive_of(diagnostic: Diagnostic, report: StackReport) -> str:
    """The archive that a finding is shown at; the first of a stack for what concerns the whole."""
    return diagnostic.finding.archive or next(report.stack.mounts).name


def file_of(diagnostic: Diagnostic, report: StackReport) -> tuple[str, int]:
    """A file that exists outside of archives, and the line in it, 0 for none."""
    finding = diagnostic.finding
    archive = archive_of(diagnostic, report)
    if finding.path and archive in folders(report):
        return f"{archive}/{finding.path}", finding.line
    return archive, 0
