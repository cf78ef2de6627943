"""A part of the AWS SDK comes from the archive and the rest from the runtime.

## Why it matters

The Python runtimes bundle boto3, botocore, s3transfer and what they need. Each of them found in a layer or the function
takes the place of the runtime's, one by one. boto3, botocore and s3transfer are made for each other release by
release; a boto3 of the archive over the botocore of the runtime works until one uses what the other does not have.
The runtime's version is updated without notice, so it may happen on any day.

botocore alone is often brought along by a library that uses it, as the SDK of X-Ray does. That library gets on with it;
only boto3, which the function finds in the runtime, may not. It is a note then.

urllib3, six, dateutil and jmespath come with many packages and get along, with one exception: urllib3 2 and the SDK
that python3.7 to python3.10 were reported to bundle end in
`cannot import name 'DEFAULT_CIPHERS' from 'urllib3.util.ssl_'`.

## What to do

Ship the whole SDK or nothing of it:

    pip install --target python boto3

For the old runtimes keep urllib3 at 1.26, or ship a current SDK with it:

    pip install --target python 'urllib3<2' requests
"""

from collections.abc import Iterator, Sequence

from layerlint.environment.environment import Environment
from layerlint.environment.python.finder import Found, Origin
from layerlint.environment.python.installed import Installed
from layerlint.environment.python.model import PythonModel
from layerlint.examples.recipe import distribution, layer
from layerlint.rule import Finding, Severity, rule

MOST_DIGITS = 9
ONE_RELEASE = ("boto3", "botocore", "s3transfer")
WHOLE = {f"python/{name}/__init__.py": "" for name in ONE_RELEASE}
URLLIB3 = {"python/urllib3/__init__.py": "", **distribution("urllib3", "2.2.0")}


@rule(
    "LL307",
    Severity.WARNING,
    since="0.1",
    good=[
        layer(WHOLE, "python3.12"),
        layer({"python/requests.py": "import urllib3\n", **URLLIB3, "python/six.py": ""}, "python3.12"),
        layer({"python/urllib3/__init__.py": "", **distribution("urllib3", "1.26.18")}, "python3.9"),
        layer({**WHOLE, **URLLIB3}, "python3.10"),
    ],
    bad=[
        layer({"python/boto3/__init__.py": ""}, "python3.12").flags("python/boto3/__init__.py"),
        layer({"python/botocore/__init__.py": ""}, "python3.12").flags("python/botocore/__init__.py"),
        layer(URLLIB3, ("python3.10", "python3.12")).flags("python/urllib3-2.2.0.dist-info/METADATA"),
    ],
)
def runtime_sdk_shadowed_in_part(env: Environment) -> Iterator[Finding]:
    model = env.python
    if model is None:
        return
    found = [found for found in map(model.find, ONE_RELEASE) if found is not None]
    mine = [each for each in found if each.origin is not Origin.RUNTIME and each.place is not None]
    theirs = [each.name for each in found if each.origin is Origin.RUNTIME and each.name in model.facts.bundled]
    if mine and theirs:
        brought = "boto3" in theirs and is_brought_along(model)
        yield mixed(mine, theirs)._replace(severity=Severity.NOTE if brought else None)
    if "botocore" in theirs:
        yield from too_new_urllib3(model)


def is_brought_along(model: PythonModel) -> bool:
    """Whether something else requires botocore, as X-Ray's SDK does: an installer brings it, and it works by itself."""
    others = (each.distribution for each in model.candidates.visible.installed)
    return any("botocore" in model.shared.required(each) for each in others if each.name not in ONE_RELEASE)


def mixed(mine: Sequence[Found], theirs: Sequence[str]) -> Finding:
    names = [each.name for each in mine]
    places = [each.place for each in mine if each.place]
    verb = "comes" if len(names) == 1 else "come"
    who = "whoever imports boto3 gets the runtime's over these: " if "boto3" in theirs else ""
    return Finding(
        message=f"{' and '.join(names)} {verb} from here, and {' and '.join(theirs)} from the runtime",
        paths=tuple(place.path for place in places),
        reason=f"{who}they are made for each other release by release, and the runtime's changes without notice",
        help="ship the whole SDK with it, pip install --target python boto3, or nothing of it",
        archive=places[0].mount.name,
    )


def too_new_urllib3(model: PythonModel) -> Iterator[Finding]:
    limit = model.facts.urllib3_below
    first = next((each for each in model.candidates.visible.installed if each.distribution.name == "urllib3"), None)
    if limit is not None and first is not None and major(first) >= limit:
        yield Finding(
            message=f"urllib3 {first.distribution.version} takes the place of the one that the runtime's SDK needs",
            paths=(first.metadata,),
            reason=(
                f"the SDK reported for this runtime needs urllib3 below {limit}: with it import boto3 fails, "
                "cannot import name 'DEFAULT_CIPHERS'"
            ),
            help=f"pip install --target python 'urllib3<{limit}', or ship a current boto3 as well",
            archive=first.mount.name,
        )


def major(each: Installed) -> int:
    number = each.distribution.version.partition(".")[0]
    return int(number) if number.isdecimal() and len(number) < MOST_DIGITS else 0
