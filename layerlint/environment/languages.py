"""Which languages an archive is for, so that targets can be inferred."""

from collections.abc import Iterable, Iterator

from layerlint.environment.layout.known import Known
from layerlint.environment.layout.layout import Layout
from layerlint.facts.listing import Listing
from layerlint.platform.records import Platform
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


def languages(stack: Stack, platform: Platform) -> frozenset[str]:
    """The languages found, "provided" where there are none of ours or a bootstrap takes over."""
    found: set[str] = set()
    for mount in stack.mounts:
        found.update(_of_function(stack, mount) if mount.role is Role.FUNCTION else _of_layer(stack, mount, platform))
    return frozenset(found or {NATIVE})


def _of_layer(stack: Stack, mount: Mount, platform: Platform) -> Iterator[str]:
    """What lies on a search path or was plainly meant to, and what the root folders are named after."""
    yield from Layout(stack, mount, Known(platform, Role.LAYER)).languages
    yield from (LAYER_ROOTS[name] for name in mount.contents.listing.folders_in("") if name in LAYER_ROOTS)


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
