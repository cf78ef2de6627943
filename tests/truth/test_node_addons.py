"""Addons of newer Node-API, built here: what Node.js does with them is what the model says of them."""

import json
import shutil
import subprocess
from pathlib import Path
from platform import machine

import pytest

from layerlint.environment.environment import Environment, View
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import Recipe
from layerlint.facts.elf_bindings import read_symbols
from layerlint.platform.load import load_platform
from layerlint.platform.records import NodeFacts, Target
from tests.truth.node import running

PLATFORM = load_platform()
PROGRAMS = running.programs()
NEWEST = 0x7FFFFFFF
SOURCE = """
typedef void *value;
int napi_create_function(value, const char *, unsigned long, value (*)(value, value), value, value *);
int napi_get_null(value, value *);
int TAKEN(void);
#ifdef DATA
int (*held)(void) = TAKEN;
#endif
static value call(value env, value info) {
  value result;
  if (CALLS) TAKEN();
  napi_get_null(env, &result);
  return result;
}
int node_api_module_get_api_version_v1(void) { return VERSION; }
value napi_register_module_v1(value env, value exports) {
  value result;
  napi_create_function(env, "call", 4, call, 0, &result);
  return result;
}
"""
LOAD = "const call = require(process.argv[1]); console.log('loads'); call(); console.log('runs')"
KNOWN = "napi_get_version"
NEW = "node_api_set_prototype"
CASES = {
    **{f"for version {version}": [f"-DVERSION={version}", "-DCALLS=0"] for version in (8, 9, 10, 11, NEWEST)},
    "calls late": ["-DVERSION=8", "-DCALLS=1", f"-DTAKEN={NEW}", "-Wl,-z,lazy"],
    "calls, found at once": ["-DVERSION=8", "-DCALLS=1", f"-DTAKEN={NEW}", "-Wl,-z,now"],
    "calls without a table": ["-DVERSION=8", "-DCALLS=1", f"-DTAKEN={NEW}", "-fno-plt", "-O2", "-Wl,-z,lazy"],
    "takes an address": ["-DVERSION=8", "-DCALLS=0", "-DDATA", f"-DTAKEN={NEW}", "-Wl,-z,lazy"],
}
pytestmark = [
    pytest.mark.skipif(not PROGRAMS or shutil.which("gcc") is None, reason="no Node.js or no compiler at hand"),
    pytest.mark.skipif(machine() not in {"x86_64", "AMD64"}, reason="the addons are built for another processor"),
]
each_program = pytest.mark.parametrize("program", PROGRAMS)


def built(flags: list[str], folder: Path) -> bytes:
    source, made = folder / "addon.c", folder / "addon.node"
    source.write_text(SOURCE)
    taken = [] if any("TAKEN" in flag for flag in flags) else [f"-DTAKEN={KNOWN}"]
    words = ["gcc", "-w", "-shared", "-fPIC", *flags, *taken, str(source), "-o", str(made)]
    subprocess.run(words, capture_output=True, check=True)
    return made.read_bytes()


def facts_of(program: str) -> NodeFacts:
    runtime = PLATFORM.runtimes.get(f"nodejs{running.major(program)}.x")
    if runtime is None or runtime.nodejs is None:
        pytest.skip(f"Node.js {running.major(program)} is no runtime of Lambda")
    return runtime.nodejs


@each_program
@pytest.mark.parametrize("case", CASES)
def test_addons_load_and_run_where_node_says(case: str, program: str, tmp_path: Path) -> None:
    target = Target(PLATFORM.runtimes[f"nodejs{facts_of(program).major}.x"], "x86_64")
    stack = stack_of(Recipe(function={"index.js": "", "addon.node": built(CASES[case], tmp_path)}))
    node = Environment(View(stack), target, PLATFORM, PLATFORM.as_of).node
    assert node is not None
    (place,) = map(node.shared.place, node.shared.loose_addons)
    assert place is not None
    words = [program, "-e", LOAD, str(tmp_path / "addon.node")]
    said = subprocess.run(words, capture_output=True, text=True, check=False).stdout.split()
    assert ("loads" in said) is not bool(node.addons.fault(place))
    assert ("runs" in said) is not bool(node.addons.fault(place) or node.addons.uncallable(place))


@each_program
def test_the_newest_version_is_as_measured(program: str) -> None:
    words = [program, "-p", "JSON.stringify(process.versions)"]
    versions = json.loads(subprocess.run(words, capture_output=True, check=True).stdout)
    facts = facts_of(program)
    assert (int(versions["napi"]), int(versions["modules"])) == (facts.napi, facts.modules)


@each_program
def test_functions_that_are_lacking_are_those_of_newer_programs(program: str) -> None:
    symbols = read_symbols(Path(shutil.which(program) or program).read_bytes())
    if symbols is None or KNOWN.encode() not in symbols.offered:
        pytest.skip("its functions are in a library")
    assert not [name for name in facts_of(program).functions if name.encode() in symbols.offered]
    newer = PLATFORM.runtimes["nodejs14.x"].nodejs
    assert newer is not None
    there = {name for name, since in newer.functions.items() if since <= facts_of(program).major}
    assert not [name for name in there if name.encode() not in symbols.offered]
