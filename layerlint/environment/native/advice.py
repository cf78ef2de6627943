"""What to type so that the binaries fit the target."""

from layerlint.environment.native.trouble import Trouble
from layerlint.platform.records import Target

WHEEL_MACHINES = {"x86_64": "x86_64", "arm64": "aarch64"}
NEWER = (2, 28)  # newer wheels are built for it, and no longer for manylinux2014, which is glibc 2.17


def replacement(trouble: Trouble, target: Target) -> str:
    """A sentence with the command where the owners come from an index, else what to build against."""
    system = target.runtime.system
    if trouble.installed and target.runtime.python:
        return f"install again for the target: {pip_command(trouble.owners, target)}"
    glibc = ".".join(map(str, system.glibc))
    return f"take a build for Linux on {target.architecture} with glibc {glibc} or older, or build on {system.title}"


def pip_command(names: tuple[str, ...], target: Target) -> str:
    """Every platform is named, since older ones do not follow from newer ones for pip."""
    machine = WHEEL_MACHINES[target.architecture]
    platforms = [f"--platform manylinux2014_{machine}"]
    if target.runtime.system.glibc >= NEWER:
        platforms.insert(0, f"--platform manylinux_{NEWER[0]}_{NEWER[1]}_{machine}")
    words = ["pip install", *platforms, f"--python-version {target.runtime.version}", "--only-binary=:all:"]
    return " ".join([*words, "--target python", *names])
