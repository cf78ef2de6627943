"""What `require` finds for a name: a file of the load path, a gem, or something that Ruby itself has."""

from collections.abc import Iterator

from layerlint.environment.loaded import Loaded
from layerlint.environment.ruby.gems import Gem, Gems
from layerlint.environment.ruby.handler import load_folders, own_file, reached
from layerlint.environment.ruby.model import RubyModel
from layerlint.environment.ruby.natives import OtherRuby, lacking, unfit
from layerlint.environment.tree import Place


def answer(model: RubyModel, feature: str) -> Loaded:
    """In the order of `require`: RUBYLIB, Ruby's own, gems."""
    own = own_file(model.trees, model.load_path, feature)
    if own is not None:
        return _of_source(feature, own, model)
    if model.is_rubys(feature):
        return Loaded(feature, True, None)
    gem = model.gems.bringing(feature)
    if gem is not None:
        file = next((place for place in _files(gem, feature)), None)
        return of_gem(gem, model, feature, file.absolute if file else None)
    passed = next(iter(model.gems.having(feature)), None)
    if passed is not None:
        said = f"the native part of {passed.specification.full_name} is not built for this Ruby and processor"
        return Loaded(feature, False, None, f"{said}; require passes over the gem")
    return Loaded(feature, False, None, "neither the load path nor a gem has it")


def answers(model: RubyModel) -> Iterator[Loaded]:
    """The sources at the top of the load path, and every gem of the stack by its full name."""
    for feature in sorted(set(_own(model))):
        yield answer(model, feature)
    for gem in sorted(model.gems.found, key=lambda gem: gem.specification.full_name):
        yield of_gem(gem, model, gem.specification.full_name, f"{gem.tree.root}/{gem.folder}")


def _own(model: RubyModel) -> Iterator[str]:
    for tree, folder in load_folders(model.trees, model.load_path):
        prefix = f"{folder}/" if folder else ""
        for path in tree.files:
            if path.startswith(prefix) and path.endswith(".rb") and "/" not in path[len(prefix) :]:
                yield path[len(prefix) : -len(".rb")]


def of_gem(gem: Gem, model: RubyModel, name: str, file: str | None) -> Loaded:
    """What activating a gem comes to."""
    gems = model.gems
    if not gems.suits(gem.specification.platform):
        return Loaded(name, False, file, f"it is built for {gem.specification.platform}")
    if not gems.is_built(gem):
        return Loaded(name, False, file, "its native part is not built for this Ruby and processor")
    for each in gems.closure(gem):
        need = next(gems.unmet(each), None)
        if need is not None:
            wanted = f"{need.name} ({', '.join(need.requirements)})" if need.requirements else need.name
            return Loaded(name, False, file, f"{each.specification.full_name} needs {wanted}, which is not there")
    doubt = next((said for each in gems.closure(gem) for said in _native_doubts(each, gems, model)), "")
    return Loaded(name, None if doubt else True, file, doubt)


def _native_doubts(gem: Gem, gems: Gems, model: RubyModel) -> Iterator[str]:
    """What is wrong with its compiled parts, without which it may go on."""
    for each in unfit(gem, gems):
        if isinstance(each, OtherRuby):
            yield f"{gem.specification.full_name} has no build of {each.part.name} for this Ruby"
        else:
            yield f"{each.place.path.rpartition('/')[2]} {each.misfit.clause}"
    yield from (f"{gem.specification.full_name} needs {each.soname}" for each in lacking(gem, gems, model.env.links))


def _of_source(feature: str, place: Place, model: RubyModel) -> Loaded:
    found = list(reached(place, model.trees, model.load_path))
    if not any(source.touches_paths for _, source in found):
        for each, source in found:
            for name, line in source.requires:
                if model.lacks(name):
                    reason = f"{name} is required, and nothing has it"
                    steps = (f"{feature} ({place.absolute})", f"{name} ({each.absolute}:{line})")
                    return Loaded(feature, False, place.absolute, reason, steps)
    return Loaded(feature, True, place.absolute)


def _files(gem: Gem, feature: str) -> Iterator[Place]:
    for folder in gem.specification.require_paths:
        for ending in ("", ".rb", ".so"):
            place = gem.tree.file(f"{gem.folder}/{folder}/{feature}{ending}")
            if place is not None:
                yield place
