"""Whole outputs, byte for byte. `pytest --update-golden` writes them anew; read the difference before committing it."""

from pathlib import Path

import pytest

from layerlint import __version__
from layerlint.examples.build import zip_bytes
from layerlint.examples.elf import elf
from tests.command import ROOT, Inside
from tests.golden.cases import CASES, Case

HERE = Path(__file__).parent
SUFFIXES = {"text": "txt", "json": "json", "sarif": "sarif.json", "github": "github.txt"}
DAY = ("--as-of", "2026-11-23")


def _compare(name: str, text: str, *, update: bool) -> None:
    file = HERE / name
    shown = text.replace(__version__, "VERSION")
    if update:
        file.write_text(shown, encoding="utf-8", newline="\n")
    assert shown == file.read_text(encoding="utf-8")


def _built(case: Case, folder: Path) -> None:
    for name, files in case.archives.items():
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(zip_bytes(files))
    (folder / "empty.txt").touch()
    for name, text in case.texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    head = f"rules = ['{ROOT / 'tests' / 'sample_rules'}']\n" if case.sample_rules else ""
    selected = "" if "select" in case.config or not case.sample_rules else "select = ['TT']\n"
    (folder / "layerlint.toml").write_text(head + selected + case.config, encoding="utf-8")


@pytest.mark.parametrize(("name", "form"), [(name, form) for name, case in CASES.items() for form in case.formats])
def test_check(name: str, form: str, tmp_path: Path, inside: Inside, update_golden: bool) -> None:
    case = CASES[name]
    _built(case, tmp_path)
    done = inside("check", *case.words, *DAY, "--format", form, folder=tmp_path)
    assert done.status == case.status
    _compare(f"{name}.{SUFFIXES[form]}", done.out, update=update_golden)


def test_demo(tmp_path: Path, inside: Inside, update_golden: bool) -> None:
    done = inside("demo", folder=tmp_path)
    assert done.status == 0
    _compare("demo.txt", done.out, update=update_golden)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["text", "json"])
def test_imports(form: str, tmp_path: Path, inside: Inside, update_golden: bool) -> None:
    files = {"python/good.py": "import json\n", "python/lost.py": "import good\nimport nowhere\n"}
    (tmp_path / "layer.zip").write_bytes(zip_bytes(files))
    (tmp_path / "layerlint.toml").touch()
    words = ("--runtime", "python3.12", "--arch", "arm64", "--format", form, *DAY)
    done = inside("imports", "layer.zip", *words, folder=tmp_path)
    assert done.status == 0
    _compare(f"imports.{SUFFIXES[form]}", done.out, update=update_golden)


@pytest.mark.parametrize("form", ["text", "json"])
def test_links(form: str, tmp_path: Path, inside: Inside, update_golden: bool) -> None:
    files = {
        "python/pkg/_a.abi3.so": elf(needed=("libb-1f2e3d4c.so", "libGL.so.1"), rpath="$ORIGIN/../pkg.libs"),
        "python/pkg.libs/libb-1f2e3d4c.so": elf(needed=("libcurl.so.4",), versions={"libc.so.6": ("GLIBC_2.38",)}),
        "lib/libcurl.so.4": elf(needed=("libnobody.so.7",), versions={}),
        "lib/libdisplay.so": elf("arm64"),
    }
    (tmp_path / "layer.zip").write_bytes(zip_bytes(files))
    (tmp_path / "layerlint.toml").touch()
    words = ("--runtime", "python3.11", "--arch", "x86_64", "--format", form, *DAY)
    done = inside("links", "layer.zip", *words, folder=tmp_path)
    assert done.status == 0
    _compare(f"links.{SUFFIXES[form]}", done.out, update=update_golden)


def test_the_page_of_a_rule(tmp_path: Path, inside: Inside, update_golden: bool) -> None:
    done = inside("rule", "bad-file", "--rules", ROOT / "tests" / "sample_rules", folder=tmp_path)
    assert done.status == 0
    _compare("rule.md", done.out, update=update_golden)
