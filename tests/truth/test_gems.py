"""The gem model against a Ruby that is asked the same: RubyGems in the flesh."""

import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from layerlint.environment.environment import Environment, View
from layerlint.environment.ruby.gems import Gems
from layerlint.environment.ruby.model import RubyModel
from layerlint.environment.ruby.natives import unfit
from layerlint.examples.build import stack_of, zip_bytes
from layerlint.examples.elf import elf
from layerlint.examples.recipe import Content, stack
from layerlint.facts.ruby.source import takes_event
from layerlint.facts.ruby.specification import Specification, read_specification
from layerlint.facts.ruby.version import meets
from layerlint.platform.load import load_platform
from layerlint.platform.records import RubyFacts, Target
from tests.truth.stage import staged

PLATFORM = load_platform()
PROBE = Path(__file__).parent / "ruby" / "probe.rb"
needs_ruby = pytest.mark.skipif(not shutil.which("ruby"), reason="no Ruby here to hold the model against")


def asked(questions: Sequence[Mapping[str, Any]]) -> list[Any]:
    lines = "".join(json.dumps(question) + "\n" for question in questions)
    run = subprocess.run(
        ["ruby", "--disable-did_you_mean", str(PROBE)],  # noqa: S607
        input=lines,
        capture_output=True,
        check=True,
        text=True,
    )
    return [json.loads(line) for line in run.stdout.splitlines()]


