r"""A script's first line ends as lines do on Windows.

## Why it matters

The kernel takes the carriage return for a part of the interpreter's name. `#!/bin/bash` then asks for a program called
`/bin/bash\r`, and the start fails with "no such file or directory", although both files are there. A checkout on
Windows with `core.autocrlf`, or an editor, leaves such lines.

## What to do

Turn the line ends back, and keep them so:

    sed -i 's/\r$//' bootstrap
    echo '*.sh text eol=lf' >> .gitattributes
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.native.stuck import Hitch, Stuck
from layerlint.examples.recipe import executable, function, layer
from layerlint.native_findings import Told, stuck_findings
from layerlint.rule import Finding, Severity, rule

UNIX, WINDOWS = "#!/bin/sh\nexec true\n", "#!/bin/sh\r\nexec true\r\n"


@rule(
    "LL417",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({"extensions/agent": executable(UNIX), "share/script.sh": executable(WINDOWS)}, "python3.12"),
        function({"bootstrap": executable("#!/bin/sh\necho 'a\r'\n")}, "provided.al2023"),
    ],
    bad=[
        layer({"extensions/agent": executable(WINDOWS)}, "python3.12").flags("extensions/agent"),
        layer({"bin/tool": executable(WINDOWS)}, "python3.12").flags("bin/tool"),
        function({"bootstrap": executable("#!/usr/bin/env bash\r\n")}, "provided.al2023").flags("bootstrap"),
    ],
)
def crlf_shebang(env: Environment) -> Iterator[Finding]:
    return stuck_findings(env, Hitch.CARRIAGE_RETURN, told)


def told(stuck: Stuck) -> Told:
    path = stuck.place.path
    return Told(
        f"the first line of {path} ends in a carriage return",
        f"the kernel looks for a program named {stuck.wants} with a carriage return at its end",
        f"turn the line ends back: sed -i 's/\\r$//' {path}",
    )
