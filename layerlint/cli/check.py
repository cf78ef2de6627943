"""layerlint check: judge archives and stacks."""

import argparse
import gc
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from layerlint.cli import options
from layerlint.cli.errors import UsageError, complain, guarded
from layerlint.cli.output import FORMATS, Output, Outputs, colored, parse_outputs, text_stream, write, write_file
from layerlint.cli.parser import WORDS, Parser, parse
from layerlint.cli.progress import progress_on
from layerlint.cli.settings import Settings, settings
from layerlint.cli.show import show
from layerlint.config.find import input_paths
from layerlint.config.settings import LEVELS
from layerlint.engine import StackReport, run
from layerlint.inputs.stacks import Declared, Opened, lone_stacks, one_stack
from layerlint.report import text
from layerlint.report.run import Run
from layerlint.rule import Severity
from layerlint.stack import Role

CLEAN, FOUND, FAILED = 0, 1, 2


def _parser() -> Parser:
    parser = Parser(
        "check",
        "[PATH ...]",
        "Judge zips and folders, each by itself, or the one stack that --layer and --function build.",
    )
    parser.add_argument(
        "words", nargs="*", metavar="PATH", help="a zip or folder; default: what the configuration names"
    )
    options.add_stack(parser)
    options.add_targets(parser)
    rules = parser.add_argument_group("the rules")
    rules.add_argument("--select", **WORDS, metavar="CODES", help="only these: codes, prefixes (LL3) or names")
    rules.add_argument("--ignore", **WORDS, metavar="CODES", help="all but these")
    options.add_rules(rules)
    out = parser.add_argument_group("the report")
    out.add_argument("--format", choices=FORMATS, help="what to write to standard output; default: text")
    out.add_argument(
        "--output",
        action=Outputs,
        nargs="+",
        default=(),
        dest="outputs",
        metavar="FORMAT[=FILE]",
        help="several reports at once",
    )
    out.add_argument("--fail-on", choices=(*LEVELS, "never"), help="exit 1 at this severity or above; default: error")
    out.add_argument("--exit-zero", action="store_true", help="exit 0 whatever is found")
    options.add_color(out)
    options.add_config(parser)
    return parser


@guarded
def main(argv: Sequence[str]) -> int:
    given = parse(_parser(), argv)
    outputs = parse_outputs(given.format, given.outputs)
    chosen = settings(given)
    opened = _open(given, chosen)
    for problem in opened.problems:
        complain(problem)
    reports = tuple(_judged(opened, chosen, given.color))
    result = Run(reports=reports, as_of=chosen.options.as_of, problems=opened.problems, folder=Path.cwd().as_posix())
    for output in outputs:
        _write(result, output, outputs, given.color)
    return _status(result, "never" if given.exit_zero else chosen.fail_on)


def _open(given: argparse.Namespace, chosen: Settings) -> Opened:
    declared = Declared(
        role=Role(given.kind) if given.kind else None,
        runtimes=chosen.runtimes,
        architectures=chosen.architectures,
        handler=given.handler,
    )
    if given.layers or given.function is not None:
        if given.words:
            raise UsageError(f"name either PATHs or one stack; put {given.words[0]} behind --layer or --function")
        return one_stack(given.layers, given.function, declared)
    paths = given.words or input_paths(chosen.config)
    if not paths:
        raise UsageError("nothing to check; name a zip or a folder: layerlint check my-layer.zip")
    return lone_stacks(paths, declared)


def _judged(opened: Opened, chosen: Settings, color: str) -> Iterator[StackReport]:
    with progress_on(sys.stderr, len(opened.stacks), color=colored(color, sys.stderr)) as progress:
        for number, stack in enumerate(opened.stacks):
            if number:
                gc.collect()  # what the one before left behind
            progress.begin(stack.name)
            yield run(stack, chosen.rules, chosen.options)


def _write(result: Run, output: Output, outputs: Sequence[Output], color: str) -> None:
    if output.format == "text" and output.file is None:
        show(text.report_lines(result), text_stream(outputs), color)
        return
    document = _render(result, output.format)
    if output.file is None:
        write(document, sys.stdout)
    else:
        write_file(document, output.file)


def _render(result: Run, name: str) -> str:
    if name == "text":
        return text.render(result)
    import importlib  # noqa: PLC0415  # the formats that nobody asked for cost nothing

    module = {"json": "json_report"}.get(name, name)
    document: str = importlib.import_module(f"layerlint.report.{module}").render(result)
    return document


def _status(result: Run, fail_on: str) -> int:
    if result.problems:
        return FAILED
    if fail_on == "never":
        return CLEAN
    least = Severity[fail_on.upper()]
    return FOUND if any(diagnostic.severity >= least for diagnostic in result.diagnostics) else CLEAN
