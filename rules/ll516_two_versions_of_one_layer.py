"""A function has two versions of one layer.

## Why it matters

Lambda refuses the function: "Two different versions of the same layer are not allowed to be referenced in the same
function." The same version twice is refused as well. It happens where a list of layers is put together from several
places, such as Globals and the function itself, or where two resources of a template publish under one name.

## What to do

Keep one of them.
"""

from collections.abc import Iterator

from layerlint.examples.recipe import stack
from layerlint.pattern import pattern
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Stack

LAYER_VERSION = pattern(r"(arn:[^:\s]+:lambda:[^:\s]*:[^:\s]*:layer:[^:\s]+):(\d+)")
AGENT = "arn:aws:lambda:eu-west-1:123456789012:layer:agent"


@rule(
    "LL516",
    Severity.ERROR,
    since="0.1",
    good=[
        stack(function={"app.py": ""}, absent=(f"{AGENT}:7", f"{AGENT}-arm:7")),
        stack({"python/a.py": ""}, {"python/a.py": ""}, function={"app.py": ""}),
    ],
    bad=[
        stack(function={"app.py": ""}, absent=(f"{AGENT}:7", f"{AGENT}:8")).flags(""),
        stack(function={"app.py": ""}, absent=(f"{AGENT}:7", f"{AGENT}:7")).flags(""),
    ],
)
def two_versions_of_one_layer(stack: Stack) -> Iterator[Finding]:
    versions: dict[str, list[str]] = {}
    for layer, version in filter(None, map(parsed, stack.absent)):
        versions.setdefault(layer, []).append(version)
    for mount in stack.layers:
        if mount.published:
            versions.setdefault(mount.published, []).append("")
        elif mount.origin is not None:
            versions.setdefault(f"{mount.name} ({mount.origin.file}:{mount.origin.line})", []).append("")
    for layer, found in versions.items():
        if len(found) > 1:
            numbers = f" in the versions {' and '.join(found)}" if any(found) else ""
            yield Finding(
                message=f"the function has {layer} twice{numbers}",
                reason="Lambda refuses it: Two different versions of the same layer are not allowed to be referenced "
                "in the same function",
                help="keep one of them",
                subject=layer,
            )


def parsed(arn: str) -> tuple[str, str] | None:
    match = LAYER_VERSION.fullmatch(arn)
    return (match[1], match[2]) if match else None
