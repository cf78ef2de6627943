"""The files of a Terraform module as values, resolved as far as the module itself allows."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from layerlint.hints import Any
from layerlint.pattern import pattern
from layerlint.project.document import read_text
from layerlint.project.records import ProjectError

MOST_CHARACTERS = 1 << 20
DEEPEST = 20
LABELS = {"resource": 2, "data": 2, "variable": 1, "module": 1}
EXPRESSION = pattern(r"\$\{([^{}]*)\}")
DEFINED = pattern(r"(var|local)\.(\w+)")
OUTPUT_PATH = pattern(r"data\.archive_file\.([\w-]+)\.output_path")
NO_PYTHON_HCL2 = "reading .tf files needs python-hcl2: pip install 'layerlint[terraform]'; a plan needs nothing"

Attributes = Mapping[str, Any]


class Values:
    """All .tf files of one folder as one module."""

    def __init__(self, folder: Path, files: Iterator[tuple[str, str]]) -> None:
        """`files` are names below the folder with what people call them. Raises ProjectError."""
        self._blocks: dict[tuple[str, ...], Attributes] = {}
        for name, shown in files:
            self._take(_parsed(read_text(folder / name, shown), shown))

    def _take(self, document: Attributes) -> None:
        for kind, labels in LABELS.items():
            for block in document.get(kind, ()):
                self._blocks.update(_labelled((kind,), block, labels))
        for block in document.get("locals", ()):
            self._blocks["locals",] = {**self._blocks.get(("locals",), {}), **block}

    def of(self, kind: str, type_name: str) -> Iterator[tuple[str, Attributes]]:
        """The blocks of a type, by name."""
        for key, attributes in self._blocks.items():
            if key[:2] == (kind, type_name):
                yield key[2], attributes

    @property
    def modules(self) -> tuple[str, ...]:
        """The addresses of the modules that this one calls, such as module.network."""
        return tuple(".".join(key) for key in self._blocks if key[0] == "module")

    def text(self, value: object, depth: int = 0) -> tuple[str, bool]:
        """A value as text, and whether all of it is known."""
        if isinstance(value, bool):
            return ("true" if value else "false"), True
        if not isinstance(value, str):
            return ("${...}", False) if isinstance(value, list | dict) else (str(value), True)
        if depth > DEEPEST:
            return "${...}", False
        inner = value[1:-1] if value.startswith('"') and value.endswith('"') else value
        known = True

        def put(match: re.Match[str]) -> str:
            nonlocal known
            found = self.defined(match[1].strip())
            if found is None or isinstance(found, list | dict):
                known = False
                return match[0]
            text, sure = self.text(found, depth + 1)
            known = known and sure
            return text

        filled = EXPRESSION.sub(put, inner)
        return (filled, known and "${" not in filled) if len(filled) <= MOST_CHARACTERS else ("${...}", False)

    def whole(self, value: object) -> object:
        """What a value stands for that is nothing but a variable or local; the value itself else."""
        for _ in range(DEEPEST):
            match = EXPRESSION.fullmatch(value) if isinstance(value, str) else None
            found = self.defined(match[1].strip()) if match is not None else None
            if found is None:
                return value
            value = found
        return value

    def defined(self, expression: str) -> object:
        """What a reference stands for; None where the module does not say."""
        if expression in ("path.module", "path.root", "path.cwd"):
            return '"."'
        name = DEFINED.fullmatch(expression)
        if name is not None:
            variable = self._blocks.get(("variable", name[2]), {}).get("default")
            return variable if name[1] == "var" else self._blocks.get(("locals",), {}).get(name[2])
        archive = OUTPUT_PATH.fullmatch(expression)
        return self._blocks.get(("data", "archive_file", archive[1]), {}).get("output_path") if archive else None


def _parsed(text: str, name: str) -> Attributes:
    if len(text) > MOST_CHARACTERS:
        raise ProjectError(f"{name}: more than {MOST_CHARACTERS >> 20} MiB of HCL")
    try:
        import hcl2  # noqa: PLC0415  # an extra
        from lark.exceptions import LarkError  # noqa: PLC0415  # what it is made of
    except ModuleNotFoundError:
        raise ProjectError(f"{name}: {NO_PYTHON_HCL2}") from None
    options = hcl2.SerializationOptions(with_comments=False, explicit_blocks=False)
    try:
        document: Attributes = hcl2.loads(text if text.endswith("\n") else f"{text}\n", serialization_options=options)
    except LarkError as error:
        line = getattr(error, "line", 0)
        raise ProjectError(f"{name}:{line}: no HCL" if line and line > 0 else f"{name}: no HCL") from None
    except RecursionError:
        raise ProjectError(f"{name}: nested too deep") from None
    return document


def _labelled(key: tuple[str, ...], block: Attributes, labels: int) -> Iterator[tuple[tuple[str, ...], Attributes]]:
    """Blocks by their labels, whose quotes the parser keeps."""
    for label, below in block.items():
        named = (*key, label.strip('"'))
        if labels == 1:
            yield named, below
        elif isinstance(below, dict):
            yield from _labelled(named, below, labels - 1)
