"""Which folders were zipped as a whole: what lies beside it is at most what projects leave lying around."""

import re
from collections.abc import Iterator

from layerlint.facts.listing import Listing, join
from layerlint.facts.sites import SKIPPED
from layerlint.pattern import pattern

_LITTER = pattern(
    r"\..*|.*\.(md|txt|rst|sh|ya?ml|json|toml|cfg|ini|lock|zip|tf|hcl|log|html|pem|env)"
    r"|Dockerfile.*|Makefile|LICEN[CS]E.*|NOTICE.*|README.*|CHANGELOG.*|Pipfile|Gemfile|Rakefile|Thumbs\.db",
    re.IGNORECASE,
)


def wrappings(listing: Listing) -> Iterator[str]:
    """The folders that hold all of the archive, litter aside, from the outermost in."""
    folder = ""
    while True:
        below = folders_that_count(listing, folder) or [
            name for name in listing.folders_in(folder) if name not in SKIPPED
        ]
        if len(below) != 1 or files_that_count(listing, folder):
            return
        folder = join(folder, below[0])
        yield folder


def folders_that_count(listing: Listing, folder: str) -> list[str]:
    return [name for name in listing.folders_in(folder) if name not in SKIPPED and not name.startswith(".")]


def files_that_count(listing: Listing, folder: str) -> list[str]:
    return [name for name in listing.files_in(folder) if not _LITTER.fullmatch(name)]
