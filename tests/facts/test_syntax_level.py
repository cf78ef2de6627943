"""The level of a source against every CPython at hand: those from the level on compile it, those before refuse it."""

import json
import subprocess
from pathlib import Path

import pytest

from layerlint.facts.malformed import Malformed
from layerlint.facts.python_source import GaveUp
from layerlint.facts.syntax_level import FLOOR, Level, syntax_level
from tests.truth.interpreters import interpreter

COMPILE_EACH = Path(__file__).with_name("compile_each.py")

SOURCES: dict[tuple[int, int], list[str]] = {
    (3, 6): [
        "x = 1_000",
        "f'{x==y} {x!=y} {x<=y} {x:=5} {a:{b}} {a!r:^{b}.{c}}'",
        "f\"{'a' if b else 'c'} {'#'}\"",
        "f'''{a['b']} {\"c\"}\n'''",
        "f'{x:\\n}' rf'\\{x}'",
        "def f(): return (1, *a)",
        "x: t = (1, 2)",
        "for i in a:\n  try: pass\n  finally:\n    for j in b: continue",
        "@a.b(1)\n@a.b\ndef f(a, b=1, *c, d, e=2, **g): pass",
        "with (a) as b, (c): pass",
        "with (a, b): pass",
        "for x in (*a, b): pass",
        "match = type = case = lazy = 1\nmatch[0] = type(case)",
        "a[(*b,)]; a[1:2, b]; a[b, c]",
        "async def f():\n  async for x in y: yield x\n  return_ = [x async for x in y]",
        "def f(): yield\nclass A(metaclass=B, **k): pass",
        "try: pass\nexcept (A, B) as e: pass",
    ],
    (3, 7): ["from __future__ import division, annotations"],
    (3, 8): [
        "(x := 1)",
        "f(x := 1)",
        "[x := 1]",
        "def f(a, /): pass",
        "lambda a, /: 1",
        "f'{x=}'",
        "f'{x = !r:>10}'",
        "def f(): return 1, *a",
        "def f(): return *a,",
        "def f(): yield *a, 1",
        "x: t = 1, 2",
        "for i in a:\n  try: pass\n  finally:\n    if b:\n      continue",
    ],
    (3, 9): [
        "@a[0]\ndef f(): pass",
        "@a(1)(2)\nclass A: pass",
        "@(a or b)\nasync def f(): pass",
        "with (a as b, c as d): pass",
        "with (a as b,): pass",
        "for x in *a, b: pass",
        "{x := 1}",
        "{x := 1 for y in z}",
    ],
    (3, 10): ["match x:\n  case [1, {'a': A(b=c)}] if d: pass", "a[x := 1]"],
    (3, 11): ["try: pass\nexcept* A: pass", "a[*b]", "a[b, *c]", "a[1:2, *b]", "def f(*a: *b): pass"],
    (3, 12): [
        "type X[T] = list[T]",
        "def f[T](): pass",
        "class A[T: int, *Ts, **P]: pass",
        'f"{a["b"]}"',
        "f'{\"\\n\"}'",
        "f'{a # b\n}'",
        "f'{\na}'",
        "f'{a:{b:{c}}}'",
        "f'{a}' 'b' f'{'c'}'",
        "f'{f'{a}'}'",
        "f'{a!r }'",
        "f'''{'''a'''}'''",
    ],
    (3, 13): ["class A[T = int]: pass", "type X[*Ts = *tuple[int]] = Ts"],
    (3, 14): ["try: pass\nexcept A, B: pass", "t'a {b}'", "rt'''a'''"],
    (3, 15): [
        "lazy import a",
        "lazy from a import b",
        "[*a for a in b]",
        "f(\n  *a(b)[0]\n  for a in b)",
        "{**a for a in b}",
    ],
}
PYTHON_2 = ["print 'a'", "exec 'a'", "if x <> y: pass", "0777", "ur'a'", "raise A, 'b'", "`x`", "def f((a, b)): pass"]
ASKED = ["3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13"]


@pytest.mark.parametrize(
    ("source", "version"), [(source, version) for version, sources in SOURCES.items() for source in sources]
)
def test_the_level_is_that_of_the_newest_syntax(source: str, version: tuple[int, int]) -> None:
    found = syntax_level(source.encode(), "m.py")
    assert isinstance(found, Level), found
    assert found.version == version
    assert bool(found.feature) == (version != FLOOR)


@pytest.mark.parametrize("version", ASKED)
def test_each_python_compiles_what_is_said_to_be_for_it(version: str) -> None:
    python = interpreter(version)
    if python is None:
        pytest.skip(f"no CPython {version} here")
    asked = [(source, since) for since, sources in SOURCES.items() for source in sources]
    command = [str(python), "-I", str(COMPILE_EACH)]
    given = json.dumps([source for source, _ in asked] + PYTHON_2)
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
    itself = tuple(map(int, version.split(".")))
    wanted = [since <= itself for _, since in asked] + [False] * len(PYTHON_2)
    wrong = [
        source
        for source, compiled, expected in zip(json.loads(given), json.loads(done.stdout), wanted, strict=True)
        if compiled != expected
    ]
    assert wrong == []


def test_the_first_use_of_the_newest_syntax_is_named() -> None:
    source = b"(a := 1)\n\nmatch b:\n  case 1:\n    match c:\n      case 2: pass\ntype = 1\n"
    assert syntax_level(source, "m.py") == Level((3, 10), "the match statement", 3)
    source += b"x = (1,\n  f'{'a'}')\ntype X = int\n"
    found = syntax_level(source, "m.py")
    assert isinstance(found, Level)
    assert (found.version, found.line) == ((3, 12), 9)


def test_fields_that_show_themselves_are_found_in_a_format_spec() -> None:
    found = syntax_level(b"f'{a:{b=}}'", "m.py")
    if isinstance(found, GaveUp):
        pytest.skip(found.reason)  # a defect of early 3.12
    assert isinstance(found, Level)
    assert found.version == (3, 8)


@pytest.mark.parametrize("source", PYTHON_2)
def test_python_2_has_no_level(source: str) -> None:
    assert isinstance(syntax_level(source.encode(), "m.py"), Malformed)
