"""Where nobody names the handler, a script that nothing imports is no reason to fail a function."""

import pytest

from layerlint.engine import Options, run
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import function
from layerlint.load import load_rules
from layerlint.platform.load import load_platform

PLATFORM = load_platform()
RULES = [rule for rule in load_rules(packs=False) if rule.code in ("LL312", "LL313", "LL317")]
APP = "def handler(event, context): ...\n"


def said(files: dict[str, str], handler: str | None = None) -> list[tuple[str, str]]:
    stack = stack_of(function(files, "python3.12", handler=handler))
    report = run(stack, RULES, Options(platform=PLATFORM, as_of=PLATFORM.as_of))
    return [(found.code, str(found.severity)) for found in report.diagnostics]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ({"scripts/deploy.py": "import click\n"}, []),
        ({"test_app.py": "import pytest\n"}, [("LL312", "warning")]),
        ({"migrate.py": "import distutils\n"}, [("LL313", "warning")]),
        ({"__init__.py": "", "other.py": "from . import app\n"}, []),
        ({"second.py": "import click\ndef on_upload(event, context): ...\n"}, [("LL312", "error")]),
    ],
)
def test_a_script_beside_the_handler(script: dict[str, str], expected: list[tuple[str, str]]) -> None:
    assert said({"app.py": APP, **script}) == expected


def test_a_function_without_any_handler_in_sight() -> None:
    assert said({"app.py": "import click\n"}) == [("LL312", "error")]
