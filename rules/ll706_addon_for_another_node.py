"""A native addon is built for another version of Node.js.

## Why it matters

Addons that do not use Node-API are bound to the NODE_MODULE_VERSION of the Node.js they were compiled for: 108 for 18,
115 for 20, 127 for 22, 137 for 24. Another version refuses them: `was compiled against a different Node.js version
using NODE_MODULE_VERSION 108. This version of Node.js requires NODE_MODULE_VERSION 127`, or
`Module did not self-register`. Addons that use Node-API load everywhere and are not flagged, nor are packages that
bring a build for the runtime as well.

It is an error where loading the package is sure to load the addon, else a warning.

## What to do

Install or rebuild with the runtime's version of Node.js, on Linux:

    npm rebuild --target=22.0.0 --target_platform=linux --target_arch=x64
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from layerlint.environment.environment import Environment
from layerlint.environment.native.advice import NODE_MACHINES
from layerlint.environment.node.failure import Reach
from layerlint.examples.elf import elf
from layerlint.examples.recipe import layer
from layerlint.rule import Finding, Severity, rule

if TYPE_CHECKING:
    from layerlint.environment.node.addon import Misbuilt
    from layerlint.environment.node.model import NodeModel
    from layerlint.environment.node.natives import Lack
    from layerlint.environment.node.shared import Package
    from layerlint.environment.tree import Place

FOLDER = "nodejs/node_modules/fast"
MANIFEST = {f"{FOLDER}/package.json": '{"name": "fast", "version": "1.0.0"}'}
DIRECT = {**MANIFEST, f"{FOLDER}/index.js": "module.exports = require('./build/Release/fast.node')\n"}
LAZY = {**MANIFEST, f"{FOLDER}/index.js": "exports.go = () => require('bindings')('fast.node')\n"}
ADDON = f"{FOLDER}/build/Release/fast.node"
PREBUILT = f"{FOLDER}/prebuilds/linux-x64/node.abi{{}}.node"


@rule(
    "LL706",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({**DIRECT, ADDON: elf(undefined=["node_register_module_v127"])}, "nodejs22.x", "x86_64"),
        layer({**DIRECT, ADDON: elf(undefined=["napi_register_module_v1"])}, "nodejs22.x", "x86_64"),
        layer({**DIRECT, ADDON: elf()}, "nodejs22.x", "x86_64"),
        layer(
            {
                **MANIFEST,
                f"{FOLDER}/index.js": "module.exports = require('node-gyp-build')(__dirname)\n",
                PREBUILT.format(108): elf(undefined=["node_register_module_v108"]),
                PREBUILT.format(127): elf(undefined=["node_register_module_v127"]),
            },
            "nodejs22.x",
            "x86_64",
        ),
    ],
    bad=[
        layer({**DIRECT, ADDON: elf(undefined=["node_register_module_v108"])}, "nodejs22.x", "x86_64").flags(ADDON),
        layer({**LAZY, ADDON: elf(undefined=["node_register_module_v108"])}, "nodejs22.x", "x86_64").flags(ADDON),
        layer(
            {
                **MANIFEST,
                f"{FOLDER}/index.js": "module.exports = require('node-gyp-build')(__dirname)\n",
                PREBUILT.format(93): elf(undefined=["node_register_module_v93"]),
                PREBUILT.format(108): elf(undefined=["node_register_module_v108"]),
            },
            "nodejs20.x",
            "x86_64",
        ).flags(PREBUILT.format(108)),
    ],
)
def addon_for_another_node(env: Environment) -> Iterator[Finding]:
    model = env.node
    for package, lack in model.natives.lacking() if model else ():
        found = misbuilt(lack, model) if model else []
        if found and model:
            yield told(package, found, model, env)


def misbuilt(lack: "Lack", model: "NodeModel") -> "list[tuple[Place, Misbuilt]]":
    """The addons that fit the target but for the version of Node.js."""
    places = filter(None, (model.shared.place(path) for path in lack.binaries))
    found = ((place, model.addons.other_version(place)) for place in places)
    return [(place, wrong) for place, wrong in found if wrong is not None]


def told(
    package: "Package", found: "Sequence[tuple[Place, Misbuilt]]", model: "NodeModel", env: Environment
) -> Finding:
    felt = model.felt_of(package.folder)
    versions = sorted({version for _, wrong in found for version in wrong.versions})
    own = model.facts.modules
    fails = felt is not None and felt.reach is Reach.WHOLE
    reason = f"{env.target.runtime} has NODE_MODULE_VERSION {own}"
    processor = NODE_MACHINES[env.target.architecture]
    return Finding(
        message=f"the addon of {package.name} is built for NODE_MODULE_VERSION {' and '.join(map(str, versions))}",
        paths=tuple(sorted(place.path for place, _ in found)),
        reason=f"{reason}; loading {felt.root} fails" if fails and felt else f"{reason}; whatever loads it fails",
        help="install or build it with the runtime's Node.js: npm rebuild "
        f"--target={model.facts.major}.0.0 --target_platform=linux --target_arch={processor} {package.name}",
        chain=tuple(map(str, felt.failure.steps)) if felt and len(felt.failure.steps) > 1 else (),
        severity=None if fails else Severity.WARNING,
        archive=found[0][0].mount.name,
        subject=package.name,
    )
