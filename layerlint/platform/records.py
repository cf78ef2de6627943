"""The records that the data files are read into. Code holds none of the numbers.

Tuples, since making ten dataclasses costs 15 ms of every run.
"""

from collections.abc import Mapping

from layerlint.enumeration import Enum
from layerlint.named_tuple import NamedTuple

Day = str  #: as in "2026-11-23": days compare as their texts do, and datetime takes 2 ms to import


class Confidence(Enum):
    DOCUMENTED = "documented"
    MEASURED = "measured"
    REPORTED = "reported"
    INFERRED = "inferred"  #: never makes an error


class State(Enum):
    SUPPORTED = "supported"
    PREVIEW = "preview"
    DEPRECATED = "deprecated"
    CREATE_BLOCKED = "create-blocked"
    UPDATE_BLOCKED = "update-blocked"


class System(NamedTuple):
    """An operating system image: AL1, AL2, AL2023."""

    name: str
    title: str
    glibc: tuple[int, ...]
    glibcxx: tuple[int, ...]  #: newest GLIBCXX_ node every image has
    glibcxx_newest: tuple[int, ...]  #: newest node of current images only; between the two is no error
    cxxabi: tuple[int, ...]
    cxxabi_newest: tuple[int, ...]
    gcc: Mapping[str, tuple[int, ...]]  #: newest GCC_ node of libgcc_s.so.1, by architecture
    gcc_newest: tuple[int, ...]


class PythonFacts(NamedTuple):
    version: tuple[int, int]
    abi: str  #: "cp312"; "cp36m" before 3.8
    pyc_magic: int | None
    sdk_folder: str  #: where the bundled boto3 lives, absolute
    suffixes: Mapping[str, tuple[str, ...]]  #: of extension modules, in the order they are tried, by architecture
    sys_path: tuple[str, ...]  #: absolute, in order
    sys_path_given: tuple[str, ...]  #: where the function sets PYTHONPATH, which takes the place of "{PYTHONPATH}"
    bundled: frozenset[str]  #: import names of the SDK and what it needs, in sdk_folder
    bundled_in_part: frozenset[str]  #: modules of these that only some of their releases have
    client: frozenset[str]  #: import names of the runtime's own client
    preloaded: frozenset[str]  #: modules imported before the handler; a hint, measured on one version
    urllib3_below: int | None  #: major version that the bundled SDK is reported not to work with; None: none known


class NodeFacts(NamedTuple):
    major: int
    modules: int | None  #: NODE_MODULE_VERSION, the ABI of addons
    napi: int | None  #: newest Node-API version
    esm_layers: bool  #: an import finds what NODE_PATH holds, not only a require
    esm_handler: bool
    node_path: tuple[str, ...]  #: absolute, after the ordinary lookup from the requiring file
    bundled: tuple[str, ...]  #: package names; "@aws-sdk/*" is a whole scope
    builtins: frozenset[str] = frozenset()  #: modules that are part of Node.js, without "node:"
    prefixed: frozenset[str] = frozenset()  #: modules that only "node:" leads to; none where that is not known
    require_esm: bool | None = None  #: whether require() loads ES modules; None: not known
    detect_module: bool | None = None  #: whether a source's own words make it an ES module; None: not known
    typescript: bool = False  #: the runtime looks for handlers in TypeScript
    default_export: bool | None = None  #: whether it looks for handlers in a default export; None: not known
    functions: Mapping[str, int] = {}  #: of Node-API that it lacks; the major version that came with each


class JavaFacts(NamedTuple):
    class_major: int | None  #: newest class file version that loads
    class_path: tuple[str, ...]  #: folders, and "folder/*.jar" in the order of names


class RubyFacts(NamedTuple):
    gem_abi: str  #: "3.4.0"
    gem_path: tuple[str, ...]
    load_path: tuple[str, ...]  #: RUBYLIB
    bundled: frozenset[str] = frozenset()  #: gems that come with Ruby or the runtime; "aws-sdk-*" is a whole family
    features: frozenset[str] = frozenset()  #: what `require` finds in Ruby itself, by the first part of the name


class DotnetFacts(NamedTuple):
    framework: str  #: target framework moniker, "net8.0"


class Runtime(NamedTuple):
    identifier: str  #: as the API spells it, e.g. "python3.12"
    language: str  #: "python", "nodejs", "java", "ruby", "dotnet", "go", "provided"
    version: str | None
    system: System
    architectures: tuple[str, ...]
    released: Day | None
    deprecation: Day | None
    block_create: Day | None
    block_update: Day | None
    preview: bool
    confidence: Confidence
    layer_folders: tuple[str, ...] = ()  #: what the language searches in a layer, in order, relative to its root
    function_folders: tuple[str, ...] = ()  #: the same for a function package; "" is its root
    python: PythonFacts | None = None
    nodejs: NodeFacts | None = None
    java: JavaFacts | None = None
    ruby: RubyFacts | None = None
    dotnet: DotnetFacts | None = None

    def state(self, on: Day) -> State:
        """Dates decide: a deprecated function keeps running, a blocked one cannot be created or updated."""
        if self.block_update and self.block_update <= on:
            return State.UPDATE_BLOCKED
        if self.block_create and self.block_create <= on:
            return State.CREATE_BLOCKED
        if self.deprecation and self.deprecation <= on:
            return State.DEPRECATED
        return State.PREVIEW if self.preview else State.SUPPORTED

    def __hash__(self) -> int:
        return hash(self.identifier)

    def __str__(self) -> str:
        return self.identifier


class Target(NamedTuple):
    runtime: Runtime
    architecture: str  #: "x86_64" or "arm64"

    def __str__(self) -> str:
        return f"{self.runtime.identifier} on {self.architecture}"


class Limits(NamedTuple):
    unpacked_bytes: int  #: function and layers together; equality is rejected
    packed_bytes: int  #: in a direct upload
    layers: int
    extensions: int
    extension_name: int  #: characters of an extension's file name
    name_bytes: int  #: one part of a path on Linux
    path_bytes: int


class Search(NamedTuple):
    """Where every runtime looks, whatever its language. Absolute, in order."""

    path: tuple[str, ...]
    library_path: tuple[str, ...]  #: after DT_RPATH, before DT_RUNPATH
    entrypoints: tuple[str, ...]  #: of a custom runtime
    extensions: str
    free_form: frozenset[str]  #: names at a layer's root that code finds by absolute path


class Platform(NamedTuple):
    as_of: Day
    sources: tuple[str, ...]
    systems: Mapping[str, System]
    runtimes: Mapping[str, Runtime]
    unmanaged: frozenset[str]  #: identifiers that the API takes and no image of Amazon's stands behind
    limits: Limits
    search: Search
