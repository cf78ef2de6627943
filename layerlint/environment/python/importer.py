"""Imports modules without running them: finds, reads and carries out their bodies symbolically."""

import ast
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from layerlint.environment.python import absent
from layerlint.environment.python.causes import unseen
from layerlint.environment.python.failure import Cause, Defect, Failure, Raised, Step
from layerlint.environment.python.finder import Finder, Found, Origin
from layerlint.environment.python.frame import Frame, Ledger
from layerlint.environment.python.generators import may_be_followed, yields
from layerlint.environment.python.knowledge import Knowledge
from layerlint.environment.python.module import Module
from layerlint.environment.python.runtime_modules import doubt_what_some_have, failure_of_needs
from layerlint.environment.python.slices import slice_of
from layerlint.environment.python.statements import LoopEnded, Returned, execute
from layerlint.environment.python.values import (
    ANY_NAME,
    UNKNOWN,
    Bound,
    FunctionValue,
    Items,
    ModuleValue,
    Scope,
    Value,
    sequence,
)

EXCEPTIONS = {  # of what is found and fails to load; an extension module may miss another module in turn
    Defect.SYNTAX: "SyntaxError",
    Defect.MISSING: "ModuleNotFoundError",
    Defect.ABI: "ModuleNotFoundError",
}
DEEPEST_CALL = 12
MOST_CURIOUS = 3
LAZY_ANNOTATIONS = (3, 14)
NO_NAME = "\0"  # which no source spells
MOST_CALLS = 400  # calls of own functions in one module's body


