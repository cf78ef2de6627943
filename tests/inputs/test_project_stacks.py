"""The stacks of a project: its declarations, each layer by itself, each function with its layers."""

from pathlib import Path

import pytest

from layerlint.inputs.here import project_files, unmade
from layerlint.inputs.named import named_stacks
from layerlint.inputs.stacks import Declared, Opened
from layerlint.stack import Role, Stack

HEAD = "Transform: AWS::Serverless-2016-10-31\nResources:\n"
BASE = """\
  Base:
    Type: AWS::Serverless::LayerVersion
    Properties:
      ContentUri: base
"""
API = """\
  Api:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: app
      Handler: app.handler
      Runtime: python3.13
"""
THEIRS = "arn:aws:lambda:eu-west-1:123456789012:layer:theirs:3"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("base/python/base.py", "top/python/top.py", "app/app.py"):
        Path(name).parent.mkdir(parents=True)
        Path(name).touch()


def opened(*parts: str, declared: Declared = Declared()) -> Opened:  # noqa: B008  # a tuple
    Path("template.yaml").write_text(HEAD + "".join(parts), encoding="utf-8")
    return named_stacks(["template.yaml"], declared)


def stacks(*parts: str, declared: Declared = Declared()) -> dict[str, Stack]:  # noqa: B008  # as above
    found = opened(*parts, declared=declared)
    assert found.problems == ()
    return {stack.name.partition(": ")[2]: stack for stack in found.stacks}


def test_declarations_each_layer_and_each_function_are_stacks() -> None:
    declarations, base, api = opened(BASE, API, "      Layers: [!Ref Base]\n").stacks
    assert [stack.name for stack in (declarations, base, api)] == [
        "template.yaml",
        "template.yaml: Base",
        "template.yaml: Api",
    ]
    assert (len(declarations.resources), list(declarations.mounts)) == (3, [])
    assert [mount.name for mount in api.mounts] == ["base", "app"]
    assert base.layers[0].contents is api.layers[0].contents
    assert (api.handler, api.runtimes, api.complete) == ("app.handler", ("python3.13",), True)
    assert api.origin == ("template.yaml", 7, 3, "Api")
    assert [mount.origin.line for mount in api.mounts if mount.origin] == [6, 10]


def test_a_layer_is_judged_for_what_it_declares_or_for_who_uses_it() -> None:
    uses = "      Layers: [!Ref Base]\n      Architectures: [arm64]\n"
    found = stacks(BASE, API, uses)["Base"]
    assert (found.runtimes, found.architectures) == (("python3.13",), ("arm64",))
    declared = BASE + "      CompatibleRuntimes: [python3.11, python3.12]\n"
    found = stacks(declared, API, uses)["Base"]
    assert (found.runtimes, found.architectures) == (("python3.11", "python3.12"), ("arm64",))
    assert found.layers[0].runtimes == ("python3.11", "python3.12")
    assert stacks(BASE)["Base"].runtimes == ()


def test_lambda_takes_x86_64_unless_it_is_told() -> None:
    assert stacks(API)["Api"].architectures == ("x86_64",)
    assert stacks(API, "      Architectures: [!Ref Unknown]\n")["Api"].architectures == ()


def test_what_is_not_here_leaves_the_stack_incomplete() -> None:
    found = stacks(BASE, API, f"      Layers: [{THEIRS}, !Ref Base]\n")["Api"]
    assert (found.absent, found.complete) == ((THEIRS,), False)
    computed = stacks(API, "      Layers: !If [C, [a], [b]]\n")["Api"]
    assert (len(computed.absent), computed.complete) == (1, False)


def test_what_only_deployment_decides_leaves_the_stack_incomplete() -> None:
    variables = "      Environment: {Variables: {PYTHONPATH: !Ref Path, TABLE: !Ref Table, STAGE: dev}}\n"
    found = stacks(API, variables)["Api"]
    assert (found.unresolved, found.variables, found.complete) == (("PYTHONPATH",), {"STAGE": "dev"}, False)


def test_a_layer_that_is_not_built_is_not_judged() -> None:
    found = stacks(BASE, "    Metadata: {BuildMethod: python3.13}\n", API, "      Layers: [!Ref Base]\n")
    assert set(found) == {"", "Api"}
    assert (found["Api"].absent, found["Api"].complete) == (("Base",), False)


def test_a_function_that_is_not_built_may_get_more() -> None:
    Path("app/requirements.txt").touch()
    assert stacks(API)["Api"].unresolved == ("what sam build adds to Api",)


