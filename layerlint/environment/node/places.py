"""Where installed packages lie."""

MARK = "/node_modules/"


def package_folder(path: str) -> str | None:
    """The folder of the installed package that a file is in; None outside of node_modules."""
    before, mark, rest = path.rpartition(MARK)
    if not mark:
        return None
    parts = rest.split("/")
    count = 2 if parts[0].startswith("@") else 1
    return f"{before}{MARK}{'/'.join(parts[:count])}" if len(parts) > count else None


def package_name(folder: str) -> str:
    """The name that a package is found by, of its folder."""
    return folder.rpartition(MARK)[2]
