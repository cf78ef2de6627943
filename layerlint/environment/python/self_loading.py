"""Packages that load their own extension module in their place."""

import re


def steps_aside(name: str, source: bytes) -> bool:
    """Whether a package takes itself out of sys.modules and imports its own name again."""
    quoted = rf"""["']{re.escape(name)}["']\s*\)"""
    calls = (rf"sys\.modules\.pop\(\s*{quoted}", rf"import_module\(\s*{quoted}")
    return all(re.search(call.encode(), source) for call in calls)
