"""Which paths are project files."""

import os.path

from layerlint.archive.paths import StrPath

SUFFIXES = frozenset({".yaml", ".yml", ".json", ".template", ".tf"})
CDK_MANIFEST = "manifest.json"
CDK_MARK = "cdk.out"  #: a file in every cloud assembly, which says its version


def is_project(path: StrPath) -> bool:
    """Whether a path is read as a project file and not as an archive, by its name alone."""
    name = os.fspath(path).rstrip("/")
    if os.path.splitext(name)[1].lower() in SUFFIXES and not os.path.isdir(path):
        return True
    return is_assembly(path)


def is_assembly(folder: StrPath) -> bool:
    return all(os.path.isfile(os.path.join(folder, name)) for name in (CDK_MARK, CDK_MANIFEST))