@cache
def abi() -> str:
    command = ["ruby", "-e", "print Gem.ruby_api_version"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


VERSIONS = ["0", "1", "1.0", "1.0.0", "1.4", "1.4.9", "1.5.rc1", "1.5", "2.0.a", "2", "2.10", "3.3.0.dev", "10.1-beta"]
OPERATORS = ["=", "!=", ">", "<", ">=", "<=", "~>"]


@needs_ruby
def test_versions_meet_requirements_alike() -> None:
    questions = [
        {"ask": "meets", "version": version, "requirements": [f"{operator} {wanted}"]}
        for version in VERSIONS
        for wanted in VERSIONS
        for operator in OPERATORS
    ]
    for question, said in zip(questions, asked(questions), strict=True):
        assert meets(question["version"], question["requirements"]) == said, question  # type: ignore[arg-type]


def real_specifications() -> list[Path]:
    folders = [Path("/usr/share/rubygems-integration"), Path("/usr/lib/ruby/gems")]
    found = sorted(path for folder in folders for path in folder.rglob("*.gemspec") if path.parent.name != "default")
    return [path for path in found if path.parent.name == "specifications"]


@needs_ruby
@pytest.mark.skipif(not real_specifications(), reason="no installed gems here")
def test_specifications_say_the_same() -> None:
    paths = real_specifications()
    for path, said in zip(paths, asked([{"ask": "specification", "path": str(path)} for path in paths]), strict=True):
        found = read_specification(str(path), path.read_bytes())
        assert isinstance(found, Specification), found
        assert found.name == said["name"]
        assert found.version == said["version"]
        assert found.platform == said["platform"]
        assert list(found.extensions) == said["extensions"]
        assert list(found.require_paths) == said["require_paths"]
        assert {(each.name, tuple(sorted(each.requirements or (">= 0",)))) for each in found.dependencies} == {
            (name, tuple(requirements)) for name, requirements in said["dependencies"]
        }


SIGNATURES = [
    "",
    "()",
    "(event:, context:)",
    "(event:, context: nil)",
    "(event:, context:, more:)",
    "(event:, context:, more: 1)",
    "(context:, event:)",
    "(event:)",
    "(event, context)",
    "(event)",
    "(event = nil)",
    "(event, context = nil)",
    "(*arguments)",
    "(**options)",
    "(event:, **rest)",
    "(event:, context:, &block)",
    "(*, **)",
    "(...)",
    " event:, context:",
]
DOUBTFUL = {"(event = nil)", "(event, context = nil)", "(event:, **rest)", "(*arguments)", "(*, **)", "(...)"}


@needs_ruby
def test_methods_take_the_event_alike() -> None:
    for signature, said in zip(
        SIGNATURES, asked([{"ask": "call", "parameters": each} for each in SIGNATURES]), strict=True
    ):
        told = takes_event(signature.strip().removeprefix("(").removesuffix(")"))
        assert told == said or (told and signature in DOUBTFUL), signature


def gem(
    name: str,
    *needs: str,
    version: str = "1.0",
    platform: str = "ruby",
    extension: str = "",
    files: Mapping[str, Content] | None = None,
) -> dict[str, Content]:
    """A gem as RubyGems leaves it behind, relative to its home."""
    full = f"{name}-{version}" + (f"-{platform}" if platform != "ruby" else "")
    lines = ["# -*- encoding: utf-8 -*-", f"# stub: {name} {version} {platform} lib"]
    lines += [f"# stub: {extension}"] if extension else []
    lines += ["", "Gem::Specification.new do |s|", f'  s.name = "{name}".freeze', f'  s.version = "{version}"']
    lines += [f'  s.platform = "{platform}".freeze'] if platform != "ruby" else []
    lines += ['  s.require_paths = ["lib".freeze]', '  s.summary = "x"', '  s.authors = ["x"]']
    lines += [f'  s.extensions = ["{extension}".freeze]'] if extension else []
    lines += ['  s.installed_by_version = "3.3.15" if s.respond_to? :installed_by_version', ""]
    lines += [f"  s.add_runtime_dependency({need})" for need in needs]
    found: dict[str, Content] = {f"gems/{full}/lib/{name}.rb": "", **(files or {})}
    return found | {f"specifications/{full}.gemspec": "\n".join([*lines, "end", ""])}


def home() -> dict[str, Content]:
    return {
        **gem("plain"),
        **gem("needs_plain", '%q<plain>.freeze, ["~> 1.0".freeze]'),
        **gem("needs_newer", '%q<plain>.freeze, ["~> 2.0".freeze]'),
        **gem("needs_nothing_here", '%q<nowhere>.freeze, [">= 0".freeze]'),
        **gem("needs_far", "%q<needs_nothing_here>.freeze"),
        **gem("needs_bundled", '%q<json>.freeze, [">= 1".freeze]'),
        **gem("for_linux", platform="x86_64-linux"),
        **gem("needs_linux", "%q<for_linux>.freeze"),
        **gem("needs_mac", "%q<for_mac>.freeze"),
        **gem("for_mac", platform="arm64-darwin"),
        **gem("for_java", platform="java"),
        **gem("for_arm", platform="aarch64-linux"),
        **gem("unbuilt", extension="ext/extconf.rb"),
        **gem("built", extension="ext/extconf.rb"),
        f"extensions/x86_64-linux/{abi()}/built-1.0/gem.build_complete": "",
        **gem("other_abi", extension="ext/extconf.rb"),
        "extensions/x86_64-linux/1.0.0/other_abi-1.0/gem.build_complete": "",
        **gem("inner", files={"gems/inner-1.0/lib/inner/part.rb": ""}),
        "gems/no_specification-1.0/lib/no_specification.rb": "",
    }


NAMES = [
    "plain",
    "needs_plain",
    "needs_newer",
    "needs_nothing_here",
    "needs_bundled",
    "for_linux",
    "needs_linux",
    "needs_mac",
    "needs_far",
    "for_mac",
    "for_java",
    "for_arm",
    "unbuilt",
    "built",
    "other_abi",
    "inner/part",
    "inner/nowhere",
    "no_specification",
    "own",
    "json",
    "net/http",
    "nowhere",
]


@needs_ruby
def test_gems_are_found_alike() -> None:
    layer: dict[str, Content] = {f"ruby/gems/{abi()}/{path}": content for path, content in home().items()}
    layer["ruby/lib/own.rb"] = ""
    with staged([]) as stage:
        with zipfile.ZipFile(io.BytesIO(zip_bytes(layer))) as opened:
            opened.extractall(stage.opt)
        path, lib = str(stage.opt / "ruby/gems" / abi()), str(stage.opt / "ruby/lib")
        said = asked([{"ask": "require", "name": name, "path": path, "lib": lib} for name in NAMES])
    model = modelled(layer)
    assert {name: fate(model, name) for name in NAMES} == dict(zip(NAMES, said, strict=True))


def modelled(layer: Mapping[str, Content]) -> RubyModel:
    runtime = PLATFORM.runtimes["ruby3.3"]
    facts = runtime.ruby
    assert facts is not None
    here: RubyFacts = facts._replace(
        gem_abi=abi(), gem_path=tuple(path.replace(facts.gem_abi, abi()) for path in facts.gem_path)
    )
    mounted = stack_of(stack(layer, function={"app.rb": ""}, runtime="ruby3.3", handler="app.handler"))
    env = Environment(View(mounted), Target(runtime._replace(ruby=here), "x86_64"), PLATFORM, PLATFORM.as_of)
    assert isinstance(env.ruby, Gems)
    return RubyModel(env, env.ruby)


def fate(model: RubyModel, name: str) -> str:
    """What the model says that `require` comes to."""
    if model.is_own(name):
        return "found"
    gem = model.gems.bringing(name)
    if gem is None:
        return "LoadError"
    unmet = [need for each in model.gems.closure(gem) for need in model.gems.unmet(each)]
    return "Gem::MissingSpecError" if unmet else "found"


@needs_ruby
def test_elf_parts_are_taken_from_where_ruby_takes_them() -> None:
    """Built extensions come from their own folder, whatever the gem's own folder has."""
    layer: dict[str, Content] = {f"ruby/gems/{abi()}/{path}": content for path, content in home().items()}
    layer[f"ruby/gems/{abi()}/extensions/x86_64-linux/{abi()}/built-1.0/built_ext.so"] = elf("arm64")
    model = modelled(layer)
    gem = model.gems.bringing("built")
    assert gem is not None
    assert list(unfit(gem, model.gems)) != []
