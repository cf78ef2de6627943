"""Runs our own program as a user does."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from layerlint.cli import main

ROOT = Path(__file__).resolve().parent.parent


class Done(NamedTuple):
    status: int
    out: str
    err: str


def layerlint(*words: object, folder: Path | None = None, **variables: str) -> Done:
    """`layerlint WORDS` in a folder, by a process of its own, with none of the caller's wishes for colour."""
    search = os.pathsep.join(path for path in (str(ROOT), os.environ.get("PYTHONPATH", "")) if path)
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "TERM")}
    done = subprocess.run(
        [sys.executable, "-m", "layerlint", *map(str, words)],
        capture_output=True,
        cwd=folder,
        env={**kept, "PYTHONPATH": search, "PYTHONIOENCODING": "utf-8", **variables},
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


class Inside:
    """`layerlint WORDS` in a folder, within this process: most tests of words and exit codes need no other."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capture = capture
        for name in ("NO_COLOR", "FORCE_COLOR"):
            monkeypatch.delenv(name, raising=False)

    def __call__(self, *words: object, folder: Path) -> Done:
        self._monkeypatch.chdir(folder)
        status = main([str(word) for word in words])
        return Done(status, *self._capture.readouterr())
