"""What importing a module comes to that loads shared libraries itself, by ctypes or cffi."""

import pytest

from layerlint.environment.environment import Environment, View
from layerlint.environment.python.model import ModuleVerdict
from layerlint.examples.build import stack_of
from layerlint.examples.elf import elf
from layerlint.examples.recipe import Content, layer
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target

PLATFORM = load_platform()
OWN = "python/pkg/libown.so"
FITTING = {OWN: elf()}
FOREIGN = {OWN: elf("arm64")}
NEEDY = {OWN: elf(needed=("libgomp.so.1",), versions={})}
UNSURE = {OWN: elf(needed=("libX11.so.6",), versions={})}

BESIDE = """
import ctypes
import os
HERE = os.path.dirname(os.path.abspath(__file__))
LIB = ctypes.CDLL(os.path.join(HERE, 'libown.so'))
"""
BY_PATHLIB = """
from ctypes import cdll
from pathlib import Path
LIB = cdll.LoadLibrary(str(Path(__file__).resolve().parent / 'libown.so'))
"""
BY_FORMAT = """
import ctypes, os.path, sys
suffix = {'win32': 'dll', 'darwin': 'dylib'}.get(sys.platform, 'so')
def load():
    return ctypes.CDLL(f'{os.path.dirname(__file__)}/lib{"own"}.{suffix}')
LIB = load()
"""
CANDIDATES = """
import ctypes, os
from pathlib import Path
def find_libraries():
    folder = Path(__file__).parent
    paths = [folder / name for name in ('own.dll', 'libown.so', 'libown.dylib')]
    found = [str(path) for path in paths if path.is_file()]
    if not found:
        raise FileNotFoundError('no library')
    return found
LIB = ctypes.cdll.LoadLibrary(find_libraries()[0])
"""
BY_GENERATOR = """
import ctypes, os
def candidates():
    yield 'libnobody-of-all.so'
    yield os.path.join(os.path.dirname(__file__), 'libown.so')
def load():
    for name in candidates():
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    raise ImportError('no library')
LIB = load()
"""
BY_CFFI = """
import os
from cffi import FFI
ffi = FFI()
LIB = ffi.dlopen(os.path.join(os.path.dirname(__file__), 'libown.so'))
"""
WAYS = [BESIDE, BY_PATHLIB, BY_FORMAT, CANDIDATES, BY_CFFI]
CFFI: dict[str, Content] = {
    "python/cffi/__init__.py": "from .api import FFI\n",
    "python/cffi/api.py": "class FFI:\n    def dlopen(self, name):\n        return _backend.load_library(name)\n",
}


def verdict(source: str, files: dict[str, Content] | None = None, runtime: str = "python3.12") -> ModuleVerdict:
    """What `import pkg` does where pkg/__init__.py is the source."""
    recipe = layer({"python/pkg/__init__.py": source, **CFFI, **(files or {})})
    env = Environment(View(stack_of(recipe)), Target(PLATFORM.runtimes[runtime], "x86_64"), PLATFORM, PLATFORM.as_of)
    assert env.python is not None
    return env.python.verdict("pkg")


@pytest.mark.parametrize("source", [*WAYS, BY_GENERATOR])
def test_a_library_beside_the_module_loads(source: str) -> None:
    assert verdict(source, dict(FITTING)).loads is True


@pytest.mark.parametrize("source", WAYS)
@pytest.mark.parametrize(
    ("files", "reason"),
    [
        (FOREIGN, "arm64"),
        (NEEDY, "needs libgomp.so.1, which Amazon Linux 2023 does not have"),
        ({OWN: "no library"}, "invalid ELF header"),
    ],
)
def test_a_library_that_the_loader_refuses_fails(source: str, files: dict[str, Content], reason: str) -> None:
    found = verdict(source, files)
    assert found.loads is False
    assert reason in found.reason


