"""The handler of a Java function, looked up as the runtime's client does it, without running anything."""

from collections.abc import Iterator

from layerlint.enumeration import Enum
from layerlint.environment.java.class_path import ClassPath, Found
from layerlint.facts.java.class_file import ABSTRACT, INTERFACE, PUBLIC, STATIC, ClassFile, Method, parameters
from layerlint.named_tuple import NamedTuple

INTERFACES = frozenset(
    f"com/amazonaws/services/lambda/runtime/{name}" for name in ("RequestHandler", "RequestStreamHandler")
)
CONTEXT = "Lcom/amazonaws/services/lambda/runtime/Context;"
INPUT, OUTPUT = "Ljava/io/InputStream;", "Ljava/io/OutputStream;"
OBJECT = "java/lang/Object"
OBJECTS_METHODS = frozenset({"equals", "hashCode", "toString", "getClass", "notify", "notifyAll", "wait"})
MOST_SUPERTYPES = 200
JAVAS_OWN = ("java/", "javax/")  # nothing there implements an interface of Lambda's
#: what Java or the image of the runtime may bring
OF_THE_RUNTIME = (
    "java",
    "jdk/",
    "sun/",
    "com/sun/",
    "org/w3c/",
    "org/xml/",
    "org/ietf/",
    "com/amazonaws/",
    "org/crac/",
)


class Fault(Enum):
    NO_NAME = "no name"  #: the handler names no class, or no method behind its colons
    NO_CLASS = "no class"
    NO_METHOD = "no method"
    NO_SIGNATURE = "no signature"  #: a method of that name, and none that the runtime can call
    NO_INTERFACE = "no interface"
    NO_SUPERTYPE = "no supertype"  #: what it extends or implements is nowhere
    NO_CONSTRUCTOR = "no constructor"
    ABSTRACT = "abstract"


class HandlerName(NamedTuple):
    class_name: str  #: with dots
    method: str | None

    @property
    def path(self) -> str:
        return self.class_name.replace(".", "/")


def handler_name(handler: str) -> HandlerName:
    """The runtime splits at the last pair of colons."""
    name, colons, method = handler.rpartition("::")
    return HandlerName(name, method) if colons else HandlerName(handler, None)


class Supertypes(NamedTuple):
    """A class and what it extends and implements."""

    classes: tuple[tuple[Found, ClassFile], ...]
    names: frozenset[str]
    whole: bool  #: every one was found and read, but for Java's own and Lambda's interfaces
    lost: tuple[str, ...] = ()  #: those that are not found, Object and Lambda's interfaces left out

    @property
    def missing(self) -> str:
        """The first that nothing can bring, with slashes; "" where there is none."""
        return next((name for name in self.lost if not name.startswith(OF_THE_RUNTIME)), "")


def supertypes(path: ClassPath, found: Found) -> Supertypes:
    classes: list[tuple[Found, ClassFile]] = []
    names: set[str] = set()
    whole = True
    lost: list[str] = []
    waiting: list[Found] = [found]
    while waiting and len(classes) < MOST_SUPERTYPES:
        current = waiting.pop(0)
        item = path.read(current)
        if item is None:
            whole = False
            continue
        classes.append((current, item))
        for name in (item.parent, *item.interfaces):
            if not name or name in names:
                continue
            names.add(name)
            above = path.find(name)
            if above is not None:
                waiting.append(above)
            elif name != OBJECT and name not in INTERFACES:
                whole = False
                lost.append(name)
    return Supertypes(tuple(classes), frozenset(names), whole and not waiting, tuple(lost))


def fault(found: Found, method: str | None, path: ClassPath) -> Fault | None:
    """Why the runtime cannot call the handler of a class that is there; None where it can, or may."""
    above = supertypes(path, found)
    own = above.classes[0][1] if above.classes else None
    if own is None or own.name != found_name(found, path):
        return None
    if above.missing:
        return Fault.NO_SUPERTYPE
    if method is None:
        if not INTERFACES & above.names:
            javas = all(name.startswith(JAVAS_OWN) for name in above.lost)
            return Fault.NO_INTERFACE if above.whole or (javas and above.lost) else None
        return _of_instance(own)
    if method in OBJECTS_METHODS:
        return None
    methods = [item for _, each in above.classes for item in each.methods if item.name == method]
    public = [item for item in methods if item.flags & PUBLIC]
    if not public:
        return Fault.NO_METHOD if above.whole and not _is_inherited(method, above) else None
    fitting = [item for item in public if can_be_called(item)]
    if not fitting:
        return Fault.NO_SIGNATURE if above.whole else None
    return None if any(item.flags & STATIC for item in fitting) else _of_instance(own)


def found_name(found: Found, path: ClassPath) -> str:
    """The name under which a class was found."""
    return next((name for name, item in path.classes(found.element).items() if item is found.item), "")


def _is_inherited(method: str, above: Supertypes) -> bool:
    """An abstract class may leave handleRequest to a lambda, but a method of the interface exists all the same."""
    return method == "handleRequest" and bool(INTERFACES & above.names)


def _of_instance(own: ClassFile) -> Fault | None:
    if own.flags & (ABSTRACT | INTERFACE):
        return Fault.ABSTRACT
    if any(item.name == "<init>" and item.descriptor == "()V" and item.flags & PUBLIC for item in own.methods):
        return None
    return Fault.NO_CONSTRUCTOR


def can_be_called(method: Method) -> bool:
    """Whether the runtime takes an overload: at most a stream or value in, a stream out and the context, in order."""
    match parameters(method.descriptor):
        case () | (_,):
            return True
        case (first, second):
            if first == OUTPUT:
                return second == CONTEXT
            if first == CONTEXT:
                return False
            return second in ((OUTPUT, CONTEXT) if first == INPUT else (CONTEXT,))
        case (first, second, third):
            return (first, second, third) == (INPUT, OUTPUT, CONTEXT)
    return False


def near_classes(path: ClassPath, name: HandlerName) -> Iterator[str]:
    """Classes of the same simple name elsewhere on the class path, with dots."""
    last = name.path.rpartition("/")[2].lower()
    for element in path.elements:
        for each in path.classes(element):
            if each.rpartition("/")[2].lower() == last:
                yield each.replace("/", ".")
