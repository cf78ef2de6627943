"""layerlint check: judge archives and stacks."""

import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from types import SimpleNamespace

from layerlint.cli import options
from layerlint.cli.errors import UsageError, complain, guarded
from layerlint.cli.output import (
    FORMATS,
    Output,
    colored,
    parse_outputs,
    show,
    sort_outputs,
    text_stream,
    write,
    write_file,
)
from layerlint.cli.parser import Option, Parser, Words
from layerlint.cli.progress import progress_on
from layerlint.cli.settings import Settings, settings
from layerlint.config.settings import LEVELS
from layerlint.engine import Options, StackReport, run
from layerlint.environment.targets import UnknownTarget, find_runtime
from layerlint.inputs.named import named_stacks
from layerlint.inputs.stacks import Declared, Opened, one_stack
from layerlint.report import text
from layerlint.report.run import Run
from layerlint.rule import Severity
from layerlint.stack import Role, Stack

CLEAN, FOUND, FAILED = 0, 1, 2


def _parser() -> Parser:
    parser = Parser(
        "check",
        "[PATH ...]",
        "Judge zips and folders by themselves, the stacks of project files, or the one of --layer and --function.",
        Words(
            "words",
            "PATH",
            "a zip, a folder or a project file; default: what the configuration names, or what lies here",
        ),
    )
    options.add_stack(parser)
    options.add_targets(parser)
    parser.add(
        options.words("--select", "only these: codes, prefixes (LL3) or names", "CODES"),
        options.words("--ignore", "all but these", "CODES"),
        options.RULES,
        group="the rules",
    )
    parser.add(
        Option("--format", "what to write to standard output; default: text", choices=FORMATS),
        Option(
            "--output",
            "several reports at once",
            "FORMAT[=FILE]",
            default=(),
            sort=sort_outputs,
            several=True,
            field="outputs",
        ),
        Option("--fail-on", "exit 1 at this severity or above; default: error", choices=(*LEVELS, "never")),
        Option("--exit-zero", "exit 0 whatever is found", default=False, is_switch=True),
        options.COLOR,
        group="the report",
    )
    parser.add(options.CONFIG)
    return parser


@guarded
def main(argv: Sequence[str]) -> int:
    given = _parser().parse(argv)
    outputs = parse_outputs(given.format, given.outputs)
    chosen = settings(given)
    opened = _knowable(_open(given, chosen), chosen)
    for problem in opened.problems:
        complain(problem)
    reports = _judged(opened, chosen, given.color)
    here = os.getcwd().replace(os.sep, "/")
    result = Run(reports=reports, as_of=chosen.options.as_of, problems=opened.problems, folder=here)
    for output in outputs:
        _write(result, output, outputs, given.color)
    return _status(result, "never" if given.exit_zero else chosen.fail_on)


def _open(given: SimpleNamespace, chosen: Settings) -> Opened:
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
    if given.words:
        return named_stacks(given.words, declared)
    from layerlint.cli.here import stacks_here  # noqa: PLC0415  # only where nothing is named

    return stacks_here(chosen.config, declared)


def _knowable(opened: Opened, chosen: Settings) -> Opened:
    """Without the stacks of a project that name a runtime which nobody knows."""
    kept, problems = [], []
    for stack in opened.stacks:
        try:
            for runtime in stack.runtimes:
                find_runtime(chosen.options.platform, runtime)
            kept.append(stack)
        except UnknownTarget as unknown:
            problems.append(f"{stack.name}: {unknown}")
    return opened._replace(stacks=tuple(kept), problems=(*opened.problems, *problems))


def _judged(opened: Opened, chosen: Settings, color: str) -> tuple[StackReport, ...]:
    if not opened.projects:
        return tuple(_each(opened, chosen, color, lambda options, _: options))
    from layerlint.in_place import InPlace  # noqa: PLC0415  # archives alone have no ignores in place
    from layerlint.settle import settle  # noqa: PLC0415  # and nothing to settle

    in_place = InPlace(opened.projects, chosen.every)
    reports = list(_each(opened, chosen, color, in_place.options))
    return settle(reports, in_place.idle(chosen.rules), chosen.rules, chosen.options)


def _each(
    opened: Opened, chosen: Settings, color: str, options_for: Callable[[Options, Stack], Options]
) -> Iterator[StackReport]:
    with progress_on(sys.stderr, len(opened.stacks), color=colored(color, sys.stderr)) as progress:
        for number, stack in enumerate(opened.stacks):
            if number:
                gc.collect()  # what the one before left behind
            progress.begin(stack.name)
            yield run(stack, chosen.rules, options_for(chosen.options, stack))


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
