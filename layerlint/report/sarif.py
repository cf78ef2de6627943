"""SARIF 2.1.0 as GitHub and the validators read it.

The first location is the line of the project file that declares the archive, or else the archive; the member stands in
the logical location, in a related location through a nested artifact, and in the message. Fingerprints are our own,
because the uploader would otherwise hash the zip's bytes.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator

from layerlint.engine import Diagnostic, StackReport
from layerlint.report.escape import visible
from layerlint.report.fingerprint import fingerprints
from layerlint.report.place import archive_of, folders, place_of
from layerlint.report.run import Run
from layerlint.report.sarif_artifacts import Artifacts, Json, uri_of
from layerlint.report.sarif_rules import descriptor
from layerlint.report.words import placed, targets

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
SHOWN_PATHS = 10  # of the members a finding is about; the message says how many there are


def render(run: Run) -> str:
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(run)]}, indent=2) + "\n"


def _run(run: Run) -> Json:
    rules = {diagnostic.code: diagnostic.rule for diagnostic in run.diagnostics}
    index = {code: number for number, code in enumerate(sorted(rules))}
    artifacts = Artifacts(run.folder)
    results = [result for report in run.reports for result in _results(report, index, artifacts)]
    driver = {
        "name": "layerlint",
        "version": run.version,
        "semanticVersion": run.version,
        # an address is asked for; this one names the package and leads nowhere else
        "informationUri": f"pkg:pypi/layerlint@{run.version}",
        "rules": [descriptor(rules[code]) for code in sorted(rules)],
    }
    return {
        "tool": {"driver": driver},
        "automationDetails": {"id": _category(run)},
        "invocations": [_invocation(run)],
        "columnKind": "unicodeCodePoints",
        "artifacts": artifacts.rows,
        "results": results,
    }


def _category(run: Run) -> str:
    """Reports of different archives must not overwrite one another; of the same archives, they must."""
    stacks = [report.stack for report in run.reports]
    projects = dict.fromkeys(stack.origin.file for stack in stacks if stack.origin is not None)
    archives = [stack.name for stack in stacks if stack.origin is None and stack.name not in projects]
    names = [uri_of(name, run.folder) for name in (*projects, *archives)]
    if len(names) <= 1:
        return f"layerlint/{''.join(names)}/" if names else "layerlint/"
    digest = hashlib.sha256("\0".join(names).encode()).hexdigest()[:8]
    return f"layerlint/{len(names)}-archives-{digest}/"


def _invocation(run: Run) -> Json:
    notices = [{"level": "error", "message": {"text": _sentence(problem)}} for problem in run.problems]
    return {"executionSuccessful": not notices, "toolExecutionNotifications": notices}


def _results(report: StackReport, index: dict[str, int], artifacts: Artifacts) -> Iterator[Json]:
    artifacts.unpacked |= folders(report)
    for diagnostic, mark in fingerprints(report.diagnostics):
        archive = archive_of(diagnostic, report)
        yield {
            "ruleId": diagnostic.code,
            "ruleIndex": index[diagnostic.code],
            "level": str(diagnostic.severity),
            "message": {"text": _message(diagnostic)},
            "locations": [_location(diagnostic, report, artifacts)],
            **_related(diagnostic, archive, artifacts),
            "partialFingerprints": {"primaryLocationLineHash": mark},
            "properties": {"targets": [str(target) for target in diagnostic.targets]},
        }


def _message(diagnostic: Diagnostic) -> str:
    """The member, what is so, why, where and what to do, each a sentence."""
    finding = diagnostic.finding
    parts = [placed(finding), *(reason for reason, _ in diagnostic.reasons)]
    parts += [f"On {targets(diagnostic.targets)}"] if diagnostic.targets else []
    parts += [f"Chain: {' -> '.join(finding.chain)}"] if finding.chain else []
    parts += [f"Help: {finding.help}"] if finding.help else []
    return " ".join(map(_sentence, parts))


def _sentence(text: str) -> str:
    shown = visible(text)
    return shown if shown.endswith((".", "!", "?")) else f"{shown}."


def _location(diagnostic: Diagnostic, report: StackReport, artifacts: Artifacts) -> Json:
    place = place_of(diagnostic, report)
    region = _region(place.line or 1, place.column)
    location: Json = {"physicalLocation": {"artifactLocation": artifacts.file(place.file), "region": region}}
    return {**location, "logicalLocations": [_logical(diagnostic, archive_of(diagnostic, report))]}


def _logical(diagnostic: Diagnostic, archive: str) -> Json:
    finding = diagnostic.finding
    if finding.path or finding.origin is None:
        name = f"{archive}!/{finding.path}" if finding.path else archive
        return {"fullyQualifiedName": visible(name), "kind": "member" if finding.path else "archive"}
    return {"fullyQualifiedName": visible(finding.origin.name or finding.origin.file), "kind": "resource"}


def _related(diagnostic: Diagnostic, archive: str, artifacts: Artifacts) -> Json:
    """The members that a finding is about; the archive itself where the first location is a line that declares it."""
    finding = diagnostic.finding
    region: Json = {"region": _region(finding.line, finding.column)} if finding.line else {}
    places = [
        {
            "id": number,
            "message": {"text": _sentence(f"{archive}!/{path}")},
            "physicalLocation": {
                "artifactLocation": artifacts.member(archive, path),
                **(region if number == 1 else {}),
            },
        }
        for number, path in enumerate(_first(finding.paths), 1)
    ]
    if not places and finding.origin is not None and finding.archive:
        whole = {"artifactLocation": artifacts.file(archive)}
        places = [{"id": 1, "message": {"text": _sentence(archive)}, "physicalLocation": whole}]
    return {"relatedLocations": places} if places else {}


def _first(paths: Iterable[str]) -> list[str]:
    return list(paths)[:SHOWN_PATHS]


def _region(line: int, column: int) -> Json:
    return {"startLine": line, "startColumn": column} if column else {"startLine": line}
