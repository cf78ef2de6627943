"""Modules of the image: what they import in turn may come from the stack."""

from typing import TYPE_CHECKING

from layerlint.environment.python.failure import Failure, Raised, Step
from layerlint.platform.stdlib_imports import Need

if TYPE_CHECKING:
    from layerlint.environment.python.importer import Importer


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


def _load(importer: "Importer", need: Need, asker: str) -> None:
    """Import a module, or a name of it: that of the standard library, or a file of the stack that hides it."""
    file = importer.load(need.module).found.file
    if need.name and importer.exists(need.names[-1]):
        importer.load(need.names[-1])
    elif need.name and not importer.is_runtime(need.module) and importer.lacks(need.module, need.name, asker):
        importer.refuse_name(need.module, need.name, Step(need.module, file or ""))
