"""Requires-Dist lines: the quick reading against the standard's own library."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.requirements import InvalidRequirement
from packaging.requirements import Requirement as Parsed
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from layerlint.facts.requirement import admits, applies, read_requirement
from layerlint.facts.specifier import accepts

VARIABLES = {
    "python_version": "3.12",
    "python_full_version": "3.12.9",
    "implementation_name": "cpython",
    "implementation_version": "3.12.9",
    "platform_python_implementation": "CPython",
    "platform_machine": "x86_64",
    "platform_system": "Linux",
    "platform_release": "",
    "platform_version": "",
    "sys_platform": "linux",
    "os_name": "posix",
}
NUMBERS = st.lists(st.integers(0, 3), min_size=1, max_size=4).map(lambda parts: ".".join(map(str, parts)))
VERSIONS = st.builds("{}{}".format, NUMBERS, st.sampled_from(["", "", "", ".post1", "rc1", ".dev0", "+local"]))
BOUNDS = st.one_of(
    st.builds("{}{}".format, st.sampled_from(["==", "!="]), NUMBERS),
    st.builds("{}{}.*".format, st.sampled_from(["==", "!="]), NUMBERS),
    st.builds("{}{}{}".format, st.sampled_from(["<", ">="]), NUMBERS, st.sampled_from(["", "a0", ".dev1", "b", "rc1"])),
    st.builds("{}{}".format, st.sampled_from(["<=", ">"]), NUMBERS),
    st.builds("~={}.{}".format, NUMBERS, st.integers(0, 3)),
)
ATOMS = st.one_of(
    st.builds(
        'python_version {} "3.{}"'.format, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), st.integers(8, 14)
    ),
    st.builds("sys_platform {} '{}'".format, st.sampled_from(["==", "!="]), st.sampled_from(["linux", "win32"])),
    st.builds('extra == "{}"'.format, st.sampled_from(["socks", "Fast_IO", "other"])),
)
MARKERS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.builds("{} and {}".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("({})".format, inner),
    ),
    max_leaves=4,
)


@given(st.lists(BOUNDS, max_size=3).map(",".join), VERSIONS)
def test_versions_are_admitted_as_the_standard_says(specifier: str, version: str) -> None:
    requirement = read_requirement(f"name{specifier}")
    assert requirement is not None
    assert admits(requirement, version) is SpecifierSet(specifier).contains(version, prereleases=True)


@given(st.lists(BOUNDS, max_size=3).map(", ".join), st.tuples(st.integers(2, 3), st.integers(0, 15)))
def test_pythons_are_accepted_as_the_standard_says(requires_python: str, version: tuple[int, int]) -> None:
    newest = f"{version[0]}.{version[1]}.99"
    assert accepts(requires_python, version) is SpecifierSet(requires_python).contains(newest)


@given(MARKERS, st.sampled_from([(), ("socks",), ("fast-io", "other")]))
def test_markers_are_true_as_the_standard_says(marker: str, extras: tuple[str, ...]) -> None:
    requirement, parsed = read_requirement(f"name>=1; {marker}"), Parsed(f"name>=1; {marker}").marker
    assert requirement is not None
    assert parsed is not None
    expected = any(parsed.evaluate({**VARIABLES, "extra": extra}) for extra in ("", *extras))
    assert applies(requirement, VARIABLES, extras) is expected


@pytest.mark.parametrize(
    ("text", "name", "extras", "specifier", "marker"),
    [
        ("Zope.Interface (>=4.0)", "zope-interface", (), ">=4.0", ""),
        (
            "uvicorn[standard, Other_One]>=0.1 ; extra == 'all'",
            "uvicorn",
            ("standard", "other-one"),
            ">=0.1",
            "extra == 'all'",
        ),
        ("pkg @ https://host/pkg-1.0.whl", "pkg", (), "@ https://host/pkg-1.0.whl", ""),
    ],
)
def test_parts(text: str, name: str, extras: tuple[str, ...], specifier: str, marker: str) -> None:
    assert read_requirement(text) == (text, name, extras, specifier, marker)


def test_what_nobody_can_read_accuses_nobody() -> None:
    odd, marked = read_requirement("pkg>=what,ever"), read_requirement("pkg; python_version is odd")
    assert odd is not None
    assert marked is not None
    assert admits(odd, "1.0")
    assert accepts("three or later", (3, 12))
    assert not applies(marked, VARIABLES, ())


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    requirement = read_requirement(text)
    if requirement is not None:
        applies(requirement, VARIABLES, ("x",))
        admits(requirement, text)


@given(st.from_regex(r"[a-z]([a-z0-9._-]{0,5}[a-z0-9])?(\[[a-z,]{0,5}\])? ?(>=1)?", fullmatch=True))
def test_names_and_extras_are_the_standards(text: str) -> None:
    try:
        parsed = Parsed(text)
    except InvalidRequirement:
        return
    requirement = read_requirement(text)
    assert requirement is not None
    assert requirement.name == canonicalize_name(parsed.name)
    assert set(requirement.extras) == {canonicalize_name(extra) for extra in parsed.extras}
