"""Files found by the endings of their names."""

from layerlint.facts.endings import Endings

PATHS = ("b.py", "a.d.ts", "lib/x.py", "README", "foo-1.0.dist-info/RECORD", "py", "a.", ".so", "c.PY", "d.js.map")


def test_the_paths_keep_their_order() -> None:
    endings = Endings(PATHS)
    assert endings.having(".py") == ["b.py", "lib/x.py"]
    assert endings.having(".so", ".map", ".ts", ".py") == ["b.py", "a.d.ts", "lib/x.py", ".so", "d.js.map"]
    assert endings.having(".node") == []


def test_an_ending_begins_at_the_last_dot() -> None:
    endings = Endings(PATHS)
    assert set(endings.all) == {".py", ".ts", "", ".dist-info/RECORD", ".", ".so", ".PY", ".map"}
    assert endings.having("") == ["README", "py"]
    assert sorted(endings.having(*endings.all)) == sorted(PATHS)
