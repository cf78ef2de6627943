"""Real layers: layerlint's answer for every module is what Python does, on every CPython at hand."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.integration import wheelhouse
from tests.integration.manifest import Case, chosen
from tests.truth.compare import compare, host_only, predicted
from tests.truth.image import image
from tests.truth.interpreters import at_hand
from tests.truth.stage import Stage, staged

pytestmark = pytest.mark.index


@pytest.fixture(scope="session", autouse=True)
def _index() -> None:
    if not wheelhouse.index_answers():
        pytest.skip("no package index answers")


class Laid(NamedTuple):
    """A layer and where it is laid out, for all versions."""

    case: Case
    layer: Path
    stage: Stage


@pytest.fixture(scope="module")
def laid(request: pytest.FixtureRequest) -> Iterator[Laid]:
    layer = wheelhouse.layer(request.param.build)
    with staged((layer,)) as stage:
        yield Laid(request.param, layer, stage)


@pytest.mark.parametrize("version", at_hand())
@pytest.mark.parametrize("laid", chosen(), ids=lambda case: case.build.name, indirect=True)
def test_real_layer_imports_as_python_does(laid: Laid, version: str) -> None:
    answers = predicted((laid.layer,), None, version)
    unknown = {answer.name for answer in answers if answer.loads == "unknown"} & laid.case.unknown.keys()
    found = compare(laid.stage, answers, version, image(version))
    surprising = [one for one in found if one.name not in unknown and not host_only(one)]
    assert not surprising, "\n".join(map(str, surprising))


def test_the_list_is_long_enough() -> None:
    assert len(chosen()) >= 30
