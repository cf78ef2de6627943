"""Binaries of Python distributions: how far reach carries what cannot be loaded."""

from collections.abc import Iterator, Mapping, Sequence

from layerlint.environment.linker.images import Images
from layerlint.environment.linker.misfit import Kind, Misfit
from layerlint.environment.native.trouble import Trouble, Weight
from layerlint.environment.native.unit import Binary, Units
from layerlint.environment.python.failure import Breakage, Defect
from layerlint.environment.python.failure import Reach as Felt
from layerlint.environment.tree import Tree
from layerlint.facts.suffix import Abi, parse_extension
from layerlint.hints import TYPE_CHECKING
from layerlint.named_tuple import NamedTuple

if TYPE_CHECKING:
    from layerlint.environment.python.breakage import Breakages
    from layerlint.environment.python.model import PythonModel

NATIVE_DEFECTS = frozenset({Defect.SYSTEM, Defect.MACHINE, Defect.LIBC, Defect.VERSION, Defect.SEGMENTS})
CONSEQUENCES = {
    Felt.NOWHERE: "nothing imports it, and code that asks for it fails",
    Felt.DEFERRED: "functions that import it fail when they are called",
    Felt.GUARDED: "import {root} goes on without {lost}",
    Felt.DOUBTFUL: "import {root} may fail",
    Felt.PART: "import {root} fails",
    Felt.WHOLE: "import {root} fails",
}
DOUBTS = {Kind.PROCESSOR: "some of Lambda's machines are like that, and on the others it cannot be loaded or stops"}
LINUX_TAGS = ("linux", "any")


class Reach(NamedTuple):
    weight: Weight
    consequence: str
    chain: tuple[str, ...] = ()


class Faulty(NamedTuple):
    binary: Binary
    misfit: Misfit


def python_troubles(breakages: "Breakages", images: Images, units: Units) -> Iterator[Trouble]:
    """The troubles of every distribution, or folder that none claims, on the search path of this tree."""
    model = breakages.model
    for owner, members in _groups(model, images.tree, units).items():
        judged = [(member, images.misfit(member.native)) for member in members]
        found = [Faulty(member, item) for member, item in judged if item and not _is_replaced(model, member)]
        whole = all(item for _, item in judged)
        for kind in Kind:
            mine = [item for item in found if item.misfit.kind is kind]
            reach = _reach(breakages, mine, whole=whole) if mine else None
            if reach is not None:
                yield _trouble(owner, mine, reach)


def _is_replaced(model: "PythonModel", binary: Binary) -> bool:
    """Whether an extension module is there that imports do not need: another file is found in its place."""
    name = binary.native.name
    tagged = parse_extension(f"module.{name.partition('.')[2]}")
    module = next((file.module for file in model.candidates.extensions if file.place == binary.place), None)
    if module is None:
        return tagged is not None and tagged.abi is not Abi.ANY
    what = model.find(module)
    return what is not None and what.place is not None and what.place != binary.place


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


def _groups(model: "PythonModel", tree: Tree, units: Units) -> Mapping[str, list[Binary]]:
    groups: dict[str, list[Binary]] = {}
    for folder in model.candidates.folders:
        if folder.tree is tree:
            for binary in units.take(folder.path):
                groups.setdefault(_owner(model, binary, folder.path), []).append(binary)
    return groups


def _owner(model: "PythonModel", binary: Binary, folder: str) -> str:
    distribution = model.shared.owner(binary.place)
    if distribution is not None:
        return distribution.shown_name
    inside = binary.place.path[len(folder) :].strip("/")
    return inside.partition("/")[0].removesuffix(".libs")


def _reach(breakages: "Breakages", found: Sequence[Faulty], *, whole: bool) -> Reach | None:
    """What comes of it: an import that fails, one that goes on without it, or a condition."""
    paths = {item.binary.place.path for item in found}
    felt = [each for each in breakages.of(*NATIVE_DEFECTS) if any(cause.path in paths for cause in each.causes)]
    if felt:
        return _of_imports(max(felt, key=lambda each: (each.fails, each.reach)), whole=whole)
    if not all(item.misfit.certain for item in found):
        return Reach(
            Weight.WARNING, DOUBTS.get(found[0].misfit.kind, "some images have it, and on others it cannot be loaded")
        )
    if whole and (found[0].misfit.kind is not Kind.SYSTEM or _is_of_foreign_wheel(breakages.model, found[0])):
        return Reach(Weight.WARNING, "whatever opens or runs it fails")
    return None


def _of_imports(worst: Breakage, *, whole: bool) -> Reach | None:
    chain = tuple(str(step) for step in worst.failure.steps) if worst.failure else ()
    if worst.fails or (worst.reach is Felt.PART and whole):
        return Reach(Weight.ERROR, f"import {worst.root} fails", chain)
    lost = worst.causes[0].subject
    consequence = CONSEQUENCES[worst.reach].format(root=worst.root, lost=lost)
    if worst.reach is not Felt.NOWHERE or whole:
        return Reach(Weight.WARNING, consequence, chain)
    return None


def _is_of_foreign_wheel(model: "PythonModel", item: Faulty) -> bool:
    """Whether the wheel says that it is for another system; many carry launchers for Windows that are never asked."""
    distribution = model.shared.owner(item.binary.place)
    tags = distribution.tags if distribution else ()
    return bool(tags) and not any(word in tag.rpartition("-")[2] for tag in tags for word in LINUX_TAGS)
