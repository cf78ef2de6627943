"""Finds the requests of a JavaScript source, with what guards each. Never raises, and never takes long.

The text is cut into tokens by the rules of the language as far as they matter here: comments, strings, templates,
regular expressions and brackets. Whatever is not understood makes a request less sure, never more.
"""

import re
from functools import cached_property

from layerlint.facts.javascript import clauses, patterns
from layerlint.facts.javascript.found import Found, Lines
from layerlint.facts.javascript.frames import BLOCKS, Frame, Kind, brace_kind, leave
from layerlint.facts.javascript.patterns import text_of
from layerlint.facts.javascript.request import Form, Guard, Request, Source, Use
from layerlint.pattern import pattern

LARGEST = 8 << 20  # bytes
DEEPEST = 2_000  # brackets in brackets
MOST = 5_000  # requests
CONTROL = frozenset({"if", "while", "for", "switch", "with"})
HEADS = CONTROL | {"catch"}
ASYNC_PARAMETER = pattern(r"\basync\s+[\w$]+$")
PROPERTY = "name"  # stands for a keyword that is used as a name
FARTHEST = 2_000  # characters looked back for the end of a statement
MOST_REFUSED = 16 << 20  # characters
LOST_IMPORT = MOST_REFUSED // 200  # what an import counts that is none
UNREAD = Source(sound=False)


def scan(data: bytes) -> Source:
    """What the source asks for; an unsound, empty one where it is too large or holds no request at all."""
    if len(data) > LARGEST:
        return UNREAD
    if b"require" not in data and b"import" not in data and b"export" not in data:
        return Source()
    scanner = Scanner(data.decode("utf-8", "replace").removeprefix("\ufeff"))
    scanner.run()
    return scanner.result()


