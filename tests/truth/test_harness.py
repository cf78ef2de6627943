"""The measure itself: what the harness reports of modules whose fate is known."""

import stat
import zipfile
from pathlib import Path

import pytest

from tests.truth.compare import Answer, Difference, differences, host_only
from tests.truth.constructed.stack import layer
from tests.truth.harness import NoInterpreter, Outcome, Truth, ask
from tests.truth.interpreters import at_hand
from tests.truth.stage import staged, unpack

FATES = layer(
    "fates",
    {
        "good.py": "import json\n",
        "bad.py": "import nowhere\n",
        "leaves.py": "raise SystemExit(3)\n",
        "dies.py": "import os\nos.abort()\n",
        "slips_away.py": "import os\nos._exit(0)\n",
        "talks.py": "print('{}')\nimport sys\nprint('x', file=sys.stderr)\n",
        "marks.py": "import sys\nsys.marked = True\n",
        "unmarked.py": "import sys\nassert not hasattr(sys, 'marked')\n",
        "space/inner/deep.py": "",
    },
)
EXPECTED = {
    "bad": "ModuleNotFoundError",
    "dies": "Signal6",
    "good": None,
    "leaves": "SystemExit",
    "marks": None,
    "slips_away": "Exit0",
    "space": None,
    "talks": None,
    "unmarked": None,
}


@pytest.mark.parametrize("version", at_hand())
def test_every_fate_is_told(version: str, tmp_path: Path) -> None:
    layers, _ = FATES.built(tmp_path)
    with staged(layers) as stage:
        truth = ask(stage, version, ["absent"])
    told = {outcome.name: outcome.error for outcome in truth.outcomes}
    assert told == {**EXPECTED, "absent": "ModuleNotFoundError"}
    assert truth.listed == tuple(EXPECTED)
    assert truth.path[0] == "/var/task"
    assert all(outcome.loads is (outcome.error is None) for outcome in truth.outcomes)


def test_places_are_named_as_on_lambda(tmp_path: Path) -> None:
    layers, _ = FATES.built(tmp_path)
    version = at_hand()[0]
    with staged(layers) as stage:
        bad, *_, space, _, _ = ask(stage, version).outcomes
    assert (bad.file, bad.frames[-1]) == ("/opt/python/bad.py", "/opt/python/bad.py:1")
    assert (space.name, space.file) == ("space", "/opt/python/space")


def test_unknown_version_has_no_interpreter(tmp_path: Path) -> None:
    layers, _ = FATES.built(tmp_path)
    with staged(layers) as stage, pytest.raises(NoInterpreter):
        ask(stage, "2.0")


def test_layers_are_laid_over_each_other(tmp_path: Path) -> None:
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    with zipfile.ZipFile(first, "w") as opened:
        opened.writestr("bin/tool", "old")
        opened.writestr("bin/kept", "kept")
    with zipfile.ZipFile(second, "w") as opened:
        tool = zipfile.ZipInfo("bin/tool")
        tool.external_attr = 0o100755 << 16
        opened.writestr(tool, "new")
        link = zipfile.ZipInfo("bin/link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        opened.writestr(link, "tool")
    with staged((first, second)) as stage:
        assert (stage.opt / "bin/tool").read_text() == "new"
        assert (stage.opt / "bin/kept").read_text() == "kept"
        assert (stage.opt / "bin/link").read_text() == "new"
        assert (stage.opt / "bin/tool").stat().st_mode & 0o111


def test_nothing_leaves_the_root(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "escape.zip", "w") as opened:
        opened.writestr("../outside.py", "")
    with pytest.raises(ValueError, match="leaves the root"):
        unpack(tmp_path / "escape.zip", tmp_path / "root")
    assert not (tmp_path / "outside.py").exists()


def _answer(name: str, loads: bool, file: str | None) -> Answer:
    return Answer(name=name, loads=loads, file=file, reason=None, chain=())


def _outcome(name: str, file: str | None, error: str | None = None) -> Outcome:
    return Outcome(name=name, loads=error is None, file=file, error=error, message="", frames=())


def test_differences_are_noticed() -> None:
    outcomes = (
        _outcome("same", "/opt/python/same.py"),
        _outcome("other_file", "/opt/python/other_file.py"),
        _outcome("fails", "/opt/python/fails.py", "ImportError"),
        _outcome("forgotten", "/opt/python/forgotten.py"),
        _outcome("space", "/opt/python/space"),
    )
    answers = (
        _answer("same", True, "/opt/python/same.py"),
        _answer("other_file", True, "/var/task/other_file.py"),
        _answer("fails", True, "/opt/python/fails.py"),
        _answer("space", True, None),
    )
    found = differences(answers, Truth(path=(), listed=(), outcomes=outcomes))
    assert [difference.name for difference in found] == ["other_file", "fails", "forgotten"]


def test_a_library_of_the_host_explains_a_difference() -> None:
    missing = "loads=False /opt/python/a.so needs libGL.so.1, which nothing provides"
    loads, fails = "loads /opt/python/a.so", "ImportError: libGL.so.1: cannot open shared object file"
    assert host_only(Difference(name="a", predicted=missing, actual=loads))
    assert not host_only(Difference(name="a", predicted=missing, actual=fails))
    assert not host_only(Difference(name="a", predicted="loads=False no module named b", actual=loads))
