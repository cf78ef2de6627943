"""What `layerlint imports` answers for Java and Ruby: the jar of a class, the file or gem of a require."""

import json
from pathlib import Path
from typing import Any

import pytest

from layerlint.examples.build import zip_bytes
from layerlint.examples.java import jar, java_class
from layerlint.examples.recipe import Content
from tests.command import Inside

HOME = "ruby/gems/3.3.0"


def gem(name: str, *needs: str, native: bool = False) -> dict[str, Content]:
    lines = [f"# stub: {name} 1.0 ruby lib", *(["# stub: ext/extconf.rb"] if native else [])]
    lines += ["Gem::Specification.new do |s|", *(f"  s.add_runtime_dependency(%q<{each}>.freeze)" for each in needs)]
    specification = "\n".join([*lines, "end", ""])
    return {
        f"{HOME}/specifications/{name}-1.0.gemspec": specification,
        f"{HOME}/gems/{name}-1.0/lib/{name}.rb": "",
    }


LAYERS: dict[str, dict[str, Content]] = {
    "java.zip": {
        "java/lib/a.jar": jar({"a/Both.class": java_class("a/Both", 17), "a/Only.class": java_class("a/Only", 17)}),
        "java/lib/b.jar": jar({"a/Both.class": java_class("a/Both", 11), "b/New.class": java_class("b/New", 21)}),
    },
    "ruby.zip": {
        **gem("whole", "part"),
        **gem("part"),
        **gem("needy", "gone"),
        **gem("compiled", native=True),
        "ruby/lib/own.rb": "require 'json'\nrequire 'part'\n",
        "ruby/lib/torn.rb": "require 'nowhere'\n",
    },
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, files in LAYERS.items():
        (tmp_path / name).write_bytes(zip_bytes(files))
    return tmp_path


def asked(inside: Inside, folder: Path, *words: str) -> dict[str, Any]:
    return dict(json.loads(inside("imports", *words, "--format", "json", folder=folder).out))


def row(inside: Inside, folder: Path, *words: str) -> dict[str, Any]:
    (found,) = asked(inside, folder, *words)["modules"]
    return dict(found)


@pytest.mark.parametrize("name", ["a.Both", "a/Both", "a/Both.class", "a.Both::run"])
def test_a_class_comes_from_the_first_jar_that_has_it(name: str, folder: Path, inside: Inside) -> None:
    found = row(inside, folder, "java.zip", name, "--runtime", "java17")
    assert (found["loads"], found["file"]) == (True, "/opt/java/lib/a.jar!/a/Both.class")


@pytest.mark.parametrize(
    ("name", "loads", "said"),
    [
        ("b.New", False, "compiled for Java 21"),
        ("c.None", False, "no folder or jar"),
        ("java.util.List", "unknown", "Java itself"),
        ("javax.sql.DataSource", "unknown", "the runtime may"),
    ],
)
def test_why_a_class_does_not_load(name: str, loads: object, said: str, folder: Path, inside: Inside) -> None:
    found = row(inside, folder, "java.zip", name, "--runtime", "java17")
    assert found["loads"] == loads
    assert said in found["reason"]


def test_every_jar_is_told_where_no_class_is_named(folder: Path, inside: Inside) -> None:
    found = asked(inside, folder, "java.zip", "--runtime", "java17")["modules"]
    assert [(each["name"], each["loads"]) for each in found] == [("a.jar", True), ("b.jar", False)]
    assert "1 of its 2 classes" in found[1]["reason"]


@pytest.mark.parametrize(
    ("feature", "file"),
    [
        ("own", "/opt/ruby/lib/own.rb"),
        ("whole", f"/opt/{HOME}/gems/whole-1.0/lib/whole.rb"),
        ("json", None),
    ],
)
def test_a_require_finds_the_load_path_then_ruby_then_gems(
    feature: str, file: str | None, folder: Path, inside: Inside
) -> None:
    found = row(inside, folder, "ruby.zip", feature, "--runtime", "ruby3.3")
    assert (found["loads"], found["file"]) == (True, file)


@pytest.mark.parametrize(
    ("feature", "said"),
    [
        ("needy", "needy-1.0 needs gone"),
        ("torn", "nowhere is required"),
        ("compiled", "require passes over the gem"),
        ("nothing", "neither the load path nor a gem"),
    ],
)
def test_why_a_require_fails(feature: str, said: str, folder: Path, inside: Inside) -> None:
    found = row(inside, folder, "ruby.zip", feature, "--runtime", "ruby3.3")
    assert found["loads"] is False
    assert said in found["reason"]


def test_every_gem_and_source_is_told_on_the_ruby_whose_folder_it_is_in(folder: Path, inside: Inside) -> None:
    answer = asked(inside, folder, "ruby.zip")
    assert answer["target"]["runtime"] == "ruby3.3"
    loads = {each["name"]: each["loads"] for each in answer["modules"]}
    gems = {"compiled-1.0": False, "needy-1.0": False, "part-1.0": True, "whole-1.0": True}
    assert loads == {"own": True, "torn": False, **gems}
