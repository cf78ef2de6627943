"""A distribution needs another one that is not there, or not in that version.

## Why it matters

`Requires-Dist` in a distribution's metadata says what it needs. An installer brings it along; `--no-deps`, a lock file
for another Python, removed folders or two installations into one folder leave gaps. Code that comes to the missing
package ends in `No module named 'x'`, and packages that ask `pkg_resources` at run time in
`DistributionNotFound: The 'x' distribution was not found`.

It is a warning: another layer or the function may bring what is missing, and a version that the metadata rules out may
do. Conditions are taken for the target, extras count where something asks for them, and what the runtime bundles counts
whatever its version. A missing module that an import is known to need is told by module-not-found instead.

## What to do

Install everything in one go, so that pip chooses versions that agree:

    rm -rf python && pip install --target python -r requirements.txt
"""

from collections.abc import Iterator, Sequence

from layerlint.environment.environment import Environment
from layerlint.environment.python.breakage import Breakages
from layerlint.environment.python.candidates import canonical
from layerlint.environment.python.failure import Defect, Reach
from layerlint.environment.python.model import PythonModel
from layerlint.environment.python.requirements import Unmet
from layerlint.examples.recipe import distribution, layer
from layerlint.facts.distribution import Distribution
from layerlint.python_findings import listed, several
from layerlint.rule import Finding, Severity, rule

A = {"python/a.py": "def f():\n    import b\n"}
META = "python/a-1.0.dist-info/METADATA"


def needing(*requires: str) -> dict[str, str]:
    return {**A, **distribution("a", requires=list(requires), record=["a.py"])}


@rule(
    "LL311",
    Severity.WARNING,
    since="0.1",
    good=[
        layer({**needing("b>=1"), **distribution("b", "1.2")}, "python3.12"),
        layer({**needing("B_c >=1,<2"), **distribution("b.C", "1.2")}, "python3.12"),
        layer(needing("b; extra == 'all'", "c; python_version < '3.8'", 'd; sys_platform == "win32"'), "python3.12"),
        layer(needing("botocore>=1.40", "setuptools"), "python3.12"),
        layer({**needing("PyB"), "python/b/__init__.py": ""}, "python3.12"),
        layer({**A, "python/a.py": "import b\n", **distribution("a", requires=["b"], record=["a.py"])}, "python3.12"),
        layer({**needing("b==1.0"), **distribution("b", "1.0+cpu")}, "python3.12"),
        layer(A, "python3.12"),
    ],
    bad=[
        layer(needing("b>=1"), "python3.12").flags(META),
        layer({**needing("b>=2"), **distribution("b", "1.2")}, "python3.12").flags(META),
        layer(needing("c; python_version < '3.11'"), ("python3.10", "python3.12")).flags(META),
        layer(
            {**needing("b[fast]"), **distribution("b", requires=["c; extra == 'fast'"], record=[])}, "python3.12"
        ).flags("python/b-1.0.dist-info/METADATA"),
    ],
)
def requirement_unmet(env: Environment) -> Iterator[Finding]:
    if env.python is None or env.breakages is None:
        return
    unmet = env.python.candidates.visible.unmet
    if not unmet or env.layers is None:
        return
    told = set(told_by_imports(env.breakages))
    sources = Sources(env.python)
    left = [each for each in unmet if each.here or not (is_told(each, told) or sources.may_have(each))]
    left = [each for each in left if not (each.here and env.layers.tells_of(each))]
    for mount in env.stack.mounts:
        mine = [each for each in left if each.asker.mount is mount]
        if mine:
            yield summed_up(mine, env)


def told_by_imports(breakages: Breakages) -> Iterator[str]:
    """The missing modules that a finding of another rule names."""
    for breakage in breakages.of(Defect.MISSING):
        if breakage.reach >= Reach.DOUBTFUL:
            yield from (canonical(cause.subject) for cause in breakage.causes)


def is_told(unmet: Unmet, modules: set[str]) -> bool:
    """Whether one of the modules seems to be the distribution's, as yaml is PyYAML's."""
    name = unmet.requirement.name.replace("-", "")
    tops = {part.replace("-", "") for module in modules for part in (module, module.partition("-")[0])}
    return any(top == name or (len(top) > 2 and (top in name or name in top)) for top in tops)


class Sources:
    """The sources of a target by the distribution that claims them."""

    def __init__(self, model: PythonModel) -> None:
        self.model = model
        self.modules: dict[str, list[str]] = {}
        for name, place in model.candidates.mentions.modules.items():
            owner = model.shared.owner(place)
            if owner is not None:
                self.modules.setdefault(owner.folder, []).append(name)

    def may_have(self, unmet: Unmet) -> bool:
        """Whether what is missing may be there without metadata: its user imports something that nothing claims."""
        asker = unmet.asker.distribution
        return not asker.has_record or any(self._is_unclaimed(name, asker) for name in self._imports(asker))

    def _imports(self, asker: Distribution) -> set[str]:
        mentions = self.model.candidates.mentions
        edges = (edge for module in self.modules.get(asker.folder, ()) for edge in mentions.edges(module))
        return {edge.name for edge in edges if edge.is_start}

    def _is_unclaimed(self, name: str, asker: Distribution) -> bool:
        found = self.model.find(name)
        if found is None or found.place is None:
            return False
        owner = self.model.shared.owner(found.place)
        return owner is None and not found.place.path.startswith(f"{asker.folder}/")


def summed_up(unmet: Sequence[Unmet], env: Environment) -> Finding:
    each = sorted(unmet, key=lambda one: (one.requirement.name, one.asker.distribution.name))
    askers = dict.fromkeys(one.asker.distribution.shown_name for one in each)
    names = list(dict.fromkeys(one.requirement.name for one in each))
    return Finding(
        message=described(each[0])
        if len(each) == 1
        else f"{several(names, 'a requirement is', '{} requirements are')} not met: {listed(names)}",
        paths=tuple(dict.fromkeys(one.asker.metadata for one in each)),
        reason="; ".join(filter(None, (listed(map(described, each)) if len(each) > 1 else "", condition(each, env)))),
        help=f"install all in one go: pip install --target python {' '.join(askers)}",
        archive=each[0].asker.mount.name,
    )


def described(unmet: Unmet) -> str:
    asker = unmet.asker.distribution.shown_name
    requirement = unmet.requirement
    if unmet.version is None:
        return f"{asker} requires {requirement.name}, which is not there"
    return f"{asker} requires {requirement.name} {requirement.specifier}, and {unmet.version} is there"


def condition(unmet: Sequence[Unmet], env: Environment) -> str:
    missing = any(each.version is None for each in unmet)
    if not missing:
        return "an installer would not put these versions together"
    return "no import is known to need it" if env.complete else "another layer or the function may bring it"
