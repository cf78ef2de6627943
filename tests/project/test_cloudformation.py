"""What CloudFormation and SAM templates declare."""

from pathlib import Path

import pytest

from layerlint.project.cloudformation.read import template_project
from layerlint.project.records import FunctionResource, LayerResource, Project

HEAD = "Transform: AWS::Serverless-2016-10-31\n"
LAYER = "  Base:\n    Type: AWS::Serverless::LayerVersion\n    Properties:\n      ContentUri: layers/base\n"


def project(text: str, folder: Path = Path()) -> Project:
    return template_project(text, folder / "template.yaml", "template.yaml")


def function(text: str) -> FunctionResource:
    (found,) = project(text).functions
    return found


def layer(text: str) -> LayerResource:
    (found,) = project(text).layers
    return found


def lambda_function(*properties: str, kind: str = "AWS::Lambda::Function") -> str:
    lines = "".join(f"      {line}\n" for line in properties)
    return f"Resources:\n  Api:\n    Type: {kind}\n    Properties:\n{lines}"


def test_globals_stand_behind_every_sam_function() -> None:
    head = (
        "Globals:\n  Function:\n    Runtime: python3.12\n    Architectures: [arm64]\n    Layers: [first]\n"
        "    Environment:\n      Variables: {A: globally, B: globally}\n"
    )
    own = ("Handler: app.handler", "Layers: [second]", "Environment: {Variables: {B: own}}")
    found = function(head + lambda_function(*own, kind="AWS::Serverless::Function"))
    assert found.runtime
    assert (found.runtime.value, found.runtime.origin.line) == ("python3.12", 3)
    assert [text.value for text in found.architectures] == ["arm64"]
    assert [use.text.value for use in found.layers] == ["first", "second"]
    assert {name: text.value for name, text in found.variables.items()} == {"A": "globally", "B": "own"}
    plain = function(head + lambda_function("Handler: app.handler"))
    assert (plain.runtime, plain.layers) == (None, ())


@pytest.mark.parametrize(
    ("written", "value", "known"),
    [
        ("!Ref Given", "python3.13", True),
        ("{Ref: Given}", "python3.13", True),
        ("!Ref Open", "${Open}", False),
        ("!Ref Stored", "${Stored}", False),
        ("!Sub python${Minor}", "python3.11", True),
        ("!Sub ['python${M}', {M: !Ref Minor}]", "python3.11", True),
        ("!Sub 'a${!b}${Minor}'", "a${b}3.11", True),
        ("!Sub 'a-${AWS::Region}'", "a-${AWS::Region}", False),
        ("!Join ['', [python, !Ref Minor]]", "python3.11", True),
        ("!FindInMap [Runtimes, new, !Ref Minor]", "python3.14", True),
        ("!FindInMap [Runtimes, old, !Ref Minor]", "${Fn::FindInMap}", False),
        ("!If [Old, python3.8, python3.13]", "${Fn::If}", False),
        ("!ImportValue x", "${Fn::ImportValue}", False),
        ("!GetAtt Other.Arn", "${Other.Arn}", False),
    ],
)
def test_values_are_resolved_as_far_as_the_template_allows(written: str, value: str, known: bool) -> None:
    head = (
        "Parameters:\n  Given: {Type: String, Default: python3.13}\n  Open: {Type: String}\n"
        "  Stored: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /name}\n"
        "  Minor: {Type: String, Default: '3.11'}\n"
        "Mappings:\n  Runtimes: {new: {'3.11': python3.14}}\n"
    )
    found = function(head + lambda_function(f"Runtime: {written}"))
    assert found.runtime
    assert (found.runtime.value, found.runtime.known) == (value, known)


@pytest.mark.parametrize(
    ("written", "layers"),
    [
        ("!Ref Base", ["template.yaml#Base"]),
        ("{Ref: Base}", ["template.yaml#Base"]),
        ("!GetAtt Base.LayerVersionArn", ["template.yaml#Base"]),
        ("!Sub '${Base}'", ["template.yaml#Base"]),
        ("arn:aws:lambda:eu-west-1:123456789012:layer:x:1", [""]),
        ("!Ref Nobody", [""]),
        ("!Ref AWS::NoValue", []),
        ("!If [C, !Ref Base, !Ref AWS::NoValue]", [""]),
    ],
)
def test_layers_are_followed_to_their_resources(written: str, layers: list[str]) -> None:
    found = function(lambda_function(f"Layers: [{written}]") + LAYER)
    assert [use.layer for use in found.layers] == layers
    assert found.layers_known


def test_a_list_that_is_computed_is_not_known() -> None:
    assert not function(lambda_function("Layers: !If [C, [a], [b]]")).layers_known
    head = "Parameters:\n  All: {Type: CommaDelimitedList, Default: 'arn:a, arn:b'}\n"
    found = function(head + lambda_function("Layers: !Ref All"))
    assert [use.text.value for use in found.layers] == ["arn:a", "arn:b"]


def test_variables_that_are_computed_are_not_known() -> None:
    found = function(lambda_function("Environment: {Variables: {A: !Ref Table, B: b}}"))
    assert {name: text.known for name, text in found.variables.items()} == {"A": False, "B": True}
    assert not function(lambda_function("Environment: {Variables: !If [C, {}, {}]}")).variables_known