@pytest.mark.parametrize("source", [BESIDE, BY_PATHLIB, BY_FORMAT, BY_CFFI])
def test_a_library_that_is_gone_fails(source: str) -> None:
    found = verdict(source)
    assert found.loads is False
    assert "pkg loads /opt/python/pkg/libown.so, which is not there" in found.reason


@pytest.mark.parametrize("source", WAYS)
def test_what_only_inferred_facts_speak_against_is_in_doubt(source: str) -> None:
    assert verdict(source, dict(UNSURE)).loads is None


@pytest.mark.parametrize("source", WAYS)
def test_a_library_of_a_layer_answers_for_it(source: str) -> None:
    assert verdict(source, {**NEEDY, "lib/libgomp.so.1": elf()}).loads is True


def test_where_the_last_candidate_is_refused_the_module_raises() -> None:
    assert verdict(BY_GENERATOR, dict(NEEDY)).loads is not True


@pytest.mark.parametrize(
    "source",
    [
        "import ctypes\ntry:\n    ctypes.CDLL('libcairo.so.2')\nexcept OSError:\n    pass\n",
        "import ctypes\ntry:\n    ctypes.CDLL('libcairo.so.2')\nexcept Exception as error:\n    print(error)\n",
        "import ctypes, contextlib\nwith contextlib.suppress(OSError):\n    ctypes.CDLL('libcairo.so.2')\n",
        "import ctypes\ndef draw():\n    return ctypes.CDLL('libcairo.so.2')\n",
        "import ctypes, sys\nif sys.platform == 'win32':\n    ctypes.CDLL('libcairo-2.dll')\n",
        "import ctypes, os\nif os.name == 'nt':\n    ctypes.windll.LoadLibrary('cairo.dll')\n",
        "from ctypes import util\nlib = util.find_library('cairo')\nHAS_CAIRO = lib is not None\n",
        "from ctypes.util import find_library\nif not find_library('GL'):\n    print('no GL')\n",
        "import ctypes\nif False:\n    ctypes.CDLL('libGL.so.1')\n",
    ],
)
@pytest.mark.parametrize("runtime", ["python3.11", "python3.12"])
def test_what_the_code_can_do_without_is_no_matter(source: str, runtime: str) -> None:
    assert verdict(source, runtime=runtime).loads is True


@pytest.mark.parametrize(
    "source",
    [
        "import ctypes\nctypes.CDLL(None)\n",
        "import ctypes\nctypes.CDLL('libc.so.6', use_errno=True)\n",
        "import ctypes, ctypes.util\nctypes.CDLL(ctypes.util.find_library('c'))\n",
        "from ctypes.util import find_library\nif find_library('m') is None:\n    raise ImportError('no libm')\n",
        "from ctypes import CDLL, util\nname = util.find_library('z')\nif not name:\n    raise OSError\nCDLL(name)\n",
        "from cffi import FFI\nffi = FFI()\nlib = ffi.dlopen(None)\n",
        "from cffi import FFI\nffi = FFI()\nlib = ffi.dlopen('c')\n",
    ],
)
@pytest.mark.parametrize("runtime", ["python3.11", "python3.12"])
def test_what_the_image_has_is_found(source: str, runtime: str) -> None:
    assert verdict(source, runtime=runtime).loads is True


SOUGHT = """
from ctypes import CDLL, util
path = util.find_library('{}')
if path is None:
    raise ImportError('install it')
CDLL(path)
"""


@pytest.mark.parametrize(
    ("name", "runtime", "loads"),
    [
        ("cairo", "python3.11", False),  # measured
        ("cairo", "python3.12", None),  # inferred
        ("GL", "python3.12", False),
        ("libGL.so.1", "python3.12", False),  # no such question is ever answered
        ("nobody", "python3.12", None),
        ("c", "python3.12", True),
    ],
)
def test_the_image_alone_is_asked_for_a_short_name(name: str, runtime: str, *, loads: bool | None) -> None:
    assert verdict(SOUGHT.format(name), runtime=runtime).loads is loads


def test_a_library_of_a_layer_has_no_short_name() -> None:
    found = verdict(SOUGHT.format("GL"), {"lib/libGL.so.1": elf()})
    assert found.loads is None
    assert "pkg looks for GL" in found.reason


