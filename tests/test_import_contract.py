"""The cheap half of the import contract; import-linter holds the order of the rooms."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import layerlint

PACKAGE = Path(layerlint.__file__).parent
RULES = PACKAGE / "rules"


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def sources() -> dict[str, Path]:
    return {module_name(path): path for path in sorted(PACKAGE.rglob("*.py")) if RULES not in path.parents}


SOURCES = sources()


def imports_of(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import():
            yield from (alias.name for alias in node.names)
        case ast.ImportFrom(module=str(module), level=0):
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def at_import_time(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node that runs when the module is imported: no function bodies, no `if TYPE_CHECKING`."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node
        yield from at_import_time(node)


def graph() -> dict[str, set[str]]:
    """Imports between modules of the package; a package counts as its __init__."""
    edges: dict[str, set[str]] = {}
    for name, path in SOURCES.items():
        found = {target for node in at_import_time(ast.parse(path.read_bytes())) for target in imports_of(node)}
        edges[name] = (found & SOURCES.keys()) - {name}
    return edges


@pytest.mark.parametrize("name", SOURCES)
def test_nothing_in_the_package_imports_rules(name: str) -> None:
    tree = ast.parse(SOURCES[name].read_bytes())
    targets = {target for node in ast.walk(tree) for target in imports_of(node)}
    assert not [target for target in targets if target.split(".")[0] == "rules" or target.startswith("layerlint.rules")]


def test_imports_have_no_cycle() -> None:
    try:
        TopologicalSorter(graph()).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


def test_a_cycle_would_be_found() -> None:
    assert {"layerlint", "layerlint.rule", "layerlint.engine"} <= graph().keys()
    assert "layerlint.rule" in graph()["layerlint.engine"]
