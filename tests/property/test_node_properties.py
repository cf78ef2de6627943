"""Whatever an archive holds for Node.js, the readers answer and make nothing certain that they did not read."""

import json
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from layerlint.environment.environment import Environment, View
from layerlint.environment.node.exports import Blocked, Target, match_exports, match_imports
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import Recipe
from layerlint.facts.javascript.exports import offers
from layerlint.facts.javascript.request import Guard
from layerlint.facts.javascript.scan import scan
from layerlint.facts.malformed import Malformed
from layerlint.facts.node_range import admits
from layerlint.facts.package_json import PackageJson, read_package_json
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target as Goal

PLATFORM = load_platform()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)
FIELDS = "name version type main exports imports engines os cpu libc dependencies peerDependencies optionalDependencies"
MANIFESTS = st.dictionaries(st.sampled_from(FIELDS.split()), JSON, max_size=6)
KEYS = st.sampled_from(
    [".", "./a", "./a/*", "./*.js", "./a*b", "import", "require", "default", "node", "*", "./", "#a", "#*"]
)
LEADS = st.sampled_from(["./a.js", "./*", "./lib/*.js", "a", "../x", "./node_modules/x", "./a/../b", "/x", "", "#a"])
MAPS = st.recursive(
    LEADS | st.none() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=10,
)
PIECES = st.sampled_from(
    [
        *("require('a')", 'require("b")', "require(`c`)", "require(x)", "import 'd'\n", "import e from 'f'\n"),
        *("export * from 'g'\n", "import('h')", "module.exports = ", "exports.a = 1\n", "export const z = 1\n"),
        *(
            "{",
            "}",
            "(",
            ")",
            "[",
            "]",
            "`",
            "${",
            "'",
            '"',
            "/",
            "//",
            "/*",
            "*/",
            "\\",
            "\n",
            ";",
            ",",
            "=>",
            "?",
            ":",
        ),
        *("&&", "||", "??", "if", "else", "try", "catch", "finally", "throw", "return", "function", "class", "async"),
        *("for", "while", "do", "switch", "case", "await", " ", "x", "=", ".", "...", "1"),
    ]
)
SOURCES = st.lists(PIECES, max_size=40).map("".join)


@given(st.binary(max_size=200) | MANIFESTS.map(lambda value: json.dumps(value).encode()))
def test_package_json_of_any_bytes(data: bytes) -> None:
    found = read_package_json("a/package.json", data)
    assert isinstance(found, PackageJson | Malformed)
    if isinstance(found, PackageJson):
        assert all(isinstance(name, str) for name in (found.name, found.version, found.node, *found.systems))
        assert all(isinstance(name, str) for name in (*found.dependencies, *found.optional, *found.peers))


@given(
    MAPS, st.sampled_from([".", "./a", "./a/b", "./x.js", "./ab"]), st.sampled_from([("import",), ("require", "node")])
)
def test_a_map_answers_with_a_place_inside_the_package_or_a_reason(
    value: object, subpath: str, held: tuple[str, ...]
) -> None:
    answer = match_exports(value, subpath, held)
    if isinstance(answer, Target):
        assert answer.text.startswith("./")
        assert ".." not in answer.text.split("/")
    else:
        assert isinstance(answer, Blocked)
        assert answer.reason


@given(st.dictionaries(KEYS, MAPS, max_size=5), st.sampled_from(["#a", "#b/c", "#"]))
def test_imports_of_any_map(value: Mapping[str, object], name: str) -> None:
    assert isinstance(match_imports(value, name, ("node",)), Target | Blocked)


@given(SOURCES | st.text(max_size=100))
def test_a_scan_of_any_text(text: str) -> None:
    source = scan(text.encode("utf-8", "replace"))
    assert source.sound or all(request.guard is not Guard.ALWAYS for request in source.requests)
    assert [request.line for request in source.requests] == sorted(request.line for request in source.requests)


@given(SOURCES)
def test_what_stands_in_a_function_or_try_is_never_certain(text: str) -> None:
    for before, after in (("function f() {", "\n}"), ("try {", "\n} catch { }"), ("if (a) {", "\n}")):
        whole = scan((before + text + after).encode())
        inner = scan(text.encode())
        if whole.sound and inner.sound and not inner.is_module and text.count("{") == text.count("}") == 0:
            assert all(request.guard is not Guard.ALWAYS for request in whole.requests)


@given(SOURCES)
def test_the_exports_of_any_text(text: str) -> None:
    for is_module in (True, False):
        assert all(offers(text, is_module=is_module).names)


@given(st.text("0123456789.xX*^~<>=| -v", max_size=30), st.integers(0, 30))
def test_a_range_of_any_text(text: str, major: int) -> None:
    assert admits(text, major) in (True, False, None)


@given(MANIFESTS, MANIFESTS, SOURCES, st.sampled_from(["nodejs16.x", "nodejs20.x", "nodejs24.x"]))
def test_the_model_answers_over_any_packages(one: object, other: object, source: str, runtime: str) -> None:
    files = {
        "nodejs/node_modules/a/package.json": json.dumps(one),
        "nodejs/node_modules/a/index.js": source,
        "nodejs/node_modules/@b/c/package.json": json.dumps(other),
        "nodejs/node_modules/@b/c/index.js": "require('a')",
    }
    recipe = Recipe(layers=(Recipe(files),), function={"index.js": source, "app.mjs": source}, handler="index.handler")
    goal = Goal(PLATFORM.runtimes[runtime], "x86_64")
    model = Environment(View(stack_of(recipe)), goal, PLATFORM, PLATFORM.as_of).node
    assert model is not None
    for name in ("a", "@b/c", "./app.mjs", "#x"):
        for required in (True, False):
            verdict = model.verdict(name, required=required)
            assert verdict.loads is not False or verdict.reason
    assert all(felt.failure.steps for felt in model.felt)
