"""What lies directly in each folder of an archive."""

from collections.abc import Sequence

from layerlint.archive.archive import Archive, by_folder

NOTHING: Sequence[str] = ()


class Listing:
    """Names by folder; the root is ""."""

    def __init__(self, archive: Archive) -> None:
        self.files = archive.file_names
        self.folders = by_folder(archive.folders)

    def files_in(self, folder: str) -> Sequence[str]:
        return self.files.get(folder, NOTHING)

    def folders_in(self, folder: str) -> Sequence[str]:
        return self.folders.get(folder, NOTHING)


def join(folder: str, name: str) -> str:
    """The path of `name` in `folder`; either may be the root or empty."""
    return f"{folder}/{name}" if folder and name else folder or name