@pytest.mark.parametrize(
    ("name", "runtime", "loads"),
    [
        ("libcairo.so.2", "python3.11", False),
        ("libcairo.so.2", "python3.12", None),
        ("libnobody.so.7", "python3.12", None),
        ("cairo", "python3.12", False),  # no file is called so
        ("libssl.so.10", "python3.11", True),
        ("libssl.so.10", "python3.12", False),
    ],
)
def test_a_library_is_loaded_by_its_full_name(name: str, runtime: str, *, loads: bool | None) -> None:
    assert verdict(f"import ctypes\nctypes.CDLL('{name}')\n", runtime=runtime).loads is loads


@pytest.mark.parametrize("runtime", ["python3.11", "python3.12"])
def test_a_library_of_a_layer_is_loaded_by_its_full_name(runtime: str) -> None:
    source = "import ctypes\nctypes.CDLL('libcairo.so.2')\n"
    assert verdict(source, {"lib/libcairo.so.2": elf()}, runtime).loads is True


def test_what_is_loaded_before_answers_for_what_comes_later() -> None:
    source = (
        "import ctypes, os\nctypes.CDLL(os.path.join(os.path.dirname(__file__), 'own', 'libGL.so.1'))\n"
        "from . import _a\n"
    )
    files: dict[str, Content] = {
        "python/pkg/own/libGL.so.1": elf(soname="libGL.so.1"),
        "python/pkg/_a.abi3.so": elf(needed=("libGL.so.1",), versions={}),
    }
    assert verdict(source, files).loads is True
    assert verdict("from . import _a\n", files).loads is False


NAMES = """
from contextlib import suppress
from cffi import FFI
ffi = FFI()
def dlopen(ffi, *names):
    for name in names:
        with suppress(OSError):
            return ffi.dlopen(name)
    return ffi.dlopen(names[0])
first = dlopen(ffi, 'libgobject-2.0-0', 'gobject-2.0-0', 'gobject-2.0', 'libgobject-2.0.so.0', 'libgobject-2.0.dylib')
"""


@pytest.mark.parametrize(("runtime", "loads"), [("python3.11", False), ("python3.12", True)])
def test_one_of_several_names_is_enough(runtime: str, *, loads: bool) -> None:
    assert verdict(NAMES, runtime=runtime).loads is loads


def test_a_candidate_that_fails_before_another_loads_is_no_loss() -> None:
    source = """
import ctypes, os
for name in ('libarm.so', 'libown.so'):
    try:
        LIB = ctypes.CDLL(os.path.join(os.path.dirname(__file__), name))
        break
    except OSError:
        LIB = None
"""
    files: dict[str, Content] = {**FITTING, "python/pkg/libarm.so": elf("arm64")}
    assert verdict(source, files).losses == {}
    assert verdict(source, {**FOREIGN, "python/pkg/libarm.so": elf("arm64")}).losses != {}


@pytest.mark.parametrize(
    "source",
    [
        "import ctypes, os\nctypes.CDLL(os.environ['LIBRARY'])\n",
        "import ctypes, glob\nfor each in glob.glob('/opt/own/*.so'):\n    ctypes.CDLL(each)\n",
        "import ctypes\nctypes.CDLL('/usr/lib64/libsomething.so')\n",
        "import ctypes\nctypes.CDLL('/tmp/libmade.so')\n",
        "import ctypes\nctypes.CDLL('/opt/vendor/libother.so')\n",  # which another layer may bring
        "import ctypes, os\nif os.path.exists('/usr/lib64/libx.so'):\n    ctypes.CDLL('/usr/lib64/libx.so')\n",
    ],
)
def test_what_cannot_be_known_fails_never(source: str) -> None:
    assert verdict(source).loads is not False


