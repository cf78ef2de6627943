"""Whether names may come to a module in ways that its own statements do not show."""

import re
from collections.abc import Iterator

from layerlint.environment.python.finder import Found
from layerlint.environment.python.makers import hands_its_name
from layerlint.environment.python.mentions import Mentions
from layerlint.environment.python.reached import Reached
from layerlint.environment.python.shared import Shared
from layerlint.facts.module_names import Bindings
from layerlint.pattern import pattern

HIDDEN_BINDINGS = (b"__getattr__", b"globals()", b"vars()", b"sys.modules", b"setattr(", b"exec(", b"__dict__")
WRITING = pattern(rb"\bsetattr\(|__dict__|\bvars\(|\bsys\.modules\[")
TO_OBJECTS = pattern(rb"\bsetattr\(|__setattr__\(|__dict__|\bvars\(")
SET_BY_NAME = rb"\.%b *(?::[^=\n]*)?=(?!=)"
HOLDS_MODULES = pattern(rb"\bsys\.modules\b(?!\[__name__\])|import_module|__import__|\bgetmodule\b")
#: a frame's globals, but for a name that is read from them
INTO_A_FRAME = pattern(rb"\bf_globals\b(?!\s*\.get\b|\s*\[[^\]\n]*\](?!\s*=[^=]))")


class GivenNames:
    """Told from the texts of a module and of those that it imports."""

    def __init__(self, shared: Shared, mentions: Mentions, reached: Reached) -> None:
        self._shared = shared
        self._mentions = mentions
        self._reached = reached
        self._given: dict[str, bool] = {}
        self._patched: dict[tuple[str, str], bool] = {}

    def may_have(self, found: Found, name: str) -> bool:
        """Whether a module's text leaves it open that a name gets there: it spells it, or somebody writes to it."""
        if name.startswith("__"):
            return True
        data = found.place.read() if found.place else b""
        return name.encode() in data or any(way in data for way in HIDDEN_BINDINGS) or self._is_given(found)

    def bindings(self, found: Found) -> Bindings | None:
        """Where a person's own module binds its names; None where names may come to it unseen."""
        if found.place is None or found.name not in self._reached.own or self._reached.extends_builtins:
            return None
        return None if self._is_given(found) else self._shared.parsed.bindings(found.place)

    def is_set_from_outside(self, module: str, name: str) -> bool:
        """Whether one of a person's own modules seems to set a name in a module that it gets hold of, be it itself.

        To a package without code anybody may give names who imports it.
        """
        named = re.compile(SET_BY_NAME % re.escape(name.encode()))
        hands_itself = module in self._mentions.modules and self._imports_itself(module)
        users = self._reached.own if hands_itself else self._reached.own - {module}
        if module not in self._mentions.modules:
            users |= {edge.importer for edge in self._reached.graph.who_imports(module)}
        for user in users:
            data = self._mentions.modules[user].read()
            holds = hands_itself or self._holds(user, module)
            if named.search(data) or (holds and WRITING.search(data)):
                return True
        return False

    def is_patched(self, module: str, name: str) -> bool:
        """Whether an attribute of that name seems to be given to what the module makes."""
        key = (module, name)
        if key not in self._patched:
            named = re.compile(SET_BY_NAME % re.escape(name.encode()))
            # what lies in a folder that code adds to sys.path is carried out, too, and has no mentions
            places = self._mentions.modules
            texts = ((each, places[each].read()) for each in {module, *self._reached.own} if each in places)
            self._patched[key] = any(
                named.search(data) or (TO_OBJECTS.search(data) and (each == module or self._holds(each, module)))
                for each, data in texts
            )
        return self._patched[key]

    def _holds(self, user: str, module: str) -> bool:
        """Whether a module may have another one in its hands."""
        return self._imports(user, module) or HOLDS_MODULES.search(self._mentions.modules[user].read()) is not None

    def _imports(self, user: str, module: str) -> bool:
        return any(edge.name == module for edge in self._mentions.edges(user))

    def _imports_itself(self, module: str) -> bool:
        if self._imports(module, module):
            return True
        data, quoted = self._mentions.modules[module].read(), re.escape(module.encode())
        return re.search(rb"(?:import_module|__import__|sys\.modules)\W+%b[\"']" % quoted, data) is not None

    def _is_given(self, found: Found) -> bool:
        """Whether a function that the module may call writes names to its caller, or to a module by its name."""
        if found.name not in self._given:
            data = found.place.read() if found.place else b""
            hands = hands_its_name(data)
            self._given[found.name] = any(
                INTO_A_FRAME.search(text) or (hands and b"sys.modules" in text and WRITING.search(text))
                for text in (data, *self._texts_of_imports(found.name))
            )
        return self._given[found.name]

    def _texts_of_imports(self, name: str) -> Iterator[bytes]:
        modules = self._mentions.modules
        imported = {edge.name for edge in self._mentions.edges(name)} & modules.keys()
        return (modules[each].read() for each in sorted(imported))
