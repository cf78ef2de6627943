"""Layers of real npm packages: no error where they load, else the cause alone; and Node.js at hand says the same."""

from pathlib import Path
from platform import machine

import pytest

from layerlint.environment.environment import Environment, View
from layerlint.platform.records import Target
from layerlint.stack import Stack
from tests.integration import npm_registry
from tests.integration.npm_archives import FAMILIES, LONE, PUBLISHED, Archive, archives
from tests.integration.real_verdicts import DAY, PLATFORM, opened, wrong
from tests.truth.node import running
from tests.truth.stage import staged

pytestmark = pytest.mark.index

ARCHIVES = tuple(archives())


@pytest.fixture(scope="session", autouse=True)
def _fetched() -> None:
    families = (pins for family in FAMILIES for pins in (family.packages, *family.native.values()))
    pins = (pin for text in (*families, *(lone.packages for lone in LONE)) for pin in text.split())
    npm_registry.fetch([*pins, *PUBLISHED])


@pytest.mark.parametrize("archive", ARCHIVES, ids=lambda archive: archive.name)
def test_check_finds_the_cause_and_nothing_else(archive: Archive, tmp_path: Path) -> None:
    made = npm_registry.layer(archive.pins, tmp_path / "layer.zip")
    stack = opened(made)
    assert not list(wrong(stack, archive.causes))
    fails = {bool(cause) for (_, on), cause in archive.causes.items() if on == "x86_64" and cause != "glibc"}
    for program in running.programs():
        said = said_by_node(program, archive.main, made, stack)
        assert said is None or {bool(said)} == fails, said


def said_by_node(program: str, name: str, made: Path, stack: Stack) -> str | None:
    """The error with which loading the package fails, "" where it loads; None of a Node.js that Lambda does not have.

    This machine's glibc is newer than that of the images, and its processor is the usual one.
    """
    runtime = PLATFORM.runtimes.get(f"nodejs{running.major(program)}.x")
    if runtime is None or machine() not in {"x86_64", "AMD64"}:
        return None
    model = Environment(View(stack), Target(runtime, "x86_64"), PLATFORM, DAY).node
    assert model is not None
    main = model.main(model.public[name])
    form = "require" if main is not None and main.required else "import"
    with staged([made]) as stage:
        asked = [(form, name, "/var/task/index.js")]
        (said,) = running.ask(program, stage, asked, model.facts, ":".join(model.resolver.node_path), load=True)
    return said


@pytest.mark.parametrize("pin", PUBLISHED)
def test_layers_that_packages_publish_have_no_error(pin: str, tmp_path: Path) -> None:
    made = tmp_path / "layer.zip"
    (zipped,) = (data for path, _, data in npm_registry.files(pin) if path == "lib/layer.zip")
    made.write_bytes(zipped)
    runtimes = ("nodejs20.x", "nodejs22.x", "python3.11", "python3.13", "provided.al2023")
    targets = {(runtime, machine): "" for machine in PUBLISHED[pin] for runtime in runtimes}
    assert not list(wrong(opened(made), targets))
