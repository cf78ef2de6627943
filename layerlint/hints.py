"""The words of `typing` for annotations: as a check starts, `typing` itself would take 6 ms to import."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, AnyStr, ClassVar, NoReturn, Protocol, Self, TextIO, TypeGuard, TypeVar
else:

    class Hint:
        """Stands for any of them, alone and with something in brackets, as a base as well."""

        def __init__(self, *_: object, **__: object) -> None:
            """As `TypeVar` is called."""

        def __class_getitem__(cls, _: object) -> type:
            return cls

    Any = AnyStr = ClassVar = NoReturn = Protocol = Self = TextIO = TypeGuard = TypeVar = Hint

__all__ = [
    "TYPE_CHECKING",
    "Any",
    "AnyStr",
    "ClassVar",
    "NoReturn",
    "Protocol",
    "Self",
    "TextIO",
    "TypeGuard",
    "TypeVar",
]
