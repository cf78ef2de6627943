"""A program asks for an interpreter that the image does not have.

## Why it matters

The kernel starts a script with the program that its first line names (`#!/usr/bin/env python3`), and a linked program
with the loader that it names (`/lib64/ld-linux-x86-64.so.2`). Where that is missing, the start fails with "no such file
or directory", although the file is there. Lambda's images have a shell and the language of the runtime, and no other:
no Perl, and no Python on Node.js. A program built with Nix or in a Conda environment may name a loader of that place.

A file in `extensions/`, or a `bootstrap`, that is neither a binary nor begins with `#!` cannot be started at all
("exec format error"). Lambda starts every file in `extensions/`.

## What to do

Write the script for `/bin/sh` or the runtime's own language, bring the interpreter in `bin/` of a layer, or link the
program anew:

    patchelf --set-interpreter /lib64/ld-linux-x86-64.so.2 bootstrap
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.native.stuck import Hitch, Stuck
from layerlint.examples.elf import elf
from layerlint.examples.recipe import executable, function, layer
from layerlint.native_findings import Told, stuck_findings
from layerlint.rule import Finding, Severity, rule

OURS = "/lib64/ld-linux-x86-64.so.2"
NIX = "/nix/store/0c7c96gikmzv87i7lv3vq5s1cmfjd6zf-glibc-2.31/lib/ld-linux-x86-64.so.2"
PERL = "#!/usr/bin/env perl\nprint 1;\n"


@rule(
    "LL415",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({"extensions/agent": executable("#!/bin/sh\nexec /opt/agent\n")}, "python3.12"),
        layer({"extensions/agent": executable("#!/usr/bin/env python3\n")}, "python3.12"),
        layer({"extensions/agent": executable(PERL), "bin/perl": executable(elf(interpreter=OURS))}, arch="x86_64"),
        layer({"bin/tool": executable(elf(interpreter=OURS)), "bin/notes.txt": "no program"}, arch="x86_64"),
        layer({"share/script": executable(PERL)}, "python3.12"),
    ],
    bad=[
        layer({"extensions/agent": executable(PERL)}, "python3.11").flags("extensions/agent"),
        layer({"extensions/agent": executable("#!/usr/bin/env python3\n")}, "nodejs22.x").flags("extensions/agent"),
        layer({"extensions/README.md": executable("# Notes\n")}, "nodejs22.x").flags("extensions/README.md"),
        layer({"bin/tool": executable(elf(interpreter=NIX))}, "provided.al2023", "x86_64").flags("bin/tool"),
        function({"bootstrap": executable("#!/opt/bin/lost\n")}, "provided.al2023").flags("bootstrap"),
    ],
)
def missing_interpreter(env: Environment) -> Iterator[Finding]:
    title = env.target.runtime.system.title

    def of_interpreter(stuck: Stuck) -> Told:
        has = "has no such file" if stuck.certain else "is not known to have it"
        return Told(
            f"{stuck.place.path} asks for {stuck.wants}",
            f"{title} {has}",
            remedy(stuck, env),
        )

    yield from stuck_findings(env, Hitch.INTERPRETER, of_interpreter)
    yield from stuck_findings(env, Hitch.NO_PROGRAM, of_text)


def remedy(stuck: Stuck, env: Environment) -> str:
    name = stuck.wants.rpartition("/")[2]
    if any(f"bin/{name}" in mount.contents.archive.files for mount in env.stack.layers):
        return f"begin it with #!/usr/bin/env {name}, which finds /opt/bin/{name}"
    return "name an interpreter that is there, or bring it"


def of_text(stuck: Stuck) -> Told:
    return Told(
        f"{stuck.place.path} is neither a binary nor a script with an interpreter",
        "the kernel cannot tell what to run it with (exec format error)",
        "begin it with a line such as #!/bin/sh, or move it out of the folder whose files are started",
    )
