"""What Lambda starts: bootstraps, wrappers and extensions, each told once."""

import pytest

from layerlint.engine import Options, run
from layerlint.examples.build import stack_of
from layerlint.examples.elf import elf
from layerlint.examples.java import java_class
from layerlint.examples.recipe import Content, Recipe, executable, function, layer, link, stack
from layerlint.load import load_rules
from layerlint.platform.load import load_platform

PLATFORM = load_platform()
RULES = [rule for rule in load_rules(packs=False) if rule.family in ("LL1", "LL2", "LL4", "LL8")]
ARM = executable(elf(interpreter="/lib/ld-linux-aarch64.so.1", machine="arm64"))
SCRIPT = executable("#!/bin/sh\nexec true\n")
PROGRAM = executable(elf(interpreter="/lib64/ld-linux-x86-64.so.2"))
APP = {"app.py": "def handler(event, context): ...\n"}
WRAPPER = "AWS_LAMBDA_EXEC_WRAPPER"


def said(recipe: Recipe) -> list[tuple[str, str]]:
    found = run(stack_of(recipe), RULES, Options(platform=PLATFORM, as_of=PLATFORM.as_of)).diagnostics
    return sorted((each.code, str(each.severity)) for each in found)


def provided(files: dict[str, Content]) -> list[tuple[str, str]]:
    return said(function(files, "provided.al2023", "x86_64"))


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"bootstrap": SCRIPT}, []),
        ({"bootstrap": PROGRAM}, []),
        ({"bootstrap": ARM}, ["LL401"]),
        ({"bootstrap": executable(elf(interpreter="/lib/ld-musl-x86_64.so.1"))}, ["LL403"]),
        ({"bootstrap": executable("echo no interpreter\n")}, ["LL415"]),
        ({"bootstrap": "#!/bin/sh\n"}, ["LL416"]),
        ({"bootstrap": executable("#!/bin/sh\r\n")}, ["LL417"]),
        ({"bootstrap": link("main"), "main": PROGRAM}, []),
        ({"bootstrap": link("main"), "main": "#!/bin/sh\n"}, ["LL416"]),
        ({"bootstrap": link("gone"), "main": PROGRAM}, ["LL112", "LL801"]),
        ({"bootstrap/main": PROGRAM}, ["LL801"]),
        ({"BOOTSTRAP": SCRIPT}, ["LL801"]),
        ({"release/bootstrap": SCRIPT}, ["LL210"]),
    ],
)  # fmt: skip
def test_a_bootstrap_is_told_once(files: dict[str, Content], expected: list[str]) -> None:
    assert [code for code, _ in provided(files)] == expected


def test_without_a_declared_runtime_a_missing_bootstrap_is_a_warning() -> None:
    assert said(function({"handler.php": "<?php"})) == [("LL801", "warning")]


def test_an_absent_layer_may_bring_the_bootstrap() -> None:
    recipe = stack(
        function={"handler.php": ""}, runtime="provided.al2", absent=("arn:aws:lambda:eu-west-1:1:layer:php:1",)
    )
    assert said(recipe) == [("LL801", "warning")]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (SCRIPT, []),
        ("#!/bin/sh\n", ["LL416"]),
        (executable("#!/bin/sh\r\n"), ["LL417"]),
        (executable("#!/opt/bin/gone\n"), ["LL415"]),
        (ARM, ["LL401"]),
    ],
)
def test_a_wrapper_is_started_as_a_bootstrap_is(script: Content, expected: list[str]) -> None:
    recipe = stack({"wrap": script}, function=APP, variables={WRAPPER: "/opt/wrap"})
    assert said(recipe) == [(code, "error") for code in expected]
    assert said(recipe._replace(variables={})) == ([("LL401", "warning")] if expected == ["LL401"] else [])


@pytest.mark.parametrize("value", ["wrap", "/var/task/wrap", "/var/task/./wrap"])
def test_a_wrapper_may_be_named_from_the_working_folder(value: str) -> None:
    assert said(stack(function={**APP, "wrap": SCRIPT}, variables={WRAPPER: value})) == []


def test_a_wrapper_may_replace_what_a_managed_runtime_would_load() -> None:
    """A web adapter: the handler is a script, and no class of Java's."""
    files: dict[str, Content] = {"run.sh": SCRIPT, "lib/app.jar": b""}
    adapter: dict[str, Content] = {"bootstrap": SCRIPT, "extensions/lambda-adapter": PROGRAM}
    variables = {WRAPPER: "/opt/bootstrap"}
    recipe = stack(adapter, function=files, runtime="java21", handler="run.sh", variables=variables)
    assert [code for code, _ in said(recipe) if code != "LL818"] == []


@pytest.mark.parametrize(
    "files",
    [
        {"extensions/datadog-agent": PROGRAM},
        {"extensions/collector": PROGRAM, "collector-config/config.yaml": ""},
        {"extensions/cloudwatch_lambda_agent": PROGRAM},
        {"extensions/AWSParametersAndSecretsLambdaExtension": PROGRAM, "bin/a": PROGRAM},
        {"extensions/my-extension": SCRIPT, "my-extension/index.js": "", "my-extension/a.json": "{}"},
        {"bootstrap": SCRIPT, "bref/php.ini": "", "bin/php": PROGRAM, "lib/libxml2.so.2": elf()},
        {"otel-handler": SCRIPT, "otel-proxy-handler": SCRIPT, "opentelemetry-javaagent.jar": "PK"},
        {"java/lib/a.txt": "", "java/agent.jar": java_class("a/A")},
    ],
)  # fmt: skip
def test_layouts_of_published_layers_are_no_mistakes(files: dict[str, Content]) -> None:
    assert [
        each
        for each in said(layer(files, ("python3.12", "java21", "provided.al2023"), "x86_64"))
        if each[0][:3] == "LL8"
    ] == []


def findings(recipe: Recipe) -> list[tuple[str, str, int]]:
    """Code, message and number of paths."""
    found = run(stack_of(recipe), RULES, Options(platform=PLATFORM, as_of=PLATFORM.as_of)).diagnostics
    return sorted((each.code, each.finding.message, len(each.finding.paths)) for each in found)


def test_programs_that_lack_one_interpreter_are_one_finding_that_knows_of_a_copy() -> None:
    scripts = {f"bin/{name}": executable("#!/usr/bin/perl\n") for name in ("cpan", "prove", "pod")}
    recipe = layer({**scripts, "bin/perl": PROGRAM}, "provided.al2023", "x86_64")
    assert findings(recipe) == [("LL415", "bin/cpan asks for /usr/bin/perl; 2 more like it", 3)]
    (diagnostic,) = run(stack_of(recipe), RULES, Options(platform=PLATFORM, as_of=PLATFORM.as_of)).diagnostics
    assert diagnostic.finding.help == "begin it with #!/usr/bin/env perl, which finds /opt/bin/perl"


def test_libraries_that_one_program_lacks_in_one_way_are_one_finding() -> None:
    needed = ("libdot.so.6", "libneato.so.6", "libgone.so.1", "libgone.so.2")
    plugins = {f"lib/graphviz/{name}": elf(soname=name) for name in needed[:2]}
    tool = executable(elf(interpreter="/lib64/ld-linux-x86-64.so.2", needed=needed))
    found = findings(layer({"bin/dot": tool, **plugins}, "provided.al2023", "x86_64"))
    assert [(code, count) for code, _, count in found] == [("LL408", 1), ("LL410", 1)]
    assert "libgone.so.1, libgone.so.2" in found[0][1]
    assert "libdot.so.6, libneato.so.6, which are in /opt/lib/graphviz" in found[1][1]
