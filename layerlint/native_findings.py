"""Turns libraries that the loader does not find, and what that breaks, into findings."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from layerlint.environment.environment import Environment
from layerlint.environment.linker.missing import Lack, Missing
from layerlint.environment.native.absence import Absence
from layerlint.environment.native.programs import Use
from layerlint.environment.native.stuck import Hitch, Stuck
from layerlint.environment.node.failure import Felt, Reach
from layerlint.environment.node.places import package_name
from layerlint.environment.python.failure import Breakage, Cause
from layerlint.environment.python.loadable import ExtensionFile, lack_defect
from layerlint.environment.tree import Place
from layerlint.facts.suffix import Abi
from layerlint.hints import TYPE_CHECKING
from layerlint.named_tuple import NamedTuple
from layerlint.python_findings import breakage_finding, listed
from layerlint.rule import Finding, Severity

if TYPE_CHECKING:
    from layerlint.environment.python.model import PythonModel

STARTS = "Lambda starts it, and the start fails"


class Told(NamedTuple):
    message: str
    reason: str
    help: str


Teller = Callable[[str, Sequence[Missing], Environment], Told]


def library_findings(env: Environment, lack: Lack, tell: Teller) -> Iterator[Finding]:
    """One finding for each owner that lacks libraries in one way; `tell` finds the words."""
    if not env.links.unmet:
        return
    if env.breakages is not None:
        for breakage in env.breakages.of(lack_defect(lack)):
            yield _of_breakage(breakage, env.breakages.model, env, lack, tell)
        yield from _of_unsure_modules(env.breakages.model, env, lack, tell)
    groups: dict[tuple[object, ...], list[Absence]] = {}
    for absence in env.natives.absences():
        if absence.missing.lack is lack:
            groups.setdefault(_likeness(absence, env), []).append(absence)
    yield from (_of_absences(alike, env, tell) for alike in groups.values())
    yield from _of_addons(env, lack, tell)


def _of_breakage(breakage: Breakage, model: "PythonModel", env: Environment, lack: Lack, tell: Teller) -> Finding:
    """The modules of one owner that lack libraries for certain, or open what does."""
    places = filter(None, (loaded(cause, model) for cause in breakage.causes))
    faults = (env.links.fault(place) or next(iter(env.links.missing(place)), None) for place in places)
    found = [each for each in faults if each is not None and each.lack is lack]
    told = tell(breakage.owner, found, env)
    finding = breakage_finding(breakage, told.message, told.help, reason=told.reason)
    reason = joined(told.reason, _doubt(found[0])) if not found[0].certain else finding.reason
    return finding._replace(chain=(*finding.chain, *found[0].steps), reason=reason)


def loaded(cause: Cause, model: "PythonModel") -> Place | None:
    """The file whose loading fails: an extension module's, or what a module opens by its path."""
    if cause.wanted:
        return model.shared.at(cause.wanted)
    found = model.find(cause.subject)
    return found.place if found else None


def _of_unsure_modules(model: "PythonModel", env: Environment, lack: Lack, tell: Teller) -> Iterator[Finding]:
    """The modules that lack a library which an image may have, or something may have loaded before."""
    groups: dict[str, list[Missing]] = {}
    for file in model.candidates.extensions:
        lacking = [each for each in env.links.missing(file.place) if each.lack is lack]
        found = model.find(file.module) if lacking else None
        if found and found.place == file.place and is_module(file) and not model.loader.fault(found):
            owner = model.shared.owner(file.place)
            groups.setdefault(owner.shown_name if owner else file.module.partition(".")[0], []).extend(lacking)
    for name, missing in groups.items():
        told = tell(name, missing, env)
        yield Finding(
            message=told.message,
            paths=tuple(dict.fromkeys(each.user.path for each in missing)),
            reason=joined(told.reason, _doubt(missing[0])),
            help=told.help,
            chain=missing[0].steps,
            severity=Severity.WARNING,
            archive=missing[0].user.mount.name,
            subject=name,
        )


def _doubt(missing: Missing) -> str:
    if missing.there:
        return "unless something else has loaded it before, importing what needs it fails"
    return "where the image has none, importing what needs it fails"


