"""Projects that the real tools have made: layers and functions understood, findings at the lines that declare them."""

import json
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.integration.measured import layerlint
from tests.integration.project_tools import RUNTIME, run, tool, written

pytestmark = pytest.mark.index

HANDLER = "import base\nimport lost\n\n\ndef handler(event, context):\n    return 1\n"
SAM = f"""\
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Runtime: {RUNTIME}
Resources:
  Installed:
    Type: AWS::Serverless::LayerVersion
    Properties:
      ContentUri: installed
      CompatibleRuntimes: [{RUNTIME}]
    Metadata:
      BuildMethod: {RUNTIME}
  Base:
    Type: AWS::Serverless::LayerVersion
    Properties:
      ContentUri: layer
      RetentionPolicy: Delete
  Api:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: app
      Handler: app.handler
      Layers:
        - !Ref Base
        - !Ref Installed
"""
CDK = """
const cdk = require('aws-cdk-lib');
const lambda = require('aws-cdk-lib/aws-lambda');
const app = new cdk.App();
const env = { region: 'eu-west-1', account: '123456789012' };
const shared = new cdk.Stack(app, 'Shared', { env });
const base = new lambda.LayerVersion(shared, 'Base', { code: lambda.Code.fromAsset('layer') });
const api = new cdk.Stack(app, 'Api', { env });
const inner = new cdk.NestedStack(api, 'Inner');
const common = { runtime: lambda.Runtime.PYTHON_3_13, handler: 'app.handler', layers: [base] };
new lambda.Function(api, 'Outer', { ...common, code: lambda.Code.fromAsset('app') });
new lambda.Function(inner, 'Deep', { ...common, code: lambda.Code.fromAsset('app') });
new lambda.Function(api, 'Inline', { ...common, handler: 'index.handler',
  code: lambda.Code.fromInline('import base\\ndef handler(event, context): return 1\\n') });
base.addPermission('everyone', { accountId: '*' });
app.synth();
"""
CLIENT = "import boto3; s3 = boto3.client('s3')\n"
CREATE = CLIENT + "s3.create_bucket(Bucket='layers', CreateBucketConfiguration={'LocationConstraint': 'eu-west-1'})"
DOWNLOAD = f"""{CLIENT}
for each in s3.list_objects_v2(Bucket='layers')['Contents']:
    s3.download_file('layers', each['Key'], 'out/' + each['Key'])
"""
SERVERLESS = """\
service: shop
frameworkVersion: "3"
provider:
  name: aws
  runtime: python3.11
package:
  patterns: ["!layer/**"]
layers:
  base:
    path: layer
functions:
  api:
    handler: app/app.handler
    layers:
      - Ref: BaseLambdaLayer
"""
SIDE = (
    'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n'
    + "".join(
        f"  Layer{number}:\n    Type: AWS::Lambda::LayerVersion\n    Properties:\n"
        f"      Content: layer{number}\n      CompatibleRuntimes: [python3.{13 if number else 12}]\n"
        for number in range(6)
    )
    + """\
  Share:
    Type: AWS::Lambda::LayerVersionPermission
    Properties:
      Action: lambda:InvokeFunction
      LayerVersionArn: !Ref Layer0
      Principal: arn:aws:iam::123456789012:role/deployer
  Everyone:
    Type: AWS::Lambda::LayerVersionPermission
    Properties:
      Action: lambda:GetLayerVersion
      LayerVersionArn: !Ref Layer0
      Principal: "*"
  Api:
    Type: AWS::Lambda::Function
    Properties:
      Role: arn:aws:iam::123456789012:role/api
      Code: app
      Handler: app.handler
      Runtime: python3.13
      Layers: [!Ref Layer0, !Ref Layer1, !Ref Layer2, !Ref Layer3, !Ref Layer4, !Ref Layer5]
  Other:
    Type: AWS::Lambda::Function
    Properties:
      Role: arn:aws:iam::123456789012:role/api
      Code: app
      Handler: app.handler
      Runtime: python3.13
      Layers: [arn:aws:lambda:eu-west-1:123456789012:layer:tools]
"""
)


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    written(tmp_path, layer__python__base_py="", app__app_py=HANDLER)
    return tmp_path


