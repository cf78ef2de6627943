"""A gem needs another gem that is not there.

## Why it matters

When `require` finds a file in a gem, RubyGems activates the gem with all that its specification says it needs, and
stops at the first that is missing: `Gem::MissingSpecError: Could not find 'rack' (>= 2.0) among 40 total gem(s)`. Gems
that come with Ruby and those of the AWS SDK are in the image.

It is an error where the handler is sure to require the gem and nothing else can join, otherwise a warning: another
layer or the function may bring what is missing.

## What to do

Install with dependencies:

    bundle config set --local path vendor/bundle && bundle install
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.ruby.gems import Gem, Gems
from layerlint.environment.ruby.model import RubyModel
from layerlint.examples.recipe import function, layer
from layerlint.facts.ruby.specification import Dependency
from layerlint.rule import Finding, Severity, rule

HOME = "ruby/gems/3.3.0"


def gem(name: str, version: str, *needs: str, home: str = HOME) -> dict[str, str]:
    lines = [f"# stub: {name} {version} ruby lib", "Gem::Specification.new do |s|"]
    lines += [f"  s.add_runtime_dependency({need})" for need in needs]
    return {
        f"{home}/specifications/{name}-{version}.gemspec": "\n".join([*lines, "end", ""]),
        f"{home}/gems/{name}-{version}/lib/{name}.rb": "",
    }


@rule(
    "LL825",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({**gem("sinatra", "4.0", '%q<rack>.freeze, ["~> 3.0".freeze]'), **gem("rack", "3.1")}, "ruby3.3"),
        layer(gem("a", "1.0", '%q<json>.freeze, [">= 2"]', '%q<aws-sdk-s3>.freeze, ["~> 1"]'), "ruby3.3"),
    ],
    bad=[
        layer(gem("sinatra", "4.0", '%q<rack>.freeze, ["~> 3.0".freeze]'), "ruby3.3").flags(
            f"{HOME}/specifications/sinatra-4.0.gemspec"
        ),
        layer({**gem("sinatra", "4.0", '%q<rack>.freeze, ["~> 3.0"]'), **gem("rack", "2.2")}, "ruby3.3").flags(
            f"{HOME}/specifications/sinatra-4.0.gemspec"
        ),
        function(
            {
                "app.rb": "require 'sinatra'\n",
                **gem("sinatra", "4.0", '"rack", ["> 3"]', home="vendor/bundle/ruby/3.3.0"),
            },
            "ruby3.3",
            handler="app.handler",
        ).flags("vendor/bundle/ruby/3.3.0/specifications/sinatra-4.0.gemspec"),
    ],
)
def gem_dependency_missing(env: Environment) -> Iterator[Finding]:
    gems = env.ruby
    if gems is None:
        return
    model = RubyModel(env, gems)
    for named in gems.by_name.values():
        for each in named:
            unmet = [need for need in gems.unmet(each) if not is_for_another_platform(need, gems)]
            if unmet:
                yield finding(each, unmet, model, env)


def finding(gem: Gem, unmet: list[Dependency], model: RubyModel, env: Environment) -> Finding:
    sure = env.complete and not model.is_open and gem.specification.full_name in model.activated
    there = [each.specification.version for need in unmet[:1] for each in model.gems.by_name.get(need.name, ())]
    names = " and ".join(said(need) for need in unmet[:4]) + (f" and {len(unmet) - 4} more" if len(unmet) > 4 else "")
    return Finding(
        message=f"{gem.specification.full_name} needs {names}",
        paths=(gem.place.path,),
        reason=f"{unmet[0].name} {' and '.join(there)} is there, which is another version"
        if there
        else "no folder of GEM_PATH has it, and RubyGems stops where it activates the gem",
        help="install with dependencies: bundle install",
        severity=None if sure else Severity.WARNING,
        archive=gem.place.mount.name,
        subject=gem.specification.full_name,
    )


def said(need: Dependency) -> str:
    return f"{need.name} ({', '.join(need.requirements)})" if need.requirements else need.name


def is_for_another_platform(need: Dependency, gems: Gems) -> bool:
    """It is there and told as a gem for another platform."""
    return need.name not in gems.by_name and any(gem.name == need.name for gem in gems.found)