class Scanner:
    def __init__(self, text: str, most: int = MOST) -> None:
        self.text = text
        self.most = most  # requests
        self.position = 0
        self.before = ""  # what stands before the position: a token, or the tail of what lies between tokens
        self.prior = ""  # what stands before that
        self.ended = 0  # where it ends
        self.closed: Frame | None = None  # the frame that the last token closed
        self.stack: list[Frame] = []
        self.top = Frame(Kind.BLOCK)  # the file itself
        self.found: list[Found] = []
        self.throws: list[Found] = []
        self.borrowed: list[Found] = []
        self.attempts: dict[int, int] = {}  # numbers of the try blocks that hold a request
        self.last_try: Frame | None = None
        self.sound = True
        self.is_module = False
        self.is_script = False
        self.actions = {
            "require": self._require,
            "import": self._import,
            "export": self._export,
            "throw": self._throw,
            "return": self._return,
            **dict.fromkeys(("break", "continue"), self._break),
            **dict.fromkeys(clauses.FOLDERS, self._borrow),
        }
        self.bindings = 0  # of the name require, of its own
        self.awaits_catch = False  # a try is closed, and its catch comes next
        self.is_async = False  # of the last word function
        self.refused = 0  # characters looked through for the end of regular expressions that are none

    @cached_property
    def declares(self) -> bool:
        """Whether it makes __dirname or __filename itself."""
        return clauses.DECLARES.search(self.text) is not None

    @property
    def frame(self) -> Frame:
        return self.stack[-1] if self.stack else self.top

    def run(self) -> None:
        if self.text.startswith("#!"):
            self.position = max(self.text.find("\n"), 0)
        search = patterns.TOKEN.search
        last = clauses.last_of_interest(self.text)
        while (
            self.sound
            and self.refused <= MOST_REFUSED
            and len(self.found) < self.most
            and (self.stack or self.position <= last or self.awaits_catch)
        ):
            match = search(self.text, self.position)
            if match is None:
                break
            sign, start = match[0], match.start()
            gap = self.text[self.ended : start].strip() if start > self.ended else ""
            if gap:
                self.prior, self.before, self.closed = self.before, gap, None
                self.sound = '"' not in gap and "'" not in gap
            self.position = match.end()
            if sign.startswith(("//", "/*")):
                self.ended = match.end()
                continue
            self._take(sign, start)
            self.ended = self.position
        self.sound = self.sound and not self.stack and self.refused <= MOST_REFUSED

    def result(self) -> Source:
        lines = Lines(self.text)
        requests = tuple(self._request(found, lines) for found in self.found)
        throws = (found.settled() for found in self.throws)
        created = len(patterns.CREATED_REQUIRE.findall(self.text)) == 1 and self.bindings == 1
        makes = not created and bool(self.bindings or "createRequire" in self.text)
        borrowed = () if self.declares else self.borrowed
        uses = tuple(Use(found.text, self._settled(found), lines.at(found.position)) for found in borrowed)
        return Source(requests, self.is_module, self.is_script, tuple(throws), self.sound, makes, uses, created)

    def _request(self, found: Found, lines: Lines) -> Request:
        guard, line = self._settled(found), lines.at(found.position)
        attempt = self.attempts.setdefault(id(frame), len(self.attempts) + 1) if (frame := found.attempt) else 0
        if found.form is Form.REQUIRE and not found.specifier and not self.declares:
            found.specifier = clauses.beside(found.text)
        known = (found.is_rescue, attempt, found.names, found.attributes, found.called)
        return Request(found.specifier, found.form, guard, line, found.text, *known)

    def _settled(self, found: Found) -> Guard:
        guard = found.settled()
        return guard if self.sound else max(guard, Guard.CONDITIONAL)

    def _take(self, sign: str, start: int) -> None:
        closed: Frame | None = None
        if sign in ("{", "(", "["):
            self._open(sign, start)
        elif sign in ("}", ")", "]"):
            closed = self._close(sign)
            if closed is not None and closed.kind is Kind.HOLE:
                sign = self._template()
        elif sign == "`":
            self._push(Frame(Kind.TEMPLATE, self.frame.pending))
            sign = self._template()
        elif sign == "/":
            sign = self._slash(start)
        elif sign in (",", ";"):
            self.frame.settle(statement=sign == ";")
        elif sign == "=>":
            self._arrow()
        elif sign in ("&&", "||", "??", "?"):
            self.frame.expect(Guard.CONDITIONAL, self.position)
        elif sign[0] not in "\"'" and not self._word(sign, start):
            sign = PROPERTY
        self.prior, self.before, self.closed = self.before, sign, closed

    # -- brackets

    def _push(self, frame: Frame) -> None:
        if len(self.stack) >= DEEPEST:
            self.sound = False
            return
        self.stack.append(frame)

    def _open(self, sign: str, start: int) -> None:
        outer = self.frame
        self._end_statement(start)
        if sign == "{":
            frame = self._brace(outer)
        elif sign == "(":
            frame = self._parenthesis(outer)
        else:
            frame = Frame(Kind.VALUE, outer.pending)
        self._push(frame)

    def _parenthesis(self, outer: Frame) -> Frame:
        before = self.before
        if before == "function" or self.prior == "function":
            frame = Frame(Kind.FUNCTION, outer.pending)
            frame.is_plain = not self.is_async and not before.startswith("*")
        elif before in HEADS or (before == "await" and self.prior == "for"):
            frame = Frame(Kind.HEAD, outer.pending, "for" if before == "await" else before)
            frame.label = patterns.label_of(self.prior)
        else:
            frame = Frame(Kind.VALUE, outer.pending)
            frame.is_plain = not before.endswith("async")
            frame.is_group = self._may_start_regex()  # an operand may stand here, so this is no call
        return frame

    def _brace(self, outer: Frame) -> Frame:
        if outer.awaits_class:
            outer.awaits_class = False
            return Frame(Kind.CLASS, outer.pending)
        frame = Frame(brace_kind(self.before, self.closed), outer.pending, self.before)
        frame.label = patterns.label_of(self.prior if self.before in BLOCKS else self.before)
        if self.before == ")" and self.closed is not None:
            frame.head, frame.label = self.closed.head, self.closed.label
        if frame.kind is Kind.CONTROL:
            outer.settle(statement=True)
        elif frame.kind is Kind.CATCH:
            frame.tried = self.last_try
            self.awaits_catch = False
        elif frame.kind is Kind.FUNCTION and self.closed is not None:
            frame.is_plain = self.closed.kind is Kind.FUNCTION and self.closed.is_plain
        return frame

    def _close(self, sign: str) -> Frame | None:
        if not self.stack:
            self.sound = False
            return None
        frame = self.stack.pop()
        outer = self.frame
        outer.last_close = self.position
        if frame.kind is Kind.FUNCTION and sign == "}":
            self._called_at_once(frame, outer)
        elif frame.kind is Kind.HEAD and frame.head in CONTROL:
            outer.expect(Guard.CONDITIONAL, self.position, statement=True)
        elif frame.kind is Kind.TRY:
            self._without_catch(frame)
        elif frame.kind is Kind.CATCH and frame.tried is not None and frame.throws is not None:
            frame.tried.own = Guard.CONDITIONAL if frame.throws else Guard.ALWAYS
        return frame

    def _called_at_once(self, frame: Frame, outer: Frame) -> None:
        """`(function () { ... })()`: the body runs where it stands."""
        is_group = outer.is_group and not outer.pending
        if frame.is_plain and is_group and patterns.CALL_AFTER.match(self.text, self.position):
            frame.own = Guard.ALWAYS

    def _without_catch(self, frame: Frame) -> None:
        """A try with nothing but a finally catches nothing."""
        end = patterns.SPACE.match(self.text, self.position)
        self.last_try = frame
        following = end.end() if end else self.position
        self.awaits_catch = self.text.startswith("catch", following)
        if self.text.startswith("finally", following):
            frame.own = Guard.ALWAYS

    def _template(self) -> str:
        """On through the text of a template, to its end or to the next expression in it; what stands there then."""
        match = patterns.TEMPLATE.match(self.text, self.position)
        end = match.end() if match else self.position
        if self.text.startswith("`", end):
            self.position = end + 1
            self.stack.pop()
            return "`"
        self.position = end + 2
        self.sound = self.text.startswith("${", end)
        self._push(Frame(Kind.HOLE))
        return "("

    # -- what is no bracket

    def _slash(self, start: int) -> str:
        """The token as it counts for what follows: a regular expression is an operand, a division is not."""
        if self._may_start_regex():
            match = patterns.REGEX.match(self.text, start)
            if match:
                self.position = match.end()
                return '""'
            end = self.text.find("\n", start)
            self.refused += (end if end >= 0 else len(self.text)) - start
        if self.text.startswith("/*", start):
            self.sound = False
        return "/"

    def _may_start_regex(self) -> bool:
        before, closed = self.before, self.closed
        if before == ")":
            return closed is not None and closed.kind is Kind.HEAD
        if before == "}":
            return closed is not None and closed.kind not in (Kind.VALUE, Kind.HOLE, Kind.TEMPLATE)
        if before in ("`", '""') or before[:1] in ('"', "'"):
            return False
        return bool(patterns.BEFORE_REGEX.search(before)) or not patterns.OPERAND_END.search(before)

    def _arrow(self) -> None:
        plain = self.closed.is_plain if self.closed is not None else not ASYNC_PARAMETER.search(self.before)
        after = patterns.SPACE.match(self.text, self.position)
        end = after.end() if after else self.position
        if self.text.startswith("{", end):
            frame = Frame(Kind.FUNCTION, self.frame.pending)
            frame.is_plain = plain
            self._push(frame)
            self.position = end + 1
        else:
            self.frame.expect(Guard.DEFERRED, self.position)

    def _word(self, word: str, start: int) -> bool:
        """False where the word is no keyword here."""
        if clauses.is_property(self.text, word, start, self.position):
            return False
        action = self.actions.get(word)
        if action is not None:
            action(start)
        elif word == "class":
            self.frame.awaits_class = True
        elif word == "else":
            self._end_statement(start)
            self.frame.expect(Guard.CONDITIONAL, self.position, statement=True)
        elif word == "function":
            self.is_async = self.before.endswith("async")
        return True

    def _end_statement(self, start: int) -> None:
        """Where no semicolon is written, a line's end settles what was pending."""
        frame = self.frame
        if frame.pending:
            since = max(frame.pending_at, frame.last_close - 1, start - FARTHEST)
            between = patterns.COMMENT.sub("", self.text[since : start + 1])
            if patterns.BOUNDARY.search(between):
                frame.settle(statement=True)

    def _guard(self, start: int) -> Guard:
        self._end_statement(start)
        return self.frame.pending

    def _add(self, specifier: str, form: Form, guard: Guard, start: int, text: str) -> Found:
        found = Found(specifier, form, guard, start, text[: clauses.LONGEST], (self.top, *self.stack))
        self.found.append(found)
        return found

    def _require(self, start: int) -> None:
        if self.before == "function":
            self.bindings += 1
            return
        self.is_script = True
        literal = patterns.LITERAL_CALL.match(self.text, self.position)
        if literal:
            found = self._add(text_of(literal[1]), Form.REQUIRE, self._guard(start), start, literal[1])
            call = patterns.OPEN_CALL.match(self.text, literal.end())
            if call:
                found.called = clauses.arguments_of(self.text, call.end())
            return
        resolved = patterns.RESOLVE_CALL.match(self.text, self.position)
        if resolved:
            self._add(text_of(resolved[1]), Form.RESOLVE, self._guard(start), start, resolved[1])
            return
        call = patterns.OPEN_CALL.match(self.text, self.position)
        if call:
            self._add("", Form.REQUIRE, self._guard(start), start, clauses.arguments_of(self.text, call.end()))
        elif self.before in ("const", "let", "var", ","):
            self.bindings += 1

    def _import(self, start: int) -> None:
        call = patterns.OPEN_CALL.match(self.text, self.position)
        if call:
            awaited = self.before.endswith("await")
            guard = self._guard(start) if awaited else max(self._guard(start), Guard.DEFERRED)
            literal = patterns.DYNAMIC_CALL.match(self.text, self.position)
            specifier, text = (
                (text_of(literal[1]), literal[1]) if literal else ("", clauses.arguments_of(self.text, call.end()))
            )
            if literal and patterns.CHAINED.match(self.text, literal.end()):
                guard = Guard.CAUGHT
            self._add(specifier, Form.DYNAMIC, guard, start, text)
            return
        if self.text.startswith(".meta", self.position):
            self.is_module = True
        statement = None if self.stack else patterns.IMPORT_STATEMENT.match(self.text, self.position)
        if statement:
            self.is_module = True
            self._statement(statement, start)
        elif not self.stack:
            self.refused += LOST_IMPORT

    def _statement(self, statement: re.Match[str], start: int) -> None:
        found = self._add(text_of(statement[1]), Form.IMPORT, Guard.ALWAYS, start, statement[1])
        found.names = tuple(clauses.names_of(self.text[self.position : statement.start(1)]))
        found.attributes = clauses.attributes_of(self.text, statement.end())

    def _export(self, start: int) -> None:
        if self.stack:
            return
        self.is_module = True
        statement = patterns.EXPORT_FROM.match(self.text, self.position)
        if statement:
            self._statement(statement, start)

    def _borrow(self, start: int) -> None:
        frames = (self.top, *self.stack)
        self.borrowed.append(
            Found("", Form.REQUIRE, self._guard(start), start, self.text[start : self.position], frames)
        )

    def _throw(self, start: int) -> None:
        guard = self._guard(start)
        self.throws.append(Found("", Form.REQUIRE, guard, start, "", (self.top, *self.stack)))
        for frame in reversed(self.stack):
            if frame.kind is Kind.CATCH:
                frame.throws = guard if frame.throws is None else min(frame.throws, guard)
                return
            guard = max(guard, frame.own, frame.inherited)

    def _return(self, start: int) -> None:
        frame = next((frame for frame in reversed(self.stack) if frame.kind is Kind.FUNCTION), self.top)
        if frame.left is None:
            frame.left = start

    def _break(self, _: int) -> None:
        leave(self.stack, patterns.label_after(self.text, self.position), self.position)
