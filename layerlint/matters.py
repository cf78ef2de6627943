"""What rules speak of. A rule about what a stack or a target does not show would say nothing: its file is not read."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from layerlint.archive.archive import Archive
from layerlint.environment.environment import Environment, View
from layerlint.environment.layout.layout import Layout
from layerlint.facts.distribution import Distribution
from layerlint.facts.native import Elf, Native
from layerlint.facts.packed import only_packed
from layerlint.facts.wheel_tag import foreign_to_linux
from layerlint.platform.records import Platform, State
from layerlint.rule import Rule
from layerlint.stack import Mount, Stack

SDK = ("boto3", "botocore", "s3transfer")
READ_BY_OTHERS = 0o004
WORTH = 1 << 20  # bytes; below this no rule speaks of waste of this kind
CLOSE = 0.5  # of what Lambda takes; below this no rule speaks of it
INSTALLERS_MARK = "__editable__"

#: what a rule may ask for of a stack with archives; all else is what a project declares
SUBJECTS = frozenset((Environment, View, Stack, Platform, Mount, Native, Distribution))
#: which codes begin the rules that need a matter to speak; a rule that is named twice needs both
ABOUT = {
    "python": "LL3 LL409 LL503 LL506 LL507 LL508 LL509 LL511 LL512 LL513 LL514",
    "nodejs": "LL70 LL711 LL712 LL713",
    "java": "LL81",
    "ruby": "LL82",
    "dotnet": "LL83",
    "project": "LL91 LL92 LL93",
    "flaws": "LL101 LL102 LL103 LL104 LL105 LL106 LL107 LL108 LL110 LL111 LL114 LL116 LL117",
    "links": "LL112",
    "damage": "LL109",
    "closed files": "LL113",
    "colliding names": "LL115",
    "no files": "LL118",
    "packed archives": "LL119",
    "wrapped code": "LL201",
    "misplaced code": "LL202 LL203 LL204 LL206 LL207 LL208 LL209 LL211 LL212 LL213 LL214",
    "breakages": "LL301 LL302 LL305 LL309 LL313 LL316 LL317 LL318 LL319 LL320 LL409",
    "missing modules": "LL312",
    "mere caches": "LL321",
    "unmet requirements": "LL311 LL507",
    "foreign wheels": "LL303",
    "unwelcome distributions": "LL304",
    "names of the standard library": "LL306",
    "parts of the SDK": "LL307",
    "failing look-ups of metadata": "LL308",
    "editable installs": "LL310",
    "several versions": "LL314",
    "function": "LL210 LL315 LL514 LL517 LL519 LL704 LL801 LL803 LL817 LL826 LL827 LL83",
    "binaries": "LL407 LL412 LL424 LL425 LL802",
    "damaged files": "LL407",
    "searched libraries": "LL412",
    "the stable ABI": "LL414",
    "unusual binaries": "LL418 LL419 LL426",
    "bundled libraries": "LL422",
    "named libraries": "LL423",
    "binaries for others": "LL424",
    "binaries of unknown origin": "LL425",
    "large debug sections": "LL606",
    "unfit binaries": "LL401 LL402 LL403 LL404 LL405 LL406 LL411 LL420 LL421 LL518",
    "missing libraries": "LL408 LL410 LL413 LL510",
    "several archives": "LL501 LL502 LL503 LL504 LL505 LL506 LL508 LL509 LL511 LL512 LL709",
    "several layers": "LL515 LL516",
    "extensions": "LL804 LL805 LL806",
    "code of other versions": "LL205",
    "stuck programs": "LL415 LL416 LL417",
    "sizes close to a limit": "LL601 LL602 LL603",
    "much bytecode": "LL604",
    "many tests": "LL605",
    "packages of Node.js": "LL710",
    "custom runtime": "LL802",
    "unsupported runtime": "LL901 LL902 LL903 LL904",
    "variables": "LL513 LL519 LL803",
}


#: the same the other way round
_MATTERS: dict[str, tuple[str, ...]] = {}
for _matter, _codes in ABOUT.items():
    for _start in _codes.split():
        _MATTERS[_start] = (*_MATTERS.get(_start, ()), _matter)


def matters(code: str) -> tuple[str, ...]:
    """What a rule of this code needs to have something to say."""
    return tuple(matter for end in range(len(code)) for matter in _MATTERS.get(code[: end + 1], ()))


def shows(rule: Rule, answers: Mapping[str, Callable[..., bool]], *subjects: object) -> bool:
    """Whether a stack or target shows what a rule speaks of, as far as `answers` can tell of it."""
    return all(answers[matter](*subjects) for matter in rule.about if matter in answers)


def _archives(view: View | Environment) -> Iterator[Archive]:
    return (mount.contents.archive for mount in view.stack.mounts)


def _natives(view: View) -> Iterator[Native]:
    return (native for mount in view.stack.mounts for native in mount.contents.natives.values())


def _images(view: View) -> Iterator[Elf]:
    return (native.elf for native in _natives(view) if native.elf)


def _distributions(env: Environment) -> list[Distribution]:
    """Those whose metadata Python finds."""
    return [each.distribution for each in env.python.candidates.visible.installed] if env.python else []


def _has_folder(env: Environment, name: str) -> bool:
    return any(name in archive.folders or name in archive.links for archive in _archives(env))


def _size_of(view: View, paths: Callable[[Mount], Iterable[str]]) -> int:
    """Bytes of some files of each archive."""
    return sum(mount.contents.archive.files[path].size for mount in view.stack.mounts for path in paths(mount))


def _in_tests(mount: Mount) -> Iterator[str]:
    """The files in folders that may be of tests."""
    folders = mount.contents.archive.file_names.items()
    return (f"{folder}/{name}" for folder, names in folders if "test" in folder for name in names)


def _is_large(view: View, platform: Platform) -> bool:
    packed = max((archive.packed_bytes or 0 for archive in _archives(view)), default=0)
    unpacked = sum(archive.unpacked_bytes for archive in _archives(view))
    limits = platform.limits
    return packed >= limits.packed_bytes * CLOSE or unpacked >= limits.unpacked_bytes * CLOSE


def _is_closed(archive: Archive) -> bool:
    """Whether Lambda's user may not read some file."""
    modes = {entry.mode for entry in archive.files.values()}
    return any(mode is not None and not mode & READ_BY_OTHERS for mode in modes)


