"""Names that computed imports may be given: those of a loop over texts, or whatever a source combines."""

import pytest

from layerlint.facts.import_guess import computed_calls, guessed_names

LISTED = {
    "a tuple": 'for name in ("a", "b.c"):\n    x[name] = __import__(name)\nother = "d."\n',
    "a list over lines": 'for name in [\n    "a",\n    "b.c",\n]:\n    import_module(name)\nother = "d."\n',
    "caught": 'for x in ("a", "b.c"):\n    try:\n        import_module(x)\n    except ImportError:\n        pass\n',
}
COMBINED = {
    "another call": 'for name in ("a", "b"):\n    __import__(name)\nimport_module("d." + x)\n',
    "another name": 'for name in ("a", "b"):\n    __import__(other)\nx = "d."\n',
    "below a package": 'for name in ("a", "b"):\n    import_module("d." + name)\n',
    "relative": 'for name in ("a", "b"):\n    import_module(name, "d.")\n',
    "not the first statement": 'for name in ("a", "b"):\n    name = "d." + name\n    __import__(name)\n',
}


@pytest.mark.parametrize("source", LISTED.values(), ids=LISTED)
def test_a_loop_over_texts_imports_these_alone(source: str) -> None:
    assert guessed_names(source.encode()) == ("a", "b.c")


@pytest.mark.parametrize("source", COMBINED.values(), ids=COMBINED)
def test_other_calls_may_import_what_the_texts_make_together(source: str) -> None:
    assert {"a", "b", "d.a", "d.b"} <= set(guessed_names(source.encode()))


def test_computed_calls_are_told_in_their_order() -> None:
    source = b'__import__(a)\nimport_module(b)\nimport_module("c")\nmy__import__(d)\n__import__(f)\n'
    assert computed_calls(source) == (0, source.index(b"import_module(b)"), source.index(b"__import__(f)"))
