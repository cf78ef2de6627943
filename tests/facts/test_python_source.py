"""Python source to trees: as the running Python reads it, and as newer ones would."""

import ast
import json
import subprocess
from pathlib import Path

import libcst
import pytest

from layerlint.facts.malformed import Malformed
from layerlint.facts.python_source import GaveUp, Opaque, compile_fault, is_lazy, parse, type_parameters
from layerlint.facts.python_source.rewrite import rewrite
from tests.facts.normal_form import normal
from tests.truth.interpreters import interpreter

NORMAL_FORM = Path(__file__).with_name("normal_form.py")

#: what 3.12 and 3.13 read, with the older words that mean the same where there are any
NEW_IN_312_AND_313 = [
    ("x = f\"{a['b']!r:>{w}} {{c}} {'\\n'} \\N{DIGIT ONE}\" 'd' \"e\\x41\"", None),
    ('x = f"{a["b"]}"', "x = f\"{a['b']}\""),
    ('x = f"{f"{f"{1 + 1}"}"}"', None),
    ("x = f'{\n  a  # a comment '\n :>{10}}'\ny = 1", None),
    ("x = rf'\\d{'\\d'}'", None),
    ("x = f'{a!r  :x}'", "x = f'{a!r:x}'"),
    ("x = f'''\nlit '{b'''c'''}'\n{a}'''\ny = 1", None),
    ("x = (f'{a + '}' = }'\n  'b')\ny = 1", None),
    ("x = f'{a}' f'{b'b'}' 'c'", None),
    ("x = f'{(lambda: f'{a}')()}'", None),
    ("x = f'{'' if a else \"\\\\\"}'", None),
    ("type X = int | str; y = 1", None),
    ("type X[T: int, *Ts, **P] = list[\n  T]\ny = 1", None),
    ("type = 1\ntype[0] = type\ntype.x = 2\nprint(type)\ntype (a)", None),
    ("def f[T, U: (int, str)](x: T) -> U: pass", None),
    ("@d\nasync def f[\n  T\n](x): ...\ny = 1", None),
    ("class A[T](Base[T], key=f'{T['a']}'):\n  def f[U](self): pass\n  def g(self): pass", None),
]
NEW_IN_313 = [("class A[T = int, *Ts = *tuple[int]]: pass", None), ("type X[T = f'{'a'}'] = T", None)]
#: what 3.14 and 3.15 read
NEWER_STILL = [
    ("try: pass\nexcept A, B.c(1, 2): pass", "try: pass\nexcept (A, B.c(1, 2)): pass"),
    ("try: pass\nexcept* A, B: pass", "try: pass\nexcept* (A, B): pass"),
    ("lazy import a.b as c, d; import e", "import a.b as c, d; import e"),
    ("lazy from .a import (b,\n c)", "from .a import (b,\n c)"),
    ("if x: lazy import a", "if x: import a"),
]


def dump(source: str) -> object:
    found = parse(source.encode(), "m.py")
    assert isinstance(found, ast.Module), found
    return normal(found)


def normal_forms(version: str, *paths: Path) -> dict[str, object]:
    python = interpreter(version)
    if python is None:
        pytest.skip(f"no CPython {version} here")
    command = [str(python), "-I", "-W", "ignore", str(NORMAL_FORM)]
    done = subprocess.run(command, input="\n".join(map(str, paths)), capture_output=True, text=True, check=True)
    forms: dict[str, object] = json.loads(done.stdout)
    return forms


@pytest.mark.parametrize("version", ["3.12", "3.13"])
def test_new_syntax_is_read_as_the_python_that_has_it_reads_it(version: str, tmp_path: Path) -> None:
    sources = NEW_IN_312_AND_313 + (NEW_IN_313 if version == "3.13" else [])
    paths = [tmp_path / f"{number}.py" for number in range(len(sources))]
    for path, (source, _) in zip(paths, sources, strict=True):
        path.write_text(source, newline="\n")
    forms = normal_forms(version, *paths)
    for path, (source, _) in zip(paths, sources, strict=True):
        assert dump(source) == forms[str(path)], source


