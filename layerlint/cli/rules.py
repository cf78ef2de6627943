"""layerlint rules: all rules with severity and family."""

import sys
from collections.abc import Sequence
from pathlib import Path

from layerlint.cli import options
from layerlint.cli.errors import guarded
from layerlint.cli.output import show, write
from layerlint.cli.parser import Parser
from layerlint.load import load_rules
from layerlint.report import catalog


@guarded
def main(argv: Sequence[str]) -> int:
    parser = Parser("rules", "", "All rules with severity and family.")
    parser.add(options.FORMAT, options.RULES, options.COLOR)
    given = parser.parse(argv)
    rules = load_rules([Path(folder) for folder in given.rules])
    if given.format == "json":
        write(catalog.render_json(rules), sys.stdout)
    else:
        show(catalog.catalog_lines(rules), sys.stdout, given.color)
    return 0
