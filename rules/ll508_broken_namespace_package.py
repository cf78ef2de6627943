"""An `__init__.py` in one archive hides the other archives' part of a namespace package.

## Why it matters

google, azure, ruamel, opentelemetry and others are namespace packages: several distributions put modules into one
package, which has no `__init__.py` of its own. Python puts the parts together from all search folders, as long as none
of them has an `__init__.py`. The first one that has makes the package its own: `import google.cloud.storage` ends in
`No module named 'google.cloud'` though it is there. Parts in one folder are no matter, since the layers are merged;
/var/task, /opt/python and /opt/python/lib/python3.X/site-packages are three folders.

An `__init__.py` that extends the package's path (`pkgutil.extend_path`) does no harm. It is an error where an import is
known to need the hidden part, else a warning.

## What to do

Remove the empty `__init__.py`, or install all parts into one folder:

    rm python/google/__init__.py
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.layers.hidden import Hidden
from layerlint.examples.recipe import stack
from layerlint.rule import Finding, Severity, rule
from layerlint.stack_findings import called, felt

EXTENDING = "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n"
CLOUD = {"python/google/cloud/storage/__init__.py": ""}
APP = {"app.py": "import google.cloud.storage\n\ndef handler(event, context): ...\n"}


@rule(
    "LL508",
    Severity.WARNING,
    since="0.1",
    good=[
        stack(CLOUD, function={**APP, "google/auth.py": ""}),
        stack(CLOUD, {"python/google/__init__.py": ""}),
        stack(CLOUD, function={**APP, "google/__init__.py": EXTENDING}),
        stack(CLOUD, {"python/lib/python3.12/site-packages/google/auth.py": ""}, function=APP),
    ],
    bad=[
        stack(CLOUD, function={**APP, "google/__init__.py": ""}, handler="app.handler").flags(
            "python/google/cloud/storage/__init__.py"
        ),
        stack(CLOUD, {"python/lib/python3.12/site-packages/google/__init__.py": ""}).flags(
            "python/google/cloud/storage/__init__.py"
        ),
        stack(
            {"python/a/b/__init__.py": "", "python/a/b/c.py": ""}, function={"a/b/d.py": "", "app.py": "import a.b.d\n"}
        ).flags("a/b/d.py"),
    ],
)
def broken_namespace_package(env: Environment) -> Iterator[Finding]:
    if env.layers is None:
        return
    for each in env.layers.hidden:
        if each.is_portion:
            yield felt(broken(each), env.layers.of(each))


def broken(each: Hidden) -> Finding:
    place = each.seen.place
    here = called(place.mount) if place else ""
    return Finding(
        message=f"the __init__.py of {each.name} in {here} hides the part in {called(each.place.mount)}",
        paths=(each.place.path, *((place.path,) if place and place.mount is each.place.mount else ())),
        reason=f"{each.seen.file} makes it a package of its own, and nothing below "
        f"{each.base.tree.root}/{each.base.path} can be imported",
        help=f"remove the __init__.py if it is empty, or install all parts of {each.name} into one folder",
        archive=each.place.mount.name,
        subject=each.name,
    )
