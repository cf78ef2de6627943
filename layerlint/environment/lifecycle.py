"""What to say about a runtime that has an end."""

from layerlint.platform.fields import release
from layerlint.platform.records import Day, Platform, Runtime, State


def blocks(runtime: Runtime) -> str:
    """A clause with the dates of the blocks, "" where none is set."""
    dates = (("created", runtime.block_create), ("updated", runtime.block_update))
    parts = [f"{what} from {day}" for what, day in dates if day is not None]
    return f"; functions cannot be {' nor '.join(parts)} on" if parts else ""


def until(runtime: Runtime) -> str:
    return f" until {runtime.block_update}" if runtime.block_update else ""


def move(runtime: Runtime, platform: Platform, on: Day) -> str:
    """The newest supported runtime of the language, with the command that moves a function to it."""
    newer = newest(platform, "provided" if runtime.language == "go" else runtime.language, on)
    if newer is None or newer is runtime:
        return "layerlint runtimes lists what is supported"
    command = f"aws lambda update-function-configuration --function-name NAME --runtime {newer}"
    return f"check with --runtime {newer}, then {command}"


def newest(platform: Platform, language: str, on: Day) -> Runtime | None:
    found = [
        runtime
        for runtime in platform.runtimes.values()
        if runtime.language == language and runtime.state(on) is State.SUPPORTED and _is_out(runtime, on)
    ]
    return max(found, key=_age, default=None)


def _is_out(runtime: Runtime, on: Day) -> bool:
    return runtime.released is None or runtime.released <= on


def _age(runtime: Runtime) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """By version of the language, then of the system."""
    return release(runtime.version) if runtime.version else (), runtime.system.glibc