def is_module(file: ExtensionFile) -> bool:
    """A plain .so that asks nothing of Python is somebody's plugin."""
    native = file.place.mount.contents.natives.get(file.place.path)
    asks = native is not None and native.elf is not None and bool(native.elf.python_symbols)
    return asks or file.extension.abi is not Abi.ANY


def _likeness(absence: Absence, env: Environment) -> tuple[object, ...]:
    """The same for libraries that the same binaries lack in the same way, so that one remedy serves for all."""
    missing = absence.missing
    if missing.lack not in (Lack.NOWHERE, Lack.UNSEARCHED):
        return (id(absence),)
    folder = missing.there[0].absolute.rpartition("/")[0] if missing.there else ""
    binaries = tuple(binary.place for binary, _ in absence.found)
    return absence.weight, binaries, missing.user, missing.absence(env.target.runtime.system.title), folder


def _of_absences(alike: Sequence[Absence], env: Environment, tell: Teller) -> Finding:
    absence = alike[0]
    missing = absence.missing
    told = tell(missing.user.path, [each.missing for each in alike], env)
    return Finding(
        message=told.message,
        paths=tuple(binary.place.path for binary, _ in absence.found),
        reason=joined(told.reason, _consequence(absence)),
        help=told.help,
        chain=missing.steps,
        severity=Severity[absence.weight.name],
        archive=missing.user.mount.name,
    )


def _of_addons(env: Environment, lack: Lack, tell: Teller) -> Iterator[Finding]:
    """The packages of Node.js none of whose addons loads, where that is for want of libraries."""
    model = env.node
    for folder, paths in model.natives.unfit() if model else ():
        places = [place for path in paths if model and (place := model.shared.place(path))]
        own = [place for place in places if model and not model.addons.is_foreign(place)]
        found = [fault for place in own if (fault := env.links.fault(place)) and fault.lack is lack]
        if found and model:
            yield _of_addon(folder, found, model.felt_of(folder), tell(package_name(folder), found, env))


def _of_addon(folder: str, found: Sequence[Missing], felt: Felt | None, told: Told) -> Finding:
    fails = felt is not None and felt.reach is Reach.WHOLE
    steps = tuple(map(str, felt.failure.steps)) if felt and fails else ()
    return Finding(
        message=told.message,
        paths=tuple(dict.fromkeys(each.chain[0].place.path for each in found)),
        reason=joined(told.reason, f"loading {felt.root} fails" if felt and fails else "whatever loads it fails"),
        help=told.help,
        chain=(*steps, *found[0].steps),
        severity=Severity.ERROR if fails else Severity.WARNING,
        archive=found[0].chain[0].place.mount.name,
        subject=package_name(folder),
    )


def _consequence(absence: Absence) -> str:
    if absence.unit.use is Use.RUN:
        return STARTS
    return "whatever loads or runs it fails"


def names(missing: Iterable[Missing]) -> str:
    return listed(dict.fromkeys(each.soname for each in missing))


def joined(*clauses: str) -> str:
    return "; ".join(filter(None, clauses))


def stuck_findings(env: Environment, hitch: Hitch, tell: Callable[[Stuck], Told]) -> Iterator[Finding]:
    """One finding for each way in which programs are stuck; an error where Lambda itself starts one."""
    groups: dict[tuple[object, ...], list[Stuck]] = {}
    for stuck in env.stuck:
        if stuck.hitch is hitch:
            own = stuck.place.path if stuck.use is Use.RUN else ""
            groups.setdefault((stuck.place.mount.name, own, stuck.wants, stuck.certain), []).append(stuck)
    for alike in groups.values():
        yield _of_stuck(alike, tell(alike[0]))


def _of_stuck(alike: Sequence[Stuck], told: Told) -> Finding:
    first = alike[0]
    run = first.use is Use.RUN
    return Finding(
        message=joined(told.message, f"{len(alike) - 1} more like it" if alike[1:] else ""),
        paths=tuple(each.place.path for each in alike),
        reason=joined(told.reason, STARTS if run else "whatever runs it by its name fails"),
        help=told.help,
        severity=Severity.ERROR if run and first.certain else Severity.WARNING,
        archive=first.place.mount.name,
    )
