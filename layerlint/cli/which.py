"""layerlint which: whose file is at a path of /opt or /var/task, whom it shadows, and whether they differ."""

import sys
from collections.abc import Sequence

from layerlint.cli import options
from layerlint.cli.asked import asked_stack
from layerlint.cli.errors import UsageError, guarded
from layerlint.cli.output import show, write
from layerlint.cli.parser import Parser, Words
from layerlint.environment.environment import View
from layerlint.environment.whose import whose
from layerlint.report import which as report

EXAMPLE = "layerlint which /opt/python/six.py --layer base.zip top.zip"
FOUND, MISSING, FAILED = 0, 1, 2


def _parser() -> Parser:
    parser = Parser(
        "which",
        "[ARCHIVE] PATH [PATH ...]",
        "Whose file is at a path of the merged /opt or of /var/task, whom it shadows, and whether they differ.",
        Words("words", "PATH", "such as /opt/python/six.py; the archive first where no stack is given"),
    )
    options.add_stack(parser, names=True)
    parser.add(options.FORMAT, options.COLOR)
    return parser


@guarded
def main(argv: Sequence[str]) -> int:
    """0 where something is at every path, 1 where nothing is at one of them."""
    given = _parser().parse(argv)
    stack, paths = asked_stack(given, EXAMPLE)
    if stack is None:
        return FAILED
    if not paths:
        raise UsageError(f"nothing to ask; name a path: {EXAMPLE}")
    view = View(stack)
    answers = [whose(view, path) for path in paths]
    if given.format == "json":
        write(report.render_json(stack.name, answers), sys.stdout)
    else:
        show(report.answer_lines(answers), sys.stdout, given.color)
    return FOUND if all(answer.kind is not None for answer in answers) else MISSING
