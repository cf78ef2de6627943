"""A stack laid out on disk as Lambda does it: layers merged in order under opt/, the function under task/."""

import shutil
import stat
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Stage:
    root: Path  #: holds opt/ and task/

    @property
    def opt(self) -> Path:
        return self.root / "opt"

    @property
    def task(self) -> Path:
        return self.root / "task"


@contextmanager
def staged(layers: Sequence[Path], function: Path | None = None) -> Iterator[Stage]:
    """Unpack zips into a temporary root that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="layerlint-truth-") as folder:
        stage = Stage(Path(folder).resolve())
        stage.opt.mkdir()
        stage.task.mkdir()
        for layer in layers:
            unpack(layer, stage.opt)
        if function is not None:
            unpack(function, stage.task)
        yield stage


def unpack(archive: Path, root: Path) -> None:
    """Unpack over what is there: the last file wins. Modes and symbolic links are kept."""
    with zipfile.ZipFile(archive) as opened:
        for member in opened.infolist():
            _place(opened, member, root)


def _place(opened: zipfile.ZipFile, member: zipfile.ZipInfo, root: Path) -> None:
    target = root / member.filename
    if not target.resolve().is_relative_to(root):
        raise ValueError(f"{member.filename} leaves the root")
    if member.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    mode = member.external_attr >> 16
    if stat.S_ISLNK(mode):
        target.symlink_to(opened.read(member).decode())
        return
    with opened.open(member) as source, target.open("wb") as sink:
        shutil.copyfileobj(source, sink)
    if mode:
        target.chmod(stat.S_IMODE(mode))
