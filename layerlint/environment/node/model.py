"""The Node.js side of an environment: the questions that rules and commands ask."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from layerlint.environment.node.addon import Addons
from layerlint.environment.node.failure import Cause, Defect, Failure, Felt, Reach
from layerlint.environment.node.handler import TASK, Module, module_of, named
from layerlint.environment.node.natives import SYSTEM_NAME, Natives
from layerlint.environment.node.places import MARK, package_folder, package_name
from layerlint.environment.node.resolver import IMAGE_FOLDER, Outcome, Resolver
from layerlint.environment.node.shared import NodeShared, Package
from layerlint.facts.package_json import PLAIN
from layerlint.hints import TYPE_CHECKING
from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern
from layerlint.platform.records import NodeFacts, Target

if TYPE_CHECKING:
    from layerlint.environment.node.loader import Loader
    from layerlint.environment.node.locks import Locks

HANDLING = pattern(r"\bhandler\b|\(\s*_*event\s*[,:)]")
NO_HANDLER = pattern(r"(?:^|\.)(?:config|test|spec)\.[cm]?js$|^(?:build|deploy|gulpfile|Gruntfile|esbuild)\b")
SCRIPTS = (".js", ".mjs", ".cjs")
OWN_MODULE = pattern(r"require\(\s*[\"'`]\.[^\"'`\n]{1,200}\.mjs[\"'`]")
#: packages that another one makes on the build machine, and then needs
GENERATED = {"@prisma/client": (".prisma",)}
VARIABLE = "NODE_PATH"
#: https://nodejs.org/api/cli.html#node_optionsoptions
PRELOAD = pattern(r"(?:^|\s)(-r|--require|--import)(?:\s+|=)\"?([^\s\"]+)")


class Verdict(NamedTuple):
    """What loading one module by name does on the target."""

    name: str
    form: str  #: "require" or "import"
    outcome: Outcome
    path: str  #: absolute, of the file found
    reason: str  #: why it fails; "" where it loads
    failure: Failure | None = None

    @property
    def file(self) -> str | None:
        """Where it is found, absolute; a built-in module by its name."""
        if self.outcome is Outcome.BUILTIN:
            return f"node:{self.name.removeprefix('node:')}"
        return self.path or (f"{IMAGE_FOLDER}/{self.name}" if self.outcome is Outcome.IMAGE else None)

    @property
    def loads(self) -> bool | None:
        if self.outcome is Outcome.UNKNOWN:
            return None
        return self.failure is None and not self.reason


class NodeModel:
    """One target's answers, each computed once."""

    def __init__(self, shared: NodeShared, target: Target, facts: NodeFacts, addons: Addons) -> None:
        self.shared = shared
        self.target = target
        self.facts = _as_set(facts, shared.stack.variables)
        self.addons = addons
        given = shared.stack.variables.get(VARIABLE)
        node_path = [each for each in given.split(":") if each] if given else facts.node_path
        self.resolver = Resolver(shared.disk, shared.packages, self.facts, node_path)
        self.natives = Natives(shared, self.resolver, target, addons.fault)
        self._for_all: dict[str, bool] = {}  #: by name, whether any package may ask for it

    @cached_property
    def search_folders(self) -> tuple[str, ...]:
        """The node_modules folders of the stack that code may be found in by name, in order."""
        own = (f"{TASK}/node_modules", *self.resolver.node_path)
        return tuple(folder for folder in dict.fromkeys(own) if self.shared.disk.is_folder(folder) and folder != TASK)

    @cached_property
    def public(self) -> Mapping[str, Package]:
        """The packages that a name finds, from code of the function's root; by name."""
        found: dict[str, Package] = {}
        for folder in self.search_folders:
            for package in self.shared.installed.values():
                if package.folder.rpartition(MARK)[0] == folder.removesuffix("/node_modules"):
                    found.setdefault(package.name, package)
        return found

    @cached_property
    def unmet(self) -> Mapping[str, tuple[str, ...]]:
        """By the folder of a package, the packages that it needs by its package.json and that nothing brings."""
        found = {}
        for package in self.shared.installed.values():
            manifest = package.manifest
            needed = dict.fromkeys([*manifest.dependencies, *manifest.peers, *GENERATED.get(package.name, ())])
            if "aws-sdk" in manifest.development:
                needed["aws-sdk"] = None
            missing = tuple(name for name in needed if not self._is_there(name, package))
            if missing:
                found[package.folder] = missing
        return found

    def _is_there(self, name: str, package: Package) -> bool:
        if name not in self._for_all:
            for_all = self.resolver.is_bundled(name) or name in self.facts.builtins
            self._for_all[name] = for_all or self._is_in(name, self.resolver.node_path)
        return self._for_all[name] or self._is_in(name, self.resolver.search_folders(package.folder))

    def _is_in(self, name: str, folders: Iterable[str]) -> bool:
        return any(self.shared.disk.is_folder(f"{folder}/{name}") for folder in folders)

    @cached_property
    def suspects(self) -> frozenset[str]:
        """The folders of the packages from which something broken may be reached."""
        if self.shared.is_little:
            return frozenset(self.shared.installed)
        broken = {package.folder for package, _ in self.natives.lacking()}
        broken.update(self.unmet)
        broken.update(self._requiring_modules())
        broken.update(self._made_for_others())
        broken.update(self._importing_scripts())
        return frozenset(self._leading_to(broken))

    def _made_for_others(self) -> Iterator[str]:
        """Packages that say of themselves that they want another Node.js: they may take names which this one lacks."""
        from layerlint.facts.node_range import admits  # noqa: PLC0415  # of one language only

        for package in self.shared.installed.values():
            if package.manifest.node and admits(package.manifest.node, self.facts.major) is False:
                yield package.folder

    def _importing_scripts(self) -> Iterator[str]:
        """Packages that give import a file of its own which is no ES module by its name, or that hold WebAssembly."""
        for package in self.shared.installed.values():
            if package.folder in self.shared.with_assembly:
                yield package.folder
            elif isinstance(package.manifest.exports, dict) and self.facts.detect_module is False:
                imported = self.resolver.package(package.folder, required=False)
                is_script = imported.path.endswith((".js", ".cjs")) and not self.shared.packages.is_module(
                    imported.path
                )
                if is_script and imported.path != self.resolver.package(package.folder, required=True).path:
                    yield package.folder

    def _requiring_modules(self) -> Iterator[str]:
        """CommonJS packages that need one which is an ES module alone, or require a module of their own."""
        if self.facts.require_esm is not False:
            return
        alone = {package.name for package in self.shared.installed.values() if self._is_module_alone(package)}
        for package in self.shared.installed.values():
            if package.manifest.is_module:
                continue
            if not alone.isdisjoint(package.manifest.dependencies) or self._requires_own_module(package):
                yield package.folder

    def _requires_own_module(self, package: Package) -> bool:
        """Whether the file that its name leads to requires one of its own that is an ES module by its ending."""
        if package.folder not in self.shared.with_modules:
            return False
        found = self.resolver.package(package.folder, required=True)
        return found.outcome is Outcome.FILE and bool(OWN_MODULE.search(self.shared.text(found.path)))

    def _is_module_alone(self, package: Package) -> bool:
        if not package.manifest.is_module and not (package.manifest.main or "").endswith(".mjs"):
            return False
        found = self.resolver.package(package.folder, required=True)
        return found.fails or (found.outcome is Outcome.FILE and self.shared.packages.is_module(found.path))

    def _leading_to(self, folders: set[str]) -> set[str]:
        """These and all packages that need them, directly or not."""
        users: dict[str, list[str]] = {}
        for package in self.shared.installed.values():
            for name in (*package.manifest.dependencies, *package.manifest.optional, *package.manifest.peers):
                users.setdefault(name, []).append(package.folder)
        waiting, found = list(folders), set(folders)
        while waiting:
            name = waiting.pop().rpartition(MARK)[2]
            new = [folder for folder in users.get(name, ()) if folder not in found]
            found.update(new)
            waiting += new
        return found

    @cached_property
    def loader(self) -> "Loader":
        from layerlint.environment.node.loader import Loader  # noqa: PLC0415  # clean layers do without

        return Loader(self.shared, self.resolver, self.natives, self.facts, self.suspects)

    @cached_property
    def locks(self) -> "Locks":
        from layerlint.environment.node.locks import Locks  # noqa: PLC0415  # for findings alone

        return Locks(self.shared, self.resolver)

    @cached_property
    def felt(self) -> tuple[Felt, ...]:
        """Everything broken that what is meant to be loaded comes to; the worst of each cause."""
        found: dict[Cause, Felt] = {}
        for root, failure in self._failures():
            found.setdefault(failure.cause, Felt(failure.cause, Reach.WHOLE, failure, root))
        losses = self.loader.losses if self.roots else {}
        for cause, (reach, failure) in losses.items():
            if cause not in found:
                root = failure.steps[0].what if failure.steps else ""
                found[cause] = Felt(cause, reach, failure, root)
        return tuple(found.values())

    def owners(self, paths: Iterable[str]) -> tuple[str, ...]:
        """The packages whose native parts lie at the paths; of a family of platforms the one that all serve."""
        folders = {package_folder(path) for path in paths} - {None}
        names = {package_name(folder) for folder in folders if folder}
        users = [each.name for each in self.shared.installed.values() if not names.isdisjoint(each.manifest.optional)]
        served = {name for name in users if not SYSTEM_NAME.search(name)}
        return tuple(sorted(served or {name for name in names if not SYSTEM_NAME.search(name)} or names))

    def pinned(self, names: Iterable[str]) -> tuple[str, ...]:
        """Packages as npm is asked for them: in the version that is installed, where only one is."""
        found: dict[str, set[str]] = {}
        for package in self.shared.installed.values():
            found.setdefault(package.name, set()).add(package.manifest.version)
        versions = {name: found[name].pop() for name in names if len(found.get(name, ())) == 1}
        return tuple(f"{name}@{versions[name]}" if PLAIN.match(versions.get(name, "")) else name for name in names)

    def felt_of(self, folder: str) -> Felt | None:
        """How far the native part of a package is felt, where that does not load; None where it is not."""
        mine = (each for each in self.felt if each.cause.defect is Defect.NATIVE and each.cause.owner == folder)
        return max(mine, key=lambda each: each.reach, default=None)

    def _failures(self) -> Iterator[tuple[str, Failure]]:
        for root, module in self.roots:
            failure = self.loader.load(module.path, required=module.required)
            if failure is not None:
                yield root, failure

    @cached_property
    def roots(self) -> tuple[tuple[str, Module], ...]:
        """What is loaded: the handler; without one what seems to hold it; in layers alone, the packages on top."""
        if self.shared.stack.function is not None:
            return tuple((module.path.removeprefix(f"{TASK}/"), module) for module in self._first_party())
        return tuple(self._tops())

    def _first_party(self) -> Iterator[Module]:
        yield from self._preloaded()
        if self.shared.stack.handler:
            if self.handler is not None:
                yield self.handler
            return
        tree = next((tree for tree in self.shared.trees if tree.root == TASK), None)
        for path in tree.files if tree else ():
            if "/" not in path and path.endswith(SCRIPTS) and not NO_HANDLER.search(path):
                absolute = f"{TASK}/{path}"
                if HANDLING.search(self.shared.text(absolute)):
                    yield Module(absolute, required=not self.shared.packages.is_module(absolute))

    def _preloaded(self) -> Iterator[Module]:
        """What NODE_OPTIONS has loaded before the handler, as far as it is here."""
        for flag, name in PRELOAD.findall(self.shared.stack.variables.get("NODE_OPTIONS", "")):
            required, file = flag != "--import", f"{TASK}/index.js"
            found = self.resolver.require(name, file) if required else self.resolver.import_(name, file)
            if found.outcome is Outcome.FILE:
                yield Module(found.path, required=required)

    @cached_property
    def handler(self) -> Module | None:
        """The file of the configured handler; None where there is none, or it is not found."""
        name = named(self.shared.stack.handler or "")
        return module_of(name, self.shared.disk, self.resolver, self.facts) if name else None

    def _tops(self) -> Iterator[tuple[str, Module]]:
        """Packages that no other needs, and those that the layer's own package.json names, as far as they may fail."""
        if not self.suspects:
            return
        chosen = self._named_by_projects()
        needed = {
            name
            for package in self.shared.installed.values()
            for name in (*package.manifest.dependencies, *package.manifest.optional)
        }
        for name, package in self.public.items():
            if package.folder in self.suspects and (name in chosen or name not in needed):
                module = self.main(package)
                if module is not None:
                    yield name, module

    def _named_by_projects(self) -> frozenset[str]:
        names: set[str] = set()
        for folder in self.search_folders:
            manifest = self.shared.packages.at(folder.removesuffix("/node_modules"))
            names.update(getattr(manifest, "dependencies", ()))
        return frozenset(names)

    def main(self, package: Package) -> Module | None:
        """The file that loading a package by its name starts with; None where it has none, or only data."""
        found = self.resolver.package(package.folder, required=True)
        if found.outcome is Outcome.FILE and not self.shared.packages.is_module(found.path):
            return Module(found.path, required=True)
        found = self.resolver.package(package.folder, required=False)
        return Module(found.path, required=False) if found.outcome is Outcome.FILE else None

    def verdict(self, name: str, *, required: bool) -> Verdict:
        """What require or import of a name does from code at the root of the function."""
        file = f"{TASK}/index.js"
        found = self.resolver.require(name, file) if required else self.resolver.import_(name, file)
        form = "require" if required else "import"
        failure = None
        if found.outcome is Outcome.FILE:
            failure = self.loader.load(found.path, required=required)
        reason = found.reason or (failure.cause.detail if failure else "")
        if not required and found.path.endswith(".json"):
            reason = "it is JSON, which import takes only with { type: 'json' }"
        elif not required and found.outcome is Outcome.FILE:
            reason = self.loader.unimportable(found.path) or reason
        return Verdict(name, form, found.outcome, found.path, reason, failure)


def _as_set(facts: NodeFacts, variables: Mapping[str, str]) -> NodeFacts:
    """NODE_OPTIONS may bring back what Lambda switches off."""
    if not variables.get("NODE_OPTIONS"):
        return facts
    return facts._replace(require_esm=None, detect_module=None)
