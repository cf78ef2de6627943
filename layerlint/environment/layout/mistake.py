"""One thing done wrong, with all the sites it moved out of reach."""

from collections.abc import Iterable
from typing import NamedTuple

from layerlint.environment.layout.fit import Fit, Kind
from layerlint.facts.listing import Listing
from layerlint.facts.sites import Site, Sites


class Mistake(NamedTuple):
    kind: Kind
    prefix: str  #: the folders too many, or the root of the virtual environment
    placed: tuple[tuple[Site, Fit], ...]

    @property
    def languages(self) -> frozenset[str]:
        return frozenset(site.language for site, _ in self.placed)

    @property
    def homes(self) -> tuple[str, ...]:
        """The folders that lie wrong, each once."""
        return tuple(dict.fromkeys(fit.home for _, fit in self.placed))

    @property
    def goal(self) -> str:
        return self.placed[0][1].goal

    @property
    def strong(self) -> bool:
        return any(site.strong for site, _ in self.placed)

    @property
    def paths(self) -> tuple[str, ...]:
        """The folders, then what they hold; what lies at the root stands for itself."""
        members = (path for site, _ in self.placed for path in (site.members))
        return tuple(dict.fromkeys([*filter(None, self.homes), *members]))


def mistakes(sites: Sites, fits: Iterable[tuple[Site, Fit]], listing: Listing) -> tuple[Mistake, ...]:
    """Sites that one mistake displaced are one mistake. A private interpreter's own packages are none."""
    grouped: dict[tuple[Kind, str, str], list[tuple[Site, Fit]]] = {}
    for site, fit in fits:
        if fit.kind is not Kind.REACHED and not site.private:
            found = _within(site, fit, sites.environments, listing)
            language = "" if found.prefix else site.language
            grouped.setdefault((found.kind, found.prefix, language), []).append((site, found))
    return tuple(Mistake(kind, prefix, tuple(placed)) for (kind, prefix, _), placed in grouped.items())


def _within(site: Site, fit: Fit, environments: tuple[str, ...], listing: Listing) -> Fit:
    """The fit, unless a virtual environment or a whole project explains it."""
    if site.language == "python" and fit.kind in (Kind.UNSEARCHED, Kind.STRAY, Kind.WRAPPED) and site.strong:
        for root in environments:
            if not root or site.folder.startswith(f"{root}/"):
                return Fit(Kind.ENVIRONMENT, root, site.folder, fit.goal or "python")
    if fit.kind is Kind.AT_ROOT and fit.home == "node_modules" and "package.json" in listing.files_in(""):
        return fit._replace(kind=Kind.PROJECT)
    return fit
