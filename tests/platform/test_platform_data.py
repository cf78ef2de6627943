"""The built-in platform data: complete, consistent, and level with what the newest SDK names."""

import importlib.machinery
import json
import sys
import sysconfig
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import pytest

from layerlint.platform.fields import ARCHITECTURES, LANGUAGES
from layerlint.platform.load import load_platform
from layerlint.platform.records import Runtime, State
from layerlint.platform.tables import libraries, limits, programs, runtimes, search

PLATFORM = load_platform()
MACHINES = {"x86_64-linux-gnu": "x86_64", "aarch64-linux-gnu": "arm64"}
RUNTIMES = list(PLATFORM.runtimes.values())


def runtime_enum() -> set[str]:
    spec = find_spec("botocore")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("botocore, whose service model lists the runtimes, is not installed")
    folder = Path(spec.submodule_search_locations[0], "data", "lambda", "2015-03-31")
    plain = folder / "service-2.json"
    if plain.exists():
        text = plain.read_bytes()
    else:
        import gzip  # noqa: PLC0415

        text = gzip.decompress((folder / "service-2.json.gz").read_bytes())
    return set(json.loads(text)["shapes"]["Runtime"]["enum"])


def test_every_runtime_of_the_api_is_known_and_no_other() -> None:
    assert set(PLATFORM.runtimes) | PLATFORM.unmanaged == runtime_enum()


def test_every_language_has_a_runtime() -> None:
    assert {runtime.language for runtime in RUNTIMES} == set(LANGUAGES)


@pytest.mark.parametrize("runtime", RUNTIMES, ids=str)
def test_a_runtime_is_whole(runtime: Runtime) -> None:
    assert runtime.system is PLATFORM.systems[runtime.system.name]
    assert runtime.architectures
    assert set(runtime.architectures) <= set(ARCHITECTURES)
    facts = (runtime.python, runtime.nodejs, runtime.java, runtime.ruby, runtime.dotnet)
    assert sum(each is not None for each in facts) == (runtime.language not in ("provided", "go"))
    assert "{" not in "".join(runtime.layer_folders + runtime.function_folders)


@pytest.mark.parametrize("runtime", RUNTIMES, ids=str)
def test_dates_come_in_order(runtime: Runtime) -> None:
    if runtime.preview:
        assert runtime.deprecation is None
        return
    assert runtime.released
    if runtime.deprecation:
        assert runtime.block_create
        assert runtime.block_update
        assert runtime.released < runtime.deprecation
        assert runtime.block_create <= runtime.block_update


def test_states_follow_the_date() -> None:
    runtime = PLATFORM.runtimes["python3.9"]
    assert runtime.state("2025-12-14") is State.SUPPORTED
    assert runtime.state("2025-12-15") is State.DEPRECATED
    assert runtime.state("2027-02-01") is State.CREATE_BLOCKED
    assert runtime.state("2027-03-03") is State.UPDATE_BLOCKED
    assert PLATFORM.runtimes["python3.15"].state("2026-11-23") is State.PREVIEW
    assert PLATFORM.runtimes["java17.al2023"].state("2040-01-01") is State.SUPPORTED


def test_a_runtime_is_a_key_by_its_identifier() -> None:
    assert {runtime: runtime.identifier for runtime in RUNTIMES}[RUNTIMES[3]] == RUNTIMES[3].identifier


def test_python_search_order_changes_with_3_11() -> None:
    older, newer = PLATFORM.runtimes["python3.10"].python, PLATFORM.runtimes["python3.11"].python
    assert older
    assert newer
    assert older.sys_path == (
        "/var/task",
        "/opt/python/lib/python3.10/site-packages",
        "/opt/python",
        "/var/runtime",
        "/var/lang/lib/python310.zip",
        "/var/lang/lib/python3.10",
        "/var/lang/lib/python3.10/lib-dynload",
        "/var/lang/lib/python3.10/site-packages",
    )
    assert newer.sys_path[3:5] == ("/var/lang/lib/python3.11/site-packages", "/var/runtime")
    assert (older.sdk_folder, newer.sdk_folder) == ("/var/runtime", "/var/lang/lib/python3.11/site-packages")


