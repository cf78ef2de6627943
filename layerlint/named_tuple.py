"""`typing.NamedTuple` whose classes are made in a fifth of the time: a check defines two hundred of them.

The standard library evaluates a piece of source for each class; here all classes of as many fields share one.
"""

import sys

from layerlint.hints import TYPE_CHECKING

if TYPE_CHECKING or sys.version_info >= (3, 14):  # there the fields of a class are not yet known when it is made
    from typing import NamedTuple  # noqa: TID251  # this is where it comes from
else:
    from collections import _tuplegetter
    from collections.abc import Iterable
    from functools import cache
    from types import CodeType, FunctionType

    from layerlint.hints import Any, Self

    class _Methods(tuple):
        """What `collections.namedtuple` defines for each class anew."""

        __slots__ = ()
        _fields: tuple[str, ...] = ()

        @classmethod
        def _make(cls, values: Iterable[object]) -> Self:
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
            return made

        def _replace(self, /, **changes: object) -> Self:
            made = tuple.__new__(type(self), map(changes.pop, self._fields, self))
            if changes:
                raise ValueError(f"Got unexpected field names: {list(changes)!r}")
            return made

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def __getnewargs__(self) -> tuple[Any, ...]:
            return tuple(self)

        def __repr__(self) -> str:
            values = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({values})"

    class _Maker(type):
        def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, namespace)
            fields = tuple(namespace.get("__annotations__", ()))
            defaults = {field: namespace.pop(field) for field in fields if field in namespace}
            namespace.update((field, _tuplegetter(number, "")) for number, field in enumerate(fields))
            namespace.update(_fields=fields, _field_defaults=defaults, __match_args__=fields, __slots__=())
            namespace["__new__"] = _constructor(fields, tuple(defaults.values()))
            return type(name, (_Methods,), namespace)

    def _constructor(fields: tuple[str, ...], defaults: tuple[Any, ...]) -> FunctionType:
        code = _template(len(fields)).replace(co_varnames=("_cls", *fields), co_name="__new__")
        return FunctionType(code, {"_new": tuple.__new__}, "__new__", defaults)

    @cache
    def _template(count: int) -> CodeType:
        names = "".join(f"_{number}, " for number in range(count))
        made: FunctionType = eval(f"lambda _cls, {names}: _new(_cls, ({names}))")  # noqa: S307  # a fixed text
        return made.__code__

    class NamedTuple(metaclass=_Maker):
        """As in the standard library. Defaults belong to the last fields."""


__all__ = ["NamedTuple"]
