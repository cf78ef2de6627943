"""The compiled parts of gems: which file Ruby would load for each name, and whether it can."""

from collections.abc import Iterator, Sequence

from layerlint.environment.linker.links import Links
from layerlint.environment.linker.misfit import Misfit, misfit
from layerlint.environment.linker.missing import Missing
from layerlint.environment.ruby.gems import BUILT, RUBY, Gem, Gems
from layerlint.environment.tree import Place
from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern

_VERSION = pattern(r"(?:^|/)(\d+\.\d+)/")


class Part(NamedTuple):
    """One compiled part of a gem, in all copies that are there for it."""

    name: str  #: as `require` takes it, without a version in the path: "nokogiri/nokogiri"
    copies: tuple[tuple[Place, str], ...]  #: each with the Ruby in its path, "" where none is named


class Unfit(NamedTuple):
    gem: Gem
    place: Place
    misfit: Misfit


class OtherRuby(NamedTuple):
    """A compiled part that is there for other versions of Ruby only."""

    gem: Gem
    part: Part


def parts(gem: Gem, gems: Gems) -> Sequence[Part]:
    """What lies in the gem's search folders and among its built extensions."""
    found: dict[str, list[tuple[Place, str]]] = {}
    for folder in _folders(gem, gems):
        for path in gems.compiled(gem.tree):
            if path.startswith(f"{folder}/"):
                inside = path[len(folder) + 1 :].rpartition(".")[0]
                version = _VERSION.search(inside)
                name = _VERSION.sub(lambda match: "/" if match[0].startswith("/") else "", inside)
                place = gem.tree.file(path)
                if place is not None:
                    found.setdefault(name, []).append((place, version[1] if version else ""))
    return [Part(name, tuple(copies)) for name, copies in found.items()]


def _folders(gem: Gem, gems: Gems) -> Iterator[str]:
    yield from (f"{gem.folder}/{path}".rstrip("/") for path in gem.specification.require_paths)
    if gem.specification.platform == RUBY:
        for built in BUILT[gems.target.architecture]:
            for abi in (gems.facts.gem_abi, f"{gems.facts.gem_abi}-static"):
                yield gems.extensions_of(gem, built, abi)


def for_this_ruby(part: Part, version: str | None) -> list[Place]:
    """The copies that this Ruby comes to: those for its version, and those for any."""
    return [place for place, named in part.copies if named in ("", version)]


def unfit(gem: Gem, gems: Gems) -> Iterator[Unfit | OtherRuby]:
    """The parts of which no copy can be loaded. A gem without any loads what is there."""
    for part in parts(gem, gems):
        mine = for_this_ruby(part, gems.target.runtime.version)
        if not mine:
            yield OtherRuby(gem, part)
            continue
        faults = [_fault(place, gems) for place in mine]
        first = faults[0]
        if first is not None and all(faults):
            yield Unfit(gem, mine[0], first)


def lacking(gem: Gem, gems: Gems, links: Links) -> Iterator[Missing]:
    """The libraries that the gem's parts need and the loader does not find; Ruby's own library is in the process."""
    for part in parts(gem, gems):
        for place in for_this_ruby(part, gems.target.runtime.version):
            if _fault(place, gems) is None:
                yield from (each for each in links.missing(place) if not each.soname.startswith("libruby"))


def _fault(place: Place, gems: Gems) -> Misfit | None:
    native = place.mount.contents.natives.get(place.path)
    return misfit(native, gems.target) if native else None
