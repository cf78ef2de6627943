"""A configuration is read whole or refused in one line that names the nearest word."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layerlint.config.find import input_paths, load_config
from layerlint.config.settings import Config, ConfigError

FULL = """
inputs = ["dist/*.zip", "build/layer"]
runtimes = ["python3.12"]
architectures = ["arm64"]
select = ["LL3"]
ignore = ["LL301"]
fail-on = "warning"
rules = ["lint"]
platform = "platform.toml"
[per-path-ignores]
"layer.zip!/python/tests/**" = ["LL6"]
[severities]
LL402 = "note"
"""


def write(folder: Path, text: str, name: str = "layerlint.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_every_key_is_read(tmp_path: Path) -> None:
    file = write(tmp_path, FULL)
    assert load_config(None, tmp_path) == Config(
        file=file,
        inputs=("dist/*.zip", "build/layer"),
        runtimes=("python3.12",),
        architectures=("arm64",),
        select=("LL3",),
        ignore=("LL301",),
        fail_on="warning",
        rules=("lint",),
        platform="platform.toml",
        per_path_ignores={"layer.zip!/python/tests/**": ("LL6",)},
        severities={"LL402": "note"},
    )


def test_the_nearest_file_with_something_to_say_counts(tmp_path: Path) -> None:
    write(tmp_path, "[tool.layerlint]\nselect = ['LL1']\n", "pyproject.toml")
    inner = write(tmp_path / "a" / "b", "[tool.black]\nline-length = 1 # no layerlint here\n", "pyproject.toml").parent
    assert load_config(None, inner).select == ("LL1",)
    write(tmp_path / "a", "select = ['LL2']\n")
    assert load_config(None, inner).select == ("LL2",)


def test_nothing_is_read_where_nothing_is(tmp_path: Path) -> None:
    assert load_config(None, tmp_path) == Config()


def test_a_named_file_is_read_whatever_its_name(tmp_path: Path) -> None:
    write(tmp_path, "select = ['LL2']\n")
    file = write(tmp_path, "ignore = ['LL1']\n", "other.toml")
    assert load_config(str(file), tmp_path) == Config(file=file, ignore=("LL1",))


@pytest.mark.parametrize(
    "table",
    [
        '[tool.layerlint]\nselect = ["LL1"]',
        '[ tool . "layerlint" ]\nselect = ["LL1"]',
        "[tool]\nlayerlint.select = ['LL1']",
        "[tool]\nlayerlint  = {select = ['LL1']}",
        "tool.'layerlint'.select = ['LL1']",
    ],
)
def test_the_table_is_seen_however_it_is_written(table: str, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(table)
    assert load_config(None, tmp_path).select == ("LL1",)


@pytest.mark.parametrize("requirement", ["layerlint", "layerlint==0.1", "layerlint >= 0.1", "layerlint[terraform]"])
def test_a_requirement_is_no_table(requirement: str, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(f'[dependency-groups]\ndev = ["{requirement}", "pytest"]\n')
    assert load_config(None, tmp_path) == Config()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("selct = []", "unknown key 'selct'; did you mean 'select'?"),
        ("zzz = []", "unknown key 'zzz'"),
        ("select = 'LL3'", "select must be a list of strings, not 'LL3'"),
        ("select = [3]", "select must be a list of strings"),
        ("architectures = ['arm']", "architectures must be one of x86_64, arm64, not 'arm'"),
        ("fail-on = 'always'", "fail-on must be one of error, warning, note, never, not 'always'"),
        ("severities = ['LL3']", "severities must be a table"),
        ("severities = {LL3 = 'loud'}", "severities 'LL3': must be one of error, warning, note, not 'loud'"),
        ("per-path-ignores = {x = 'LL3'}", "per-path-ignores 'x': must be a list of strings"),
        ("platform = 3", "platform must be a string"),
        ("platform = ''", "platform is empty"),
        ("inputs = ['a.zip', '']", "inputs has an empty string"),
        ("select = [", "is no TOML"),
        ("tool = {layerlint = 3}", "tool.layerlint must be a table"),
    ],
)
def test_a_wrong_file_is_one_line(text: str, message: str, tmp_path: Path) -> None:
    write(tmp_path, text)
    with pytest.raises(ConfigError) as error:
        load_config(None, tmp_path)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_that_is_missing_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(str(tmp_path / "missing.toml"), tmp_path)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_configuration_or_one_line(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.getbasetemp() / "bytes"
    folder.mkdir(exist_ok=True)
    (folder / "layerlint.toml").write_bytes(data)
    with suppress(ConfigError):
        assert load_config(None, folder).file == folder / "layerlint.toml"


def test_inputs_are_found_from_the_file_s_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("b.zip", "a.zip", "c.txt"):
        write(tmp_path / "dist", "", name)
    config = Config(file=tmp_path / "layerlint.toml", inputs=("dist/*.zip", "dist/a.zip", "missing.zip"))
    monkeypatch.chdir(tmp_path)
    assert input_paths(config) == (str(Path("dist/a.zip")), str(Path("dist/b.zip")), "missing.zip")


def test_patterns_that_match_nothing_are_no_quiet_success(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="inputs name nothing that exists"):
        input_paths(Config(file=tmp_path / "layerlint.toml", inputs=("dist/*.zip",)))
