"""Hold `layerlint imports` against the truth by running.

    python -m tests.truth.compare LAYER.zip [LAYER.zip ...] [--function F.zip] 3.12 [3.13 ...]

prints every module on which the two disagree, and how many they agree on.
"""

import contextlib
import io
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from layerlint.cli import main as layerlint
from tests.truth.harness import Image, Outcome, Truth, ask
from tests.truth.stage import Stage, staged

_IMAGE = ("/var/lang/", "/var/runtime/", "built-in", "frozen")
_LIBRARY = re.compile(r"\bGLIBC|\bCXXABI_|\blib[\w+.-]+\.so\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What layerlint says of one module."""

    name: str
    loads: bool | Literal["unknown"]
    file: str | None
    reason: str | None
    chain: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    name: str
    predicted: str
    actual: str

    def __str__(self) -> str:
        return f"{self.name}\n    layerlint: {self.predicted}\n    python:    {self.actual}"


def predicted(layers: Sequence[Path], function: Path | None, version: str) -> tuple[Answer, ...]:
    """What layerlint says of every top-level module it sees."""
    stack = [word for layer in layers for word in ("--layer", str(layer))]
    stack += ["--function", str(function)] if function else []
    target = ["--runtime", f"python{version}", "--arch", "x86_64", "--format", "json"]
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        status = layerlint(["imports", *stack, *target])
    assert status == 0, status
    return tuple(_answer(module) for module in json.loads(told.getvalue())["modules"])


def _answer(module: dict[str, object]) -> Answer:
    loads, file, reason, chain = (module.get(key) for key in ("loads", "file", "reason", "chain"))
    assert loads is True or loads is False or loads == "unknown", loads
    return Answer(
        name=str(module["name"]),
        loads="unknown" if isinstance(loads, str) else loads,
        file=None if file is None else str(file),
        reason=None if reason is None else str(reason),
        chain=tuple(str(link) for link in chain) if isinstance(chain, list) else (),
    )


def differences(answers: Sequence[Answer], truth: Truth) -> tuple[Difference, ...]:
    """Every module on which the two disagree, or that one of them does not see."""
    said = {answer.name: answer for answer in answers}
    found = (_difference(said.get(outcome.name), outcome) for outcome in truth.outcomes)
    return tuple(difference for difference in found if difference)


def _difference(answer: Answer | None, outcome: Outcome) -> Difference | None:
    actual = f"loads {outcome.file}" if outcome.loads else f"{outcome.error}: {outcome.message} {_last(outcome)}"
    if answer is None:
        return Difference(name=outcome.name, predicted="does not mention it", actual=actual)
    if answer.loads is outcome.loads and (not outcome.loads or _same_file(answer.file, outcome.file)):
        return None
    chain = " > ".join(answer.chain)
    told = f"loads={answer.loads} {answer.file or ''} {answer.reason or ''} {chain}"
    return Difference(name=outcome.name, predicted=told.strip(), actual=actual)


def _last(outcome: Outcome) -> str:
    return f"at {outcome.frames[-1]}" if outcome.frames else ""


def _same_file(said: str | None, actual: str | None) -> bool:
    """Nothing need be said of what is the image's own, nor of namespace packages, which have folders only."""
    if said is None or actual is None:
        return actual is None or actual.startswith(_IMAGE) or not Path(actual).suffix
    return actual == said


def host_only(difference: Difference) -> bool:
    """Whether the two may both be right: layerlint misses a library or a symbol that this host has."""
    return difference.actual.startswith("loads ") and bool(_LIBRARY.search(difference.predicted))


def compare(stage: Stage, answers: Sequence[Answer], version: str, image: Image | None) -> tuple[Difference, ...]:
    return differences(answers, ask(stage, version, [answer.name for answer in answers], image))


def main(words: Sequence[str]) -> int:
    from tests.truth.image import image  # noqa: PLC0415  - only real layers need an index

    function = Path(words[words.index("--function") + 1]) if "--function" in words else None
    layers = [Path(word) for word in words if word.endswith(".zip") and Path(word) != function]
    wrong = 0
    with staged(layers, function) as stage:
        for version in (word for word in words if word.startswith("3.")):
            answers = predicted(layers, function, version)
            found = compare(stage, answers, version, image(version))
            wrong += len(found)
            print(f"-- python{version}: {len(answers)} modules, {len(found)} differ", *found, sep="\n")  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
