"""What is wrong with a module, in words."""

from layerlint.environment.python.failure import Cause, Defect
from layerlint.environment.python.finder import Found
from layerlint.environment.tree import Place


def nothing(name: str) -> Cause:
    return Cause(Defect.MISSING, name, f"nothing on the search path provides {name}")


def syntax_fault(found: Found, place: Place, detail: str) -> Cause:
    return Cause(Defect.SYNTAX, found.name, detail, place.path, place.mount.name)
