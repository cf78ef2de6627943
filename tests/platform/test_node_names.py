"""The names that built-in modules export: what is measured, and what the Node.js at hand says."""

import json
import subprocess

import pytest

from layerlint.platform.node_names import load_node_names
from tests.truth.node import running

NAMES = load_node_names()
ASKED = (
    ("util", "styleText"),
    ("util", "isDate"),
    ("fs", "glob"),
    ("fs/promises", "statfs"),
    ("module", "registerHooks"),
    ("zlib", "zstdCompress"),
    ("crypto", "Cipher"),
    ("util", "inspect"),
)


@pytest.mark.parametrize(
    ("module", "name", "held"),
    [
        ("util", "styleText", (20, 26)),
        ("util", "isDate", (14, 22)),
        ("fs", "glob", (22, 26)),
        ("util", "inspect", None),
    ],
)
def test_versions_outside_of_a_range_lack_the_name(module: str, name: str, held: tuple[int, int] | None) -> None:
    for major in sorted(NAMES.versions):
        lacks = held is not None and not held[0] <= major <= held[1]
        assert NAMES.lacking(module, name, major) == (held if lacks else None)


def test_nothing_is_said_of_other_versions() -> None:
    assert NAMES.lacking("util", "styleText", 12) is None
    assert NAMES.lacking("util", "isDate", 28) is None


@pytest.mark.skipif(not running.programs(), reason="no Node.js at hand")
@pytest.mark.parametrize("program", running.programs())
def test_node_says_the_same(program: str) -> None:
    for module, name in ASKED:
        words = [program, "-p", f"JSON.stringify({name!r} in require({module!r}))"]
        there = json.loads(subprocess.run(words, capture_output=True, check=True).stdout)
        assert there is (NAMES.lacking(module, name, running.major(program)) is None)
