"""A layer or function brings the AWS SDK that the runtime has as well.

## Why it matters

From nodejs18.x on the runtime brings the clients of version 3 under `@aws-sdk/` and what they need under `@smithy/`, up
to nodejs16.x it brings `aws-sdk`. A copy of one's own counts in the 250 MB and takes time to load. AWS advises to bring
one where a certain version matters, since the runtime's changes without notice; then this note can be ignored.

## What to do

Leave the SDK out where any recent version does:

    npm install --omit=dev && npm prune
    zip -d layer.zip 'nodejs/node_modules/@aws-sdk/*' 'nodejs/node_modules/@smithy/*'
"""

from collections import Counter
from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.examples.recipe import layer, zeros
from layerlint.facts.weight import MIB, mib
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount
from layerlint.words import quoted, zip_name

WORTH = MIB  # below this a note costs more than it saves
MARK = "node_modules/"
CLIENT = "nodejs/node_modules/@aws-sdk/client-s3"


@rule(
    "LL708",
    Severity.NOTE,
    since="0.1",
    good=[
        layer({f"{CLIENT}/package.json": "{}", f"{CLIENT}/a.js": zeros(2 * MIB)}, "nodejs16.x"),
        layer({f"{CLIENT}/package.json": "{}", f"{CLIENT}/a.js": zeros(1000)}, "nodejs22.x"),
        layer({"nodejs/node_modules/uuid/package.json": "{}", "nodejs/node_modules/uuid/a.js": zeros(2 * MIB)}),
    ],
    bad=[
        layer({f"{CLIENT}/package.json": "{}", f"{CLIENT}/a.js": zeros(2 * MIB)}, "nodejs22.x").flags(
            "nodejs/node_modules/@aws-sdk"
        ),
        layer({"nodejs/node_modules/aws-sdk/dist/all.js": zeros(2 * MIB)}, "nodejs16.x").flags(
            "nodejs/node_modules/aws-sdk"
        ),
    ],
)
def runtime_sdk_brought_again(mount: Mount, env: Environment) -> Iterator[Finding]:
    facts = env.target.runtime.nodejs
    if facts is None:
        return
    names = tuple(name.removesuffix("/*") for name in facts.bundled)
    sizes = weights(mount, names)
    total = sum(sizes.values())
    if total >= WORTH:
        folders = sorted(sizes, key=lambda folder: -sizes[folder])
        patterns = " ".join(quoted(f"{folder}/*") for folder in folders[:5])
        yield Finding(
            message=f"the AWS SDK takes {mib(total)}, and the runtime has it as well",
            paths=tuple(folders),
            reason=f"the runtime brings {' and '.join(names)}",
            help=f"where any recent version does: zip -d {zip_name(mount.name)} {patterns}",
        )


def weights(mount: Mount, names: tuple[str, ...]) -> Counter[str]:
    """Bytes by the folder of each package or scope that is bundled; copies inside of other packages included."""
    marks = tuple(f"{MARK}{name}/" for name in names)
    sizes = Counter[str]()
    archive = mount.contents.archive
    if not any(f"{folder}/".endswith(marks) for folder in archive.folders):
        return sizes
    for path, entry in archive.files.items():
        for mark in marks:
            before, found, _ = path.partition(mark)
            if found:
                sizes[before + mark.rstrip("/")] += entry.size
                break
    return sizes
