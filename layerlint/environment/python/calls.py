"""Calls that matter to an import: dynamic imports, questions about the system, metadata look-ups, own functions."""

import builtins
from collections.abc import Callable, Mapping, Sequence

from layerlint.environment.python import file_paths, instances, listings, loading, read_files
from layerlint.environment.python.arguments import bound
from layerlint.environment.python.failure import ANY, Cause, Defect, Failure, Raised, is_a
from layerlint.environment.python.frame import Frame
from layerlint.environment.python.library_calls import refusal
from layerlint.environment.python.values import (
    ABSENT_ATTRIBUTES,
    ANY_NAME,
    UNKNOWN,
    Bound,
    Caught,
    ClassValue,
    Dotted,
    FunctionValue,
    Instance,
    Items,
    Lazy,
    Method,
    ModuleValue,
    PathValue,
    Table,
    Tuple,
    Unordered,
    Value,
    is_constant,
    items_of,
    sequence,
    truth,
)
from layerlint.pattern import pattern

Arguments = Sequence[Value]
Named = Mapping[str, Value]
Handler = Callable[[Frame, Arguments, Named, int], Value]

STRING_METHODS = frozenset(
    {"lower", "upper", "strip", "startswith", "endswith", "split", "rsplit", "partition", "rpartition", "replace"}
    | {"rstrip", "lstrip", "removeprefix", "removesuffix", "format", "join", "title", "capitalize", "isidentifier"}
)
PLAIN_FIELDS = pattern(r"(?:[^{}]|\{\{|\}\}|\{\d?\})*")  # of str.format: those that add no length of their own
PLAIN_VERBS = pattern(r"(?:[^%]|%%|%[sd])*")  # of str %
LONG = 2_000  # longer texts name no module
METADATA_MODULES = ("importlib.metadata", "importlib_metadata")
METADATA_FUNCTIONS = frozenset({"version", "distribution", "metadata", "requires", "files"})
PKG_RESOURCES_FUNCTIONS = frozenset({"get_distribution", "require"})


def call(frame: Frame, function: Value, arguments: Arguments, named: Named, line: int) -> Value:
    """What a call gives, as far as it is known. Raises Raised where it is known to fail."""
    if isinstance(function, Lazy | Dotted) and _reads_metadata(function):
        return _metadata(frame, arguments, named, line)
    if isinstance(function, Lazy) and function.module == "importlib_resources":
        function = Dotted(f"importlib.resources.{function.name}")
    if isinstance(function, Lazy):
        function = _looked_into(frame, function)
    if isinstance(function, FunctionValue):
        return frame.world.call(function, bound(function.node, arguments, named), frame)
    if isinstance(function, ClassValue):
        return instances.make(frame, function, arguments, named)
    if isinstance(function, Instance | Bound):
        return instances.call(frame, function, arguments, named)
    if isinstance(function, Method):
        return _method(frame, function, arguments, named, line)
    if isinstance(function, Dotted):
        return _runtime_call(frame, function.path, arguments, named, line)
    return UNKNOWN


def _looked_into(frame: Frame, lazy: Lazy) -> Value:
    """What a name of another module stands for: what a call gives may decide an import."""
    frame.world.curiosity += 1
    try:
        return frame.world.member(lazy.module, lazy.name)
    finally:
        frame.world.curiosity -= 1


def _hold_to_this_python(frame: Frame, path: str, arguments: Arguments, named: Named, line: int) -> None:
    """Fail a call that this Python does not take, in code that nothing vouches for. Raises Raised."""
    version = frame.world.facts["sys.version_info"]
    if frame.world.may_be_too_new(frame.module) and isinstance(version, tuple):
        refused = refusal(path, arguments, named, version[:2])  # type: ignore[arg-type]  # a fact of two numbers first
        if refused is not None:
            cause = Cause(Defect.SYNTAX, frame.module, refused.message)
            raise Raised(Failure(refused.exception, refused.message, cause, (frame.step(line),)))


def _runtime_call(frame: Frame, path: str, arguments: Arguments, named: Named, line: int) -> Value:
    handler = HANDLERS.get(path) if path not in frame.world.replaced else None
    if path not in frame.world.replaced:
        _hold_to_this_python(frame, path, arguments, named, line)
    if handler is not None:
        return handler(frame, arguments, named, line)
    return frame.world.facts.get(f"{path}()", UNKNOWN)


