"""The frameworks that a publish asks for, against those of the runtime."""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.facts.dotnet.published import RuntimeConfig
from layerlint.named_tuple import NamedTuple

BASE, WEB, DESKTOP = "Microsoft.NETCore.App", "Microsoft.AspNetCore.App", "Microsoft.WindowsDesktop.App"
ROLLS = {"major", "latestmajor"}
ROLL_FORWARD = "DOTNET_ROLL_FORWARD"


class Unmet(NamedTuple):
    name: str
    wanted: str  #: the version
    surely: bool  #: the host stops over it, whatever the image sets


def unmet(config: RuntimeConfig, env: Environment) -> Iterator[Unmet]:
    """An older framework is met by a newer one where it may roll forward, and a newer one never is."""
    version = env.target.runtime.version
    if not version or config.self_contained:
        return
    rolls = (env.stack.variables.get(ROLL_FORWARD) or config.roll_forward).lower() in ROLLS
    for name, wanted in config.frameworks:
        order = _compared(wanted, version)
        if name == DESKTOP or (name in (BASE, WEB) and (order > 0 or (order < 0 and not rolls))):
            yield Unmet(name, wanted, name == DESKTOP or order > 0)


def _compared(wanted: str, version: str) -> int:
    """By major version, which alone keeps one from standing in for another; 0 where it cannot be told."""
    major, has = wanted.partition(".")[0], version.partition(".")[0]
    return (int(major) > int(has)) - (int(major) < int(has)) if major.isdecimal() and has.isdecimal() else 0
