"""Small stacks written out by hand, each to pin one habit of Python's import system."""

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

Files = Mapping[str, str | bytes]  #: member name to contents; text is what a .py file says


@dataclass(frozen=True, slots=True, kw_only=True)
class Constructed:
    name: str
    layers: tuple[Files, ...]
    function: Files | None = None
    sdk: bool = False  #: the runtime's own packages take part
    unknown: Mapping[str, str] = field(default_factory=dict)  #: module to why a model of the source may not know
    beyond: Mapping[str, str] = field(default_factory=dict)  #: module to why any answer will do

    def built(self, folder: Path) -> tuple[tuple[Path, ...], Path | None]:
        """The layer zips in order, and the function zip."""
        layers = tuple(_zipped(folder / f"layer{index}.zip", files) for index, files in enumerate(self.layers))
        return layers, _zipped(folder / "function.zip", self.function) if self.function is not None else None


def layer(
    name: str, files: Files, *, unknown: Mapping[str, str] | None = None, beyond: Mapping[str, str] | None = None
) -> Constructed:
    """One layer; paths are under python/."""
    return Constructed(name=name, layers=(dict(_under_python(files)),), unknown=unknown or {}, beyond=beyond or {})


def _under_python(files: Files) -> Iterator[tuple[str, str | bytes]]:
    for path, source in files.items():
        yield f"python/{path}", source


def _zipped(path: Path, files: Files) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, source in files.items():
            member = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            member.external_attr = 0o100644 << 16
            opened.writestr(member, source)
    return path
