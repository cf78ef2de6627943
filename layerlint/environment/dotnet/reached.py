"""What starting a function surely asks for in vain, and which of its assemblies the runtime does not take."""

from collections.abc import Iterator

from layerlint.environment.dotnet.handler import ANY, look_up
from layerlint.environment.dotnet.host import Listed
from layerlint.environment.dotnet.loader import Loader, Outcome
from layerlint.environment.dotnet.types import Fault
from layerlint.facts.dotnet.metadata import Reference


def fault_of_handler(loader: Loader) -> Fault | None:
    """What looking up the handler ends with; None where it ends well, or nothing is known of it."""
    name = loader.publish.handler
    if name is None or not name.type_name or loader.host.stopped:
        return None
    return look_up(name, loader).fault


def refused(loader: Loader) -> Iterator[tuple[Listed, Outcome]]:
    """Assemblies that the host lists, that are there, and that do not load."""
    if not loader.host.stopped:
        for listed in loader.host.own.values():
            outcome = loader.ask(Reference(listed.name, ANY))
            if (outcome.loads is False or outcome.inferred) and outcome.place is not None:
                yield listed, outcome
