"""The layers that are timed: built once from the index and from arithmetic, then kept in .cache/benchmarks."""

import csv
import io
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "benchmarks"
LARGE = ("numpy==2.3.5", "pandas==2.3.3", "pyarrow==21.0.0", "requests==2.32.5")
SMALL = ("requests==2.32.5",)
PIP = ("--only-binary=:all:", "--implementation=cp", "--python-version=3.12", "--no-compile", "--quiet")
PLATFORMS = ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64")
#: What people take out of pyarrow to stay under Lambda's limit: Flight, with all that links to it.
LEFT_OUT = ("pyarrow/libarrow_flight", "pyarrow/libarrow_python_flight", "pyarrow/_flight")
LEFT_OUT_FOLDERS = ("pyarrow/include", "pyarrow/tests", "pandas/tests")
ENTRIES = 60_000
LAYERS, LAYER_ENTRIES = 5, 20_000  # of a stack

Members = Iterator[tuple[str, bytes]]


def large() -> Path:
    return _kept("large", lambda made: _of_wheels(made, LARGE))


def small() -> Path:
    return _kept("small", lambda made: _of_wheels(made, SMALL))


def many_node() -> Path:
    return _kept("many-node", lambda made: _of_members(made, _node_modules()))


def many_python() -> Path:
    return _kept("many-python", lambda made: _of_members(made, _python_packages()))


def stacked(shared: int) -> list[Path]:
    """Layers of which one package in `shared` is in all of them, at a version of its own."""
    return [_kept(f"stacked-{shared}-{number}", partial(_of_stack, number, shared)) for number in range(LAYERS)]


def _kept(name: str, build: Callable[[Path], None]) -> Path:
    made = CACHE / f"{name}.zip"
    if not made.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        unfinished = made.with_suffix(".part")
        build(unfinished)
        unfinished.rename(made)
    return made


def _of_wheels(made: Path, packages: tuple[str, ...]) -> None:
    platforms = [word for tag in PLATFORMS for word in ("--platform", tag)]
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "python"
        command = [sys.executable, "-m", "pip", "install", *PIP, *platforms, "--target", str(target), *packages]
        subprocess.run(command, check=True)
        shutil.rmtree(target / "bin", ignore_errors=True)
        _of_members(made, _files(Path(folder)))


def _files(root: Path) -> Members:
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_file() and not _is_left_out(name.removeprefix("python/")):
            yield name, path.read_bytes()


def _is_left_out(name: str) -> bool:
    return name.startswith(LEFT_OUT) or name.startswith(tuple(f"{folder}/" for folder in LEFT_OUT_FOLDERS))


def _of_members(made: Path, members: Members) -> None:
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            header = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            header.compress_type = zipfile.ZIP_DEFLATED
            header.external_attr = (0o100755 if name.endswith(".so") else 0o100644) << 16
            archive.writestr(header, data)


def _node_modules(files: int = 60) -> Members:
    """Packages of 60 small files each, as npm leaves them."""
    for number in range(ENTRIES // files):
        folder = f"nodejs/node_modules/package-{number}"
        yield (
            f"{folder}/package.json",
            f'{{"name": "package-{number}", "version": "1.0.0", "main": "lib/0.js"}}'.encode(),
        )
        for index in range(files - 1):
            source = (
                f"'use strict'\nconst next = require('./{index + 1}')\nmodule.exports = {{ value: {index}, next }}\n"
            )
            yield f"{folder}/lib/{index}.js", source.encode()


def _of_stack(layer: int, shared: int, made: Path) -> None:
    names = range(LAYER_ENTRIES // 60)
    _of_members(made, (member for number in names for member in _stacked(layer, number, shared)))


def _stacked(layer: int, number: int, shared: int) -> Members:
    if number % shared:
        return _package(f"package_{layer}_{number}", "1.0")
    return _package(f"package_{number}", f"1.{layer}")


def _python_packages(modules: int = 57) -> Members:
    """Distributions of 60 small files each, with the RECORD that pip leaves."""
    for number in range(ENTRIES // (modules + 3)):
        yield from _package(f"package_{number}", "1.0", modules)


def _package(name: str, version: str, modules: int = 57) -> Members:
    info = f"{name}-{version}.dist-info"
    sources = {f"{name}/__init__.py": f"from {name} import m0\n"}
    sources |= {f"{name}/m{index}.py": f"import json\n\nVALUE = {index}, {version}\n" for index in range(modules - 1)}
    sources[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n\n"
    sources[f"{info}/WHEEL"] = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n\n"
    record = io.StringIO()
    csv.writer(record, lineterminator="\n").writerows((path, "", "") for path in [*sources, f"{info}/RECORD"])
    sources[f"{info}/RECORD"] = record.getvalue()
    yield from ((f"python/{path}", source.encode()) for path, source in sources.items())
