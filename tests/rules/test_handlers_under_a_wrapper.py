"""A wrapper may call another handler or start a program: then a handler that is not there is no error."""

from collections.abc import Mapping

import pytest

from layerlint.engine import Options, run
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import Content, executable, stack
from layerlint.load import load_rules
from layerlint.platform.load import load_platform
from layerlint.rule import Severity

PLATFORM = load_platform()
RULES = load_rules(packs=False)
WRAPPER = "AWS_LAMBDA_EXEC_WRAPPER"
SCRIPT = executable('#!/bin/sh\nexec "$@"\n')
WEB: Mapping[str, Mapping[str, Content]] = {
    "python3.13": {"run.sh": executable("#!/bin/sh\nexec python3 web.py\n"), "web.py": "import http.server\n"},
    "nodejs22.x": {"run.sh": executable("#!/bin/sh\nexec node web.js\n"), "web.js": "require('http')\n"},
}
APPS: Mapping[str, tuple[Mapping[str, Content], str]] = {
    "python3.13": ({"app.py": "def main(event, context): ...\n"}, "lost.main"),
    "nodejs22.x": ({"app.js": "exports.main = async () => 1\n"}, "lost.main"),
    "ruby3.3": ({"app.rb": "def main(event:, context:)\nend\n"}, "lost.main"),
}


def severities(runtime: str, function: Mapping[str, Content], handler: str, **variables: str) -> dict[str, Severity]:
    """By the names of the rules that find something worse than a note."""
    layer = {"bootstrap": SCRIPT, "extensions/web": SCRIPT}
    recipe = stack(layer, function=function, runtime=runtime, handler=handler, variables=variables)
    report = run(stack_of(recipe), RULES, Options(platform=PLATFORM, as_of=PLATFORM.as_of))
    return {each.rule.name: each.severity for each in report.diagnostics if each.severity > Severity.NOTE}


@pytest.mark.parametrize("runtime", WEB)
def test_a_web_server_that_a_wrapper_starts_is_clean(runtime: str) -> None:
    assert severities(runtime, WEB[runtime], "run.sh", **{WRAPPER: "/opt/bootstrap"}) == {}
    assert Severity.ERROR in severities(runtime, WEB[runtime], "run.sh").values()


@pytest.mark.parametrize("runtime", APPS)
def test_a_lost_handler_is_an_error_without_a_wrapper_alone(runtime: str) -> None:
    function, handler = APPS[runtime]
    assert Severity.ERROR in severities(runtime, function, handler).values()
    assert Severity.ERROR not in severities(runtime, function, handler, **{WRAPPER: "/opt/bootstrap"}).values()
