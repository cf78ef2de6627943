"""A module takes the place of one of the standard library.

## Why it matters

On Lambda the folders of the function and its layers are searched before the standard library. A `random.py` beside the
handler is what `tempfile` and every package gets that imports `random`, and they end in
`module 'random' has no attribute …`. Old backports do the same: enum34, dataclasses, pathlib or typing from an index
were written for Pythons that had no such module, and lack what was added since.

A few modules are imported by Lambda's own code before the handler. For those the copy in the archive is never looked
at: code that means its own `token.py` gets the standard library's.

## What to do

Rename modules of your own. Leave backports out: newer releases of what asked for them have a marker that does so.

    pip uninstall dataclasses
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.python.finder import Found, Origin
from layerlint.environment.python.model import PythonModel
from layerlint.environment.tree import Place
from layerlint.examples.recipe import distribution, function, layer
from layerlint.python_findings import listed
from layerlint.rule import Finding, Severity, rule

# Nothing in the standard library, the runtime client or the SDK imports these while it works.
SELDOM_IMPORTED = """
antigravity audioop cgi cgitb chunk cmd code colorsys compileall crypt curses ensurepip fileinput graphlib idlelib
imaplib imghdr imp lib2to3 mailbox mailcap modulefinder msilib nis nntplib ossaudiodev pickletools pipes poplib
profile pty pyclbr pydoc_data resource sched shelve smtpd sndhdr spwd statistics sunau symtable syslog tabnanny
telnetlib test this timeit tkinter trace turtle turtledemo uu venv wave winreg winsound wsgiref xdrlib zipapp
"""
ENUM = {"python/enum/__init__.py": "", **distribution("enum34", record=["enum/__init__.py"])}
DATACLASSES = {"python/dataclasses.py": "", **distribution("dataclasses", record=["dataclasses.py"])}


@rule(
    "LL306",
    Severity.WARNING,
    since="0.1",
    good=[
        layer({"python/pkg/random.py": "", "python/pkg/__init__.py": ""}, "python3.12"),
        layer({"python/tomllib.py": ""}, "python3.10"),
        layer({"python/email/templates.py": ""}, "python3.12"),
        layer({"python/test/__init__.py": "", "python/resource.py": ""}, "python3.12"),
        layer({"python/typing_extensions.py": ""}, "python3.12"),
    ],
    bad=[
        function({"app.py": "import random\n", "random.py": ""}, "python3.12").flags("random.py"),
        layer(DATACLASSES, "python3.12").flags("python/dataclasses.py"),
        function({"app.py": "import token\n", "token.py": ""}, "python3.12").flags("token.py"),
        layer(ENUM, "python3.12").flags("python/enum/__init__.py"),
        layer(
            {
                "python/resource.py": "",
                "python/pkg.py": "import resource\n",
                **distribution("pkg", record=["pkg.py"]),
            },
            "python3.12",
        ).flags("python/resource.py"),
    ],
)
def standard_library_shadowed(env: Environment) -> Iterator[Finding]:
    model = env.python
    if model is None or model.facts.version < model.shared.stdlib.versions[0]:
        return
    library = model.shared.stdlib.top_level(model.facts.version)
    for name in model.top_level():
        if name in library and not name.startswith("_"):
            found, _ = model.finder.search(model.finder.folders, name)
            if found is not None and found.place is not None:
                yield from judged(name, found, found.place, model)


def judged(name: str, found: Found, place: Place, model: PythonModel) -> Iterator[Finding]:
    seen = model.find(name)
    if seen is not None and seen.origin is Origin.RUNTIME:
        yield without_effect(name, place, model)
    elif seen == found:
        others = importers(name, place, model)
        if others or name not in SELDOM_IMPORTED.split():
            yield shadowing(name, place, others, model)


def importers(name: str, place: Place, model: PythonModel) -> list[str]:
    """Top-level modules of others that import the name and mean the standard library's."""
    mentions, shared = model.candidates.mentions, model.shared
    mine = shared.owner(place)
    found = {
        edge.importer.partition(".")[0]
        for edge in mentions.whole.who_imports(name)
        if shared.owner(mentions.modules[edge.importer]) is not mine
    }
    return sorted(found - {name})


def shadowing(name: str, place: Place, others: list[str], model: PythonModel) -> Finding:
    owner = model.shared.owner(place)
    whose = f"the {name} of {owner.shown_name}" if owner else f"a module named {name}"
    who = f"{listed(others)} and whatever else imports" if others else "whatever imports"
    return Finding(
        message=f"{whose} takes the place of the standard library's",
        paths=(place.path,),
        reason=f"{folder_of(place)} is searched first: {who} {name} gets this one",
        help=remedy(name, place, model),
        archive=place.mount.name,
        subject=name,
    )


def without_effect(name: str, place: Place, model: PythonModel) -> Finding:
    """Code of one's own is hidden by mistake; a backport that never runs is dead weight."""
    owner = model.shared.owner(place)
    whose = f"the {name} of {owner.shown_name}" if owner else f"a module named {name}"
    return Finding(
        message=f"{whose} is never imported: the standard library's is",
        paths=(place.path,),
        reason=f"the runtime has imported {name} before it looks at {folder_of(place)}",
        help=remedy(name, place, model),
        severity=Severity.NOTE if owner else Severity.WARNING,
        archive=place.mount.name,
        subject=name,
    )


def folder_of(place: Place) -> str:
    folder = place.absolute.removesuffix("/__init__.py")
    return folder.rpartition("/")[0]


def remedy(name: str, place: Place, model: PythonModel) -> str:
    owner = model.shared.owner(place)
    if owner is not None:
        return f"leave {owner.shown_name} out: this Python has the module"
    return f"rename it, for example to {name}_.py or into a package of your own"
