"""What a linker's short name of a library finds in an image."""

import pytest

from layerlint.platform.libraries import Presence, library_stem, load_libraries
from layerlint.platform.load import load_platform
from layerlint.platform.records import Confidence

PLATFORM = load_platform()


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("libcairo.so.2", "cairo"),
        ("libcairo-2.dll", "cairo"),
        ("libcairo.2.dylib", "cairo"),
        ("cairo", "cairo"),
        ("cairo-2", "cairo"),
        ("libgobject-2.0.so.0", "gobject"),
        ("gobject-2.0-0", "gobject"),
        ("libstdc++.so.6", "stdc++"),
        ("libgomp-a34b3233.so.1.0.0", "gomp"),
        ("libpython*", "python"),
        ("m", "m"),
        ("", ""),
        ("1.so" * 1000, "1.so" * 1000),  # bounded
    ],
)
def test_the_stem_is_the_same_in_all_versions(name: str, stem: str) -> None:
    assert library_stem(name) == stem


@pytest.mark.parametrize(
    ("runtime", "name", "presence", "certain"),
    [
        ("python3.12", "c", Presence.PRESENT, False),
        ("python3.12", "gobject-2.0", Presence.PRESENT, False),
        ("python3.12", "gobject-2.0-0", Presence.ABSENT, True),  # there under another name
        ("python3.11", "gobject-2.0", Presence.ABSENT, True),
        ("python3.11", "cairo", Presence.ABSENT, True),
        ("python3.12", "cairo", Presence.ABSENT, False),
        ("python3.12", "crypt", Presence.PRESENT, False),  # as may be
        ("python3.12", "python3.12", Presence.PRESENT, False),
        ("python3.11", "python3.12", Presence.ABSENT, True),
        ("python3.12", "zbar", Presence.UNKNOWN, False),
    ],
)
def test_an_image_answers_for_every_version(runtime: str, name: str, presence: Presence, *, certain: bool) -> None:
    status = load_libraries().by_short_name(PLATFORM.runtimes[runtime], name)
    assert status.presence is presence
    assert (status.confidence is not Confidence.INFERRED) is certain
