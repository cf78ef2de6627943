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


def test_a_handler_below_a_folder_of_no_package() -> None:
    """Where nothing at the root handles, what does is looked at wherever it lies."""
    assert said({"src/app.py": "import click\n" + APP}) == [("LL312", "error")]
    assert said({"src/app.py": "import click\n" + APP, "src/tool.py": "import yaml\n"}) == [("LL312", "error")]


def test_a_handler_in_folders_that_no_import_statement_can_name() -> None:
    files = {"my-fn/app.py": "import click\n" + APP, "my-fn/other-fn/app.py": "from . import util\n" + APP}
    assert said(files, "my-fn/app.handler") == [("LL312", "error")]
    assert said(files | {"my-fn/other-fn/util.py": "import yaml\n"}, "my-fn.other-fn.app.handler") == [
        ("LL312", "error")
    ]
    assert said(files | {"my-fn/other-fn/util.py": ""}, "my-fn/other-fn/app.handler") == []
