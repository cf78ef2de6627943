"""Gems are built for another system or processor.

## Why it matters

A gem with native parts often comes ready-made for one platform, which its name ends in: `nokogiri-1.16.0-arm64-darwin`.
Its compiled files do not load on another (`cannot load such file -- nokogiri/nokogiri`), and RubyGems does not count it
where another gem needs it. Bundler on a Mac installs for the Mac unless it is told otherwise.

A gem in which no compiled file is seen is a warning.

## What to do

    bundle lock --add-platform x86_64-linux aarch64-linux
    docker run --rm -v "$PWD":/var/task public.ecr.aws/sam/build-ruby3.3 bundle install
"""

from collections.abc import Iterator, Mapping, Sequence

from layerlint.environment.environment import Environment
from layerlint.environment.ruby.gems import Gem, Gems
from layerlint.examples.recipe import layer
from layerlint.rule import Finding, Severity, rule
from layerlint.words import counted

HOME = "ruby/gems/3.3.0"


def gem(name: str, platform: str = "") -> dict[str, str]:
    stub = f"# -*- encoding: utf-8 -*-\n# stub: {name} 1.0 {platform or 'ruby'} lib\n"
    full = f"{name}-1.0-{platform}" if platform else f"{name}-1.0"
    part = f"{name}_ext.bundle" if "darwin" in platform else f"{name}_ext.so"
    lib = f"{HOME}/gems/{full}/lib"
    return {f"{HOME}/specifications/{full}.gemspec": stub, f"{lib}/{name}.rb": "", f"{lib}/{part}": ""}


@rule(
    "LL821",
    Severity.ERROR,
    since="0.1",
    good=[
        layer(gem("rack"), "ruby3.3"),
        layer(gem("nokogiri", "x86_64-linux"), "ruby3.3", "x86_64"),
        layer(gem("nokogiri", "aarch64-linux-gnu"), "ruby3.3", "arm64"),
        layer({**gem("ffi", "x86_64-linux"), **gem("ffi", "arm64-darwin")}, "ruby3.3", "x86_64"),
        layer({**gem("ffi"), **gem("ffi", "java")}, "ruby3.3", "x86_64"),
    ],
    bad=[
        layer(gem("nokogiri", "arm64-darwin"), "ruby3.3", "arm64").flags(
            f"{HOME}/specifications/nokogiri-1.0-arm64-darwin.gemspec"
        ),
        layer({**gem("ffi", "x86_64-linux"), **gem("pg", "x86_64-linux")}, "ruby3.3", "arm64").flags(
            f"{HOME}/specifications/ffi-1.0-x86_64-linux.gemspec"
        ),
        layer(gem("nokogiri", "x86_64-linux-musl"), "ruby3.3", "x86_64").flags(
            f"{HOME}/specifications/nokogiri-1.0-x86_64-linux-musl.gemspec"
        ),
    ],
)
def gem_for_another_platform(env: Environment) -> Iterator[Finding]:
    gems = env.ruby
    if gems is None:
        return
    for (archive, platform), found in foreign(gems).items():
        names = sorted({gem.name for gem in found})
        yield Finding(
            message=f"{counted(len(names), 'gem is', 'gems are')} built for {platform}: {', '.join(names[:5])}",
            paths=tuple(sorted(gem.place.path for gem in found)),
            reason=f"their compiled parts do not load on Linux and {env.target.architecture}",
            help=f"install for Lambda: bundle lock --add-platform {linux(env.target.architecture)} && bundle install",
            severity=None if any(has_parts(gem, gems) for gem in found) else Severity.WARNING,
            archive=archive,
            subject=platform,
        )


def foreign(gems: Gems) -> Mapping[tuple[str, str], Sequence[Gem]]:
    """The gems that nothing stands in for, by archive and platform."""
    groups: dict[tuple[str, str], list[Gem]] = {}
    for gem in gems.found:
        platform = gem.specification.platform
        if not gems.suits(platform) and gem.name not in gems.by_name and not gems.is_bundled(gem.name):
            groups.setdefault((gem.place.mount.name, platform), []).append(gem)
    return groups


def has_parts(gem: Gem, gems: Gems) -> bool:
    folders = tuple(f"{gem.folder}/{path}/" for path in gem.specification.require_paths)
    return any(path.startswith(folders) for path in gems.compiled(gem.tree))


def linux(architecture: str) -> str:
    return "aarch64-linux" if architecture == "arm64" else "x86_64-linux"
