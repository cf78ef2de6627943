"""The nesting of a source while it is read: what each bracket opens, and what it puts between loading and a request."""

from collections.abc import Sequence

from layerlint.enumeration import Enum
from layerlint.facts.javascript.request import Guard


class Kind(Enum):
    FUNCTION = "function"  #: a body, or parameters with their defaults
    CLASS = "class"
    TRY = "try"
    CATCH = "catch"
    CONTROL = "control"  #: the body of if, for, while, switch, ...
    HEAD = "head"  #: the parentheses of if, for, while, ...
    BLOCK = "block"  #: always run
    VALUE = "value"  #: an expression: object, array, arguments, group
    TEMPLATE = "template"  #: the text of a template
    HOLE = "hole"  #: an expression in a template


_GUARDS = {
    Kind.FUNCTION: Guard.DEFERRED,
    Kind.CLASS: Guard.DEFERRED,
    Kind.TRY: Guard.CAUGHT,
    Kind.CATCH: Guard.CONDITIONAL,
    Kind.CONTROL: Guard.CONDITIONAL,
}


LOOPS = frozenset({"for", "while", "do", "switch"})


class Frame:
    """One open bracket. `own` may change later: a function that is called at once, a catch that throws again."""

    is_plain = True  #: a function, or its parameters, that is neither async nor a generator
    is_group = False  #: parentheses around an expression, not those of a call
    pending = Guard.ALWAYS  #: of what follows in the same expression or statement
    pending_at = 0
    pending_is_statement = False
    last_close = 0
    awaits_class = False
    left: int | None = None  #: where the first return, break or continue stands that leads out of it
    label: str = ""  #: of a statement: the name before it
    tried: "Frame | None" = None  #: of a catch: its try
    throws: Guard | None = None  #: of a catch: the weakest guard of a throw in it

    def __init__(self, kind: Kind, inherited: Guard = Guard.ALWAYS, head: str = "") -> None:
        self.kind = kind
        self.own = _GUARDS.get(kind, Guard.ALWAYS)
        self.inherited = inherited
        self.head = head  #: of parentheses and blocks: the keyword before them

    def expect(self, guard: Guard, position: int, *, statement: bool = False) -> None:
        """What follows in this frame stands under `guard`, until the expression or statement ends."""
        self.pending_at = position
        self.pending = max(self.pending, guard)
        self.pending_is_statement |= statement

    def settle(self, *, statement: bool) -> None:
        """A comma ends an expression, a semicolon the statement as well."""
        if statement or not self.pending_is_statement:
            self.pending = Guard.ALWAYS
            self.pending_is_statement = False


BLOCKS = {"try": Kind.TRY, "catch": Kind.CATCH, "else": Kind.CONTROL, "finally": Kind.BLOCK, "do": Kind.BLOCK}


def brace_kind(before: str, closed: Frame | None) -> Kind:
    """What a brace opens, by the token before it and the frame that this token closed."""
    if before == ")" and closed is not None:
        if closed.kind is Kind.HEAD:
            return Kind.CATCH if closed.head == "catch" else Kind.CONTROL
        return Kind.FUNCTION
    if before in BLOCKS:
        return BLOCKS[before]
    return Kind.BLOCK if before in (";", "{", "}", "") else Kind.VALUE


def leave(stack: Sequence[Frame], label: str, position: int) -> None:
    """A break or continue: what follows it in the blocks that it leads out of may not be reached. "" is no label.

    Where what it ends has no brackets, it is under a condition already.
    """
    for depth in range(len(stack) - 1, -1, -1):
        frame = stack[depth]
        if frame.kind is Kind.FUNCTION:
            return
        if (frame.label == label) if label else frame.head in LOOPS:
            for each in stack[depth:]:
                each.left = position if each.left is None else each.left
            return
