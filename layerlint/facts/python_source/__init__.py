"""Python source as the standard library's `ast`, whatever Python runs us."""

from layerlint.facts.python_source.parse import GaveUp, is_lazy, parse, type_parameters

__all__ = ["GaveUp", "is_lazy", "parse", "type_parameters"]