def _method(frame: Frame, method: Method, arguments: Arguments, named: Named, line: int) -> Value:
    if isinstance(method.owner, PathValue):
        if method.name in read_files.METHODS:
            return read_files.of_path(frame, method.owner, method.name, arguments, named, line)
        if method.name in listings.METHODS:
            return listings.of_path(frame, method.owner, method.name, arguments, line)
        return file_paths.method(frame, method.owner, method.name, arguments)
    if isinstance(method.owner, Table):
        return _of_table(method.owner, method.name, arguments)
    if method.name not in STRING_METHODS or not all(is_constant(each) and _is_short(each) for each in arguments):
        return UNKNOWN
    text = str(method.owner)
    if len(text) > LONG or (method.name == "format" and not PLAIN_FIELDS.fullmatch(text)):
        return UNKNOWN
    try:
        result = getattr(text, method.name)(*arguments)
    except Exception:  # noqa: BLE001  # the code under inspection would raise; no condition rests on it
        return UNKNOWN
    return Items(result) if isinstance(result, list) else result


def _is_short(value: Value) -> bool:
    """Whether a text made of the constant is of bounded length."""
    return not isinstance(value, tuple | str | bytes) or len(value) <= LONG


def _of_table(table: Table, method: str, arguments: Arguments) -> Value:
    if method == "items":
        return sequence([sequence(pair) for pair in zip(table.keys, table.values, strict=True)])  # type: ignore[arg-type]
    if method == "keys":
        return Unordered(table.keys)
    if method == "values":
        return sequence(table.values)
    if method == "get" and arguments and is_constant(arguments[0]):
        default = arguments[1] if len(arguments) > 1 else None
        return dict(zip(table.keys, table.values, strict=True)).get(arguments[0], default)
    return UNKNOWN


def filled(text: str, value: Value) -> Value:
    """`text % value`."""
    if not (is_constant(value) and _is_short(value) and len(text) <= LONG and PLAIN_VERBS.fullmatch(text)):
        return UNKNOWN
    try:
        return text % value
    except (TypeError, ValueError):
        return UNKNOWN


def _import_module(frame: Frame, arguments: Arguments, named: Named, line: int) -> Value:
    name = arguments[0] if arguments else named.get("name", UNKNOWN)
    if not isinstance(name, str) or not name:
        return UNKNOWN
    if name.startswith("."):
        package = arguments[1] if len(arguments) > 1 else named.get("package", UNKNOWN)
        if not isinstance(package, str):
            return UNKNOWN
        level = len(name) - len(name.lstrip("."))
        parts = package.split(".")
        name = ".".join([*parts[: len(parts) - level + 1], *filter(None, [name.lstrip(".")])])
    frame.world.import_module(name, frame, line)
    return Dotted(name) if frame.world.is_runtime(name) else ModuleValue(name)


def _dunder_import(frame: Frame, arguments: Arguments, named: Named, line: int) -> Value:
    level = arguments[4] if len(arguments) > 4 else named.get("level", 0)
    if not arguments or not isinstance(arguments[0], str) or level != 0:
        return UNKNOWN
    value = _import_module(frame, arguments[:1], {}, line)
    has_fromlist = len(arguments) > 3 or "fromlist" in named
    top = arguments[0].partition(".")[0]
    if has_fromlist or top == arguments[0]:
        return value
    return Dotted(top) if frame.world.is_runtime(top) else ModuleValue(top)


def _find_spec(frame: Frame, arguments: Arguments, _: Named, line: int) -> Value:
    """None where nothing would be found; as importlib does, the parents of a dotted name are imported."""
    name = arguments[0] if arguments else UNKNOWN
    if not isinstance(name, str) or not name or name.startswith("."):
        return UNKNOWN
    parent = name.rpartition(".")[0]
    if parent:
        frame.world.import_module(parent, frame, line)
    return ModuleValue(name) if frame.world.exists(name) else None


