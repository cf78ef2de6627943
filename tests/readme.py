"""README.md against the program: rules table and printed blocks. `python -m tests.readme` writes both anew."""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from layerlint.examples.build import zip_bytes
from layerlint.examples.demo.layers import steps
from layerlint.load import load_rules
from layerlint.platform.load import load_platform

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
RULES = re.compile(r"(?<=<!-- rules -->\n).*?(?=<!-- /rules -->)", re.DOTALL)
OUTPUT = re.compile(
    r"(?<=<!-- output: )(?P<command>[^\n]*)(?P<fence> -->\n```\w*\n)(?P<text>.*?)(?=^```$)", re.DOTALL | re.MULTILINE
)


def as_it_should_be(text: str) -> str:
    """README with the program's own words in every marked place."""
    return OUTPUT.sub(_with_output, RULES.sub(rules_table(), text))


def rules_table() -> str:
    rows = (f"| {rule.code} | {rule.name} | {rule.severity} | {rule.title} |\n" for rule in load_rules(packs=False))
    return "| code | name | severity | flags |\n| --- | --- | --- | --- |\n" + "".join(rows)


def _with_output(block: re.Match[str]) -> str:
    return f"{block['command']}{block['fence']}{printed(block['command'])}"


def printed(command: str) -> str:
    """The command with a prompt, and what it prints where the demonstration's layers lie, on the data's own day."""
    program, *words = shlex.split(command)
    assert program == "layerlint"
    day = load_platform().as_of
    with tempfile.TemporaryDirectory() as folder:
        for step in steps():
            (Path(folder) / step.archive).write_bytes(zip_bytes(step.files))
        done = subprocess.run(
            [sys.executable, "-m", "layerlint", *words, "--as-of", day],
            cwd=folder,
            env=_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
    return f"$ {command}\n{done.stdout}"


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "NO_COLOR": "1", "COLUMNS": "100"}


if __name__ == "__main__":
    README.write_text(as_it_should_be(README.read_text("utf-8")), "utf-8")
