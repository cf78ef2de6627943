"""Options over configuration: what a run of rules needs to know."""

import os
from collections.abc import Callable, Sequence
from types import SimpleNamespace

from layerlint.cli.options import architectures, day_of_run
from layerlint.config.find import load_config
from layerlint.config.selection import ignores, selected, severities
from layerlint.config.settings import Config
from layerlint.engine import Diagnostic, Options
from layerlint.environment.targets import find_runtime
from layerlint.hints import TYPE_CHECKING
from layerlint.load import load_rules
from layerlint.named_tuple import NamedTuple
from layerlint.platform.load import load_platform
from layerlint.rule import Rule

if TYPE_CHECKING:
    from pathlib import Path


class Settings(NamedTuple):
    config: Config
    every: tuple[Rule, ...]  #: all rules that there are
    rules: tuple[Rule, ...]  #: those that run
    options: Options
    runtimes: tuple[str, ...]
    architectures: tuple[str, ...]
    fail_on: str


def settings(given: SimpleNamespace) -> Settings:
    """Raises what errors.ONE_LINERS names."""
    config = load_config(given.config, os.getcwd())
    platform = load_platform(platform_file(given.platform, config))
    every = load_rules(_folders(given.rules, config))
    runtimes = given.runtimes or config.runtimes
    for runtime in runtimes:
        find_runtime(platform, runtime)
    return Settings(
        config=config,
        every=every,
        rules=selected(every, given.select or config.select, (*config.ignore, *given.ignore)),
        options=Options(
            platform=platform,
            as_of=day_of_run(given.as_of),
            severities=severities(every, config.severities),
            suppress=_suppress(every, config),
        ),
        runtimes=tuple(dict.fromkeys(runtimes)),
        architectures=tuple(dict.fromkeys(architectures(given.architectures or config.architectures))),
        fail_on=given.fail_on or config.fail_on or "error",
    )


def _suppress(rules: Sequence[Rule], config: Config) -> Callable[[Diagnostic], bool]:
    rows = ignores(rules, config.per_path_ignores)
    return lambda diagnostic: any(row.covers(diagnostic.code, diagnostic.finding) for row in rows)


def platform_file(given: str | None, config: Config) -> "Path | None":
    """The file that overrides what is known of Amazon's images, if one is named."""
    if given is not None:
        return _path(given)
    return _beside(config, config.platform) if config.platform is not None else None


def _folders(given: Sequence[str], config: Config) -> "list[Path]":
    return list(map(_path, given)) or [_beside(config, folder) for folder in config.rules]


def _beside(config: Config, name: str) -> "Path":
    return config.file.parent / name if config.file else _path(name)


def _path(name: str) -> "Path":
    from pathlib import Path  # noqa: PLC0415  # most runs name neither

    return Path(name)
