"""What `layerlint links` takes and answers; its texts are held in tests/golden."""

import json
from pathlib import Path

import pytest

from layerlint.examples.build import zip_bytes
from layerlint.examples.elf import elf
from layerlint.examples.recipe import Content, executable
from tests.command import Inside

FILES: dict[str, Content] = {
    "lib/libgood.so.1": elf(needed=("libz.so.1",)),
    "lib/libbad.so.1": elf(needed=("libGL.so.1",)),
    "lib/libmaybe.so.1": elf(needed=("libnobody.so.3",)),
    "bin/tool": executable(elf(needed=("libgood.so.1",), interpreter="/lib64/ld-linux-x86-64.so.2")),
    "share/broken.so": elf()()[:150],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "layer.zip").write_bytes(zip_bytes(FILES))
    (tmp_path / "empty.zip").write_bytes(zip_bytes({"python/a.py": ""}))
    (tmp_path / "layerlint.toml").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("layer.zip", 0),
        ("layer.zip lib/libgood.so.1", 0),
        ("layer.zip /opt/lib/libgood.so.1 tool", 0),
        ("layer.zip libbad.so.1", 1),
        ("layer.zip libmaybe.so.1", 0),
        ("--layer layer.zip --runtime nodejs22.x", 0),
        ("empty.zip", 0),
        ("layer.zip nothing.so", 2),
        ("missing.zip", 2),
        ("", 2),
    ],
)
def test_status(words: str, status: int, folder: Path, inside: Inside) -> None:
    done = inside("links", *words.split(), folder=folder)
    assert done.status == status, done
    assert (done.err.count("\n") == 1) is (status == 2)


def test_each_binary_loads_fails_or_is_not_known(folder: Path, inside: Inside) -> None:
    words = ("--runtime", "provided.al2023", "--arch", "x86_64", "--format", "json")
    files = json.loads(inside("links", "layer.zip", *words, folder=folder).out)["files"]
    assert {file["path"]: file["loads"] for file in files} == {
        "/opt/bin/tool": True,
        "/opt/lib/libbad.so.1": False,
        "/opt/lib/libgood.so.1": True,
        "/opt/lib/libmaybe.so.1": "unknown",
        "/opt/share/broken.so": False,
    }


def test_a_need_says_where_it_is_found_and_by_which_step(folder: Path, inside: Inside) -> None:
    words = ("--runtime", "provided.al2023", "--arch", "x86_64", "--format", "json")
    (tool,) = json.loads(inside("links", "layer.zip", "tool", *words, folder=folder).out)["files"]
    assert [(need["name"], need["by"], need["path"], need["step"], need["image"]) for need in tool["needs"]] == [
        ("libgood.so.1", "/opt/bin/tool", "/opt/lib/libgood.so.1", "LD_LIBRARY_PATH", False),
        ("libc.so.6", "/opt/bin/tool", "/lib64/libc.so.6", "LD_LIBRARY_PATH", True),
        ("libz.so.1", "/opt/lib/libgood.so.1", "/lib64/libz.so.1", "LD_LIBRARY_PATH", True),
    ]