@pytest.mark.parametrize(
    ("kind", "properties", "path", "elsewhere"),
    [
        ("AWS::Serverless::Function", ["CodeUri: src"], "src", ""),
        ("AWS::Serverless::Function", ["Handler: app.handler"], ".", ""),
        ("AWS::Serverless::Function", ["CodeUri: s3://bucket/key"], None, "s3://bucket/key"),
        ("AWS::Serverless::Function", ["CodeUri: {Bucket: bucket, Key: key}"], None, "s3://bucket/key"),
        ("AWS::Lambda::Function", ["Code: app.zip"], "app.zip", ""),
        ("AWS::Lambda::Function", ["Code: {S3Bucket: b, S3Key: !Ref Key}"], None, "s3://b/${Key}"),
        ("AWS::Lambda::Function", ["Code: !Ref Code"], None, "${Code}"),
        ("AWS::Lambda::Function", ["Handler: app.handler"], None, "no Code"),
    ],
)
def test_where_the_code_lies(kind: str, properties: list[str], path: str | None, elsewhere: str) -> None:
    source = function(lambda_function(*properties, kind=kind)).source
    assert (source.path, source.elsewhere) == (None if path is None else Path(path), elsewhere)


def test_code_that_is_spelled_out() -> None:
    found = function(lambda_function("Runtime: python3.13", "Code: {ZipFile: 'x = 1'}"))
    assert found.source.inline == {"index.py": "x = 1"}
    computed = function(lambda_function("Runtime: python3.13", "Code: {ZipFile: !Ref Text}"))
    assert (computed.source.inline, computed.source.elsewhere) == (None, "code that the template computes")


def test_an_object_that_lies_beside_the_template_is_taken_for_what_was_uploaded(tmp_path: Path) -> None:
    (tmp_path / "0a1b").touch()
    text = lambda_function("CodeUri: s3://bucket/prefix/0a1b", kind="AWS::Serverless::Function")
    (found,) = project(text, tmp_path).functions
    assert found.source.path == tmp_path / "0a1b"
    outside = lambda_function("CodeUri: s3://bucket/../../0a1b/..", kind="AWS::Serverless::Function")
    (stranger,) = project(outside, tmp_path).functions
    assert stranger.source.path is None


def test_images_have_no_layers() -> None:
    found = project(lambda_function("PackageType: Image", "Code: {ImageUri: x}"))
    assert (found.functions, found.images) == ((), 1)


def test_what_is_to_be_built_first(tmp_path: Path) -> None:
    (tmp_path / "with").mkdir()
    (tmp_path / "with" / "requirements.txt").touch()
    (tmp_path / "without").mkdir()
    sam = "AWS::Serverless::Function"
    (found,) = project(lambda_function("CodeUri: with", kind=sam), tmp_path).functions
    assert found.source.unbuilt == "sam build"
    (plain,) = project(lambda_function("CodeUri: without", kind=sam), tmp_path).functions
    assert plain.source.unbuilt == ""
    (zipped_as_is,) = project(lambda_function("Code: with"), tmp_path).functions
    assert zipped_as_is.source.unbuilt == ""
    built = "Resources:\n" + LAYER + "    Metadata: {BuildMethod: python3.13}\n"
    assert layer(built).source.unbuilt == "sam build"
    assert layer("Resources:\n" + LAYER).source.unbuilt == ""


@pytest.mark.parametrize(
    ("kind", "lines", "retained"),
    [
        ("AWS::Serverless::LayerVersion", [], True),
        ("AWS::Serverless::LayerVersion", ["Properties: {RetentionPolicy: Delete}"], False),
        ("AWS::Serverless::LayerVersion", ["Properties: {RetentionPolicy: !Ref Policy}"], None),
        ("AWS::Lambda::LayerVersion", [], False),
        ("AWS::Lambda::LayerVersion", ["DeletionPolicy: Retain"], False),
        ("AWS::Lambda::LayerVersion", ["UpdateReplacePolicy: Retain"], True),
        ("AWS::Lambda::LayerVersion", ["UpdateReplacePolicy: !Ref Policy"], None),
    ],
)
def test_whether_old_versions_are_kept(kind: str, lines: list[str], retained: bool | None) -> None:
    body = "".join(f"    {line}\n" for line in lines)
    assert layer(f"Resources:\n  Base:\n    Type: {kind}\n{body}").retained is retained


def test_a_nested_template_is_given_layers_by_the_one_above(tmp_path: Path) -> None:
    above = (
        "Resources:\n" + LAYER + "  Inner:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n"
        "      TemplateURL: inner.yaml\n      Parameters: {Layer: !Ref Base, Runtime: python3.12}\n"
        "  Outer:\n    Type: AWS::Lambda::Function\n    Properties:\n"
        "      Layers: [!GetAtt Inner.Outputs.Own]\n"
    )
    inner = (
        "Parameters: {Layer: {Type: String}, Runtime: {Type: String, Default: python3.8}}\n"
        + lambda_function("Layers: [!Ref Layer]", "Runtime: !Ref Runtime")
        + "  Own: {Type: AWS::Lambda::LayerVersion}\nOutputs: {Own: {Value: !Ref Own}}\n"
    )
    (tmp_path / "inner.yaml").write_text(inner, encoding="utf-8")
    found = project(above, tmp_path)
    outer, below = sorted(found.functions, key=lambda each: each.origin.file, reverse=True)
    assert [use.layer for use in outer.layers] == ["inner.yaml#Own"]
    assert [use.layer for use in below.layers] == ["template.yaml#Base"]
    assert below.runtime
    assert (below.runtime.value, below.runtime.known) == ("python3.12", True)
    assert found.files == ("template.yaml", "inner.yaml")


def test_permissions_and_where_their_words_stand() -> None:
    text = (
        "Resources:\n  Share:\n    Type: AWS::Lambda::LayerVersionPermission\n    Properties:\n"
        "      Action: lambda:GetLayerVersion\n      Principal: 012345678901\n      OrganizationId: !Ref Org\n"
    )
    (found,) = project(text).permissions
    assert found.principal
    assert found.organization
    assert (found.principal.value, found.principal.origin) == ("012345678901", ("template.yaml", 6, 18, "Share"))
    assert not found.organization.known
