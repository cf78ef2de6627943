"""What typeshed's stubs say a standard library module holds in a version of Python on Linux."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

Version = tuple[int, int]


class Stubs:
    """A typeshed `stdlib` folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ranges = dict(_ranges((folder / "VERSIONS").read_text()))
        self.names = cache(self._names)
        self.modules = cache(self._modules)

    def _modules(self, version: Version) -> set[str]:
        found = {_dotted(path.relative_to(self.folder)) for path in self.folder.rglob("*.pyi")}
        return {name for name in found if self._exists(name, version)}

    def _exists(self, module: str, version: Version) -> bool:
        while module not in self.ranges:
            module, dot, _ = module.rpartition(".")
            if not dot:
                return False
        first, last = self.ranges[module]
        return first <= version <= last

    def _names(self, module: str, version: Version) -> frozenset[str]:
        path = self.folder / Path(*module.split("."))
        file = path / "__init__.pyi" if path.is_dir() else path.with_suffix(".pyi")
        if not file.exists() or not self._exists(module, version):
            return frozenset()
        package = module if path.is_dir() else module.rpartition(".")[0]
        children = {name.rpartition(".")[2] for name in self.modules(version) if name.rpartition(".")[0] == module}
        return frozenset(self._bound(ast.parse(file.read_text()).body, package, version)) | children

    def _bound(self, body: list[ast.stmt], package: str, version: Version) -> Iterator[str]:
        for node in body:
            match node:
                case ast.If():
                    holds = _holds(node.test, version)
                    yield from self._bound(node.body if holds else node.orelse, package, version)
                case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                    yield name
                case ast.Assign(targets=[ast.Name(id="__all__")]) | ast.AugAssign(target=ast.Name(id="__all__")):
                    yield from _strings(node.value)
                case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                    yield name
                case ast.ImportFrom(names=[ast.alias(name="*")]):
                    yield from self.names(_source(node, package), version)
                case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                    yield from (alias.asname for alias in aliases if alias.asname)


def _holds(test: ast.expr, version: Version) -> bool:
    """Conditions that stubs use: the version, the platform, and combinations of both."""
    match test:
        case ast.BoolOp(op=ast.And(), values=values):
            return all(_holds(value, version) for value in values)
        case ast.BoolOp(op=ast.Or(), values=values):
            return any(_holds(value, version) for value in values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not _holds(operand, version)
        case ast.Compare() | ast.Call():
            sys = _Sys(version)
            return bool(eval(ast.unparse(test), {"sys": sys, "TYPE_CHECKING": True}))  # noqa: S307  # typeshed's own
        case ast.Name(id="TYPE_CHECKING"):
            return True
    raise ValueError(ast.unparse(test))


class _Sys:
    platform = "linux"
    byteorder = "little"
    maxsize = 2**63 - 1
    implementation = type("_", (), {"name": "cpython"})

    def __init__(self, version: Version) -> None:
        self.version_info = (*version, 0, "final", 0)


def _strings(value: ast.expr) -> Iterator[str]:
    for node in ast.walk(value):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _source(node: ast.ImportFrom, package: str) -> str:
    for _ in range(1, node.level):
        package = package.rpartition(".")[0]
    return ".".join(filter(None, (package if node.level else "", node.module)))


def _dotted(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def _ranges(text: str) -> Iterator[tuple[str, tuple[Version, Version]]]:
    for line in text.splitlines():
        name, colon, versions = line.partition("#")[0].partition(":")
        if colon:
            first, _, last = versions.strip().partition("-")
            yield name.strip(), (_version(first), _version(last) if last else (99, 0))


def _version(text: str) -> Version:
    major, minor = text.split(".")
    return int(major), int(minor)
