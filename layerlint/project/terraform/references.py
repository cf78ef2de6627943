"""What the expressions of a configuration refer to, through variables and outputs of modules."""

from collections.abc import Iterator

from layerlint.pattern import pattern
from layerlint.project.node import Node, word

LAYER_ARN = pattern(r"(aws_lambda_layer_version\.[\w-]+(?:\[[^\]]*\])?)\.arn")
OUTPUT = pattern(r"module\.([\w-]+)(\[[^\]]*\])?\.([\w-]+)")
INDEX = pattern(r"\[[^\]]*\]")
DEEPEST = 20


class Configuration:
    """The modules of a configuration, by the address that their instances have."""

    def __init__(self, root: Node | None) -> None:
        self._root = root

    def module(self, address: str) -> Node | None:
        """The configuration of a module such as "module.a.module.b[0]"."""
        node = self._root
        for name in _names(address):
            node = node.get("module_calls", name, "module") if node is not None else None
        return node

    def call(self, address: str) -> Node | None:
        """What the module above says to this one."""
        names = _names(address)
        above = self.module(".".join(f"module.{name}" for name in names[:-1]))
        return above.get("module_calls", names[-1]) if above is not None and names else None

    def folder(self, address: str) -> str:
        """Where the module lies below the root module's folder; a name that no folder has where it is fetched."""
        names = _names(address)
        folder = ""
        for number in range(1, len(names) + 1):
            source = word(self.call(".".join(f"module.{name}" for name in names[:number])), "source")
            if not source.startswith(("./", "../")):
                return ".terraform/fetched"
            folder = f"{folder}/{source}" if folder else source
        return folder


def layer_references(configuration: Configuration, module: str, resource: Node, name: str) -> list[str] | None:
    """The addresses of the layers that an attribute refers to, in order; None where it refers to something else."""
    own = configuration.module(module)
    resources = own.get("resources") if own is not None else None
    wanted = f"{word(resource, 'type')}.{word(resource, 'name')}"
    for each in resources.elements() if resources is not None else ():
        if word(each, "address") == wanted:
            return _resolved(configuration, module, each.get("expressions", name), 0)
    return None


def _resolved(configuration: Configuration, module: str, expression: Node | None, depth: int) -> list[str] | None:
    references = expression.get("references") if expression is not None else None
    if references is None or depth > DEEPEST:
        return None
    found: list[str] = []
    for reference in _longest([item.text or "" for item in references.elements()]):
        more = _leads_to(configuration, module, reference, depth)
        if more is None:
            return None
        found += more
    return found


def _leads_to(configuration: Configuration, module: str, reference: str, depth: int) -> list[str] | None:
    layer = LAYER_ARN.fullmatch(reference)
    if layer is not None:
        return [f"{module}.{layer[1]}" if module else layer[1]]
    if reference.startswith("var.") and module:
        call = configuration.call(module)
        above = ".".join(f"module.{name}" for name in _names(module)[:-1])
        name = reference.removeprefix("var.").partition(".")[0]
        return _resolved(configuration, above, call.get("expressions", name) if call is not None else None, depth + 1)
    output = OUTPUT.fullmatch(reference)
    if output is None:
        return None
    below = f"{module}.module.{output[1]}" if module else f"module.{output[1]}"
    inner = configuration.module(below)
    expression = inner.get("outputs", output[3], "expression") if inner is not None else None
    return _resolved(configuration, below, expression, depth + 1)


def _longest(references: list[str]) -> Iterator[str]:
    """Each reference is followed by what it is a part of: `a.b.arn`, then `a.b`."""
    before = ""
    for reference in references:
        if not before.startswith((f"{reference}.", f"{reference}[")):
            yield reference
            before = reference


def _names(address: str) -> list[str]:
    """The names in "module.a[0].module.b"."""
    return [part for part in INDEX.sub("", address).split(".") if part not in ("module", "")]
