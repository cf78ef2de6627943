"""Any text is read or refused in one line; what is read is what the standard readers read, at the line it stands in."""

import json
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from layerlint.project.cloudformation.read import is_template, template_project
from layerlint.project.document import parse
from layerlint.project.json_nodes import read_json
from layerlint.project.node import Node
from layerlint.project.records import ProjectError
from layerlint.project.yaml_nodes import read_yaml

SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=12)
KEYS = st.text(min_size=1, max_size=8)
TREES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=20
)
#: words of which templates are made, for texts that come near to one
WORDS = st.sampled_from(
    [
        *("Resources:", "  Api:", "    Type: AWS::Lambda::Function", "    Type: AWS::Serverless::LayerVersion"),
        *("    Properties:", "      Layers: [!Ref Api, *a]", "      Code: &a {ZipFile: !Sub '${Api}'}", "      <<: *a"),
        *("Globals: {Function: {Layers: [!If [A, b]]}}", "Transform: [AWS::Serverless-2016-10-31]", "  - {", "  }"),
        *(
            "      Environment: {Variables: !Ref X}",
            "    Metadata: {layerlint: {ignore: [LL9, {}]}}",
            "# layerlint: ignore",
        ),
        *(
            "      Handler: !FindInMap [A, !Ref B, C]",
            "Mappings: []",
            "Parameters: {B: {Default: []}}",
            "---",
            "\t",
            "# layerlint: ignore",
        ),
        *(
            '{"Resources":',
            '{"Api":',
            '{"Type": "AWS::Lambda::Function", "Properties": {"Layers": [{"Ref": "Api"}]}',
            "}",
        ),
    ]
)


def spelled(value: object) -> object:
    """A value as nodes show it: scalars as they are written."""
    if isinstance(value, dict):
        return {key: spelled(item) for key, item in value.items()}
    if isinstance(value, list):
        return [spelled(item) for item in value]
    return value if value is None or isinstance(value, str) else json.dumps(value)


def shown(node: Node) -> object:
    if node.is_mapping:
        return {entry.key: shown(entry.node) for entry in node.each()}
    return [shown(item) for item in node.elements()] if node.is_sequence else node.text


def entries(node: Node) -> Any:  # noqa: ANN401  # a generator of entries
    for entry in node.each():
        yield entry
        yield from entries(entry.node)
    for item in node.elements():
        yield from entries(item)


@given(TREES, st.sampled_from([None, 0, 2]))
def test_json_is_what_the_standard_library_reads(tree: object, indent: int | None) -> None:
    text = json.dumps({"root": tree}, indent=indent)
    root = read_json(text, "t")
    assert shown(root) == spelled({"root": tree})
    lines = text.split("\n")
    for entry in entries(root):
        assert lines[entry.line - 1][entry.column - 1 :].startswith(json.dumps(entry.key))


@given(TREES)
def test_yaml_is_what_pyyaml_reads(tree: object) -> None:
    text = yaml.safe_dump({"root": tree}, allow_unicode=True)
    assert shown(read_yaml(text, "t")) == _as_yaml(yaml.compose(text, Loader=yaml.SafeLoader))


def _as_yaml(node: Any) -> object:  # noqa: ANN401  # PyYAML's nodes
    if isinstance(node, yaml.MappingNode):
        return {key.value: _as_yaml(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_as_yaml(item) for item in node.value]
    return None if node.tag.endswith(":null") else node.value


def refusal(text: str) -> str:
    """Why a text is refused; "" where it is read."""
    try:
        root = parse(text, "t.yaml")
        if is_template(root):
            template_project(text, Path("nowhere/t.yaml"), "t.yaml")
    except ProjectError as refused:
        return str(refused)
    return ""


@given(st.text() | st.lists(WORDS, max_size=12).map("\n".join))
def test_any_text_is_read_or_refused_in_one_line(text: str) -> None:
    refused = refusal(text)
    assert not refused or refused.startswith("t.yaml")
    assert refused.isprintable()


@given(st.lists(WORDS, max_size=12).map("\n".join))
def test_everything_declared_stands_in_a_line_of_the_file(text: str) -> None:
    try:
        project = template_project(f"Resources:\n  A: {{Type: x}}\n{text}", Path("nowhere/t.yaml"), "t.yaml")
    except ProjectError:
        return
    last = text.count("\n") + 3
    for resource in (*project.contents, *project.ignores):
        assert 1 <= resource.origin.line <= last
