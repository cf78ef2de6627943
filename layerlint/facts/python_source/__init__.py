"""Python source as the standard library's `ast`, whatever Python runs us."""

from layerlint.facts.python_source.compiled import compile_fault
from layerlint.facts.python_source.opaque import Opaque
from layerlint.facts.python_source.parse import GaveUp, is_lazy, is_rewritten, parse, type_parameters

__all__ = ["GaveUp", "Opaque", "compile_fault", "is_lazy", "is_rewritten", "parse", "type_parameters"]
