"""Targets, counts, lists and findings in words."""

from collections.abc import Iterable, Sequence

from layerlint.platform.records import Target
from layerlint.rule import Finding

RANGE = 4  # this many neighbours are said as "a to d"


def targets(found: Iterable[Target], among: Iterable[Target] = ()) -> str:
    """Targets in few words: "python3.12, python3.13 on x86_64 and arm64; python3.7 on x86_64".

    Neighbours in the order of `among` become a range: "python3.9 to python3.13".
    """
    order = list(dict.fromkeys(target.runtime.identifier for target in among))
    architectures: dict[str, list[str]] = {}
    for target in found:
        architectures.setdefault(target.runtime.identifier, []).append(target.architecture)
    runtimes: dict[tuple[str, ...], list[str]] = {}
    for runtime, names in architectures.items():
        runtimes.setdefault(tuple(names), []).append(runtime)
    return "; ".join(f"{', '.join(_ranges(names, order))} on {both(found)}" for found, names in runtimes.items())


def placed(finding: Finding) -> str:
    """The message, with the member before it unless it names the member itself."""
    said = not finding.path or finding.path in finding.message
    return finding.message if said else f"{finding.path}: {finding.message}"


def both(words: Sequence[str]) -> str:
    """Words as a list: "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 error", "2,655 files"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _ranges(names: Sequence[str], order: Sequence[str]) -> list[str]:
    """The names, every run of neighbours in `order` drawn together."""
    runs: list[list[str]] = []
    for name in names:
        follows = runs and name in order and order.index(name) and order[order.index(name) - 1] == runs[-1][-1]
        if follows:
            runs[-1].append(name)
        else:
            runs.append([name])
    return [word for run in runs for word in ([f"{run[0]} to {run[-1]}"] if len(run) >= RANGE else run)]
