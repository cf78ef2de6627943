"""Whether the text shows that an import does not run, or that its failure is caught."""

import re

import pytest

from layerlint.facts.deferral import Deferral

GUARDED = {
    "caught": "try:\n    import x\nexcept ImportError:\n    x = None\n",
    "any exception": "try:\n    import x\nexcept Exception as error:\n    x = error\n",
    "bare": "try:\n    import x\nexcept:\n    pass\n",
    "one of several": "try:\n    import x\nexcept (OSError,\n        ModuleNotFoundError):\n    pass\n",
    "second handler": "try:\n    import x\nexcept OSError:\n    raise\nexcept ImportError:\n    pass\n",
    "outer": "try:\n    try:\n        import x\n    except OSError:\n        pass\nexcept ImportError:\n    pass\n",
    "under a condition": "try:\n    if y:\n        import x\nexcept ImportError:\n    pass\n",
    "a stand-in that raises when called": (
        "try:\n    import x\nexcept ImportError:\n\n    def x():\n        raise OSError\n"
    ),
    "with else": "try:\n    import x\nexcept ImportError:\n    pass\nelse:\n    raise OSError\n",
}
FELT = {
    "raised again": "try:\n    import x\nexcept ImportError:\n    raise\n",
    "raised as another": "try:\n    import x\nexcept ImportError as e:\n    raise OSError('x') from e\n",
    "left": "try:\n    import x\nexcept ImportError:\n    sys.exit(1)\n",
    "other exception": "try:\n    import x\nexcept OSError:\n    pass\n",
    "name that ends alike": "try:\n    import x\nexcept MyException:\n    pass\n",
    "finally only": "try:\n    import x\nfinally:\n    pass\n",
    "in the handler": "try:\n    import y\nexcept ImportError:\n    import x\n",
    "in else": "try:\n    import y\nexcept ImportError:\n    pass\nelse:\n    import x\n",
    "another try": "try:\n    pass\nexcept ImportError:\n    pass\nif y:\n    import x\n",
    "called function": "def f():\n    import x\n\ntry:\n    pass\nexcept ImportError:\n    pass\nf()\n",
    "under a condition alone": "if y:\n    import x\n",
    "for this system": 'if sys.platform == "linux":\n    import x\n',
}
DEFERRED = {
    "for another system": 'import sys\nif sys.platform == "win32":\n    import x\n',
    "for another os": "import os\nif os.name == 'nt':\n    import x\n",
    "for types": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import x\n",
    "in a function": "def f():\n    import x\n",
}


def harmless(source: str) -> bool:
    return Deferral(source.encode()).is_harmless(source.index("import x"))


@pytest.mark.parametrize("source", [*GUARDED.values(), *DEFERRED.values()], ids=[*GUARDED, *DEFERRED])
def test_harmless(source: str) -> None:
    assert harmless(source)


@pytest.mark.parametrize("source", FELT.values(), ids=FELT)
def test_felt(source: str) -> None:
    assert not harmless(source)


@pytest.mark.parametrize("source", DEFERRED.values(), ids=DEFERRED)
def test_deferred(source: str) -> None:
    assert Deferral(source.encode()).holds(source.index("import x"))


def test_an_endless_list_of_exceptions_is_not_looked_through_for_each_handler() -> None:
    """Quadratic work would not end within the life of the test run."""
    source = b"try:\n  import x\n" + b"except ImportError\n" * 5_000
    assert not Deferral(source).is_harmless(source.index(b"import x"))


def test_many_handlers_are_each_looked_at_alone() -> None:
    """Quadratic work would not end within the life of the test run."""
    source = b"\ntry:\n  import x\nexcept ImportError: pass" * 10_000
    deferral = Deferral(source)
    assert all(deferral.is_harmless(match.start()) for match in re.finditer(rb"import x", source))


CALLED = {
    "plainly": "\nf()\n",
    "with a blank": "\nf (x)\n",
    "within a line": "\ny = g(f(x))\n",
    "in the first line": "f()\n",
}
NOT_CALLED = {
    "defined": "\ndef f(x):\n    return x\n",
    "in a block": "\nif x:\n    f()\n",
    "another's end": "\nxf()\n",
    "another's beginning": "\nfx()\n",
    "a decorator's": "\n@f(x)\ndef g(): ...\n",
    "in a comment": "\n# f()\n",
    "handed on": "\ng(f)\n",
}


@pytest.mark.parametrize("source", CALLED.values(), ids=CALLED)
def test_called_at_the_margin(source: str) -> None:
    assert Deferral(source.encode()).calls(b"f")


@pytest.mark.parametrize("source", NOT_CALLED.values(), ids=NOT_CALLED)
def test_not_called_at_the_margin(source: str) -> None:
    assert not Deferral(source.encode()).calls(b"f")


TRIED_FIRST = {
    "one import": "try:\n    import y\nexcept ImportError:\n    import x\n",
    "several": "try:\n    import y\n    from z import a, b  # c\n\n    # d\nexcept (ImportError, e):\n    import x\n",
    "second handler": "try:\n    import y\nexcept OSError:\n    pass\nexcept ImportError:\n    import x\n",
    "inside of another": "try:\n    try:\n        import y\n    except:\n        import x\nfinally:\n    pass\n",
}
NOT_PLAIN = {
    "more than an import": "try:\n    import y\n    y.go()\nexcept Exception:\n    import x\n",
    "two in a line": "try:\n    import y; y.go()\nexcept Exception:\n    import x\n",
    "names in brackets": "try:\n    from y import (\n        a,\n    )\nexcept ImportError:\n    import x\n",
    "a block": "try:\n    if z:\n        import y\nexcept ImportError:\n    import x\n",
    "behind the colon": "try: import y\nexcept ImportError:\n    import x\n",
    "under a condition": "try:\n    import y\nexcept ImportError:\n    if z:\n        import x\n",
    "in else": "try:\n    import y\nexcept ImportError:\n    pass\nelse:\n    import x\n",
    "in the body": "try:\n    import x\nexcept ImportError:\n    pass\n",
    "no try": "import x\n",
}


@pytest.mark.parametrize("source", TRIED_FIRST.values(), ids=TRIED_FIRST)
def test_what_must_fail_before_a_fallback_is_imported(source: str) -> None:
    span = Deferral(source.encode()).tried_first(source.index("import x"))
    assert "import y" in source[span.start : span.stop]
    assert "import x" not in source[span.start : span.stop]


@pytest.mark.parametrize("source", NOT_PLAIN.values(), ids=NOT_PLAIN)
def test_where_more_than_an_import_may_fail_first(source: str) -> None:
    assert not Deferral(source.encode()).tried_first(source.index("import x"))
