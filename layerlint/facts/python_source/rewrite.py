"""Newer syntax said in older: what a Python that runs us cannot parse becomes something it can, line for line.

Strings become calls of names that the module does not use, and `restore` turns these into nodes. Whatever else is in
the text stays as it is, so the grammar that judges it is the running Python's own.
"""

import keyword
from collections.abc import Iterator
from dataclasses import dataclass, field

from layerlint.facts.python_source.formatted import arguments, is_template, needs_312, shows_itself
from layerlint.facts.python_source.tokens import Token, Tokens, tokens
from layerlint.named_tuple import NamedTuple

OLDEST_REWRITTEN = (3, 12)  #: what 3.11, the oldest Python that runs us, reads is left alone


class Feature(NamedTuple):
    """A use of syntax that the grammar of an older Python lacks."""

    version: tuple[int, int]
    name: str
    offset: int  #: character of the text


class Edit(NamedTuple):
    start: int
    end: int
    text: str


@dataclass(slots=True, kw_only=True)
class Rewritten:
    """A module's text in older words, and what the words cannot carry."""

    text: str = ""
    mark: str  #: what the names of the inserted calls begin with
    features: list[Feature] = field(default_factory=list)
    lazy: list[bool] = field(default_factory=list)  #: for each import statement, in order
    parameters: list[tuple[str, ...]] = field(default_factory=list)  #: type parameters of each def and class, in order


def rewrite(text: str) -> Rewritten:
    """Raises Unscannable, RecursionError."""
    mark = "_rewritten_"
    while mark in text:
        mark += "_"
    result = Rewritten(mark=mark)
    scanned = tokens(text)
    result.text = _Writer(text, result).render(scanned, 0, len(text))
    return result


class _Writer:
    def __init__(self, text: str, result: Rewritten) -> None:
        self.text = text
        self.result = result
        self.is_lazy = False  # whether the import statement that comes next is
        self.newer = 0  # features that a Python may lack which runs us

    def render(self, scanned: Tokens, start: int, end: int) -> str:
        done: list[str] = []
        for edit in sorted(self.edits(scanned)):
            if edit.start >= start:  # not within what an edit before it replaced
                done += (self.text[start : edit.start], edit.text)
                start = edit.end
        done.append(self.text[start:end])
        return "".join(done)

    def edits(self, scanned: Tokens) -> Iterator[Edit]:
        ends = _ends(scanned)
        for index, token in enumerate(scanned.all):
            if token.kind == "name":
                yield from self.word(scanned, index, ends[index])
            elif token.text in {"*", "**"}:
                yield from self.unpacked(scanned, index)
            elif token.text in {"[", "{"}:
                self.assigned(scanned, index)
            elif token.kind in {"formatted", "string"} and not _is_string(scanned, index - 1):
                yield from self.strings(scanned, index)

    def word(self, scanned: Tokens, index: int, end: int) -> Iterator[Edit]:
        word, follower = scanned.all[index].text, _text(scanned, index + 1)
        if word in {"def", "class"}:
            yield from self.definition(scanned, index)
        elif word == "import":
            self.result.lazy.append(self.is_lazy)
            self.is_lazy = False
        elif word == "lazy" and follower in {"import", "from"} and _starts_statement(scanned, index):
            self.is_lazy = True
            yield self.lazy(scanned, index)
        elif word == "type" and _is_alias(scanned, index):
            yield from self.alias(scanned, index, end)
        elif word == "except":
            yield from self.handler(scanned, index)
        elif word == "with":
            self.context(scanned, index)

    def definition(self, scanned: Tokens, index: int) -> Iterator[Edit]:
        names: tuple[str, ...] = ()
        if _text(scanned, index + 2) == "[":
            names, edit = self.type_parameters(scanned, index + 2)
            yield edit
        self.result.parameters.append(names)

    def type_parameters(self, scanned: Tokens, opening: int) -> tuple[tuple[str, ...], Edit]:
        closing = scanned.closers[opening]
        start, end = scanned.all[opening].start, scanned.all[closing].end
        self.note((3, 12), "type parameters", start)
        names = []
        expected = True
        for index in _siblings(scanned, opening):
            token = scanned.all[index]
            if token.kind == "name" and expected:
                names.append(token.text)
            if token.text == "=":
                self.note((3, 13), "defaults of type parameters", token.start)
            expected = token.text == "," or (expected and token.text in {"*", "**"})
        return tuple(names), Edit(start, end, "\\\n" * self.text.count("\n", start, end))

    def lazy(self, scanned: Tokens, index: int) -> Edit:
        start, end = scanned.all[index].start, scanned.all[index + 1].start
        self.note((3, 15), "lazy imports", start)
        return Edit(start, end, "\\\n" * self.text.count("\n", start, end))

    def alias(self, scanned: Tokens, index: int, end: int) -> Iterator[Edit]:
        """`type X[T] = value` becomes an assignment of something unknown."""
        start, name = scanned.all[index].start, scanned.all[index + 1]
        self.note((3, 12), "the type statement", start)
        equals = index + 2
        if _text(scanned, equals) == "[":
            self.type_parameters(scanned, equals)
            equals = scanned.closers[equals] + 1
        if _text(scanned, equals) != "=" or end <= equals + 1:
            return
        behind = scanned.all[equals].end
        lines = "\n" * self.text.count("\n", start, behind)
        yield Edit(start, behind, f"{name.text} = {self.result.mark}opaque({lines}(")
        yield Edit(scanned.all[end - 1].end, scanned.all[end - 1].end, "))")

    def handler(self, scanned: Tokens, index: int) -> Iterator[Edit]:
        """`except A, B:` gets its brackets back."""
        first = index + 1 + (_text(scanned, index + 1) == "*")
        commas = False
        last = first
        while last < len(scanned.all) and scanned.all[last].text not in {":", "as", "except"}:
            if scanned.all[last].kind == "end":
                return
            commas = commas or scanned.all[last].text == ","
            last = scanned.closers.get(last, last) + 1
        if commas and _text(scanned, last) == ":":
            self.note((3, 14), "except without parentheses", scanned.all[index].start)
            yield Edit(scanned.all[first].start, scanned.all[first].start, "(")
            yield Edit(scanned.all[last - 1].end, scanned.all[last - 1].end, ")")

    def context(self, scanned: Tokens, index: int) -> None:
        """`with (a as b, c):` is only noted: 3.11 reads it, and no tree shows it."""
        closing = scanned.closers.get(index + 1)
        if closing is None or _text(scanned, closing + 1) != ":":
            return
        if any(_text(scanned, sibling) == "as" for sibling in _siblings(scanned, index + 1)):
            self.note((3, 9), "context managers in parentheses", scanned.all[index].start)

    def assigned(self, scanned: Tokens, index: int) -> None:
        """`{a := b}` and `a[b := c]` without parentheses are only noted; a list could hold them from the start."""
        if any(_text(scanned, sibling) == ":=" for sibling in _siblings(scanned, index)):
            offset = scanned.all[index].start
            if scanned.all[index].text == "{":
                self.note((3, 9), "assignment expressions in a set without parentheses", offset)
            elif index and _ends_operand(scanned.all[index - 1]):
                self.note((3, 10), "assignment expressions in an index without parentheses", offset)

    def unpacked(self, scanned: Tokens, index: int) -> Iterator[Edit]:
        """`[*a for a in b]` becomes `[a for a in b]`, marked."""
        star = scanned.all[index]
        if _text(scanned, index - 1) not in {"(", "[", "{"} or index - 1 not in scanned.closers:
            return
        for sibling in _siblings(scanned, index - 1):
            token = scanned.all[sibling]
            if token.text == ",":
                return
            if token.kind == "name" and token.text in {"async", "for"}:
                self.note((3, 15), "unpacking in comprehensions", star.start)
                yield Edit(star.start, star.end, "(" if star.text == "**" else f"{self.result.mark}starred(")
                yield Edit(token.start, token.start, "): None " if star.text == "**" else ") ")
                return

    def strings(self, scanned: Tokens, index: int) -> Iterator[Edit]:
        """Adjacent strings are one expression: they are rewritten together or not at all."""
        last = index
        while _is_string(scanned, last + 1):
            last += 1
        group = scanned.all[index : last + 1]
        if any("b" in token.text.lower() for token in group):
            return  # bytes beside a formatted string are an error of any grammar
        before = self.newer
        call = self.call(group)
        if self.newer > before:
            yield Edit(group[0].start, group[-1].end, call)

    def call(self, group: list[Token]) -> str:
        kind = "opaque" if any(is_template(token) for token in group) else "formatted"
        done = [f"{self.result.mark}{kind}("]
        at = group[0].start
        for token in group:
            done += ("\n" * self.text.count("\n", at, token.start), self.argument(token))
            at = token.end
        return "".join(done) + ")"

    def argument(self, token: Token) -> str:
        if token.kind == "string":
            return self.text[token.start : token.end] + ","
        if is_template(token):
            self.note((3, 14), "template strings", token.start)
        elif needs_312(self.text, token):
            self.note((3, 12), "f-strings with quotes, backslashes or lines of their own", token.start)
        elif shows_itself(token.parts):
            self.note((3, 8), "f-strings that show their expression", token.start)
        return arguments(self.text, token, self.result.mark, self.render)

    def note(self, version: tuple[int, int], name: str, offset: int) -> None:
        self.result.features.append(Feature(version, name, offset))
        self.newer += version >= OLDEST_REWRITTEN


