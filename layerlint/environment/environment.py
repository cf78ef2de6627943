"""A stack mounted for a target."""

from collections.abc import Mapping
from functools import cached_property

from layerlint.environment.layout.known import Known
from layerlint.environment.layout.layout import Layout
from layerlint.environment.linker.images import Images, ImageStore
from layerlint.environment.linker.links import Links, LinkStore
from layerlint.environment.native.programs import Programs
from layerlint.environment.promise import Promise, architectures, disagreeing, foreign, is_tagged, tagged_versions
from layerlint.environment.tree import Tree
from layerlint.hints import TYPE_CHECKING
from layerlint.platform.records import Day, Platform, Target
from layerlint.stack import Mount, Stack

if TYPE_CHECKING:
    from layerlint.environment.dotnet.assemblies import Assemblies
    from layerlint.environment.dotnet.loader import Loader
    from layerlint.environment.java.class_path import ClassPath, ClassPaths
    from layerlint.environment.layers.model import LayersModel
    from layerlint.environment.native.model import NativeModel
    from layerlint.environment.native.stuck import Stuck
    from layerlint.environment.node.model import NodeModel
    from layerlint.environment.node.shared import NodeShared
    from layerlint.environment.overlay import Overlay
    from layerlint.environment.python.breakage import Breakages
    from layerlint.environment.python.model import PythonModel
    from layerlint.environment.python.shared import Shared
    from layerlint.environment.ruby.gems import Gems


