"""Who writes where: machine formats own stdout, files are whole, stderr has the rest."""

import json
from pathlib import Path

import pytest

from layerlint.cli.errors import UsageError
from layerlint.cli.output import Output, parse_outputs, write_file
from layerlint.examples.build import zip_bytes
from tests.command import ROOT, Inside, layerlint

RULES = ROOT / "tests" / "sample_rules"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "layerlint.toml").write_text(f"rules = ['{RULES}']\nselect = ['TT']\n")
    (tmp_path / "layer.zip").write_bytes(zip_bytes({"python/bad.py": ""}))
    return tmp_path


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_machine_format_owns_stdout(folder: Path, inside: Inside) -> None:
    done = inside("check", "layer.zip", "--output", "json", "text", folder=folder)
    assert json.loads(done.out)["summary"]["errors"] == 1
    assert "error[TT101]" in done.err


def test_text_keeps_stdout_where_the_others_have_files(folder: Path, inside: Inside) -> None:
    words = ("--output", "sarif=out.sarif", "--output", "json=out.json", "--output", "text")
    done = inside("check", "layer.zip", *words, folder=folder)
    assert "error[TT101]" in done.out
    assert done.err == ""
    assert json.loads((folder / "out.sarif").read_text())["version"] == "2.1.0"
    assert json.loads((folder / "out.json").read_text())["schema"] == "layerlint-check/1"


def test_names_of_outputs_are_no_paths_and_paths_no_outputs(folder: Path, inside: Inside) -> None:
    (folder / "out").mkdir()
    words = ("--output", "text", "sarif=out/a,b.sarif", "json=out/c.json", "layer.zip")
    assert inside("check", *words, folder=folder).status == 1
    assert _names(folder / "out") == {"a,b.sarif", "c.json"}


def test_nothing_is_left_beside_the_outputs(folder: Path, inside: Inside) -> None:
    before = _names(folder)
    inside("check", "layer.zip", "--output", "sarif=out.sarif", folder=folder)
    assert _names(folder) - before == {"out.sarif"}


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "folder.json"
    file.mkdir()
    with pytest.raises(UsageError, match="cannot write"):
        write_file("new", str(file))
    with pytest.raises(UsageError, match=r"cannot write .*missing"):
        write_file("new", str(tmp_path / "missing" / "x"))
    assert _names(tmp_path) == {"folder.json"}


def test_a_file_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "out.txt"
    file.write_text("old and longer")
    write_file("new", str(file))
    assert file.read_text() == "new"


def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to("out.txt")
    write_file("new", str(tmp_path / "link.txt"))
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "out.txt").read_text() == "new"


def test_a_device_is_written_through(folder: Path) -> None:
    done = layerlint("check", "layer.zip", "--output", "json=/dev/stderr", folder=folder)
    assert json.loads(done.err)["summary"]["errors"] == 1


def test_the_default_is_text() -> None:
    assert parse_outputs(None, []) == (Output("text", None),)
    assert parse_outputs("json", ["text=a.txt"]) == (Output("json", None), Output("text", "a.txt"))


@pytest.mark.parametrize("words", [["json", "sarif"], ["json=a", "text=a"], ["json=a", "text=./a"], ["json="], ["xml"]])
def test_impossible_outputs_are_refused(words: list[str]) -> None:
    with pytest.raises(UsageError):
        parse_outputs(None, words)


def test_colour_is_for_those_who_want_it(folder: Path) -> None:
    assert "\x1b[" not in layerlint("check", "layer.zip", folder=folder).out
    assert "\x1b[" in layerlint("check", "layer.zip", "--color", "always", folder=folder).out
    assert "\x1b[" in layerlint("check", "layer.zip", folder=folder, FORCE_COLOR="1").out
    assert "\x1b[" not in layerlint("check", "layer.zip", folder=folder, FORCE_COLOR="1", NO_COLOR="1").out
    assert "\x1b[" not in layerlint("check", "layer.zip", "--color", "never", folder=folder, FORCE_COLOR="1").out


def test_any_stdout_encoding_will_do(folder: Path) -> None:
    (folder / "wide.zip").write_bytes(zip_bytes({"python/bad-日本.py": ""}))
    done = layerlint("check", "wide.zip", folder=folder, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert "python/bad-\\u65e5\\u672c.py" in done.out
    assert done.status == 1
