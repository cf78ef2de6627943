"""The targets a stack is held to: declared ones, or every candidate of the languages found."""

from datetime import date

from layerlint.environment.languages import languages
from layerlint.named_tuple import NamedTuple
from layerlint.platform.records import Platform, Runtime, State, Target
from layerlint.stack import Stack


class Group(NamedTuple):
    """Targets of which at least one must load the stack."""

    label: str
    targets: tuple[Target, ...]


class UnknownTarget(ValueError):
    """A runtime or architecture that the platform data does not have; str() is one line."""


def groups(stack: Stack, platform: Platform, on: date) -> tuple[Group, ...]:
    """Runtime and architecture are separate axes: one that is not declared is inferred.

    Raises UnknownTarget.
    """
    if stack.runtimes:
        runtimes = [find_runtime(platform, name) for name in stack.runtimes]
        return tuple(group for runtime in runtimes for group in _of_runtime(runtime, stack.architectures))
    found = sorted(languages(stack, platform))
    return tuple(group for language in found for group in _of_language(language, stack, platform, on))


def _of_runtime(runtime: Runtime, architectures: tuple[str, ...]) -> list[Group]:
    if architectures:
        return [Group(f"{runtime} on {arch}", (Target(runtime, arch),)) for arch in architectures]
    return [Group(str(runtime), tuple(Target(runtime, arch) for arch in runtime.architectures))]


def _of_language(language: str, stack: Stack, platform: Platform, on: date) -> list[Group]:
    runtimes = [
        runtime
        for runtime in platform.runtimes.values()
        if runtime.language == language and runtime.state(on) is not State.UPDATE_BLOCKED
    ]
    if not stack.architectures:
        targets = tuple(Target(runtime, arch) for runtime in runtimes for arch in runtime.architectures)
        return [Group(language, targets)]
    return [
        Group(
            f"{language} on {arch}",
            tuple(Target(runtime, arch) for runtime in runtimes if arch in runtime.architectures),
        )
        for arch in stack.architectures
    ]


def find_runtime(platform: Platform, name: str) -> Runtime:
    """Raises UnknownTarget with the nearest name."""
    runtime = platform.runtimes.get(name)
    if name in platform.unmanaged:
        raise UnknownTarget(f"nothing can be predicted for runtime {name}: its publisher made the image, not Amazon")
    if runtime is None:
        from difflib import get_close_matches  # noqa: PLC0415  # only a mistake needs it

        near = get_close_matches(name, platform.runtimes, n=1)
        hint = f"; did you mean {near[0]}?" if near else "; layerlint runtimes lists them"
        raise UnknownTarget(f"unknown runtime {name}{hint}")
    return runtime
