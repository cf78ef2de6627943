"""A binary or a module needs a shared library that is nowhere.

## Why it matters

A compiled module names the libraries it needs, and the loader refuses it where one is not found:
"libGL.so.1: cannot open shared object file". It looks where the module's RPATH or RUNPATH points, in the system's own
folders, in `/var/task`, `/var/task/lib` and `/opt/lib`. Lambda's images hold few libraries: no X11, no Mesa, no OpenMP
or Fortran runtime, no database clients. A wheel may rely on some of them all the same, and a build on your own machine
links against what that machine has. The libraries that a wheel carries in its `.libs` folder are needed as well,
however large they are.

Some modules load libraries themselves, by `ctypes` or `cffi`, as lightgbm, cairosvg and python-magic do. That is
followed too, where the path or the name is known: a library beside the module, or one of the image or of `lib/`. What
`ctypes.util.find_library` looks for must be in the image: it never sees the libraries of a layer.

It is an error where the library is known to be missing and an unguarded import comes to it, where Lambda starts the
file, or where nothing in a searched folder can be loaded. A library that nobody has listed is a warning.

## What to do

Take the wheel that carries its libraries or needs none, or put the library into `lib/` of a layer:

    pip install --target python opencv-python-headless psycopg2-binary
"""

from collections.abc import Iterable, Iterator, Sequence

from layerlint.environment.environment import Environment
from layerlint.environment.linker.missing import Lack, Missing
from layerlint.environment.native.advice import pip_command
from layerlint.environment.python.failure import Breakage, Defect, Failure, Reach
from layerlint.examples.elf import elf
from layerlint.examples.recipe import distribution, executable, function, layer
from layerlint.native_findings import Told, library_findings, names
from layerlint.platform.records import Confidence
from layerlint.python_findings import at_last_step, breakage_finding
from layerlint.rule import Finding, Severity, rule

ASKED = (Defect.NAMED, Defect.SOUGHT, Defect.UNLISTED)
INSTEAD = {  # distributions that come in a second form which brings or spares the library
    "opencv-python": "opencv-python-headless",
    "opencv-contrib-python": "opencv-contrib-python-headless",
    "psycopg2": "psycopg2-binary",
    "psycopg-c": "psycopg-binary",
    "mysqlclient": "PyMySQL",
    "python-ldap": "ldap3",
}
PACKAGE = {"python/cv2/__init__.py": "from cv2 import cv2\n"}
MODULE = "python/cv2/cv2.abi3.so"
NEEDS_GL = elf(needed=("libGL.so.1",), versions={})
GL = elf(soname="libGL.so.1")
HASHED = elf(needed=("libgfortran-040039e1.so.5.0.0",), versions={}, rpath="$ORIGIN/../cv2.libs")
PLUGIN = elf(needed=("libudev.so.1",), versions={})
ADDON = "nodejs/node_modules/draw/build/Release/draw.node"
DRAWING = {
    "nodejs/node_modules/draw/package.json": '{"name": "draw"}',
    "nodejs/node_modules/draw/index.js": "module.exports = require('./build/Release/draw.node')\n",
}
OPENS = "import ctypes, os\nctypes.CDLL(os.path.join(os.path.dirname(__file__), 'libtree.so'))\n"
NEEDS_GOMP = elf(needed=("libgomp.so.1",), versions={})
GOMP = {"lib/libgomp.so.1": elf(soname="libgomp.so.1")}
NAMED = {"python/draw.py": "import ctypes\nctypes.CDLL('libGL.so.1')\n"}
CAUGHT = {"python/draw.py": "import ctypes\ntry:\n    ctypes.CDLL('libGL.so.1')\nexcept OSError:\n    pass\n"}
SOUGHT = {"python/draw.py": "from ctypes.util import find_library\nif not find_library('GL'):\n    raise ImportError\n"}
BELOW = {"python/draw/__init__.py": "", "python/draw/native.py": SOUGHT["python/draw.py"]}
TREE = {"python/tree/__init__.py": OPENS}
OPENED = "python/tree/libtree.so"
NOBODYS = elf(needed=("libnobody.so.7",), versions={})
LISTED = distribution("cv2", record=["cv2/__init__.py", "cv2/cv2.abi3.so", "cv2.libs/libnobody.so.7"])


