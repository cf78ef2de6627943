"""Jars of Debian's packages, and classes that javac compiles for one Java or another, as layers and functions."""

import io
import shutil
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from layerlint.examples.build import zip_bytes
from layerlint.stack import Role
from tests.integration.debian import unpacked
from tests.integration.real_verdicts import opened, warnings, wrong

pytestmark = pytest.mark.index

RUNTIMES = {"java8.al2": 8, "java11": 11, "java17": 17, "java21": 21}  # each with its Java
LAYERS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "gson": {"libgoogle-gson-java": ["gson.jar"]},
    "commons": {"libcommons-lang3-java": ["commons-lang3.jar"], "libcommons-io-java": ["commons-io.jar"]},
    "guava": {"libguava-java": ["guava.jar"], "libjsr305-java": ["jsr305.jar"]},
    "jackson": {
        "libjackson2-core-java": ["jackson-core.jar"],
        "libjackson2-databind-java": ["jackson-databind.jar"],
        "libjackson2-annotations-java": ["jackson-annotations.jar"],
    },
    "slf4j": {"libslf4j-java": ["slf4j-api.jar", "slf4j-simple.jar"]},
    "log4j": {"liblog4j2-java": ["log4j-api.jar", "log4j-core.jar"]},
    "joda": {"libjoda-time-java": ["joda-time.jar"]},
    "asm": {"libasm-java": ["asm.jar", "asm-tree.jar"]},
    "bouncycastle": {"libbcprov-java": ["bcprov.jar"]},
    "jna": {"libjna-java": ["jna.jar"]},
}
SINCE = {"jackson": 17}  #: the Java that Debian compiles it for, where not all have that
SOURCE = "package own; public class Handler { public String run(String given) { return given.trim(); } }"


def layer(packages: Mapping[str, Sequence[str]], made: Path) -> Path:
    """The jars in java/lib, as files."""
    jars = {
        f"java/lib/{name}": (unpacked(package) / "usr/share/java" / name).resolve().read_bytes()
        for package, names in packages.items()
        for name in names
    }
    made.write_bytes(zip_bytes(jars))
    return made


@pytest.mark.parametrize("name", LAYERS)
def test_jars_of_debian_load_on_the_java_they_are_made_for(name: str, tmp_path: Path) -> None:
    stack = opened(layer(LAYERS[name], tmp_path / "layer.zip"))
    since = SINCE.get(name, 8)
    assert not list(
        wrong(stack, {(runtime, "arm64"): "" if java >= since else "java" for runtime, java in RUNTIMES.items()})
    )


def test_two_bindings_of_slf4j_are_told(tmp_path: Path) -> None:
    jars = {"libslf4j-java": ["slf4j-api.jar", "slf4j-simple.jar", "slf4j-nop.jar"]}
    stack = opened(layer(jars, tmp_path / "layer.zip"))
    assert "split-logging" in warnings(stack, "java17", "x86_64")
    assert "split-logging" not in warnings(opened(layer(LAYERS["slf4j"], tmp_path / "one.zip")), "java17", "x86_64")


@pytest.mark.parametrize("as_jar", [True, False], ids=["jar in a layer", "classes in a function"])
@pytest.mark.parametrize("release", [8, 11, 17])
def test_classes_load_on_the_java_they_are_compiled_for_and_later_ones(
    release: int, as_jar: bool, tmp_path: Path
) -> None:
    classes = compiled(release, tmp_path)
    made = tmp_path / "made.zip"
    made.write_bytes(zip_bytes({"java/lib/own.jar": jar(classes)} if as_jar else classes))
    expected = {(runtime, "x86_64"): "" if java >= release else "java" for runtime, java in RUNTIMES.items()}
    stack = opened(made, Role.LAYER if as_jar else Role.FUNCTION)
    assert not list(wrong(stack._replace(handler=None if as_jar else "own.Handler::run"), expected))


def compiled(release: int, folder: Path) -> dict[str, bytes]:
    """The class by its path; javap says the same of its version as we expect."""
    if not shutil.which("javac") or not shutil.which("javap"):
        pytest.skip("no JDK here")
    source = folder / "Handler.java"
    source.write_text(SOURCE)
    command = ["javac", "-Xlint:-options", "--release", str(release), "-d", str(folder), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"this javac compiles nothing for Java {release}")
    said = subprocess.run(
        ["javap", "-v", "-cp", str(folder), "own.Handler"],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert f"major version: {release + 44}" in said
    return {"own/Handler.class": (folder / "own/Handler.class").read_bytes()}


def jar(classes: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as opened_jar:
        for path, data in classes.items():
            opened_jar.writestr(path, data)
    return made.getvalue()
