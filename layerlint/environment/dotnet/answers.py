"""Which file of the stack an assembly or a type comes from, and whether .NET loads it."""

from collections.abc import Iterator

from layerlint.environment.dotnet.handler import ANY, Lookup, look_up
from layerlint.environment.dotnet.loader import Loader, Outcome
from layerlint.environment.dotnet.publish import handler_name
from layerlint.environment.dotnet.types import Fault, Found, first_fault
from layerlint.environment.loaded import Loaded
from layerlint.environment.tree import Place
from layerlint.facts.dotnet.assembly import Assembly, Identity
from layerlint.facts.dotnet.metadata import Reference
from layerlint.words import counted


def answer(loader: Loader, name: str) -> Loaded:
    """For an assembly, a type with its namespace, or a handler."""
    if "::" in name:
        return _of_handler(loader, name)
    assembly = name.removesuffix(".dll")
    outcome = loader.ask(Reference(assembly, ANY))
    if outcome.loads is not False or outcome.place is not None or loader.host.find(assembly) is not None:
        return _of_assembly(loader, assembly, outcome)
    return _of_type(loader, name) or _of_assembly(loader, assembly, outcome)


def answers(loader: Loader) -> Iterator[Loaded]:
    """Each assembly that the function lists, or that a file of the stack holds."""
    for name in loader.names:
        yield _of_assembly(loader, name, loader.ask(Reference(name, ANY)))


def _of_assembly(loader: Loader, name: str, outcome: Outcome) -> Loaded:
    file = outcome.place.absolute if outcome.place else None
    if outcome.loads is not True or outcome.place is None:
        return Loaded(name, outcome.loads, file, outcome.reason)
    identity = loader.assemblies.identity(outcome.place)
    unmet = list(loader.unmet(identity)) if isinstance(identity, Identity) else []
    if not unmet:
        return Loaded(name, True, file)
    (wanted, why), more = unmet[0], len(unmet) - 1
    reason = f"it refers to {wanted.name}: {why.reason}; code that uses it fails"
    if more:
        reason += f", and so with {counted(more, 'other')}"
    return Loaded(name, None, file, reason)


def _of_type(loader: Loader, name: str) -> Loaded | None:
    """None where no assembly of the list has the type."""
    for found in _defining(loader, name):
        fault = first_fault(loader, found)
        if fault is not None:
            return Loaded(name, False, found.place.absolute, _said(fault), fault.steps)
        return Loaded(name, True, found.place.absolute)
    return None


def _defining(loader: Loader, name: str) -> Iterator[Found]:
    for listed in loader.host.own.values():
        outcome = loader.ask(Reference(listed.name, ANY))
        assembly = loader.assemblies.at(outcome.place) if outcome.loads is True and outcome.place else None
        if isinstance(assembly, Assembly) and outcome.place is not None and name in assembly.types:
            yield Found(assembly, outcome.place, assembly.types[name])


def _of_handler(loader: Loader, name: str) -> Loaded:
    wanted = handler_name(name)
    if wanted is None:
        return Loaded(name, False, None, "a handler is written Assembly::Type::Method")
    outcome = loader.ask(Reference(wanted.assembly, ANY))
    if outcome.loads is False or outcome.place is None:
        return _of_assembly(loader, wanted.assembly, outcome)._replace(name=name)
    found = look_up(wanted, loader)
    loads, reason = _verdict(found, outcome)
    return Loaded(name, loads, _file(found, outcome.place), reason, found.fault.steps if found.fault else ())


def _file(found: Lookup, place: Place) -> str | None:
    """Of the assembly that has the method, where it is known."""
    if found.owner is None and found.has_type and found.fault is None:
        return None
    return found.owner.place.absolute if found.owner else place.absolute


def _verdict(found: Lookup, outcome: Outcome) -> tuple[bool | None, str]:
    if found.has_type is False:
        return False, "the assembly has no such type"
    if found.fault is not None:
        return False, _said(found.fault)
    if found.methods is None:
        return None, outcome.reason or "which method it is cannot be told from the archives"
    if not found.methods:
        return False, "the type has no such method, and nothing that it extends has one"
    if len(found.methods) > 1:
        return False, f"the type has {len(found.methods)} methods of that name"
    return (False, f"the method {found.flaw.value}") if found.flaw else (outcome.loads, outcome.reason)


def _said(fault: Fault) -> str:
    name = fault.wanted
    return f"it asks for {name.name} of {name.reference.name if name.reference else 'its own'}: {fault.reason}"