@rule(
    "LL408",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({**PACKAGE, MODULE: elf()}, "python3.12", "x86_64"),
        layer({**PACKAGE, MODULE: NEEDS_GL, "lib/libGL.so.1": GL}, "python3.12", "x86_64"),
        layer({**PACKAGE, MODULE: NEEDS_GL, "lib64/libGL.so.1": GL}, "python3.12", "x86_64"),
        layer({**PACKAGE, MODULE: HASHED, "python/cv2.libs/libgfortran-040039e1.so.5.0.0": GL}, "python3.12", "x86_64"),
        layer({"python/cv2/__init__.py": "", "python/cv2/plugins/a.so": PLUGIN}, "python3.12", "x86_64"),
        function({"bootstrap": executable(elf(needed=("libcurl.so.4",)))}, "provided.al2023", "x86_64"),
        layer({**TREE, OPENED: NEEDS_GOMP, **GOMP}, "python3.12", "x86_64"),
        layer({**NAMED, "lib/libGL.so.1": GL}, "python3.12", "x86_64"),
        layer(CAUGHT, "python3.12", "x86_64"),
    ],
    bad=[
        layer({**PACKAGE, MODULE: NEEDS_GL}, "python3.12", "x86_64").flags(MODULE),
        layer({**PACKAGE, MODULE: HASHED}, "python3.12", "x86_64").flags(MODULE),
        layer({**PACKAGE, MODULE: NOBODYS}, "python3.12", "x86_64").flags(MODULE),
        layer({**PACKAGE, MODULE: NOBODYS, **LISTED}, "python3.12", "x86_64").flags(MODULE),
        function({"bootstrap": executable(NEEDS_GL)}, "provided.al2", "x86_64").flags("bootstrap"),
        layer({"extensions/agent": executable(NEEDS_GL)}, "nodejs20.x", "x86_64").flags("extensions/agent"),
        layer({"lib/libgl.so": NEEDS_GL}, "nodejs20.x", "x86_64").flags("lib/libgl.so"),
        layer({**DRAWING, ADDON: NEEDS_GL}, "nodejs20.x", "x86_64").flags(ADDON),
        layer({**TREE, OPENED: NEEDS_GOMP}, "python3.12", "x86_64").flags(OPENED),
        layer(TREE, "python3.12", "x86_64").flags("python/tree/__init__.py"),
        layer(NAMED, "python3.12", "x86_64").flags("python/draw.py"),
        layer(SOUGHT, "python3.12", "x86_64").flags("python/draw.py"),
        layer(BELOW, "python3.12", "x86_64").flags("python/draw/native.py"),
    ],
)
def missing_shared_library(env: Environment) -> Iterator[Finding]:
    yield from library_findings(env, Lack.NOWHERE, told)
    for breakage in env.breakages.of(*ASKED) if env.breakages else ():
        if breakage.failure is not None:
            yield asked(breakage, breakage.failure, env)


def asked(breakage: Breakage, failure: Failure, env: Environment) -> Finding:
    """A library that code asks for by itself."""
    cause = breakage.causes[0]
    where = having([env.links.status(cause.wanted).brought_by], env)
    remedy = f"put {cause.wanted} into lib/ of a layer{where}, or do without {breakage.owner}"
    if breakage.defect is not Defect.NAMED and ".so" not in cause.wanted:
        remedy = f"have {cause.subject} load it by its full name, which finds it in lib/ of a layer"
    elif "/" in cause.wanted:
        remedy = f"install it again and remove nothing: {pip_command([breakage.owner], env.target, with_version=True)}"
    finding = breakage_finding(breakage, cause.detail, remedy)
    if breakage.reach is Reach.DOUBTFUL and is_unsure(cause.wanted, env):
        finding = finding._replace(reason=f"where the image has none, import {breakage.root} fails")
    return at_last_step(finding, failure, env)


def is_unsure(wanted: str, env: Environment) -> bool:
    return "/" not in wanted and env.links.status(wanted).confidence is Confidence.INFERRED


def told(owner: str, missing: Sequence[Missing], env: Environment) -> Told:
    where = missing[0].absence(env.target.runtime.system.title)
    reasons = dict.fromkeys(each.status.reason for each in missing if not each.bundled)
    return Told(
        f"{owner} needs {names(missing)}, {where}", "; ".join(filter(None, reasons)), advice(owner, missing, env)
    )


def advice(owner: str, missing: Sequence[Missing], env: Environment) -> str:
    """The package's other form, the package itself again, or the library in a layer."""
    where = having(dict.fromkeys(each.status.brought_by for each in missing), env)
    if owner in INSTEAD:
        return f"use {INSTEAD[owner]} in place of {owner}, or put {names(missing)} into lib/ of a layer{where}"
    if missing[0].bundled:
        return f"install it again and remove nothing: {pip_command([owner], env.target, with_version=True)}"
    return f"put {names(missing)} into lib/ of a layer{where}, or take a build of {owner} that carries it"


def having(packages: Iterable[str], env: Environment) -> str:
    """Which packages of the runtime's own system bring a library, as a clause in brackets; "" for none."""
    known = [package for package in packages if package]
    title = env.target.runtime.system.title
    return f" ({' and '.join(known)} of {title} {'brings' if len(known) == 1 else 'bring'} it)" if known else ""
