"""A gem's specification, read from the lines that RubyGems itself writes; nothing of it is evaluated.

What a person wrote by hand, with code in it, is read as far as it looks the same.
"""

import re
from collections.abc import Iterator

from layerlint.facts.malformed import Malformed
from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern

LARGEST = 2 << 20  # bytes; the longest real ones list their files in 300 KiB
MOST_DEPENDENCIES = 2000

_STUB = pattern(r"^# stub: (\S+) (\S+) (\S+) ([^\r\n]*)$", re.MULTILINE)
_STUB_EXTENSIONS = pattern(r"^# stub: (?!\S+ \S+ \S+ )([^\r\n]+)$", re.MULTILINE)
_TEXT = pattern(
    r"""^[ \t]{0,20}s\.(name|version|platform|installed_by_version)[ \t]{0,9}=[ \t]{0,9}['"]([^'"\n]*)['"]""",
    re.MULTILINE,
)
_LIST = pattern(r"^[ \t]{0,20}s\.(require_paths|extensions)[ \t]{0,9}=[ \t]{0,9}\[([^\]\n]*)\]", re.MULTILINE)
_RUBY = pattern(
    r"^[ \t]{0,20}s\.required_ruby_version[ \t]{0,9}=[ \t]{0,9}Gem::Requirement\.new\(([^\n]*)\)", re.MULTILINE
)
_DEPENDENCY = pattern(
    r"""[ \t]{0,20}s\.add_(?:runtime_)?dependency[ \t]{0,9}\(?[ \t]{0,9}(?:%q<([^>\n]*)>|['"]([^'"\n]*)['"])"""
    r"""(?:\.freeze)?[ \t]{0,9},?([^\n]*)$"""
)
_QUOTED = pattern(r"""['"]([^'"\n]*)['"]""")


class Dependency(NamedTuple):
    name: str
    requirements: tuple[str, ...]  #: "~> 1.4"; () is any version


class Specification(NamedTuple):
    path: str
    name: str
    version: str
    platform: str = "ruby"
    require_paths: tuple[str, ...] = ("lib",)
    extensions: tuple[str, ...] = ()  #: what builds the native parts; () where there are none to build
    ruby: tuple[str, ...] = ()  #: versions of Ruby that it takes
    dependencies: tuple[Dependency, ...] = ()  #: needed at run time

    @property
    def full_name(self) -> str:
        """What its folder is called."""
        return self.name_version if self.platform == "ruby" else f"{self.name_version}-{self.platform}"

    @property
    def name_version(self) -> str:
        return f"{self.name}-{self.version}"


def read_specification(path: str, data: bytes) -> Specification | Malformed:
    """Never raises; Malformed where no name or version can be seen."""
    if len(data) > LARGEST:
        return Malformed(path, "it is too large to be a gem's specification")
    text = data.decode("utf-8", "replace")
    stub = _STUB.search(text)
    fields = dict(_TEXT.findall(text))
    lists = {name: tuple(_QUOTED.findall(value)) for name, value in _LIST.findall(text)}
    name = stub[1] if stub else fields.get("name", "")
    version = stub[2] if stub else fields.get("version", "")
    if not name or not version:
        return Malformed(path, "it names no gem and version in the words that RubyGems writes")
    ruby = _RUBY.search(text)
    return Specification(
        path,
        name,
        version,
        stub[3] if stub else fields.get("platform", "ruby"),
        tuple(stub[4].split("\0")) if stub else lists.get("require_paths") or ("lib",),
        lists.get("extensions") or _stub_extensions(text),
        tuple(_QUOTED.findall(ruby[1])) if ruby else (),
        tuple(_dependencies(text)),
    )


def _stub_extensions(text: str) -> tuple[str, ...]:
    found = _STUB_EXTENSIONS.search(text)
    return tuple(found[1].split("\0")) if found else ()


def _dependencies(text: str) -> Iterator[Dependency]:
    """Those in the branch that any RubyGems of this century takes; the `else` of older files names others as well."""
    count = 0
    asked = skipping = False
    for line in text.splitlines():
        word = line.strip()
        if "respond_to?" in word and "add_runtime_dependency" in word:
            asked = True
        elif word == "else" and asked:
            skipping = True
        elif word == "end":
            skipping = False
        elif not skipping and count < MOST_DEPENDENCIES and (found := _DEPENDENCY.match(line)):
            count += 1
            yield Dependency(found[1] or found[2], tuple(_QUOTED.findall(found[3])))
