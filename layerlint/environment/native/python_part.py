"""Binaries of Python distributions: how far reach carries what cannot be loaded."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from layerlint.environment.linker.misfit import Kind, Misfit, misfit
from layerlint.environment.native.trouble import Trouble, Weight
from layerlint.environment.native.unit import Binary, Units
from layerlint.environment.python.failure import Defect
from layerlint.environment.python.model import ModuleVerdict, PythonModel
from layerlint.environment.tree import Tree
from layerlint.platform.records import Target

NATIVE_DEFECTS = frozenset({Defect.SYSTEM, Defect.MACHINE, Defect.LIBC, Defect.VERSION})
LINUX_TAGS = ("linux", "any")


class Reach(NamedTuple):
    weight: Weight
    consequence: str
    chain: tuple[str, ...] = ()


class Faulty(NamedTuple):
    binary: Binary
    misfit: Misfit


def python_troubles(model: PythonModel, tree: Tree, units: Units, target: Target) -> Iterator[Trouble]:
    """The troubles of every distribution, or folder that none claims, on the search path of this tree."""
    broken = {
        cause.path: module
        for module, cause in model.candidates.broken_extensions.items()
        if cause.defect in NATIVE_DEFECTS
    }
    for owner, members in _groups(model, tree, units).items():
        found = [Faulty(member, item) for member in members if (item := misfit(member.native, target))]
        whole = len(found) == len(members)
        for kind in Kind:
            mine = [item for item in found if item.misfit.kind is kind]
            reach = _reach(model, mine, broken, whole=whole) if mine else None
            if reach is not None:
                yield _trouble(owner, mine, reach)


def _trouble(owner: str, found: Sequence[Faulty], reach: Reach) -> Trouble:
    return Trouble(
        found[0].misfit.kind,
        reach.weight,
        found[0].binary.place.mount.name,
        (owner,),
        tuple(item.binary.place.path for item in found),
        tuple(dict.fromkeys(item.misfit for item in found)),
        reach.consequence,
        reach.chain,
        installed=True,
    )


def _groups(model: PythonModel, tree: Tree, units: Units) -> Mapping[str, list[Binary]]:
    groups: dict[str, list[Binary]] = {}
    for folder in model.candidates.folders:
        if folder.tree is tree:
            for binary in units.take(folder.path):
                groups.setdefault(_owner(model, binary, folder.path), []).append(binary)
    return groups


def _owner(model: PythonModel, binary: Binary, folder: str) -> str:
    distribution = model.shared.owner(binary.place)
    if distribution is not None:
        return distribution.shown_name
    inside = binary.place.path[len(folder) :].strip("/")
    return inside.partition("/")[0].removesuffix(".libs")


def _reach(model: PythonModel, found: Sequence[Faulty], broken: Mapping[str, str], *, whole: bool) -> Reach | None:
    """What comes of it: an import that fails, one that goes on without it, or a condition."""
    fatal = {path: broken[path] for item in found if (path := item.binary.place.path) in broken}
    if fatal:
        return _of_imports(model, fatal, whole=whole)
    if not all(item.misfit.certain for item in found):
        return Reach(Weight.WARNING, "some images have it, and on others it cannot be loaded")
    if whole and (found[0].misfit.kind is not Kind.SYSTEM or _is_of_foreign_wheel(model, found[0])):
        return Reach(Weight.WARNING, "whatever opens or runs it fails")
    return None


def _of_imports(model: PythonModel, fatal: Mapping[str, str], *, whole: bool) -> Reach | None:
    verdicts = [model.verdict(name) for name in model.top_level()]
    tops = {module.partition(".")[0] for module in fatal.values()}
    failing = [item for item in verdicts if item.loads is False and _is_because(item, fatal)]
    masked = [item for item in verdicts if item.loads is False and item.name in tops and _is_native(item)]
    if failing or masked:
        worst = min(failing or masked, key=lambda item: (len(item.chain), item.name))
        return Reach(Weight.ERROR, f"import {worst.name} fails", worst.chain)
    for item in verdicts:
        lost = [cause.subject for cause in item.losses if cause.path in fatal]
        if lost:
            return Reach(Weight.WARNING, f"import {item.name} goes on without {lost[0]}")
    unsure = [item for item in verdicts if item.loads is None and _is_because(item, fatal)]
    if unsure:
        return Reach(Weight.WARNING, f"import {unsure[0].name} may fail", unsure[0].chain)
    return Reach(Weight.WARNING, "no import at the top reaches it; code that asks for it fails") if whole else None


def _is_because(verdict: ModuleVerdict, fatal: Mapping[str, str]) -> bool:
    return verdict.failure is not None and verdict.failure.cause.path in fatal


def _is_native(verdict: ModuleVerdict) -> bool:
    """Whether another binary is what fails first."""
    return verdict.failure is not None and verdict.failure.cause.defect in NATIVE_DEFECTS


def _is_of_foreign_wheel(model: PythonModel, item: Faulty) -> bool:
    """Whether the wheel says that it is for another system; many carry launchers for Windows that are never asked."""
    distribution = model.shared.owner(item.binary.place)
    tags = distribution.tags if distribution else ()
    return bool(tags) and not any(word in tag.rpartition("-")[2] for tag in tags for word in LINUX_TAGS)
