"""Imports inside functions that nothing meets."""

import pytest

from layerlint.environment.environment import Environment, View
from layerlint.environment.python.own_imports import LateImport, late_imports
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import distribution, stack
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target

PLATFORM = load_platform()
HEAD = "def handler(event, context):\n"


def late(source: str, path: str = "app.py", **more: str) -> list[LateImport]:
    files = {path: source, **more}
    made = stack_of(stack({"python/there.py": ""}, function=files, handler="app.handler"))
    target = Target(PLATFORM.runtimes["python3.12"], "x86_64")
    model = Environment(View(made), target, PLATFORM, PLATFORM.as_of).python
    assert model is not None
    return list(late_imports(model))


@pytest.mark.parametrize(
    ("body", "always"),
    [
        ("    import gone\n", True),
        ("    x = 1\n    from gone import y\n", True),
        ("    with open(x):\n        import gone\n", True),
        ("    x = importlib.import_module('gone')\n", True),
        ("    if x:\n        import gone\n", False),
        ("    for x in y:\n        import gone\n", False),
        ("    def inner():\n        import gone\n", False),
        ("    try:\n        import gone\n    except ValueError:\n        pass\n", False),
        ("    try:\n        x = 1\n    except ImportError:\n        import gone\n", False),
        ("    match x:\n        case 1:\n            import gone\n", False),
        ("    from . import gone\n", None),
        ("    import there, json\n", None),
        ("    try:\n        import gone\n    except ImportError:\n        pass\n", None),
        ("    try:\n        import gone\n    except (KeyError, ModuleNotFoundError):\n        pass\n", None),
        ("    try:\n        import gone\n    except:\n        pass\n", None),
        ("    return 1\n    import gone\n", None),
        ("    if TYPE_CHECKING:\n        import gone\n", None),
        ("    'import gone'\n", None),
    ],
)
def test_what_the_handler_imports(body: str, always: bool | None) -> None:
    found = late(HEAD + body)
    assert [each.always for each in found] == ([] if always is None else [always])


def test_other_functions_may_never_be_called() -> None:
    (found,) = late("class A:\n    def run(self):\n        import gone.inner\n")
    assert (found.module, found.name, found.line, found.column, found.always) == ("app", "gone.inner", 3, 9, False)


def test_what_pip_installed_is_left_alone() -> None:
    claimed = distribution("app", site="", record=["app.py"])
    assert late("def f():\n    import gone\n", **claimed) == []


def test_relative_imports_start_at_the_package() -> None:
    source = "def f():\n    from .gone import x\n    from .here import y\n"
    found = late("import pkg.mod\n", **{"pkg/__init__.py": "", "pkg/mod.py": source, "pkg/here.py": ""})
    assert [each.name for each in found] == ["pkg.gone"]


def test_long_expressions_are_no_trouble() -> None:
    assert late(HEAD + "    x = " + " + ".join(["1"] * 900) + "\n    import gone\n")
