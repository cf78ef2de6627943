"""A binary needs a shared library that is nowhere.

## Why it matters

A compiled module names the libraries it needs, and the loader refuses it where one is not found:
"libGL.so.1: cannot open shared object file". It looks where the module's RPATH or RUNPATH points, in the system's own
folders, in `/var/task`, `/var/task/lib` and `/opt/lib`. Lambda's images hold few libraries: no X11, no Mesa, no OpenMP
or Fortran runtime, no database clients. A wheel may rely on some of them all the same, and a build on your own machine
links against what that machine has. The libraries that a wheel carries in its `.libs` folder are needed as well,
however large they are.

It is an error where the library is known to be missing and an unguarded import comes to it, where Lambda starts the
file, or where nothing in a searched folder can be loaded. A library that nobody has listed is a warning.

## What to do

Take the wheel that carries its libraries or needs none, or put the library into `lib/` of a layer:

    pip install --target python opencv-python-headless psycopg2-binary
"""

from collections.abc import Iterable, Iterator, Sequence

from layerlint.environment.environment import Environment
from layerlint.environment.linker.links import Missing
from layerlint.environment.native.absence import Absence
from layerlint.environment.native.advice import pip_command
from layerlint.environment.native.unit import Use
from layerlint.environment.python.breakage import Breakage
from layerlint.environment.python.failure import Defect
from layerlint.environment.python.loadable import ExtensionFile
from layerlint.environment.python.model import PythonModel
from layerlint.examples.elf import elf
from layerlint.examples.recipe import distribution, executable, function, layer
from layerlint.facts.suffix import Abi
from layerlint.python_findings import breakage_finding, listed
from layerlint.rule import Finding, Severity, rule

INSTEAD = {  # distributions that come in a second form which brings or spares the library
    "opencv-python": "opencv-python-headless",
    "opencv-contrib-python": "opencv-contrib-python-headless",
    "psycopg2": "psycopg2-binary",
    "psycopg-c": "psycopg-binary",
}
PACKAGE = {"python/cv2/__init__.py": "from cv2 import cv2\n"}
MODULE = "python/cv2/cv2.abi3.so"
NEEDS_GL = elf(needed=("libGL.so.1",), versions={})
GL = elf(soname="libGL.so.1")
HASHED = elf(needed=("libgfortran-040039e1.so.5.0.0",), versions={}, rpath="$ORIGIN/../cv2.libs")
PLUGIN = elf(needed=("libudev.so.1",), versions={})
NOBODYS = elf(needed=("libnobody.so.7",), versions={})
LISTED = distribution("cv2", record=["cv2/__init__.py", "cv2/cv2.abi3.so", "cv2.libs/libnobody.so.7"])


@rule(
    "LL408",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({**PACKAGE, MODULE: elf()}, "python3.12", "x86_64"),
        layer({**PACKAGE, MODULE: NEEDS_GL, "lib/libGL.so.1": GL}, "python3.12", "x86_64"),
        layer({**PACKAGE, MODULE: HASHED, "python/cv2.libs/libgfortran-040039e1.so.5.0.0": GL}, "python3.12", "x86_64"),
        layer({"python/cv2/__init__.py": "", "python/cv2/plugins/a.so": PLUGIN}, "python3.12", "x86_64"),
        function({"bootstrap": executable(elf(needed=("libcurl.so.4",)))}, "provided.al2023", "x86_64"),
    ],
    bad=[
        layer({**PACKAGE, MODULE: NEEDS_GL}, "python3.12", "x86_64").flags(MODULE),
        layer({**PACKAGE, MODULE: HASHED}, "python3.12", "x86_64").flags(MODULE),
        layer({**PACKAGE, MODULE: NOBODYS}, "python3.12", "x86_64").flags(MODULE),
        layer({**PACKAGE, MODULE: NOBODYS, **LISTED}, "python3.12", "x86_64").flags(MODULE),
        function({"bootstrap": executable(NEEDS_GL)}, "provided.al2", "x86_64").flags("bootstrap"),
        layer({"extensions/agent": executable(NEEDS_GL)}, "nodejs20.x", "x86_64").flags("extensions/agent"),
        layer({"lib/libgl.so": NEEDS_GL}, "nodejs20.x", "x86_64").flags("lib/libgl.so"),
    ],
)
def missing_shared_library(env: Environment) -> Iterator[Finding]:
    if not env.links.unmet:
        return
    if env.breakages is not None:
        for breakage in env.breakages.of(Defect.LIBRARY):
            yield of_breakage(breakage, env.breakages.model, env)
        yield from of_unsure_modules(env.breakages.model, env)
    yield from (of_absence(absence, env) for absence in env.natives.absences())


