"""From what a user names to an archive."""

import os
import stat

from layerlint.archive.archive import Archive
from layerlint.archive.bytes_like import Data
from layerlint.archive.paths import StrPath
from layerlint.archive.zip_reader import open_zip

#: smaller files are cheaper to read than to map
_WORTH_MAPPING = 1 << 20


class InputError(Exception):
    """The path names nothing that could be an archive; str() is one line that says so."""


def open_archive(path: StrPath, name: str | None = None) -> Archive:
    """The zip or folder at `path`. What is a file and no zip has no entries and a flaw. Raises InputError."""
    name = str(path) if name is None else name
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            from layerlint.archive.folder import open_folder  # noqa: PLC0415  # most inputs are zips

            os.scandir(path).close()
            return open_folder(path, name)
        if not stat.S_ISREG(mode):
            raise InputError(f"{name}: neither a file nor a folder")
        return open_zip(_data(path), name)
    except FileNotFoundError:
        raise InputError(f"{name}: no such file or folder") from None
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {(error.strerror or str(error)).lower()}") from None
    except ValueError:
        raise InputError(f"{name!r}: not a path") from None


def _data(path: StrPath) -> Data:
    # O_NONBLOCK: should the file have become a FIFO since it was looked at, opening it must not wait
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with open(descriptor, "rb") as file:
        if os.fstat(descriptor).st_size < _WORTH_MAPPING:
            return file.read()
        import mmap  # noqa: PLC0415  # as above

        return mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ)
