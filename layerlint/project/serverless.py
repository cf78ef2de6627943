"""The Serverless Framework: serverless.yml, and what `serverless package` leaves in .serverless."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from layerlint.pattern import pattern
from layerlint.project.cloudformation.intrinsics import attribute, intrinsic
from layerlint.project.ignores import comments
from layerlint.project.node import Entry, Node, word
from layerlint.project.origin import Origin
from layerlint.project.records import FunctionResource, LayerResource, LayerUse, Project, ProjectError, Source, Text

OUTPUT = ".serverless"
PACKAGE = "serverless package"
VARIABLE = pattern(r"\$\{([^${}]*)\}")
SELF = pattern(r"self:([\w.-]+)")
MOST_ROUNDS = 20  #: variables within variables
LONGEST = 10_000  #: characters of one value


def service_project(root: Node, text: str, path: Path, name: str) -> Project:
    """The project of a service at `path`, shown as `name`. Raises ProjectError."""
    provider = root.get("provider")
    if provider is not None and (word(provider, "name") or provider.text or "") != "aws":
        raise ProjectError(f"{name}: a service of another provider than aws")
    return _Service(root, path.parent, name).project(text)


class _Service:
    def __init__(self, root: Node, folder: Path, name: str) -> None:
        self._root = root
        self._folder = folder
        self._name = name
        self._service = word(root, "service") or word(root, "service", "name")

    def project(self, text: str) -> Project:
        functions = list(self._entries("functions"))
        zipped = [entry for entry in functions if entry.node.get("image") is None]
        layers = list(self._entries("layers"))
        blocks = {entry.line: entry.node.last for entry in (*functions, *layers)}
        return Project(
            file=self._name,
            files=(self._name,),
            kind="a Serverless Framework service",
            layers=tuple(map(self._layer, layers)),
            functions=tuple(map(self._function, zipped)),
            ignores=tuple(comments(text, self._name, blocks)),
            images=len(functions) - len(zipped),
        )

    def _entries(self, name: str) -> Iterator[Entry]:
        """The entries of a table, which may be a list of tables."""
        found = self._root.get(name)
        for table in (found, *found.elements()) if found is not None else ():
            yield from table.each()

    def _layer(self, entry: Entry) -> LayerResource:
        retain = entry.node.get("retain")
        return LayerResource(
            key=_logical(entry.key),
            name=entry.key,
            origin=self._at(entry, entry),
            source=self._layer_source(entry),
            runtimes=self._texts(entry, "compatibleRuntimes"),
            architectures=self._texts(entry, "compatibleArchitectures"),
            description=self._text(entry, entry.node.get("description")),
            license=self._text(entry, entry.node.get("licenseInfo")),
            retained=retain is not None and (retain.text or "").lower() == "true",
            retain_with="retain: true",
        )

    def _layer_source(self, entry: Entry) -> Source:
        place = entry.node.get("package", "artifact") or entry.node.get("path")
        origin = self._at(place or entry, entry)
        made = self._folder / OUTPUT / f"{entry.key}.zip"
        if made.is_file():
            return Source(origin=origin, path=made)
        value = self._text(entry, place)
        if value is None or not value.known:
            return Source(origin=origin, elsewhere=value.value if value is not None else "no path")
        return Source(origin=origin, path=self._folder / value.value)

    def _function(self, entry: Entry) -> FunctionResource:
        variables, known = self._variables(entry)
        uses, uses_known = self._uses(entry)
        architecture = self._text(entry, self._given(entry, "architecture"))
        return FunctionResource(
            key=entry.key,
            name=entry.key,
            origin=self._at(entry, entry),
            source=self._function_source(entry),
            runtime=self._text(entry, self._given(entry, "runtime")),
            handler=self._text(entry, entry.node.get("handler")),
            architectures=(architecture,) if architecture is not None else (),
            layers=uses,
            layers_known=uses_known,
            variables=variables,
            variables_known=known,
        )

    def _given(self, entry: Entry, name: str) -> Node | None:
        """What the function says, or else the provider for all."""
        return entry.node.get(name) or self._root.get("provider", name)

    def _function_source(self, entry: Entry) -> Source:
        own = entry.node.get("package", "artifact")
        shared = self._root.get("package", "artifact")
        alone = word(entry.node, "package", "individually") or word(self._root, "package", "individually")
        handler = entry.node.entry("handler")
        named = own or (shared if alone.lower() != "true" else None)
        origin = self._at(named or handler or entry, entry)
        value = self._text(entry, named)
        if value is not None:
            return Source(origin=origin, path=self._folder / value.value) if value.known else _somewhere(value)
        name = entry.key if alone.lower() == "true" else self._service
        made = self._folder / OUTPUT / f"{name}.zip"
        return Source(origin=origin, path=made) if made.is_file() else Source(origin=origin, unbuilt=PACKAGE)

    def _uses(self, entry: Entry) -> tuple[tuple[LayerUse, ...], bool]:
        """A function's own list takes the place of the provider's."""
        node = self._given(entry, "layers")
        if node is None:
            return (), True
        return tuple(self._use(entry, item) for item in node.elements()), node.is_sequence

    def _use(self, entry: Entry, item: Node) -> LayerUse:
        function = intrinsic(item)
        if function is None:
            return LayerUse(self._text(entry, item) or Text("${...}", self._at(item, entry), known=False))
        named = function[1].text if function[0] == "Ref" else attribute(function[1])[0]
        known = any(_logical(layer.key) == named for layer in self._entries("layers"))
        return LayerUse(Text(f"${{{named or '...'}}}", self._at(item, entry), known=False), str(named) if known else "")

    def _variables(self, entry: Entry) -> tuple[Mapping[str, Text], bool]:
        found: dict[str, Text] = {}
        known = True
        for table in (self._root.get("provider", "environment"), entry.node.get("environment")):
            known = known and (table is None or table.is_mapping)
            for each in table.each() if table is not None else ():
                text = self._text(entry, each.node)
                found[each.key] = text or Text("${...}", self._at(each, entry), known=False)
        return found, known

    def _texts(self, entry: Entry, name: str) -> tuple[Text, ...] | None:
        node = entry.node.get(name)
        if node is None:
            return None
        texts = [self._text(entry, item) for item in (node.elements() if node.is_sequence else (node,))]
        return tuple(text for text in texts if text is not None)

    def _text(self, entry: Entry, node: Node | None) -> Text | None:
        """The value with the variables of the file itself filled in."""
        if node is None or (node.text is None and intrinsic(node) is None):
            return None
        origin = self._at(node, entry)
        if node.text is None:
            return Text("${...}", origin, known=False)
        value = node.text
        for _ in range(MOST_ROUNDS):
            filled = VARIABLE.sub(self._filled, value)
            if filled == value or len(filled) > LONGEST:
                break
            value = filled
        return Text(value, origin, known="${" not in value)

    def _filled(self, match: re.Match[str]) -> str:
        own = SELF.fullmatch(match[1].strip())
        found = self._root.get(*own[1].split(".")) if own is not None else None
        return match[0] if found is None or found.text is None else found.text

    def _at(self, place: Node | Entry, entry: Entry) -> Origin:
        return Origin(self._name, place.line, place.column, entry.key)


def _somewhere(value: Text) -> Source:
    return Source(origin=value.origin, elsewhere=value.value)


def _logical(name: str) -> str:
    """The resource that the framework makes of a layer."""
    normal = name.replace("-", "Dash").replace("_", "Underscore")
    return f"{normal[:1].upper()}{normal[1:]}LambdaLayer"
