"""Which requirements of the distributions on a target are not met there."""

from collections.abc import Iterator, Mapping

from layerlint.environment.python.installed import Installed
from layerlint.environment.python.interpreter import runtime_facts
from layerlint.facts.requirement import Requirement, admits, applies, read_requirement
from layerlint.named_tuple import NamedTuple
from layerlint.platform.records import PythonFacts, Target

# Asked for at run time by few that need them, and found missing by the imports of those.
BUILD_TOOLS = frozenset({"setuptools", "pip", "wheel"})


class Unmet(NamedTuple):
    """One requirement and what stands in its place."""

    asker: Installed
    requirement: Requirement
    here: Installed | None  #: what is there instead; None: no distribution of that name

    @property
    def version(self) -> str | None:
        return self.here.distribution.version if self.here else None


def unmet_requirements(
    first: Mapping[str, Installed], visible: frozenset[str], facts: Mapping[str, str]
) -> tuple[Unmet, ...]:
    """Every requirement that applies on the target, extras that are asked for included, and that nothing satisfies.

    `first` is what is found by each name; `visible` are the names of all that is there, the runtime's own included, of
    which no version is known.
    """
    return tuple(_unmet(first, visible, facts))


def _unmet(first: Mapping[str, Installed], visible: frozenset[str], facts: Mapping[str, str]) -> Iterator[Unmet]:
    """Extras that a requirement asks for add requirements, so that distributions are looked at until none does."""
    extras: dict[str, set[str]] = {}
    told: set[tuple[str, str]] = set()
    pending = list(first)
    while pending:
        asker = first[pending.pop()]
        for requirement in map(read_requirement, asker.distribution.requires):
            if requirement is None or not applies(requirement, facts, extras.get(asker.distribution.name, ())):
                continue
            known = extras.setdefault(requirement.name, set())
            if not known.issuperset(requirement.extras):
                known.update(requirement.extras)
                pending += [requirement.name] if requirement.name in first else []
            key = asker.distribution.name, requirement.text
            if key not in told and requirement.name not in BUILD_TOOLS:
                told.add(key)
                here = first.get(requirement.name)
                if here is None and requirement.name not in visible:
                    yield Unmet(asker, requirement, None)
                elif here is not None and not admits(requirement, here.distribution.version):
                    yield Unmet(asker, requirement, here)


def variables(facts: PythonFacts, target: Target) -> Mapping[str, str]:
    """What markers may ask of the target."""
    known = runtime_facts(facts.version, target.architecture)
    return {
        "python_version": ".".join(map(str, facts.version)),
        "python_full_version": str(known["platform.python_version()"]),
        "implementation_name": "cpython",
        "implementation_version": str(known["platform.python_version()"]),
        "platform_python_implementation": "CPython",
        "platform_machine": str(known["platform.machine()"]),
        "platform_system": "Linux",
        "platform_release": "",
        "platform_version": "",
        "sys_platform": "linux",
        "os_name": "posix",
    }
