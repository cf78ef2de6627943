"""What is read of package.json, and what is not taken for one."""

import json

import pytest

from layerlint.facts.malformed import Malformed
from layerlint.facts.package_json import LARGEST, PackageJson, read_package_json


def read(value: object) -> PackageJson:
    found = read_package_json("package.json", json.dumps(value).encode())
    assert isinstance(found, PackageJson)
    return found


def test_the_fields_that_matter() -> None:
    found = read(
        {
            "name": "a",
            "version": "1.0.0",
            "type": "module",
            "main": "lib/a.js",
            "exports": {".": "./a.js"},
            "imports": {"#x": "./x.js"},
            "engines": {"node": ">=18", "npm": "*"},
            "os": ["linux"],
            "cpu": "x64",
            "libc": ["glibc"],
            "dependencies": {"b": "1"},
            "devDependencies": {"c": "1"},
        }
    )
    assert (found.name, found.version, found.is_module, found.main) == ("a", "1.0.0", True, "lib/a.js")
    assert (found.exports, dict(found.imports)) == ({".": "./a.js"}, {"#x": "./x.js"})
    assert (found.node, found.systems, found.processors, found.libraries) == (">=18", ("linux",), ("x64",), ("glibc",))
    assert (dict(found.dependencies), found.development) == ({"b": "1"}, frozenset("c"))


def test_optional_ones_are_not_needed() -> None:
    found = read(
        {
            "dependencies": {"a": "1", "b": "1"},
            "optionalDependencies": {"b": "1", "c": "1"},
            "peerDependencies": {"d": "1", "e": "1"},
            "peerDependenciesMeta": {"e": {"optional": True}},
        }
    )
    assert (set(found.dependencies), set(found.optional), set(found.peers)) == ({"a"}, {"b", "c"}, {"d"})


def test_values_of_a_wrong_type_count_as_absent() -> None:
    fields = ("name", "version", "type", "main", "engines", "os", "dependencies", "imports", "peerDependenciesMeta")
    found = read(dict.fromkeys(fields, 5))
    assert found == PackageJson("package.json")


def test_a_byte_order_mark_is_no_fault() -> None:
    assert isinstance(read_package_json("a", b'\xef\xbb\xbf{"name": "a"}'), PackageJson)


def test_numbers_of_any_length_are_json() -> None:
    assert isinstance(read_package_json("a", b'{"a": ' + b"1" * 10_000 + b"}"), PackageJson)


@pytest.mark.parametrize("data", [b"", b"{", b'{"a": 1,}', b"// no\n{}", b"<<<<<<< HEAD", b"{'a': 1}", b'{"a": NaN}'])
def test_no_json(data: bytes) -> None:
    found = read_package_json("package.json", data)
    assert isinstance(found, Malformed)
    assert found.reason.startswith("is no JSON")


@pytest.mark.parametrize("data", [b"[]", b"5", b"null", b'"text"'])
def test_json_of_another_kind(data: bytes) -> None:
    assert read_package_json("a", data) == Malformed("a", "holds no JSON object")


@pytest.mark.parametrize("data", [b"[" * 200_000, b'{"a":' * 200_000, b" " * (LARGEST + 1)])
def test_bounds(data: bytes) -> None:
    assert isinstance(read_package_json("a", data), Malformed)