@pytest.mark.parametrize("version", ["3.12", "3.13"])
def test_the_newer_standard_library_is_read_as_its_own_python_reads_it(version: str) -> None:
    python = interpreter(version)
    if python is None:
        pytest.skip(f"no CPython {version} here")
    library = python.parent.parent / "lib" / f"python{version}"
    names = ["typing", "dataclasses", "traceback", "test/test_fstring", "test/test_type_params"]
    names += ["test/test_type_aliases"]
    paths = [path for name in names if (path := library / f"{name}.py").is_file()]
    forms = normal_forms(version, *(path for path in paths if path.stem != "test_fstring"))
    for path in paths:
        found = parse(path.read_bytes(), str(path))
        if path.stem != "test_fstring":  # holds spellings that only compilers of one patch release let through
            assert isinstance(found, ast.Module), found
            assert normal(found) == forms[str(path)], path


@pytest.mark.parametrize(("source", "older"), [pair for pair in NEW_IN_312_AND_313 + NEWER_STILL if pair[1]])
def test_new_syntax_is_read_as_its_older_spelling(source: str, older: str) -> None:
    assert dump(source) == dump(older)


@pytest.mark.parametrize("source", [source for source, _ in NEW_IN_312_AND_313 + NEW_IN_313 + NEWER_STILL])
def test_a_second_parser_takes_what_we_take(source: str) -> None:
    libcst.parse_module(source)
    dump(source)


def test_lazy_imports_are_told_from_others() -> None:
    source = b"lazy import a; import b\nfrom .lazy import c\nlazy from d import e\nlazy = 1\nfrom lazy import f"
    tree = parse(source, "m.py")
    assert isinstance(tree, ast.Module)
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [is_lazy(node) for node in imports] == [True, False, False, True, False]
    assert [node.lineno for node in imports] == [1, 1, 2, 3, 5]


