"""Calls that look up the metadata of a distribution."""

from collections.abc import Iterator

from layerlint.environment.tree import Place
from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern

METADATA_READERS = ("importlib.metadata", "importlib_metadata", "pkg_resources")
METADATA_CALL = pattern(
    rb"(?:version|distribution|metadata|requires|files|get_distribution)\(\s*"
    rb"(?:['\"]([\w.\-]+)['\"]|(__name__|__package__))"
)


class Question(NamedTuple):
    name: str  #: the distribution asked for
    offset: int


def questions(module: str, place: Place) -> Iterator[Question]:
    package = module if place.path.endswith("/__init__.py") else module.rpartition(".")[0]
    own = {b"__name__": module, b"__package__": package}
    for call in METADATA_CALL.finditer(place.read()):
        yield Question(call[1].decode() if call[1] else own[call[2]], call.start())
