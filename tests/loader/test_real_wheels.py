"""The search of our model against the real loader's, for every library of thirty published wheels."""

import os
import platform
from pathlib import Path

import pytest

from tests.integration.manifest import ALL_VARIABLE
from tests.integration.wheelhouse import index_answers
from tests.loader.real import Modelled, loader, traced
from tests.loader.wheels import Wheel, unpacked, wheels

#: in every run; all of them are 500 MB to fetch
CORE = frozenset({"psycopg2_binary", "pyzmq", "soundfile", "pikepdf", "lxml"})
NAMES = """
av cryptography fiona gevent grpcio h5py lightgbm lxml matplotlib netcdf4 numba numpy onnxruntime oracledb pandas
pikepdf pillow psycopg2_binary psycopg_binary pyarrow pycurl pygit2 pymssql pyproj pyzmq rasterio scikit_learn scipy
shapely soundfile tesserocr
"""
pytestmark = [
    pytest.mark.index,
    pytest.mark.skipif(loader() is None, reason="there is no glibc here to ask"),
]


def chosen() -> list[Wheel]:
    """The lightest of each name that this machine's loader takes."""
    names = NAMES.split() if os.environ.get(ALL_VARIABLE) else CORE
    fitting = [wheel for wheel in wheels() if wheel.machine == platform.machine() and not wheel.is_musl]
    return list({wheel.name.lower(): wheel for wheel in reversed(fitting) if wheel.name.lower() in names}.values())


@pytest.mark.parametrize("wheel", chosen(), ids=lambda wheel: str(wheel.name))
def test_every_library_of_a_wheel_links_as_the_real_loader_says(wheel: Wheel) -> None:
    if not index_answers():
        pytest.skip("no index to fetch wheels from")
    folder = unpacked(wheel)
    path = [str(folder / "lib")]
    model = Modelled(folder, path)
    wrong = {}
    for item in model.objects():
        real, ours = traced(Path(item.path), folder, path), model.found(item)
        asked = {name: real.get(name) for name in ours if not name.startswith("ld-linux")}
        if asked != {name: ours[name] for name in asked} or _of(folder, real) - _of(folder, ours) - {item.path}:
            wrong[item.place.path] = (ours, real)
    assert wrong == {}


def _of(folder: Path, found: dict[str, str | None]) -> set[str]:
    return {path for path in found.values() if path and path.startswith(str(folder))}