def test_the_built_tree_is_judged_where_the_template_declares_it() -> None:
    Path(".aws-sam/build/Base/python").mkdir(parents=True)
    built = HEAD + BASE.replace(": base", ": Base")
    Path(".aws-sam/build/template.yaml").write_text(built, encoding="utf-8")
    found = stacks(BASE, "    Metadata: {BuildMethod: python3.13}\n", API)
    assert found["Base"].layers[0].name == ".aws-sam/build/Base"
    assert found["Base"].layers[0].origin == ("template.yaml", 6, 7, "Base")
    assert found["Api"].function
    assert found["Api"].function.name == "app"


def test_what_is_missing_is_a_problem_and_leaves_the_rest_alone() -> None:
    found = opened(BASE.replace(": base", ": gone"), API, "      Layers: [!Ref Base]\n")
    assert found.problems == ("template.yaml:6: the layer Base is not here: gone: no such file or folder",)
    assert [stack.name for stack in found.stacks] == ["template.yaml", "template.yaml: Api"]
    assert found.stacks[1].absent == ("Base",)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("  B: {Type: AWS::S3::Bucket}\n", "an AWS SAM template that declares no layer and no function"),
        (
            "  A: {Type: AWS::Serverless::Function, Properties: {PackageType: Image}}\n",
            "its functions are container images, which have no layers",
        ),
        (
            "  A: {Type: AWS::Serverless::Function, Properties: {CodeUri: s3://b/k}}\n",
            "what it declares is not on this machine: there is nothing to judge",
        ),
        (BASE + "    Metadata: {BuildMethod: python3.13}\n", "nothing in it is built yet; run sam build first"),
    ],
)
def test_nothing_to_judge_is_a_problem(text: str, problem: str) -> None:
    assert opened(text).problems == (f"template.yaml: {problem}",)


def test_what_is_declared_for_the_run_outweighs_the_project() -> None:
    declared = Declared(runtimes=("python3.12",), architectures=("arm64",), handler="other.main")
    for name, stack in stacks(BASE, API, declared=declared).items():
        if name:
            assert (stack.runtimes, stack.architectures) == (("python3.12",), ("arm64",))
    assert stacks(API, declared=declared)["Api"].handler == "other.main"


def test_code_in_the_template_is_a_package_of_its_own() -> None:
    inline = "  Api:\n    Type: AWS::Lambda::Function\n    Properties:\n      Runtime: python3.13\n"
    found = stacks(inline, "      Handler: index.handler\n      Code: {ZipFile: 'import os'}\n")["Api"]
    assert found.function
    assert [entry.path for entry in found.function.contents.archive.entries] == ["index.py"]


def test_the_files_of_a_folder_in_the_order_people_think_of_them() -> None:
    assert project_files(Path()) == []
    for name in ("z.tf", "main.tf", "serverless.yml", "template.yml", "template.yaml"):
        Path(name).touch()
    assert project_files(Path()) == ["template.yaml", "serverless.yml", "main.tf"]
    Path("tfplan.json").touch()
    assert project_files(Path())[-1] == "tfplan.json"


def test_a_service_written_as_code_says_what_to_run() -> None:
    folder = Path("service")
    folder.mkdir()
    (folder / "serverless.ts").write_text("export default {}\n")
    found = named_stacks(["service"], Declared())
    assert not found.stacks
    assert found.problems == (f"service: nothing to check; {unmade(folder)}",)
    assert unmade(folder).startswith("serverless.ts is here but it is code")


def test_a_cdk_app_that_is_not_synthesized_says_so() -> None:
    assert unmade(Path()) == ""
    Path("cdk.json").touch()
    assert unmade(Path()) == "cdk.json is here but cdk.out is not there: run cdk synth first"


def test_a_folder_with_nothing_but_a_project_is_the_project() -> None:
    opened(BASE, API)
    for folder in (".", "./"):
        [project] = named_stacks([folder], Declared()).projects
        assert project.file == "./template.yaml"


def test_a_folder_of_a_package_is_the_package_whatever_else_lies_there() -> None:
    Path("app/template.yaml").write_text(HEAD + API, encoding="utf-8")
    [stack] = named_stacks(["app"], Declared()).stacks
    assert stack.function is not None
    [stack] = named_stacks(["."], Declared(role=Role.LAYER)).stacks
    assert stack.name == "."
