"""Gems of Debian's packages as layers; what RubyGems makes of those without a compiled part is held against them."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from layerlint.examples.build import zip_bytes
from layerlint.inputs.stacks import Declared, one_stack
from layerlint.stack import Stack
from tests.integration.debian import unpacked
from tests.integration.real_verdicts import opened, warnings, wrong
from tests.truth.stage import staged

pytestmark = pytest.mark.index

TARGETS = (("ruby3.2", "x86_64"), ("ruby3.3", "arm64"), ("ruby3.4", "x86_64"))
HANDLER = "def handler(event:, context:)\n  1\nend\n"
BUILT = ("ruby-bcrypt", "ruby-ffi", "ruby-msgpack", "ruby-oj", "ruby-nokogiri")


class Gems(NamedTuple):
    gem: str  #: the one that is required
    packages: Sequence[str]
    cause: str = ""


SUPPORT = ("ruby-activesupport", "ruby-i18n", "ruby-tzinfo", "ruby-concurrent", "ruby-minitest", "ruby-zeitwerk")
PURE = (
    Gems("rack", ["ruby-rack"]),
    Gems("jwt", ["ruby-jwt"]),
    Gems("redis", ["ruby-redis"]),
    Gems("minitest", ["ruby-minitest"]),
    Gems("zeitwerk", ["ruby-zeitwerk"]),
    Gems("tzinfo", ["ruby-tzinfo", "ruby-concurrent"]),
    Gems("i18n", ["ruby-i18n", "ruby-concurrent"]),
    Gems("activesupport", SUPPORT),
    Gems("tzinfo", ["ruby-tzinfo"], cause="gem"),
    Gems("activesupport", SUPPORT[:-1], cause="gem"),
)


def files(package: str) -> Iterator[tuple[str, bytes]]:
    """What Debian lays out as RubyGems does, below the folder of one Ruby."""
    root = unpacked(package)
    for folder in ("gems", "specifications", "extensions"):
        for found in sorted(root.glob(f"usr/*/**/rubygems-integration/*/{folder}")):
            for path in sorted(found.rglob("*")):
                if path.is_file():
                    yield f"{folder}/{path.relative_to(found).as_posix()}", path.read_bytes()


def layer(packages: Sequence[str], abi: str, made: Path) -> Path:
    contents = {f"ruby/gems/{abi}/{path}": data for package in packages for path, data in files(package)}
    assert any("/specifications/" in path for path in contents)
    made.write_bytes(zip_bytes(contents))
    return made


def used(made: Path, gem: str) -> Stack:
    """The layer under a function that requires the gem as its name says."""
    names = {"activesupport": "active_support"}
    function = made.with_suffix(".function.zip")
    function.write_bytes(zip_bytes({"app.rb": f"require '{names.get(gem, gem)}'\n{HANDLER}"}))
    found = one_stack([str(made)], str(function), Declared(handler="app.handler"))
    assert not found.problems
    return found.stacks[0]


@pytest.mark.parametrize("gems", PURE, ids=lambda gems: f"{gems.gem} of {len(gems.packages)}")
def test_gems_load_with_all_that_they_need(gems: Gems, tmp_path: Path) -> None:
    for runtime, architecture in TARGETS:
        made = layer(gems.packages, f"{runtime.removeprefix('ruby')}.0", tmp_path / f"{runtime}.zip")
        target = {(runtime, architecture): gems.cause}
        assert not list(wrong(opened(made), dict.fromkeys(target, "")))
        assert ("gem-dependency-missing" in warnings(opened(made), runtime, architecture)) is bool(gems.cause)
        assert not list(wrong(used(made, gems.gem), target))


@pytest.mark.skipif(not shutil.which("ruby"), reason="no Ruby here")
@pytest.mark.parametrize("gems", PURE, ids=lambda gems: f"{gems.gem} of {len(gems.packages)}")
def test_rubygems_activates_what_check_passes(gems: Gems, tmp_path: Path) -> None:
    with staged([layer(gems.packages, "own", tmp_path / "layer.zip")]) as stage:
        done = subprocess.run(
            ["ruby", "-e", f"gem {gems.gem!r}"],  # noqa: S607
            env={"PATH": os.environ["PATH"], "GEM_PATH": str(stage.opt / "ruby/gems/own"), "GEM_HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert bool(done.returncode) is bool(gems.cause), done.stderr


@pytest.mark.parametrize("package", BUILT)
def test_compiled_parts_for_another_ruby_are_the_cause(package: str, tmp_path: Path) -> None:
    needed = ["ruby-mini-portile2"] if package == "ruby-nokogiri" else []
    made = layer([package, *needed], "3.3.0", tmp_path / "layer.zip")
    assert not list(wrong(opened(made), {("ruby3.3", "x86_64"): "ruby", ("ruby3.3", "arm64"): "ruby"}))
