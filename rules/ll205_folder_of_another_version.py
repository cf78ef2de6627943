"""The folder is searched by another version of the runtime only.

## Why it matters

`python/lib/python3.11/site-packages` is on the path of python3.11 and of no other version;
`nodejs/node20/node_modules` and `ruby/gems/3.3.0` are bound to one version in the same way. `--compatible-runtimes`
promises nothing to Lambda: a layer declared for python3.11 and python3.12 that has only the first folder is empty to
the second.

## What to do

Move what does not depend on the version to the folder that all versions search (`python/`, `nodejs/node_modules`),
or add a folder for each version, or declare only the runtimes whose folders are there.
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.examples.recipe import distribution, layer
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount, Role

SITE = "python/lib/python3.11/site-packages"


@rule(
    "LL205",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({f"{SITE}/six.py": ""}, runtime="python3.11"),
        layer({f"{SITE}/six.py": ""}),
        layer({"python/six.py": ""}, runtime=("python3.11", "python3.12")),
        layer(
            {f"{SITE}/six.py": "", "python/lib/python3.12/site-packages/six.py": ""},
            runtime=("python3.11", "python3.12"),
        ),
        layer({"nodejs/node20/node_modules/uuid/package.json": ""}, runtime="nodejs20.x"),
    ],
    bad=[
        layer({f"{SITE}/six.py": ""}, runtime=("python3.11", "python3.12")).flags(SITE),
        layer(
            {"nodejs/node18/node_modules/uuid/package.json": ""},
            runtime="nodejs20.x",
        ).flags("nodejs/node18/node_modules"),
        layer({"ruby/gems/3.2.0/gems/rack/a.rb": "", "ruby/gems/3.2.0/specifications/a": ""}, runtime="ruby3.3").flags(
            "ruby/gems/3.2.0"
        ),
        layer(
            {f"{SITE}/six.py": "", **distribution("six", site=SITE), "python/own.py": ""},
            runtime="python3.12",
        ).flags(SITE),
    ],
)
def folder_of_another_version(mount: Mount, env: Environment) -> Iterator[Finding]:
    runtime = env.target.runtime
    layout = env.layout(mount)
    others = layout.reached_by_others(runtime)
    reached = layout.reached(runtime)
    own = {site.folder for site in reached} & {each for each in runtime.layer_folders if any(map(str.isdigit, each))}
    if mount.role is not Role.LAYER or not others or own or (reached and not any(site.strong for site in others)):
        return
    folders = [site.folder for site in others]
    goal = runtime.layer_folders[-1 if env.language != "ruby" else 0]
    yield Finding(
        message=f"{' and '.join(folders)} is searched by other versions only",
        paths=tuple(dict.fromkeys([*folders, *(path for site in others for path in site.members)])),
        reason=f"{folders[0]}/ is not searched by {runtime}",
        help=f"move it to {goal}/ or to {runtime.layer_folders[0]}/, or do not declare {runtime}",
        severity=Severity.WARNING if reached or layout.excuse.by_program else Severity.ERROR,
    )
