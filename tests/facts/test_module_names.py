"""The names a module binds, against what importing it leaves there."""

import ast
import importlib
import types
from pathlib import Path

import pytest

from layerlint.facts.module_names import Names, module_names
from layerlint.facts.python_source import parse

MODULES = """
abc argparse ast asyncio.events base64 bdb bisect calendar cmd code codecs codeop collections collections.abc
concurrent.futures configparser contextlib copy copyreg csv ctypes dataclasses datetime decimal difflib dis
doctest email.message enum filecmp fileinput fnmatch fractions functools getopt getpass gettext glob graphlib
gzip hashlib heapq hmac html.parser http.client http.server importlib.abc importlib.util inspect io ipaddress
json json.decoder keyword linecache locale logging logging.handlers lzma mimetypes multiprocessing.pool
numbers operator optparse os pathlib pdb pickle pickletools pkgutil platform plistlib pprint profile pstats
queue quopri random re reprlib sched secrets selectors shelve shlex shutil signal smtplib socket socketserver
ssl stat statistics string stringprep struct subprocess symtable sysconfig tarfile tempfile textwrap threading
timeit token tokenize tomllib trace traceback tracemalloc types typing unittest unittest.mock urllib.parse
urllib.request uuid warnings wave weakref webbrowser xml.dom.minidom xml.etree.ElementTree zipapp zipfile
zipimport zoneinfo
""".split()  # noqa: SIM905 - one a line would fill the screen


def names(source: str) -> Names:
    tree = parse(source.encode(), "m.py")
    assert isinstance(tree, ast.Module), tree
    return module_names(tree)


@pytest.mark.parametrize("name", MODULES)
def test_what_importing_leaves_is_bound_in_the_text(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__file__ is not None
    tree = parse(Path(module.__file__).read_bytes(), name)
    assert isinstance(tree, ast.Module)
    found = module_names(tree)
    left = {
        key
        for key, value in vars(module).items()
        if not (key.startswith("__") and key.endswith("__")) and not is_submodule(value, name)
    }
    if found.complete:
        assert left <= found.bound
    if found.dunder_all is not None and found.complete:
        assert set(module.__all__) <= set(found.dunder_all)


def is_submodule(value: object, package: str) -> bool:
    return isinstance(value, types.ModuleType) and value.__name__.startswith(f"{package}.")


def test_most_modules_hide_nothing() -> None:
    trees = [parse(Path(str(importlib.import_module(name).__file__)).read_bytes(), name) for name in MODULES]
    complete = [module_names(tree).complete for tree in trees if isinstance(tree, ast.Module)]
    assert sum(complete) > len(MODULES) // 2


@pytest.mark.parametrize(
    ("source", "bound"),
    [
        ("a = b = 1; (c, [d, *e]) = f; g.h = i[j] = 1; k += 1; l: int = 1; m: int", "abcdekl"),
        ("import a, b.c, d.e as f\nfrom g import h, i as j", "abfhj"),
        ("def a(b, c=(d := 1)): e = 1\nasync def f(): pass\nclass g(h := i): j = 1", "adfgh"),
        ("for a, b in c:\n  d = 1\nelse: e = 1\nwhile f: g = 1", "abdeg"),
        ("with a as b, c as (d, e): f = 1", "bdef"),
        ("try: a = 1\nexcept b as c: d = 1\nelse: e = 1\nfinally: f = 1", "acdef"),
        ("match a:\n  case [b, *c] | {'d': e, **f} | g(h, i=j) as k if (l := m): n = 1", "bcefhjkln"),
        ("[a for a in b if (c := a)]; {d: e for d, e in f}; (lambda g: (h := g))", "c"),
        ("def f():\n  global a\n  def g():\n    global b", "fab"),
        ("type A[T] = int\nclass B[T]: pass\nx = f'{'y'}{(z := 1)}'", "ABxz"),
        ("del a; a.b = 1; a[b] = 1", ""),
    ],
)
def test_every_way_to_bind_is_seen(source: str, bound: str) -> None:
    assert names(source).bound == set(bound)
    assert names(source).complete


@pytest.mark.parametrize(
    ("source", "bound"),
    [
        ("exec('class A: b = 1')", {"A"}),
        ("globals()['a'] = 1", {"a"}),
        ("def _f(a): globals()[a] = 1\n_f('b')\n_f('c')", {"_f", "b", "c"}),
    ],
)
def test_names_given_by_text_are_seen(source: str, bound: set[str]) -> None:
    assert names(source).bound == bound
    assert names(source).complete


@pytest.mark.parametrize(
    "source",
    [
        "from a import *",
        "def __getattr__(name): pass",
        "from a import b as __getattr__",
        "exec(a)",
        "exec('a = 1', b)",
        "exec('from a import *')",
        "exec('globals().update(a=1)')",
        "globals()[a] = 1",
        "def f(a): globals()[a] = 1\nf('b')",
        "def _f(a): globals()[a] = 1\n_f('b')\n_f(c)",
        "def _f(a): globals()[a] = 1\nmap(_f, b)",
        "def _f(a):\n a = b\n globals()[a] = 1\n_f('b')",
        "globals().update(a=1)",
        "a = globals()",
        "def f(): vars()['a'] = 1",
        "sys.modules[__name__] = A()",
        "sys.modules[__name__].a = 1",
        "sys.modules['a.b'] = c",
        "setattr(sys.modules[__name__], 'a', 1)",
        "setattr(importlib.import_module(__name__), 'a', 1)",
        "me = sys.modules.get(__name__)",
        "me.__dict__.update(a=1)",
        "me.__dict__['a'] = 1",
        "A = IntEnum._convert_('A', __name__, f)",
        "@enum.global_enum\nclass A(enum.Enum): a = 1",
    ],
)
def test_ways_that_hide_names_are_admitted(source: str) -> None:
    assert not names(source).complete


@pytest.mark.parametrize(
    "source",
    ["globals()['a']", "globals().get('a')", "'a' in globals()", "vars(a)", "getLogger(__name__)", "a.update(b)"],
)
def test_reading_a_namespace_hides_nothing(source: str) -> None:
    assert names(source).complete


@pytest.mark.parametrize(
    ("source", "given"),
    [
        ("", None),
        ("__all__ = ['b', 'a']", ("a", "b")),
        ("__all__: list[str] = ('a',)", ("a",)),
        (
            "__all__ = ['a'] + ['b']\n__all__ += ['c']\n__all__.append('d')\n__all__.extend(('e',))",
            ("a", "b", "c", "d", "e"),
        ),
        ("if x: __all__ = ['a']\nelse: __all__ = []", ("a",)),
        ("__all__ = ['a']\n__all__ += b.__all__", None),
        ("__all__ = [name for name in a]", None),
        ("__all__ = ['a']\n__all__.remove('a')", None),
        ("from a import __all__", None),
    ],
)
def test_dunder_all_is_told_where_it_is_spelled_out(source: str, given: tuple[str, ...] | None) -> None:
    assert names(source).dunder_all == given