def checked(folder: Path, *words: str) -> dict[str, Any]:
    outcome = layerlint("check", *words, "--format", "json", cwd=folder)
    assert outcome.err == ""
    document: dict[str, Any] = json.loads(outcome.out)
    return document


def places(document: dict[str, Any], *codes: str) -> set[tuple[str, str, int]]:
    """Code, file and line of each finding with one of these codes."""
    found = [finding for stack in document["stacks"] for finding in stack["findings"]]
    return {(each["code"], each["origin"]["file"], each["origin"]["line"]) for each in found if each["code"] in codes}


def loading(document: dict[str, Any]) -> dict[str, bool]:
    """Whether each layer and function loads on its one target."""
    judged = [stack for stack in document["stacks"] if stack["archives"]]
    return {stack["origin"]["name"]: all(each["loads"] for each in stack["targets"]) for stack in judged}


def test_sam_build(sources: Path) -> None:
    sam = tool("bin/sam")
    written(sources, template_yaml=SAM, installed__requirements_txt="six==1.17.0\n")
    unbuilt = checked(sources)
    assert places(unbuilt, "LL913") == {("LL913", "template.yaml", 10)}
    run(sam, "build", folder=sources)
    built = checked(sources)
    assert loading(built) == {"Installed": True, "Base": True, "Api": False}
    expected = {("LL312", "template.yaml", 22), ("LL918", "template.yaml", 14)}
    assert places(built, "LL312", "LL913", "LL918") == expected
    archives = {archive["name"] for stack in built["stacks"] for archive in stack["archives"]}
    assert archives == {".aws-sam/build/Installed", ".aws-sam/build/Api", "layer"}


