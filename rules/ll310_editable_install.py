"""A package was installed in editable mode: its code stayed on the build machine.

## Why it matters

`pip install -e .` copies nothing. It leaves a `.pth` file, a finder module or an `.egg-link` with the absolute path of
the source folder, such as `/srv/project/src`. On Lambda that folder does not exist, and the import ends in
`No module named 'project'`, although metadata says that the package is there.

It is an error where its modules are found nowhere else and nothing can bring them any more. In a layer beside other
packages it is a warning, since the function may carry the code itself. Any other `.pth` file that names a folder
which is not there does nothing: a warning too.

## What to do

Install the project itself, without `-e`:

    pip install --target python .
"""

from collections.abc import Iterator, Mapping, Sequence

from layerlint.environment.environment import Environment
from layerlint.environment.python.finder import Folder, Origin
from layerlint.environment.python.model import PythonModel
from layerlint.environment.tree import Tree
from layerlint.examples.recipe import distribution, function, layer
from layerlint.facts.editable import Editable, read_editables
from layerlint.facts.record import normalised
from layerlint.python_findings import listed
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount

ELSEWHERE = ("/mnt/", "/tmp/", "/usr/", "/lib/", "/lib64/", "/var/lang/", "/var/runtime/")  # noqa: S108  # Lambda has them
INFO = "python/proj-1.0.dist-info"
PTH = {"python/__editable__.proj-1.0.pth": "/srv/proj/src\n"}
EDITABLE = {
    **PTH,
    **distribution("proj"),
    f"{INFO}/direct_url.json": '{"dir_info": {"editable": true}, "url": "file:///srv/proj"}',
    f"{INFO}/top_level.txt": "proj\n",
}
FINDER = {
    "python/__editable__.proj-1.0.pth": "import __editable___proj_1_0_finder; __editable___proj_1_0_finder.install()\n",
    "python/__editable___proj_1_0_finder.py": "MAPPING: dict[str, str] = {'proj': '/srv/proj'}\n",
}
OTHER = {"python/six.py": "", **distribution("six", record=["six.py"])}


@rule(
    "LL310",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({"python/proj/__init__.py": "", **distribution("proj")}, "python3.12"),
        layer({"python/extra.pth": "vendor\n/opt/python/more\n", "python/vendor/a.py": "", "python/more/b.py": ""}),
        layer({"python/egg.pth": "./a-1.0.egg\n", "python/a-1.0.egg": "", **OTHER}, "python3.12"),
        layer({"python/efs.pth": "/mnt/efs/python\n", **OTHER}, "python3.12"),
        layer({"python/x-nspkg.pth": "import sys, types, os; pass\n", **OTHER}, "python3.12"),
        layer({"share/__editable__.proj-1.0.pth": "/srv/proj/src\n", **OTHER}, "python3.12"),
    ],
    bad=[
        layer(EDITABLE, "python3.12").flags(f"{INFO}/direct_url.json"),
        layer({**FINDER, **OTHER}, "python3.12").flags("python/__editable__.proj-1.0.pth"),
        function(
            {
                "app.py": "import six\n",
                "six.py": "",
                "proj.egg-link": "/srv/proj\n.",
                "easy-install.pth": "/srv/proj\n",
            },
            "python3.9",
        ).flags("proj.egg-link"),
        layer({**EDITABLE, "python/proj/__init__.py": ""}, "python3.12").flags(f"{INFO}/direct_url.json"),
        layer({"python/own.pth": "/srv/lib\n", **OTHER}, "python3.12").flags("python/own.pth"),
        layer({"python/own.pth": " more\n", "python/more/a.py": "", **OTHER}, "python3.12").flags("python/own.pth"),
    ],
)
def editable_install(env: Environment) -> Iterator[Finding]:
    if env.python is None:
        return
    for folder in env.python.candidates.folders:
        for mount in folder.tree.mounts:
            found = editables(mount, folder)
            yield from (editable(each, mount, env, env.python) for each in found if each.marked)
            plain = [each for each in found if not each.marked]
            lost = {each: [path for path in each.paths if not is_there(path, folder, env)] for each in plain}
            if any(lost.values()):
                yield leading_nowhere({each: paths for each, paths in lost.items() if paths}, mount)


def editables(mount: Mount, folder: Folder) -> tuple[Editable, ...]:
    contents = mount.contents
    mine = [each for each in contents.distributions if each.site == folder.path]
    return read_editables(contents.archive, folder.path, contents.listing.files_in(folder.path), mine)


def is_there(path: str, site: Folder, env: Environment) -> bool:
    """Whether a folder or zip that a .pth file names exists, or may: the image and file systems have their own."""
    if path.startswith(ELSEWHERE) or (path.startswith("/var/task") and not env.complete):
        return True
    whole = path if path.startswith("/") else f"{site.tree.root}/{site.child(path)}"
    normal = f"/{normalised(whole)}"
    return any(
        normal.startswith(f"{tree.root}/") and is_in(tree, normal[len(tree.root) + 1 :])
        for tree in (env.view.opt, env.view.task)
    )


def is_in(tree: Tree, path: str) -> bool:
    return tree.has_folder(path) or tree.file(path) is not None


def editable(each: Editable, mount: Mount, env: Environment, model: PythonModel) -> Finding:
    modules = each.modules or (each.name.replace("-", "_"),)
    missing = [name for name in modules if not is_shipped(name, model)]
    lost = bool(each.modules) and len(missing) == len(each.modules)
    is_alone = all(name.startswith("__editable___") for name in model.top_level())
    certain = lost and (env.complete or is_alone)
    if lost:
        outcome = f"import {missing[0]} finds nothing" + ("" if certain else ", unless the function brings it")
    else:
        outcome = "Lambda has no such folder" if missing else "its modules are found here all the same"
    where = f"its code is in {listed(each.paths)} on the machine that made the archive; " if each.paths else ""
    return Finding(
        message=f"{each.name} is an editable install: its code stayed on the build machine",
        paths=each.files,
        reason=f"{where}{outcome}",
        help="install the project itself, without -e: pip install --target python .",
        severity=Severity.ERROR if certain else Severity.WARNING,
        archive=mount.name,
    )


def is_shipped(name: str, model: PythonModel) -> bool:
    found = model.find(name)
    return found is not None and found.origin is not Origin.RUNTIME


def leading_nowhere(lost: Mapping[Editable, Sequence[str]], mount: Mount) -> Finding:
    names = [each.files[0].rpartition("/")[2] for each in lost]
    paths = dict.fromkeys(path for paths in lost.values() for path in paths)
    return Finding(
        message=f"{listed(names)} {'adds' if len(names) == 1 else 'add'} folders to the search path that are not there",
        paths=tuple(each.files[0] for each in lost),
        reason=f"Lambda has no {listed(paths)}, and what a .pth file names in vain is passed over",
        help="ship the code of the folder itself: pip install --target python PROJECT",
        severity=Severity.WARNING,
        archive=mount.name,
    )
