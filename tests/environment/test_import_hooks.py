"""Finders that a person's own code adds to sys.meta_path: what they may make of a name that nothing provides."""

import pytest

from layerlint.environment.environment import Environment, View
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import layer
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target

PLATFORM = load_platform()
ADDS = "import os, sys\nHERE = os.path.dirname(__file__)\nclass Finder:\n{body}\n{write}\n"
WRITE = "sys.meta_path.append(Finder())"
BY_TABLE = """
    known = {}
    def find_spec(self, fullname, path=None, target=None):
        if fullname in self.known:
            return spec(fullname)
        return None
"""
LEAVES = """
    def find_spec(self, fullname, path=None, target=None):
        if not fullname.startswith(__name__ + "."):
            return None
        return spec(fullname)
"""
OLD_AND_NEW = """
    def find_module(self, fullname, path=None):
        if fullname in self.known:
            return self
        return None
    def find_spec(self, fullname, path=None, target=None):
        if fullname == "part":
            return spec(fullname)
"""
SPELLED = """
    table = {"nowhere": "somewhere"}
    def find_spec(self, fullname, path=None, target=None):
        if fullname in self.table:
            return spec(fullname)
"""
ANYTHING = """
    def find_spec(self, fullname, path=None, target=None):
        return spec(fullname)
"""
ELSE = """
    def find_spec(self, fullname, path=None, target=None):
        if fullname in self.known:
            return None
        else:
            return spec(fullname)
"""
BY_FILE = """
    def find_spec(self, fullname, path=None, target=None):
        if path is None:
            path = bucket(fullname)
        return spec(fullname, path)
"""
BY_BEGINNING = """
    beginning = "now"
    def find_spec(self, fullname, path=None, target=None):
        if fullname.startswith(self.beginning):
            return spec(fullname)
"""
BY_FOLDER = """
    known = frozenset(os.listdir(HERE))
    def find_spec(self, fullname, path=None, target=None):
        if fullname + ".sealed" in self.known:
            return spec(fullname)
"""


def loads(hook: str) -> bool | None:
    recipe = layer({"python/hook.py": hook, "python/user.py": "import hook\nimport nowhere.at.all\n"})
    target = Target(PLATFORM.runtimes["python3.12"], "x86_64")
    model = Environment(View(stack_of(recipe)), target, PLATFORM, PLATFORM.as_of).python
    assert model is not None
    return model.verdict("user").loads


@pytest.mark.parametrize("body", [BY_TABLE, LEAVES, OLD_AND_NEW])
def test_a_finder_that_asks_for_its_own_names_makes_no_other(body: str) -> None:
    assert loads(ADDS.format(body=body, write=WRITE)) is False


@pytest.mark.parametrize("body", [SPELLED, ANYTHING, ELSE, BY_FILE, BY_BEGINNING, BY_FOLDER])
def test_any_other_may_make_anything(body: str) -> None:
    assert loads(ADDS.format(body=body, write=WRITE)) is True


@pytest.mark.parametrize(
    "write", ["sys.meta_path.insert(0, Finder())", "sys.meta_path[:] = [Finder()]", "sys.meta_path += [Finder()]"]
)
def test_finders_are_added_in_many_ways(write: str) -> None:
    assert loads(ADDS.format(body=ANYTHING, write=write)) is True


def test_who_only_looks_at_the_finders_adds_none() -> None:
    assert loads("import sys\nfor finder in sys.meta_path:\n    print(finder)\n") is False


@pytest.mark.parametrize(
    ("code", "made"),
    [
        ("for name in ('some', 'nowhere'):\n    sys.modules[name] = types.ModuleType(name)\n", True),
        ("sys.modules.update({name: types.ModuleType(name) for name in ['nowhere']})\n", True),
        ("spec = util.spec_from_file_location('nowhere', PATH)\nsys.modules[spec.name] = made(spec)\n", True),
        ("for name in ('now', 'other'):\n    sys.modules[name] = types.ModuleType(name)\n", False),
        ("sys.modules[__name__] = Lazy('nowhere')\n", False),
        ("print(sys.modules[name], 'nowhere')\n", False),
    ],
)
def test_what_is_put_into_sys_modules_under_names_that_the_text_spells(code: str, *, made: bool) -> None:
    assert loads(f"import sys\n{code}") is made
