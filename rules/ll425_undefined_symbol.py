"""A binary takes a symbol that none of its libraries has.

## Why it matters

A binary names the functions and variables that it takes from its libraries, and the loader looks each one up. Where an
older build of a library is found than the one that it was linked to, such as another layer's or one copied from
another system, or where it was linked to none at all, something is not there: "undefined symbol: PQresultMemorySize".
Python has everything looked up as it imports a module, so the import fails. In a program that is not linked with
`-z now`, a missing function fails where it is first called, and missing data as it starts.

Only symbols that the image cannot have are told: those with a version belong to a library of that version, and of the
others the C library's are known. What a wheel from an index takes from its own libraries is not looked at.

## What to do

Bring the build of the library that the binary was linked to, and only that one, or link it to the one that is there.
"""

from collections.abc import Iterator, Sequence

from layerlint.environment.environment import Environment
from layerlint.environment.linker.bindings import Unbound
from layerlint.environment.native.loose import Loose
from layerlint.environment.native.programs import Use
from layerlint.environment.python.failure import Breakage, Defect
from layerlint.examples.elf import elf
from layerlint.examples.recipe import executable, layer
from layerlint.hints import TYPE_CHECKING
from layerlint.native_findings import STARTS, is_module, joined, loaded
from layerlint.python_findings import breakage_finding, listed
from layerlint.rule import Finding, Severity, rule

if TYPE_CHECKING:
    from layerlint.environment.python.model import PythonModel

PACKAGE = {"python/pkg/__init__.py": "from pkg import _a\n"}
MODULE = "python/pkg/_a.abi3.so"
TAKES = elf(needed=("libfoo.so.1",), undefined=("foo_new", "malloc", "PyList_New"))
OLD = elf(soname="libfoo.so.1", defined=("foo_old",))
NEW = elf(soname="libfoo.so.1", defined=("foo_old", "foo_new"))
LOADER = "/lib64/ld-linux-x86-64.so.2"
STARTED = elf(interpreter=LOADER, needed=("libfoo.so.1",), undefined=("foo_new",))
CALLING = elf(interpreter=LOADER, needed=("libfoo.so.1",), undefined=("foo_new",), waits=True)


@rule(
    "LL425",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({**PACKAGE, MODULE: TAKES, "lib/libfoo.so.1": NEW}, "python3.12", "x86_64"),
        layer({**PACKAGE, MODULE: elf(undefined=("malloc", "PyList_New"))}, "python3.12", "x86_64"),
        layer({**PACKAGE, MODULE: elf(weak=("foo_new",))}, "python3.12", "x86_64"),
    ],
    bad=[
        layer({**PACKAGE, MODULE: TAKES, "lib/libfoo.so.1": OLD}, "python3.12", "x86_64").flags(MODULE),
        layer({**PACKAGE, MODULE: elf(undefined=("foo_new",))}, "python3.12", "x86_64").flags(MODULE),
        layer({"extensions/agent": executable(STARTED), "lib/libfoo.so.1": OLD}, "nodejs22.x", "x86_64").flags(
            "extensions/agent"
        ),
        layer({"bin/tool": executable(CALLING), "lib/libfoo.so.1": OLD}, "nodejs22.x", "x86_64").flags("bin/tool"),
    ],
)
def undefined_symbol(env: Environment) -> Iterator[Finding]:
    if env.breakages is not None:
        for breakage in env.breakages.of(Defect.UNDEFINED):
            yield of_modules(breakage, env.breakages.model, env)
        yield from of_unsure_modules(env.breakages.model, env)
    for each in env.natives.loosened():
        yield of_program(each)


def of_modules(breakage: Breakage, model: "PythonModel", env: Environment) -> Finding:
    places = [place for cause in breakage.causes if (place := loaded(cause, model)) is not None]
    found = [fault for place in places if (fault := env.links.bindings.fault(place)) is not None]
    message, remedy = told(breakage.owner, found), advice(breakage.owner, found)
    finding = breakage_finding(breakage, message, remedy, reason=taken(found))
    return finding._replace(chain=(*finding.chain, *found[0].steps))


def of_unsure_modules(model: "PythonModel", env: Environment) -> Iterator[Finding]:
    """Those that fail unless the image has the symbol, or a layer that is not here."""
    groups: dict[str, list[Unbound]] = {}
    for file in model.candidates.extensions:
        lacking = env.links.bindings.unbound(file.place, at_once=True)
        found = model.find(file.module) if lacking and not lacking[0].certain else None
        if found and found.place == file.place and is_module(file) and not model.loader.fault(found):
            owner = model.shared.owner(file.place)
            groups.setdefault(owner.shown_name if owner else file.module.partition(".")[0], []).extend(lacking)
    for name, found_there in groups.items():
        doubt = "where nothing else has it, importing what takes it fails"
        yield Finding(
            message=told(name, found_there),
            paths=tuple(dict.fromkeys(each.user.path for each in found_there)),
            reason=joined(taken(found_there), doubt),
            help=advice(name, found_there),
            chain=found_there[0].steps,
            severity=Severity.WARNING,
            archive=found_there[0].user.place.mount.name,
            subject=name,
        )


def of_program(item: Loose) -> Finding:
    path, first = item.binary.place.path, item.lacking[0]
    started = STARTS if item.unit.use is Use.RUN else "whatever runs it fails"
    return Finding(
        message=told(path, item.lacking),
        paths=(path,),
        reason=joined(taken(item.lacking), started if first.at_load else "calling what is missing ends the program"),
        help=advice(path, item.lacking),
        chain=first.steps,
        severity=Severity[item.weight.name],
        archive=item.binary.place.mount.name,
    )


def told(owner: str, lacking: Sequence[Unbound]) -> str:
    return f"{owner} takes {listed(dict.fromkeys(each.name for each in lacking))}, which none of its libraries has"


def taken(lacking: Sequence[Unbound]) -> str:
    """Which copies the loader finds."""
    paths = dict.fromkeys(found.path for each in lacking for found in each.taken)
    return f"the loader takes {listed(paths)}" if paths else "no library of the archive is loaded with it"


def advice(owner: str, lacking: Sequence[Unbound]) -> str:
    there = next((place for each in lacking for place in each.there), None)
    if there is not None:
        return f"let the loader find {there.absolute}, which has it: put it in the place of the other"
    names = listed(dict.fromkeys(found.path.rpartition("/")[2] for each in lacking for found in each.taken))
    if names:
        return f"bring the build of {names} that {owner} was linked to, or build {owner} against the one that is there"
    return f"link {owner} to the library that has {lacking[0].name}, and bring that along"
