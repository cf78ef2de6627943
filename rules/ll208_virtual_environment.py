"""A Python virtual environment was zipped whole.

## Why it matters

A virtual environment keeps its packages in `lib/pythonX.Y/site-packages` below its own folder. Lambda neither
activates it nor searches there, so nothing in it can be imported. Its interpreter is a link to the one of the
machine that made it.

## What to do

Install into a folder named `python` instead:

    pip install --target python -r requirements.txt
    zip -r my-layer.zip python

or zip the environment's `lib` folder inside `python/`, so that the path is `python/lib/python3.12/site-packages`.
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.layout.fit import Kind
from layerlint.examples.recipe import distribution, function, layer
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount, Role
from layerlint.words import quoted, zip_name

SITE = "lib/python3.12/site-packages"
VENV = {"pyvenv.cfg": "", "bin/activate": "", f"{SITE}/six.py": ""}


@rule(
    "LL208",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({f"python/{path}": text for path, text in VENV.items()}, runtime="python3.12"),
        layer({"bin/python3.9": "", "lib/python3.9/os.py": "", "lib/python3.9/site-packages/six.py": ""}),
        layer({"python/six.py": "", **distribution("six")}),
    ],
    bad=[
        layer({**VENV, **distribution("six", site=SITE)}).flags(SITE),
        layer(
            {
                **{f"venv/{path}": text for path, text in VENV.items()},
                **distribution("six", site=f"venv/{SITE}"),
                "requirements.txt": "six",
            }
        ).flags(f"venv/{SITE}"),
        function(
            {"app.py": "", "venv/pyvenv.cfg": "", **distribution("six", site=f"venv/{SITE}")},
            runtime="python3.12",
        ).flags(f"venv/{SITE}"),
    ],
)
def virtual_environment(mount: Mount, env: Environment) -> Iterator[Finding]:
    layout = env.layout(mount)
    for mistake, sure in layout.open_mistakes(Kind.ENVIRONMENT, env.target.runtime):
        is_layer = mount.role is Role.LAYER
        goal = "python" if is_layer else "."
        left_out = "" if is_layer or not mistake.prefix else f" -x {quoted(mistake.prefix + '/*')}"
        where = f"{mistake.prefix}/" if mistake.prefix else "the archive"
        yield Finding(
            message=f"{where} is a Python virtual environment, zipped whole",
            paths=mistake.paths,
            reason=f"Lambda does not search {mount.root}/{mistake.homes[0]}",
            help=f"install the packages instead: pip install --target {goal} -r requirements.txt "
            f"&& zip -r {zip_name(layout.mount.name)} {goal}{left_out}",
            severity=Severity.ERROR if sure and is_layer else Severity.WARNING,
        )
