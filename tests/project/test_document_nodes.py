"""Documents as nodes that know their lines, and the one line for those that are none."""

import pytest

from layerlint.project.document import parse
from layerlint.project.json_nodes import read_json
from layerlint.project.node import Node, word
from layerlint.project.records import ProjectError
from layerlint.project.yaml_nodes import read_yaml

YAML = """\
# a comment
a: !Ref x
b:
  - 1
  - {q: [z]}
c: &shared
  h: 0123
d:
  <<: *shared
  i: !GetAtt a.b
e: ~
f: "null"
"""


def at(root: Node, *keys: str) -> tuple[int, int]:
    node = root.get(*keys)
    assert node is not None
    return node.line, node.column


def test_yaml_knows_its_lines() -> None:
    root = read_yaml(YAML, "t")
    assert [(entry.key, entry.line) for entry in root.each()] == list(zip("abcdef", (2, 3, 6, 8, 11, 12), strict=True))
    assert at(root, "b") == (4, 3)
    assert (at(root, "d", "i"), at(root, "c", "h")) == ((10, 6), (7, 6))
    assert [root.entry(key).node.last for key in "abcd" if root.entry(key)] == [2, 5, 7, 10]  # type: ignore[union-attr]


def test_yaml_keeps_tags_and_spellings() -> None:
    root = read_yaml(YAML, "t")
    tagged = root.get("a")
    assert tagged is not None
    assert (tagged.tag, tagged.scalar, tagged.text) == ("!Ref", "x", None)
    assert word(root, "c", "h") == "0123"
    assert word(root, "d", "h") == "0123"
    assert [root.get(key).text for key in "ef" if root.get(key)] == [None, "null"]  # type: ignore[union-attr]


def test_an_own_entry_comes_before_a_merged_one() -> None:
    root = read_yaml("a: &a {k: merged, l: 1}\nb: {k: own, <<: *a}\n", "t")
    assert (word(root, "b", "k"), word(root, "b", "l")) == ("own", "1")


def test_json_knows_its_lines() -> None:
    root = read_json('{\n "a": {"b": [1, "x\\n", null, true, -1.5e3]},\n  "c": {}}\n', "t")
    assert [(entry.key, entry.line, entry.column) for entry in root.each()] == [("a", 2, 2), ("c", 3, 3)]
    found = root.get("a", "b")
    assert found is not None
    assert [item.text for item in found.elements()] == ["1", "x\n", None, "true", "-1.5e3"]
    assert at(root, "a", "b") == (2, 13)


def test_text_is_json_where_it_begins_as_json_does() -> None:
    assert word(parse('{"a": "\\u0062"}', "t.template"), "a") == "b"
    assert word(parse("{a: b}", "t.yaml"), "a") == "b"
    with pytest.raises(ProjectError, match=r"^t\.json:1: no JSON: "):
        parse("{a: b}", "t.json")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: [1,\nb: 2", "t:3: no YAML: "),
        ("a: *b", "t: no YAML: unknown alias *b"),
        ("", "t: empty"),
        ("a: b: c", "t:1: no YAML: "),
        ("\x00", "t: no YAML: control characters are not allowed"),
        ("a:\n\t- b", "t:2: no YAML: "),
    ],
)
def test_what_is_no_yaml(text: str, line: str) -> None:
    with pytest.raises(ProjectError) as raised:
        read_yaml(text, "t")
    assert str(raised.value).startswith(line)
    assert "\n" not in str(raised.value)
