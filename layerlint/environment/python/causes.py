"""What is wrong with a module, in words."""

from layerlint.environment.python.failure import Cause, Defect
from layerlint.environment.python.finder import Found
from layerlint.environment.python.mentions import Mentions
from layerlint.environment.tree import Place


def nothing(name: str) -> Cause:
    return Cause(Defect.MISSING, name, f"nothing on the search path provides {name}")


def unseen(name: str) -> Cause:
    return Cause(Defect.UNSEEN, name, f"{name} may lie in a zip that code puts on the path, and that no archive shows")


def syntax_fault(found: Found, place: Place, detail: str) -> Cause:
    return Cause(Defect.SYNTAX, found.name, detail, place.path, place.mount.name)


def is_mere_library(cause: Cause, mentions: Mentions) -> bool:
    """Whether a file of a module's name is a library, as ctypes loads, that no import asks for."""
    return cause.defect is Defect.ENTRY and not any(mentions.whole.who_imports(cause.subject))
