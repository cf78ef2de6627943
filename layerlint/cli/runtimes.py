"""layerlint runtimes: the runtime table, its date and its sources."""

import sys
from collections.abc import Sequence
from pathlib import Path

from layerlint.cli import options
from layerlint.cli.errors import guarded
from layerlint.cli.output import show, write
from layerlint.cli.parser import Option, Parser
from layerlint.platform.load import load_platform
from layerlint.report import runtimes as report


@guarded
def main(argv: Sequence[str]) -> int:
    parser = Parser("runtimes", "", "The runtimes that are known, with dates and sources.")
    override = Option("--platform", "TOML that overrides what is known", "FILE")
    parser.add(options.FORMAT, override, options.DATE, options.COLOR)
    given = parser.parse(argv)
    platform = load_platform(Path(given.platform) if given.platform is not None else None)
    day = options.day_of_run(given.as_of)
    if given.format == "json":
        write(report.render_json(platform, day), sys.stdout)
    else:
        show(report.runtime_lines(platform, day), sys.stdout, given.color)
    return 0
