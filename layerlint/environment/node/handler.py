"""Where the Node.js runtime finds the module of a handler, in the order of its client."""

from layerlint.environment.disk import Disk, resolved
from layerlint.environment.node.resolver import Outcome, Resolver
from layerlint.named_tuple import NamedTuple
from layerlint.platform.records import NodeFacts

TASK = "/var/task"


class Named(NamedTuple):
    """A handler string taken apart."""

    folder: str  #: seen from /var/task, "" for it
    module: str
    function: str  #: "handler", or a path of names with dots between


class Module(NamedTuple):
    path: str  #: absolute
    required: bool  #: by require(); else by import()


def named(handler: str) -> Named | None:
    """None where the runtime refuses it: no dot in its last part, or ".." anywhere."""
    folder, _, last = handler.rpartition("/")
    module, dot, function = last.partition(".")
    return Named(folder, module, function) if dot and module and function and ".." not in handler else None


def module_of(name: Named, disk: Disk, resolver: Resolver, facts: NodeFacts) -> Module | None:
    """The file that is loaded; None where the runtime finds none."""
    base = resolved(TASK, f"{name.folder}/{name.module}" if name.folder else name.module)
    if disk.stat(base) is not None:
        found = resolver.require(base, f"{TASK}/x.js")
        return Module(found.path, required=True) if found.outcome is Outcome.FILE else None
    is_module = resolver.packages.is_module_scope(f"{base}.js")
    for ending, required in _endings(facts, is_module=is_module):
        if disk.is_file(base + ending):
            return Module(disk.real(base + ending) or base + ending, required)
    found = resolver.require(name.module, f"{TASK}/x.js")
    if found.fails and name.folder:
        found = resolver.require(name.module, resolved(TASK, f"{name.folder}/x.js"))
    return Module(found.path, required=True) if found.outcome is Outcome.FILE else None


def _endings(facts: NodeFacts, *, is_module: bool) -> list[tuple[str, bool]]:
    endings = [(".js", not is_module or not facts.esm_handler), (".mjs", False), (".cjs", True)]
    if not facts.esm_handler:
        endings = [(".js", True)]
    if facts.typescript:
        endings += [(".ts", not is_module), (".mts", False), (".cts", True)]
    return endings