@contextmanager
def stand_in(folder: Path) -> Iterator[str]:
    """The address of moto's server."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
    server = subprocess.Popen(
        [tool("bin/moto_server"), "-H", "127.0.0.1", "-p", str(port)],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port, server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert server.poll() is None
        time.sleep(0.1)
    pytest.fail("moto's server does not answer")


def test_sam_package(sources: Path) -> None:
    """What was uploaded lies beside the packaged template, as a pipeline that downloads it has it."""
    sam, python = tool("bin/sam"), tool("bin/python")
    installed = SAM[SAM.index("  Installed:") : SAM.index("  Base:")]
    template = SAM.replace(installed, "").replace("        - !Ref Installed\n", "")
    written(sources, template_yaml=template)
    (sources / "out").mkdir()
    with stand_in(sources) as address:
        run(python, "-c", CREATE, folder=sources, AWS_ENDPOINT_URL=address)
        words = ("--s3-bucket", "layers", "--output-template-file", "out/packaged.yaml")
        run(sam, "package", *words, folder=sources, AWS_ENDPOINT_URL=address)
        alone = layerlint("check", "out/packaged.yaml", cwd=sources)
        assert (alone.code, "not on this machine" in alone.err) == (2, True)
        run(python, "-c", DOWNLOAD, folder=sources, AWS_ENDPOINT_URL=address)
    document = checked(sources, "out/packaged.yaml")
    assert loading(document) == {"Base": True, "Api": False}
    lines = (sources / "out" / "packaged.yaml").read_text("utf-8").split("\n")
    ((_, file, line),) = places(document, "LL312")
    assert (file, lines[line - 1].split(":")[0].strip()) == ("out/packaged.yaml", "CodeUri")


def test_cdk(sources: Path) -> None:
    modules = tool("node_modules")
    tool("node_modules/aws-cdk-lib")
    (sources / "app.js").write_text(CDK, encoding="utf-8")
    run("node", "app.js", folder=sources, CDK_OUTDIR="cdk.out", NODE_PATH=str(modules))
    document = checked(sources)
    verdicts = {name[:4]: loads for name, loads in loading(document).items()}
    assert verdicts == {"Base": True, "Oute": False, "Deep": False, "Inli": True}
    found = places(document, "LL312", "LL914")
    assert sorted((code, file.removeprefix("cdk.out/")[:3]) for code, file, _ in found) == [
        ("LL312", "Api"),
        ("LL312", "Api"),
        ("LL914", "Sha"),
    ]
    for code, file, line in found:
        text = (sources / file).read_text("utf-8").split("\n")[line - 1]
        assert ('"Code"' if code == "LL312" else '"Principal"') in text


def test_serverless_package(sources: Path) -> None:
    """It writes its zips, and then asks CloudFormation in vain."""
    serverless = tool("node_modules/.bin/serverless")
    written(sources, serverless_yml=SERVERLESS)
    run(serverless, "package", folder=sources, succeeds=False, HTTPS_PROXY="http://127.0.0.1:9")
    assert sorted(path.name for path in (sources / ".serverless").glob("*.zip")) == ["base.zip", "shop.zip"]
    document = checked(sources)
    assert loading(document) == {"base": True, "api": False}
    assert places(document, "LL312", "LL918") == {("LL312", "serverless.yml", 13), ("LL918", "serverless.yml", 9)}


def test_chalice_package(tmp_path: Path) -> None:
    chalice = tool("bin/chalice")
    config = {"version": "2.0", "app_name": "shop", "automatic_layer": True, "stages": {"dev": {}}}
    app = "import chalice\nimport six\n\napp = chalice.Chalice(app_name='shop')\n\n\n@app.lambda_function()\n"
    written(tmp_path, requirements_txt="six==1.17.0\n")
    (tmp_path / "app.py").write_text(f"{app}def work(event, context):\n    return six\n", encoding="utf-8")
    (tmp_path / ".chalice").mkdir()
    (tmp_path / ".chalice" / "config.json").write_text(json.dumps(config), encoding="utf-8")
    run(chalice, "package", "out", folder=tmp_path)
    document = checked(tmp_path, "out/sam.json")
    assert loading(document) == {"ManagedLayer": True, "Work": True}
    lines = (tmp_path / "out" / "sam.json").read_text("utf-8").split("\n")
    assert ['"ManagedLayer"' in lines[line - 1] for _, _, line in places(document, "LL919")] == [True]


def test_everything_about_layers_that_cfn_lint_finds_and_more(tmp_path: Path) -> None:
    program = tool("bin/cfn-lint")
    for number in range(6):
        written(tmp_path, **{f"layer{number}__python__module{number}_py": ""})
    written(tmp_path, template_yaml=SIDE, app__app_py="import lost\n\n\ndef handler(event, context):\n    return 1\n")
    said = json.loads(run(program, "template.yaml", "--format", "json", folder=tmp_path, succeeds=False))
    theirs = {(each["Rule"]["Id"], each["Location"]["Start"]["LineNumber"]) for each in said}
    ours = {(code, line) for code, _, line in places(checked(tmp_path), *OURS)}
    lines = SIDE.split("\n")

    def line(text: str) -> int:
        return next(number for number, found in enumerate(lines, 1) if text in found)

    #: what they find about layers, and what of ours says so
    same = {
        ("E3031", line("InvokeFunction")): ("LL916", line("InvokeFunction")),
        ("E3031", line("role/deployer")): ("LL915", line("role/deployer")),
        ("E3031", line("layer:tools")): ("LL911", line("layer:tools")),
        ("E3032", line("Layers: [!Ref Layer0")): ("LL515", line("  Api:")),
    }
    assert {each for each in theirs if each[0] != "W3002"} == set(same)
    assert set(same.values()) <= ours
    missed = {
        ("LL914", line('Principal: "*"')),  # the layer is everyone's
        ("LL517", line("Content: layer0")),  # for another runtime than the function's
        ("LL312", line("Code: app")),  # a module that nobody brings
    }
    assert missed <= ours


OURS = ("LL312", "LL515", "LL517", "LL911", "LL914", "LL915", "LL916")