def of_breakage(breakage: Breakage, model: PythonModel, env: Environment) -> Finding:
    """The modules of one owner that lack libraries for certain."""
    modules = filter(None, (model.find(cause.subject) for cause in breakage.causes))
    found = [each for module in modules if module.place for each in env.links.missing(module.place)[:1]]
    message = f"{breakage.owner} needs {names(found)}, {absence_of(found, env)}"
    finding = breakage_finding(breakage, message, advice(breakage.owner, found, env), reason=why(found))
    return finding._replace(chain=(*finding.chain, *found[0].steps))


def of_unsure_modules(model: PythonModel, env: Environment) -> Iterator[Finding]:
    """The modules that lack a library which an image may have."""
    groups: dict[str, list[Missing]] = {}
    for file in model.candidates.extensions:
        lacking = env.links.missing(file.place)
        found = model.find(file.module) if lacking else None
        if found and found.place == file.place and is_module(file) and not model.loader.fault(found):
            owner = model.shared.owner(file.place)
            groups.setdefault(owner.shown_name if owner else file.module.partition(".")[0], []).extend(lacking)
    for name, missing in groups.items():
        yield Finding(
            message=f"{name} needs {names(missing)}, {absence_of(missing, env)}",
            paths=tuple(dict.fromkeys(each.user.path for each in missing)),
            reason=why(missing, "where the image has none, importing what needs it fails"),
            help=advice(name, missing, env),
            chain=missing[0].steps,
            severity=Severity.WARNING,
            archive=missing[0].user.mount.name,
            subject=name,
        )


def is_module(file: ExtensionFile) -> bool:
    """A plain .so that asks nothing of Python is somebody's plugin."""
    native = file.place.mount.contents.natives.get(file.place.path)
    asks = native is not None and native.elf is not None and bool(native.elf.python_symbols)
    return asks or file.extension.abi is not Abi.ANY


def of_absence(absence: Absence, env: Environment) -> Finding:
    missing = absence.missing
    user = missing.user.path
    return Finding(
        message=f"{user} needs {missing.soname}, {absence_of([missing], env)}",
        paths=tuple(binary.place.path for binary, _ in absence.found),
        reason=why([missing], consequence(absence)),
        help=f"put {missing.soname} into lib/ of a layer, or build without it",
        chain=missing.steps,
        severity=Severity[absence.weight.name],
        archive=missing.user.mount.name,
    )


def consequence(absence: Absence) -> str:
    if absence.unit.use is Use.RUN:
        return "Lambda starts it, and the start fails"
    return "whatever loads or runs it fails"


def names(missing: Iterable[Missing]) -> str:
    return listed(dict.fromkeys(each.soname for each in missing))


def absence_of(missing: Sequence[Missing], env: Environment) -> str:
    return missing[0].absence(env.target.runtime.system.title)


def why(missing: Sequence[Missing], ending: str = "") -> str:
    reasons = dict.fromkeys(each.status.reason for each in missing if not each.bundled)
    return "; ".join(filter(None, (*reasons, ending)))


def advice(owner: str, missing: Sequence[Missing], env: Environment) -> str:
    """The package's other form, the package itself again, or the library in a layer."""
    if owner in INSTEAD:
        return f"use {INSTEAD[owner]} in place of {owner}, or put {names(missing)} into lib/ of a layer"
    if missing[0].bundled:
        return f"install it again and remove nothing: {pip_command([owner], env.target, with_version=True)}"
    return f"put {names(missing)} into lib/ of a layer, or take a build of {owner} that carries it"
