"""The class path model against a Java that loads the same classes, compiled here."""

import io
import os
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from layerlint.engine import Options, run
from layerlint.environment.environment import Environment, View
from layerlint.environment.java.class_path import ClassPath, Found
from layerlint.environment.java.handler import Fault, fault, handler_name
from layerlint.examples.build import stack_of, zip_bytes
from layerlint.examples.java import class_bytes, jar
from layerlint.examples.recipe import Content, stack
from layerlint.facts.java.jar import Jar, read_jar
from layerlint.load import load_rules
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target
from layerlint.stack import Stack
from tests.truth.stage import staged

PLATFORM = load_platform()
JAVA17 = Target(PLATFORM.runtimes["java17"], "x86_64")
PROBE = Path(__file__).parent / "java" / "Probe.java"
needs_jdk = pytest.mark.skipif(not shutil.which("javac"), reason="no JDK here to hold the model against")

SOURCES = {
    "a/Plain.java": "package a; public class Plain { public void run(String s) {} void hidden() {} }",
    "a/Child.java": "package a; public class Child extends Plain { public Child() {} }",
    "a/Wants.java": "package a; public class Wants { public Wants(int i) {} public void run() {} }",
    "a/Fixed.java": "package a; public class Fixed { private Fixed() {} public static void run() {} }",
    "a/Open.java": "package a; public abstract class Open { public void run() {} public static void still() {} }",
    "a/Near.java": "package a; class Near { public void run() {} }",
    "a/Defaults.java": "package a; public class Defaults implements Face { } interface Face { default void run() {} }",
}
HANDLERS = [
    "a.Plain::run",
    "a.Plain::hidden",
    "a.Plain::nowhere",
    "a.Child::run",
    "a.Wants::run",
    "a.Fixed::run",
    "a.Open::run",
    "a.Open::still",
    "a.Near::run",
    "a.Defaults::run",
    "a.Plain::toString",
    "a.Nowhere::run",
]
MEANT = {Fault.NO_METHOD: "no-method", Fault.NO_CONSTRUCTOR: "no-constructor", Fault.ABSTRACT: "abstract"}


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """The sources' classes by path, and the probe's."""
    if not shutil.which("javac"):
        pytest.skip("no JDK here to hold the model against")
    folder = tmp_path_factory.mktemp("java")
    for path, text in SOURCES.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text)
    sources = [str(folder / path) for path in SOURCES]
    subprocess.run(["javac", "--release", "11", "-d", str(folder), *sources, str(PROBE)], check=True)  # noqa: S607
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.class"))}


def asked(
    stack_files: tuple[Mapping[str, Content], Mapping[str, Content]], words: list[str], compiled: Mapping[str, bytes]
) -> dict[str, str]:
    """What Java says to each word, with the function and the layer unpacked."""
    function, layer = stack_files
    with staged([]) as stage:
        (stage.root / "Probe.class").write_bytes(compiled["Probe.class"])
        for root, files in ((stage.task, function), (stage.opt, layer)):
            with zipfile.ZipFile(io.BytesIO(zip_bytes(files))) as opened:
                opened.extractall(root)
        command = ["java", "-Xshare:auto", "-cp", str(stage.root), "Probe", str(stage.task), str(stage.opt), *words]
        words_in_any_language = os.environ | {"LC_ALL": "C.UTF-8"}
        run = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", env=words_in_any_language)
    return {word: said for word, _, said in (line.partition(" ") for line in run.stdout.splitlines())}


def modelled(function: Mapping[str, Content], layer: Mapping[str, Content]) -> tuple[ClassPath, Stack]:
    mounted = stack_of(stack(layer, function=function, runtime="java17"))
    path = Environment(View(mounted), JAVA17, PLATFORM, PLATFORM.as_of).java
    assert path is not None
    return path, mounted


def winner(found: Found | None) -> str:
    if found is None:
        return "ClassNotFoundException"
    return found.element.shown.rpartition("/")[2] if found.element.place else "folder"


@needs_jdk
def test_the_same_jar_wins(compiled: Mapping[str, bytes]) -> None:
    plain, child = compiled["a/Plain.class"], compiled["a/Child.class"]
    names = ["b-1.12.jar", "b-1.2.jar", "Z.jar", "é.jar", "\U00010000.jar", "\uffee.jar", "b.JAR", "b.war"]
    packages = {f"p{number}": name for number, name in enumerate(names)}
    own = {
        name: jar({f"{package}/Only.class": class_bytes(f"{package}/Only", 11)}) for package, name in packages.items()
    }
    shared = {name: jar({"a/Plain.class": plain, f"s{number}/A.class": b""}) for number, name in enumerate(names[:6])}
    function: dict[str, Content] = {f"lib/{name}": content for name, content in shared.items()}
    function |= {"a/Child.class": child, "lib/sub/c.jar": jar({"c/A.class": class_bytes("c/A", 11)})}
    layer: dict[str, Content] = {f"java/lib/{name}": content for name, content in own.items()}
    layer["java/lib/a.jar"] = jar({"a/Child.class": child, "a/Plain.class": plain})
    words = ["a.Plain", "a.Child", "c.A", *(f"{package}.Only" for package in packages)]
    said = asked((function, layer), words, compiled)
    path, _ = modelled(function, layer)
    assert {word: winner(path.find(word.replace(".", "/"))) for word in words} == said
    assert said["a.Plain"] == "Z.jar"


