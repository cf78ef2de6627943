"""The handler of a class library as the runtime's client looks it up: type, method, and what both ask for.

Source: aws/aws-lambda-dotnet, Libraries/src/Amazon.Lambda.RuntimeSupport/Bootstrap: UserCodeLoader, UserCodeValidator.
"""

from collections.abc import Iterator

from layerlint.environment.dotnet.callable import SERIALIZER, Flaw, flaw_of
from layerlint.environment.dotnet.loader import Loader
from layerlint.environment.dotnet.publish import HandlerName
from layerlint.environment.dotnet.types import Fault, Found, find_type, first_fault, methods_named
from layerlint.environment.tree import Place
from layerlint.facts.dotnet.assembly import Assembly, Method
from layerlint.facts.dotnet.attributes import asked_by_marks, asked_by_method_marks
from layerlint.facts.dotnet.metadata import Reference, TypeName
from layerlint.named_tuple import NamedTuple

ANY = (0, 0, 0, 0)
OBJECT_METHODS = {"ToString", "GetHashCode", "GetType", "Finalize", "MemberwiseClone", "Equals", "ReferenceEquals"}
WRITTEN_OTHERWISE = frozenset("[,\\ ")  #: in names of types that are made of others


class Lookup(NamedTuple):
    """How far looking up a handler comes; whatever is None was not reached, or cannot be known."""

    assembly: Assembly | None = None
    place: Place | None = None  #: of the assembly
    has_type: bool | None = None
    methods: tuple[Method, ...] | None = None
    start: Found | None = None  #: the handler's type
    owner: Found | None = None  #: the type that has them
    flaw: Flaw | None = None
    fault: Fault | None = None  #: what loading it asks for in vain


def look_up(name: HandlerName, loader: Loader) -> Lookup:
    outcome = loader.ask(Reference(name.assembly, ANY))
    assembly = loader.assemblies.at(outcome.place) if outcome.loads is not False and outcome.place else None
    if not isinstance(assembly, Assembly) or WRITTEN_OTHERWISE & set(name.type_name):
        return Lookup()
    item = assembly.types.get(name.type_name)
    if item is None or outcome.place is None:
        return Lookup(assembly, outcome.place, None if name.type_name in assembly.forwarded else False)
    start = Found(assembly, outcome.place, item)
    found = Lookup(assembly, outcome.place, True, start=start)
    fault = first_fault(loader, start)
    if fault is not None:
        return found._replace(fault=fault)
    return _of_method(name.method, found, start, loader)


def _of_method(name: str, known: Lookup, start: Found, loader: Loader) -> Lookup:
    found = methods_named(loader, start, name) if " " not in name else None
    if found is None:
        return known
    owner, methods = found
    if not methods and name in OBJECT_METHODS:
        return known
    known = known._replace(methods=methods, owner=owner)
    if len(methods) != 1:
        return known
    flaw = flaw_of(methods[0], owner, start)
    return known._replace(flaw=flaw, fault=None if flaw else _method_fault(methods[0], owner, start, loader))


def _method_fault(method: Method, owner: Found, start: Found, loader: Loader) -> Fault | None:
    """What its parameters, its attributes and those of the handler's assembly ask for in vain."""
    for step, asking, name in _asked(method, owner, start):
        found = find_type(loader, name, asking)
        fault = found if isinstance(found, Fault) else first_fault(loader, found) if found is not None else None
        if fault is not None:
            return fault._replace(steps=(step, *fault.steps))
    return None


def _asked(method: Method, owner: Found, start: Found) -> Iterator[tuple[str, Found, TypeName]]:
    """Each type with what asks for it. The assembly's serializer counts where the method has none of its own."""
    step = f"{owner.item.name}.{method.name}"
    yield from ((step, owner, name) for name in owner.assembly.asked_by_method(method))
    made = asked_by_method_marks(owner.assembly, method)
    yield from ((step, owner, name) for name in made)
    if not any(name.name == SERIALIZER for name in made):
        yield from ((start.assembly.name, start, name) for name in asked_by_marks(start.assembly))