def _path_spec(frame: Frame, arguments: Arguments, _: Named, __: int) -> Value:
    """PathFinder.find_spec, which knows nothing of parents."""
    name = arguments[0] if len(arguments) == 1 else UNKNOWN
    if not isinstance(name, str) or not name.isidentifier():
        return UNKNOWN
    return ModuleValue(name) if frame.world.exists(name) else None


def _environ_get(frame: Frame, arguments: Arguments, named: Named, _: int) -> Value:
    name = arguments[0] if arguments else UNKNOWN
    default = arguments[1] if len(arguments) > 1 else named.get("default")
    if not isinstance(name, str) or (unset := frame.world.is_unset(name)) is None:
        return UNKNOWN
    return default if unset else frame.world.variables[name]


def _environ_setdefault(frame: Frame, arguments: Arguments, _: Named, __: int) -> Value:
    name = arguments[0] if arguments else UNKNOWN
    return frame.world.variables.setdefault(name, UNKNOWN) if isinstance(name, str) else UNKNOWN


def _environ_update(frame: Frame, arguments: Arguments, named: Named, _: int) -> Value:
    tables = [argument for argument in arguments if isinstance(argument, Table)]
    names = (*named, *(key for table in tables for key in table.keys if isinstance(key, str)))
    frame.world.variables.update(dict.fromkeys(names, UNKNOWN))
    return None


def _hasattr(frame: Frame, arguments: Arguments, _: Named, __: int) -> Value:
    if len(arguments) < 2 or not isinstance(arguments[1], str):
        return UNKNOWN
    owner, name = arguments[0], arguments[1]
    if isinstance(owner, ModuleValue):
        if frame.world.binds(owner.name, name):
            return True
        return False if frame.world.lacks(owner.name, name, frame.module) else UNKNOWN
    if not isinstance(owner, Dotted):
        return UNKNOWN
    path = f"{owner.path}.{name}"
    if path in ABSENT_ATTRIBUTES or frame.world.lacks(owner.path, name, frame.module):
        return False
    return True if path in frame.world.facts or frame.world.has(owner.path, name) else UNKNOWN


def _getattr(frame: Frame, arguments: Arguments, named: Named, line: int) -> Value:
    there = _hasattr(frame, arguments, named, line)
    if there is False:
        return arguments[2] if len(arguments) > 2 else UNKNOWN
    owner, name = arguments[:2] if there is True else (UNKNOWN, UNKNOWN)
    if isinstance(owner, ModuleValue) and isinstance(name, str):
        return Lazy(owner.name, name)
    if isinstance(owner, Dotted) and isinstance(name, str):
        return frame.world.facts.get(f"{owner.path}.{name}", Dotted(f"{owner.path}.{name}"))
    return UNKNOWN


def _setattr(frame: Frame, arguments: Arguments, _: Named, __: int) -> Value:
    owner, name = arguments[:2] if len(arguments) > 1 else (UNKNOWN, UNKNOWN)
    if isinstance(owner, Dotted):
        frame.world.replaced.add(f"{owner.path}.{name if isinstance(name, str) else ANY_NAME}")
    return None


def _isinstance(_: Frame, arguments: Arguments, __: Named, ___: int) -> Value:
    if len(arguments) < 2:
        return UNKNOWN
    classes = arguments[1].items if isinstance(arguments[1], Tuple) else (arguments[1],)
    if isinstance(arguments[0], Instance):
        return True if any(instances.is_instance(arguments[0], each) for each in classes) else UNKNOWN
    if not isinstance(arguments[0], Caught):
        return UNKNOWN
    names = [item.path.rpartition(".")[2] for item in classes if isinstance(item, Dotted)]
    return any(is_a(arguments[0].failure, name) for name in names)


def _bool(_: Frame, arguments: Arguments, __: Named, ___: int) -> Value:
    known = truth(arguments[0]) if arguments else False
    return UNKNOWN if known is None else known


def _convert(kind: type) -> Handler:
    def convert(_: Frame, arguments: Arguments, __: Named, ___: int) -> Value:
        if kind is str and len(arguments) == 1 and isinstance(arguments[0], PathValue):
            return arguments[0].text
        if len(arguments) != 1 or not is_constant(arguments[0]) or not _is_short(arguments[0]):
            return UNKNOWN
        try:
            return kind(arguments[0])  # type: ignore[no-any-return]  # int, str, tuple or len of a constant
        except Exception:  # noqa: BLE001  # the code under inspection would raise; no condition rests on it
            return UNKNOWN

    return convert