class View:
    """What all targets of one stack share: the merged trees and everything parsed from them."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.opt = Tree("/opt", stack.layers)
        self.task = Tree("/var/task", [stack.function] if stack.function else [])
        self._layouts: dict[Mount, Layout] = {}

    @cached_property
    def images(self) -> ImageStore:
        return ImageStore((self.opt, self.task))

    @cached_property
    def links(self) -> LinkStore:
        return LinkStore((self.opt, self.task), lone=not self.stack.is_open)

    @cached_property
    def python(self) -> "Shared":
        from layerlint.environment.python.shared import Shared  # noqa: PLC0415  # of one language only

        return Shared(self.stack, self.opt, self.task, self.images)

    @cached_property
    def java(self) -> "ClassPaths":
        from layerlint.environment.java.class_path import ClassPaths  # noqa: PLC0415  # of one language only

        return ClassPaths((self.opt, self.task))

    @cached_property
    def dotnet(self) -> "Assemblies":
        from layerlint.environment.dotnet.assemblies import Assemblies  # noqa: PLC0415  # of one language only

        return Assemblies()

    @cached_property
    def overlay(self) -> "Overlay":
        """Who wins and who loses where the layers are merged."""
        from layerlint.environment.overlay import Overlay  # noqa: PLC0415  # of several layers only

        return Overlay(self.opt)

    @cached_property
    def node(self) -> "NodeShared":
        from layerlint.environment.node.shared import NodeShared  # noqa: PLC0415  # of one language only

        return NodeShared(self.stack, (self.opt, self.task))

    def layout(self, mount: Mount, platform: Platform) -> Layout:
        """How one archive lies to the search folders; of one platform, as all targets of a view are."""
        if mount not in self._layouts:
            self._layouts[mount] = Layout(self.stack, mount, Known(platform, mount.role))
        return self._layouts[mount]

    @cached_property
    def _architectures(self) -> frozenset[str]:
        return architectures(self.stack)

    @cached_property
    def disagreeing(self) -> Mapping[str, str]:
        """The archives that are built for different processors, where none is declared, and which."""
        return disagreeing(self.stack)

    @cached_property
    def _tagged_versions(self) -> frozenset[tuple[int, int]]:
        return tagged_versions(self.stack)

    def promise(self, target: Target) -> Promise:
        """What names, headers and metadata say about a target before it is judged."""
        facts = target.runtime.python
        unwelcome = self.python.unwelcome(facts) if facts else ()
        return Promise(
            foreign(target, self._architectures), unwelcome, is_tagged(target.runtime, self._tagged_versions)
        )


class Environment:
    """One view and one target; answers what the code would find there."""

    def __init__(self, view: View, target: Target, platform: Platform, as_of: Day) -> None:
        self.view = view
        self.stack = view.stack
        self.target = target
        self.platform = platform
        self.as_of = as_of

    @property
    def language(self) -> str:
        return self.target.runtime.language

    def layout(self, mount: Mount) -> Layout:
        return self.view.layout(mount, self.platform)

    @property
    def complete(self) -> bool:
        """Whether nothing else can join: the function and all of its layers are here, and code looks nowhere else."""
        return self.stack.complete and (self.python is None or not self.python.candidates.reached.looks_elsewhere)

    @cached_property
    def python(self) -> "PythonModel | None":
        """The Python import model; None on runtimes of other languages."""
        facts = self.target.runtime.python
        if facts is None:
            return None
        from layerlint.environment.python.model import PythonModel  # noqa: PLC0415  # of one language only

        return PythonModel(self.view.python, self.target, facts, self.links)

    @cached_property
    def node(self) -> "NodeModel | None":
        """What Node.js finds and loads; None on runtimes of other languages."""
        facts = self.target.runtime.nodejs
        if facts is None:
            return None
        from layerlint.environment.node.addon import Addons  # noqa: PLC0415  # of one language only
        from layerlint.environment.node.model import NodeModel  # noqa: PLC0415

        addons = Addons(self.images, self.links, facts)
        return NodeModel(self.view.node, self.target, facts, addons)

    @cached_property
    def breakages(self) -> "Breakages | None":
        """What is broken for Python here and how far it reaches; None on runtimes of other languages."""
        if self.python is None:
            return None
        from layerlint.environment.python.breakage import Breakages  # noqa: PLC0415  # of one language only

        return Breakages(self.python)

    @cached_property
    def layers(self) -> "LayersModel | None":
        """What becomes of Python code when the archives are put together; None on runtimes of other languages."""
        if self.breakages is None:
            return None
        from layerlint.environment.layers.model import LayersModel  # noqa: PLC0415  # of one language only

        return LayersModel(self.breakages, self.view.overlay, self._breakages_in_order)

    def _breakages_in_order(self, layers: tuple[Mount, ...]) -> "Breakages | None":
        """What would be broken were the layers in another order."""
        view = View(self.stack._replace(layers=layers))
        return Environment(view, self.target, self.platform, self.as_of).breakages

    @cached_property
    def java(self) -> "ClassPath | None":
        """The class path; None on runtimes of other languages."""
        if self.target.runtime.java is None:
            return None
        from layerlint.environment.java.class_path import ClassPath  # noqa: PLC0415  # of one language only

        return ClassPath(self.view.java, self.target)

    @cached_property
    def ruby(self) -> "Gems | None":
        """The gems that RubyGems sees; None on runtimes of other languages."""
        facts = self.target.runtime.ruby
        if facts is None:
            return None
        from layerlint.environment.ruby.gems import Gems  # noqa: PLC0415  # of one language only

        given = self.stack.variables.get("GEM_PATH")
        path = given.split(":") if given else facts.gem_path
        return Gems((self.view.task, self.view.opt), self.target, facts, path)

    @cached_property
    def dotnet(self) -> "Loader | None":
        """What .NET's host and loader find; None on runtimes of other languages."""
        if self.target.runtime.dotnet is None:
            return None
        from layerlint.environment.dotnet.loader import Loader  # noqa: PLC0415  # of one language only

        return Loader(self, self.view.dotnet)

    @cached_property
    def links(self) -> Links:
        """What the libraries of the stack need, and where the loader finds it."""
        given = self.stack.variables.get("LD_LIBRARY_PATH")
        folders = given.split(":") if given else self.platform.search.library_path
        return self.view.links.of(self.target, folders)

    @property
    def images(self) -> tuple[Images, ...]:
        """The images of every tree, judged for the target."""
        return self.view.images.of(self.target, self.links)

    @cached_property
    def natives(self) -> "NativeModel":
        """The binaries that the target cannot load."""
        from layerlint.environment.native.model import NativeModel  # noqa: PLC0415  # it knows all languages

        return NativeModel(
            self.images,
            self.links,
            self.target,
            self.platform.search,
            self.breakages,
            self.node,
            self.programs.started,
        )

    @cached_property
    def programs(self) -> Programs:
        """What Lambda or a shell starts."""
        wrapper = self.stack.variables.get("AWS_LAMBDA_EXEC_WRAPPER", "")
        trees = (self.view.opt, self.view.task)
        return Programs(trees, self.target, self.links, self.platform.search, wrapper, self.stack.handler or "")

    @cached_property
    def stuck(self) -> "tuple[Stuck, ...]":
        """The programs that the kernel would not start, whatever libraries they need."""
        if not self.programs.found:
            return ()
        from layerlint.environment.native.stuck import Kernel  # noqa: PLC0415  # most layers have no programs

        return tuple(Kernel(self.programs).stuck())