GLOBBED = """
import ctypes, glob
from ctypes.util import find_library
def load():
    for each in glob.glob('/opt/own/*.so'):
        try:
            return ctypes.CDLL(each)
        except OSError:
            pass
    path = find_library('{}')
    if path is None:
        raise OSError('no library')
    return ctypes.CDLL(path)
LIB = load()
"""


@pytest.mark.parametrize("name", ["GL", "nobody"])
def test_the_last_resort_of_code_that_may_have_found_another_library_is_no_bad_sign(name: str) -> None:
    assert verdict(GLOBBED.format(name)).loads is True


REPLACED = """
import ctypes.util
ctypes.util.find_library = lambda name: f'/opt/lib/lib{name}.so'
from pkg import core
"""
SET = """
import os
os.environ['LIBRARY'] = '/opt/lib/libGL.so'
from pkg import core
"""
BY_VARIABLE = """
import ctypes, os
if os.environ.get('LIBRARY') is None:
    raise ImportError('no library')
"""


@pytest.mark.parametrize(
    ("source", "core"),
    [
        (REPLACED, SOUGHT.format("GL")),
        (SET, BY_VARIABLE + SOUGHT.format("nobody")),
        (SET.replace("['LIBRARY'] = ", ".setdefault('LIBRARY', ").replace(".so'", ".so')"), BY_VARIABLE),
    ],
)
def test_what_code_sets_before_is_not_known_afterwards(source: str, core: str) -> None:
    files: dict[str, Content] = {"python/pkg/core.py": core}
    assert verdict("from pkg import core\n", files).loads is not True
    assert verdict(source, files).loads is not False


GUARDED_BRANCH = """
import ctypes, os
if os.uname():
    try:
        ctypes.CDLL(os.path.join(os.path.dirname(__file__), 'libown.so'))
    except OSError:
        pass
"""


@pytest.mark.parametrize(
    "source",
    [
        "import ctypes, os\nif os.uname() == 1:\n    ctypes.CDLL(f'{os.path.dirname(__file__)}/libown.so')\n",
        "import ctypes, os\nhere = os.path.dirname(__file__)\nx = os.uname() or ctypes.CDLL(f'{here}/libown.so')\n",
        GUARDED_BRANCH,
    ],
)
@pytest.mark.parametrize("files", [FOREIGN, NEEDY, {}])
def test_a_build_for_another_case_is_no_bad_sign(source: str, files: dict[str, Content]) -> None:
    found = verdict(source, files)
    assert found.loads is True
    assert found.losses == {}


def test_a_failure_in_doubt_that_is_passed_on_stays_one() -> None:
    source = (
        "import os\ntry:\n    from pkg import core\n"
        "except ImportError:\n    if not os.environ.get('X'):\n        raise\n"
    )
    assert verdict(source, {"python/pkg/core.py": SOUGHT.format("nobody")}).loads is None
    assert verdict(source, {"python/pkg/core.py": SOUGHT.format("GL")}).loads is False
    assert verdict(source.replace("not ", ""), {"python/pkg/core.py": SOUGHT.format("nobody")}).loads is True


def test_one_of_several_short_names_is_told() -> None:
    source = """
from ctypes.util import find_library
def find():
    for name in ('nobody', 'libnobody', 'nobody-2'):
        found = find_library(name)
        if found:
            return found
if find() is None:
    raise ImportError('no nobody')
"""
    found = verdict(source)
    assert found.loads is None
    assert "pkg looks for nobody, which Amazon Linux 2023 does not list" in found.reason


def test_what_is_certain_after_a_library_was_loaded_is_certain() -> None:
    source = """
import ctypes
for name in ('libnobody.so.1', 'libc.so.6'):
    try:
        ctypes.CDLL(name)
        break
    except OSError:
        pass
import nothing_at_all
"""
    assert verdict(source).loads is False


def test_the_chain_ends_where_the_library_is_loaded() -> None:
    found = verdict("from pkg import core\n", {**NEEDY, "python/pkg/core.py": BESIDE})
    assert found.chain == ("pkg (/opt/python/pkg/__init__.py:1)", "pkg.core (/opt/python/pkg/core.py:5)")
