"""The targets a stack is held to: declared ones, or every candidate of the languages found."""

from collections.abc import Iterable, Iterator

from layerlint.environment.environment import View
from layerlint.facts.listing import Listing
from layerlint.named_tuple import NamedTuple
from layerlint.platform.records import Day, Platform, Runtime, State, Target
from layerlint.stack import Mount, Role, Stack

LAYER_ROOTS = {"python": "python", "nodejs": "nodejs", "java": "java", "ruby": "ruby", "dotnetcore": "dotnet"}
FUNCTION_SUFFIXES = {
    ".py": "python",
    ".js": "nodejs",
    ".mjs": "nodejs",
    ".cjs": "nodejs",
    ".rb": "ruby",
    ".jar": "java",
    ".class": "java",
    ".dll": "dotnet",
}
NATIVE = "provided"


class Group(NamedTuple):
    """Targets of which at least one must load the stack."""

    label: str
    targets: tuple[Target, ...]


class UnknownTarget(ValueError):
    """A runtime or architecture that the platform data does not have; str() is one line."""


def groups(view: View, platform: Platform, on: Day) -> tuple[Group, ...]:
    """Runtime and architecture are separate axes: one that is not declared is inferred.

    Raises UnknownTarget.
    """
    stack = view.stack
    if stack.runtimes:
        runtimes = [find_runtime(platform, name) for name in stack.runtimes]
        return tuple(group for runtime in runtimes for group in _of_runtime(runtime, stack.architectures))
    found = sorted(languages(view, platform))
    return tuple(group for language in found for group in _of_language(language, stack, platform, on))


def _of_runtime(runtime: Runtime, architectures: tuple[str, ...]) -> list[Group]:
    if architectures:
        return [Group(f"{runtime} on {arch}", (Target(runtime, arch),)) for arch in architectures]
    return [Group(str(runtime), tuple(Target(runtime, arch) for arch in runtime.architectures))]


def _of_language(language: str, stack: Stack, platform: Platform, on: Day) -> list[Group]:
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


def languages(view: View, platform: Platform) -> frozenset[str]:
    """The languages found, "provided" where there are none of ours or a bootstrap takes over."""
    found: set[str] = set()
    for mount in view.stack.mounts:
        is_function = mount.role is Role.FUNCTION
        found.update(_of_function(view.stack, mount) if is_function else _of_layer(view, mount, platform))
    return frozenset(found or {NATIVE})


def _of_layer(view: View, mount: Mount, platform: Platform) -> Iterator[str]:
    """What lies on a search path or was plainly meant to, and what the root folders are named after."""
    yield from view.layout(mount, platform).languages
    names = (*mount.contents.listing.folders_in(""), *backslashed_roots(mount.contents.listing.files_in("")))
    yield from (LAYER_ROOTS[name] for name in names if name in LAYER_ROOTS)


def backslashed_roots(paths: Iterable[str]) -> frozenset[str]:
    """What would be folders at the root, were the backslashes in names at the root slashes."""
    return frozenset(path.partition("\\")[0] for path in paths if "\\" in path and "/" not in path)


def _of_function(stack: Stack, mount: Mount) -> Iterable[str]:
    """The handler's; else what lies at the root; else what lies nearest to it."""
    files = mount.contents.archive.files
    if "bootstrap" in files:
        return {NATIVE}
    handler = (stack.handler or "").rpartition(".")[0].replace(".", "/")
    named = {language for suffix, language in FUNCTION_SUFFIXES.items() if handler and handler + suffix in files}
    return named or _at_root(mount.contents.listing) or _nearest(files)


def _at_root(listing: Listing) -> set[str]:
    found = {_language(name) for name in listing.files_in("")} - {""}
    if any(name.endswith(".jar") for name in listing.files_in("lib")):
        found.add("java")
    return found or ({"nodejs"} if listing.folders_in("node_modules") else set())


def _nearest(paths: Iterable[str]) -> set[str]:
    depths: dict[int, set[str]] = {}
    for path in paths:
        language = _language(path.rpartition("/")[2])
        if language:
            depths.setdefault(path.count("/"), set()).add(language)
    return depths[min(depths)] if depths else set()


def _language(name: str) -> str:
    dot = name.rfind(".")
    return FUNCTION_SUFFIXES.get(name[dot:], "") if dot > 0 else ""
