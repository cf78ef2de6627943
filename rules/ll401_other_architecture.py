"""A binary is built for another processor.

## Why it matters

Lambda runs functions on x86_64 or on arm64. A library for the other one cannot be loaded, a program for it cannot be
started ("invalid ELF header", "exec format error", or simply "No module named ..."). pip and npm install what fits the
machine that they run on, so a layer made on an arm64 laptop holds arm64 binaries.

It is an error where Lambda starts the file, where an unguarded import reaches it, or where nothing in a searched folder
fits. It is a warning where the code goes on without it, or where only code that asks for it fails. Binaries for several
platforms side by side are fine.

## What to do

Install for the architecture of the function, wherever you are:

    pip install --platform manylinux2014_aarch64 --only-binary=:all: --target python numpy
    npm install --os=linux --cpu=arm64

Or let the function run on what the layer was built for: `--architectures` of `aws lambda update-function-code`.
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.linker.misfit import Kind
from layerlint.environment.native.advice import replacement
from layerlint.examples.elf import elf
from layerlint.examples.recipe import distribution, executable, function, layer
from layerlint.rule import Finding, Severity, rule

PACKAGE = {"python/pkg/__init__.py": "from pkg import _a\n"}
GUARDED = {"python/pkg/__init__.py": "try:\n    from pkg import _a\nexcept ImportError:\n    _a = None\n"}
ADDON = "nodejs/node_modules/addon/prebuilds"


@rule(
    "LL401",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({**PACKAGE, "python/pkg/_a.cpython-312-x86_64-linux-gnu.so": elf()}, "python3.12", "x86_64"),
        layer({**PACKAGE, "python/pkg/_a.abi3.so": elf("arm64")}, "python3.12"),
        layer(
            {
                **PACKAGE,
                "python/pkg/_a.cpython-312-x86_64-linux-gnu.so": elf(),
                "python/pkg/_a.cpython-312-aarch64-linux-gnu.so": elf("arm64"),
            },
            "python3.12",
            ("x86_64", "arm64"),
        ),
        layer(
            {f"{ADDON}/linux-x64/addon.node": elf(), f"{ADDON}/linux-arm64/addon.node": elf("arm64")},
            "nodejs22.x",
            ("x86_64", "arm64"),
        ),
        layer({"bin/tool-amd64": executable(elf()), "bin/tool-arm64": executable(elf("arm64"))}, arch="arm64"),
        layer({"python/data/__init__.py": "", "nodejs/node_modules/a/a.node": elf("arm64")}, "python3.12", "x86_64"),
    ],
    bad=[
        layer(
            {**PACKAGE, "python/pkg/_a.cpython-312-aarch64-linux-gnu.so": elf("arm64")}, "python3.12", "x86_64"
        ).flags("python/pkg/_a.cpython-312-aarch64-linux-gnu.so"),
        layer({**PACKAGE, "python/pkg/_a.abi3.so": elf("arm64")}, "python3.12", "x86_64").flags(
            "python/pkg/_a.abi3.so"
        ),
        layer({**GUARDED, "python/pkg/_a.abi3.so": elf("arm64")}, "python3.12", "x86_64").flags(
            "python/pkg/_a.abi3.so"
        ),
        layer(
            {
                "python/one/__init__.py": "import one._a, two\n",
                "python/one/_a.abi3.so": elf("arm64"),
                "python/two/__init__.py": "import two._b\n",
                "python/two/_b.abi3.so": elf("arm64"),
                **distribution("one", record=["one/_a.abi3.so"]),
                **distribution("two", record=["two/_b.abi3.so"]),
            },
            "python3.12",
            "x86_64",
        ).flags("python/one/_a.abi3.so"),
        layer({"extensions/monitor": executable(elf("arm64"))}, "python3.12", "x86_64").flags("extensions/monitor"),
        layer({"bin/tool": executable(elf("arm64"))}, arch="x86_64").flags("bin/tool"),
        layer({"lib/liba.so.1": elf("arm64"), "lib/libb.so.1": elf("arm64")}, arch="x86_64").flags("lib/liba.so.1"),
        layer({f"{ADDON}/linux-arm64/addon.node": elf("arm64")}, "nodejs22.x", "x86_64").flags(
            f"{ADDON}/linux-arm64/addon.node"
        ),
        function({"bootstrap": executable(elf("arm64"))}, "provided.al2023", "x86_64").flags("bootstrap"),
    ],
)
def other_architecture(env: Environment) -> Iterator[Finding]:
    for trouble in env.natives.troubles(Kind.MACHINE):
        if trouble.archive in env.view.disagreeing:
            continue  # architectures-disagree tells of it
        yield Finding(
            message=f"{trouble.subject} {trouble.verb('is', 'are')} built for {trouble.wants}",
            paths=trouble.paths,
            reason=f"the function runs on {env.target.architecture}: {trouble.consequence}",
            help=replacement(trouble, env.target, env.stack.runtimes),
            chain=trouble.chain,
            severity=Severity[trouble.weight.name],
            archive=trouble.archive,
        )
