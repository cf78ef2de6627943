"""Installed Python distributions: what a .dist-info or .egg-info folder says."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    name: str  #: canonical: lower case, "-" for runs of "-_."
    shown_name: str  #: as METADATA spells it
    version: str
    folder: str  #: the .dist-info folder (or .egg-info file), relative to the archive
    site: str  #: the folder it is installed in; "" for the root
    requires: tuple[str, ...] = ()  #: Requires-Dist, verbatim
    requires_python: str | None = None
    tags: tuple[str, ...] = ()  #: WHEEL Tag lines, verbatim
    record: tuple[str, ...] = ()  #: RECORD's paths, relative to the archive's root, those outside it left out
    entry_points: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  #: group to names
    top_level: tuple[str, ...] = ()  #: top_level.txt, verbatim
    editable: bool = False  #: direct_url.json says so
    has_metadata: bool = True  #: METADATA or PKG-INFO was there and readable
    has_record: bool = False
