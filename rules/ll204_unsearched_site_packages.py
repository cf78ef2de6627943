"""Packages lie in a folder that installers use and Lambda does not search.

## Why it matters

`pip install --prefix` and `--root`, virtual environments and system packages have folders such as
`lib/python3.12/site-packages`, `lib64/python3.12/site-packages`, `local/lib/python3.12/dist-packages` (pip of Debian
and Ubuntu) or `site-packages`; PDM has `__pypackages__/3.12/lib`. In a layer, Python searches two folders only:
`python/` and `python/lib/pythonX.Y/site-packages`.

## What to do

Install into the searched folder:

    pip install --target python -r requirements.txt
    zip -r my-layer.zip python
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.layout.fit import Kind
from layerlint.environment.layout.known import shape
from layerlint.environment.layout.mend import move
from layerlint.examples.recipe import distribution, executable, layer
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount, Role


@rule(
    "LL204",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({"python/lib/python3.12/site-packages/six.py": ""}, runtime="python3.12"),
        layer({"python/pkg/__init__.py": "", "python/pkg/site-packages/data.py": ""}),
        layer({"bin/python3.9": "", "lib/python3.9/os.py": "", "lib/python3.9/site-packages/six.py": ""}),
        layer(
            {
                "bin/tool": executable("#!/bin/sh\nPYTHONPATH=/opt/lib/python3.12/site-packages exec python3 -m tool"),
                "lib/python3.12/site-packages/tool/__init__.py": "",
            }
        ),
        layer(
            {
                "python/lib/python3.12/site-packages/six.py": "",
                "python/lib64/python3.12/site-packages/six.py": "",
            },
            runtime="python3.12",
        ),
    ],
    bad=[
        layer({"python/site-packages/six.py": ""}).flags("python/site-packages"),
        layer({"python/lib/site-packages/six.py": ""}).flags("python/lib/site-packages"),
        layer({"lib/python3.12/site-packages/six.py": ""}).flags("lib/python3.12/site-packages"),
        layer({**distribution("six", site="python/local/lib/python3.12/dist-packages")}).flags(
            "python/local/lib/python3.12/dist-packages"
        ),
        layer({**distribution("six", site="python/root/.pyenv/versions/3.12.1/lib/python3.12/site-packages")}).flags(
            "python/root/.pyenv/versions/3.12.1/lib/python3.12/site-packages"
        ),
        layer({**distribution("six", site="__pypackages__/3.12/lib")}).flags("__pypackages__/3.12/lib"),
        layer({"python/lib64/python3.12/site-packages/six.py": ""}).flags("python/lib64/python3.12/site-packages"),
        layer(
            {
                "python/lib/python3.12/site-packages/six.py": "",
                "python/lib64/python3.12/site-packages/numpy/__init__.py": "",
                **distribution("numpy", site="python/lib64/python3.12/site-packages"),
            },
            runtime="python3.12",
        ).flags("python/lib64/python3.12/site-packages"),
    ],
)
def unsearched_site_packages(mount: Mount, env: Environment) -> Iterator[Finding]:
    if mount.role is not Role.LAYER or env.language != "python":
        return
    layout = env.layout(mount)
    for mistake, sure in layout.open_mistakes(Kind.UNSEARCHED, env.target.runtime):
        searched = env.target.runtime.layer_folders
        goal = _goal(mistake.goal, searched)
        yield Finding(
            message=f"{' and '.join(mistake.homes)} is no folder that Lambda searches",
            paths=mistake.paths,
            reason=f"Python searches {' and '.join(f'/opt/{shape(each)}' for each in searched)}".replace("#", "X.Y"),
            help=f"move the contents to {goal}/: {move(layout, mistake.homes, goal)}",
            severity=Severity.ERROR if sure else Severity.WARNING,
        )


def _goal(start: str, folders: tuple[str, ...]) -> str:
    """The plainest search folder that begins so."""
    return min((each for each in folders if each.startswith(start)), key=len, default=start)
