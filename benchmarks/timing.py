"""CPU time and memory of whole processes, taken in turns so that a busy machine is busy for all of them."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

Command = Sequence[str]


@dataclass(frozen=True, slots=True)
class Sample:
    """One process: CPU seconds (user and system), wall seconds, peak resident bytes, exit code."""

    cpu: float
    wall: float
    peak: int
    code: int


@dataclass(frozen=True, slots=True)
class Series:
    samples: tuple[Sample, ...]

    @property
    def cpu(self) -> float:
        return median(sample.cpu for sample in self.samples)

    @property
    def wall(self) -> float:
        return median(sample.wall for sample in self.samples)

    @property
    def peak(self) -> int:
        return max(sample.peak for sample in self.samples)


def in_turns(commands: Mapping[str, Command], rounds: int) -> dict[str, Series]:
    """Run A B C A B C ...; one round before the first fills caches and does not count. Raises SystemExit."""
    taken: dict[str, list[Sample]] = {name: [] for name in commands}
    for turn in range(rounds + 1):
        for name, command in commands.items():
            sample = run(command)
            if sample.code not in {0, 1}:
                raise SystemExit(f"{' '.join(command)} ended with {sample.code}")
            if turn:
                taken[name].append(sample)
    return {name: Series(tuple(samples)) for name, samples in taken.items()}


def run(command: Command) -> Sample:
    """Run one process. The caller must stay small: Linux counts its memory at the fork into the child's peak."""
    began = perf_counter()
    child = subprocess.Popen(
        command, env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(child.pid, 0)
    wall = perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    return Sample(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * 1024, child.returncode)


def environment() -> dict[str, str]:
    """The caller's, with bytecode caches allowed: an installed program has them."""
    return {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


def paired_ratio(one: Series, other: Series) -> float:
    """Median over the rounds of CPU of `one` by CPU of `other` in the same round."""
    return median(a.cpu / b.cpu for a, b in zip(one.samples, other.samples, strict=True))
