"""Recipes: a rule's examples, a test's fixtures and the pages' trees are all made of these."""

from collections.abc import Callable, Mapping

from layerlint.named_tuple import NamedTuple

Bytes = bytes | str | Callable[[], bytes]


class Member(NamedTuple):
    """One member with more to say than its bytes."""

    content: Bytes = b""
    mode: int | None = 0o100644  #: Unix st_mode; None writes none, as a DOS zip tool does
    size: int | None = None  #: declared and made of zeros when set, for members too large to spell out
    stored: bool = False  #: not compressed

    def data(self) -> bytes:
        if self.size is not None:
            return bytes(self.size)
        content = self.content() if callable(self.content) else self.content
        return content.encode() if isinstance(content, str) else content


Content = Bytes | Member


class Recipe(NamedTuple):
    """An archive (or a stack of them) and what is declared about it.

    `raw` stands for an archive whose bytes no honest zip writer would produce.
    """

    files: Mapping[str, Content] = {}
    layers: "tuple[Recipe, ...]" = ()  #: of a stack, in order, each with what it declares itself; `files` is empty then
    function: Mapping[str, Content] | None = None
    role: str = "layer"  #: what `files` are: "layer" or "function"
    runtimes: tuple[str, ...] = ()
    architectures: tuple[str, ...] = ()
    handler: str | None = None
    variables: Mapping[str, str] = {}  #: environment variables that the function sets
    absent: tuple[str, ...] = ()  #: layers that are declared and not here
    raw: Callable[[], bytes] | None = None
    template: str = ""  #: a CloudFormation template in place of archives, as YAML
    as_of: str | None = None  #: the date of the run, ISO; None is the platform data's own
    flagged: tuple[str, ...] = ()  #: the first path of each expected finding, sorted; "" is the archive
    targets: int | None = None  #: how many targets the finding names, where that is the point

    def flags(self, *paths: str) -> "Recipe":
        return self._replace(flagged=tuple(sorted(paths)) or ("",))


def executable(content: Bytes) -> Member:
    return Member(content, 0o100755)


def link(target: str) -> Member:
    return Member(target, 0o120777)


def private(content: Bytes = b"") -> Member:
    """A file that only its owner may read."""
    return Member(content, 0o100600)


def zeros(size: int) -> Member:
    """`size` bytes that compress well."""
    return Member(size=size)


def stored(size: int) -> Member:
    """`size` bytes that take as many in the zip."""
    return Member(size=size, stored=True)


def distribution(name: str, version: str = "1.0", *, site: str = "python", **fields: str | list[str]) -> dict[str, str]:
    """The .dist-info files of a distribution; `requires=[...]`, `requires_python=...`, `tags=[...]`, `record=[...]`."""
    folder = f"{site}/{name.replace('-', '_')}-{version}.dist-info".lstrip("/")
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    lines += [f"Requires-Dist: {text}" for text in fields.get("requires", [])]
    if "requires_python" in fields:
        lines.append(f"Requires-Python: {fields['requires_python']}")
    files = {f"{folder}/METADATA": "\n".join([*lines, "", ""])}
    if "tags" in fields:
        files[f"{folder}/WHEEL"] = "Wheel-Version: 1.0\n" + "".join(f"Tag: {tag}\n" for tag in fields["tags"])
    if "record" in fields:
        files[f"{folder}/RECORD"] = "".join(f"{path},,\n" for path in fields["record"])
    return files


def layer(
    files: Mapping[str, Content],
    runtime: str | tuple[str, ...] = (),
    arch: str | tuple[str, ...] = (),
    *,
    as_of: str | None = None,
) -> Recipe:
    """A lone layer, with the targets it is declared for, if any."""
    return Recipe(files, runtimes=_several(runtime), architectures=_several(arch), as_of=as_of)


def function(
    files: Mapping[str, Content],
    runtime: str | tuple[str, ...] = (),
    arch: str | tuple[str, ...] = (),
    *,
    handler: str | None = None,
) -> Recipe:
    """A lone function package."""
    return Recipe(files, role="function", runtimes=_several(runtime), architectures=_several(arch), handler=handler)


def stack(
    *layers: "Mapping[str, Content] | Recipe",
    function: Mapping[str, Content] | None = None,
    runtime: str | tuple[str, ...] = "python3.12",
    arch: str | tuple[str, ...] = "x86_64",
    handler: str | None = None,
    variables: Mapping[str, str] | None = None,
    absent: tuple[str, ...] = (),
) -> Recipe:
    """Layers in order under a function. A layer that is a recipe brings what it declares itself."""
    return Recipe(
        layers=tuple(each if isinstance(each, Recipe) else Recipe(each) for each in layers),
        function=function,
        runtimes=_several(runtime),
        architectures=_several(arch),
        handler=handler,
        variables=variables or {},
        absent=absent,
    )


def template(text: str) -> Recipe:
    """A project of this template alone."""
    return Recipe(template=text)


def raw(build: Callable[[], bytes]) -> Recipe:
    """A layer of exactly these bytes."""
    return Recipe(raw=build)


def _several(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value
