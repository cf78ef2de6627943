"""Whatever names and words a finding carries, every report stays what its readers take it for."""

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from layerlint.engine import Diagnostic, StackReport
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import layer
from layerlint.project.origin import Origin
from layerlint.report import github, json_report, sarif, text
from layerlint.report.run import Run
from layerlint.rule import Finding, Severity
from tests.report.runs import DAY, sample_rules

SIGNS = st.text("\x1b\n\r\t\0\u202e\u2028\ud800\udcff%:,![]{}<>\\/.ab é日", max_size=12)
WORDS = st.one_of(SIGNS, st.text(st.characters(exclude_categories=()), max_size=12))
LAYER = stack_of(layer({}, "python3.12"))
ADDRESS = re.compile(r"(?:[A-Za-z0-9\-._~!$&'()*+,;=@/]|%[0-9A-F]{2})+")


@st.composite
def reports(draw: st.DrawFn) -> Run:
    findings = draw(
        st.lists(
            st.builds(
                Finding,
                message=WORDS,
                paths=st.lists(WORDS.filter(bool), max_size=4).map(tuple),
                reason=WORDS,
                help=WORDS,
                chain=st.lists(WORDS, max_size=3).map(tuple),
                archive=WORDS,
                line=st.integers(0, 3),
                column=st.integers(0, 3),
                subject=WORDS,
                origin=st.none() | st.builds(Origin, file=WORDS.filter(bool), line=st.integers(1, 3)),
            ),
            max_size=3,
        )
    )
    rule = sample_rules()[0]
    severities = st.sampled_from(list(Severity))
    found = tuple(
        Diagnostic(rule=rule, finding=each, severity=draw(severities), reasons=((each.reason, ()),))
        for each in findings
    )
    report = StackReport(stack=LAYER, diagnostics=found, verdicts=(), inferred=True)
    return Run(reports=(report,), as_of=DAY, problems=(draw(WORDS),), folder="/src")


@given(reports())
def test_text_is_printable(run: Run) -> None:
    assert all(line.isprintable() for line in text.render(run).split("\n"))


@given(reports())
def test_github_gets_one_command_for_each_finding(run: Run) -> None:
    lines = github.render(run).splitlines()
    assert len(lines) == sum(1 for _ in run.diagnostics)
    assert all(
        re.fullmatch(r"::(error|warning|notice) file=[^,:]+(,line=\d+)?,title=[^,:]+::.*", line) for line in lines
    )


@given(reports())
def test_json_says_what_was_found(run: Run) -> None:
    document = json.loads(json_report.render(run))
    (stack,) = document["stacks"]
    assert len(stack["findings"]) == sum(1 for _ in run.diagnostics)
    json.dumps(document, ensure_ascii=False).encode()


@given(reports())
def test_sarif_has_addresses_that_stay_below(run: Run) -> None:
    (log,) = json.loads(sarif.render(run))["runs"]
    json.dumps(log, ensure_ascii=False).encode()
    for artifact in log["artifacts"]:
        address = artifact["location"]["uri"]
        inner = address.removeprefix("file:///")
        assert ADDRESS.fullmatch(inner) or address == "file:///", address
        assert not inner.startswith("/")
        assert ".." not in inner.split("/")
