"""Damaged and recombined sources: never an exception, never a miss, and nothing rewritten that need not be."""

import ast
import sysconfig
import warnings
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from layerlint.facts.handlers import find_callable
from layerlint.facts.import_scan import scan
from layerlint.facts.malformed import Malformed
from layerlint.facts.module_names import module_names
from layerlint.facts.python_source import parse
from layerlint.facts.python_source.rewrite import OLDEST_REWRITTEN, rewrite
from layerlint.facts.python_source.tokens import Unscannable
from layerlint.facts.syntax_level import Level, syntax_level
from tests.facts.normal_form import normal

STDLIB = Path(sysconfig.get_path("stdlib"))
REAL = [
    (STDLIB / name).read_bytes()[:3000]
    for name in ("typing.py", "enum.py", "ssl.py", "os.py", "asyncio/base_events.py")
]
SNIPPETS = (
    b"import a, b.c as d\n",
    b"from . import (a, # b\n c as d)\n",
    b"from .a \\\n import *\n",
    b"lazy import a\n",
    b"type X[T = int] = list[T]\n",
    b"def f[T, *Ts](a, /, *b: *c) -> d: return 1, *a\n",
    b"class A[T](B): pass\n",
    b"x = f'{a[' b ']!r:{c}} {{d}} \\N{DIGIT ONE}' f\"{e=}\"\n",
    b"x = t'{a}' rf'\\{b}'\n",
    b"try:\n  import a\nexcept A, B: pass\nfinally: pass\n",
    b"match a:\n  case [b, *c] | {'d': e, **f}: pass\n",
    b"with (a as b, c): pass\n",
    b"if (a := 1): x = [*b for b in c]; y = {**d for d in e}\n",
    b"@a[0]\nasync def f(): yield lambda a=(b := 1): a\n",
    b"# coding: latin-1\n",
    b"\xef\xbb\xbf",
    b"globals()['a'] = __import__('b.c'); __all__ = ['a'] + b\n",
)
CUTS = st.one_of(
    st.sampled_from(SNIPPETS),
    st.sampled_from(
        [b"'", b'"', b"'''", b'"""', b"{", b"}", b"(", b")", b"[", b"]", b"\\", b"\n", b"\r", b"f'", b"#", b":"]
    ),
    st.binary(max_size=4),
)


@st.composite
def sources(draw: st.DrawFn) -> bytes:
    """A real or made source with a few stretches replaced."""
    data = draw(st.one_of(st.sampled_from(REAL), st.lists(st.sampled_from(SNIPPETS), max_size=6).map(b"".join)))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(data)))
        data = data[:start] + draw(CUTS) + data[start + draw(st.integers(0, 6)) :]
    return data


def own_tree(data: bytes) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(sources())
@example(b"\xff\xfe")
@example(b"x = f'{")
@example(b"type X[")
@example(b"lazy")
@example(b"except")
@example(b"f'{a:{b:{c")
def test_nothing_that_reads_sources_fails(data: bytes) -> None:
    for mention in scan(data):
        assert 0 <= mention.offset < len(data)
    tree = parse(data, "m.py")
    level = syntax_level(data, "m.py")
    if isinstance(tree, Malformed):
        assert tree.reason
        assert tree.reason.isprintable()
        assert isinstance(level, Malformed)
    else:
        assert isinstance(level, Level)
        names = module_names(tree)
        for name in names.bound:
            find_callable(tree, name)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(sources())
def test_what_this_python_reads_is_read_alike(data: bytes) -> None:
    own = own_tree(data)
    if own is None:
        return
    found = parse(data, "m.py")
    assert isinstance(found, ast.Module)
    assert normal(found) == normal(own)
    mentioned = {(mention.module, mention.level) for mention in scan(data)}
    for node in ast.walk(own):
        if isinstance(node, ast.Import):
            assert {(alias.name, 0) for alias in node.names} <= mentioned
        elif isinstance(node, ast.ImportFrom):
            assert (node.module or "", node.level) in mentioned


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(sources().map(lambda data: data.decode("latin-1").replace("\r", "\n")))
def test_only_newer_syntax_is_rewritten(text: str) -> None:
    try:
        rewritten = rewrite(text)
    except Unscannable:
        assert own_tree(text.encode()) is None
        return
    if not any(feature.version >= OLDEST_REWRITTEN for feature in rewritten.features):
        assert rewritten.text == text
    assert rewritten.text.count("\n") == text.count("\n")
