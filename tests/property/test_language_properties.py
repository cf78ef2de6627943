"""Readers of Java's, Ruby's, .NET's and Go's formats: they take any bytes, and never raise."""

import json
import struct
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layerlint.examples.dotnet import assembly_bytes
from layerlint.examples.elf import elf_bytes
from layerlint.examples.java import class_bytes, jar
from layerlint.facts.dotnet.assembly import Assembly, Identity, read_assembly, read_identity
from layerlint.facts.dotnet.attributes import asked_by_marks, asked_by_method_marks, marks
from layerlint.facts.dotnet.image import Damage
from layerlint.facts.dotnet.metadata import compressed
from layerlint.facts.dotnet.published import read_dependencies, read_runtime_config
from layerlint.facts.dotnet.signature import Shape, types_of, values_of
from layerlint.facts.go_build import HEADER, INLINE, MAGIC, GoBuild, read_go_build
from layerlint.facts.java.class_file import ClassFile, parameters, read_class
from layerlint.facts.java.jar import Jar, read_jar
from layerlint.facts.java.manifest import Manifest, is_torn, main_attributes, main_section
from layerlint.facts.malformed import Malformed
from layerlint.facts.ruby.source import definitions, read_source, takes_event
from layerlint.facts.ruby.specification import Specification, read_specification
from layerlint.facts.ruby.version import compare, meets, segments

CLASS = class_bytes("a/A", 17, interfaces=["a/I"], methods=[("run", "(ILjava/lang/String;[J)V")])
JAR = jar(
    {"a/A.class": CLASS, "META-INF/MANIFEST.MF": "Multi-Release: true\n", "META-INF/versions/9/a/A.class": CLASS}
)()
DLL = assembly_bytes("App", {"a.B": ["C", "D"], "a.E": []}, parents={"a.B": ("Other", "o.P")})
SPECIFICATION = b'# stub: a 1.0 ruby lib\nGem::Specification.new do |s|\n  s.add_dependency(%q<b>, ["~> 1"])\nend\n'
GO = elf_bytes() + b"\0" * 8
GO += b"\0" * (-len(GO) % 16) + MAGIC + bytes([8, INLINE]) + bytes(HEADER - len(MAGIC) - 2) + b"\x06go1.22\x00"

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "runtimeTarget",
                    "targets",
                    "libraries",
                    "name",
                    "runtime",
                    "native",
                    "runtimeTargets",
                    "rid",
                    "framework",
                ]
            )
            | st.text(max_size=4),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


def changed(data: bytes) -> st.SearchStrategy[bytes]:
    """The bytes with some of them replaced, and perhaps cut."""
    edits = st.lists(st.tuples(st.integers(0, len(data) - 1), st.integers(0, 255)), max_size=8)
    return st.builds(_edited, st.just(data), edits, st.integers(0, len(data)) | st.just(len(data)))


def _edited(data: bytes, edits: list[tuple[int, int]], end: int) -> bytes:
    out = bytearray(data)
    for place, value in edits:
        out[place] = value
    return bytes(out[:end])


@given(st.binary(max_size=300) | changed(CLASS))
def test_class_files(data: bytes) -> None:
    assert isinstance(read_class("A.class", data), ClassFile | Malformed)


@given(st.text(max_size=40) | st.text("()[LIJV;/a", max_size=40))
def test_descriptors(text: str) -> None:
    assert len("".join(parameters(text))) <= len(text)


@settings(max_examples=60)
@given(st.binary(max_size=300) | changed(JAR))
def test_jars(data: bytes) -> None:
    found = read_jar("a.jar", data)
    assert isinstance(found, Jar | Malformed)
    if isinstance(found, Jar):
        assert set(found.on(8)) == set(found.classes)


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_manifests(one: bytes, other: bytes) -> None:
    assert all(isinstance(value, str) for value in main_attributes(one).values())
    assert one.startswith(main_section(one))
    assert is_torn(one, Manifest(other)) in (True, False, None)


