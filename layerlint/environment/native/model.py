"""The native side of an environment: what the target cannot load, and what that breaks."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from layerlint.environment.linker.images import Images
from layerlint.environment.linker.links import Links
from layerlint.environment.linker.misfit import VERSIONS, Kind, Misfit
from layerlint.environment.linker.search import native_of
from layerlint.environment.native.absence import Absence, absences
from layerlint.environment.native.loose import Loose, loose
from layerlint.environment.native.programs import Use
from layerlint.environment.native.python_part import python_troubles
from layerlint.environment.native.trouble import Trouble, Weight, merged
from layerlint.environment.native.unit import Binary, Unit, Units
from layerlint.hints import TYPE_CHECKING
from layerlint.platform.records import Search, Target

if TYPE_CHECKING:
    from layerlint.environment.node.model import NodeModel
    from layerlint.environment.python.breakage import Breakages

CONSEQUENCES = {
    Use.RUN: "Lambda starts it, and the start fails",
    Use.SEARCHED: "nothing in {owner} can be loaded or run",
    Use.OPENED: "whatever opens or runs it fails",
}


class NativeModel:
    """One target's answers, computed once."""

    def __init__(
        self,
        images: Sequence[Images],
        links: Links,
        target: Target,
        search: Search,
        python: "Breakages | None",
        node: "NodeModel | None" = None,
        started: str | None = None,
    ) -> None:
        self.images = images  #: of every tree
        self.links = links
        self.target = target
        self.search = search
        self.python = python
        self.node = node
        self.started = started  #: the program that Lambda starts in place of a managed runtime, absolute

    def troubles(self, *kinds: Kind) -> tuple[Trouble, ...]:
        """One for each cause in each archive."""
        return tuple(trouble for trouble in self._all if trouble.kind in kinds)

    @cached_property
    def _all(self) -> tuple[Trouble, ...]:
        return merged(trouble for images in self.images if images.tree.mounts for trouble in self._of_tree(images))

    def _of_tree(self, images: Images) -> Iterator[Trouble]:
        tree = images.tree
        units = Units(tree, self.target, self.search)
        if not images.any_misfit:
            return
        yield from _judged(images, self._searched(units))
        if self.python is not None:
            yield from python_troubles(self.python, images, units)
        if self.node is not None:
            yield from _felt_by_node(_judged(images, units.addons()), tree.root, self.node)
        yield from _judged(images, units.loose())

    def _searched(self, units: Units) -> list[Unit]:
        """What Lambda starts, and what lies in folders that the loader or a shell searches."""
        imported = (
            {folder.path for folder in self.python.model.candidates.folders if folder.tree is units.tree}
            if self.python
            else set()
        )
        started = [*units.entrypoint(self.started), *units.extensions()]
        return [*started, *units.libraries(imported), *units.programs()]

    def absences(self) -> Iterator[Absence]:
        """The binaries that Lambda starts or searches and that lack a library; Python's modules are not among them."""
        if not self.links.unmet:
            return
        for images in self.images:
            if images.tree.mounts:
                for unit in self._searched(Units(images.tree, self.target, self.search)):
                    fitting = [binary for binary in unit.members if images.misfit(binary.native) is None]
                    yield from absences(unit, fitting, self.links)

    def loosened(self) -> Iterator[Loose]:
        """The programs that Lambda starts or a shell finds and that take symbols which no library has."""
        for images in self.images:
            if images.tree.mounts:
                for unit in self._searched(Units(images.tree, self.target, self.search)):
                    fitting = [each for each in unit.members if images.blame(each.place.path) is None]
                    yield from loose(unit, fitting, self.links)


def _felt_by_node(troubles: Iterable[Trouble], root: str, model: "NodeModel") -> Iterator[Trouble]:
    from layerlint.environment.native.node_part import as_felt  # noqa: PLC0415  # of one language only

    for trouble in troubles:
        yield as_felt(trouble, root, model)


def _judged(images: Images, units: Iterable[Unit]) -> Iterator[Trouble]:
    for unit in units:
        found = [_fault(binary, images) for binary in unit.members]
        bad = [(binary, item) for binary, item in found if item is not None]
        whole = len(bad) == len(found)
        for kind in _kinds([item for _, item in bad], whole=whole):
            mine = [(binary, item) for binary, item in bad if item.kind is kind]
            weight = _weight(unit.use, kind, [item for _, item in mine], whole=whole)
            if weight:
                yield _trouble(unit, kind, weight, mine)


def _fault(binary: Binary, images: Images) -> tuple[Binary, Misfit | None]:
    """What is wrong with a binary, or, as a program is started with all that it needs, with a library of its own."""
    own = images.misfit(binary.native)
    is_program = binary.native.elf is not None and binary.native.elf.interpreter is not None
    blame = images.blame(binary.place.path) if own is None and is_program else None
    native = native_of(blame.place) if blame else None
    return (Binary(blame.place, native), blame.misfit) if blame and native else (binary, own)


def _kinds(found: Iterable[Misfit], *, whole: bool) -> list[Kind]:
    """The kinds to speak of: where nothing fits, those of what comes nearest to the target."""
    kinds = [kind for kind in Kind if any(item.kind is kind for item in found)]
    return [kind for kind in kinds if kind in VERSIONS] or kinds[-1:] if whole else kinds


def _weight(use: Use, kind: Kind, found: Sequence[Misfit], *, whole: bool) -> Weight | None:
    """How much it matters that `found` of a unit cannot be loaded; `whole` says that nothing in it can be."""
    certain = all(item.certain for item in found)
    if use is Use.RUN or (use is Use.SEARCHED and whole):
        return Weight.ERROR if certain else Weight.WARNING
    if whole or (use is Use.SEARCHED and kind in VERSIONS):
        return Weight.WARNING
    return None


def _trouble(unit: Unit, kind: Kind, weight: Weight, found: Sequence[tuple[Binary, Misfit]]) -> Trouble:
    return Trouble(
        kind,
        weight,
        found[0][0].place.mount.name,
        (unit.owner,),
        tuple(binary.place.path for binary, _ in found),
        tuple(dict.fromkeys(item for _, item in found)),
        _consequence(unit, found[0][0]),
    )


def _consequence(unit: Unit, binary: Binary) -> str:
    if unit.use is Use.RUN and binary not in unit.members:
        return f"Lambda starts {unit.owner}, which needs it, and the start fails"
    return CONSEQUENCES[unit.use].format(owner=unit.owner)
