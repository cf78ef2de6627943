"""Names that sources take from a C library which cffi binds for another distribution, and that it does not have.

pyOpenSSL takes its names from the library that cryptography compiles in. The compiled module spells every name that it
gives, so that one which its bytes do not hold is not there: `module 'lib' has no attribute ...`.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping

from layerlint.archive.archive import UnreadableMember
from layerlint.environment.python.failure import Cause, Defect
from layerlint.environment.python.finder import Finder, Found, Origin
from layerlint.environment.python.loadable import ExtensionFile
from layerlint.environment.python.mentions import Graph
from layerlint.environment.python.shared import Shared
from layerlint.environment.tree import Place
from layerlint.facts.module_scope import own_nodes
from layerlint.pattern import pattern

LIBRARY = b".lib"  # what cffi calls it
MADE = rb"(?m)^(\w+) *= *%b\(\)"  # an object of a class
HELD = pattern(rb"(?m)^(\w+) *= *(\w+)\.lib *$")  # the library that an object has
UNSURE = (ast.IfExp, ast.BoolOp, ast.comprehension, ast.Lambda)  # a part of these may not be carried out
Lost = Mapping[str, Cause]


def lost_names(shared: Shared, finder: Finder, graph: Graph, extensions: Iterable[ExtensionFile]) -> Lost:
    """The modules that fail over such a name as they are imported; the extension modules are some that cffi made."""
    found: dict[str, Cause] = {}
    for file in extensions:
        what = finder.find(file.module)
        if what is not None and what.origin is Origin.EXTENSION and what.place is not None:
            for holder, name in _holders(finder, graph, file.module):
                found.update(_takers(shared, finder, graph, f"{holder}.{name}", what))
    return found


def _holders(finder: Finder, graph: Graph, extension: str) -> Iterator[tuple[str, str]]:
    """The modules of others that make an object of a class which has the library, and what they call that."""
    top = extension.partition(".")[0]
    importers = {edge.importer for edge in graph.who_imports(extension) if edge.importer.partition(".")[0] == top}
    for binder in sorted(importers):
        place = _source(finder, binder)
        if place is not None and LIBRARY in place.read():
            yield from _holders_of(finder, graph, binder)


def _holders_of(finder: Finder, graph: Graph, binder: str) -> Iterator[tuple[str, str]]:
    for edge in graph.who_imports(binder):
        for kind in edge.mention.names:
            user = _source(finder, edge.importer)
            data = user.read() if user else b""
            made = set(re.findall(MADE % re.escape(kind.encode()), data)) if LIBRARY in data else set()
            yield from ((edge.importer, name.decode()) for name, owner in HELD.findall(data) if owner in made)


def _takers(shared: Shared, finder: Finder, graph: Graph, library: str, found: Found) -> Iterator[tuple[str, Cause]]:
    spelled = _text(found.place) if found.place else b""
    for edge in graph.importers.get(library, ()):
        user = _source(finder, edge.importer)
        tree = shared.parsed.tree(user) if user else None
        if user is None or not isinstance(tree, ast.Module):
            continue
        taken = sorted(_taken(tree, library.rpartition(".")[2]))
        lost = next((name for _, name in taken if spelled and name.encode() not in spelled), None)
        if lost is not None:
            detail = f"the library compiled into {found.name} has no {lost}"
            yield edge.importer, Cause(Defect.MISSING, found.name, detail, wanted=lost, exception="AttributeError")


def _source(finder: Finder, name: str) -> Place | None:
    found = finder.find(name)
    return found.place if found is not None and found.origin is Origin.SOURCE else None


def _taken(tree: ast.Module, library: str) -> Iterator[tuple[int, str]]:
    """What the statements of a module and of its classes take for sure, each after its line."""
    imports = (node for node in tree.body if isinstance(node, ast.ImportFrom))
    called = {alias.asname or alias.name for node in imports for alias in node.names if alias.name == library}
    classes = (node.body for node in tree.body if isinstance(node, ast.ClassDef))
    for statement in (each for body in (tree.body, *classes) for each in body):
        nodes = list(own_nodes(statement)) if isinstance(statement, ast.Assign | ast.AnnAssign | ast.Expr) else []
        if not any(isinstance(node, UNSURE) for node in nodes):
            for node in nodes:
                match node:
                    case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name in called:
                        yield node.lineno, attribute


def _text(place: Place) -> bytes:
    """Read past `Place.read`, which takes no source for as large as a compiled library may be."""
    try:
        return place.mount.contents.archive.read(place.entry)
    except UnreadableMember:
        return b""
