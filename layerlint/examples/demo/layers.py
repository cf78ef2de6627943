"""The steps of the demonstration: what a person types, and the archive that comes of it."""

from collections.abc import Mapping

from layerlint.examples.demo.node_packages import node_modules
from layerlint.examples.demo.python_packages import site_packages
from layerlint.examples.recipe import Content
from layerlint.named_tuple import NamedTuple


class Step(NamedTuple):
    title: str
    commands: tuple[str, ...]  #: how the archive would be made by hand
    archive: str  #: the name of its file
    files: Mapping[str, Content]
    options: tuple[str, ...] = ()  #: of the check


SITE = "python/lib/python3.11/site-packages"
BOTH = ("--runtime", "python3.11", "python3.12")


def steps() -> tuple[Step, ...]:
    return (
        Step(
            "A folder around nodejs/node_modules, zipped with its own name",
            ("(cd layer/nodejs && npm install lodash uuid)", "zip -r my-layer.zip layer/"),
            "my-layer.zip",
            node_modules("layer/nodejs"),
        ),
        Step(
            "The same with Python's packages",
            (f"pip install requests -t lambda-layer/{SITE}", "zip -r shared-layer.zip lambda-layer/"),
            "shared-layer.zip",
            site_packages(f"lambda-layer/{SITE}"),
        ),
        Step(
            "One folder of one version, declared for two",
            (f"pip install requests -t {SITE}", "zip -r requests-layer.zip python/"),
            "requests-layer.zip",
            site_packages(SITE),
            BOTH,
        ),
        Step(
            "The same packages where both versions look",
            ("pip install requests -t python", "zip -r mended-layer.zip python/"),
            "mended-layer.zip",
            site_packages("python"),
            BOTH,
        ),
    )
