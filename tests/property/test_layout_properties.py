"""Whatever a good layer is wrapped in, the layout rules name exactly that, and doing as told ends the matter."""

import re
import shlex
from collections.abc import Mapping

from hypothesis import given, note
from hypothesis import strategies as st

from layerlint.engine import Diagnostic, Options, run
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import Content, distribution, function, layer
from layerlint.load import load_rules
from layerlint.platform.load import load_platform
from layerlint.rule import Severity
from tests.property.archive_strategies import paths

PLATFORM = load_platform()
RULES = [rule for rule in load_rules(packs=False) if rule.family == "LL2"]
Files = Mapping[str, Content]


def said(files: Files) -> tuple[Diagnostic, ...]:
    return run(stack_of(layer(files)), RULES, Options(platform=PLATFORM, as_of=PLATFORM.as_of)).diagnostics


def packages(site: str) -> st.SearchStrategy[Files]:
    names = st.lists(st.sampled_from(["requests", "numpy", "six", "yaml", "python"]), min_size=1, unique=True)
    return names.map(
        lambda found: {
            path: content
            for name in found
            for path, content in {f"{site}/{name}/__init__.py": "", **distribution(name, site=site)}.items()
        }
    )


def node_packages(site: str) -> st.SearchStrategy[Files]:
    names = st.lists(st.sampled_from(["uuid", "lodash", "@aws-sdk/client-s3", "nodejs"]), min_size=1, unique=True)
    return names.map(lambda found: {f"{site}/{name}/package.json": "{}" for name in found})


GEMS: Files = {"ruby/gems/3.3.0/gems/rack-3/rack.rb": "", "ruby/gems/3.3.0/specifications/rack-3.gemspec": ""}
CONTENT: tuple[st.SearchStrategy[Files], ...] = (
    packages("python"),
    packages("python/lib/python3.12/site-packages"),
    node_packages("nodejs/node_modules"),
    node_packages("nodejs/node22/node_modules"),
    st.just({"java/lib/gson.jar": "", "java/lib/guava.jar": ""}),
    st.just(GEMS),
)
EXTRAS: tuple[Files, ...] = ({}, {"bin/tool": "#!/bin/sh"}, {"lib/liba.so": "x"}, {"fonts/a.ttf": "x"}, {"LICENSE": ""})


@st.composite
def good_layers(draw: st.DrawFn) -> Files:
    """Content of one or more languages on their search paths, and something beside it."""
    chosen = draw(st.lists(st.sampled_from(CONTENT), min_size=1, max_size=3, unique=True))
    files = {path: content for each in chosen for path, content in draw(each).items()}
    return files | dict(draw(st.sampled_from(EXTRAS)))


def prefixes() -> st.SearchStrategy[str]:
    awkward = st.sampled_from(
        ["layer", "lambda-layer", "build", "python", "nodejs", "lib", "bin", "my layer", ".sam", "'"]
    )
    nested = st.lists(awkward, min_size=1, max_size=3).map("/".join)
    return (paths() | nested).filter(lambda prefix: "__MACOSX" not in prefix and not _is_search_folder(prefix))


def _is_search_folder(prefix: str) -> bool:
    """What lies below such a prefix may well be reached."""
    return bool(re.search(r"site-packages|node_modules|ruby/lib|\.(dist-info|egg-info|egg)$", prefix))


def wrap(files: Files, prefix: str) -> Files:
    return {f"{prefix}/{path}": content for path, content in files.items()}


@given(good_layers())
def test_a_good_layer_is_silent(files: Files) -> None:
    assert [found.finding.message for found in said(files)] == []


@given(good_layers(), prefixes())
def test_a_wrapped_layer_is_told_its_prefix_once(files: Files, prefix: str) -> None:
    found = said(wrap(files, prefix))
    note(str([diagnostic.finding for diagnostic in found]))
    assert [_told_folder(diagnostic) for diagnostic in found] == [prefix]
    assert found[0].severity is Severity.ERROR


@given(
    st.sampled_from(["helpers.py", "acme/__init__.py", "acme/orders/api.py", "fast.abi3.so", "old.pyc"]),
    prefixes().filter(lambda prefix: "python" not in prefix),
)
def test_own_modules_are_told_their_prefix_too(module: str, prefix: str) -> None:
    assert said({f"python/{module}": ""}) == ()
    found = said({f"{prefix}/python/{module}": ""})
    assert [(diagnostic.severity, _told_folder(diagnostic)) for diagnostic in found] == [(Severity.ERROR, prefix)]


@given(good_layers(), prefixes())
def test_doing_as_told_ends_the_matter(files: Files, prefix: str) -> None:
    wrapped = wrap(files, prefix)
    folder = _told_folder(said(wrapped)[0])
    mended = {path.removeprefix(f"{folder}/"): content for path, content in wrapped.items()}
    assert [found.finding.message for found in said(mended)] == []


def _told_folder(diagnostic: Diagnostic) -> str:
    """The folder that the mending command goes to."""
    command = diagnostic.finding.help.partition(": ")[2]
    words = shlex.split(command)
    assert words[0] == "cd"
    folder = words[1].removeprefix("./")
    assert words[words.index("-r") + 1].startswith("../" * (folder.count("/") + 1))
    return folder


@given(st.dictionaries(paths(), st.just(b""), max_size=20), st.booleans())
def test_any_tree_is_judged(files: dict[str, bytes], as_function: bool) -> None:
    recipe = function(files) if as_function else layer(files)
    report = run(stack_of(recipe), RULES, Options(platform=PLATFORM, as_of=PLATFORM.as_of))
    assert [found.finding.reason for found in report.diagnostics if found.finding.subject] == []


PARTS = ["python", "nodejs", "node_modules", "lib", "lib64", "python3.12", "site-packages", "java", "ruby", "gems"]
PARTS += ["3.3.0", "a", "a-1.dist-info", "extensions", "bin", "venv", "specifications", "@s", "Python"]
NAMES = ["__init__.py", "a.py", "package.json", "pyvenv.cfg", "a.jar", "bootstrap", "METADATA", "a.so", "index.js"]


TELLING = st.builds(
    lambda parts, name: "/".join([*parts, name]), st.lists(st.sampled_from(PARTS)), st.sampled_from(NAMES)
)


@given(
    st.sets(TELLING, max_size=12),
    st.sampled_from([(), ("python3.12",), ("nodejs22.x",), ("java21",), ("ruby3.3",), ("provided.al2023",)]),
    st.booleans(),
)
def test_no_rule_fails_on_trees_of_telling_names(files: set[str], runtime: tuple[str, ...], as_function: bool) -> None:
    made = dict.fromkeys(sorted(files), "")
    recipe = function(made, runtime, handler="a.handler") if as_function else layer(made, runtime)
    report = run(stack_of(recipe), RULES, Options(platform=PLATFORM, as_of=PLATFORM.as_of))
    assert [found.finding.reason for found in report.diagnostics if found.finding.subject] == []
