"""One template: its words resolved as far as the file itself allows, everything else left unknown."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from layerlint.pattern import pattern
from layerlint.project.cloudformation.intrinsics import attribute, intrinsic
from layerlint.project.node import Entry, Node, word
from layerlint.project.origin import Origin
from layerlint.project.records import ProjectError, Text

NO_VALUE = "AWS::NoValue"
VARIABLE = pattern(r"\$\{([^!}][^}]*)\}")
LITERAL = pattern(r"\$\{!([^}]*)\}")
DEEPEST = 20  #: functions within functions
MOST_STEPS = 100_000  #: functions resolved in one template
LONGEST = 10_000  #: characters of one value


class Template:
    """A template and the templates it nests; `bound` are the parameters that the one above gives."""

    def __init__(
        self,
        root: Node,
        file: str,
        folder: Path,
        *,
        parent: "Template | None" = None,
        bound: Mapping[str, Node] | None = None,
        assets: Mapping[str, str] | None = None,
        built: bool = False,
    ) -> None:
        self.root = root
        self.file = file  #: as shown to people
        self.folder = folder  #: what relative paths start from
        self.parent = parent
        self.bound = bound or {}
        self.assets = assets or {}  #: object key to path below the folder
        self.built = built  #: whether a tool has put every artifact in its place
        self.children: dict[str, Template] = {}
        self.exports: dict[str, tuple[Template, Node]] = parent.exports if parent is not None else {}
        self._steps = 0

    def resources(self) -> Iterator[tuple[Entry, str]]:
        """Each resource with its type."""
        found = self.root.get("Resources")
        for entry in found.each() if found is not None else ():
            yield entry, word(entry.node, "Type")

    def resource(self, name: str) -> Node | None:
        return self.root.get("Resources", name)

    def origin(self, line: int, column: int, name: str = "") -> Origin:
        return Origin(self.file, line, column, name)

    def at(self, node: Node | Entry, name: str = "") -> Origin:
        return Origin(self.file, node.line, node.column, name)

    def text(self, node: Node, name: str = "") -> Text:
        """The value as text, what is not known in it as "${...}"."""
        value, known = self.value(node, 0)
        if len(value) > LONGEST:
            value, known = "${...}", False
        return Text(value, self.at(node, name), known)

    def value(self, node: Node, depth: int) -> tuple[str, bool]:
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise ProjectError(f"{self.file}:{node.line}: more functions within functions than can be followed")
        if node.text is not None:
            return node.text, True
        function = intrinsic(node)
        if function is None or depth > DEEPEST:
            return "${...}", False
        handle = FUNCTIONS.get(function[0])
        return handle(self, function[1], depth + 1) if handle else (f"${{{function[0]}}}", False)

    def ref(self, argument: Node, depth: int) -> tuple[str, bool]:
        return self.named(argument.text or "...", depth)

    def named(self, name: str, depth: int) -> tuple[str, bool]:
        """What ${name} stands for."""
        bound = self.bound.get(name)
        if bound is not None and self.parent is not None:
            return self.parent.value(bound, depth)
        parameter = self.root.get("Parameters", name)
        default = parameter.get("Default") if parameter is not None else None
        if default is None or default.text is None or word(parameter, "Type").startswith("AWS::SSM::"):
            return f"${{{name}}}", False
        return default.text, True

    def sub(self, argument: Node, depth: int) -> tuple[str, bool]:
        items = argument.elements()
        given = items[1] if len(items) > 1 else None
        text = items[0].text if items else argument.text
        if text is None or len(text) > LONGEST:
            return "${...}", False
        known = True

        def put(match: re.Match[str]) -> str:
            nonlocal known
            own = given.get(match[1].strip()) if given is not None else None
            value, sure = self.value(own, depth) if own is not None else self.named(match[1].strip(), depth)
            known = known and sure
            return value

        filled = VARIABLE.sub(put, text)
        return (LITERAL.sub(r"${\1}", filled) if known else filled), known

    def join(self, argument: Node, depth: int) -> tuple[str, bool]:
        items = argument.elements()
        if len(items) != 2 or items[0].text is None or not items[1].is_sequence:  # a delimiter, a list
            return "${Fn::Join}", False
        parts = []
        for item in items[1].elements():
            parts.append(self.value(item, depth))
            if sum(len(text) for text, _ in parts[-1:]) > LONGEST:
                return "${Fn::Join}", False
        return items[0].text.join(text for text, _ in parts), all(known for _, known in parts)

    def find_in_map(self, argument: Node, depth: int) -> tuple[str, bool]:
        keys = [self.value(item, depth) for item in argument.elements()[:3]]
        if len(keys) == 3 and all(known for _, known in keys):  # a map and two keys
            found = self.root.get("Mappings", *(text for text, _ in keys))
            if found is not None and found.text is not None:
                return found.text, True
        return "${Fn::FindInMap}", False

    def get_att(self, argument: Node, _: int) -> tuple[str, bool]:
        resource, name = attribute(argument)
        return f"${{{resource}.{name}}}", False

    def resource_of(self, node: Node, depth: int = 0) -> "tuple[Template, str] | None":
        """The template and resource that a reference leads to, through parameters, outputs and exports."""
        function = intrinsic(node)
        if function is None or depth > DEEPEST:
            return None
        name, argument = function
        if name == "Ref" or (name == "Fn::Sub" and argument.text is not None):
            return self._leads_to(_sole_variable(argument.text or "") if name == "Fn::Sub" else argument.text, depth)
        if name == "Fn::GetAtt":
            return self._of_attribute(*attribute(argument), depth)
        if name == "Fn::ImportValue":
            key, _ = self.value(argument, depth)
            template, value = self.exports.get(key, (None, None))
            return template.resource_of(value, depth + 1) if template is not None and value is not None else None
        return None

    def _leads_to(self, name: str | None, depth: int) -> "tuple[Template, str] | None":
        if name is None:
            return None
        bound = self.bound.get(name)
        if bound is not None and self.parent is not None:
            return self.parent.resource_of(bound, depth + 1)
        if self.resource(name) is not None:
            return self, name
        return self._of_attribute(*name.partition(".")[::2], depth) if "." in name else None

    def _of_attribute(self, resource: str, name: str, depth: int) -> "tuple[Template, str] | None":
        child = self.children.get(resource)
        if child is None:
            return (self, resource) if self.resource(resource) is not None else None
        output = child.root.get("Outputs", name.removeprefix("Outputs."), "Value")
        return child.resource_of(output, depth + 1) if output is not None else None

    def is_nothing(self, node: Node) -> bool:
        function = intrinsic(node)
        return function is not None and function[0] == "Ref" and function[1].text == NO_VALUE


def _sole_variable(text: str) -> str | None:
    match = VARIABLE.fullmatch(text)
    return match[1].strip() if match else None


Resolve = Callable[[Template, Node, int], tuple[str, bool]]
FUNCTIONS: Mapping[str, Resolve] = {
    "Ref": Template.ref,
    "Fn::Sub": Template.sub,
    "Fn::Join": Template.join,
    "Fn::FindInMap": Template.find_in_map,
    "Fn::GetAtt": Template.get_att,
}
