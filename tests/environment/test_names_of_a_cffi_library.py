"""Names that sources take from a C library which another distribution has compiled in."""

import pytest

from layerlint.environment.environment import Environment, View
from layerlint.examples.build import stack_of
from layerlint.examples.elf import elf
from layerlint.examples.recipe import distribution, layer
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target

PLATFORM = load_platform()
BINDER = """
from crypt._bound import ffi, library
class Binding:
    lib = None
    def __init__(self):
        Binding.lib = library.lib
"""
HOLDER = "from crypt.binding import Binding\n\nbinding = Binding()\nlib = binding.lib\n"


def loads(taker: str, holder: str = HOLDER, requires: str = "cffi") -> bool | None:
    recipe = layer(
        {
            "python/_cffi_backend.abi3.so": elf(defined=["PyInit__cffi_backend"]),
            "python/crypt/__init__.py": "",
            "python/crypt/_bound.abi3.so": elf(defined=["PyInit__bound", "THERE"]),
            "python/crypt/binding.py": BINDER,
            **distribution("crypt", requires=[requires], record=["crypt/_bound.abi3.so", "crypt/binding.py"]),
            "python/ssl_user/__init__.py": "from ssl_user import taker",
            "python/ssl_user/holder.py": holder,
            "python/ssl_user/taker.py": taker,
            **distribution("ssl-user", record=["ssl_user/__init__.py", "ssl_user/holder.py", "ssl_user/taker.py"]),
        }
    )
    target = Target(PLATFORM.runtimes["python3.12"], "x86_64")
    model = Environment(View(stack_of(recipe)), target, PLATFORM, PLATFORM.as_of).python
    assert model is not None
    return model.verdict("ssl_user").loads


IMPORT = "from ssl_user.holder import lib as _lib\n"


@pytest.mark.parametrize(
    "taken", ["GONE = _lib.GONE\n", "class Flags:\n    GONE = _lib.GONE\n", "_lib.GONE()\n", "GONE: int = _lib.GONE\n"]
)
def test_a_name_that_the_compiled_module_does_not_spell_is_not_there(taken: str) -> None:
    assert loads(IMPORT + taken) is False


@pytest.mark.parametrize(
    "taken",
    [
        "THERE = _lib.THERE\n",
        "def f():\n    return _lib.GONE\n",
        "class Flags:\n    def f(self):\n        return _lib.GONE\n",
        "try:\n    GONE = _lib.GONE\nexcept AttributeError:\n    pass\n",
        "if hasattr(_lib, 'GONE'):\n    GONE = _lib.GONE\n",
        "GONE = _lib.GONE if hasattr(_lib, 'GONE') else 0\n",
        "GONE = hasattr(_lib, 'GONE') and _lib.GONE\n",
        "get = lambda: _lib.GONE\n",
    ],
)
def test_what_is_there_or_not_surely_taken_does_no_harm(taken: str) -> None:
    assert loads(IMPORT + taken) is True


def test_nothing_is_known_of_other_objects() -> None:
    taken = IMPORT + "GONE = _lib.GONE\n"
    assert loads(taken, holder="lib = object()\n") is True
    assert loads(taken, requires="other") is True
