"""What is broken on one target and how far it reaches: the second half of a verdict, which rules turn into findings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from layerlint.environment.python.failure import NO_PART, Breakage, Cause, Defect, Failure, Reach
from layerlint.environment.python.finder import Found, Origin
from layerlint.environment.python.mentions import NOT_MEANT
from layerlint.environment.python.model import ModuleVerdict, PythonModel
from layerlint.environment.python.shared import HANDLING
from layerlint.environment.tree import Place
from layerlint.named_tuple import NamedTuple
from layerlint.stack import Role

DEEPEST_NAMESPACE = 4
MOST_TRIALS = 12  # public modules tried for a part that no top-level import touches
IN_A_FILE = frozenset(
    {
        Defect.ABI,
        Defect.MACHINE,
        Defect.SYSTEM,
        Defect.LIBC,
        Defect.VERSION,
        Defect.LIBRARY,
        Defect.UNSEARCHED,
        Defect.ANOTHER_BUILD,
        Defect.MISNAMED,
        Defect.NO_LIBRARY,
        Defect.SEGMENTS,
        Defect.SYMBOL,
        Defect.UNDEFINED,
        Defect.ARRAYS,
        Defect.IMAGE,
    }
)
#: what another layer may bring
LACKING = frozenset(
    {
        Defect.MISSING,
        Defect.GONE,
        Defect.NAME,
        Defect.METADATA,
        Defect.LIBRARY,
        Defect.NAMED,
        Defect.UNLISTED,
        Defect.ABI,
        Defect.FILE,
    }
)
#: what a folder may bring that code adds to the search path
FOUND_BY_NAME = frozenset({Defect.MISSING, Defect.GONE, Defect.METADATA})


class Sighting(NamedTuple):
    reach: Reach
    root: str
    failure: Failure | None


UNSEEN = Sighting(Reach.NOWHERE, "", None)
Key = tuple[Defect, str]


class Breakages:
    """Everything broken on one target."""

    def __init__(self, model: PythonModel) -> None:
        self.model = model
        self._candidates = model.candidates
        self._known: dict[Key, Breakage] = {}

    def __bool__(self) -> bool:
        return any(True for _ in self._keys())

    @property
    def all(self) -> tuple[Breakage, ...]:
        return tuple(self.of(*Defect))

    def of(self, *defects: Defect) -> Iterator[Breakage]:
        """Those that are felt most come first, since the others cost more to follow."""
        for key in self._keys():
            if key[0] in defects:
                if key not in self._known:
                    self._known[key] = self._breakage(*key, self._groups[key])
                yield self._known[key]

    def _keys(self) -> Iterator[Key]:
        """The plain one is told before anything else is looked for: on what a layer is not built for it is enough."""
        plain = self._plain_key
        if plain is not None:
            yield plain
        yield from (key for key in self._groups if key != plain)

    @cached_property
    def _plain_key(self) -> Key | None:
        """An owner whose extension modules end an import, were such modules all that is broken; makes it known."""
        broken = self._candidates.broken_extensions
        groups = self._grouped(dict.fromkeys(broken.values(), UNSEEN))
        if not any(self._is_foreign(owner) for _, owner in groups):
            return None
        reaching, only = self._candidates.graph.reaching(broken), frozenset(broken.values())
        for root, worst in self.roots.items() if reaching else ():
            verdict = self.model.trial(root, reaching, only) if worst is Reach.WHOLE and root in reaching else None
            if verdict is not None and verdict.failure is not None and verdict.loads is False:
                key = verdict.failure.cause.defect, self._owner(verdict.failure.cause)
                if key in groups:
                    seen = {verdict.failure.cause: Sighting(Reach.WHOLE, root, verdict.failure)}
                    self._known[key] = self._breakage(*key, {**groups[key], **seen})
                    return key
        return None

    @cached_property
    def _groups(self) -> Mapping[Key, Mapping[Cause, Sighting]]:
        groups = self._grouped(self._sightings)
        return dict(sorted(groups.items(), key=lambda item: -max(seen.reach for seen in item[1].values())))

    def _grouped(self, sightings: Mapping[Cause, Sighting]) -> dict[Key, dict[Cause, Sighting]]:
        groups: dict[Key, dict[Cause, Sighting]] = {}
        for cause, sighting in sightings.items():
            groups.setdefault((cause.defect, self._owner(cause)), {})[cause] = sighting
        return groups

    def _breakage(self, defect: Defect, owner: str, sightings: Mapping[Cause, Sighting]) -> Breakage:
        users = {self._owner_of(module) for cause in sightings for module in self._modules_of.get(cause, ())}
        foreign = any(self._is_foreign(each) for each in {owner, *users})
        causes = sorted(sightings, key=lambda cause: (-sightings[cause].reach, cause.path, cause.subject))
        seen = sightings[causes[0]]
        in_a_file = defect in IN_A_FILE or any(cause in self._modules_of for cause in causes)
        if in_a_file and seen.reach is Reach.NOWHERE:
            seen = self._deeper(causes)
        foreign = foreign and not (seen.reach is Reach.PART and seen.failure and self._is_picked(seen.failure))
        is_open = defect in LACKING and self.model.shared.stack.is_open
        is_open = is_open or (defect in FOUND_BY_NAME and self._candidates.reached.looks_elsewhere)
        return Breakage(defect, owner, tuple(causes), seen.reach, seen.root, seen.failure, foreign, is_open)

    def _is_picked(self, failure: Failure) -> bool:
        """Whether no text names the module that fails, and a package above it imports by names that it computes.

        Then it is one of several that serve for each other, and the package may do with the next.
        """
        module = failure.steps[-1].module if failure.steps else ""
        parts = module.split(".")
        above = {".".join(parts[:count]) for count in range(1, len(parts))}
        return above.issuperset(self._importers(module)) and any(map(self._candidates.mentions.picks_by_name, above))

    @cached_property
    def _sightings(self) -> Mapping[Cause, Sighting]:
        found = dict.fromkeys(self._candidates.broken_extensions.values(), UNSEEN)
        if self._candidates.suspects.are_none and self.model.shared.stack.function is None:
            return found
        for root, worst in self.roots.items():
            for cause, seen in _seen(self.model.verdict(root)) if self._may_fail(root) else ():
                sighting = seen._replace(reach=min(seen.reach, worst))
                if cause.defect not in NO_PART and (cause.defect is not Defect.RAISED or seen.reach is Reach.WHOLE):
                    found[cause] = max(found.get(cause, sighting), sighting, key=lambda each: each.reach)
        return found

    def _may_fail(self, root: str) -> bool:
        suspects = self._candidates.suspects
        parts = root.split(".")
        if any(".".join(parts[:count]) in suspects for count in range(1, len(parts) + 1)):
            return True
        return self.model.find(root) is None and (self.model.shared.stack.function is not None or bool(suspects))

    @cached_property
    def roots(self) -> Mapping[str, Reach]:
        """What people import, with the worst it can show: public top-level modules; of a namespace those below it.

        Where a function is given, its handler comes first; unless it is known, the function's own modules that seem to
        hold one, or all of them. What else lies there, as a script that deploys it, is a part.
        """
        names = [name for top in self.model.top_level() for name in self._entries(top, 1)]
        public = [name for name in names if "._" not in f".{name}" and "__mypyc" not in name]
        first = self._first_party(names)
        unled = self.model.shared.unled(self._candidates.folders)
        return dict.fromkeys(unled, Reach.PART) | {
            name: Reach.WHOLE if not first or name in first else Reach.PART for name in [*first, *(public or names)]
        }

    def _first_party(self, names: Iterable[str]) -> list[str]:
        stack = self.model.shared.stack
        if stack.function is None:
            return []
        if stack.handler:
            return [stack.handler_module]
        found = ((name, self.model.find(name)) for name in names)
        own = [(name, what.place) for name, what in found if what and what.place and self._is_own(what.place)]
        handling = [name for name, place in own if HANDLING.search(place.read())]
        return handling or [name for name, _ in own]

    def _is_own(self, place: Place) -> bool:
        return place.mount.role is Role.FUNCTION and self.model.shared.owner(place) is None

    def _entries(self, name: str, depth: int) -> Iterator[str]:
        if name.rpartition(".")[2] in NOT_MEANT:
            return
        found = self.model.find(name)
        if found is not None and found.origin is Origin.NAMESPACE:
            if depth < DEEPEST_NAMESPACE:
                for child in sorted(_children(found)):
                    yield from self._entries(f"{name}.{child}", depth + 1)
        elif not self._is_accelerator(name, found):
            yield name

    def _is_accelerator(self, name: str, found: Found | None) -> bool:
        """A top-level extension module that something else imports is judged by who imports it."""
        is_extension = name in self._candidates.broken_extensions
        return is_extension and (found is None or found.locations is None) and bool(self._importers(name))

    def _importers(self, name: str) -> list[str]:
        whole = self._candidates.mentions.whole
        return [edge.importer for edge in whole.who_imports(name) if edge.importer != name]

    def _owner(self, cause: Cause) -> str:
        shared = self.model.shared
        claims = (shared.claimed(mount, cause.path) for mount in shared.stack.mounts if mount.name == cause.archive)
        owner = next(filter(None, claims), None)
        if owner is not None:
            return owner.shown_name
        return cause.subject.partition(".")[0] if cause.defect is not Defect.METADATA else cause.subject

    @cached_property
    def _modules_of(self) -> Mapping[Cause, Sequence[str]]:
        """The extension modules that do not load for each cause; one that cffi made fails for what it imports."""
        modules: dict[Cause, list[str]] = {}
        for name, cause in self._candidates.broken_extensions.items():
            modules.setdefault(cause, []).append(name)
        return modules

    def _is_foreign(self, owner: str) -> bool:
        """Whether the owner has extension modules and none of them is what an import finds and loads."""
        mine = self._modules_by_owner.get(owner, ())
        return bool(mine) and not any(self._loads_natively(module) for module in mine)

    def _loads_natively(self, module: str) -> bool:
        found = self.model.find(module)
        is_broken = module in self._candidates.broken_extensions
        return found is not None and found.origin is Origin.EXTENSION and not is_broken

    @cached_property
    def _modules_by_owner(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = {}
        for file in self._candidates.extensions:
            found.setdefault(self._owner_of(file.module), []).append(file.module)
        return found

    def _owner_of(self, module: str) -> str:
        return self._owner_names.get(module) or module.partition(".")[0]

    @cached_property
    def _owner_names(self) -> Mapping[str, str]:
        owners = ((file.module, self.model.shared.owner(file.place)) for file in self._candidates.extensions)
        return {module: owner.shown_name for module, owner in owners if owner is not None}

    def _deeper(self, causes: Sequence[Cause]) -> Sighting:
        """What the parts do to an import were they all that is broken, and who mentions them at all."""
        names = {name for cause in causes for name in (cause.subject, *self._modules_of.get(cause, ()))}
        reaching = self._candidates.mentions.whole.reaching(names)
        best = UNSEEN
        for name, worst in self._trials(names, reaching):
            for cause, sighting in _seen(self.model.trial(name, reaching, frozenset(causes))):
                if cause in causes:
                    best = max(best, sighting._replace(reach=min(sighting.reach, worst)), key=lambda each: each.reach)
            if best.reach >= Reach.PART:
                return best
        if best.reach is Reach.NOWHERE and any(self._importers(name) for name in names):
            return best._replace(reach=Reach.DEFERRED)
        return best

    def _trials(self, names: Iterable[str], reaching: Iterable[str]) -> Iterator[tuple[str, Reach]]:
        """Roots, then public modules that may come to the parts, the shortest first; with the worst they can show."""
        reached = frozenset(reaching)
        yield from ((root, worst) for root, worst in self.roots.items() if root in reached)
        tops = {name.partition(".")[0] for name in names}
        below = [name for name in reached if _is_public(name) and name.partition(".")[0] in tops and "." in name]
        yield from ((name, Reach.PART) for name in sorted(below, key=_length)[:MOST_TRIALS])


def _length(name: str) -> tuple[int, str]:
    return name.count("."), name


def _is_public(name: str) -> bool:
    return all(not part.startswith("_") and part not in NOT_MEANT and "mypyc" not in part for part in name.split("."))


def _seen(verdict: ModuleVerdict) -> Iterator[tuple[Cause, Sighting]]:
    for cause, failure in verdict.losses.items():
        yield cause, Sighting(Reach.GUARDED, verdict.name, failure)
    if verdict.failure is not None:
        reach = Reach.DOUBTFUL if verdict.loads is None else Reach.WHOLE
        yield verdict.failure.cause, Sighting(reach, verdict.name, verdict.failure)


def _children(found: Found) -> set[str]:
    """Names directly below a namespace package that hold code."""
    names = (name for folder in found.locations or () for name in folder.tree.code_names.get(folder.path, ()))
    return {name for name in names if name.isidentifier() and name not in ("__init__", "__pycache__")}
