"""Modules to which no import of a top-level module leads."""

from collections.abc import Mapping

from layerlint.environment.environment import Environment, View
from layerlint.environment.python.failure import Breakage, Defect
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import Content, distribution, layer
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target

PLATFORM = load_platform()
SEEKS = "from ctypes.util import find_library\nif not find_library('zbar'):\n    raise ImportError\n"
LOOP = """
from importlib import import_module
for name in ["lib.part"]:
    try:
        import_module(name)
    except ImportError:
        continue
"""
LED = "from . import native\n"


def environment(files: Mapping[str, Content]) -> Environment:
    target = Target(PLATFORM.runtimes["python3.12"], "x86_64")
    record = [path.removeprefix("python/") for path in files]
    view = View(stack_of(layer({**files, **distribution("lib", record=record)})))
    return Environment(view, target, PLATFORM, PLATFORM.as_of)


def loads(files: Mapping[str, Content], name: str) -> bool | None:
    model = environment(files).python
    assert model is not None
    return model.entered_at([name]).verdict(name).loads


def sought(files: Mapping[str, Content]) -> list[Breakage]:
    found = environment(files).breakages
    assert found is not None
    return list(found.of(Defect.SOUGHT, Defect.UNLISTED))


def test_a_module_that_fails_is_looked_at_when_it_is_asked_for() -> None:
    files = {"python/lib/__init__.py": "", "python/lib/part.py": "import nowhere\n", "python/lib/other.py": ""}
    assert loads(files, "lib.part") is False
    assert loads(files, "lib.other") is True
    assert loads(files, "lib") is True


def test_what_loads_libraries_is_told_in_a_package_that_imports_nothing() -> None:
    files = {"python/lib/__init__.py": "", "python/lib/native.py": SEEKS}
    assert [breakage.root for breakage in sought(files)] == ["lib.native"]
    assert not sought({**files, "python/lib/__init__.py": LED})[0].root.endswith("native")
    assert not sought({"python/lib/__init__.py": "", "python/lib/_native.py": SEEKS})
    assert not sought({"python/lib/__init__.py": "", "python/lib/tests/native.py": SEEKS})


def test_an_error_class_of_another_module_decides_who_catches_it() -> None:
    files = {
        "python/lib/__init__.py": LOOP,
        "python/fails.py": "import nowhere\n",  # so that more is looked at
        "python/lib/part.py": "from lib.errors import Lacks\ntry:\n    import nowhere\n"
        "except ImportError as error:\n    raise Lacks('x') from error\n",
        "python/lib/errors.py": "from lib.base import Base\nclass Lacks(Base, ImportError): ...\n",
        "python/lib/base.py": "class Base(Exception): ...\n",
    }
    assert loads(files, "lib") is True
    assert loads({**files, "python/lib/errors.py": "class Lacks(KeyError): ...\n"}, "lib") is False
