"""`enum.Enum` and `enum.IntEnum` whose classes are made in a third of the time: a check defines twenty of them.

Members have a name and a value and stand in their order; of what else the standard library offers nothing is used.
"""

from layerlint.hints import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from enum import Enum, IntEnum  # this is where they come from
else:
    from collections.abc import Iterator
    from types import FunctionType

    class _Maker(type):
        def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, object]) -> type:
            values = {key: value for key, value in namespace.items() if _is_member(key, value)}
            made = super().__new__(cls, name, bases, {key: namespace[key] for key in namespace if key not in values})
            made._named = {}
            made._valued = {}
            for key, value in values.items():
                if value not in made._valued:  # else it is one more name of the same
                    made._valued[value] = made._member(value)
                    vars(made._valued[value]).update(name=key, value=value)
                made._named[key] = made._valued[value]
                setattr(made, key, made._valued[value])
            return made

        def __call__(cls, value: object) -> object:
            if value not in cls._valued:
                raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")
            return cls._valued[value]

        def __getitem__(cls, name: str) -> object:
            return cls._named[name]

        def __iter__(cls) -> Iterator[object]:
            return iter(cls._valued.values())

        def __reversed__(cls) -> Iterator[object]:
            return reversed(cls._valued.values())

        def __len__(cls) -> int:
            return len(cls._valued)

    def _is_member(key: str, value: object) -> bool:
        return not key.startswith("_") and not isinstance(value, FunctionType | property | classmethod)

    class Enum(metaclass=_Maker):
        """As in the standard library. A member is found by its value, as in `Color("red")`, or by `Color["RED"]`."""

        @classmethod
        def _member(cls, _value: object) -> Self:
            return object.__new__(cls)

        def __repr__(self) -> str:
            return f"<{type(self).__qualname__}.{self.name}: {self.value!r}>"

        def __str__(self) -> str:
            return f"{type(self).__qualname__}.{self.name}"

        def __reduce__(self) -> tuple[object, ...]:
            return type(self), (self.value,)

    class IntEnum(int, Enum):
        """Members are the numbers that they have as values."""

        @classmethod
        def _member(cls, value: int) -> Self:
            return int.__new__(cls, value)

        __str__ = int.__repr__


__all__ = ["Enum", "IntEnum"]
