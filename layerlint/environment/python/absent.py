"""Whether a module of the stack is known not to have a name, and what comes of asking for it."""

from layerlint.environment.python.failure import Cause, Defect, Failure, Raised, Step
from layerlint.environment.python.finder import Origin
from layerlint.environment.python.values import ANY_NAME, UNKNOWN, Value
from layerlint.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from layerlint.environment.python.importer import Importer
    from layerlint.environment.python.module import Module

LAST = 10**9  # the line that a module has come to which is no longer running


def refuse_name(importer: "Importer", module: str, name: str, step: Step) -> None:
    """Fail a from-import of a name that the module does not have. Raises Raised."""
    known = importer.known_module(module)
    if known is not None and known.running and importer.knowledge.bindings(known.found) is not None:
        importer.met_circle = True
        message = f"cannot import name '{name}' from partially initialized module '{module}'"
        cause = Cause(Defect.CIRCLE, f"{module}.{name}", f"{module} is imported before it has {name}")
        raise Raised(Failure("ImportError", message, cause, (step,)))
    cause = importer.knowledge.missing(f"{module}.{name}")
    if importer.counts(cause):
        raise Raised(Failure("ImportError", f"cannot import name '{name}' from '{module}'", cause, (step,)))


def expect_attribute(importer: "Importer", module: str, name: str, step: Step) -> None:
    """Fail a look at a name that the module is known to lack, or to lack so far. Raises Raised."""
    dotted = f"{module}.{name}"
    is_there = importer.binds(module, name) or importer.exists(dotted)
    cause = None if is_there else _why_lacking(importer, module, name)
    if cause is not None and importer.counts(cause):
        raise Raised(Failure("AttributeError", f"module '{module}' has no attribute '{name}'", cause, (step,)))


def _why_lacking(importer: "Importer", module: str, name: str) -> Cause | None:
    knowledge, known = importer.knowledge, importer.known_module(module)
    dotted = f"{module}.{name}"
    if knowledge.lacks_here(dotted) or _is_no_part(importer, module, name):
        return knowledge.missing(dotted)
    if known is None or knowledge.bindings(known.found) is None or not known.ledger.complete:
        return None
    if knowledge.is_set_from_outside(module, name):
        return None
    if known.running:
        importer.met_circle = True
        return Cause(Defect.CIRCLE, dotted, f"{module} is imported before it has {name}")
    has = knowledge.may_have(known.found, name)
    return None if has else Cause(Defect.UNBOUND, dotted, f"nothing in {module} binds {name}")


def _is_no_part(importer: "Importer", module: str, name: str) -> bool:
    """Whether a name is asked of a package without code, which has the modules below it and no others."""
    found = importer.finder.find(module)
    if found is None or found.origin is not Origin.NAMESPACE or (name.startswith("__") and name != "__all__"):
        return False
    return not importer.knowledge.is_set_from_outside(module, name)


def expect_named(importer: "Importer", module: "Module", name: str) -> None:
    """Fail `from module import *` over a name that `__all__` lists and nothing binds. Raises Raised."""
    own = importer.knowledge.bindings(module.found)
    if own is None or name in own.lines or importer.knowledge.is_set_from_outside(module.name, name):
        return
    message = f"module '{module.name}' has no attribute '{name}'"
    cause = Cause(
        Defect.UNBOUND, f"{module.name}.{name}", f"{module.name} lists {name} in __all__ and binds it nowhere"
    )
    if importer.counts(cause):
        raise Raised(Failure("AttributeError", message, cause))


def refused_by_getter(importer: "Importer", dotted: str, failure: Failure) -> Value:
    """What comes of a name that a module's own `__getattr__` fails to make. Raises Raised."""
    if failure.exception != "AttributeError" or failure.cause.defect is not Defect.RAISED:
        raise Raised(failure)
    cause = importer.knowledge.missing(dotted)
    if not importer.counts(cause):
        return UNKNOWN
    module, _, name = dotted.rpartition(".")
    raise Raised(Failure("AttributeError", f"module '{module}' has no attribute '{name}'", cause))


def lacks(importer: "Importer", module: str, name: str, asker: str) -> bool:
    """Whether a module is known not to have that name on this Python, or not to have it yet."""
    if importer.is_runtime(module):
        is_untouched = importer.replaced.isdisjoint((f"{module}.{name}", f"{module}.{ANY_NAME}"))
        return is_untouched and importer.knowledge.lacks(module, name)
    found = importer.finder.find(module)
    if found is not None and found.origin is Origin.NAMESPACE:
        return not importer.exists(f"{module}.{name}")
    if importer.knowledge.lacks_here(f"{module}.{name}"):
        return True
    known = importer.known_module(module)
    if known is None or not known.ledger.complete:
        return False
    if known.running and importer.knowledge.bindings(known.found) is not None:
        return name not in known.values and not importer.exists(f"{module}.{name}")
    if known.running and module != asker:
        return False  # a circle of imports whose other members may not be looked into
    if name in known.values or importer.exists(f"{module}.{name}"):
        return False
    return not importer.knowledge.may_have(known.found, name)


def is_unbound(importer: "Importer", module: str, name: str, line: int | None) -> bool:
    """Whether a name of the module is known to have no value when a line of its body is reached.

    None stands for the line of a function that is being called, which may have names of its own.
    """
    known = importer.known_module(module)
    if known is None or not known.ledger.complete or name.startswith("__") or name == "_":
        return False
    if importer.exists(f"{module}.{name}"):
        return False  # importing a module of a package gives it a name there
    own = importer.knowledge.bindings(known.found)
    if own is None or (line is None and name in own.inside):
        return False
    so_far = known.ledger.line if line is None and known.running else LAST if line is None else line
    if any(each <= so_far and not known.ledger.has_skipped(each) for each in own.lines.get(name, ())):
        return name in known.ledger.deleted and not importer.knowledge.is_set_from_outside(module, name)
    return not importer.knowledge.is_set_from_outside(module, name)
