"""Real layers: layerlint's answer for every module is what Python does, on every CPython at hand."""

import pytest

from tests.integration import wheelhouse
from tests.integration.manifest import Case, chosen
from tests.truth.compare import compare, host_only, predicted
from tests.truth.image import image
from tests.truth.interpreters import VERSIONS, interpreter
from tests.truth.stage import staged

pytestmark = pytest.mark.index


@pytest.fixture(scope="session", autouse=True)
def _index() -> None:
    if not wheelhouse.index_answers():
        pytest.skip("no package index answers")


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("case", chosen(), ids=lambda case: case.build.name)
def test_real_layer_imports_as_python_does(case: Case, version: str) -> None:
    if interpreter(version) is None:
        pytest.skip(f"no CPython {version} at hand")
    layer = (wheelhouse.layer(case.build),)
    answers = predicted(layer, None, version)
    unknown = {answer.name for answer in answers if answer.loads == "unknown"} & case.unknown.keys()
    with staged(layer) as stage:
        found = compare(stage, answers, version, image(version))
    surprising = [one for one in found if one.name not in unknown and not host_only(one)]
    assert not surprising, "\n".join(map(str, surprising))


def test_the_list_is_long_enough() -> None:
    assert len(chosen()) >= 30
