"""What a cloud assembly of the CDK declares, over stacks, nested stacks and stages."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from layerlint.project.read import read_project
from layerlint.project.recognize import is_project
from layerlint.project.records import ProjectError

Json = dict[str, object]


def stack(name: str) -> Json:
    return {"type": "aws:cloudformation:stack", "properties": {"templateFile": f"{name}.template.json"}}


def assembly(folder: Path, artifacts: Mapping[str, Json], **files: object) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "cdk.out").write_text('{"version":"50.0.0"}', encoding="utf-8")
    (folder / "manifest.json").write_text(json.dumps({"artifacts": artifacts}, indent=1), encoding="utf-8")
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_text(json.dumps(content, indent=1), encoding="utf-8")
    return folder


def layer(asset: str) -> Json:
    return {"Type": "AWS::Lambda::LayerVersion", "Metadata": {"aws:asset:path": asset, "aws:asset:property": "Content"}}


def function(code: Json, *layers: Json) -> Json:
    return {"Type": "AWS::Lambda::Function", "Properties": {"Code": code, "Layers": list(layers)}}


SHARED: Json = {
    "Resources": {"Base": layer("asset.base")},
    "Outputs": {"Out": {"Value": {"Ref": "Base"}, "Export": {"Name": "Shared:Base"}}},
}
API: Json = {
    "Resources": {
        "Api": function({"S3Bucket": "b", "S3Key": "0a1b.zip"}, {"Fn::ImportValue": "Shared:Base"}),
        "Inner": {
            "Type": "AWS::CloudFormation::Stack",
            "Properties": {
                "TemplateURL": {"Fn::Join": ["", ["https://s3.", {"Ref": "AWS::URLSuffix"}, "/b/inner.json"]]},
                "Parameters": {"Ref": {"Fn::ImportValue": "Shared:Base"}},
            },
        },
    }
}
INNER: Json = {"Parameters": {"Ref": {"Type": "String"}}, "Resources": {"Deep": function({}, {"Ref": "Ref"})}}


def asset(place: str, key: str) -> Json:
    return {"source": {"path": place}, "destinations": {"here": {"bucketName": "b", "objectKey": key}}}


@pytest.fixture
def app(tmp_path: Path) -> Path:
    assets = {"files": {"a": asset("asset.0a1b", "0a1b.zip"), "i": asset("Inner.nested.template.json", "inner.json")}}
    listed: Json = {"type": "cdk:asset-manifest", "properties": {"file": "Api.assets.json"}}
    folder = assembly(
        tmp_path / "cdk.out",
        {"Shared": stack("Shared"), "Api": stack("Api"), "Api.assets": listed},
        Shared__template__json=SHARED,
        Api__template__json=API,
        Api__assets__json=assets,
        Inner__nested__template__json=INNER,
    )
    (folder / "asset.0a1b").mkdir()
    return folder


def test_layers_are_followed_over_stacks_and_nested_stacks(app: Path) -> None:
    project = read_project(app, "cdk.out")
    assert [each.name for each in project.functions] == ["Api", "Deep"]
    base = "cdk.out/Shared.template.json#Base"
    assert [[use.layer for use in each.layers] for each in project.functions] == [[base], [base]]
    assert [each.origin.file for each in project.functions] == [
        "cdk.out/Api.template.json",
        "cdk.out/Inner.nested.template.json",
    ]


def test_assets_are_found_by_metadata_and_by_their_keys(app: Path) -> None:
    project = read_project(app, "cdk.out")
    assert project.layers[0].source.path == app / "asset.base"
    assert project.functions[0].source.path == app / "asset.0a1b"


def test_one_stack_of_an_assembly_brings_the_layers_it_uses(app: Path) -> None:
    project = read_project(app / "Api.template.json", "cdk.out/Api.template.json")
    assert [each.name for each in project.functions] == ["Api"]
    assert [each.name for each in project.layers] == ["Base"]


def test_the_manifest_stands_for_its_folder(app: Path) -> None:
    assert len(read_project(app / "manifest.json", "cdk.out/manifest.json").functions) == 2


def test_a_stage_is_an_assembly_below(tmp_path: Path) -> None:
    stage: Json = {"type": "cdk:cloud-assembly", "properties": {"directoryName": "stage"}}
    folder = assembly(tmp_path / "cdk.out", {"Stage": stage})
    assembly(folder / "stage", {"Shared": stack("Shared")}, Shared__template__json=SHARED)
    project = read_project(folder, "cdk.out")
    assert [each.origin.file for each in project.layers] == ["cdk.out/stage/Shared.template.json"]


def test_a_folder_is_an_assembly_by_its_mark(app: Path, tmp_path: Path) -> None:
    assert is_project(app)
    assert not is_project(tmp_path)


@pytest.mark.parametrize("name", ["../away.json", "/etc/passwd", "missing.json", ""])
def test_a_manifest_names_nothing_outside_its_folder(name: str, tmp_path: Path) -> None:
    (tmp_path / "away.json").write_text("{}", encoding="utf-8")
    bad: Json = {"type": "aws:cloudformation:stack", "properties": {"templateFile": name}}
    with pytest.raises(ProjectError, match="not in the folder"):
        read_project(assembly(tmp_path / "cdk.out", {"Bad": bad}), "cdk.out")
