"""Where links lead."""

import stat

import pytest

from layerlint.archive.links import Outcome, resolve
from layerlint.archive.zip_reader import open_zip
from layerlint.examples.raw_zip import Raw, raw_zip


def link(path: str, target: str) -> Raw:
    return Raw(path, target.encode(), mode=stat.S_IFLNK | 0o777)


ARCHIVE = open_zip(
    raw_zip(
        Raw("lib/libx.so.1.2", b"x"),
        link("lib/libx.so.1", "libx.so.1.2"),
        link("lib/libx.so", "./libx.so.1"),
        link("lib64", "lib"),
        link("bin/up", "../lib64/libx.so"),
        link("abs", "/opt/lib/libx.so"),
        link("task", "/var/task/node_modules"),
        link("over", "../var/task/x"),
        link("out", "../../../../etc/passwd"),
        link("gone", "nothing/here"),
        link("under", "lib/libx.so/deeper"),
        link("self", "self"),
        link("ping", "pong"),
        link("pong", "ping"),
        link("here", "."),
        link("empty", ""),
        link("nul", "a\0b"),
        link("long", "a" * 5000),
        *[link(f"hop{number}", f"hop{number + 1}") for number in range(50)],
        Raw("hop50", b"x"),
    ),
    "layer.zip",
)


@pytest.mark.parametrize(
    ("path", "outcome", "end"),
    [
        ("lib/libx.so.1.2", Outcome.FOUND, "lib/libx.so.1.2"),
        ("lib/libx.so", Outcome.FOUND, "lib/libx.so.1.2"),
        ("lib64/libx.so", Outcome.FOUND, "lib/libx.so.1.2"),
        ("bin/up", Outcome.FOUND, "lib/libx.so.1.2"),
        ("abs", Outcome.FOUND, "lib/libx.so.1.2"),
        ("here", Outcome.FOUND, ""),
        ("here/here/lib64", Outcome.FOUND, "lib"),
        ("task", Outcome.LEAVES, "/var/task/node_modules"),
        ("over", Outcome.LEAVES, "/var/task/x"),
        ("out", Outcome.LEAVES, "/etc/passwd"),
        ("gone", Outcome.DANGLES, "nothing"),
        ("under", Outcome.DANGLES, "lib/libx.so.1.2"),
        ("empty", Outcome.DANGLES, "empty"),
        ("nul", Outcome.DANGLES, "nul"),
        ("long", Outcome.DANGLES, "long"),
        ("self", Outcome.LOOPS, "self"),
        ("ping", Outcome.LOOPS, "ping"),
        ("hop0", Outcome.LOOPS, "hop0"),
        ("hop10", Outcome.FOUND, "hop50"),
    ],
)
def test_links_are_walked_as_the_kernel_does(path: str, outcome: Outcome, end: str) -> None:
    assert resolve(ARCHIVE, path, "/opt") == (outcome, end)


def test_the_root_decides_what_is_inside() -> None:
    assert resolve(ARCHIVE, "abs", "/var/task") == (Outcome.LEAVES, "/opt/lib/libx.so")
    assert resolve(ARCHIVE, "task", "/var/task") == (Outcome.DANGLES, "node_modules")
