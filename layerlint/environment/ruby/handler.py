"""The handler of a Ruby function: `file.method` or `file.Class.method`, as the runtime's client splits it."""

from collections.abc import Iterator, Sequence

from layerlint.environment.tree import Place, Tree
from layerlint.facts.ruby.source import RubySource, read_source
from layerlint.named_tuple import NamedTuple

MOST_SOURCES = 200


class HandlerName(NamedTuple):
    file: str  #: without its ending; a path from the root
    owner: str  #: class or module, "" where none is named
    method: str


def handler_name(handler: str) -> HandlerName | None:
    """None where there are neither two nor three parts."""
    words = handler.rstrip(".").split(".")  # as Ruby's split does
    if len(words) == 2:
        return HandlerName(words[0], "", words[1])
    return HandlerName(*words) if len(words) == 3 else None


def load_folders(trees: Sequence[Tree], load_path: Sequence[str]) -> Iterator[tuple[Tree, str]]:
    """The folders of the stack in which `require` looks, relative to their trees."""
    for folder in load_path:
        for tree in trees:
            if tree.mounts and f"{folder}/".startswith(f"{tree.root}/"):
                yield tree, folder[len(tree.root) + 1 :]


def own_file(trees: Sequence[Tree], load_path: Sequence[str], name: str) -> Place | None:
    """The source that `require` finds for a name outside of gems."""
    path = f"{name.removesuffix('.rb')}.rb"
    if name.startswith("/"):
        found = (tree.file(path[len(tree.root) + 1 :]) for tree in trees if path.startswith(f"{tree.root}/"))
        return next(filter(None, found), None)
    for tree, folder in load_folders(trees, load_path):
        place = tree.file(f"{folder}/{path}".lstrip("/"))
        if place is not None:
            return place
    return None


def reached(place: Place, trees: Sequence[Tree], load_path: Sequence[str]) -> Iterator[tuple[Place, RubySource]]:
    """A source and those of the stack that it loads for sure, by require and require_relative."""
    seen = {place.absolute}
    waiting = [place]
    while waiting and len(seen) < MOST_SOURCES:
        current = waiting.pop(0)
        source = read_source(current.read())
        yield current, source
        for each in _next(current, source, trees, load_path):
            if each.absolute not in seen:
                seen.add(each.absolute)
                waiting.append(each)


def _next(place: Place, source: RubySource, trees: Sequence[Tree], load_path: Sequence[str]) -> Iterator[Place]:
    for name, _ in source.requires:
        found = own_file(trees, load_path, name)
        if found is not None:
            yield found
    for name in source.relatives:
        found = relative(place, name, trees)
        if found is not None:
            yield found


def relative(place: Place, name: str, trees: Sequence[Tree]) -> Place | None:
    """The source that `require_relative` finds from another."""
    tree = next(tree for tree in trees if tree.root == place.mount.root)
    path = _joined(place.path.rpartition("/")[0], name.removesuffix(".rb"))
    return tree.file(f"{path}.rb") if path else None


def leaves(place: Place, name: str) -> bool:
    """Whether a relative name leads out of the archive, or to a compiled part."""
    return name.startswith(("/", "~")) or name.endswith(".so") or not _joined(place.path.rpartition("/")[0], name)


def _joined(folder: str, name: str) -> str | None:
    parts = folder.split("/") if folder else []
    for part in name.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
