"""The tools that make projects, where LAYERLINT_TOOLS names a folder that holds them: bin/ and node_modules/."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TOOLS = os.environ.get("LAYERLINT_TOOLS", "")
RUNTIME = f"python{sys.version_info[0]}.{sys.version_info[1]}"
#: no account, no telemetry, no retries: nothing is asked of any service but our own stand-in
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "none",
    "AWS_SECRET_ACCESS_KEY": "none",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "SAM_CLI_TELEMETRY": "0",
    "SLS_TELEMETRY_DISABLED": "1",
    "SLS_NOTIFICATIONS_MODE": "off",
    "SLS_INTERACTIVE_SETUP_ENABLE": "",
    "SLS_AWS_REQUEST_MAX_RETRIES": "0",
}


def tool(name: str) -> Path:
    """A program or a folder of LAYERLINT_TOOLS; the test is skipped where it is not there."""
    if not TOOLS:
        pytest.skip("LAYERLINT_TOOLS names no folder of tools")
    found = Path(TOOLS) / name
    if not found.exists():
        pytest.skip(f"LAYERLINT_TOOLS has no {name}")
    return found


def run(*words: str | Path, folder: Path, succeeds: bool = True, **variables: str) -> str:
    """What a tool says; it has two minutes."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        [str(word) for word in words],
        cwd=folder,
        env={**os.environ, **ENVIRONMENT, "PATH": path, **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert not succeeds or done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def written(folder: Path, **files: str) -> None:
    """Text files, with "__" for "/" and "_" for "."."""
    for name, text in files.items():
        *folders, last = name.split("__")
        file = folder.joinpath(*folders, last.replace("_", "."))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
