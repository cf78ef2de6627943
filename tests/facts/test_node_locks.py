"""What lock files say of one package: npm's of every version, yarn's, pnpm's and bun's; and any text at all."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layerlint.facts.node_locks import HIDDEN, LOCKS, Locked, Role, locked
from layerlint.facts.package_json import PLAIN

PLACES = ("node_modules/a/node_modules/@s/b", "node_modules/@s/b")
FIRST = {
    "lockfileVersion": 1,
    "dependencies": {
        "@s/b": {"version": "1.2.3", "requires": {"c": "^1"}, "dependencies": {"c": {"version": "1.0.0", "dev": True}}},
        "d": {"version": "1.0.0", "requires": {"c": "^2"}},
        "e": {"version": "1.0.0", "dependencies": {"d": {"version": "2.0.0"}}},
        "f": {"version": "github:a/b#1"},
    },
}
THIRD = {
    "lockfileVersion": 3,
    "packages": {
        "": {"dependencies": {"@s/b": "^1"}},
        "node_modules/@s/b": {"version": "1.2.3", "dependencies": {"c": "^1"}},
        "node_modules/a/node_modules/@s/b": {"version": "2.0.0-rc.1"},
        "node_modules/c": {"version": "1.0.0", "dev": True, "license": "MIT"},
        "node_modules/d": {"version": "1.0.0", "optional": True},
        "node_modules/e": {"version": "1.0.0", "peer": True},
        "node_modules/f": {"resolved": "packages/f", "link": True},
        "node_modules/g": {"name": "h", "version": "1.0.0"},
    },
}
YARN = """
"@s/b@^1.0.0", "@s/b@^1.2.0":
  version "1.2.3"
  resolved "https://example.org/b.tgz"

d@^1:
  version "1.0.0"

d@^2:
  version "2.0.0"

e@npm:f@^1:
  version "1.0.0"
"""
BERRY = '"@s/b@npm:^1.0.0, @s/b@npm:^1.2.0":\n  version: 1.2.3\n  resolution: "@s/b@npm:1.2.3"\n'
PNPM = "packages:\n\n  '@s/b@1.2.3':\n    resolution: {}\n\n  d@1.0.0:\n\n  d@2.0.0:\n"
SNAPSHOTS = f"{PNPM}\nsnapshots:\n\n  '@s/b@1.2.3(c@1.0.0)': {{}}\n"
PNPM_6 = "packages:\n\n  /@s/b@1.2.3(c@1.0.0):\n    dev: false\n"
PNPM_5 = "packages:\n\n  /@s/b/1.2.3_c@1.0.0:\n    dev: false\n"
BUN = '{\n  "packages": {\n    "@s/b": ["@s/b@1.2.3", "", {}, "sha512-"],\n    "e": ["f@1.0.0", ""],\n  }\n}\n'


def of(lock: str, text: str, name: str) -> Locked | None:
    return locked(lock, text, [f"node_modules/{name}"])


@pytest.mark.parametrize(
    ("lock", "text"),
    [
        ("package-lock.json", json.dumps(FIRST)),
        ("npm-shrinkwrap.json", json.dumps(FIRST, indent=4)),
        ("package-lock.json", json.dumps(THIRD, separators=(",", ":"))),
        (HIDDEN, json.dumps(THIRD, indent=2)),
        ("yarn.lock", YARN),
        ("yarn.lock", BERRY),
        ("pnpm-lock.yaml", SNAPSHOTS),
        ("pnpm-lock.yaml", PNPM_6),
        ("pnpm-lock.yaml", PNPM_5),
        ("bun.lock", BUN),
    ],
)
def test_every_format_says_the_version(lock: str, text: str) -> None:
    assert of(lock, text, "@s/b") == Locked("1.2.3")
    assert of(lock, text, "absent") is None
    assert of(lock, text, "b") is None
    assert of(lock, text, "@s/") is None


@pytest.mark.parametrize(
    ("lock", "text"), [("yarn.lock", YARN), ("pnpm-lock.yaml", PNPM), ("package-lock.json", FIRST)]
)
def test_of_several_versions_none_is_named(lock: str, text: str | dict[str, object]) -> None:
    assert of(lock, text if isinstance(text, str) else json.dumps(text), "d") is None


@pytest.mark.parametrize(("lock", "text"), [("yarn.lock", YARN), ("bun.lock", BUN)])
def test_another_package_under_the_name_is_none(lock: str, text: str) -> None:
    assert of(lock, text, "e") is None
    assert of("package-lock.json", json.dumps(THIRD), "g") is None


def test_the_nearest_place_is_believed() -> None:
    assert locked(HIDDEN, json.dumps(THIRD), PLACES) == Locked("2.0.0-rc.1")
    assert locked(HIDDEN, json.dumps(THIRD), PLACES[1:]) == Locked("1.2.3")


def test_npm_says_which_option_leaves_it_out() -> None:
    roles = {name: found and found.role for name in "cdef" for found in [of(HIDDEN, json.dumps(THIRD), name)]}
    assert roles == {"c": Role.DEVELOPMENT, "d": Role.OPTIONAL, "e": Role.PEER, "f": None}
    assert of("package-lock.json", json.dumps(FIRST), "c") == Locked("1.0.0", Role.DEVELOPMENT)
    assert of("package-lock.json", json.dumps(FIRST), "f") is None


@given(st.sampled_from(LOCKS), st.text(), st.lists(st.text(min_size=1), max_size=3))
def test_any_text_is_read(lock: str, text: str, names: list[str]) -> None:
    found = locked(lock, text, [f"node_modules/{name}" for name in names])
    assert found is None or PLAIN.match(found.version)


@given(st.sampled_from([FIRST, THIRD]), st.data())
def test_a_torn_lock_is_read(document: dict[str, object], data: st.DataObject) -> None:
    text = json.dumps(document)
    start, end = sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))))
    for name in ("@s/b", "c", "d"):
        found = of("package-lock.json", text[:start] + text[end:], name)
        assert found is None or PLAIN.match(found.version)


def test_brackets_without_end_are_no_trouble() -> None:
    assert of("package-lock.json", '{"packages": {"node_modules/b": {"a": ' + "[" * 100_000, "b") is None
    assert of("package-lock.json", '"node_modules/b": {' * 50_000, "b") is None
