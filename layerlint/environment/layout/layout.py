"""The layout of one archive: what each target reaches in it, and what lies out of reach by mistake."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from layerlint.environment.layout.excuse import Excuse
from layerlint.environment.layout.fit import Fit, Kind, fit
from layerlint.environment.layout.known import Known
from layerlint.environment.layout.mistake import Mistake, mistakes
from layerlint.environment.layout.whole import files_that_count, folders_that_count, wrappings
from layerlint.environment.tree import Tree
from layerlint.facts.listing import join
from layerlint.facts.sites import Site
from layerlint.named_tuple import NamedTuple
from layerlint.platform.records import Runtime
from layerlint.stack import Mount, Role, Stack

#: no program of the archive's own explains these
_BEYOND_PROGRAMS = (Kind.WRAPPED, Kind.DOUBLED, Kind.UNSEARCHED, Kind.MISNAMED)
#: worth a warning even where no installer left a trace, as long as nothing else is reached
_SUSPECT = (Kind.AT_ROOT, Kind.DOUBLED, Kind.BARE, Kind.UNSEARCHED)
_SCRIPTS = (".js", ".mjs", ".cjs")
_INSTALL_NAMES = ("site-packages", "dist-packages")


class _Answers(NamedTuple):
    """What one runtime makes of the archive."""

    reached: tuple[Site, ...]
    reached_by_others: tuple[Site, ...]
    mistakes: tuple[tuple[Mistake, bool], ...]


class Layout:
    def __init__(self, stack: Stack, mount: Mount, known: Known) -> None:
        self.mount = mount
        self.known = known
        self.listing = mount.contents.listing
        self.excuse = Excuse(stack, mount)
        self._tree = Tree(mount.root, [mount])
        self._answers: dict[str, _Answers] = {}
        self._counts: dict[str, int] = {}

    @cached_property
    def fits(self) -> tuple[tuple[Site, Fit], ...]:
        return tuple((site, fit(site, self.known)) for site in self.mount.contents.sites.found)

    @cached_property
    def mistakes(self) -> tuple[Mistake, ...]:
        return mistakes(self.mount.contents.sites, self.fits, self.listing)

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages whose content is on a search path, or plainly was meant to be."""
        reached = {site.language for site, found in self.fits if found.kind is Kind.REACHED}
        return frozenset(reached.union(*(each.languages for each in self.mistakes if self._says_purpose(each))))

    def reached(self, runtime: Runtime) -> tuple[Site, ...]:
        """The sites that the runtime searches. Links inside the archive are followed."""
        return self._of(runtime).reached

    def reached_by_others(self, runtime: Runtime) -> tuple[Site, ...]:
        """The sites that only other runtimes of the same language search."""
        return self._of(runtime).reached_by_others

    def open_mistakes(self, kind: Kind, runtime: Runtime) -> Iterator[tuple[Mistake, bool]]:
        """The mistakes that keep something from the runtime, and whether that is sure to break it."""
        return (found for found in self._of(runtime).mistakes if found[0].kind is kind)

    def _of(self, runtime: Runtime) -> _Answers:
        """Answers are the same for all architectures."""
        known = self._answers.get(runtime.identifier)
        if known is None:
            known = self._answers[runtime.identifier] = self._answer(runtime)
        return known

    def _answer(self, runtime: Runtime) -> _Answers:
        folders = runtime.layer_folders if self.mount.role is Role.LAYER else runtime.function_folders
        searched = {self._tree.follow(folder) if folder and self._tree.links else folder for folder in folders}
        here: list[Site] = []
        others: list[Site] = []
        for site, found in self.fits:
            if site.language == runtime.language:
                is_known = found.kind is Kind.REACHED
                if (found.home if is_known else site.folder) in searched:
                    here.append(site)
                elif is_known:
                    others.append(site)
        return _Answers(tuple(here), tuple(others), tuple(self._open(runtime.language, here)))

    def _open(self, language: str, here: Sequence[Site]) -> Iterator[tuple[Mistake, bool]]:
        for mistake in self.mistakes:
            if language not in mistake.languages or self._is_set(mistake) or (here and _is_twin(mistake, here)):
                continue
            sure = self._is_sure(mistake, here)
            if sure is not None:
                yield mistake, sure

    def _is_sure(self, mistake: Mistake, here: Sequence[Site]) -> bool | None:
        """Whether it is sure to break the code; None where it is no mistake after all."""
        plain = self._is_plain(mistake)
        if not mistake.strong and mistake.kind is Kind.AT_ROOT and not self._is_all(mistake):
            return None
        if self.excuse.by_program:
            return False if mistake.kind in _BEYOND_PROGRAMS and mistake.strong else None
        if here:
            return False if mistake.strong else None
        if plain:
            return not self.excuse.by_function
        return False if mistake.strong or mistake.kind in _SUSPECT else None

    def count_below(self, prefix: str) -> int:
        """Files below a folder."""
        if prefix not in self._counts:
            self._counts[prefix] = sum(path.startswith(f"{prefix}/") for path in self.mount.contents.archive.files)
        return self._counts[prefix]

    @cached_property
    def wrappings(self) -> tuple[str, ...]:
        """The folders that hold all of the archive, from the outermost in."""
        return tuple(wrappings(self.listing))

    def has_loose_code(self, folder: str, suffixes: tuple[str, ...]) -> bool:
        return any(name.endswith(suffixes) for name in files_that_count(self.listing, folder))

    def has_program(self, folder: str) -> bool:
        """Something to run lies in the folder, or beside it."""
        beside = folder.rpartition("/")[0]
        files = self.mount.contents.archive.files
        names = (join(place, name) for place in (folder, beside) for name in self.listing.files_in(place))
        return any(path.endswith(_SCRIPTS) or (files[path].mode or 0) & 0o111 for path in names if _may_run(path))

    def _is_set(self, mistake: Mistake) -> bool:
        folders = self.excuse.searched_by_setting
        return bool(folders) and all(
            f"{self.mount.root}/{site.folder}".rstrip("/") in folders for site, _ in mistake.placed
        )

    def _is_plain(self, mistake: Mistake) -> bool:
        match mistake.kind:
            case Kind.WRAPPED | Kind.ENVIRONMENT:
                return not mistake.prefix or mistake.prefix in self.wrappings
            case Kind.UNSEARCHED | Kind.MISNAMED:
                return mistake.strong or any(home.endswith(_INSTALL_NAMES) for home in mistake.homes)
            case Kind.AT_ROOT | Kind.DOUBLED:
                return mistake.strong
            case Kind.PROJECT:
                return not self.has_loose_code("", _SCRIPTS)
        return False

    def _is_all(self, mistake: Mistake) -> bool:
        """The archive is made of these modules, litter aside, and they are no scripts to run."""
        units = {unit for site, _ in mistake.placed for unit in site.units}
        return self._root_names <= units and not self.excuse.are_scripts(units)

    @cached_property
    def _root_names(self) -> frozenset[str]:
        return frozenset([*folders_that_count(self.listing, ""), *files_that_count(self.listing, "")])

    def _says_purpose(self, mistake: Mistake) -> bool:
        if mistake.kind is Kind.WRAPPED and not self._is_plain(mistake):
            return False
        return mistake.kind is not Kind.STRAY and self._is_sure(mistake, ()) is not None


def _may_run(path: str) -> bool:
    return not path.endswith((".py", ".so", ".sh", ".pyc"))


def _is_twin(mistake: Mistake, here: Sequence[Site]) -> bool:
    """All that lies wrong lies right as well: lib64 beside lib, unpacked from a link."""
    there = {unit for site in here for unit in (*site.units, *site.installed)}
    return all({*site.units, *site.installed} <= there for site, _ in mistake.placed)