@needs_jdk
def test_orders_of_names_agree_for_each_pair(compiled: Mapping[str, bytes]) -> None:
    names = ["a-1.12.jar", "a-1.2.jar", "A.jar", "_.jar", "a.jar", "é.jar", "\uffee.jar", "\U00010000.jar"]
    layer: dict[str, Content] = {}
    words = []
    for first, one in enumerate(names):
        content: dict[str, Content] = {}
        for second, _ in enumerate(names):
            package = f"p{min(first, second)}x{max(first, second)}"
            content[f"{package}/Both.class"] = class_bytes(f"{package}/Both", 11)
            words.append(f"{package}.Both")
        layer[f"java/lib/{one}"] = jar(content)
    said = asked(({}, layer), sorted(set(words)), compiled)
    path, _ = modelled({}, layer)
    assert {word: winner(path.find(word.replace(".", "/"))) for word in said} == said


@needs_jdk
def test_versions_are_refused_alike(compiled: Mapping[str, bytes]) -> None:
    releases = [8, 11, 16, 17, 18, 21]
    layer: dict[str, Content] = {
        f"java/lib/r{release}.jar": jar({f"r{release}/A.class": class_bytes(f"r{release}/A", release)})
        for release in releases
    }
    layer["java/lib/preview16.jar"] = jar({"preview16/A.class": class_bytes("preview16/A", 16, preview=True)})
    manifest = "Manifest-Version: 1.0\r\nMulti-Release: true\r\n\r\n"
    for release in (11, 21):
        layer[f"java/lib/multi{release}.jar"] = jar(
            {
                "META-INF/MANIFEST.MF": manifest,
                f"multi{release}/A.class": class_bytes(f"multi{release}/A", 8),
                f"META-INF/versions/{release}/multi{release}/A.class": class_bytes(f"multi{release}/A", 21),
            }
        )
    packages = [*(f"r{release}" for release in releases), "preview16", "multi11", "multi21"]
    said = asked(({}, layer), [f"{package}.A" for package in packages], compiled)
    path, _ = modelled({}, layer)
    for package in packages:
        found = path.find(f"{package}/A")
        assert found is not None
        refused = path.is_too_new(found.item.version)
        assert refused == (said[f"{package}.A"] == "UnsupportedClassVersionError"), package


@needs_jdk
def test_handlers_are_found_alike(compiled: Mapping[str, bytes]) -> None:
    layer: dict[str, Content] = {"java/lib/a.jar": jar({path: data for path, data in compiled.items() if "/" in path})}
    said = asked(({}, layer), HANDLERS, compiled)
    path, _ = modelled({}, layer)
    for handler in HANDLERS:
        name = handler_name(handler)
        found = path.find(name.path)
        assert verdict(found, name.method, path) == said[handler], handler


def verdict(found: Found | None, method: str | None, path: ClassPath) -> str:
    if found is None:
        return "ClassNotFoundException"
    wrong = fault(found, method, path)
    return MEANT[wrong] if wrong else "callable"


@pytest.mark.skipif(not shutil.which("jarsigner"), reason="no JDK here to sign a jar")
def test_torn_signatures_are_refused_alike(compiled: Mapping[str, bytes], tmp_path: Path) -> None:
    store, signed = tmp_path / "keys", tmp_path / "signed.jar"
    signed.write_bytes(jar({"a/Plain.class": compiled["a/Plain.class"]})())
    password = ["-storepass", "changeit", "-keystore", str(store)]
    key = [
        "keytool",
        "-genkeypair",
        "-dname",
        "CN=a",
        "-alias",
        "a",
        "-keyalg",
        "EC",
        "-keypass",
        "changeit",
        *password,
    ]
    for command in (key, ["jarsigner", *password, str(signed), "a"]):
        subprocess.run(command, check=True, capture_output=True)
    jars = {"signed": signed.read_bytes()}
    with zipfile.ZipFile(signed) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    manifest = members.pop("META-INF/MANIFEST.MF")
    changed = {
        "main": b"Manifest-Version: 1.0\r\nOther: yes\r\n\r\n",
        "added": manifest + b"Name: new\r\nSHA-256-Digest: AAAA\r\n\r\n",
        "same": manifest,
    }
    for name, data in changed.items():
        jars[name] = jar(
            {"META-INF/MANIFEST.MF": data, **{k: v for k, v in members.items() if k != "META-INF/MANIFEST.MF"}}
        )()
    for name, data in jars.items():
        said = asked(({}, {"java/lib/a.jar": data}), ["a.Plain"], compiled)
        facts = read_jar("a.jar", data)
        assert isinstance(facts, Jar)
        assert bool(facts.tears) == (said["a.Plain"] == "SecurityException"), (name, said)


@needs_jdk
def test_real_classes_break_no_rule(compiled: Mapping[str, bytes]) -> None:
    files = {path: data for path, data in compiled.items() if "/" in path}
    mounted = stack_of(stack(function={**files}, runtime=("java11", "java17", "java21"), handler="a.Child::run"))
    rules = [rule for rule in load_rules(packs=False) if rule.family in ("LL2", "LL8")]
    found = run(mounted, rules, Options(platform=PLATFORM, as_of=PLATFORM.as_of)).diagnostics
    assert [(each.code, each.finding.message) for each in found] == []
