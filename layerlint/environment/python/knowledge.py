"""What the importer is told about the target and the stack."""

import ast
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from layerlint.environment.python.candidates import Candidates
from layerlint.environment.python.causes import syntax_fault
from layerlint.environment.python.failure import Cause, Defect
from layerlint.environment.python.finder import Found
from layerlint.environment.python.given_names import GivenNames
from layerlint.environment.python.interpreter import runtime_facts
from layerlint.environment.python.libraries import Libraries
from layerlint.environment.python.values import Value
from layerlint.environment.python.variables import lambda_variables
from layerlint.facts.malformed import Malformed
from layerlint.facts.module_names import Bindings
from layerlint.facts.python_source import GaveUp
from layerlint.named_tuple import NamedTuple
from layerlint.platform.stdlib_imports import Need


class Source(NamedTuple):
    """A module's parsed body, or why there is none."""

    tree: ast.Module | None
    fault: Cause | None


class Knowledge(NamedTuple):
    facts: Mapping[str, Value]
    variables: Mapping[str, Value]
    read: Callable[[Found], Source]
    fault: Callable[[Found], Cause | None]  #: why a file that is found cannot be loaded
    doubt: Callable[[Found], Cause | None]  #: why it may not load, where nobody knows
    lacks: Callable[[str, str], bool]
    has: Callable[[str, str], bool]  #: whether the standard library is known to have a name
    lacks_here: Callable[[str], bool]  #: whether a module of the stack is known to lack a name, both as one dotted name
    has_distribution: Callable[[str], bool]
    missing: Callable[[str], Cause]  #: what to say of a module that nothing provides
    is_rejecting: Callable[[str], bool]  #: whether the module's distribution says it is for other Pythons
    runtime_needs: Callable[[str], Sequence[str]]  #: what a bundled module imports in turn
    library_needs: Callable[[str], Sequence[Need]]  #: the same of the standard library, where the stack shadows it
    may_have: Callable[[Found, str], bool]  #: whether a module may get a name in ways that no statement shows
    imports_inside: Callable[[str], bool]  #: whether functions of the module import anything
    is_broken: Callable[[str], bool]  #: whether a module is meant to be there and is not
    bindings: Callable[[Found], Bindings | None]  #: where a person's own module binds its names
    is_set_from_outside: Callable[[str, str], bool]  #: whether another of a person's own modules may set a name in one
    is_in_part: Callable[[str], bool]  #: whether a module of the image is there in some of its releases only
    is_patched: Callable[[str, str], bool]  #: whether a text gives an attribute of that name to a module's objects
    libraries: Libraries


def gathered(candidates: Candidates) -> Knowledge:
    """What one target answers."""
    given = GivenNames(candidates.shared, candidates.mentions, candidates.reached)
    stdlib, version = candidates.shared.stdlib, candidates.facts.version
    return Knowledge(
        runtime_facts(version, candidates.target.architecture),
        lambda_variables(candidates.shared.stack, candidates.target),
        partial(_read, candidates),
        candidates.fault,
        candidates.loader.doubt,
        candidates.lacks,
        lambda module, name: stdlib.has_name(module, name, version),
        candidates.lacks_here,
        candidates.has_distribution,
        candidates.missing,
        candidates.too_new.may_be,
        candidates.runtime_needs,
        candidates.shadowed.needs,
        given.may_have,
        candidates.imports_inside,
        candidates.is_broken,
        given.bindings,
        given.is_set_from_outside,
        candidates.is_in_part,
        given.is_patched,
        candidates.libraries,
    )


def _read(candidates: Candidates, found: Found) -> Source:
    if found.place is None:
        return Source(None, None)
    tree = candidates.shared.parsed.tree(found.place)
    if isinstance(tree, GaveUp) or found.place.is_too_large:
        why = tree.reason if isinstance(tree, GaveUp) else "larger than any source that is read"
        detail = f"{found.place.path} is not read: {why}"
        return Source(None, Cause(Defect.UNREAD, found.name, detail, found.place.path, found.place.mount.name))
    reason = tree.reason if isinstance(tree, Malformed) else None
    if reason is None and found.name in candidates.reached.own:
        reason = candidates.shared.parsed.compile_fault(found.place)
    if reason is not None or isinstance(tree, Malformed):
        return Source(None, syntax_fault(found, found.place, reason or ""))
    return Source(tree, None)
