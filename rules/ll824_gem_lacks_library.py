"""The compiled part of a gem needs a shared library that is not there.

## Why it matters

Gems such as `pg`, `mysql2` and `rmagick` are built against libraries of the system they are installed on, and Lambda's
images have few: `libpq.so.5: cannot open shared object file: No such file or directory`. `require` then fails, unless
the gem goes on without.

## What to do

Put the library into `lib/` of a layer, which is `/opt/lib` and searched by the loader:

    mkdir -p lib && cp /usr/lib64/libpq.so.5 lib/ && zip -r my-layer.zip lib ruby
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.ruby.model import RubyModel
from layerlint.environment.ruby.natives import lacking
from layerlint.examples.elf import elf
from layerlint.examples.recipe import Content, layer
from layerlint.rule import Finding, Severity, rule

HOME = "ruby/gems/3.3.0"


def gem(needed: str) -> dict[str, Content]:
    return {
        f"{HOME}/specifications/pg-1.5.gemspec": "# stub: pg 1.5 x86_64-linux lib\n",
        f"{HOME}/gems/pg-1.5-x86_64-linux/lib/pg.rb": "require 'pg_ext'\n",
        f"{HOME}/gems/pg-1.5-x86_64-linux/lib/pg_ext.so": elf(needed=[needed]),
    }


@rule(
    "LL824",
    Severity.ERROR,
    since="0.1",
    good=[
        layer(gem("libc.so.6"), "ruby3.3", "x86_64"),
        layer(gem("libruby.so.3.3"), "ruby3.3", "x86_64"),
        layer({**gem("libpq.so.5"), "lib/libpq.so.5": elf(soname="libpq.so.5")}, "ruby3.3", "x86_64"),
    ],
    bad=[
        layer(gem("libpq.so.5"), "ruby3.3", "x86_64").flags(f"{HOME}/gems/pg-1.5-x86_64-linux/lib/pg_ext.so"),
    ],
)
def gem_lacks_library(env: Environment) -> Iterator[Finding]:
    gems = env.ruby
    if gems is None or not env.links.unmet:
        return
    model = RubyModel(env, gems)
    for named in gems.by_name.values():
        for each in named:
            missing = {item.soname: item for item in lacking(each, gems, env.links)} if gems.is_built(each) else {}
            if missing:
                first = next(iter(missing.values()))
                part = first.chain[0].place.path.rpartition("/")[2].removesuffix(".so")
                sure = first.certain and model.is_sure_to_load(each, part)
                yield Finding(
                    message=f"{each.specification.full_name} needs {' and '.join(missing)}, which is not there",
                    paths=tuple(dict.fromkeys(item.chain[0].place.path for item in missing.values())),
                    reason="neither the image nor the stack has it where the loader looks"
                    if first.certain
                    else f"{env.target.runtime.system.title} is not known to have it",
                    help=f"put {' and '.join(missing)} into lib/ of a layer",
                    chain=first.steps,
                    severity=None if sure else Severity.WARNING,
                    archive=each.place.mount.name,
                    subject=each.specification.full_name,
                )
