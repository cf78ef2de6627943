"""Binaries of Node.js packages: how far reach carries what cannot be loaded."""

from layerlint.environment.linker.misfit import VERSIONS
from layerlint.environment.native.trouble import Trouble, Weight
from layerlint.environment.node.failure import Defect, Reach
from layerlint.environment.node.model import NodeModel


def as_felt(trouble: Trouble, root: str, model: NodeModel) -> Trouble:
    """The trouble of a package's binaries under a mount point, with what becomes of code that loads the package."""
    paths = {f"{root}/{path}" for path in trouble.paths}
    felt = [
        each for each in model.felt if each.cause.defect is Defect.NATIVE and not paths.isdisjoint(each.cause.binaries)
    ]
    worst = max(felt, key=lambda each: each.reach, default=None)
    names = model.owners(paths)
    trouble = trouble._replace(packages=names if trouble.kind in VERSIONS else model.pinned(names))
    if worst is None or worst.reach is not Reach.WHOLE:
        return trouble
    chain = tuple(map(str, worst.failure.steps)) if len(worst.failure.steps) > 1 else ()
    return trouble._replace(weight=Weight.ERROR, consequence=f"loading {worst.root} fails", chain=chain)
