"""Imports inside the handler are missing for certain only where every call comes to them."""

import pytest

from layerlint.examples.recipe import function
from tests.rules.test_handler_rule import said


def told(body: str, before: str = "") -> list[tuple[str, str]]:
    text = f"{before}def handler(event, context):\n{body}"
    return said(function({"app.py": text}, "python3.12", handler="app.handler"))


@pytest.mark.parametrize(
    "body",
    [
        "    import lost\n",
        "    print(event)\n    from lost.part import name\n",
        "    import importlib\n    importlib.import_module('lost')\n",
    ],
)
def test_every_call_comes_to_it(body: str) -> None:
    assert told(body) == [("LL312", "error")]


@pytest.mark.parametrize(
    "body",
    [
        "    if event.get('warm'):\n        return\n    import lost\n",
        "    for each in event:\n        if each:\n            raise ValueError\n    import lost\n",
        "    if event:\n        import lost\n",
        "    with context:\n        import lost\n",
        "    try:\n        import lost\n    finally:\n        pass\n",
    ],
)
def test_some_calls_come_to_it(body: str) -> None:
    assert told(body) == [("LL312", "warning")]


@pytest.mark.parametrize(
    "body",
    [
        "    try:\n        import lost\n    except ImportError:\n        pass\n",
        "    with suppress(ImportError):\n        import lost\n",
        "    with contextlib.suppress(Exception):\n        import lost\n",
        "    return 1\n    import lost\n",
    ],
)
def test_no_call_fails(body: str) -> None:
    assert told(body, "import contextlib\nfrom contextlib import suppress\n") == []
