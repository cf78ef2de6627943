"""A native addon needs a newer Node-API than the runtime has.

## Why it matters

Addons that use Node-API load on every Node.js that has the version of it they were built for: 9 on Node.js 18 and 20,
10 on 22 and later. Node.js asks an addon for that version as it loads it, and where it is newer than its own the
process crashes: `Runtime exited with error: signal: segmentation fault`, which no `try … catch` holds up.

A function of Node-API that the runtime does not have ends loading with `undefined symbol` where the addon was linked
with `-z now`, as Rust links, and else the process once it is called: `symbol lookup error`. The latter is a warning, as
is an addon that only functions or conditions come to.

## What to do

Choose a runtime with a newer Node.js, or a version of the package that is made for the one that there is.
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.examples.elf import elf
from layerlint.examples.recipe import function, layer
from layerlint.hints import TYPE_CHECKING
from layerlint.node_findings import of_addon
from layerlint.python_findings import listed
from layerlint.rule import Finding, Severity, rule

if TYPE_CHECKING:
    from layerlint.environment.node.misbuilt import Calling, Owned
    from layerlint.platform.records import NodeFacts

FOLDER = "nodejs/node_modules/fast"
DIRECT = {
    f"{FOLDER}/package.json": '{"name": "fast", "version": "1.0.0"}',
    f"{FOLDER}/index.js": "module.exports = require('./build/Release/fast.node')\n",
}
ADDON = f"{FOLDER}/build/Release/fast.node"
TAKEN = ("napi_set_property", "node_api_set_prototype")
OWN = {"index.js": "const fast = require('./fast.node')\nexports.handler = async () => fast\n"}


@rule(
    "LL713",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({**DIRECT, ADDON: elf(api_version=10)}, "nodejs22.x", "x86_64"),
        layer({**DIRECT, ADDON: elf(api_version=10)}, "nodejs16.x", "x86_64"),
        layer({**DIRECT, ADDON: elf("arm64", api_version=9)}, "nodejs20.x", "arm64"),
        layer({**DIRECT, ADDON: elf(undefined=TAKEN, api_version=8)}, "nodejs24.x", "x86_64"),
        layer({**DIRECT, ADDON: elf(weak=TAKEN, api_version=8)}, "nodejs22.x", "x86_64"),
    ],
    bad=[
        layer({**DIRECT, ADDON: elf(api_version=10)}, "nodejs20.x", "x86_64").flags(ADDON),
        layer({**DIRECT, ADDON: elf("arm64", api_version=10)}, "nodejs20.x", "arm64").flags(ADDON),
        layer({**DIRECT, ADDON: elf(undefined=TAKEN, api_version=8)}, "nodejs22.x", "x86_64").flags(ADDON),
        layer({**DIRECT, ADDON: elf(undefined=TAKEN, api_version=8, waits=True)}, "nodejs22.x", "x86_64").flags(ADDON),
        function({**OWN, "fast.node": elf(api_version=11)}, "nodejs24.x", "x86_64", handler="index.handler").flags(
            "fast.node"
        ),
    ],
)
def node_api_too_new(env: Environment) -> Iterator[Finding]:
    if env.node is None:
        return
    from layerlint.environment.node.misbuilt import calling_addons, misbuilt_addons  # noqa: PLC0415  # of one language only

    for item in misbuilt_addons(env.node):
        if not any(wrong.versions for wrong in item.wrong):
            yield refused(item, env.node.facts, env)
    for each in calling_addons(env.node):
        yield of_calls(each, env.node.facts, env)


def refused(item: "Owned", facts: "NodeFacts", env: Environment) -> Finding:
    wrong = item.wrong[0]
    if wrong.api:
        since = first_with(wrong.api, env)
        reason = f"{env.target.runtime} has Node-API {facts.napi}, and Node.js crashes over an addon for a newer one"
        return of_addon(item, f"the addon of {item.name} {wrong.clause}", reason, advice(item.name, facts, since))
    reason = f"{env.target.runtime} has Node.js {facts.major}, and the addon has all that it takes looked up at once"
    return of_addon(item, f"the addon of {item.name} {wrong.clause}", reason, advice(item.name, facts, wrong.since))


def first_with(api: int, env: Environment) -> int:
    """The first Node.js of the runtimes that has a version of Node-API; 0 where none has it."""
    known = (runtime.nodejs for runtime in env.platform.runtimes.values())
    return min((facts.major for facts in known if facts and (facts.napi or 0) >= api), default=0)


def of_calls(item: "Calling", facts: "NodeFacts", env: Environment) -> Finding:
    since = max(facts.functions[name] for name in item.functions)
    return Finding(
        message=f"the addon of {item.name} calls {listed(item.functions)}, which came with Node.js {since}",
        paths=tuple(sorted(place.path for place in item.places)),
        reason=f"{env.target.runtime} has Node.js {facts.major}; a call of what it lacks ends the process",
        help=advice(item.name, facts, since),
        severity=Severity.WARNING,
        archive=item.places[0].mount.name,
        subject=item.name,
    )


def advice(name: str, facts: "NodeFacts", since: int) -> str:
    other = f", or choose a runtime with Node.js {since} or newer" if since else ""
    return f"take a version of {name} that is made for Node.js {facts.major}{other}"