@pytest.mark.parametrize("runtime", [runtime for runtime in RUNTIMES if runtime.python], ids=str)
def test_python_facts(runtime: Runtime) -> None:
    facts = runtime.python
    assert facts
    assert facts.sdk_folder in facts.sys_path
    assert facts.sys_path[0] == "/var/task"
    assert [f"/opt/{folder}" for folder in runtime.layer_folders] == list(facts.sys_path[1:3])
    assert not any(folder.startswith("/opt") for folder in facts.sys_path_given)
    assert facts.sys_path_given.count("{PYTHONPATH}") == 1
    assert "boto3" in facts.bundled
    assert "json.decoder" in facts.preloaded
    digits = "".join(map(str, facts.version))
    assert facts.abi.removeprefix("cp").rstrip("mu") == digits
    assert facts.suffixes["arm64"][-1] in (".so", "module.so")


def test_extension_suffixes() -> None:
    facts = PLATFORM.runtimes["python3.12"].python
    assert facts
    assert facts.suffixes["arm64"] == (".cpython-312-aarch64-linux-gnu.so", ".abi3.so", ".so")
    older = PLATFORM.runtimes["python3.7"].python
    assert older
    assert older.suffixes["x86_64"][0] == ".cpython-37m-x86_64-linux-gnu.so"
    newer = PLATFORM.runtimes["python3.15"].python
    assert newer
    assert ".abi3t-aarch64-linux-gnu.so" in newer.suffixes["arm64"]


@pytest.mark.skipif(
    sysconfig.get_config_var("MULTIARCH") not in MACHINES or sysconfig.get_config_var("Py_GIL_DISABLED"),
    reason="Lambda's interpreters are the ordinary builds for glibc Linux",
)
def test_suffixes_are_those_of_the_running_interpreter() -> None:
    runtime = PLATFORM.runtimes.get("python{}.{}".format(*sys.version_info))
    if runtime is None or runtime.python is None:
        pytest.skip("Lambda has no runtime of this Python")
    architecture = MACHINES[sysconfig.get_config_var("MULTIARCH")]
    assert list(runtime.python.suffixes[architecture]) == importlib.machinery.EXTENSION_SUFFIXES


def test_facts_of_other_languages() -> None:
    node = PLATFORM.runtimes["nodejs22.x"].nodejs
    assert node
    assert (node.major, node.modules, node.esm_layers) == (22, 127, True)
    assert node.node_path[0] == "/opt/nodejs/node22/node_modules"
    older = PLATFORM.runtimes["nodejs16.x"].nodejs
    assert older
    assert (older.bundled, older.esm_layers) == (("aws-sdk",), False)
    java = PLATFORM.runtimes["java17"].java
    assert java
    assert java.class_major == 61
    ruby = PLATFORM.runtimes["ruby3.4"].ruby
    assert ruby
    assert ruby.gem_path[1] == "/opt/ruby/gems/3.4.0"
    dotnet = PLATFORM.runtimes["dotnet8"].dotnet
    assert dotnet
    assert dotnet.framework == "net8.0"


def test_systems() -> None:
    assert {name: system.glibc for name, system in PLATFORM.systems.items()} == {
        "AL1": (2, 17),
        "AL2": (2, 26),
        "AL2023": (2, 34),
    }
    for system in PLATFORM.systems.values():
        assert system.glibcxx <= system.glibcxx_newest
        assert system.cxxabi <= system.cxxabi_newest


def test_system_folders_come_before_those_of_a_layer() -> None:
    order = PLATFORM.search.library_path
    assert order.index("/lib64") < order.index("/var/task/lib") < order.index("/opt/lib")
    assert PLATFORM.search.path[-1] == "/opt/bin"


def test_limits() -> None:
    assert PLATFORM.limits.unpacked_bytes == 250 * 1024 * 1024
    assert PLATFORM.limits.packed_bytes == 50 * 1024 * 1024
    assert PLATFORM.limits.layers == 5


def test_everything_says_where_it_comes_from() -> None:
    assert PLATFORM.as_of >= "2026-11-23"
    assert any("botocore" in source for source in PLATFORM.sources)


@pytest.mark.parametrize("table", [libraries, limits, programs, runtimes, search], ids=lambda table: table.__name__)
def test_every_table_is_dated_and_names_its_sources(table: ModuleType) -> None:
    assert PLATFORM.as_of >= table.AS_OF
    assert table.SOURCES
    assert all(table.SOURCES)
