"""Times layerlint beside what it is held to and prints the page.

`python -m benchmarks.run > BENCHMARKS.md` needs unzip and, the first time, a package index.
Run it with the interpreter that layerlint is installed for.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import inputs
from benchmarks.timing import Command, Series, in_turns, paired_ratio

MIB = 1024 * 1024
PYTHON = (sys.executable,)
BARE = (*PYTHON, "-c", "pass")
TARGET = ("--runtime=python3.12", "--arch=x86_64")


def layerlint(*words: str) -> Command:
    """The installed command where there is one: that is what people start."""
    script = Path(sys.executable).with_name("layerlint")
    return (str(script), *words) if script.exists() else (*PYTHON, "-m", "layerlint", *words)


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("--rounds", type=int, default=11, help="how often each command is timed (default 11)")
    rounds = words.parse_args().rounds
    for block in (head(rounds), large(rounds), binaries(rounds), start_up(rounds), many(rounds), stacked(rounds)):
        print("\n".join(block), flush=True)
        print()


def head(rounds: int) -> Iterator[str]:
    yield "# Benchmarks"
    yield ""
    yield "CPU is user plus system time of whole processes, the median of "
    yield f"{rounds} rounds in which the commands took turns; peak is the largest resident size."
    yield "Written by `python -m benchmarks.run`, which builds its inputs from a package index."
    yield ""
    yield f"Machine: {machine()}."


def large(rounds: int) -> Iterator[str]:
    layer = inputs.large()
    commands = {
        "`unzip -tqq`": ("unzip", "-tqq", str(layer)),
        "`layerlint check`": layerlint("check", str(layer)),
        "`layerlint check`, one target": layerlint("check", *TARGET, str(layer)),
    }
    series = in_turns(commands, rounds)
    yield f"## A large layer: pandas, numpy, pyarrow, requests; {described(layer)}"
    yield ""
    yield from table(series, "`unzip -tqq`")
    yield ""
    ratio = paired_ratio(series["`layerlint check`"], series["`unzip -tqq`"])
    yield f"- Aim: no more CPU than `unzip -tqq`. {verdict(ratio <= 1, f'{ratio:.2f} of it')}"


def binaries(rounds: int) -> Iterator[str]:
    layer = inputs.large()
    part = "finding, reading and linking its binaries"
    commands = {
        "`unzip -tqq`": ("unzip", "-tqq", str(layer)),
        "`python -c pass`": BARE,
        part: (*PYTHON, "-m", "benchmarks.binary", str(layer)),
    }
    series = in_turns(commands, rounds)
    yield "## The binary part of that layer"
    yield ""
    yield from table(series, "`unzip -tqq`")
    yield ""
    yield "| step, in one process | CPU |"
    yield "| --- | ---: |"
    profile = (*PYTHON, "-m", "benchmarks.binary", str(layer), str(rounds))
    rows = json.loads(subprocess.run(profile, capture_output=True, text=True, check=True).stdout)
    yield from (f"| {step} | {milliseconds(seconds)} |" for step, seconds in rows.items())
    yield ""
    ratio = paired_ratio(series[part], series["`unzip -tqq`"])
    yield f"- Aim: half the CPU of `unzip -tqq`. {verdict(ratio <= 0.5, f'{ratio:.2f} of it, start-up included')}"


def start_up(rounds: int) -> Iterator[str]:
    layer = inputs.small()
    commands = {
        "`python -c pass`": BARE,
        "`layerlint --version`": layerlint("--version"),
        "`layerlint check`": layerlint("check", str(layer)),
        "`layerlint check`, one target": layerlint("check", *TARGET, str(layer)),
    }
    series = in_turns(commands, rounds * 2)
    bare = series["`python -c pass`"].cpu
    version = series["`layerlint --version`"].cpu - bare
    check = series["`layerlint check`"].cpu
    yield f"## A small layer: requests; {described(layer)}"
    yield ""
    yield from table(series, "`python -c pass`")
    yield ""
    over = check - bare
    yield f"- Aim: `--version` under 60 ms over the bare interpreter. {verdict(version < 0.06, milliseconds(version))}"
    yield f"- Aim: a check under 200 ms. {verdict(check < 0.2, milliseconds(check))}"
    yield f"- Aim: a check under 150 ms over the bare interpreter. {verdict(over < 0.15, milliseconds(over))}"


def many(rounds: int) -> Iterator[str]:
    layers = {"like node_modules": inputs.many_node(), "like site-packages": inputs.many_python()}
    yield f"## {inputs.ENTRIES:,} small files"
    for name, layer in layers.items():
        commands = {
            "`unzip -tqq`": ("unzip", "-tqq", str(layer)),
            "`layerlint check`": layerlint("check", str(layer)),
        }
        series = in_turns(commands, rounds)
        cpu = series["`layerlint check`"].cpu
        yield ""
        yield f"### {name}; {described(layer)}"
        yield ""
        yield from table(series, "`unzip -tqq`")
        yield ""
        yield f"- Aim: within 1 s. {verdict(cpu <= 1, milliseconds(cpu))}"


def stacked(rounds: int) -> Iterator[str]:
    kinds = {"a quarter of the packages in all layers": 4, "every package in all layers": 1}
    yield f"## {inputs.LAYERS} layers of {inputs.LAYER_ENTRIES:,} small files each"
    for name, shared in kinds.items():
        layers = [str(layer) for layer in inputs.stacked(shared)]
        shadowing = "`layerlint check --select LL501,LL502,LL504,LL505`"
        commands = {
            "`unzip -tqq`, one after another": ("sh", "-c", 'for each; do unzip -tqq "$each"; done', "sh", *layers),
            "`layerlint which`": layerlint("which", "/opt/python", "--layer", *layers),
            shadowing: layerlint("check", "--select", "LL501,LL502,LL504,LL505", *TARGET, "--layer", *layers),
            "`layerlint check`": layerlint("check", *TARGET, "--layer", *layers),
        }
        series = in_turns(commands, rounds)
        cpu, peak = series[shadowing].cpu, max(one.peak for one in series.values()) / MIB
        yield ""
        yield f"### {name}"
        yield ""
        yield from table(series, "`unzip -tqq`, one after another")
        yield ""
        yield f"- Aim: who shadows whom within 2 s. {verdict(cpu <= 2, milliseconds(cpu))}"
        yield f"- Aim: under 300 MiB. {verdict(peak < 300, f'{peak:.0f} MiB')}"


def table(series: dict[str, Series], base: str) -> Iterator[str]:
    yield f"| command | CPU | of {base} | elapsed | peak |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for name, one in series.items():
        cells = milliseconds(one.cpu), f"{paired_ratio(one, series[base]):.2f}", milliseconds(one.wall)
        yield f"| {name} | {' | '.join(cells)} | {one.peak / MIB:.0f} MiB |"


def verdict(is_met: bool, value: str) -> str:
    return f"{'Met' if is_met else 'Missed'}: {value}."


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


def described(layer: Path) -> str:
    with zipfile.ZipFile(layer) as archive:
        sizes = [entry.file_size for entry in archive.infolist()]
    return f"{len(sizes):,} entries, {layer.stat().st_size / 1e6:.1f} MB zipped, {sum(sizes) / 1e6:.1f} MB unzipped"


def machine() -> str:
    told = [f"{os.cpu_count()} cores of {processor()}", f"{platform.system()} {platform.release()}"]
    told += [f"{platform.python_implementation()} {platform.python_version()}", unzip_version()]
    return ", ".join(told)


def processor() -> str:
    information = Path("/proc/cpuinfo")
    lines = information.read_text("utf-8").splitlines() if information.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def unzip_version() -> str:
    told = subprocess.run(["unzip", "-v"], capture_output=True, text=True, check=True)  # noqa: S607
    return " ".join(told.stdout.split()[:2])


if __name__ == "__main__":
    main()
