"""The hooks, as pre-commit runs them from a repository that has a zip in it.

Needs pre-commit on the PATH and a package index, for pre-commit installs layerlint into a place of its own.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from layerlint.examples.build import zip_bytes
from tests.integration.wheelhouse import index_answers

ROOT = Path(__file__).resolve().parents[2]
GOOD = {"python/module.py": "VALUE = 1\n"}
BAD = {"layer/python/module.py": "VALUE = 1\n"}
CONFIGURATION = '[tool.layerlint]\ninputs = ["layer.zip"]\n'

pytestmark = [pytest.mark.checkout, pytest.mark.index]


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkout as a committed repository: pre-commit clones what it is given."""
    if "LAYERLINT_NEED_PRE_COMMIT" not in os.environ:
        if shutil.which("pre-commit") is None:
            pytest.skip("pre-commit is not installed")
        if not index_answers():
            pytest.skip("no package index answers")
    copy = tmp_path_factory.mktemp("hooks")
    for name in ("layerlint", "rules"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, copy)
    commit(copy)
    return copy


def commit(folder: Path) -> None:
    """Everything in a folder, as one commit of nobody in particular."""
    words = ("-c", "user.name=nobody", "-c", "user.email=nobody@localhost")
    for command in (["init", "-q"], ["add", "-A"], [*words, "commit", "-q", "-m", "all"]):
        subprocess.run(["git", *command], cwd=folder, check=True, env=outside())  # noqa: S607


def outside() -> dict[str, str]:
    """The environment without what git sets while a hook of its own runs."""
    return {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}


def try_hook(hooks: Path, hook: str, repository: Path) -> subprocess.CompletedProcess[str]:
    commit(repository)
    command = ["pre-commit", "try-repo", str(hooks), hook, "--all-files", "--verbose", "--color=never"]
    return subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False, env=outside())


@pytest.mark.parametrize("hook", ["layerlint", "layerlint-project"])
def test_hook_passes_a_good_zip_and_fails_a_bad_one(hooks: Path, hook: str, tmp_path: Path) -> None:
    for name, files in (("good", GOOD), ("bad", BAD)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "layer.zip").write_bytes(zip_bytes(files))
        (tmp_path / name / "pyproject.toml").write_text(CONFIGURATION)
    good = try_hook(hooks, hook, tmp_path / "good")
    assert good.returncode == 0, good.stdout + good.stderr
    assert "Passed" in good.stdout
    bad = try_hook(hooks, hook, tmp_path / "bad")
    assert bad.returncode == 1, bad.stdout + bad.stderr
    assert "Failed" in bad.stdout
    assert "LL2" in bad.stdout


def test_hook_is_not_run_where_no_zip_is(hooks: Path, tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text("VALUE = 1\n")
    outcome = try_hook(hooks, "layerlint", tmp_path)
    assert outcome.returncode == 0
    assert "Skipped" in outcome.stdout
