"""Gems lie where Ruby's search path does not look.

## Why it matters

Ruby finds gems of a layer in `/opt/ruby/gems/<ABI>`, for instance `/opt/ruby/gems/3.3.0`, and plain sources in
`/opt/ruby/lib`. Bundler's own layout, `ruby/3.3.0` or `vendor/bundle/ruby/3.3.0`, is found only where the function
sets GEM_PATH, and a function that sets it loses the gems of the runtime: `cannot load such file --
aws-sdk-dynamodb`.

## What to do

    mkdir -p ruby/gems && mv vendor/bundle/ruby/3.3.0 ruby/gems/
    zip -r my-layer.zip ruby
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.layout.fit import Kind
from layerlint.examples.recipe import layer
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount, Role
from layerlint.words import zip_name

GEM = {"gems/rack-3.0/lib/rack.rb": "", "specifications/rack-3.0.gemspec": ""}


@rule(
    "LL213",
    Severity.WARNING,
    since="0.1",
    good=[
        layer({f"ruby/gems/3.3.0/{path}": text for path, text in GEM.items()}, runtime="ruby3.3"),
        layer({"bin/ruby": "", **{f"lib/ruby/gems/3.3.0/{path}": text for path, text in GEM.items()}}),
        layer({"ruby/lib/own.rb": ""}, runtime="ruby3.4"),
    ],
    bad=[
        layer({f"ruby/3.3.0/{path}": text for path, text in GEM.items()}).flags("ruby/3.3.0"),
        layer({f"vendor/bundle/ruby/3.3.0/{path}": text for path, text in GEM.items()}).flags(
            "vendor/bundle/ruby/3.3.0"
        ),
        layer({f"gems/3.3.0/{path}": text for path, text in GEM.items()}, runtime="ruby3.3").flags("gems/3.3.0"),
    ],
)
def gems_off_gem_path(mount: Mount, env: Environment) -> Iterator[Finding]:
    if mount.role is not Role.LAYER or env.language != "ruby":
        return
    layout = env.layout(mount)
    for mistake, _ in layout.open_mistakes(Kind.UNSEARCHED, env.target.runtime):
        home, goal = mistake.homes[0], env.target.runtime.layer_folders[0]
        parent = goal.rpartition("/")[0]
        yield Finding(
            message=f"{home} is found only by a function that sets GEM_PATH",
            paths=mistake.paths,
            reason=f"{env.target.runtime} looks for gems in /opt/{goal}",
            help=f"move it: mkdir -p {parent} && mv {home} {parent}/ && zip -r {zip_name(layout.mount.name)} ruby",
        )
