"""A recipe drawn as a tree of files."""

import stat
from collections.abc import Iterator, Mapping

from layerlint.examples.build import parts_of
from layerlint.examples.recipe import Content, Member, Recipe
from layerlint.report.escape import visible
from layerlint.report.words import both

Node = dict[str, "Node"]
WIDEST = 40  # members of one folder that are drawn
LARGE = 1 << 20  # bytes from which a size is worth saying


def recipe_tree(recipe: Recipe) -> str:
    """The archives of a recipe, each under a line that says what it is and is declared for; or its template."""
    if recipe.template:
        return recipe.template.strip()
    said = [f"for {declared}"] if (declared := _declared(recipe)) else []
    said += [f"with the handler {recipe.handler}"] if recipe.handler else []
    said += [f"with {name}={value}" for name, value in recipe.variables.items()]
    said += [f"on {recipe.as_of}"] if recipe.as_of else []
    first, *others = parts_of(recipe)
    trees = list(_archive(*first, f" ({', '.join(said)})" if said else ""))
    for name, part in others:
        trees += _archive(name, part, "")
    return "\n".join([*trees, *(f"{name}: not here" for name in recipe.absent)])


def _declared(recipe: Recipe) -> str:
    return both([*recipe.runtimes, *recipe.architectures])


def _archive(name: str, part: Recipe, said: str) -> Iterator[str]:
    declared = _declared(part)
    head = f"{name}{said}" + (f" (compatible with {declared})" if declared else "")
    if part.raw is not None:
        yield f"{head}: {len(part.raw()):,} bytes that no ordinary zip tool writes"
        return
    yield head
    yield from _lines(part.files)


def _lines(files: Mapping[str, Content]) -> Iterator[str]:
    root: Node = {}
    for path in files:
        node = root
        for part in path.rstrip("/").split("/"):
            node = node.setdefault(part, {})
    yield from _drawn(root, files, "", "")


def _drawn(node: Node, files: Mapping[str, Content], folder: str, indent: str) -> Iterator[str]:
    shown = list(node.items())[:WIDEST]
    left = len(node) - len(shown)
    for number, (name, below) in enumerate(shown, 1):
        last = number == len(shown) and not left
        path = f"{folder}{name}"
        label, inside = _folded(visible(name), below, path, files)
        yield f"{indent}{'└── ' if last else '├── '}{label}{_remark(files.get(inside))}"
        yield from _drawn(_at(below, path, inside), files, f"{inside}/", indent + ("    " if last else "│   "))
    if left:
        yield f"{indent}└── and {left:,} more"


def _folded(label: str, below: Node, path: str, files: Mapping[str, Content]) -> tuple[str, str]:
    """Folders that hold one thing are drawn on one line: "layer/nodejs/node_modules/"."""
    while len(below) == 1 and path not in files:
        name, below = next(iter(below.items()))
        label, path = f"{label}/{visible(name)}", f"{path}/{name}"
    return (f"{label}/" if below else label), path


def _at(below: Node, path: str, inside: str) -> Node:
    for part in inside[len(path) :].strip("/").split("/"):
        below = below[part] if part else below
    return below


def _remark(content: Content | None) -> str:
    if not isinstance(content, Member):
        return ""
    if content.mode is not None and stat.S_ISLNK(content.mode):
        return f" -> {visible(content.data().decode('utf-8', 'replace'))}"
    if content.size is not None and content.size >= LARGE:
        return f"  {content.size / LARGE:,.0f} MiB"
    if content.mode is not None and content.mode & 0o777 != 0o644:
        return f"  mode {content.mode & 0o7777:04o}"
    return "" if content.mode is not None else "  no mode stored"
