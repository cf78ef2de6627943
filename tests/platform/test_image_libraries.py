"""What the table says of shared libraries in the images."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layerlint.platform import files
from layerlint.platform.libraries import LibraryStatus, Presence, load_libraries
from layerlint.platform.load import load_platform
from layerlint.platform.records import Confidence
from layerlint.platform.tables import libraries

PLATFORM = load_platform()
LIBRARIES = load_libraries()


def status(runtime: str, soname: str, architecture: str = "x86_64") -> LibraryStatus:
    return LIBRARIES.status(PLATFORM.runtimes[runtime], architecture, soname)


@pytest.mark.parametrize(
    ("runtime", "soname", "expected"),
    [
        ("python3.12", "libc.so.6", Presence.PRESENT),
        ("python3.11", "libstdc++.so.6", Presence.PRESENT),
        ("python3.7", "libpthread.so.0", Presence.PRESENT),
        ("python3.12", "linux-vdso.so.1", Presence.PRESENT),
        ("python3.12", "libc.musl-x86_64.so.1", Presence.ABSENT),
        ("python3.12", "libGL.so.1", Presence.ABSENT),
        ("python3.11", "libglib-2.0.so.0", Presence.ABSENT),
        ("python3.12", "libglib-2.0.so.0", Presence.PRESENT),
        ("python3.12", "libpython3.12.so.1.0", Presence.PRESENT),
        ("python3.12", "libpython3.9.so.1.0", Presence.ABSENT),
        ("python3.11", "libbz2.so.1", Presence.PRESENT),
        ("provided.al2", "libbz2.so.1", Presence.ABSENT),
        ("python3.11", "liblzma.so.5", Presence.UNKNOWN),
        ("python3.12", "libcrypt.so.2", Presence.UNKNOWN),
        ("provided.al2", "libicuuc.so.50", Presence.PRESENT),
        ("provided.al2", "libicuuc.so.67", Presence.ABSENT),
        ("python3.12", "libgdal.so.32", Presence.ABSENT),
        ("python3.12", "libmine.so.1", Presence.UNKNOWN),
        ("python3.7", "libmine.so.1", Presence.UNKNOWN),
    ],
)
def test_presence(runtime: str, soname: str, expected: Presence) -> None:
    assert status(runtime, soname).presence is expected


def test_the_loader_belongs_to_its_architecture() -> None:
    assert status("python3.12", "ld-linux-x86-64.so.2").presence is Presence.PRESENT
    assert status("python3.12", "ld-linux-x86-64.so.2", "arm64").presence is Presence.ABSENT
    assert status("python3.12", "ld-linux-aarch64.so.1", "arm64").presence is Presence.PRESENT


def test_a_missing_library_says_who_trips_and_how_sure_it_is() -> None:
    found = status("python3.12", "libGL.so.1")
    assert found.confidence is Confidence.MEASURED
    assert "opencv-python" in found.tripped_by
    assert found.reason == "Mesa is not in the image"
    assert status("python3.12", "libX11.so.6").confidence is Confidence.INFERRED
    assert status("python3.11", "libX11.so.6").confidence is Confidence.MEASURED


@pytest.mark.parametrize(
    ("runtime", "soname", "package"),
    [
        ("python3.12", "libGL.so.1", "mesa-libGL"),
        ("python3.11", "libpq.so.5", "postgresql-libs"),
        ("python3.12", "libpq.so.5", "libpq"),
        ("python3.12", "libcrypt.so.1", "libxcrypt-compat"),
        ("python3.12", "libpangoft2-1.0.so.0", "pango"),
        ("python3.12", "libXss.so.1", "libXScrnSaver"),  # in no list of what the image has or lacks
        ("python3.12", "libssl.so.1.1", ""),  # Amazon Linux 2023 has no package with it
        ("nodejs18.x", "libssl.so.1.1", "openssl11-libs"),
    ],
)
def test_the_package_that_brings_a_library_is_named(runtime: str, soname: str, package: str) -> None:
    assert status(runtime, soname).brought_by == package


def test_packages_are_those_of_systems() -> None:
    for soname, row in files.table("missing_libraries.toml")["packages"].items():
        assert ".so" in soname
        assert row
        assert row.keys() <= PLATFORM.systems.keys()


def test_no_library_is_both_there_and_missing() -> None:
    for soname, row in files.table("missing_libraries.toml")["absent"].items():
        for system in row.keys() & PLATFORM.systems.keys():
            assert soname not in libraries.SYSTEMS[system]["present"].split()


def test_every_row_is_whole() -> None:
    assert set(libraries.SYSTEMS) == set(PLATFORM.systems)
    for row in files.table("missing_libraries.toml")["absent"].values():
        assert row.keys() <= {"AL2", "AL2023", "trips", "why"}
        assert row["trips"]
        assert row["why"]


@given(st.text(), st.sampled_from(sorted(PLATFORM.runtimes)), st.sampled_from(["x86_64", "arm64"]))
def test_any_name_has_a_status(soname: str, runtime: str, architecture: str) -> None:
    assert isinstance(status(runtime, soname, architecture), LibraryStatus)
