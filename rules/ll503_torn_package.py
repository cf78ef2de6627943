"""Two layers bring different versions of one distribution to the same folder.

## Why it matters

The later layer's files replace the earlier one's, and what only the earlier version has stays behind: the package is a
mixture of both that nobody has tested. Modules that the newer version dropped are still found, plugins of the older one
still load, and both `.dist-info` folders are there, so that `importlib.metadata.version()` answers with either. What
was installed with the version that lost may ask for more than the other one has.

It is an error where an import is known to fail over it, else a warning.

## What to do

Ship the distribution in one layer, in one version, and build the other layers without it:

    pip install --target python -r requirements.txt -c constraints.txt
"""

from collections.abc import Iterator, Sequence

from layerlint.environment.environment import Environment
from layerlint.environment.layers.mixed import Mixed
from layerlint.environment.layers.model import LayersModel
from layerlint.examples.recipe import distribution, stack
from layerlint.python_findings import listed, several
from layerlint.rule import Finding, Severity, rule
from layerlint.stack_findings import at_odds, felt

OLD = {
    "python/pkg/__init__.py": "from pkg.core import old\n",
    "python/pkg/core.py": "old = 1\n",
    "python/pkg/dropped.py": "",
    **distribution("pkg", "1.0", record=["pkg/__init__.py", "pkg/core.py", "pkg/dropped.py"]),
}
NEW = {
    "python/pkg/__init__.py": "from pkg.core import new\n",
    "python/pkg/core.py": "new = 1\n",
    **distribution("pkg", "2.0", record=["pkg/__init__.py", "pkg/core.py"]),
}
SAME = {**OLD, **distribution("pkg", "1.0", record=["pkg/__init__.py", "pkg/core.py"], tags=["other"])}
USER = {"python/user.py": "from pkg.core import old\n", **distribution("user", requires=["pkg<2"], record=["user.py"])}
SITE = "python/lib/python3.12/site-packages"


@rule(
    "LL503",
    Severity.WARNING,
    since="0.1",
    good=[
        stack(OLD, SAME),
        stack(OLD, {f"{SITE}/pkg.py": "", **distribution("pkg", "2.0", site=SITE, record=["pkg.py"])}),
        stack({"python/a.py": "", **distribution("a", record=["a.py"])}, NEW),
    ],
    bad=[
        stack(OLD, NEW).flags("python/pkg/dropped.py"),
        stack({**OLD, **USER}, {**NEW, "python/later.py": "from pkg.core import new\n"}).flags("python/pkg/dropped.py"),
        stack(NEW, OLD, NEW).flags("python/pkg/dropped.py"),
        stack(
            {"python/a.py": "1", **distribution("a", record=["a.py"])},
            {"python/a.py": "2", **distribution("a", "2", record=["a.py"])},
        ).flags("python/a-1.0.dist-info/METADATA"),
    ],
)
def torn_package(env: Environment) -> Iterator[Finding]:
    if env.layers is None:
        return
    replaced: dict[tuple[str, str], list[Mixed]] = {}
    for each in env.layers.mixed:
        breakage = env.layers.of(each)
        if env.layers.is_mended_by_order(each):
            continue  # order-of-layers tells of it
        if each.stale or breakage is not None:
            yield felt(laid_over(each, env.layers), breakage)
        else:
            replaced.setdefault((each.loser.mount.name, each.winner.mount.name), []).append(each)
    yield from (left_behind(group, env.layers) for group in replaced.values())


def laid_over(each: Mixed, layers: LayersModel) -> Finding:
    winner, loser = each.winner.distribution, each.loser.distribution
    here, there = each.winner.mount.name, each.loser.mount.name
    return Finding(
        message=f"{winner.shown_name} {winner.version} of {here} is laid over {loser.version} of {there}",
        paths=each.stale or (each.loser.metadata,),
        reason="; ".join([*at_odds(each.name, layers), *mixture(each)]),
        help=f"keep {winner.shown_name} in one of the layers, in a version that suits both",
        archive=there,
        subject=f"{winner.name} {here}",
    )


def mixture(each: Mixed) -> Iterator[str]:
    if each.stale:
        version = each.loser.distribution.version
        files = several(each.stale, "a file", "{} files")
        stay = "stays" if len(each.stale) == 1 else "stay"
        yield (
            f"{files} of {version} that nothing replaces {stay} behind: {listed(f'/opt/{path}' for path in each.stale)}"
        )


def left_behind(group: Sequence[Mixed], layers: LayersModel) -> Finding:
    """Distributions of which every module is replaced, so that the metadata alone stays behind."""
    here, there = group[0].winner.mount.name, group[0].loser.mount.name
    names = [each.winner.distribution.shown_name for each in group]
    pairs = [f"{each.winner.distribution.version} over {each.loser.distribution.version}" for each in group]
    wishes = [wish for each in group for wish in at_odds(each.name, layers)]
    stays = "the metadata of the other version stays behind, and importlib.metadata may answer with it"
    return Finding(
        message=f"{here} replaces {listed(map(' '.join, zip(names, pairs, strict=True)))} of {there}",
        paths=tuple(each.loser.metadata for each in group),
        reason="; ".join([*wishes, stays]),
        help=f"keep {listed(names)} in one of the layers",
        archive=there,
        subject=here,
    )
