"""Why the runtime's client does not take a method that is there.

Source: aws/aws-lambda-dotnet, Libraries/src/Amazon.Lambda.RuntimeSupport/Bootstrap: UserCodeValidator,
InvokeDelegateBuilder.
"""

from layerlint.enumeration import Enum
from layerlint.environment.dotnet.types import Found
from layerlint.facts.dotnet.assembly import Method
from layerlint.facts.dotnet.attributes import marks
from layerlint.facts.dotnet.signature import ANYTHING, CLASS, INSTANCE, VALUE, VECTOR, VOID, Part, Shape

ASYNC = "System.Runtime.CompilerServices.AsyncStateMachineAttribute"
ANY_NUMBER = "System.ParamArrayAttribute"
SERIALIZER = "Amazon.Lambda.Core.LambdaSerializerAttribute"
TASK = "System.Threading.Tasks.Task`1"
MOST_PARAMETERS = 2
SIMPLE = range(0x02, 0x0F)  #: numbers, truth values, characters and strings
CONTEXT = "Amazon.Lambda.Core.ILambdaContext"
DATA = ("Amazon.Lambda.", "System.Collections.")  #: how types are called that are no streams, but for the context
PLAIN = ("System.Object", "System.ValueType", "System.Enum")  #: what types extend that are no streams either


class Flaw(Enum):
    """Why the client does not take a method that is there."""

    ABSTRACT_METHOD = "is abstract"
    GENERIC_METHOD = "is generic"
    GENERIC_TYPE = "is a method of a generic type"
    ABSTRACT_TYPE = "is no static method, and its type is abstract"
    ASYNC_VOID = "is async and returns nothing to wait for"
    ANY_NUMBER = "takes any number of parameters"
    TOO_MANY = "takes more than an event and a context"
    NO_SERIALIZER = "takes or returns what wants a serializer, and no LambdaSerializer attribute names one"
    NO_CONSTRUCTOR = "is no static method, and its type has no public constructor without parameters"


def flaw_of(method: Method, owner: Found, start: Found) -> Flaw | None:
    """In the order in which the client looks."""
    if method.is_abstract:
        return Flaw.ABSTRACT_METHOD
    shape = owner.assembly.shape(method)
    if shape is not None and shape.is_generic:
        return Flaw.GENERIC_METHOD
    said = marks(owner.assembly, method) or frozenset()
    if shape is not None and shape.returned.kind == VOID and ASYNC in said:
        return Flaw.ASYNC_VOID
    if ANY_NUMBER in said:
        return Flaw.ANY_NUMBER
    if start.item.is_generic:
        return Flaw.GENERIC_TYPE
    if not method.is_static and start.item.is_abstract:
        return Flaw.ABSTRACT_TYPE
    if not method.is_static and not _can_be_made(start):
        return Flaw.NO_CONSTRUCTOR
    return _signature_flaw(shape, method, owner, start) if shape is not None else None


def _can_be_made(start: Found) -> bool:
    """Whether a public constructor takes no parameters; a value needs none."""
    parent = start.item.parent
    if parent is None or parent.name == "System.ValueType":
        return True
    made = [method for method in start.item.named(".ctor") if method.is_public]
    shapes = [start.assembly.shape(method) for method in made]
    return any(shape is None or not shape.taken for shape in shapes)


def _signature_flaw(shape: Shape, method: Method, owner: Found, start: Found) -> Flaw | None:
    if len(shape.taken) > MOST_PARAMETERS:
        return Flaw.TOO_MANY
    on_method, on_assembly = marks(owner.assembly, method), marks(start.assembly)
    if on_method is None or on_assembly is None or method.is_virtual or SERIALIZER in on_method | on_assembly:
        return None
    parts = [*shape.taken[:1], _result(shape.returned, owner)]
    return Flaw.NO_SERIALIZER if any(part is not None and _wants_serializer(part, owner) for part in parts) else None


def _result(returned: Part, owner: Found) -> Part | None:
    """What is made of it: of a task its result, where that is a type with a name."""
    if returned.kind != INSTANCE:
        return returned
    outer = owner.assembly.metadata.named(returned.types[0]) if returned.types else None
    if outer is None or outer.name != TASK:
        return returned
    if returned.types[1:]:
        return Part(CLASS, returned.types[1:])
    return None if owner.item.is_generic else Part(SIMPLE.start, ())


def _wants_serializer(part: Part, owner: Found) -> bool:
    """Whether it is surely no stream, nor the context."""
    if part.kind in SIMPLE or part.kind in (VECTOR, ANYTHING):
        return True
    name = owner.assembly.metadata.named(part.types[0]) if part.types else None
    if name is None or part.kind not in (CLASS, VALUE, INSTANCE):
        return False
    own = owner.assembly.types.get(name.name) if name.reference is None else None
    if own is not None:
        return own.parent is not None and own.parent.name in PLAIN and not own.parts[1:]
    if part.kind == VALUE:
        return name.reference is not None
    return name.name.startswith(DATA) and name.name != CONTEXT
