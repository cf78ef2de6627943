"""The Python side of an environment: the questions that rules and commands ask."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property

from layerlint.environment.linker.links import Links
from layerlint.environment.python.candidates import Candidates
from layerlint.environment.python.failure import NO_PART, Cause, Defect, Failure, Raised
from layerlint.environment.python.finder import Finder, Found
from layerlint.environment.python.loadable import Loader
from layerlint.environment.python.shared import Shared
from layerlint.hints import TYPE_CHECKING
from layerlint.named_tuple import NamedTuple
from layerlint.platform.records import PythonFacts, Target

if TYPE_CHECKING:
    from layerlint.environment.python.caches import Cached
    from layerlint.environment.python.importer import Importer
    from layerlint.environment.python.knowledge import Knowledge

#: what a name that is not there counts as
NAMES_LACK = frozenset({Defect.MISSING, Defect.GONE})
#: errors that code makes by itself
OF_ITSELF = (Defect.RAISED, Defect.FILE)
DEEP = 20_000  # Python frames: an import chain of a large package takes several for each module


class ModuleVerdict(NamedTuple):
    """What `import name` does on the target, everything that it imports in turn included."""

    name: str
    loads: bool | None  #: None: the model cannot know
    file: str | None  #: absolute path on Lambda of the file found
    reason: str  #: why it fails, or why it cannot be known; "" when it loads
    chain: tuple[str, ...]  #: the imports that lead from the module to what is broken
    failure: Failure | None = None
    losses: Mapping[Cause, Failure] = {}  #: what failed on the way and was caught


class PythonModel:
    """One target's answers, each computed once."""

    def __init__(self, shared: Shared, target: Target, facts: PythonFacts, links: Links) -> None:
        self.shared = shared
        self.target = target
        self.facts = facts
        self.loader = Loader(target, facts, shared.images.of(target, links), links)
        self._probed = ""
        self._verdicts: dict[str, ModuleVerdict] = {}

    @cached_property
    def finder(self) -> Finder:
        return self.candidates.finder

    @cached_property
    def candidates(self) -> Candidates:
        return Candidates(self.shared, self.target, self.facts, self.loader, self._is_touchy)

    @cached_property
    def importer(self) -> "Importer":
        return self._new_importer()

    def _new_importer(
        self,
        is_suspect: Callable[[str], bool] | None = None,
        only: frozenset[Cause] | None = None,
        *,
        takes_unset: bool = True,
    ) -> "Importer":
        from layerlint.environment.python.importer import Importer  # noqa: PLC0415  # all that carries out; often unused

        is_suspect = is_suspect or self.candidates.suspects.names.__contains__
        knowledge = self._knowledge
        if only is not None and NAMES_LACK.isdisjoint(cause.defect for cause in only):
            knowledge = knowledge._replace(lacks_here=lambda _: False)  # spares looking for them all
        return Importer(self.finder, knowledge, is_suspect, only, takes_unset=takes_unset)

    @cached_property
    def _knowledge(self) -> "Knowledge":
        from layerlint.environment.python.knowledge import gathered  # noqa: PLC0415  # as the importer

        return gathered(self.candidates)

    def _is_touchy(self, name: str) -> bool:
        """Carry out one module's body alone, all that it imports taken to load where it is found."""
        self._probed = name
        try:
            module = self._probe.reload(name)
        except Raised:
            return True
        return bool(module.ledger.doubts)

    @cached_property
    def _probe(self) -> "Importer":
        return self._new_importer(lambda name: name == self._probed)

    @cached_property
    def cached_only(self) -> "Sequence[Cached]":
        """What is there as bytecode cache alone."""
        if not any(mount.contents.endings.having(".pyc") for mount in self.shared.stack.mounts):
            return ()
        from layerlint.environment.python.caches import cached_only  # noqa: PLC0415  # most have no bytecode

        return cached_only(self.shared, self.finder)

    def top_level(self) -> tuple[str, ...]:
        """The top-level modules that the stack brings, whether they can be imported or not; sorted."""
        return self.candidates.top_level

    def find(self, name: str) -> Found | None:
        """What `import name` finds, its parents taken as imported."""
        return self.finder.find(name)

    def verdict(self, name: str) -> ModuleVerdict:
        """What importing a dotted module does."""
        if name not in self._verdicts:
            with _deep():
                self._verdicts[name] = self._verdict(name, self._importer_for(name))
        return self._verdicts[name]

    def _importer_for(self, name: str) -> "Importer":
        """A fresh sys.modules for a module that asks what was imported before it, or that this decides for."""
        in_own_circle = name in self.importer.in_circles and name in self.candidates.reached.own
        if (
            name in self.candidates.asking_order
            or in_own_circle
            or self.importer.met_circle
            or self.importer.gives_names
        ):
            return self._new_importer()
        return self.importer

    def entered_at(self, names: Iterable[str]) -> "PythonModel":
        """The model to be asked for these modules, which the imports of top-level modules may not lead to."""
        sources = self.candidates.mentions.modules.keys()
        beyond = sources & set(names) - set(self.candidates.graph.modules)
        if not beyond:
            return self
        return PythonModel(self.shared.entered_at(frozenset(beyond)), self.target, self.facts, self.loader.links)

    def trial(self, name: str, suspects: frozenset[str], only: frozenset[Cause]) -> ModuleVerdict:
        """What importing a module would do were these faults the only ones; `suspects` may come to them."""
        with _deep():
            return self._verdict(name, self._new_importer(suspects.__contains__, only))

    def _verdict(self, name: str, importer: "Importer") -> ModuleVerdict:
        found = self.finder.find(name)
        file = found.file if found else None
        try:
            module = importer.load(name)
        except Raised as raised:
            loads = None if self._rests_on_variables(name, importer, raised.failure) else False
            return _failed(name, file, raised.failure, loads)
        except RecursionError:
            return ModuleVerdict(name, None, file, "the imports run too deep to follow", ())
        losses = dict(module.ledger.losses)
        doubts = sorted(
            module.ledger.doubts.values(), key=lambda failure: failure.cause.defect in (*NO_PART, Defect.RAISED)
        )
        for failure in doubts:
            if self.candidates.is_optional(failure):
                continue
            return _failed(name, file, failure, None)._replace(losses=losses)
        return ModuleVerdict(name, True, file, "", (), None, losses)

    def _rests_on_variables(self, name: str, importer: "Importer", failure: Failure) -> bool:
        """Whether code fails of itself that may not, were a variable set which the function's configuration may set."""
        if failure.cause.defect not in OF_ITSELF or not importer.has_taken_unset:
            return False
        try:
            self._new_importer(takes_unset=False).load(name)
        except Raised:
            return False
        return True


def _failed(name: str, file: str | None, failure: Failure, loads: bool | None) -> ModuleVerdict:
    chain = tuple(str(step) for step in failure.steps)
    reason = f"{failure.exception}: {failure.message}" if failure.exception else failure.message
    return ModuleVerdict(name, loads, file, reason, chain, failure)


@contextmanager
def _deep() -> Iterator[None]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, DEEP))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
