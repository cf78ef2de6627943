"""What to type so that the binaries fit the target."""

from collections.abc import Sequence

from layerlint.environment.native.trouble import Trouble
from layerlint.platform.records import Target
from layerlint.words import quoted

WHEEL_MACHINES = {"x86_64": "x86_64", "arm64": "aarch64"}
NODE_MACHINES = {"x86_64": "x64", "arm64": "arm64"}
NEWER = (2, 28)  # newer wheels are built for it, and no longer for manylinux2014, which is glibc 2.17


def replacement(trouble: Trouble, target: Target, declared: Sequence[str]) -> str:
    """A sentence with the command where the owners come from an index, else what to build against.

    `declared` are the runtimes that the user named; a command for one of several names no Python version.
    """
    system = target.runtime.system
    if trouble.packages:
        return f"install again for Lambda: {npm_command(trouble.packages, target)}"
    if trouble.installed and target.runtime.python:
        only = list(declared) == [target.runtime.identifier]
        return f"install again for Lambda: {pip_command(trouble.owners, target, with_version=only)}"
    glibc = ".".join(map(str, system.glibc))
    return f"take a build for Linux on {target.architecture} with glibc {glibc} or older, or build on {system.title}"


def pip_command(names: Sequence[str], target: Target, *, with_version: bool) -> str:
    """Every platform is named, since older ones do not follow from newer ones for pip."""
    machine = WHEEL_MACHINES[target.architecture]
    platforms = [f"--platform manylinux2014_{machine}"]
    if target.runtime.system.glibc >= NEWER:
        platforms.insert(0, f"--platform manylinux_{NEWER[0]}_{NEWER[1]}_{machine}")
    version = [f"--python-version {target.runtime.version}"] if with_version else []
    words = ["pip install", *platforms, *version, "--only-binary=:all:", "--target python"]
    return " ".join([*words, *(quoted(name) for name in names)])


def npm_command(names: Sequence[str], target: Target) -> str:
    """What installs for Lambda on any machine."""
    words = " ".join(quoted(name) for name in names)
    return f"npm install --os=linux --cpu={NODE_MACHINES[target.architecture]} --libc=glibc {words}"
