"""Bootstraps and extensions that Go, Rust and C compilers at hand make: which image runs them, and which does not."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from elftools.elf.elffile import ELFFile
from elftools.elf.gnuversions import GNUVerNeedSection

from layerlint.examples.build import zip_bytes
from layerlint.examples.recipe import Content, executable
from layerlint.stack import Role
from tests.integration.real_verdicts import PLATFORM, opened, wrong

pytestmark = pytest.mark.index

GO = 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println(1) }\n'
RUST = 'fn main() { println!("1"); }\n'
C = '#include <stdio.h>\nint main(void) { puts("1"); return 0; }\n'
RUNTIMES = ("provided.al2", "provided.al2023")
OTHER = {"x86_64": "arm64", "arm64": "x86_64"}
MACHINES = {"amd64": "x86_64", "arm64": "arm64"}


def built(command: list[str], folder: Path, source: str, name: str, **variables: str) -> bytes:
    """What a compiler makes of a source. Skips the test where it is not there or cannot."""
    if not shutil.which(command[0]):
        pytest.skip(f"no {command[0]} here")
    (folder / name).write_text(source)
    made = folder / "made"
    words = [*command, "-o", str(made), str(folder / name)]
    done = subprocess.run(words, env={**os.environ, **variables}, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"{command[0]} makes no program: {done.stderr[-300:]}")
    return made.read_bytes()


def go(folder: Path, machine: str) -> bytes:
    own = {"GOCACHE": str(folder / "cache"), "GOFLAGS": "-mod=mod", "GO111MODULE": "off", "GOTOOLCHAIN": "local"}
    variables = {"GOOS": "linux", "GOARCH": machine, "CGO_ENABLED": "0", **own}
    return built(["go", "build"], folder, GO, "main.go", **variables)


def archive(files: Mapping[str, Content], made: Path) -> Path:
    made.write_bytes(zip_bytes(files))
    return made


@pytest.mark.parametrize("machine", MACHINES)
def test_a_go_program_runs_on_its_processor_alone(machine: str, tmp_path: Path) -> None:
    program, own = executable(go(tmp_path, machine)), MACHINES[machine]
    expected = {(runtime, each): "" if each == own else "architecture" for runtime in RUNTIMES for each in OTHER}
    function = archive({"bootstrap": program}, tmp_path / "function.zip")
    layer = archive({"extensions/own": program}, tmp_path / "layer.zip")
    assert not list(wrong(opened(function, Role.FUNCTION), expected))
    assert not list(wrong(opened(layer), expected))


@pytest.mark.parametrize(
    ("command", "source", "name"),
    [(["rustc", "-C", "linker=cc"], RUST, "main.rs"), (["gcc"], C, "main.c")],
    ids=["Rust", "C"],
)
def test_a_program_runs_where_the_image_has_the_glibc_it_needs(
    command: list[str], source: str, name: str, tmp_path: Path
) -> None:
    program = built(command, tmp_path, source, name)
    with (tmp_path / "made").open("rb") as stream:
        image = ELFFile(stream)
        needed, machine = newest_glibc(image), image["e_machine"]
    if machine != "EM_X86_64":
        pytest.skip("the compiler is for another machine than most")
    expected = {
        (runtime, "x86_64"): "glibc" if needed > PLATFORM.runtimes[runtime].system.glibc else "" for runtime in RUNTIMES
    }
    made = archive({"bootstrap": executable(program)}, tmp_path / "function.zip")
    assert not list(wrong(opened(made, Role.FUNCTION), expected))


def newest_glibc(image: ELFFile) -> tuple[int, ...]:
    """By pyelftools' reading."""
    versions: list[tuple[int, ...]] = [(0,)]
    for section in image.iter_sections():
        if isinstance(section, GNUVerNeedSection):
            for _, auxiliaries in section.iter_versions():
                found = (re.fullmatch(r"GLIBC_([\d.]+)", each.name) for each in auxiliaries)
                versions += [tuple(map(int, match[1].split("."))) for match in found if match]
    return max(versions)
