"""Which file code gets for an assembly that it asks for, and whether this runtime takes it."""

from collections.abc import Iterator
from functools import cached_property

from layerlint.environment.dotnet.assemblies import Assemblies
from layerlint.environment.dotnet.host import Host, Listed
from layerlint.environment.dotnet.publish import Publish
from layerlint.environment.environment import Environment
from layerlint.environment.tree import Place
from layerlint.facts.dotnet.assembly import Identity
from layerlint.facts.dotnet.image import Built
from layerlint.facts.dotnet.metadata import Reference
from layerlint.facts.malformed import Malformed
from layerlint.named_tuple import NamedTuple

LAST_MEASURED = (8, 0)  #: .NET that was seen to refuse code compiled ahead for others
NUMBERED_ALIKE = (5,)  #: .NET whose assemblies have its own version, most of them
IN_BOTH = "the runtime may have one as well; the newer is taken"


class Outcome(NamedTuple):
    """What asking for an assembly comes to."""

    loads: bool | None  #: None: it cannot be known
    place: Place | None = None  #: None where the runtime brings it, or nothing does
    reason: str = ""
    missing: bool = False  #: nothing brings it
    inferred: bool = False  #: it fails on every .NET that was measured, and this one is newer


class Loader:
    def __init__(self, env: Environment, assemblies: Assemblies) -> None:
        self.publish = Publish(env)
        self.host = Host(self.publish)
        self.target = env.target
        self.assemblies = assemblies

    def ask(self, wanted: Reference) -> Outcome:
        """What loading it does, its own references aside."""
        if self.host.stopped:
            return Outcome(False, None, f"the host stops before anything runs: {self.host.stopped}")
        found = self.host.find(wanted.name)
        if found is None:
            return self._of_runtime(wanted)
        replaced = self.host.is_replaced(found)
        if replaced:
            return self._of_runtime(wanted)
        if found.place is None:
            missing = self._unless(f"{found.lacking} is not there, and the manifest names it")
            return missing if replaced is not None else Outcome(None, None, IN_BOTH)
        own = self._own(found, found.place, wanted)
        return own if replaced is not None else Outcome(None, found.place, IN_BOTH)

    def _own(self, found: Listed, place: Place, wanted: Reference) -> Outcome:
        identity = self.assemblies.identity(place)
        if isinstance(identity, Malformed):
            return Outcome(False if place.can_be_read else None, place, identity.reason)
        if identity.name.lower() != found.name.lower():
            return Outcome(False, place, f"the assembly in it is called {identity.name}")
        clause = misfit(identity.built, self.target.architecture)
        if clause:
            newer = bool(identity.built.system) and self.host.version > LAST_MEASURED
            return Outcome(None if newer else False, place, clause, inferred=newer)
        if identity.version < wanted.version:
            return Outcome(False, place, f"it is {dotted(identity.version)}, and {dotted(wanted.version)} is asked for")
        return Outcome(True, place)

    def _of_runtime(self, wanted: Reference) -> Outcome:
        framework = self.host.framework
        has = framework.has(wanted.name, web=self.host.asks_for_web)
        if has is None or (not has and wanted.name.lower() in framework.client):
            return Outcome(None, None, self.host.doubt or "the stack does not have it; the runtime may")
        if not has:
            return self._unless(self._unlisted(wanted.name) or "nothing brings it")
        shipped = framework.shipped(wanted.name)
        if shipped is not None and wanted.version > shipped.version:
            said = f"the runtime has {dotted(shipped.version)}, and {dotted(wanted.version)} is asked for"
            return Outcome(False, None, said)
        if shipped is None and NUMBERED_ALIKE <= framework.version < wanted.version[:1]:
            return Outcome(False, None, f"the runtime's is older than {dotted(wanted.version)}, which is asked for")
        return Outcome(True)

    def _unlisted(self, name: str) -> str:
        """What is so with a file of the name that no manifest lists, in one clause; "" where there is none."""
        manifest, place = self.publish.manifest, self.publish.tree.file(f"{name}.dll")
        return f"{manifest.path} does not list {place.absolute}" if manifest is not None and place is not None else ""

    def _unless(self, reason: str) -> Outcome:
        """It fails, unless something joins that is not here."""
        return Outcome(None, None, self.host.doubt) if self.host.doubt else Outcome(False, None, reason, missing=True)

    def unmet(self, identity: Identity) -> Iterator[tuple[Reference, Outcome]]:
        """The references of an assembly that end in an error once code follows them."""
        for reference in identity.references:
            outcome = self.ask(reference)
            if outcome.loads is False:
                yield reference, outcome

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Of all assemblies that the list or a file of the stack is known by, those of translations left out."""
        found = {listed.name.lower(): listed.name for listed in self.host.own.values()}
        for tree in (self.publish.env.view.opt, self.publish.env.view.task):
            for path in tree.files:
                name = path.rpartition("/")[2].removesuffix(".dll")
                if path.endswith(".dll") and not name.endswith(".resources") and name.lower() not in found:
                    place = tree.file(path)
                    if place is not None and isinstance(self.assemblies.identity(place), Identity):
                        found[name.lower()] = name
        return tuple(found[key] for key in sorted(found))


def misfit(built: Built, architecture: str) -> str:
    """Why a processor does not run what was built so, in one clause; "" where it does."""
    if built.system and built.system != "Linux":
        return f"it is compiled ahead of time for {built.system}"
    if built.processor and built.processor != architecture:
        return f"it is {'compiled ahead of time' if built.system else 'built'} for {built.processor}"
    return ""


def dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))
