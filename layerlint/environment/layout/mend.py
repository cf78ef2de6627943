"""The commands that mend a layout."""

from layerlint.environment.layout.layout import Layout
from layerlint.environment.layout.whole import files_that_count, folders_that_count
from layerlint.words import quoted, zip_name

MOST_MOVES = 3  # spelt out in one command


def unwrap(layout: Layout, prefix: str) -> str:
    """Zip again from inside the folders too many."""
    folders = folders_that_count(layout.listing, prefix)
    is_plain = set(folders) <= layout.known.roots and not files_that_count(layout.listing, prefix)
    names = " ".join(sorted(folders)) if is_plain and folders else "."
    up = "../" * (prefix.count("/") + 1)
    where = quoted(f"./{prefix}" if prefix.startswith("-") else prefix)
    return f"cd {where} && zip -r {up}{zip_name(layout.mount.name)} {names}"


def move(layout: Layout, homes: tuple[str, ...], goal: str) -> str:
    """Move the contents of folders and zip again."""
    moves = " && ".join(f"mv {quoted(home)}/* {goal}/" for home in homes[:MOST_MOVES])
    return f"mkdir -p {goal} && {moves} && zip -r {zip_name(layout.mount.name)} {goal.partition('/')[0]}"
