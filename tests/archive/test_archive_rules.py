"""What the examples of the LL1 rules do not show: severities, counts, and folders."""

from collections.abc import Callable
from pathlib import Path

import pytest

from layerlint.archive.open import open_archive
from layerlint.engine import Diagnostic, Options, run
from layerlint.examples.build import stack_of
from layerlint.examples.raw_zip import Raw, raw_zip
from layerlint.examples.recipe import Recipe, function, layer, link, private, raw
from layerlint.facts.contents import Contents
from layerlint.load import load_rules
from layerlint.platform.load import load_platform
from layerlint.rule import Severity
from layerlint.stack import Mount, Role, Stack

RULES = [rule for rule in load_rules(packs=False) if rule.family == "LL1"]
PLATFORM = load_platform()


def judge(stack: Stack) -> list[Diagnostic]:
    return list(run(stack, RULES, Options(platform=PLATFORM, as_of=PLATFORM.as_of)).diagnostics)


def found(recipe: Recipe) -> list[tuple[str, Severity]]:
    return [(diagnostic.code, diagnostic.severity) for diagnostic in judge(stack_of(recipe))]


def test_an_ordinary_layer_is_silent() -> None:
    assert (
        found(layer({"python/a/__init__.py": "x = 1\n" * 99, "lib/libx.so.1": "", "lib/libx.so": link("libx.so.1")}))
        == []
    )


@pytest.mark.parametrize(
    ("build", "code", "severity"),
    [
        (lambda: raw_zip(Raw("a", b"1"), Raw("a", b"1")), "LL106", Severity.NOTE),
        (lambda: raw_zip(Raw("a", b"1"), Raw("a", b"2")), "LL106", Severity.WARNING),
        (lambda: raw_zip(Raw("../a")), "LL104", Severity.WARNING),
        (lambda: raw_zip(Raw("a\0")), "LL104", Severity.ERROR),
        (lambda: raw_zip(Raw("a", b"x", at=3), Raw("b", b"x")), "LL110", Severity.ERROR),
        (lambda: raw_zip(Raw("a", b"x", local={"crc": 5})), "LL110", Severity.WARNING),
        (lambda: raw_zip(Raw("a"), Raw("a/b")), "LL107", Severity.ERROR),
        (lambda: raw_zip(Raw("a", b"c", mode=0o120777), Raw("a/b"), Raw("c/d")), "LL107", Severity.WARNING),
        (lambda: raw_zip(Raw(b"\xff")), "LL116", Severity.WARNING),
        (lambda: raw_zip(Raw("a" * 300)), "LL116", Severity.ERROR),
        (lambda: raw_zip(Raw("a.py", mode=0o100640)), "LL113", Severity.ERROR),
        (lambda: raw_zip(Raw("data", mode=0o100640)), "LL113", Severity.WARNING),
        (lambda: raw_zip(Raw("LICENSE", mode=0o100640)), "LL113", Severity.NOTE),
        (lambda: raw_zip(Raw("a.py", mode=0o100640), count=0), "LL111", Severity.WARNING),
    ],
)
def test_severity_is_what_is_known_of_lambda(build: Callable[[], bytes], code: str, severity: Severity) -> None:
    assert (code, severity) in found(raw(build))


def test_one_mistake_is_one_finding_whatever_the_number_of_files() -> None:
    diagnostics = judge(stack_of(layer({f"python/m{number}.py": private() for number in range(3000)})))
    assert [diagnostic.code for diagnostic in diagnostics] == ["LL113"]
    assert len(diagnostics[0].finding.paths) == 3000
    assert "3,000 code files cannot be read" in diagnostics[0].finding.message
    assert "mode 600" in diagnostics[0].finding.message


def test_modes_of_a_folder_only_warn(tmp_path: Path) -> None:
    path = tmp_path / "python" / "a.py"
    path.parent.mkdir()
    path.write_bytes(b"")
    path.chmod(0o600)
    mount = Mount(contents=Contents(open_archive(tmp_path, "layer")), role=Role.LAYER)
    diagnostics = judge(Stack(layers=(mount,)))
    assert [(diagnostic.code, diagnostic.severity) for diagnostic in diagnostics] == [("LL113", Severity.WARNING)]
    assert "zipped with these modes" in diagnostics[0].finding.reason


@pytest.mark.parametrize(
    ("files", "under", "codes"),
    [
        ({"nodejs/x": ""}, {"app.js": "", "node_modules": link("/opt/nodejs")}, []),
        ({"nodejs/x": ""}, {"app.js": "", "node_modules": link("/opt/node")}, ["LL112"]),
        ({"lib/x": link("/var/task/y")}, {"y": ""}, []),
        ({"lib/x": link("/var/task/z")}, {"y": ""}, ["LL112"]),
        ({"lib/x": link("/private/x")}, None, ["LL112"]),
        ({"lib/x": link("/var/task/z")}, None, []),
    ],
)
def test_links_between_layer_and_function(
    files: dict[str, str], under: dict[str, str] | None, codes: list[str]
) -> None:
    recipe = Recipe(files, function=under) if under is not None else layer(files)
    assert [code for code, _ in found(recipe)] == codes


def test_a_function_alone_may_link_to_its_layers() -> None:
    assert found(function({"app.js": "", "node_modules": link("/opt/nodejs/node_modules")})) == []


def test_links_beyond_number_cost_little() -> None:
    deep = "a/" * 1000 + "../" * 1000 + "x"
    links = [Raw(f"l{number}", deep.encode(), mode=0o120777) for number in range(5000)]
    diagnostics = judge(stack_of(raw(lambda: raw_zip(Raw("a/" * 1000 + "f"), *links))))
    assert [diagnostic.code for diagnostic in diagnostics] == ["LL112"]
