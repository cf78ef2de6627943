"""The truth by running: what a real CPython says to `import NAME` with Lambda's folders, order and habits.

A stack is unpacked to a temporary root. The matching interpreter is started isolated, without site, with the search
path of Lambda's bootstrap over that root, and imports every top-level module, each in a process of its own. Where user
namespaces are to be had, that process has no network.

What this cannot tell: the libraries are those of the host. A wheel for a newer glibc than Lambda's loads here all the
same, and so does one that needs a library which the host has and Lambda's image has not; the other way round it fails
here only. Only the host's own architecture can be run. setuptools and pip, which old images may bring along, are left
out.
"""

import functools
import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.truth.interpreters import interpreter
from tests.truth.stage import Stage

IMPORTER = Path(__file__).with_name("importer.py")
MODULE_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one import."""

    name: str
    loads: bool
    file: str | None  #: as Lambda would name it, e.g. "/opt/python/six.py"; None where nothing was found
    error: str | None  #: type of the exception, "Timeout", "Signal11" or "Exit1"
    message: str
    frames: tuple[str, ...]  #: "file:line" of the traceback, outermost first


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    path: tuple[str, ...]  #: sys.path after .pth files have run
    listed: tuple[str, ...]  #: top-level modules that the user's folders hold, however layerlint sees it
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """The runtime's own packages: folders that stand for /var/runtime and for the language's site-packages."""

    runtime: Path
    language: Path | None  #: None where there is nothing beside what CPython brings


class NoInterpreter(Exception):
    """No CPython of that version is at hand."""


def ask(
    stage: Stage,
    version: str,
    modules: Sequence[str] = (),
    image: Image | None = None,
    python_path: str | None = None,
) -> Truth:
    """Import every top-level module found, and `modules`, on CPython `version`. Raises NoInterpreter.

    `python_path` is the PYTHONPATH that the function sets.
    """
    executable = interpreter(version)
    if executable is None:
        raise NoInterpreter(version)
    places = _places(stage, executable, version, image)
    path = _search_path(stage, version, image)
    if python_path is not None:
        path = _with_variable(path, python_path, places)
    question = path | {"modules": list(modules), "timeout": MODULE_SECONDS}
    done = subprocess.run(
        [*_without_network(), executable, "-I", "-S", "-B", "-X", "utf8", IMPORTER],
        input=json.dumps(question),
        capture_output=True,
        encoding="utf-8",
        cwd=stage.task,
        env=_variables(stage, version),
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the importer died on {version}: {done.stderr[-2000:]}")
    return _read(done.stdout, places)


def _read(text: str, places: dict[str, str]) -> Truth:
    listing, *answers = (json.loads(line) for line in text.splitlines())
    outcomes = (
        Outcome(
            name=answer["name"],
            loads=answer["loads"],
            file=_as_on_lambda(answer["file"], places) if answer["file"] else None,
            error=answer["error"],
            message=_as_on_lambda(answer["message"], places),
            frames=tuple(_as_on_lambda(frame, places) for frame in answer["frames"] if IMPORTER.name not in frame),
        )
        for answer in answers
    )
    path = tuple(_as_on_lambda(entry, places) for entry in listing["folders"])
    return Truth(path=path, listed=tuple(listing["modules"]), outcomes=tuple(outcomes))


def _search_path(stage: Stage, version: str, image: Image | None) -> dict[str, list[str]]:
    """`front` precedes the standard library, `back` follows it, `sites` get their .pth files read."""
    layer = [f"{stage.opt}/python/lib/python{version}/site-packages", f"{stage.opt}/python"]
    user = [str(stage.task), *layer]
    runtime = [str(image.runtime)] if image else []
    language = [str(image.language)] if image and image.language else []
    newer = int(version.split(".")[1]) >= 11  # from 3.11 on the language's packages come forward
    front = user + (language if newer else []) + runtime
    return {"front": front, "back": language, "sites": user, "client": runtime}


def _with_variable(path: dict[str, list[str]], value: str, places: dict[str, str]) -> dict[str, list[str]]:
    """The bootstrap adds /var/task alone; its own folder and those of the variable are there from the start."""
    here = {there: folder for folder, there in places.items()}
    task, runtime = path["sites"][:1], path["client"]
    given = [_on_this_machine(part, here) for part in value.split(":") if part]
    return path | {"front": [*task, *runtime, *given], "sites": task}


def _on_this_machine(folder: str, here: dict[str, str]) -> str:
    """Where a folder of Lambda lies here."""
    root = next((root for root in here if folder == root or folder.startswith(f"{root}/")), None)
    return folder if root is None else here[root] + folder[len(root) :]


def _places(stage: Stage, executable: Path, version: str, image: Image | None) -> dict[str, str]:
    places = {str(stage.opt): "/opt", str(stage.task): "/var/task", str(executable.parent.parent): "/var/lang"}
    if image:
        places[str(image.runtime)] = "/var/runtime"
    if image and image.language:
        places[str(image.language)] = f"/var/lang/lib/python{version}/site-packages"
    return places


def _as_on_lambda(text: str, places: dict[str, str]) -> str:
    for here, there in sorted(places.items(), key=lambda place: -len(place[0])):
        text = text.replace(here, there)
    return text


def _variables(stage: Stage, version: str) -> dict[str, str]:
    libraries = [f"{stage.task}", f"{stage.task}/lib", f"{stage.opt}/lib"]
    return {
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_EXECUTION_ENV": f"AWS_Lambda_python{version}",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "128",
        "AWS_LAMBDA_FUNCTION_NAME": "truth",
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_REGION": "eu-west-1",
        "LAMBDA_RUNTIME_DIR": "/var/runtime",
        "LAMBDA_TASK_ROOT": str(stage.task),
        "LANG": "en_US.UTF-8",
        "LD_LIBRARY_PATH": ":".join(libraries),
        "PATH": f"/usr/local/bin:/usr/bin:/bin:{stage.opt}/bin",
        "TZ": ":UTC",
    }


@functools.cache
def _without_network() -> tuple[str, ...]:
    """A prefix that starts a program in a network namespace of its own; empty where the host does not allow it."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return ()
    prefix = (unshare, "--net") if os.geteuid() == 0 else (unshare, "--map-root-user", "--net")
    tried = subprocess.run([*prefix, "true"], capture_output=True, check=False)
    return prefix if tried.returncode == 0 else ()
