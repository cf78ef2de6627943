"""The compiled part of a gem cannot be loaded on the target.

## Why it matters

A gem with native parts loads a shared library. One that was built for another processor or system, against a newer
glibc, or for another version of Ruby is not loaded: `cannot load such file`, `version 'GLIBC_2.38' not found`.
Precompiled gems bring a copy for each version of Ruby that they support, in folders such as `lib/nokogiri/3.3/`, and
none for a newer one.

It is an error where loading the gem is sure to come to it, and a warning where the gem may go on without.

## What to do

Take a version of the gem that has a build for the runtime's Ruby, or build it in an image of the runtime:

    docker run --rm -v "$PWD":/var/task public.ecr.aws/sam/build-ruby3.3 bundle install
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.ruby.gems import Gem, Gems
from layerlint.environment.ruby.model import RubyModel
from layerlint.environment.ruby.natives import OtherRuby, Unfit, unfit
from layerlint.examples.elf import elf
from layerlint.examples.recipe import Content, layer
from layerlint.rule import Finding, Severity, rule
from layerlint.words import counted

HOME = "ruby/gems/3.3.0"


def gem(platform: str, parts: dict[str, Content], main: str = "") -> dict[str, Content]:
    full = "ffi-1.0" if platform == "ruby" else f"ffi-1.0-{platform}"
    files: dict[str, Content] = {f"{HOME}/gems/{full}/lib/{path}": content for path, content in parts.items()}
    files[f"{HOME}/gems/{full}/lib/ffi.rb"] = main
    return files | {f"{HOME}/specifications/{full}.gemspec": f"# stub: ffi 1.0 {platform} lib\n"}


LIBRARY, NEWER = elf("x86_64"), elf("x86_64", versions={"libc.so.6": ("GLIBC_2.38",)})


@rule(
    "LL823",
    Severity.ERROR,
    since="0.1",
    good=[
        layer(gem("x86_64-linux", {"ffi/3.2/ffi_c.so": LIBRARY, "ffi/3.3/ffi_c.so": LIBRARY}), "ruby3.3", "x86_64"),
        layer(gem("x86_64-linux", {"ffi/ffi_c.so": LIBRARY}), "ruby3.3", "x86_64"),
        layer(gem("ruby", {"ffi_c.so": LIBRARY, "ffi_c.bundle": b""}, "require 'ffi_c'\n"), "ruby3.3", "x86_64"),
        layer(gem("ruby", {"libs/x64.dll": b""}), "ruby3.3", "x86_64"),
    ],
    bad=[
        layer(gem("x86_64-linux", {"ffi/3.2/ffi_c.so": LIBRARY}), "ruby3.3", "x86_64").flags(
            f"{HOME}/gems/ffi-1.0-x86_64-linux/lib/ffi/3.2/ffi_c.so"
        ),
        layer(gem("x86_64-linux", {"ffi/3.3/ffi_c.so": NEWER}), "ruby3.3", "x86_64").flags(
            f"{HOME}/gems/ffi-1.0-x86_64-linux/lib/ffi/3.3/ffi_c.so"
        ),
        layer(gem("ruby", {"ffi_c.so": LIBRARY}, "require 'ffi_c'\n"), "ruby3.3", "arm64").flags(
            f"{HOME}/gems/ffi-1.0/lib/ffi_c.so"
        ),
    ],
)
def gem_part_cannot_load(env: Environment) -> Iterator[Finding]:
    gems = env.ruby
    if gems is None:
        return
    model = RubyModel(env, gems)
    for named in gems.by_name.values():
        for each in named:
            if gems.is_built(each):
                found = list(unfit(each, gems))
                yield from of_other_ruby(each, [item for item in found if isinstance(item, OtherRuby)], env)
                yield from of_misfit(each, [item for item in found if isinstance(item, Unfit)], model, gems)


def of_other_ruby(gem: Gem, found: list[OtherRuby], env: Environment) -> Iterator[Finding]:
    if found:
        copies = [copy for item in found for copy in item.part.copies]
        versions = sorted({version for _, version in copies})
        yield Finding(
            message=f"{gem.specification.full_name} has no build for Ruby {env.target.runtime.version}",
            paths=tuple(place.path for place, _ in copies),
            reason=f"its compiled parts are for Ruby {', '.join(versions)}",
            help=f"take a newer {gem.name}, or build it for the runtime: gem install --platform ruby {gem.name}",
            severity=None if gem.specification.platform != "ruby" else Severity.WARNING,
            archive=gem.place.mount.name,
            subject=gem.specification.full_name,
        )


def of_misfit(gem: Gem, found: list[Unfit], model: RubyModel, gems: Gems) -> Iterator[Finding]:
    if not found:
        return
    sure = any(item.misfit.certain and model.is_sure_to_load(gem, feature(item, gem)) for item in found)
    what = "its compiled part" if len(found) == 1 else f"{counted(len(found), 'compiled part')} of it"
    yield Finding(
        message=f"{gem.specification.full_name} cannot load {what}",
        paths=tuple(item.place.path for item in found),
        reason=f"{found[0].place.path.rpartition('/')[2]} {found[0].misfit.clause}"
        + ("" if sure else "; the gem may go on without"),
        help=f"install {gem.name} in an image of {gems.target.runtime}, for the function's processor",
        severity=None if sure else Severity.WARNING,
        archive=gem.place.mount.name,
        subject=gem.specification.full_name,
    )


def feature(item: Unfit, gem: Gem) -> str:
    """The name under which `require` finds it."""
    path = item.place.path.rpartition(".")[0]
    for folder in gem.specification.require_paths:
        prefix = f"{gem.folder}/{folder}/"
        if path.startswith(prefix):
            return path[len(prefix) :]
    return path.partition(f"/{gem.specification.full_name}/")[2]
