"""The native part of a gem was not built for this Ruby and processor.

## Why it matters

A gem that is built on installation leaves its result in `extensions/<platform>/<ABI>/<gem>/`, with a file
`gem.build_complete`. Where that is not there for the target, `require` passes over the gem as if it were not installed:
`Ignoring bcrypt-3.1.20 because its extensions are not built`, `cannot load such file -- bcrypt`. Building for another
processor or version of Ruby leads there, and so do scripts that delete `extensions/` to save room.

Where another gem brings it along, or the compiled files lie in the gem as well, there are ways around it, and it is a
warning.

## What to do

Install in an image of the runtime, for the function's processor:

    docker run --rm --platform linux/arm64 -v "$PWD":/var/task public.ecr.aws/sam/build-ruby3.3 bundle install
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.ruby.gems import Gem, Gems
from layerlint.environment.ruby.model import RubyModel
from layerlint.environment.ruby.natives import for_this_ruby, parts
from layerlint.examples.recipe import layer
from layerlint.rule import Finding, Severity, rule

HOME = "ruby/gems/3.3.0"
SPECIFICATION = "# stub: bcrypt 3.1.20 ruby lib\n# stub: ext/mri/extconf.rb\n"
FILES = {
    f"{HOME}/specifications/bcrypt-3.1.20.gemspec": SPECIFICATION,
    f"{HOME}/gems/bcrypt-3.1.20/lib/bcrypt.rb": "require 'bcrypt_ext'\n",
}


def built(platform: str, abi: str = "3.3.0") -> dict[str, str]:
    return {f"{HOME}/extensions/{platform}/{abi}/bcrypt-3.1.20/gem.build_complete": ""}


@rule(
    "LL822",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({**FILES, **built("x86_64-linux")}, "ruby3.3", "x86_64"),
        layer({**FILES, **built("aarch64-linux", "3.3.0-static")}, "ruby3.3", "arm64"),
        layer({f"{HOME}/specifications/rack-3.0.gemspec": "# stub: rack 3.0 ruby lib\n"}, "ruby3.3"),
    ],
    bad=[
        layer({**FILES, **built("x86_64-linux")}, "ruby3.3", "arm64").flags(
            f"{HOME}/specifications/bcrypt-3.1.20.gemspec"
        ),
        layer({**FILES, **built("arm64-darwin-23")}, "ruby3.3", "arm64").flags(
            f"{HOME}/specifications/bcrypt-3.1.20.gemspec"
        ),
        layer(FILES, "ruby3.3", "x86_64").flags(f"{HOME}/specifications/bcrypt-3.1.20.gemspec"),
    ],
)
def gem_extension_not_built(env: Environment) -> Iterator[Finding]:
    gems = env.ruby
    if gems is None:
        return
    model = RubyModel(env, gems)
    for gem in gems.found:
        if not gems.is_built(gem) and not has_twin(gem, gems):
            found = built_for(gem, gems)
            yield Finding(
                message=f"the native part of {gem.specification.name_version} is not built for this Ruby",
                paths=(gem.place.path, *found),
                reason=f"{said(found)}; require passes over the gem as if it were not installed",
                help="install in an image of the runtime, for the function's processor: bundle install",
                severity=severity(gem, gems, model),
                archive=gem.place.mount.name,
                subject=gem.specification.full_name,
            )


def severity(gem: Gem, gems: Gems, model: RubyModel) -> Severity | None:
    there = any(for_this_ruby(part, gems.target.runtime.version) for part in parts(gem, gems))
    sure = model.is_asked_for_directly(gem) and not there and not gems.is_bundled(gem.name)
    return None if sure else Severity.WARNING


def has_twin(gem: Gem, gems: Gems) -> bool:
    """Another gem of the name, such as the precompiled one, stands in."""
    return any(other is not gem and gems.is_built(other) for other in gems.by_name.get(gem.name, ()))


def built_for(gem: Gem, gems: Gems) -> tuple[str, ...]:
    """The folders in which a result for other targets lies."""
    folder = f"{gem.home}/extensions/"
    ending = f"/{gem.specification.full_name}/gem.build_complete"
    return tuple(sorted(path for path in gems.completed(gem.tree) if path.startswith(folder) and path.endswith(ending)))


def said(found: tuple[str, ...]) -> str:
    if not found:
        return "there is no gem.build_complete for it below extensions/"
    *_, platform, abi, _, _ = found[0].split("/")
    return f"it was built for {platform} and Ruby {abi}"