def test_type_parameters_are_named() -> None:
    tree = parse(b"def a(): pass\nclass B[T: int, *Ts]:\n  def c[**P, U = P](self): pass\n  def d(self): pass", "m.py")
    assert isinstance(tree, ast.Module)
    named = {
        node.name: type_parameters(node) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    assert named == {"a": (), "B": ("T", "Ts"), "c": ("P", "U"), "d": ()}


@pytest.mark.parametrize(
    ("source", "called"),
    [
        ("t\"hello {f(1)!s:{g(2)}}\" t''", ["f", "g"]),
        ("type X[T: f(1)] = g(2)", ["g"]),
        ("[*f(a) for a in g(b)]", ["f", "g"]),
        ("{**f(a) for a in g(b)}", ["f", "g"]),
        ("h(*f(a) for a in g(b))", ["f", "g", "h"]),
        ("f'{'a' + f('b')}'", ["f"]),
    ],
)
def test_calls_within_new_syntax_can_be_walked_to(source: str, called: list[str]) -> None:
    tree = parse(source.encode(), "m.py")
    assert isinstance(tree, ast.Module)
    calls = [node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    assert sorted(calls) == called


def test_a_template_string_and_an_alias_have_no_known_value() -> None:
    tree = parse(b"x = t'a'\ntype X = int", "m.py")
    assert isinstance(tree, ast.Module)
    assert [type(node.value) for node in tree.body if isinstance(node, ast.Assign)] == [Opaque, Opaque]


def test_names_of_ours_in_a_source_are_left_alone() -> None:
    source = "_rewritten_formatted(f'{'a'}')"
    assert rewrite(source).mark != "_rewritten_"
    assert dump(source) == dump("_rewritten_formatted(f'{\"a\"}')")


@pytest.mark.parametrize(
    ("data", "clause"),
    [
        (b"x = 1\nprint 'a'", "line 2: Missing parentheses"),
        (b"x = '\xe9'", "line 1: not utf-8"),
        (b"#\n\xe9 = 1", "line 2: not utf-8"),
        (b"# \xe9\nx = f'# {a} \xe9'", "line 1: not utf-8"),
        (b"# coding: ascii\n# \xe9", "line 2: not ascii"),
        (b"# coding: nowhere\n", "line 1: unknown encoding nowhere"),
        (b"\n# coding: punycode\n", "line 1: the encoding punycode is for no source"),
        (b"# coding: bz2\nx", "line 1: "),
        (b"\xef\xbb\xbf# coding: latin-1\n", "line 1: a UTF-8 mark"),
        (b"x = \0", "null bytes"),
        (b"(" * 5000, "line 1: too many nested parentheses"),
        (b"x = " + b"9" * 5000, "line 1: Exceeds the limit"),
        (b"x = f'{a' + '", "line 1: "),
        (b"x = f'{a['b']}' +", "line 1: invalid syntax"),
        (b"x = b'' f'{a['b']}'", "line 1: "),
        (b"type X = ", "line 1: "),
        (b"lazy import", "line 1: "),
        (b"class A[T: pass", "line 1: "),
    ],
)
def test_what_no_python_reads_says_so_in_one_clause(data: bytes, clause: str) -> None:
    found = parse(data, "m.py")
    assert isinstance(found, Malformed)
    assert not isinstance(found, GaveUp)
    assert clause in found.reason
    assert found.reason.isprintable()


@pytest.mark.parametrize(
    "data",
    [
        b"x = " + b"-" * 50_000 + b"1",
        b"x = " + b"not " * 50_000 + b"1",
        b"x = a" + b" + a" * 50_000,
        b"if a: pass\n" + b"elif a: pass\n" * 50_000,
        b"type X = " + b"-" * 50_000 + b"1",
        b"x = f'" + b"{a:" * 5000 + b"}" * 5000 + b"' f'{'a'}'",
        b"1\n" * 1_000_000,
        b"#" * ((8 << 20) + 1),
    ],
)
def test_what_is_too_much_for_us_is_not_called_wrong(data: bytes) -> None:
    assert isinstance(parse(data, "m.py"), GaveUp)


def test_strings_in_strings_without_end_are_not_called_wrong() -> None:
    found = parse(b"x = " + b"f'{" * 90 + b"1" + b"}'" * 90, "m.py")
    assert isinstance(found, GaveUp | ast.Module)  # 3.12 reads it itself


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xef\xbb\xbfx = 1",
        b"\xef\xbb\xbf# coding: utf-8\nx = 1",
        b"# coding: latin-1\nx = '\xe9'",
        b"#!/usr/bin/python\r\n# vim: set fileencoding=cp1252 :\r\nx = '\x80'",
        b"x = 1\ry = 2\r",
        b"x = '\\d'",
        b"# \x80\n'' # \x80\nx = f'{a}' #\x80",
        b"# coding: utf-8\n# \x80\n",
        b"x = 1 if 2else 3",
        b"'''" + b"a " * 1_000_000 + b"'''",
    ],
)
def test_what_python_reads_is_read_without_a_warning(data: bytes) -> None:
    assert isinstance(parse(data, "m.py"), ast.Module)


@pytest.mark.parametrize("source", [source for source, _ in NEW_IN_312_AND_313 + NEW_IN_313 + NEWER_STILL])
def test_the_compiler_takes_new_syntax_in_older_words(source: str) -> None:
    tree = parse(source.encode(), "m.py")
    assert isinstance(tree, ast.Module)
    before = ast.dump(tree)
    assert compile_fault(tree, "m.py") is None
    assert ast.dump(tree) == before


@pytest.mark.parametrize(
    "source", ["x = t'{a}' == t''", "f(t'', [*a for a in b], (*a for a in b))", "x is 1; assert (x, 1)"]
)
def test_the_compiler_takes_template_strings_and_says_nothing(source: str) -> None:
    tree = parse(source.encode(), "m.py")
    assert isinstance(tree, ast.Module)
    assert compile_fault(tree, "m.py") is None


@pytest.mark.parametrize(
    ("source", "clause"),
    [
        ("x = 1\nreturn x", "line 2: 'return' outside function"),
        ("type X = int\nbreak", "line 2: 'break' outside loop"),
        ("def f(a, a): pass", "line 1: duplicate argument 'a' in function definition"),
        ("x = t''\n\nfrom __future__ import annotations", "line 3: from __future__ imports must occur"),
        ("def f():\n  x = 1\n  global x", "line 3: name 'x' is assigned to before global declaration"),
    ],
)
def test_what_the_compiler_refuses_is_told_in_one_clause(source: str, clause: str) -> None:
    tree = parse(source.encode(), "m.py")
    assert isinstance(tree, ast.Module)
    assert (compile_fault(tree, "m.py") or "").startswith(clause)
