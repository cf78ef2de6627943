"""What published wheels need of the system, as we read it and as auditwheel did; its answers are recorded.

`scripts/compare_auditwheel.py` records them and writes the table of all, AUDITWHEEL.md.
"""

import json
import os
from pathlib import Path

import pytest

from tests.integration.manifest import ALL_VARIABLE
from tests.integration.wheelhouse import index_answers
from tests.loader.wheel_needs import wheel_needs
from tests.loader.wheels import Wheel, wheels

RECORD = json.loads(Path(__file__).with_name("auditwheel.json").read_text("utf-8"))
EXPLAINED = {"opencv_python", "pymeshlab"}  #: AUDITWHEEL.md says why they differ
LIGHT = ("psycopg2_binary", "pyzmq", "lxml", "orjson")  #: in every run, for each processor and C library


def chosen() -> list[Wheel]:
    asked = [wheel for wheel in wheels() if wheel.name not in EXPLAINED]
    if os.environ.get(ALL_VARIABLE):
        return asked
    return list({(each.name, each.machine, each.is_musl): each for each in asked if each.name in LIGHT}.values())


@pytest.mark.index
@pytest.mark.parametrize("wheel", chosen(), ids=lambda wheel: str(wheel.file))
def test_a_wheel_needs_what_auditwheel_says(wheel: Wheel) -> None:
    if not index_answers():
        pytest.skip("no index to fetch wheels from")
    ours, theirs = wheel_needs(wheel), RECORD[wheel.file]
    assert (list(ours.versions), list(ours.external)) == (theirs["versions"], theirs["external"])


def test_a_hundred_wheels_are_recorded() -> None:
    assert {wheel.file for wheel in wheels()} == set(RECORD)
    assert sum("versions" in each for each in RECORD.values()) >= 100
    assert {wheel.machine for wheel in wheels()} == {"x86_64", "aarch64"}
    assert any(wheel.is_musl for wheel in wheels())
