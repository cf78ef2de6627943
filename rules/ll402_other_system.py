"""A binary is built for macOS or Windows.

## Why it matters

Lambda runs Linux. A Mach-O or PE file cannot be loaded there, whatever its name says: `_a.abi3.so` may be a file for
macOS, since the name of the stable ABI is the same on every system. The error is "invalid ELF header" or "No module
named ...".

It is an error where Lambda starts the file, where an unguarded import reaches it, or where nothing in a searched folder
fits; a warning where the code goes on without it. Files for other systems that lie beside those for Linux are fine, and
so are the Windows launchers that pip and setuptools carry.

## What to do

Install for Linux, wherever you are:

    pip install --platform manylinux2014_x86_64 --only-binary=:all: --target python cryptography
    npm install --os=linux --cpu=x64
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.linker.misfit import Kind
from layerlint.environment.native.advice import replacement
from layerlint.examples.elf import elf, fat_macho_bytes, macho_bytes, pe_bytes
from layerlint.examples.recipe import distribution, executable, function, layer
from layerlint.rule import Finding, Severity, rule

PACKAGE = {"python/pkg/__init__.py": "from pkg import _a\n"}
WHEEL = distribution("data", record=["data/a.dll"], tags=["py3-none-win_amd64"])


@rule(
    "LL402",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({**PACKAGE, "python/pkg/_a.abi3.so": elf()}, "python3.12"),
        layer({"python/setuptools/__init__.py": "", "python/setuptools/cli-64.exe": pe_bytes}, "python3.12"),
        layer(
            {
                **PACKAGE,
                "python/pkg/_a.cpython-312-x86_64-linux-gnu.so": elf(),
                "python/pkg/_a.cpython-312-darwin.so": macho_bytes,
            },
            "python3.12",
        ),
        layer({"nodejs/node_modules/a/a-darwin.node": macho_bytes, "nodejs/node_modules/a/a-linux.node": elf()}),
        function({"app.dll": lambda: pe_bytes(managed=True)}, "dotnet8"),
    ],
    bad=[
        layer({**PACKAGE, "python/pkg/_a.abi3.so": macho_bytes}, "python3.12").flags("python/pkg/_a.abi3.so"),
        layer({**PACKAGE, "python/pkg/_a.cpython-312-darwin.so": fat_macho_bytes}, "python3.12").flags(
            "python/pkg/_a.cpython-312-darwin.so"
        ),
        layer({**PACKAGE, "python/pkg/_a.cp312-win_amd64.pyd": pe_bytes}, "python3.12").flags(
            "python/pkg/_a.cp312-win_amd64.pyd"
        ),
        layer({"python/data/__init__.py": "", "python/data/a.dll": pe_bytes, **WHEEL}, "python3.12").flags(
            "python/data/a.dll"
        ),
        layer({"nodejs/node_modules/@img/sharp-darwin-arm64/sharp.node": macho_bytes}, "nodejs22.x").flags(
            "nodejs/node_modules/@img/sharp-darwin-arm64/sharp.node"
        ),
        layer({"extensions/monitor": executable(macho_bytes)}).flags("extensions/monitor"),
    ],
)
def other_system(env: Environment) -> Iterator[Finding]:
    for trouble in env.natives.troubles(Kind.SYSTEM):
        yield Finding(
            message=f"{trouble.subject} {trouble.verb('is', 'are')} built for {trouble.wants}",
            paths=trouble.paths,
            reason=f"Lambda runs Linux: {trouble.consequence}",
            help=replacement(trouble, env.target, env.stack.runtimes),
            chain=trouble.chain,
            severity=Severity[trouble.weight.name],
            archive=trouble.archive,
        )
