"""Loads modules in thought: every request that is sure to run is followed, and the first that fails is the failure.

Packages that nothing speaks against are not entered. What cannot be decided counts as loading.
"""

import re
from collections.abc import Collection

from layerlint.environment.node.failure import Cause, Defect, Failure, Reach, Step
from layerlint.environment.node.linking import unimportable, unlinked, unlinked_builtin
from layerlint.environment.node.native_loading import native_guards
from layerlint.environment.node.natives import Natives
from layerlint.environment.node.places import package_folder, package_name
from layerlint.environment.node.resolver import Found, Outcome, Resolver
from layerlint.environment.node.shared import NodeShared
from layerlint.facts.javascript.request import Form, Guard, Request, Source
from layerlint.pattern import pattern
from layerlint.platform.records import NodeFacts

OFFERS = pattern(r"^(?:module\.exports|exports\.[\w$]+)\s*=(?!=)", re.MULTILINE)
#: what changes where names are looked for, or what they stand for
REDIRECTION = pattern(
    r"\bmodule\.paths\b|\b_initPaths\b|\b_nodeModulePaths\b|\b_resolveFilename\b|\b_load\s*=(?!=)|\bglobalPaths\b"
    r"|\bNODE_PATH\b|\bregisterHooks\b|\bmodule\.register\(|\brequire\.cache\s*\[[^\]\n]{1,200}\]+\s*=(?!=)"
)
#: what loads files of further endings, as compilers that work at run time do
EXTENSION = pattern(r"\b_?extensions\s*\[[^\]\n]{1,200}\]\s*=(?!=)")
OWN_NAME = pattern(r"\b(?:const|let|var|import)\s+(?:exports|module)\b")
SCRIPTS = (".js", ".mjs", ".cjs")
DEEPEST = 150  # files that load one another
REACHES = {
    Guard.ALWAYS: Reach.WHOLE,
    Guard.CONDITIONAL: Reach.CONDITIONAL,
    Guard.DEFERRED: Reach.DEFERRED,
    Guard.CAUGHT: Reach.CAUGHT,
}


