"""Packages that load their own extension module in their place."""

import re
from collections.abc import Mapping

from layerlint.environment.python.failure import Cause
from layerlint.environment.tree import Place


def steps_aside(name: str, source: bytes) -> bool:
    """Whether a package takes itself out of sys.modules and imports its own name again."""
    quoted = rf"""["']{re.escape(name)}["']\s*\)"""
    calls = (rf"sys\.modules\.pop\(\s*{quoted}", rf"import_module\(\s*{quoted}")
    return all(re.search(call.encode(), source) for call in calls)


def self_loading(broken: Mapping[str, Cause], modules: Mapping[str, Place]) -> Mapping[str, Cause]:
    """Packages that step aside to import a broken extension module of their own name, as OpenCV's does."""
    found = {}
    for twin, cause in broken.items():
        name, _, tail = twin.partition(".")
        place = modules.get(name) if name == tail else None
        if place is not None and steps_aside(name, place.read()):
            found[name] = cause
    return found
