"""One thing done wrong, with all the sites it moved out of reach."""

from collections.abc import Sequence
from functools import cached_property
from itertools import islice

from layerlint.environment.layout.fit import Fit, Kind
from layerlint.facts.listing import Listing
from layerlint.facts.sites import Site, Sites
from layerlint.named_tuple import NamedTuple

MOST_MISTAKES = 20  # told of one archive; nobody mends more at a time
MOST_PATHS = 1000  # named in one finding; the first of them tell the mistake


class _Displaced(NamedTuple):
    kind: Kind
    prefix: str  #: the folders too many, or the root of the virtual environment
    placed: tuple[tuple[Site, Fit], ...]


class Mistake(_Displaced):
    """Everything that one slip of the hand moved."""

    @cached_property
    def languages(self) -> frozenset[str]:
        return frozenset(site.language for site, _ in self.placed)

    @cached_property
    def homes(self) -> tuple[str, ...]:
        """The folders that lie wrong, each once."""
        return tuple(dict.fromkeys(fit.home for _, fit in self.placed))

    @property
    def goal(self) -> str:
        return self.placed[0][1].goal

    @cached_property
    def strong(self) -> bool:
        return any(site.strong for site, _ in self.placed)

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The folders, then what they hold; what lies at the root stands for itself."""
        members = (path for site, _ in self.placed for path in site.members)
        named = dict.fromkeys(filter(None, self.homes))
        named.update(dict.fromkeys(islice(members, MOST_PATHS)))
        return tuple(islice(named, MOST_PATHS))


def mistakes(sites: Sites, fits: Sequence[tuple[Site, Fit]], listing: Listing) -> tuple[Mistake, ...]:
    """Sites that one mistake displaced are one mistake. A private interpreter's own packages are none."""
    environments = frozenset(sites.environments)
    wrapped = {fit.prefix for _, fit in fits if fit.kind is Kind.WRAPPED}
    grouped: dict[tuple[Kind, str, str], list[tuple[Site, Fit]]] = {}
    for site, fit in fits:
        if fit.kind is not Kind.REACHED and not site.private and (site.strong or fit.kind is not Kind.STRAY):
            found = _within(site, fit, environments, listing)
            if found.kind is Kind.DOUBLED and found.prefix in wrapped:
                found = found._replace(kind=Kind.WRAPPED)
            language = "" if found.prefix else site.language
            grouped.setdefault((found.kind, found.prefix, language), []).append((site, found))
    told = (Mistake(kind, prefix, tuple(placed)) for (kind, prefix, _), placed in grouped.items())
    return tuple(islice(told, MOST_MISTAKES))


def _within(site: Site, fit: Fit, environments: frozenset[str], listing: Listing) -> Fit:
    """The fit, unless a virtual environment or a whole project explains it."""
    if site.language == "python" and fit.kind in (Kind.UNSEARCHED, Kind.STRAY, Kind.WRAPPED) and site.strong:
        root = _environment_around(site.folder, environments)
        if root is not None:
            return Fit(Kind.ENVIRONMENT, root, site.folder, fit.goal or "python")
    if fit.kind is Kind.AT_ROOT and fit.home == "node_modules" and "package.json" in listing.files_in(""):
        return fit._replace(kind=Kind.PROJECT)
    return fit


def _environment_around(folder: str, environments: frozenset[str]) -> str | None:
    while folder and environments:
        folder = folder.rpartition("/")[0]
        if folder in environments:
            return folder
    return None
