"""What holds for the repository as a whole: nothing of one machine in it, everything promised is there."""

import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest

from layerlint import __version__
from layerlint.load import load_rules

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.checkout

MACHINE_PATHS = re.compile(r"/(?:root|work)/\w|/home/(?!me/)\w|/Users/\w|[A-Z]:\\Users")
INDEX_HOSTS = re.compile(r"(?:files\.pythonhosted|pypi|npmjs|registry\.npmjs|deb\.debian)\.(?:org|com)")


@cache
def tracked() -> tuple[Path, ...]:
    """Every text file that git knows, this one left out: it spells what it forbids."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)  # noqa: S607
    files = (ROOT / name for name in listed.stdout.split("\0") if name)
    return tuple(path for path in files if path.is_file() and path != Path(__file__) and is_text(path))


def is_text(path: Path) -> bool:
    return b"\0" not in path.read_bytes()[:8192]


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for path in tracked()
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize("pattern", [MACHINE_PATHS, INDEX_HOSTS], ids=["machine paths", "index hosts"])
def test_no_file_names_a_machine_or_an_index(pattern: re.Pattern[str]) -> None:
    assert lines_with(pattern) == []


def test_the_licence_is_the_one_the_package_claims() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["license"] == "Apache-2.0"
    assert "Apache License\n                           Version 2.0" in (ROOT / "LICENSE").read_text("utf-8")


def test_the_changelog_has_this_version() -> None:
    assert re.search(rf"^## \[{re.escape(__version__)}\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)


def test_the_changelog_tells_of_every_family() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert [rule.family for rule in load_rules(packs=False) if rule.family not in changes] == []


def test_each_rule_is_read_from_the_checkout() -> None:
    for rule in load_rules(packs=False):
        path = Path(rule.stated.check.__code__.co_filename)
        assert path.parent == ROOT / "rules"
        assert path.stem == f"{rule.code.lower()}_{rule.name.replace('-', '_')}"


def test_no_copy_of_the_rules_lies_in_the_package() -> None:
    assert not (ROOT / "layerlint" / "rules").exists()
