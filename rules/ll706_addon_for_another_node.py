"""A native addon is built for another version of Node.js.

## Why it matters

Addons that do not use Node-API are bound to the NODE_MODULE_VERSION of the Node.js they were compiled for: 108 for 18,
115 for 20, 127 for 22, 137 for 24. Another version refuses them: `was compiled against a different Node.js version
using NODE_MODULE_VERSION 108. This version of Node.js requires NODE_MODULE_VERSION 127`, or
`Module did not self-register`. Addons that use Node-API are not bound to it, and packages that bring a build for the
runtime as well are not flagged.

It is an error where loading the package is sure to load the addon, else a warning.

## What to do

Install or rebuild with the runtime's version of Node.js, on Linux:

    npm rebuild --target=22.0.0 --target_platform=linux --target_arch=x64
"""

from collections.abc import Iterator, Sequence

from layerlint.environment.environment import Environment
from layerlint.environment.native.advice import NODE_MACHINES
from layerlint.examples.elf import elf
from layerlint.examples.recipe import function, layer
from layerlint.hints import TYPE_CHECKING
from layerlint.node_findings import of_addon
from layerlint.rule import Finding, Severity, rule

if TYPE_CHECKING:
    from layerlint.environment.node.misbuilt import Owned
    from layerlint.environment.node.model import NodeModel

FOLDER = "nodejs/node_modules/fast"
MANIFEST = {f"{FOLDER}/package.json": '{"name": "fast", "version": "1.0.0"}'}
DIRECT = {**MANIFEST, f"{FOLDER}/index.js": "module.exports = require('./build/Release/fast.node')\n"}
LAZY = {**MANIFEST, f"{FOLDER}/index.js": "exports.go = () => require('bindings')('fast.node')\n"}
ADDON = f"{FOLDER}/build/Release/fast.node"
OWN = {"index.js": "const fast = require('./fast.node')\nexports.handler = async () => fast\n"}
OTHER = elf(undefined=["node_register_module_v108"])
PREBUILT = f"{FOLDER}/prebuilds/linux-x64/node.abi{{}}.node"


@rule(
    "LL706",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({**DIRECT, ADDON: elf(undefined=["node_register_module_v127"])}, "nodejs22.x", "x86_64"),
        layer({**DIRECT, ADDON: elf(undefined=["napi_register_module_v1"])}, "nodejs22.x", "x86_64"),
        layer({**DIRECT, ADDON: elf()}, "nodejs22.x", "x86_64"),
        function(
            {**OWN, "fast.node": elf(undefined=["node_register_module_v127"]), "other/fast.node": OTHER},
            "nodejs22.x",
            "x86_64",
            handler="index.handler",
        ),
        layer(
            {
                **MANIFEST,
                f"{FOLDER}/index.js": "module.exports = require('node-gyp-build')(__dirname)\n",
                PREBUILT.format(108): OTHER,
                PREBUILT.format(127): elf(undefined=["node_register_module_v127"]),
            },
            "nodejs22.x",
            "x86_64",
        ),
    ],
    bad=[
        function({**OWN, "fast.node": OTHER}, "nodejs22.x", "x86_64", handler="index.handler").flags("fast.node"),
        function(
            {**OWN, "fast.node": OTHER, "other/fast.node": elf(undefined=["node_register_module_v127"])},
            "nodejs22.x",
            "x86_64",
            handler="index.handler",
        ).flags("fast.node"),
        layer({**DIRECT, ADDON: OTHER}, "nodejs22.x", "x86_64").flags(ADDON),
        layer({**LAZY, ADDON: OTHER}, "nodejs22.x", "x86_64").flags(ADDON),
        layer(
            {
                **MANIFEST,
                f"{FOLDER}/index.js": "module.exports = require('node-gyp-build')(__dirname)\n",
                PREBUILT.format(93): elf(undefined=["node_register_module_v93"]),
                PREBUILT.format(108): OTHER,
            },
            "nodejs20.x",
            "x86_64",
        ).flags(PREBUILT.format(108)),
    ],
)
def addon_for_another_node(env: Environment) -> Iterator[Finding]:
    if env.node is None:
        return
    from layerlint.environment.node.misbuilt import misbuilt_addons  # noqa: PLC0415  # of one language only

    for item in misbuilt_addons(env.node):
        versions = sorted({version for wrong in item.wrong for version in wrong.versions})
        if versions:
            yield told(item, versions, env.node, env)


def told(item: "Owned", versions: Sequence[int], model: "NodeModel", env: Environment) -> Finding:
    processor = NODE_MACHINES[env.target.architecture]
    return of_addon(
        item,
        f"the addon of {item.name} is built for NODE_MODULE_VERSION {' and '.join(map(str, versions))}",
        f"{env.target.runtime} has NODE_MODULE_VERSION {model.facts.modules}",
        "install or build it with the runtime's Node.js: npm rebuild "
        f"--target={model.facts.major}.0.0 --target_platform=linux --target_arch={processor} {item.name}",
    )