@given(st.binary(max_size=300) | changed(DLL))
def test_assemblies(data: bytes) -> None:
    assert isinstance(read_identity("a.dll", data), Identity | Malformed)
    found = read_assembly("a.dll", data)
    assert isinstance(found, Assembly | Malformed)
    if isinstance(found, Assembly):
        asked_by_marks(found)
        marks(found)
        for item in found.types.values():
            found.asked_by_type(item)
            for method in item.methods:
                found.asked_by_method(method)
                asked_by_method_marks(found, method)
                marks(found, method)


@given(st.binary(max_size=40))
def test_signatures_are_read_or_refused(data: bytes) -> None:
    for read in (Shape, types_of, values_of):
        with suppress(Damage):
            read(data)


def test_a_signature_without_end_is_refused() -> None:
    with pytest.raises(Damage):
        types_of(bytes([0x1D]) * 10_000)


@given(st.integers(0, 0x1FFFFFFF), st.binary(max_size=4))
def test_numbers_of_signatures_are_read_back(number: int, before: bytes) -> None:
    width = 1 if number < 0x80 else 2 if number < 0x4000 else 4
    mark = {1: 0, 2: 0x8000, 4: 0xC0000000}[width]
    written = (number | mark).to_bytes(width, "big")
    assert compressed(before + written, len(before)) == (number, len(before) + width)


def test_tables_that_declare_more_than_they_hold() -> None:
    place = DLL.index(b"BSJB")
    start = DLL.index(struct.pack("<IBBBB", 0, 2, 0, 0, 1), place)
    damaged = bytearray(DLL)
    struct.pack_into("<I", damaged, start + 24, 0xFFFFFFFF)
    assert isinstance(read_assembly("a.dll", bytes(damaged)), Malformed)


@given(values | st.text(max_size=30))
def test_json_of_a_publish(value: object) -> None:
    data = value.encode() if isinstance(value, str) else json.dumps(value).encode()
    read_dependencies("a.deps.json", data)
    read_runtime_config("a.runtimeconfig.json", data)


def test_json_that_nests_too_deep() -> None:
    data = b'{"a":' * 100_000
    assert isinstance(read_dependencies("a.deps.json", data), Malformed)
    assert isinstance(read_runtime_config("a.runtimeconfig.json", data), Malformed)


@given(st.binary(max_size=300) | changed(SPECIFICATION))
def test_specifications(data: bytes) -> None:
    assert isinstance(read_specification("a.gemspec", data), Specification | Malformed)


@given(st.text(max_size=12), st.text("0123.-abrc", max_size=12))
def test_versions_are_ordered(one: str, other: str) -> None:
    mine, theirs = segments(one), segments(other)
    assert compare(mine, theirs) == -compare(theirs, mine)
    assert meets(one, [one]) in (True, False, None)


@given(st.text(max_size=200) | st.text("def handler(event:,cntx)\n=begd 'rquis", max_size=200))
def test_ruby_sources(text: str) -> None:
    source = read_source(text.encode("utf-8", "replace"))
    assert all(line >= 1 for _, line in source.requires)
    assert all(takes_event(each) in (True, False) for each in definitions(source, "handler"))


@given(st.binary(max_size=300) | changed(GO))
def test_go_builds(data: bytes) -> None:
    assert read_go_build(data) is None or isinstance(read_go_build(data), GoBuild)


def test_the_sound_ones_are_read() -> None:
    assert isinstance(read_class("A.class", CLASS), ClassFile)
    assert isinstance(read_jar("a.jar", JAR), Jar)
    assert isinstance(read_assembly("a.dll", DLL), Assembly)
    assert isinstance(read_specification("a.gemspec", SPECIFICATION), Specification)
    build = read_go_build(GO)
    assert build is not None
    assert build.version == "go1.22"
