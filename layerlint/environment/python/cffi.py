"""Extension modules that cffi generated: each imports its runtime, `_cffi_backend`, as it is loaded."""

from layerlint.archive.archive import UnreadableMember
from layerlint.environment.python.shared import Shared
from layerlint.environment.tree import Place
from layerlint.facts.suffix import Abi, parse_extension

BACKEND = "_cffi_backend"
IMPORTS = "PyImport_ImportModule"  # what the generated code calls


def asks_for_backend(shared: Shared, place: Place, *, brought: bool) -> bool:
    """Whether loading the file imports `_cffi_backend`; asked only where that fails, for it may read the file.

    `brought` says that the stack has a `_cffi_backend`, for whatever Python.
    """
    key = (place, brought)
    if key not in shared.cffi_users:
        shared.cffi_users[key] = _is_eligible(shared, place, brought=brought) and _spells_it(place)
    return shared.cffi_users[key]


def _is_eligible(shared: Shared, place: Place, *, brought: bool) -> bool:
    """Modules of distributions that require cffi; of those that none claims, the ones that can import something."""
    owner = shared.owner(place)
    if owner is not None:
        return "cffi" in shared.required(owner)
    extension = parse_extension(place.path)
    if extension is None or extension.module == BACKEND:
        return False
    native = place.mount.contents.natives.get(place.path)
    if extension.abi is Abi.EXACT:  # whose symbols nobody collected
        return brought
    return native is not None and native.elf is not None and IMPORTS in native.elf.python_symbols


def _spells_it(place: Place) -> bool:
    """Read past `Place.read`, which takes no source for as large as a compiled library may be."""
    try:
        return BACKEND.encode() in place.mount.contents.archive.read(place.entry)
    except UnreadableMember:
        return False
