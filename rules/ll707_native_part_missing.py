"""A package's native part is not there at all.

## Why it matters

Packages with native code keep it in packages of their own, one for each platform, which npm installs as optional
dependencies: `@img/sharp-linux-x64`, `@esbuild/linux-x64`, `@swc/core-linux-x64-gnu`. Others build an addon when they
are installed. With `--omit=optional`, `--ignore-scripts` or a lock file from another platform the package comes without
it: `Could not load the "sharp" module using the linux-x64 runtime`, `Cannot find module
'../build/Release/canvas.node'`.

It is an error where loading the package is sure to need it, and a warning where functions alone do. Packages that go on
without it are not flagged, nor are those with a part for another platform: other-architecture and other-system tell of
these.

## What to do

    npm install --os=linux --cpu=x64 --libc=glibc sharp

Addons that are built are best installed on Linux, in the runtime's own container image.
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.native.advice import npm_command
from layerlint.environment.node.failure import Defect, Felt, Reach
from layerlint.examples.elf import elf
from layerlint.examples.recipe import function, layer
from layerlint.hints import TYPE_CHECKING
from layerlint.node_findings import failing
from layerlint.rule import Finding, Severity, rule

if TYPE_CHECKING:
    from layerlint.environment.node.natives import Lack
    from layerlint.environment.node.shared import Package

MODULES = "nodejs/node_modules"
FAMILY = '"optionalDependencies": {"@fast/linux-x64-gnu": "1", "@fast/linux-arm64-gnu": "1", "@fast/darwin-arm64": "1"}'
BINDING = """
let native
const name = `@fast/${process.platform}-${process.arch}-gnu`
try {
  native = require(name)
} catch (error) {
}
if (!native) {
  throw new Error('Failed to load native binding')
}
module.exports = native
"""
OR_BUILT = """
let native
try {
  native = require(`@fast/${process.platform}-${process.arch}-gnu`)
} catch (error) {
  handle(error)
  native = require('./build/Release/fast.node')
}
function handle(error) { if (error.code !== 'MODULE_NOT_FOUND') throw error }
module.exports = native
"""
#: as bundlers write it
BUNDLED = """
var load = require('node-gyp-build-optional-packages');
function _default (e) { return e && 'default' in e ? e : { 'default': e }; }
var load__default = _default(load);
let native = load__default["default"](__dirname);
module.exports = native
"""
FAST = {f"{MODULES}/fast/package.json": f'{{"name": "fast", {FAMILY}}}', f"{MODULES}/fast/index.js": BINDING}
PART = {f"{MODULES}/@fast/linux-x64-gnu/package.json": '{"name": "@fast/linux-x64-gnu", "main": "fast.node"}'}
ADDON = f"{MODULES}/@fast/linux-x64-gnu/fast.node"
BUILT = {f"{MODULES}/draw/package.json": '{"name": "draw"}', f"{MODULES}/draw/binding.gyp": "{}"}


@rule(
    "LL707",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({**FAST, **PART, ADDON: elf(undefined=["napi_register_module_v1"])}, "nodejs22.x", "x86_64"),
        layer({**FAST, **PART, ADDON: elf("arm64")}, "nodejs22.x", "x86_64"),
        layer(
            {
                **FAST,
                **PART,
                ADDON: elf(undefined=["napi_register_module_v1"]),
                f"{MODULES}/fast/binding.gyp": "{}",
                f"{MODULES}/fast/index.js": OR_BUILT,
            },
            "nodejs22.x",
            "x86_64",
        ),
        layer({**FAST, f"{MODULES}/fast/index.js": BINDING.replace("throw", "return")}, "nodejs22.x", "x86_64"),
        layer(
            {**BUILT, f"{MODULES}/draw/index.js": "try {\n  require('./build/Release/draw.node')\n} catch (e) {}\n"},
            "nodejs22.x",
        ),
    ],
    bad=[
        layer(FAST, "nodejs22.x", "x86_64").flags(f"{MODULES}/fast/index.js"),
        layer(
            {
                **FAST,
                f"{MODULES}/fast/index.js": BUNDLED,
                f"{MODULES}/node-gyp-build-optional-packages/index.js": "module.exports = find\n",
            },
            "nodejs22.x",
            "x86_64",
        ).flags(f"{MODULES}/fast/index.js"),
        layer({**BUILT, f"{MODULES}/draw/index.js": "require('./build/Release/draw.node')\n"}, "nodejs22.x").flags(
            f"{MODULES}/draw/index.js"
        ),
        layer(
            {**FAST, f"{MODULES}/fast/index.js": "exports.run = () => spawn(program())\n"}, "nodejs22.x", "x86_64"
        ).flags(f"{MODULES}/fast/package.json"),
        layer(
            {**BUILT, f"{MODULES}/draw/index.js": "exports.draw = () => require('bindings')('draw')\n"}, "nodejs22.x"
        ).flags(f"{MODULES}/draw/index.js"),
        function(
            {
                "index.js": "const fast = require('fast')\nexports.handler = async () => 1\n",
                **{path.removeprefix("nodejs/"): text for path, text in FAST.items()},
            },
            "nodejs22.x",
            "arm64",
            handler="index.handler",
        ).flags("node_modules/fast/index.js"),
    ],
)
def native_part_missing(env: Environment) -> Iterator[Finding]:
    if env.node is None:
        return
    seen = set()
    for felt in env.node.felt:
        if felt.cause.defect is Defect.NATIVE and not felt.cause.binaries:
            seen.add(felt.cause.owner)
            if felt.reach is not Reach.CAUGHT:
                yield told(felt, env)
    tops = {name for name, _ in env.node.roots}
    for package, lack in env.node.natives.lacking():
        if lack.wanted and not lack.binaries and package.name in tops and package.folder not in seen:
            yield unused(package, lack, env)


def unused(package: "Package", lack: "Lack", env: Environment) -> Finding:
    """A package that starts its native part when it is used, as esbuild does."""
    place = env.node.shared.place(f"{package.folder}/package.json") if env.node else None
    return Finding(
        message=f"{package.name} has no native part for {env.target.architecture}",
        paths=(package.manifest.path,),
        reason=f"{' or '.join(lack.wanted)} is not there; loading {package.name} works, using it fails",
        help=f"install it for Lambda: {command(package.name, env)}",
        severity=Severity.WARNING,
        archive=place.mount.name if place else "",
        subject=package.name,
    )


def told(felt: Felt, env: Environment) -> Finding:
    subject, wanted = felt.cause.subject, felt.cause.wanted
    what = f"{subject} has no native part for {env.target.architecture}" if wanted else f"{subject} has no native part"
    remedy = f"install it for Lambda: {command(subject, env)}" if wanted else built(subject, env)
    finding = failing(felt, what, remedy, env, reason=felt.cause.detail)
    return finding if felt.reach is Reach.WHOLE else finding._replace(severity=Severity.WARNING)


def command(name: str, env: Environment) -> str:
    return npm_command(env.node.pinned([name]) if env.node else [name], env.target)


def built(subject: str, env: Environment) -> str:
    system = env.target.runtime.system.title
    return (
        f"let its install script run, on {system} and with Node.js {env.target.runtime.version}: npm rebuild {subject}"
    )