class Importer:
    """sys.modules of one target. Only suspects are carried out: the others are known to load."""

    def __init__(
        self,
        finder: Finder,
        knowledge: Knowledge,
        is_suspect: Callable[[str], bool],
        only: frozenset[Cause] | None = None,
        *,
        takes_unset: bool = True,
    ) -> None:
        self.has_taken_unset = False  #: a variable that the function's configuration may set
        self._takes_unset = takes_unset
        self.only = only  #: the faults that count; None is every one
        self.finder = finder
        self.knowledge = knowledge
        self.facts = knowledge.facts
        self.variables: dict[str, Value] = dict(knowledge.variables)
        self.replaced: set[str] = set()
        self.libraries = knowledge.libraries
        self.disk = knowledge.libraries.disk
        self.is_suspect = is_suspect
        self.modules: dict[str, Module] = {}
        self.has_moved = False
        self.turns = 0
        self.curiosity = 0  #: how many conditions are being decided, one inside the other
        self._calls = 0
        self._under_way: list[str] = []
        self.in_circles: set[str] = set()  #: what imports itself in turn: what is imported first may matter
        self.met_circle = False  #: an import failed for what was imported first

    @property
    def gives_names(self) -> bool:
        """Whether code has given the standard library a name that this Python's has not."""
        parted = (path.rpartition(".") for path in self.replaced)
        return any(name == ANY_NAME or self.knowledge.lacks(module, name) for module, _, name in parted)

    def reload(self, name: str) -> Module:
        """Import a module again as if it had not been looked at. Raises Raised."""
        self.modules.pop(name, None)
        return self.load(name)

    def load(self, name: str) -> Module:
        """Import a dotted module after its parents. Raises Raised."""
        parent = name.rpartition(".")[0]
        if parent:
            self.load(parent)
        module = self.modules.get(name)
        if module is None:
            module = self.modules[name] = self._new(name)
            self._run(module)
        elif module.running:
            self.in_circles.update(self._under_way)
        if module.failure is not None:
            raise Raised(module.failure)
        return module

    def _new(self, name: str) -> Module:
        found = self.finder.find(name)
        if found is not None:
            return Module(name, found)
        module = Module(name, Found(name, Origin.RUNTIME, None, ()))
        failure = self._not_found(name)
        if self.counts(failure.cause):
            module.failure = failure
        return module

    def is_unset(self, variable: str) -> bool | None:
        if variable in self.variables:
            return False
        self.has_taken_unset = True
        return True if self._takes_unset else None

    def counts(self, cause: Cause) -> bool:
        return self.only is None or cause in self.only

    def _not_found(self, name: str) -> Failure:
        parent = name.rpartition(".")[0]
        above = self.finder.find(parent) if parent else None
        plain = f"; '{parent}' is not a package" if above is not None and above.locations is None else ""
        return Failure("ModuleNotFoundError", f"No module named '{name}'{plain}", self.knowledge.missing(name))

    def _run(self, module: Module) -> None:
        if module.failure is not None:
            return
        if module.found.origin is Origin.RUNTIME:
            module.failure = failure_of_needs(self, module.name)
            doubt_what_some_have(self, module)
            return
        fault = self.knowledge.fault(module.found)
        if fault is not None and self.counts(fault):
            exception = fault.exception or EXCEPTIONS.get(fault.defect, "ImportError")
            steps = (Step(module.name, module.found.file or ""),)
            module.failure = Failure(exception, fault.detail, fault, steps)
        elif module.found.origin is Origin.SOURCE and self.is_suspect(module.name):
            self._carry_out(module)
        elif module.found.origin is Origin.UNSEEN:
            cause = unseen(module.name)
            module.ledger.doubts[cause] = Failure("", cause.detail, cause)
        elif module.found.origin is Origin.EXTENSION and (doubt := self.knowledge.doubt(module.found)):
            step = Step(module.name, module.found.file or "")
            module.ledger.doubts[doubt] = Failure("ImportError", doubt.detail, doubt, (step,))

    def _carry_out(self, module: Module) -> None:
        source = self.knowledge.read(module.found)
        if source.fault is not None and source.fault.defect is Defect.UNREAD:
            step = Step(module.name, module.found.file or "")
            module.ledger.doubts[source.fault] = Failure("", source.fault.detail, source.fault, (step,))
            module.ledger.complete = False
        elif source.fault is not None:
            steps = (Step(module.name, module.found.file or ""),)
            module.failure = Failure("SyntaxError", source.fault.detail, source.fault, steps)
        elif source.tree is not None:
            module.running = module.known = True
            self._under_way.append(module.name)
            try:
                self._execute(module, source.tree.body, module.ledger)
            except Raised as raised:
                module.end(_own(raised.failure, module))
            finally:
                module.running = False
                self._under_way.pop()

    def _execute(self, module: Module, body: Sequence[ast.stmt], ledger: Ledger) -> None:
        calls_before, self._calls = self._calls, 0
        try:
            execute(self._frame(module, ledger), body)
        except (Returned, LoopEnded):
            pass
        finally:
            self._calls = calls_before

    def _frame(self, module: Module, ledger: Ledger) -> Frame:
        found = module.found
        package = module.name if found.locations is not None else module.name.rpartition(".")[0]
        module.values.update(
            __name__=module.name,
            __package__=package,
            __file__=found.file or UNKNOWN,
            __path__=_locations(found),
            __spec__=UNKNOWN,
        )
        return Frame(self, module.name, package, found.file or "", module.values, ledger)

    def import_module(self, name: str, frame: Frame, line: int) -> None:
        step = Step(frame.module, f"{frame.place}:{line}")
        try:
            self.load(name)
        except Raised as raised:
            raise Raised(raised.failure.under(step)) from None
        finally:
            self._absorb(name, frame, step)

    def _absorb(self, name: str, frame: Frame, step: Step) -> None:
        """Doubts and losses of what is imported are the importer's too."""
        parts = name.split(".")
        for count in range(1, len(parts) + 1):
            module = self.modules.get(".".join(parts[:count]))
            if module is not None and module.ledger is not frame.ledger:
                for mine, theirs in (
                    (frame.ledger.doubts, module.ledger.doubts),
                    (frame.ledger.losses, module.ledger.losses),
                ):
                    for cause, failure in theirs.items():
                        if cause not in mine:
                            mine[cause] = failure.under(step)

    def exists(self, name: str) -> bool:
        return self.finder.find(name) is not None

    def is_broken(self, name: str) -> bool:
        return self.knowledge.is_broken(name) and self.counts(self.knowledge.missing(name))

    def evaluates_annotations(self, module: str) -> bool:
        known = self.known_module(module)
        if known is None or "annotations" in known.values or not self.may_be_too_new(module):
            return False
        version = self.facts["sys.version_info"]
        return isinstance(version, tuple) and version < LAZY_ANNOTATIONS

    def may_be_too_new(self, module: str) -> bool:
        return self.knowledge.is_rejecting(module)

    def is_loaded(self, name: str) -> bool:
        return name in self.modules and self.modules[name].failure is None

    def refuse_name(self, module: str, name: str, step: Step) -> None:
        absent.refuse_name(self, module, name, step)

    def expect_attribute(self, module: str, name: str, step: Step) -> None:
        absent.expect_attribute(self, module, name, step)

    def lacks(self, module: str, name: str, asker: str) -> bool:
        return absent.lacks(self, module, name, asker)

    def is_unbound(self, module: str, name: str, line: int | None) -> bool:
        return absent.is_unbound(self, module, name, line)

    def is_in_part(self, name: str) -> bool:
        return self.knowledge.is_in_part(name)

    def is_runtime(self, name: str) -> bool:
        found = self.finder.find(name)
        return found is not None and found.origin is Origin.RUNTIME

    def member(self, module: str, name: str) -> Value:
        if name == "__file__" and self.is_loaded(module):
            return self.modules[module].found.file or UNKNOWN
        known = self.known_module(module) or self._asked(module, name)
        if known is None:
            return UNKNOWN
        if name in known.values:
            value = known.values[name]
            return UNKNOWN if known.running and value is None else value
        return ModuleValue(f"{module}.{name}") if self.is_loaded(f"{module}.{name}") else UNKNOWN

    def known_module(self, name: str) -> Module | None:
        module = self.modules.get(name)
        return module if module is not None and module.known else None

    def _asked(self, module_name: str, name: str) -> Module | None:
        """A module that is known to load, carried out as far as a name counts that a condition rests on."""
        module = self.modules.get(module_name)
        if module is None or module.found.origin is not Origin.SOURCE or module.failure is not None:
            return None
        if name in module.asked:
            return module
        if not 0 < self.curiosity <= MOST_CURIOUS:
            return None
        module.asked.add(name)
        tree = self.knowledge.read(module.found).tree
        if tree is not None:
            with suppress(Raised):
                self._execute(module, slice_of(tree, name), Ledger(complete=False))
        return module

    def binds(self, module: str, name: str) -> bool:
        known = self.known_module(module)
        return known is not None and name in known.values

    def made_on_demand(self, module: str, name: str, frame: Frame) -> Value:
        known = self.known_module(module)
        getter = known.values.get("__getattr__") if known else None
        if known is None or not isinstance(getter, FunctionValue) or not getter.node.args.args:
            return None if getter is None else UNKNOWN
        try:
            return self.call(getter, {getter.node.args.args[0].arg: name}, frame)
        except Raised as raised:
            if raised.failure.exception == "AttributeError" and (known.running or not known.ledger.complete):
                return UNKNOWN  # the module may have it, unseen
            return absent.refused_by_getter(self, f"{module}.{name}", raised.failure)

    def star(self, module: str, frame: Frame) -> Mapping[str, Value] | None:
        known = self.known_module(module)
        if known is None or known.running or not known.ledger.complete:
            return None
        if self.knowledge.may_have(known.found, NO_NAME):
            frame.lose_sight()  # it writes to its own names in ways that are not followed
        everything = known.values.get("__all__")
        if everything is None:
            return {name: value for name, value in known.values.items() if not name.startswith("_")}
        if not isinstance(everything, tuple):
            return None
        names = [name for name in everything if isinstance(name, str)]
        for name in names:
            if name not in known.values and self.exists(f"{module}.{name}"):
                self.import_module(f"{module}.{name}", frame, 0)
            elif name not in known.values:
                absent.expect_named(self, known, name)
        return {name: known.values.get(name, UNKNOWN) for name in names}

    def has(self, module: str, name: str) -> bool:
        return self.is_runtime(module) and self.knowledge.has(module, name)

    def has_distribution(self, name: str) -> bool:
        return self.knowledge.has_distribution(name)

    def is_patched(self, module: str, name: str) -> bool:
        return self.knowledge.is_patched(module, name)

    def call(
        self, function: FunctionValue, arguments: Mapping[str, Value], frame: Frame, method: Bound | None = None
    ) -> Value:
        if frame.depth >= DEEPEST_CALL or self._calls >= MOST_CALLS or not may_be_followed(function.node):
            return UNKNOWN
        if not self.curiosity and not self._is_worth_it(function, frame):
            return UNKNOWN
        home = self.modules.get(function.module)
        if home is None or not (home.known or home.asked):
            return UNKNOWN
        self._calls += 1
        names = dict(arguments)
        inner = Frame(
            self,
            function.module,
            home.name if home.found.locations is not None else home.name.rpartition(".")[0],
            home.found.file or frame.place,
            home.values,
            frame.ledger,
            local=names,
            depth=frame.depth + 1,
            scope=Scope(names, function.scope),
            method=method,
        )
        if yields(function.node):
            return _gone_through(inner, function)
        try:
            execute(inner, function.node.body)
        except Returned as returned:
            return returned.value
        except LoopEnded:
            return UNKNOWN
        return UNKNOWN if inner.unsure else None

    def _is_worth_it(self, function: FunctionValue, frame: Frame) -> bool:
        """Whether an import may come of the call, or what a module wants to know that loads a library."""
        loads = not self.libraries.users.isdisjoint((function.module, frame.module))
        return loads or self.knowledge.imports_inside(function.module)


def _locations(found: Found) -> Value:
    """What `__path__` holds as a package begins to run."""
    return Items(f"{each.tree.root}/{each.path}" for each in found.locations or ()) if found.locations else UNKNOWN


def _gone_through(inner: Frame, function: FunctionValue) -> Value:
    """All that a generator gives, where it imports nothing and nothing in it is in doubt."""
    inner.yielded = []
    try:
        execute(inner, function.node.body)
    except Returned:
        pass
    except LoopEnded:
        return UNKNOWN
    except Raised as raised:
        if raised.failure.cause.defect is Defect.FILE:  # where somebody goes through it
            inner.ledger.doubts.setdefault(raised.failure.cause, raised.failure)
        return UNKNOWN
    return UNKNOWN if inner.unsure or inner.yielded is None else sequence(inner.yielded)


def _own(failure: Failure, module: Module) -> Failure:
    """A failure that the body raises itself has no step yet."""
    return failure if failure.steps else failure.under(Step(module.name, module.found.file or ""))
