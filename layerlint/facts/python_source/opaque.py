"""The one kind of node that the standard library does not have."""

import ast

from layerlint.hints import ClassVar


class Opaque(ast.expr):
    """An expression whose value nobody knows before it runs: a template string, the value of a type alias."""

    _fields: ClassVar[tuple[str, ...]] = ("parts",)

    def __init__(self, parts: list[ast.expr] | None = None) -> None:
        super().__init__()
        self.parts = parts or []
