"""What Lambda starts across mount points, and what an adapter for web servers starts by the handler's name."""

import pytest

from layerlint.engine import Options, run
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import Content, Member, Recipe, executable, link, stack
from layerlint.load import load_rules
from layerlint.platform.load import load_platform

PLATFORM = load_platform()
RULES = [
    rule for rule in load_rules(packs=False) if rule.code in ("LL415", "LL416", "LL417", "LL704", "LL801", "LL803")
]
ADAPTER = {"bootstrap": executable('#!/bin/bash\n\nexec -- "${LAMBDA_TASK_ROOT}/${_HANDLER}"')}
VARIABLES = {"AWS_LAMBDA_EXEC_WRAPPER": "/opt/bootstrap"}
SERVER = "#!/bin/bash\nexec node server.js\n"


def said(recipe: Recipe) -> list[tuple[str, str]]:
    found = run(stack_of(recipe), RULES, Options(platform=PLATFORM, as_of=PLATFORM.as_of)).diagnostics
    return [(each.code, str(each.severity)) for each in found]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (executable(SERVER), []),
        (executable("exec node server.js\n"), []),
        (Member(SERVER, 0o100644), [("LL416", "error")]),
        (executable(SERVER.replace("\n", "\r\n")), [("LL417", "error")]),
    ],
)
@pytest.mark.parametrize("runtime", ["nodejs22.x", "python3.12", "java21"])
def test_a_script_that_an_adapter_starts(script: Content, expected: list[tuple[str, str]], runtime: str) -> None:
    files = {"run.sh": script, "server.js": ""}
    assert said(stack(ADAPTER, function=files, runtime=runtime, handler="run.sh", variables=VARIABLES)) == expected


def test_a_wrapper_that_does_not_start_the_handler() -> None:
    files = {"run.sh": Member(SERVER, 0o100644)}
    wrapper = {"bootstrap": executable('#!/bin/bash\nexec "$@"\n')}
    assert said(stack(wrapper, function=files, runtime="nodejs22.x", handler="run.sh", variables=VARIABLES)) == []


@pytest.mark.parametrize(
    ("layer", "expected"), [({"main": executable("#!/bin/sh\n")}, []), ({"other": ""}, [("LL801", "error")])]
)
def test_a_bootstrap_that_is_a_link_into_a_layer(layer: dict[str, Content], expected: list[tuple[str, str]]) -> None:
    assert said(stack(layer, function={"bootstrap": link("/opt/main")}, runtime="provided.al2023")) == expected


def test_a_program_behind_a_link_is_judged() -> None:
    files = {"bootstrap": link("/opt/main")}
    layer = {"main": Member("#!/bin/sh\n", 0o100644)}
    assert said(stack(layer, function=files, runtime="provided.al2023")) == [("LL416", "error")]