class Loader:
    """For one target. `suspects` are the folders of the packages that are entered."""

    def __init__(
        self, shared: NodeShared, resolver: Resolver, natives: Natives, facts: NodeFacts, suspects: Collection[str]
    ) -> None:
        self.shared = shared
        self.resolver = resolver
        self.natives = natives
        self.facts = facts
        self.suspects = suspects
        self._matched: dict[tuple[re.Pattern[str], str], bool] = {}
        self.losses: dict[Cause, tuple[Reach, Failure]] = {}  #: what fails and is not sure to be felt
        self._known: dict[tuple[str, bool], Failure | None] = {}

    def load(self, path: str, *, required: bool, depth: int = 0) -> Failure | None:
        """Why loading the file fails; None where it does not, or nobody can tell."""
        key = (path, required)
        if key not in self._known:
            self._known[key] = None  # modules may need one another in a circle
            if depth < DEEPEST:
                self._known[key] = self._load(path, required=required, depth=depth)
        return self._known[key]

    def find(self, request: Request, path: str) -> Found:
        if request.form in (Form.REQUIRE, Form.RESOLVE):
            return self.resolver.require(request.specifier, path)
        return self.resolver.import_(request.specifier, path)

    def _load(self, path: str, *, required: bool, depth: int) -> Failure | None:
        if path.endswith((".json", ".wasm")):
            return None
        if path.endswith(".node"):
            return self._addon(path)
        is_module = self.shared.packages.is_module(path)
        if required and is_module and self.facts.require_esm is False:
            detail = "it is an ES module, and Lambda switches require() of these off"
            return Failure(Cause(Defect.MODULE, path, detail, path))
        folder = package_folder(path)
        if folder is not None and folder not in self.suspects and folder in self.shared.installed:
            return None
        source = self.shared.source(path)
        misread = self._misread(path, source, is_module=is_module, required=required)
        if misread is not None:
            return self._felt(Guard.ALWAYS, misread, is_sure=True)
        return self._run(path, source, folder, is_module, depth)

    def _addon(self, path: str) -> Failure | None:
        fault = self.natives.fault(path)
        return Failure(self._native_cause(path, f"its native part {fault}", (path,))) if fault else None

    def _native_cause(self, path: str, detail: str, binaries: tuple[str, ...] = ()) -> Cause:
        """The native part of a package is one thing, whichever of its files is asked for."""
        folder = package_folder(path) or path
        package = self.shared.installed.get(folder)
        lack = self.natives.lack(package) if package else None
        if lack is None:
            return Cause(Defect.NATIVE, package_name(folder), detail, folder, binaries)
        return Cause(
            Defect.NATIVE, package_name(folder), self.natives.described(lack), folder, lack.binaries, lack.wanted
        )

    def _misread(self, path: str, source: Source, *, is_module: bool, required: bool) -> Failure | None:
        """A source in the words of the other module system."""
        certain = True
        if is_module:
            found = (
                not source.makes_require
                and not source.creates_require
                and (_requires(source) or _offers(self.shared.text(path)))
            )
            detail = "it uses require or module.exports, which ES modules do not have"
            used = next((use.name for use in source.borrowed if use.guard is Guard.ALWAYS), "")
            if used and not found:
                found, detail = True, f"it uses {used}, which ES modules do not have"
            left = "" if found or source.makes_require or source.creates_require else self._left_by_bundler(path)
            if left:
                found, detail = True, f"its bundler left require({left!r}) in it, which ES modules do not have"
        else:
            found = source.is_module and path.endswith((".js", ".cjs"))
            detail = "it has import or export statements, and is no ES module by its name and package.json"
            refused = path.endswith(".cjs") or (required and self.facts.require_esm is False)
            certain = bool(found) and (refused or self._is_taken_as_script(path))
        if not found or not source.sound:
            return None
        return Failure(Cause(Defect.SYNTAX, path, detail, path, certain=certain), (Step(_shown(path), path),))

    def _left_by_bundler(self, path: str) -> str:
        from layerlint.facts.javascript.bundle import dynamic_require  # noqa: PLC0415  # few are bundles

        return dynamic_require(self.shared.text(path))

    def _is_taken_as_script(self, path: str) -> bool:
        """Whether it is sure that Node.js does not look into the source to tell what it is."""
        folder = self.shared.packages.scope(path)
        manifest = self.shared.packages.at(folder) if folder else None
        return bool(getattr(manifest, "type", "")) or self.facts.detect_module is False

    def _run(self, path: str, source: Source, folder: str | None, is_module: bool, depth: int) -> Failure | None:
        requests = (
            sorted(source.requests, key=lambda each: each.form is not Form.IMPORT) if is_module else source.requests
        )
        has_require = source.makes_require or source.creates_require
        failed: set[int] = set()  # tries of which a request has failed
        for request in requests:
            if is_module and request.form in (Form.REQUIRE, Form.RESOLVE) and not has_require:
                continue
            failure = self._failure_of(request, path, depth) if request.specifier else None
            if failure is not None:
                step = Step(_shown(path), path, request.line)
                guard = Guard.ALWAYS if request.is_rescue and request.attempt in failed else request.guard
                felt = self._felt(guard, failure.under(step), is_sure=source.sound and not source.makes_require)
                if felt is not None:
                    return felt
                if request.attempt and failure.cause.certain:
                    failed.add(request.attempt)
        return self._native(path, source, folder) if folder else None

    def _felt(self, guard: Guard, failure: Failure, *, is_sure: bool) -> Failure | None:
        reach = REACHES[guard] if is_sure else min(REACHES[guard], Reach.CONDITIONAL)
        if reach is Reach.WHOLE and failure.cause.certain:
            return failure
        if self._has_another_part(failure.cause):
            return None
        reach = min(reach, Reach.CONDITIONAL)
        known = self.losses.get(failure.cause)
        is_of_note = reach is not Reach.CAUGHT or failure.cause.defect is Defect.NATIVE
        if is_of_note and (known is None or known[0] < reach):
            self.losses[failure.cause] = (reach, failure)
        return None

    def _has_another_part(self, cause: Cause) -> bool:
        """Whether a native part that may be asked for is one of several, and another is there and fits."""
        package = self.shared.installed.get(cause.owner) if cause.defect is Defect.NATIVE else None
        return package is not None and self.natives.fits(package)

    def _failure_of(self, request: Request, path: str, depth: int) -> Failure | None:
        found = self.find(request, path)
        if found.outcome is Outcome.MISSING:
            defect = Defect.NATIVE if request.specifier.endswith(".node") else Defect.MISSING
            return Failure(self._cause(defect, request, path, found))
        if found.outcome is Outcome.BLOCKED:
            return Failure(self._cause(Defect.BLOCKED, request, path, found))
        if found.outcome is Outcome.BUILTIN and request.form is Form.IMPORT and request.names:
            reason = unlinked_builtin(request, self.facts.major)
            return Failure(Cause(Defect.LINK, request.specifier, reason, path)) if reason else None
        if found.outcome is not Outcome.FILE or request.form is Form.RESOLVE:
            return None
        reason = unlinked(request, found.path, self.shared, self.resolver) if request.form is Form.IMPORT else ""
        if request.form is not Form.REQUIRE:
            reason = self.unimportable(found.path) or reason
        if reason:
            return Failure(Cause(Defect.LINK, request.specifier, reason, path))
        return self.load(found.path, required=request.form is Form.REQUIRE, depth=depth + 1)

    def unimportable(self, path: str) -> str:
        """Why import refuses the file for its ending; hooks may take any."""
        reason = unimportable(path, self.facts.major)
        is_hooked = bool(reason) and (self.shared.stack.variables.get("NODE_OPTIONS") or self._is_changed(REDIRECTION))
        return "" if is_hooked else reason

    def _cause(self, defect: Defect, request: Request, path: str, found: Found) -> Cause:
        if defect is Defect.NATIVE:
            return self._native_cause(path, f"{request.specifier} is not there")
        by_name = not request.specifier.startswith((".", "/"))
        changed = defect is Defect.MISSING and self._is_changed(REDIRECTION if by_name else EXTENSION)
        return Cause(defect, request.specifier, found.reason, path, certain=not changed)

    def _is_changed(self, signs: re.Pattern[str]) -> bool:
        """Whether a source that has been loaded by now may have changed how modules are looked for."""
        return any(self._matches(signs, path) for path, _ in self._known if path.endswith(SCRIPTS))

    def _matches(self, signs: re.Pattern[str], path: str) -> bool:
        if (signs, path) not in self._matched:
            self._matched[signs, path] = signs.search(self.shared.text(path)) is not None
        return self._matched[signs, path]

    def _native(self, path: str, source: Source, folder: str) -> Failure | None:
        """What a file that loads an addon by a computed name comes to where its package has none that fits."""
        package = self.shared.installed.get(folder)
        if package is None or self.natives.lack(package) is None:
            return None
        guard = min(native_guards(source, self.shared.text(path)), default=None)
        failure = Failure(self._native_cause(path, ""), (Step(_shown(path), path),))
        return None if guard is None else self._felt(guard, failure, is_sure=source.sound)


def _requires(source: Source) -> bool:
    return any(request.form is Form.REQUIRE and request.guard is Guard.ALWAYS for request in source.requests)


def _offers(text: str) -> bool:
    return bool(OFFERS.search(text)) and not OWN_NAME.search(text)


def _shown(path: str) -> str:
    """What a person calls a file: the package, or the file's name."""
    folder = package_folder(path)
    return package_name(folder) if folder else path.rpartition("/")[2]
