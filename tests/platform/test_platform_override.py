"""A user's platform file: what it adds and changes, and what it is told when it is wrong."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layerlint.platform.load import PlatformError, load_platform
from layerlint.platform.records import Platform, State


@pytest.fixture
def load(tmp_path: Path) -> "Load":
    return Load(tmp_path / "platform.toml")


class Load:
    def __init__(self, file: Path) -> None:
        self.file = file

    def __call__(self, text: str) -> Platform:
        self.file.write_text(text)
        load_platform.cache_clear()
        return load_platform(self.file)

    def fails(self, text: str) -> str:
        with pytest.raises(PlatformError) as caught:
            self(text)
        message = str(caught.value)
        assert message.startswith(f"{self.file}: ")
        assert "\n" not in message
        return message.removeprefix(f"{self.file}: ")


def test_a_new_runtime_needs_little(load: Load) -> None:
    platform = load(
        '[runtime."python3.16"]\nlanguage = "python"\nversion = "3.16"\nsystem = "AL2023"\narchitectures = ["arm64"]\n'
    )
    runtime = platform.runtimes["python3.16"]
    assert runtime.python
    assert runtime.python.abi == "cp316"
    assert runtime.python.pyc_magic is None
    assert runtime.python.sys_path[1] == "/opt/python/lib/python3.16/site-packages"
    assert runtime.architectures == ("arm64",)
    assert "python3.12" in platform.runtimes


def test_dates_limits_and_systems_change(load: Load) -> None:
    platform = load(
        "as_of = 2027-01-15\n"
        '[runtime."nodejs22.x"]\ndeprecation = 2026-01-01\n'
        '[limits]\nunpacked_bytes = 300\n[system.AL2023]\nglibc = "2.39"\n'
    )
    assert platform.as_of == "2027-01-15"
    assert platform.runtimes["nodejs22.x"].state("2026-01-01") is State.DEPRECATED
    assert platform.limits.unpacked_bytes == 300
    assert platform.limits.layers == 5
    assert platform.runtimes["python3.12"].system.glibc == (2, 39)
    assert str(load.file) in platform.sources


def test_nothing_changes_by_an_empty_file(load: Load) -> None:
    assert load("").runtimes == load_platform().runtimes


WRONG = {
    "[runtimes]": "unknown key 'runtimes', did you mean 'runtime'?",
    '[runtime."python3.12"]\ndeprecated = 2027-01-01': "runtime.python3.12: unknown key 'deprecated', did",
    '[runtime."python3.12"]\ndeprecation = "soon"': "runtime.python3.12.deprecation: expected a date such as",
    '[runtime."python3.12"]\ndeprecation = 2027-01-01T00:00:00': "runtime.python3.12.deprecation: expected a date",
    '[runtime."python3.12"]\nmodules = 3': "runtime.python3.12: unknown key 'modules'",
    '[runtime."python3.12"]\npyc_magic = true': "runtime.python3.12.pyc_magic: expected a whole number, found True",
    '[runtime."python3.12"]\nlanguage = "ruby"': "runtime.python3.12.language: is python already",
    '[runtime."python3.12"]\nsystem = "AL2024"': "runtime.python3.12.system: no system 'AL2024', did",
    '[runtime."python3.12"]\narchitectures = ["amd64"]': "runtime.python3.12.architectures: expected a list",
    '[runtime."python3.12"]\narchitectures = []': "runtime.python3.12.architectures: expected a list",
    '[runtime."python3.12"]\nversion = "3"': "runtime.python3.12.version: expected two numbers",
    '[runtime."python3.12"]\nversion = "3.x"': "runtime.python3.12.version: expected a version",
    '[runtime."rust1"]\nversion = "1"': "runtime.rust1: a new runtime needs language, one of python",
    '[runtime."rust1"]\nlanguage = "rust"': "runtime.rust1: a new runtime needs language, one of python",
    '[runtime."rust1"]\nlanguage = ["rust"]': "runtime.rust1: a new runtime needs language, one of python",
    '[runtime."node28"]\nlanguage = "nodejs"': "runtime.node28: system and architectures and version must be given",
    "[runtime]\nx = 3": "runtime.x: ",
    '[runtime."a\\nb"]': "runtime.a\\nb: a new runtime needs",
    '[system."a\\nb"]': "system.a\\nb: title",
    "runtime = 3": "runtime: expected tables such as [runtime.NAME]",
    "[limits]\nunpacked = 3": "limits: unknown key 'unpacked', did you mean 'unpacked_bytes'?",
    "[limits]\nlayers = -1": "limits.layers: expected a whole number, found -1",
    "limits = 3": "limits: expected a table, found 3",
    '[system.AL2024]\nglibc = "2.40"': "system.AL2024: title and glibcxx",
    '[system.AL2023]\nglibc = "new"': 'system.AL2023.glibc: expected a version in quotes such as "2.34"',
    "as_of = 3": "as_of: expected a date",
    "a = ": "not a TOML file: Invalid value (at end of document)",
    "a = " + "[" * 5000: "not a TOML file: ",
}


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_file_gets_one_line(load: Load, text: str) -> None:
    assert load.fails(text).startswith(WRONG[text])


def test_files_that_cannot_be_read(load: Load, tmp_path: Path) -> None:
    with pytest.raises(PlatformError, match="no such file"):
        load_platform(tmp_path / "absent.toml")
    with pytest.raises(PlatformError, match="no such file"):
        load_platform(tmp_path)
    load.file.write_bytes(b"\xff\xfe")
    with pytest.raises(PlatformError, match="not a TOML file"):
        load_platform(load.file)
    load.file.write_bytes(b"#" * (1 << 20) + b"#")
    with pytest.raises(PlatformError, match="larger than"):
        load_platform(load.file)


VALUES = st.one_of(
    st.integers().map(str),
    st.sampled_from(["true", "2027-01-01", "[]", "{}", "nan", '["arm64"]', '"python"', '"3.12"', '"AL2"', "[[1]]"]),
)
KEYS = st.sampled_from(["language", "version", "system", "architectures", "abi", "deprecation", "preview", "modules"])


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(KEYS, VALUES), st.sampled_from(["python3.12", "new", "nodejs22.x"]))
def test_any_table_is_taken_or_refused_in_one_line(
    tmp_path_factory: pytest.TempPathFactory, table: dict[str, str], name: str
) -> None:
    load = Load(tmp_path_factory.mktemp("platform") / "platform.toml")
    text = f'[runtime."{name}"]\n' + "".join(f"{key} = {value}\n" for key, value in table.items())
    with suppress(PlatformError):
        assert name in load(text).runtimes