def _gone_through(kind: type[tuple[object, ...]]) -> Handler:
    """list(), set() and their kin."""

    def go_through(_: Frame, arguments: Arguments, __: Named, ___: int) -> Value:
        items = items_of(arguments[0]) if len(arguments) == 1 else () if not arguments else None
        return UNKNOWN if items is None else sequence(items, kind)

    return go_through


def _sorted(_: Frame, arguments: Arguments, named: Named, __: int) -> Value:
    items = items_of(arguments[0]) if len(arguments) == 1 and not named else None
    if items is None or not all(isinstance(item, str) for item in items):
        return UNKNOWN
    return Items(sorted(items))  # type: ignore[type-var]  # texts


def _enumerate(_: Frame, arguments: Arguments, named: Named, __: int) -> Value:
    items = items_of(arguments[0]) if len(arguments) == 1 and not named else None
    return UNKNOWN if items is None else sequence([sequence(pair) for pair in enumerate(items)])


def _exit(_: Frame, __: Arguments, ___: Named, line: int) -> Value:
    message = f"calls sys.exit() in line {line}"
    raise Raised(Failure("SystemExit", message, Cause(Defect.RAISED, "sys.exit", message)))


def _reads_metadata(function: Lazy | Dotted) -> bool:
    module, _, name = (
        (function.module, "", function.name) if isinstance(function, Lazy) else function.path.rpartition(".")
    )
    if module == "pkg_resources":
        return name in PKG_RESOURCES_FUNCTIONS
    return module in METADATA_MODULES and name in METADATA_FUNCTIONS


def _metadata(frame: Frame, arguments: Arguments, named: Named, line: int) -> Value:
    """importlib.metadata.version(x): fails where no .dist-info of x is on the path."""
    name = arguments[0] if arguments else named.get("distribution_name", UNKNOWN)
    if not isinstance(name, str) or not name or not name.replace("-", "").replace("_", "").replace(".", "").isalnum():
        return UNKNOWN
    if frame.world.has_distribution(name):
        return UNKNOWN
    message = f"No package metadata was found for {name}"
    cause = Cause(Defect.METADATA, name, f"line {line} asks for it")
    raise Raised(Failure("PackageNotFoundError", message, cause))


HANDLERS: Mapping[str, Handler] = {
    **file_paths.HANDLERS,
    **read_files.HANDLERS,
    **loading.HANDLERS,
    **listings.HANDLERS,
    "importlib.import_module": _import_module,
    "builtins.__import__": _dunder_import,
    "importlib.util.find_spec": _find_spec,
    "importlib.machinery.PathFinder.find_spec": _path_spec,
    "os.environ.get": _environ_get,
    "os.getenv": _environ_get,
    "os.environ.setdefault": _environ_setdefault,
    "os.environ.update": _environ_update,
    "builtins.hasattr": _hasattr,
    "builtins.getattr": _getattr,
    "builtins.setattr": _setattr,
    "builtins.isinstance": _isinstance,
    "builtins.bool": _bool,
    "builtins.int": _convert(int),
    "builtins.str": _convert(str),
    "builtins.tuple": _gone_through(tuple),
    "builtins.list": _gone_through(Items),
    "builtins.set": _gone_through(Unordered),
    "builtins.frozenset": _gone_through(Unordered),
    "builtins.iter": _gone_through(Items),
    "builtins.sorted": _sorted,
    "builtins.enumerate": _enumerate,
    "builtins.super": instances.super_of,
    "builtins.len": _convert(len),  # type: ignore[arg-type]  # called alike
    "sys.exit": _exit,
    "builtins.exit": _exit,
}


def builtin_names(bases: Sequence[Value]) -> tuple[str, ...]:
    """The built-in exception classes among the bases of a class, and ANY for one that nobody knows."""
    names: list[str] = []
    for base in bases:
        if isinstance(base, ClassValue):
            names += base.bases
        elif not isinstance(base, Dotted):
            names.append(ANY)
        elif hasattr(builtins, base.path.rpartition(".")[2]):
            names.append(base.path.rpartition(".")[2])
    return tuple(dict.fromkeys(names))
