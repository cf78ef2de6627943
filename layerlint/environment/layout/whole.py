"""Whether a folder was zipped as a whole: what lies beside it is at most what projects leave lying around."""

import re

from layerlint.facts.listing import Listing, join
from layerlint.facts.sites import SKIPPED

_LITTER = re.compile(
    r"\..*|.*\.(md|txt|rst|sh|ya?ml|json|toml|cfg|ini|lock|zip|tf|hcl|log|html|pem|env)"
    r"|Dockerfile.*|Makefile|LICEN[CS]E.*|NOTICE.*|README.*|CHANGELOG.*|Pipfile|Gemfile|Rakefile|Thumbs\.db",
    re.IGNORECASE,
)


def is_whole(listing: Listing, prefix: str) -> bool:
    """All of the archive lies below `prefix`, litter aside."""
    folder = ""
    for part in prefix.split("/") if prefix else []:
        if set(folders_that_count(listing, folder)) - {part} or files_that_count(listing, folder):
            return False
        folder = join(folder, part)
    return True


def folders_that_count(listing: Listing, folder: str) -> list[str]:
    return [name for name in listing.folders_in(folder) if name not in SKIPPED and not name.startswith(".")]


def files_that_count(listing: Listing, folder: str) -> list[str]:
    return [name for name in listing.files_in(folder) if not _LITTER.fullmatch(name)]
