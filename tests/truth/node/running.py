"""Stock Node.js over a stack on disk, with NODE_PATH as Lambda sets it."""

import functools
import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from layerlint.platform.records import NodeFacts
from tests.truth.stage import Stage

ASK = Path(__file__).with_name("ask.mjs")
Query = tuple[str, str, str]  #: "require" or "import", the name, the absolute path on Lambda of the file that asks


@functools.cache
def programs() -> tuple[str, ...]:
    """The one that is at hand, and those that a variable names, with ":" between."""
    more = os.environ.get("LAYERLINT_NODES", "")
    found = shutil.which("node")
    return tuple(filter(None, [found, *more.split(":")]))


@functools.cache
def major(program: str) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    return int(said.strip().removeprefix("v").partition(".")[0])


@functools.cache
def takes(program: str, switch: str) -> bool:
    return not subprocess.run([program, switch, "-e", "0"], capture_output=True, check=False).returncode


def switches(program: str, facts: NodeFacts) -> list[str]:
    """What Lambda switches off, where it is known to and this Node.js has it."""
    off = {
        "--no-experimental-require-module": facts.require_esm,
        "--no-experimental-detect-module": facts.detect_module,
    }
    known = [switch for switch, is_on in off.items() if is_on is False and takes(program, switch)]
    return [*known, "--experimental-import-meta-resolve", "--no-warnings"]


def ask(
    program: str, stage: Stage, queries: Sequence[Query], facts: NodeFacts, node_path: str, *, load: bool = False
) -> list[str]:
    """The answers, paths as on Lambda; "!" and an error where it fails. With `load`, "" where loading works."""
    asked = [(form, _on_disk(name, stage), _on_disk(file, stage)) for form, name, file in queries]
    given = stage.root / "queries.json"
    given.write_text(json.dumps(asked), "utf-8")
    done = subprocess.run(
        [program, *switches(program, facts), str(ASK), str(given), *(["load"] if load else [])],
        env={
            "NODE_PATH": _on_disk(node_path, stage),
            "HOME": "/nonexistent",
            "ESM_LAYERS": "1" if facts.esm_layers else "",
        },
        cwd=stage.task,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return [_on_lambda(answer, stage) for answer in json.loads(done.stdout)]


def _on_disk(text: str, stage: Stage) -> str:
    return text.replace("/var/task", str(stage.task)).replace("/opt", str(stage.opt))


def _on_lambda(text: str, stage: Stage) -> str:
    return text.replace(str(stage.task), "/var/task").replace(str(stage.opt), "/opt")
