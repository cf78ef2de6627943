"""Modules of the image: what they import in turn may come from the stack."""

from layerlint.environment.python.failure import Cause, Defect, Failure, Raised, Step
from layerlint.environment.python.finder import Found, Origin
from layerlint.hints import TYPE_CHECKING
from layerlint.platform.records import PythonFacts
from layerlint.platform.stdlib_imports import Need

if TYPE_CHECKING:
    from layerlint.environment.python.importer import Importer
    from layerlint.environment.python.module import Module


def runtime(name: str) -> Found:
    """A module of the image, as the finder answers."""
    return Found(name, Origin.RUNTIME, None, ())


def some_have(facts: PythonFacts, name: str) -> bool:
    """Whether a module is one of the image's that only some releases have, and nobody says which one it is."""
    return name in facts.bundled_in_part and not (facts.urllib3_below and name.startswith("urllib3."))


def failure_of_needs(importer: "Importer", module: str) -> Failure | None:
    """Import what a module of the image imports as it is loaded; why that fails, or None."""
    try:
        for name in importer.knowledge.runtime_needs(module):
            importer.load(name)
        for need in importer.knowledge.library_needs(module):
            _load(importer, need, module)
    except Raised as raised:
        return raised.failure.under(Step(module, ""))
    return None


def doubt_what_some_have(importer: "Importer", module: "Module") -> None:
    """A module that the image's release of its package may have, or may not."""
    if module.failure is None and importer.is_in_part(module.name):
        detail = f"only some releases of {module.name.partition('.')[0]} have {module.name}"
        cause = Cause(Defect.MISSING, module.name, detail)
        if importer.counts(cause):
            message = f"No module named '{module.name}'; {detail}, and the image's may be another"
            module.ledger.doubts[cause] = Failure("ModuleNotFoundError", message, cause)


def _load(importer: "Importer", need: Need, asker: str) -> None:
    """Import a module, or a name of it: that of the standard library, or a file of the stack that hides it."""
    file = importer.load(need.module).found.file
    if need.name and importer.exists(need.names[-1]):
        importer.load(need.names[-1])
    elif need.name and not importer.is_runtime(need.module) and importer.lacks(need.module, need.name, asker):
        importer.refuse_name(need.module, need.name, Step(need.module, file or ""))
