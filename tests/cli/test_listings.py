"""What layerlint says of itself: rules, pages, runtimes; and what it answers about imports."""

import json
from pathlib import Path

import pytest

from layerlint.examples.build import zip_bytes
from layerlint.platform.load import load_platform
from tests.command import ROOT, Inside

RULES = ROOT / "tests" / "sample_rules"


def test_rules_are_listed_by_family(tmp_path: Path, inside: Inside) -> None:
    done = inside("rules", "--rules", RULES, folder=tmp_path)
    lines = done.out.splitlines()
    assert lines[0] == "LL1  the archive itself: zip structure, names, modes, links"
    assert any(line.split()[:3] == ["TT101", "error", "bad-file"] for line in lines)


def test_rules_are_listed_for_programs(tmp_path: Path, inside: Inside) -> None:
    listed = json.loads(inside("rules", "--rules", RULES, "--format", "json", folder=tmp_path).out)
    assert listed["schema"] == "layerlint-rules/1"
    (found,) = (rule for rule in listed["rules"] if rule["code"] == "TT102")
    title = "A file called old wants Python 3.12 or later."
    head = {"code": "TT102", "name": "old-runtime", "severity": "error", "family": "TT1", "since": "0.1"}
    assert found == {**head, "title": title}


def test_a_page_is_found_by_code_and_by_name(tmp_path: Path, inside: Inside) -> None:
    pages = {inside("rule", word, folder=tmp_path).out for word in ("LL201", "ll201", "wrapped-root", "wrapped_root")}
    (page,) = pages
    assert page.startswith("# LL201 wrapped-root\n")
    assert "error[LL201] wrapped-root: " in page


def test_every_runtime_is_listed_with_its_state_on_the_day(tmp_path: Path, inside: Inside) -> None:
    words = ("--format", "json", "--as-of", "2025-12-20")
    listed = json.loads(inside("runtimes", *words, folder=tmp_path).out)
    states = {runtime["identifier"]: runtime["state"] for runtime in listed["runtimes"]}
    assert set(states) == set(load_platform().runtimes)
    assert (states["python3.9"], states["python3.10"]) == ("deprecated", "supported")
    assert listed["sources"]
    assert listed["date"] == "2025-12-20"


def test_a_platform_file_is_heard(tmp_path: Path, inside: Inside) -> None:
    (tmp_path / "new.toml").write_text(
        "[runtime.'python3.99']\nlanguage = 'python'\nversion = '3.99'\nsystem = 'AL2023'\narchitectures = ['arm64']\n"
    )
    done = inside("runtimes", "--platform", "new.toml", folder=tmp_path)
    assert any(line.startswith("python3.99 ") for line in done.out.splitlines())


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    (tmp_path / "layer.zip").write_bytes(zip_bytes({"python/good.py": "", "python/lost.py": "import nowhere\n"}))
    package = {"nodejs/node_modules/x/index.js": "", "nodejs/node_modules/x/package.json": '{"name": "x"}'}
    (tmp_path / "node.zip").write_bytes(zip_bytes(package))
    (tmp_path / "gems.zip").write_bytes(zip_bytes({"ruby/lib/x.rb": ""}))
    (tmp_path / "own.zip").write_bytes(zip_bytes({"bootstrap": "#!/bin/sh\n"}))
    return tmp_path


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("layer.zip", 0),
        ("layer.zip good json", 0),
        ("layer.zip lost", 1),
        ("layer.zip nowhere", 1),
        ("--layer layer.zip --runtime python3.12", 0),
        ("node.zip", 0),
        ("node.zip --runtime nodejs22.x x", 0),
        ("node.zip nowhere", 1),
        ("gems.zip", 0),
        ("gems.zip --runtime ruby3.4 y", 1),
        ("own.zip", 2),
        ("own.zip --runtime provided.al2023", 2),
        ("missing.zip", 2),
        ("", 2),
    ],
)
def test_status_of_imports(words: str, status: int, asked: Path, inside: Inside) -> None:
    done = inside("imports", *words.split(), folder=asked)
    assert done.status == status
    assert (done.err.count("\n") == 1) is (status == 2)


def test_the_target_is_inferred_unless_it_is_said(asked: Path, inside: Inside) -> None:
    def target(*words: str) -> object:
        return json.loads(inside("imports", "layer.zip", *words, "--format", "json", folder=asked).out)["target"]

    assert target("--runtime", "python3.12", "--arch", "arm64") == {
        "runtime": "python3.12",
        "architecture": "arm64",
        "inferred": False,
    }
    assert target("good", "--as-of", "2026-11-23") == {
        "runtime": "python3.14",
        "architecture": "x86_64",
        "inferred": True,
    }