def _may_collide(archive: Archive) -> bool:
    """Whether some names may be one where case and form do not count."""
    paths = [*archive.files, *archive.links, *archive.folders]
    text = "\0".join(paths)  # lowered at once, as no name holds a NUL
    return not text.isascii() or len(set(text.lower().split("\0"))) < len(paths)


def _may_be_wrapped(layout: Layout) -> bool:
    listing = layout.listing
    programs = (
        "extensions" in listing.folders_in(each) or "bootstrap" in listing.files_in(each) for each in layout.wrappings
    )
    return bool(layout.mistakes) or any(programs)


def _has_editables(env: Environment) -> bool:
    """Whether some file may name folders for code, as those do that editable installs leave."""
    sites = env.python.candidates.folders if env.python else ()
    places = [(mount.contents, site.path) for site in sites for mount in site.tree.mounts]
    names = (name for contents, path in places for name in contents.listing.files_in(path))
    return any(each.editable for contents, _ in places for each in contents.distributions) or any(
        name.endswith((".pth", ".egg-link")) or name.startswith(INSTALLERS_MARK) for name in names
    )


def _has_standard_names(env: Environment) -> bool:
    model = env.python
    return model is not None and not model.shared.stdlib.top_level(model.facts.version).isdisjoint(model.top_level())


def _has_parts_of_sdk(env: Environment) -> bool:
    """Whether something of the SDK is there, or a library that the runtime's own SDK may not work with."""
    model = env.python
    if model is None:
        return False
    if model.facts.urllib3_below is not None and any(each.name == "urllib3" for each in _distributions(env)):
        return True
    return any(found is not None and found.place is not None for found in map(model.find, SDK))


def _has_several_versions(env: Environment) -> bool:
    """Whether the metadata of some distribution is there twice."""
    installed = env.python.candidates.visible.installed if env.python else ()
    return len({(each.mount.name, each.distribution.name) for each in installed}) < len(installed)


