"""The types that loading a type surely asks for, and its methods, across assemblies."""

from collections import deque
from collections.abc import Iterator

from layerlint.environment.dotnet.loader import Loader
from layerlint.environment.tree import Place
from layerlint.facts.dotnet.assembly import Assembly, Method, TypeFact
from layerlint.facts.dotnet.metadata import MOST_DEPTH, Reference, TypeName
from layerlint.named_tuple import NamedTuple

MOST_TYPES = 2000  # that are followed from one
OBJECT = "System.Object"


class Found(NamedTuple):
    """A type where it is defined."""

    assembly: Assembly
    place: Place
    item: TypeFact


class Fault(NamedTuple):
    """What a type, or a method of it, asks for in vain."""

    wanted: TypeName
    steps: tuple[str, ...]  #: the types on the way
    reason: str
    place: Place | None  #: of the assembly that was found and does not do
    missing: bool = False  #: there is no such assembly


def find_type(loader: Loader, name: TypeName, asking: Found) -> Found | Fault | None:
    """None where it is the runtime's, or cannot be known."""
    if name.reference is None:
        item = asking.assembly.types.get(name.name)
        return None if item is None else asking._replace(item=item)
    return _behind(loader, name, name.reference)


def _behind(loader: Loader, name: TypeName, reference: Reference) -> Found | Fault | None:
    for _ in range(MOST_DEPTH):
        outcome = loader.ask(reference)
        if outcome.loads is False:
            said = f"{reference.name} does not load: {outcome.reason}" if outcome.place else outcome.reason
            return Fault(TypeName(name.name, reference), (), said, outcome.place, outcome.missing)
        assembly = loader.assemblies.at(outcome.place) if outcome.place else None
        if not isinstance(assembly, Assembly) or outcome.place is None:
            return None
        item = assembly.types.get(name.name)
        if item is not None:
            return Found(assembly, outcome.place, item)
        if name.name not in assembly.forwarded:
            known = outcome.loads and "+" not in name.name
            return Fault(TypeName(name.name, reference), (), "it has no such type", outcome.place) if known else None
        reference = assembly.forwarded[name.name]
    return None


def first_fault(loader: Loader, start: Found) -> Fault | None:
    """The nearest type in vain among all that loading one needs."""
    first: tuple[str, ...] = (start.item.name,)
    due = deque((start, name, first) for name in start.assembly.asked_by_type(start.item))
    seen: set[tuple[str, str]] = set()
    for _ in range(MOST_TYPES):
        if not due:
            break
        asking, name, steps = due.popleft()
        found = find_type(loader, name, asking)
        if isinstance(found, Fault):
            return found._replace(steps=steps)
        if found is not None and (found.assembly.name, found.item.name) not in seen:
            seen.add((found.assembly.name, found.item.name))
            on_the_way = (*steps, found.item.name)
            due.extend((found, each, on_the_way) for each in found.assembly.asked_by_type(found.item))
    return None


def lineage(loader: Loader, start: Found) -> Iterator[Found | None]:
    """A type and those that it extends, upwards; None as the last where what is above is not known."""
    found: Found | None = start
    seen: set[tuple[str, str]] = set()
    while found is not None and (found.assembly.name, found.item.name) not in seen:
        seen.add((found.assembly.name, found.item.name))
        yield found
        parent = found.item.parent
        if parent is None:
            if found.item.parts and not found.item.is_interface:
                break
            return
        if parent.name == OBJECT:
            return
        above = find_type(loader, parent, found)
        found = above if isinstance(above, Found) else None
    yield None


def methods_named(loader: Loader, start: Found, name: str) -> tuple[Found, tuple[Method, ...]] | None:
    """The methods of the name that the first type has that has any; none where no type has; None where not known."""
    last = start
    for found in lineage(loader, start):
        if found is None:
            return None
        methods = found.item.named(name)
        if methods:
            return found, methods
        last = found
    return last, ()
