"""Code that loads libraries by whatever name or path is judged without an error of our own, and in bounded time."""

from hypothesis import given
from hypothesis import strategies as st

from layerlint.environment.environment import Environment, View
from layerlint.examples.build import stack_of
from layerlint.examples.elf import elf
from layerlint.examples.recipe import Content, layer
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target

PLATFORM = load_platform()
NAMES = st.text(st.characters(codec="utf-8"), max_size=60) | st.text("./lib-_so0123456789x*", max_size=200)
HEAD = """
import ctypes, os
from ctypes.util import find_library
from pathlib import Path
from cffi import FFI
ffi = FFI()
"""
WAYS = st.sampled_from(
    [
        "ctypes.CDLL({})",
        "ctypes.CDLL(find_library({}))",
        "ffi.dlopen({})",
        "ctypes.cdll.LoadLibrary(str(Path(__file__).parent / {}))",
        "ctypes.CDLL(os.path.join(os.path.dirname(os.path.realpath(__file__)), {}))",
        "if not (Path(__file__).with_name('x') / {}).resolve().exists():\n    raise OSError",
        "path = Path({0})\nctypes.CDLL(path.joinpath({0}).with_suffix('.so').parents[0])",
        "if os.path.isdir(os.path.normpath({0})) or find_library({0}) is None:\n    raise ImportError",
    ]
)


@given(way=WAYS, name=NAMES, caught=st.booleans())
def test_any_name_is_judged(way: str, name: str, *, caught: bool) -> None:
    body = way.format(repr(name))
    if caught:
        body = "try:\n" + "".join(f"    {line}\n" for line in body.split("\n")) + "except Exception:\n    pass\n"
    files: dict[str, Content] = {
        "python/pkg/__init__.py": f"{HEAD}{body}\n",
        "python/pkg/libown.so": elf(),
        "python/cffi/__init__.py": "class FFI:\n    ...\n",
    }
    target = Target(PLATFORM.runtimes["python3.12"], "x86_64")
    env = Environment(View(stack_of(layer(files))), target, PLATFORM, PLATFORM.as_of)
    assert env.python is not None
    found = env.python.verdict("pkg")
    assert found.loads in (True, False, None)
    assert bool(found.reason) is (found.loads is not True)
