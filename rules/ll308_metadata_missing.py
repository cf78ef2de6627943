"""Code asks for the metadata of a distribution that came without it.

## Why it matters

Packages read what an installer wrote about them: `importlib.metadata.version("langchain")` gives their own version,
`entry_points(group=…)` finds plugins and parts that are chosen by name. Both come from the `.dist-info` folders. Who
removes those to save room removes the answers: `PackageNotFoundError: No package metadata was found for langchain`, or
`StopIteration` in the middle of an import.

It is an error where an unguarded import asks. Where the code catches the failure nothing is said. Entry points that
nobody registers are a warning: what they would have brought is silently not there.

## What to do

Keep the `.dist-info` folders; METADATA and entry_points.txt in them are enough. To save room remove caches and test
folders instead. Installing again brings the folders back:

    pip install --target python langchain
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.python.candidates import canonical
from layerlint.environment.python.failure import Breakage, Defect, Failure, Reach
from layerlint.environment.python.model import PythonModel
from layerlint.examples.recipe import distribution, function, layer
from layerlint.facts.entry_point_scan import Asked
from layerlint.python_findings import at_last_step, breakage_finding, listed
from layerlint.rule import Finding, Severity, rule

MANY = 5  # packages without any metadata: nobody wrote so many by hand
VERSION = "from importlib.metadata import version\n__version__ = version('pkg')\n"
GUARDED = (
    "from importlib.metadata import PackageNotFoundError, version\n"
    "try:\n    __version__ = version('pkg')\nexcept PackageNotFoundError:\n    __version__ = '0'\n"
)
CONTEXT = (
    "from importlib.metadata import entry_points\n"
    "def load():\n    return next(iter(entry_points(group='pkg_context'))).load()()\n"
)
PLUGINS = (
    "from importlib.metadata import entry_points\n"
    "def load():\n    return [point.load() for point in entry_points(group='own.plugins')]\n"
)
REGISTERED = {
    **distribution("other", record=["other.py"]),
    "python/other-1.0.dist-info/entry_points.txt": "[pkg_context]\ndefault = other:Context\n",
}


@rule(
    "LL308",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({"python/pkg/__init__.py": VERSION, **distribution("pkg")}, "python3.12"),
        layer({"python/pkg/__init__.py": GUARDED}, "python3.12"),
        layer({"python/pkg/__init__.py": "", "python/pkg/tests/test_it.py": CONTEXT}, "python3.12"),
        layer({"python/pkg/__init__.py": CONTEXT, **REGISTERED}, "python3.12"),
        layer({"python/pkg/__init__.py": CONTEXT, **distribution("pkg", record=["pkg/__init__.py"])}, "python3.12"),
        function({"app.py": PLUGINS}, "python3.12"),
    ],
    bad=[
        layer({"python/pkg/__init__.py": VERSION}, "python3.12").flags("python/pkg/__init__.py"),
        function({"app.py": "import pkg\n", "pkg.py": VERSION}, "python3.12").flags("pkg.py"),
        layer({"python/pkg/__init__.py": CONTEXT}, "python3.12").flags("python/pkg/__init__.py"),
        layer({"python/one/__init__.py": PLUGINS, **{f"python/m{n}.py": "" for n in range(5)}}, "python3.12").flags(
            "python/one/__init__.py"
        ),
    ],
)
def metadata_missing(env: Environment) -> Iterator[Finding]:
    if env.python is None or env.breakages is None:
        return
    for breakage in env.breakages.of(Defect.METADATA):
        if breakage.reach >= Reach.DOUBTFUL:
            yield failing(breakage, env)
    yield from silent(env.python)


def failing(breakage: Breakage, env: Environment) -> Finding:
    """A look-up that ends an import."""
    name = breakage.owner
    finding = breakage_finding(
        breakage,
        f"the metadata of {name} is asked for and is not there",
        f"keep the .dist-info folders when making room; this brings it back: pip install --target python {name}",
        reason="nothing on the search path has a .dist-info folder of it",
    )
    if breakage.failure is None:
        return finding
    if not env.complete and not is_its_own(breakage.failure, name, env):
        finding = finding._replace(severity=Severity.WARNING)
    return at_last_step(finding, breakage.failure, env)


def is_its_own(failure: Failure, name: str, env: Environment) -> bool:
    """Whether code of the distribution is here, so that no other layer is meant to bring its metadata."""
    asker = failure.steps[-1].module if failure.steps else ""
    is_here = env.python is not None and env.python.find(canonical(name).replace("-", "_")) is not None
    return is_here or canonical(name).startswith(canonical(asker.partition(".")[0]))


def silent(model: PythonModel) -> Iterator[Finding]:
    """Look-ups of entry points that find nothing, one finding for each package that makes them."""
    groups: dict[str, list[tuple[str, Asked]]] = {}
    registered = {group for each in model.candidates.visible.installed for group in each.distribution.entry_points}
    for module, asked in model.shared.unclaimed_groups(model.candidates.folders):
        if asked.group not in registered:
            groups.setdefault(module.partition(".")[0], []).append((module, asked))
    for top, found in groups.items():
        if any(asked.takes_first for _, asked in found) or is_stripped(model):
            yield unregistered(top, found, model)


def is_stripped(model: PythonModel) -> bool:
    """Whether so many packages lie there without any metadata that somebody must have removed it."""
    return not model.candidates.visible.installed and len(model.top_level()) >= MANY


def unregistered(top: str, found: list[tuple[str, Asked]], model: PythonModel) -> Finding:
    first, asked = next((pair for pair in found if pair[1].takes_first), found[0])
    place = model.candidates.mentions.modules[first]
    groups = listed(dict.fromkeys(each.group for _, each in found))
    return Finding(
        message=f"{top} asks for entry points that nothing registers: {groups}",
        paths=(place.path,),
        line=asked.line,
        reason=f"{top} has no .dist-info folder; entry points are registered in entry_points.txt there",
        help="keep METADATA and entry_points.txt of every .dist-info folder when making room",
        severity=Severity.WARNING,
        archive=place.mount.name,
        subject=top,
    )