def _text(scanned: Tokens, index: int) -> str:
    return scanned.all[index].text if 0 <= index < len(scanned.all) else ""


def _ends_operand(token: Token) -> bool:
    if token.kind == "name":
        return not keyword.iskeyword(token.text) or token.text in {"None", "True", "False"}
    return token.kind in {"string", "formatted"} or token.text in {")", "]", "}"}


def _is_string(scanned: Tokens, index: int) -> bool:
    return 0 <= index < len(scanned.all) and scanned.all[index].kind in {"string", "formatted"}


def _starts_statement(scanned: Tokens, index: int) -> bool:
    return index == 0 or scanned.all[index - 1].kind == "end" or scanned.all[index - 1].text in {";", ":"}


def _is_alias(scanned: Tokens, index: int) -> bool:
    """Whether `type X =` or `type X[T] =` stands here: no older grammar has two names side by side."""
    name, behind = _text(scanned, index + 1), index + 2
    if not name.isidentifier() or keyword.iskeyword(name):
        return False
    if _text(scanned, behind) == "[":
        behind = scanned.closers[behind] + 1
    return _text(scanned, behind) == "="


def _siblings(scanned: Tokens, opening: int) -> Iterator[int]:
    """The tokens directly within a bracket; of brackets within it, the opening one."""
    index = opening + 1
    while index < scanned.closers[opening]:
        yield index
        index = scanned.closers.get(index, index) + 1


def _ends(scanned: Tokens) -> list[int]:
    """For each token, the index of the line end or semicolon that ends its statement."""
    ends = []
    end = len(scanned.all)
    for index in range(len(scanned.all) - 1, -1, -1):
        if scanned.all[index].kind == "end" or scanned.all[index].text == ";":
            end = index
        ends.append(end)
    ends.reverse()
    return ends