#: asked of a stack
OF_STACK: Mapping[str, Callable[[View], bool]] = {
    "project": lambda view: bool(view.stack.resources),
    "function": lambda view: view.stack.function is not None,
    "several archives": lambda view: len(tuple(view.stack.mounts)) > 1,
    "several layers": lambda view: len(view.stack.layers) + len(view.stack.absent) > 1,
    "variables": lambda view: bool(view.stack.variables),
    "flaws": lambda view: any(archive.flaws for archive in _archives(view)),
    "links": lambda view: any(archive.links for archive in _archives(view)),
    "closed files": lambda view: any(map(_is_closed, _archives(view))),
    "colliding names": lambda view: any(map(_may_collide, _archives(view))),
    "no files": lambda view: any(not archive.files and not archive.links for archive in _archives(view)),
    "packed archives": lambda view: any(only_packed(mount.contents) for mount in view.stack.mounts),
    "much bytecode": lambda view: _size_of(view, lambda mount: mount.contents.endings.having(".pyc")) >= WORTH,
    "many tests": lambda view: _size_of(view, _in_tests) >= WORTH,
    "packages of Node.js": lambda view: any(
        path.endswith("node_modules") for archive in _archives(view) for path in archive.folders
    ),
    "binaries": lambda view: any(mount.contents.natives for mount in view.stack.mounts),
    "damaged files": lambda view: any(mount.contents.malformed for mount in view.stack.mounts),
    "the stable ABI": lambda view: any(".abi3" in native.path for native in _natives(view)),
    "unusual binaries": lambda view: any(
        elf.executable_stack or elf.text_relocations or elf.static_tls for elf in _images(view)
    ),
    "bundled libraries": lambda view: any(".libs/" in native.path for native in _natives(view)),
    "named libraries": lambda view: any(elf.soname for elf in _images(view)),
    "binaries for others": lambda view: any(
        native.system in ("macos", "windows") or not set(view.stack.architectures).issubset(native.machines)
        for native in _natives(view)
    ),
    "large debug sections": lambda view: sum(elf.debug_bytes for elf in _images(view)) >= WORTH,
}
#: asked of a stack after its targets, since what they had to read is not read again to be checked
OF_WHOLE: Mapping[str, Callable[[View, Platform], bool]] = {
    "damage": lambda view, _: any(archive.flaws or archive.damaged for archive in _archives(view)),
    "sizes close to a limit": _is_large,
}
#: asked of a stack on a target
OF_TARGET: Mapping[str, Callable[[Environment], bool]] = {
    "python": lambda env: env.language == "python",
    "nodejs": lambda env: env.language == "nodejs",
    "java": lambda env: env.language == "java",
    "ruby": lambda env: env.language == "ruby",
    "dotnet": lambda env: env.language == "dotnet",
    "custom runtime": lambda env: env.language == "provided",
    "unsupported runtime": lambda env: env.target.runtime.state(env.as_of) is not State.SUPPORTED,
    "extensions": lambda env: _has_folder(env, env.platform.search.extensions.rpartition("/")[2]),
    "code of other versions": lambda env: any(
        env.layout(mount).reached_by_others(env.target.runtime) for mount in env.stack.mounts
    ),
    "stuck programs": lambda env: bool(env.stuck),
    "misplaced code": lambda env: any(env.layout(mount).mistakes for mount in env.stack.mounts),
    "wrapped code": lambda env: any(_may_be_wrapped(env.layout(mount)) for mount in env.stack.mounts),
    "breakages": lambda env: bool(env.breakages),
    "missing modules": lambda env: bool(env.stack.function or env.breakages),
    "mere caches": lambda env: env.python is not None and bool(env.python.cached_only),
    "unmet requirements": lambda env: env.python is not None and bool(env.python.candidates.visible.unmet),
    "foreign wheels": lambda env: any(foreign_to_linux(each.tags) for each in _distributions(env)),
    "unwelcome distributions": lambda env: (
        env.python is not None and not all(map(env.python.candidates.too_new.accepts_python, _distributions(env)))
    ),
    "names of the standard library": _has_standard_names,
    "parts of the SDK": _has_parts_of_sdk,
    "failing look-ups of metadata": lambda env: (
        env.python is not None
        and bool(env.breakages or env.python.shared.unclaimed_groups(env.python.candidates.folders))
    ),
    "editable installs": _has_editables,
    "several versions": _has_several_versions,
    "searched libraries": lambda env: any(
        item.origin in env.links.search.library_path for item in env.links.needs.objects
    ),
    "binaries of unknown origin": lambda env: bool(env.links.bindings.affected),
    "unfit binaries": lambda env: any(images.any_misfit for images in env.images),
    "missing libraries": lambda env: bool(env.links.unmet or env.breakages),
}
