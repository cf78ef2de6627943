"""layerlint as a process of its own, with what it cost."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: Linux counts a parent's memory at the fork into the child's peak, so a small process stands between.
BETWEEN = """
import json, os, sys
child = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(child, 0)
cpu = usage.ru_utime + usage.ru_stime
told = {"code": os.waitstatus_to_exitcode(status), "cpu": cpu, "peak": usage.ru_maxrss * 1024}
with open(sys.argv[1], "w") as out:
    json.dump(told, out)
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Exit code, both streams, CPU seconds, peak resident bytes."""

    code: int
    out: str
    err: str
    cpu: float
    peak: int

    @property
    def said(self) -> str:
        return self.out + self.err


def layerlint(*words: str | Path, cwd: Path) -> Outcome:
    """Run `python -m layerlint`; the package is the one this process imports. Ends after a minute."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "usage.json"
        program = [sys.executable, "-P", "-m", "layerlint", *map(str, words)]
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", BETWEEN, str(report), *program],
            cwd=cwd,
            env=environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=True,
        )
        usage = json.loads(report.read_text("utf-8"))
    return Outcome(**usage, out=done.stdout.decode(), err=done.stderr.decode())


def environment() -> dict[str, str]:
    """The caller's, with the checkout on the path where the package comes from there, and no colour."""
    path = [str(ROOT)] if (ROOT / "layerlint").is_dir() else []
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path), "NO_COLOR": "1", "COLUMNS": "120"}
