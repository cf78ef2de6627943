"""Layers of real packages for Node.js, Java, Ruby and custom runtimes: no error where they work, else the cause alone.

What Node.js at hand makes of the layers of npm packages is held against both.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import pytest

from layerlint.engine import Options, run
from layerlint.environment.environment import Environment, View
from layerlint.inputs.stacks import Declared, lone_stacks
from layerlint.load import load_rules
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target
from layerlint.rule import Severity
from layerlint.stack import Role, Stack
from tests.integration import npm_registry
from tests.integration.npm_archives import FAMILIES, LONE, PUBLISHED, Archive, archives
from tests.truth.node import running
from tests.truth.stage import staged

pytestmark = pytest.mark.index

PLATFORM = load_platform()
RULES = load_rules(packs=False)
DAY = date(2026, 2, 1)
#: an archive fails for its cause and for nothing else
CAUSES: Mapping[str, frozenset[str]] = {
    "": frozenset(),
    "absent": frozenset({"native-part-missing", "package-not-found"}),
    "architecture": frozenset({"other-architecture", "native-part-missing"}),
    "glibc": frozenset({"glibc-too-new"}),
    "musl": frozenset({"musl-binary", "other-architecture"}),
    "node": frozenset({"addon-for-another-node", "other-architecture"}),
    "system": frozenset({"other-system"}),
}
ARCHIVES = tuple(archives())
each_archive = pytest.mark.parametrize("archive", ARCHIVES, ids=lambda archive: archive.name)


@pytest.fixture(scope="session", autouse=True)
def _fetched() -> None:
    families = (pins for family in FAMILIES for pins in (family.packages, *family.native.values()))
    pins = (pin for text in (*families, *(lone.packages for lone in LONE)) for pin in text.split())
    npm_registry.fetch([*pins, *PUBLISHED])


def opened(path: Path) -> Stack:
    found = lone_stacks([str(path)], Declared(role=Role.LAYER))
    assert not found.problems
    return found.stacks[0]


def wrong(stack: Stack, causes: Mapping[tuple[str, str], str]) -> Iterable[str]:
    """What `check` says beside the expected, for each target."""
    for (runtime, architecture), cause in causes.items():
        report = run(
            stack._replace(runtimes=(runtime,), architectures=(architecture,)),
            RULES,
            Options(platform=PLATFORM, as_of=DAY),
        )
        errors = {each.rule.name for each in report.diagnostics if each.severity is Severity.ERROR}
        if bool(errors) != bool(cause) or not errors <= CAUSES[cause]:
            yield f"{runtime} {architecture}: {sorted(errors)} and not {cause or 'nothing'}"


@each_archive
def test_check_finds_the_cause_and_nothing_else(archive: Archive, tmp_path: Path) -> None:
    stack = opened(npm_registry.layer(archive.pins, tmp_path / "layer.zip"))
    assert not list(wrong(stack, archive.causes))


@pytest.mark.parametrize("program", running.programs())
@each_archive
def test_node_loads_what_check_passes(archive: Archive, program: str, tmp_path: Path) -> None:
    runtime = PLATFORM.runtimes.get(f"nodejs{running.major(program)}.x")
    if runtime is None:
        pytest.skip("this Node.js is no runtime of Lambda")
    made = npm_registry.layer(archive.pins, tmp_path / "layer.zip")
    model = Environment(View(opened(made)), Target(runtime, "x86_64"), PLATFORM, DAY).node
    assert model is not None
    main = model.main(model.public[archive.main])
    form = "require" if main is not None and main.required else "import"
    with staged([made]) as stage:
        asked = [(form, archive.main, "/var/task/index.js")]
        (said,) = running.ask(program, stage, asked, model.facts, ":".join(model.resolver.node_path), load=True)
    on_image = {cause for (_, machine), cause in archive.causes.items() if machine == "x86_64"} - {"glibc"}
    assert {bool(cause) for cause in on_image} == {bool(said)}, said


@pytest.mark.parametrize("pin", PUBLISHED)
def test_layers_that_packages_publish_have_no_error(pin: str, tmp_path: Path) -> None:
    made = tmp_path / "layer.zip"
    (zipped,) = (data for path, _, data in npm_registry.files(pin) if path == "lib/layer.zip")
    made.write_bytes(zipped)
    runtimes = ("nodejs20.x", "nodejs22.x", "python3.11", "python3.13", "provided.al2023")
    targets = {(runtime, machine): "" for machine in PUBLISHED[pin] for runtime in runtimes}
    assert not list(wrong(opened(made), targets))
