"""Why an import statement fails although its file is there: Node.js links names before it runs anything."""

from layerlint.environment.node.offered import offered
from layerlint.environment.node.places import package_folder
from layerlint.environment.node.resolver import Outcome, Resolver
from layerlint.environment.node.shared import NodeShared
from layerlint.facts.javascript.request import Request
from layerlint.pattern import pattern
from layerlint.platform.node_names import load_node_names

FIRST_WITH_ATTRIBUTES, LAST_WITH_ASSERT = 18, 21  # versions of Node.js
IMPORTED = frozenset({"js", "mjs", "cjs", "json"})
TYPESCRIPT = frozenset({"ts", "mts", "cts"})
TYPESCRIPT_SINCE = 22
SINCE = {"wasm": 22, "node": 24}  # versions of Node.js
DEEPEST = 10  # files that pass on one another's names
ALWAYS_THERE = frozenset({"default", "module.exports"})  # of CommonJS
NAME = pattern(r"[\w$]+")


def unimportable(path: str, major: int) -> str:
    """One clause for a file that import takes by its ending alone; "" where it loads it, or may.

    Tried on 18 to 26: wasm with 22, addons with 24; in node_modules no version takes the types out of TypeScript.
    """
    ending = path.rpartition("/")[2].rpartition(".")
    if not ending[0] or ending[2] in IMPORTED:
        return ""
    known = TYPESCRIPT_SINCE if ending[2] in TYPESCRIPT else SINCE.get(ending[2], 0)
    if known and not (ending[2] in TYPESCRIPT and package_folder(path)):
        return "" if major >= known else f"Node.js {major} imports no .{ending[2]} files"
    return f"import takes no .{ending[2]} files{' from node_modules' if known else ''}"


def unlinked(request: Request, target: str, shared: NodeShared, resolver: Resolver) -> str:
    """One clause for a statement that leads to a file and fails all the same; "" where it links, or may."""
    major = resolver.facts.major
    if request.attributes == "assert" and major > LAST_WITH_ASSERT:
        return f"Node.js {major} has no `assert` behind an import: `with` stands in its place"
    if target.endswith(".json") and major >= FIRST_WITH_ATTRIBUTES:
        if not request.attributes:
            return "it is JSON, which import takes only with { type: 'json' }"
        names = [name for name in request.names if name != "default"]
        return f"JSON offers a default alone, and no {names[0]}" if names else ""
    if target.endswith((".js", ".mjs", ".cjs")) and request.names:
        return _without_name(request, target, shared, resolver)
    return ""


def unlinked_builtin(request: Request, major: int) -> str:
    """One clause for a statement that takes a name which a module of Node.js has in other versions alone."""
    module = request.specifier.removeprefix("node:")
    for name in request.names:
        held = load_node_names().lacking(module, name, major)
        if held and held[0] > major:
            return f"Node.js {major} exports no {name} from it, which came with {held[0]}"
        if held:
            return f"Node.js {major} exports no {name} from it, and {held[1]} was the last that does"
    return ""


def _without_name(request: Request, target: str, shared: NodeShared, resolver: Resolver) -> str:
    if shared.packages.is_module(target):
        offer = offered(target, shared, resolver)
        missing = [name for name in request.names if offer.complete and name not in offer.names]
        return f"it exports no {missing[0]}" if missing else ""
    seen = _seen(target, shared, resolver)
    for name in request.names:
        if seen is not None and name not in ALWAYS_THERE and name not in seen and NAME.fullmatch(name):
            return f"it is CommonJS, and Node.js sees no export {name} in it"
    return ""


def _seen(path: str, shared: NodeShared, resolver: Resolver) -> frozenset[str] | None:
    """The names that Node.js may see in a file and in those that it passes on; None where it may be any."""
    waiting, seen = [path], set[str]()
    names: frozenset[str] = frozenset()
    while waiting and len(seen) < DEEPEST:
        current = waiting.pop()
        seen.add(current)
        found = shared.visible(current)
        if found.is_open:
            return None
        names |= found.names
        for specifier in found.passed_on:
            other = resolver.require(specifier, current)
            if other.outcome is not Outcome.FILE or not other.path.endswith((".js", ".cjs")):
                return None
            if other.path not in seen:
                waiting.append(other.path)
    return None if waiting else names
