"""Why an import statement fails although its file is there: Node.js links names before it runs anything."""

import re
from collections.abc import Iterator

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
LARGEST = 1 << 20  # characters of a file whose names are looked for
DEEPEST = 10  # files that pass on one another's names
UNKNOWN = "exports[name]"  # a text that may offer anything
ALWAYS_THERE = frozenset({"default", "module.exports"})  # of CommonJS
#: statements by which CommonJS passes on what others export
PASSED_ON = pattern(r"exports\s*=\s*(?:[\w$]+\s*=\s*)*require\(\s*[\"']([^\"'\n]+)[\"']\s*\)")
#: others whose names are not looked for
OPEN = pattern(r"__export|exportStar|__reExport|Object\.keys\(|\.\.\.\s*require\(")


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
    for name in request.names:
        if name not in ALWAYS_THERE and _hides(target, name, shared, resolver):
            return f"it is CommonJS, and Node.js sees no export {name} in it"
    return ""


def _hides(path: str, name: str, shared: NodeShared, resolver: Resolver) -> bool:
    """Whether it is sure that the lexer which Node.js reads CommonJS with finds no such name.

    It takes assignments to `exports.name` and the like, wherever they stand, as https://github.com/nodejs/cjs-module-lexer
    says; what follows is wider than that.
    """
    return all(_lacks(text, name) for text in _texts(path, shared, resolver))


def _texts(path: str, shared: NodeShared, resolver: Resolver) -> Iterator[str]:
    """The file and those that it passes on; an unknown one as a text that may hold any name."""
    waiting, seen = [path], set[str]()
    while waiting and len(seen) < DEEPEST:
        current = waiting.pop()
        seen.add(current)
        text = shared.text(current)
        if len(text) > LARGEST or not shared.is_read(current) or shared.source(current).is_module or OPEN.search(text):
            yield UNKNOWN
            return
        yield text
        for specifier in PASSED_ON.findall(text):
            found = resolver.require(specifier, current)
            if found.outcome is not Outcome.FILE or not found.path.endswith((".js", ".cjs")):
                yield UNKNOWN
            elif found.path not in seen:
                waiting.append(found.path)


def _lacks(text: str, name: str) -> bool:
    if text is UNKNOWN:
        return False
    word = rf"(?<![\w$]){re.escape(name)}(?![\w$])"
    if not re.search(word, text):
        return True
    assigned = rf"exports\s*(?:\.\s*|\[\s*[\"'`])(?:{word})|exports\s*,\s*[\"'`]{re.escape(name)}[\"'`]"
    return not re.search(assigned, text) and not re.search(r"exports\s*=\s*\{", text)
