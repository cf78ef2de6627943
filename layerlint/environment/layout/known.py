"""The folders that any runtime of a language searches, with the version left open."""

import re
from collections import defaultdict

from layerlint.platform.records import Platform
from layerlint.stack import Role

_VERSION = re.compile(r"\d+(?:\.\d+)*")


def shape(folder: str) -> str:
    """The folder with "#" for every version: "python/lib/python#/site-packages"."""
    return _VERSION.sub("#", folder)


class Known:
    """Search folders of one kind of archive, over all runtimes."""

    def __init__(self, platform: Platform, role: Role) -> None:
        self.role = role
        shapes: dict[str, set[str]] = defaultdict(set)
        for runtime in platform.runtimes.values():
            folders = runtime.layer_folders if role is Role.LAYER else runtime.function_folders
            shapes[runtime.language].update(map(shape, folders))
        self._shapes = {name: frozenset(found) for name, found in shapes.items()}
        #: "python", "nodejs", "java", "ruby", "dotnetcore": the first folder on each search path
        self.roots = frozenset(each.partition("/")[0] for found in shapes.values() for each in found if each)

    def searched(self, language: str, folder: str) -> bool:
        return shape(folder) in self._shapes.get(language, frozenset())
