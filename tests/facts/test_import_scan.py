"""The scan for imports against the parser: nothing is missed, and hostile text costs no more than its length."""

import ast
import sysconfig
from pathlib import Path

import pytest

from layerlint.facts.import_scan import Mention, line_at, scan

STDLIB = Path(sysconfig.get_path("stdlib"))
SOURCES = sorted(path for path in STDLIB.rglob("*.py") if "site-packages" not in path.parts)[::8]


def imports(tree: ast.Module) -> set[tuple[str, int, str, int]]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {(name.name, 0, "", node.lineno) for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {(node.module or "", node.level, name.name, node.lineno) for name in node.names}
    return found


def mentioned(data: bytes) -> set[tuple[str, int, str, int]]:
    return {
        (mention.module, mention.level, name, line_at(data, mention.offset))
        for mention in scan(data)
        for name in mention.names or ("",)
    }


@pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::DeprecationWarning")
def test_every_import_of_the_standard_library_is_mentioned() -> None:
    read = 0
    for path in SOURCES:
        data = path.read_bytes()
        try:
            wanted = imports(ast.parse(data))
        except (SyntaxError, ValueError):
            continue
        assert wanted <= mentioned(data), path
        read += len(wanted)
    assert read > 1000


@pytest.mark.parametrize(
    "source",
    [
        "import a, b.c as d, e",
        "import a; import b",
        "try: import a\nexcept ImportError: import b",
        "if x:import a",
        "from . import x",
        "from .. import x as y, z",
        "from.a import b",
        "from .a import(b)",
        "from . . a . b import c",
        "from a import*",
        "from a import (\n  b,  # import c\n  d as e,\n)",
        "from a \\\n import b, \\\n  c",
        "from \\\n\\\n a import \\\n b",
        "import \\\n a \\\n , b",
        "x = 1; \\\nimport a",
        "class importer:\n\tfrom a import importer, imported",
        "\fimport a",
        "def f(x: int): from a import b",
        "import a # import b",
        "import ünïcode.ﬁ",
        "if True:\n  import a\nelse:\n\n\n  import b",
        "from importlib import import_module, __import__",
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_spelling_is_mentioned_as_the_parser_reads_it(source: str, end: str, mark: str) -> None:
    data = (mark + source.replace("\n", end)).encode()
    wanted = {found[:3] for found in imports(ast.parse(data))}
    assert {found[:3] for found in mentioned(data)} == wanted


def test_lazy_imports_are_mentioned() -> None:
    assert scan(b"lazy import a\nlazy from b import c") == (
        Mention("a", 0, (), indented=False, offset=0),
        Mention("b", 0, ("c",), indented=False, offset=14),
    )


@pytest.mark.parametrize(
    ("source", "module", "level"),
    [
        ('import_module("x.y")', "x.y", 0),
        ("importlib.import_module('.x', __package__)", "x", 1),
        ('import_module(\n    name="x",\n)', "x", 0),
        ('a = __import__("x")', "x", 0),
        ("__import__ (u'x', globals())", "x", 0),
    ],
)
def test_calls_with_a_literal_name_are_mentioned(source: str, module: str, level: int) -> None:
    assert [(found.module, found.level) for found in scan(source.encode())] == [(module, level)]


@pytest.mark.parametrize("source", ["important = 1", "import_module(name)", "__import__(a + 'b')", "x.import_ ('a')"])
def test_what_only_looks_alike_is_not_mentioned(source: str) -> None:
    assert scan(source.encode()) == ()


def test_the_margin_is_told_from_a_block() -> None:
    source = b"import a\nif b:\n    import c\nif d: import e\nf; import g\n  f; import h\n"
    assert {found.module: found.indented for found in scan(source)} == {
        "a": False,
        "c": True,
        "e": True,
        "g": False,
        "h": True,
    }


@pytest.mark.parametrize(
    "unit",
    [
        b"from a import (",
        b"\nfrom a import (",
        b"\nfrom a import (\n#",
        b"\nfrom .\\",
        b"\nimport \\",
        b"\nx \\\nx import \\",
        b"import ",
        b"import_module(",
        b"__import__('",
        b"\nfrom " + b"." * 5000 + b"a.",
        b":import a;",
        b"\r",
    ],
)
def test_hostile_text_is_read_in_one_go(unit: bytes) -> None:
    """Quadratic work would not end within the life of the test run."""
    data = unit * (500_000 // len(unit))
    assert len(scan(data)) <= len(data) // 5
