"""What a handler's name stands for, and whether Lambda's call with two arguments can succeed."""

import ast

import pytest

from layerlint.facts.handlers import HandlerFact, HandlerKind, find_callable
from layerlint.facts.python_source import parse


def handler(source: str) -> HandlerFact | None:
    tree = parse(source.encode(), "m.py")
    assert isinstance(tree, ast.Module), tree
    return find_callable(tree, "h")


@pytest.mark.parametrize(
    ("parameters", "takes_two"),
    [
        ("event, context", True),
        ("event, /, context=None, *, extra=1", True),
        ("*args, **kwargs", True),
        ("event, *rest", True),
        ("event", False),
        ("", False),
        ("event, context, more", False),
        ("event, context, more=1", True),
        ("event, context, *, extra", False),
        ("*args, extra", False),
    ],
)
def test_the_arguments_that_a_function_takes(parameters: str, takes_two: bool) -> None:
    namespace: dict[str, object] = {}
    for source in (f"def h({parameters}): pass", f"h = lambda {parameters}: None"):
        found = handler(source)
        assert found is not None
        assert found.kind is HandlerKind.FUNCTION
        assert found.takes(2) is takes_two
        exec(source, namespace)  # noqa: S102 - the interpreter is the judge
        function = namespace["h"]
        assert callable(function)
        if takes_two:
            function(1, 2)
        else:
            with pytest.raises(TypeError):
                function(1, 2)


@pytest.mark.parametrize(
    ("source", "kind", "line"),
    [
        ("async def h(event, context): pass", HandlerKind.COROUTINE, 1),
        ("\nclass h: pass", HandlerKind.CLASS, 2),
        ("from a import b as h", HandlerKind.IMPORTED, 1),
        ("import h.a", HandlerKind.IMPORTED, 1),
        ("h = 'text'", HandlerKind.LITERAL, 1),
        ("h = make()", HandlerKind.VALUE, 1),
        ("h, a = b", HandlerKind.VALUE, 1),
        ("for h in a: pass", HandlerKind.VALUE, 1),
        ("(h := a)", HandlerKind.VALUE, 1),
        ("with a as h: pass", HandlerKind.VALUE, 1),
        ("h = None\ndef h(event, context): pass", HandlerKind.FUNCTION, 2),
        ("h = None\nif a:\n  def h(event, context): pass", HandlerKind.VALUE, 3),
        ("if a:\n  def h(b, c): pass\nelse:\n  def h(d, e): pass", HandlerKind.FUNCTION, 4),
        ("with a:\n  def h(b, c): pass", HandlerKind.FUNCTION, 2),
        ("try:\n  from a import h\nexcept ImportError:\n  h = None", HandlerKind.VALUE, 4),
        ("match a:\n  case h: pass", HandlerKind.VALUE, 1),
        ("@wrap\nasync def h(): pass", HandlerKind.VALUE, 2),
    ],
)
def test_what_the_name_stands_for(source: str, kind: HandlerKind, line: int) -> None:
    found = handler(source)
    assert found is not None
    assert (found.kind, found.line) == (kind, line)


def test_a_decorator_may_change_what_a_function_takes() -> None:
    found = handler("@wrap\ndef h(): pass")
    assert found is not None
    assert found.takes(2)


@pytest.mark.parametrize("source", ["", "def a():\n  def h(b, c): pass", "class A:\n  h = 1", "h: int", "h.a = 1"])
def test_what_is_not_at_the_top_level_is_not_found(source: str) -> None:
    assert handler(source) is None


def test_deep_blocks_are_left_unknown() -> None:
    found = handler("if a: pass\n" + "elif a: pass\n" * 900)
    assert found is None or found.kind is HandlerKind.VALUE
