"""JSON: everything that is known, versioned; its schema is the file beside this one."""

from collections.abc import Iterable

from layerlint.engine import Diagnostic, StackReport, Verdict
from layerlint.platform.records import Target
from layerlint.report.escape import unicode_only
from layerlint.report.fingerprint import fingerprints
from layerlint.report.run import Run
from layerlint.rule import Severity
from layerlint.stack import Mount, Origin

SCHEMA = "layerlint-check/1"


def render(run: Run) -> str:
    counts = run.counts()
    document = {
        "schema": SCHEMA,
        "version": run.version,
        "date": run.as_of,
        "stacks": [_stack(report) for report in run.reports],
        "summary": {f"{severity}s": counts[severity] for severity in reversed(Severity)}
        | {"suppressed": run.suppressed},
        "problems": list(run.problems),
    }
    return to_json(document)


def to_json(document: object) -> str:
    """JSON in ASCII that every parser takes: no half of a surrogate pair is left in it."""
    import json  # noqa: PLC0415  # text reports share this module

    return json.dumps(_cleaned(document), indent=2) + "\n"


def target(value: Target) -> dict[str, object]:
    return {"runtime": value.runtime.identifier, "architecture": value.architecture}


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return unicode_only(value)
    if isinstance(value, dict):
        return {unicode_only(key): _cleaned(item) for key, item in value.items()}
    return [_cleaned(item) for item in value] if isinstance(value, list | tuple) else value


def _stack(report: StackReport) -> dict[str, object]:
    return {
        "name": report.stack.name,
        "origin": _origin(report.stack.origin),
        "archives": [_archive(mount) for mount in report.stack.mounts],
        "absent": list(report.stack.absent),
        "unresolved": list(report.stack.unresolved),
        "inferred": report.inferred,
        "targets": [_verdict(verdict) for verdict in report.verdicts],
        "findings": [_finding(diagnostic, mark) for diagnostic, mark in fingerprints(report.diagnostics)],
        "suppressed": report.suppressed,
    }


def _archive(mount: Mount) -> dict[str, object]:
    return {
        "name": mount.name,
        "kind": mount.role.value,
        "inferred_from": mount.inferred or None,
        "origin": _origin(mount.origin),
    }


def _origin(origin: Origin | None) -> dict[str, object] | None:
    return None if origin is None else {**origin._asdict(), "name": origin.name or None}


def _verdict(verdict: Verdict) -> dict[str, object]:
    codes = list(dict.fromkeys(error.code for error in verdict.errors))
    return {
        **target(verdict.target),
        "loads": None if verdict.passed_over else verdict.loads,
        "reported": verdict.held,
        "errors": codes,
        "passed_over": verdict.passed_over or None,
    }


def _finding(diagnostic: Diagnostic, mark: str) -> dict[str, object]:
    finding = diagnostic.finding
    return {
        "code": diagnostic.code,
        "name": diagnostic.rule.name,
        "severity": str(diagnostic.severity),
        "archive": finding.archive or None,
        "paths": list(finding.paths),
        "line": finding.line or None,
        "column": finding.column or None,
        "origin": _origin(finding.origin),
        "subject": finding.subject or None,
        "message": finding.message,
        "reasons": [{"reason": reason, "targets": _targets(where)} for reason, where in diagnostic.reasons],
        "targets": _targets(diagnostic.targets),
        "chain": list(finding.chain),
        "help": finding.help or None,
        "fingerprint": mark,
    }


def _targets(found: Iterable[Target]) -> list[dict[str, object]]:
    return [target(value) for value in found]
