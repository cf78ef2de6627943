"""What a Ruby source asks for and defines, told by its lines; nothing of it is parsed further, or run."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

MOST_LINES = 20_000
_REQUIRE = re.compile(r"""require[ \t]*\(?[ \t]*(['"])([^'"#{}\n]+)\1[ \t]*\)?[ \t]*(?:#.*)?$""")
_RELATIVE = re.compile(r"""^\s*require_relative[ \t]*\(?[ \t]*(['"])([^'"#{}\n]+)\1""", re.MULTILINE)
_BLOCK_COMMENT = re.compile(r"^=begin\b.*?^=end\b[^\n]*$", re.MULTILINE | re.DOTALL)
_END = re.compile(r"^__END__$", re.MULTILINE)
_HERE = re.compile(r"<<[~-]?['\"`]?[A-Z_]")
_PATHS = re.compile(r"\$LOAD_PATH|\$:|add_path|Bundler|bundler/|zeitwerk|autoload", re.IGNORECASE)
_OPENS = re.compile(r"(?:if|unless|case|begin|while|until|for|def|class|module)\b|\S.*\bdo\b(?:\s*\|[^|]*\|)?\s*$")
_CLOSES_TOO = re.compile(r"\bend\s*$")


class RubySource(NamedTuple):
    text: str  #: without what cannot be code
    requires: tuple[tuple[str, int], ...]  #: names that every load of the source comes to, each with its line
    relatives: tuple[str, ...]
    touches_paths: bool  #: it may change where names are looked for


def read_source(data: bytes) -> RubySource:
    """Never raises. Requires within blocks, conditions and `begin … rescue` are not among those that are sure."""
    text = data.decode("utf-8", "replace").replace("\r\n", "\n")
    end = _END.search(text)
    text = text[: end.start()] if end else text
    text = _BLOCK_COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
    return RubySource(
        text,
        tuple(_requires(text)),
        tuple(found[2] for found in _RELATIVE.finditer(text)),
        bool(_PATHS.search(text)),
    )


def _requires(text: str) -> Iterator[tuple[str, int]]:
    """At the start of a line, in no block that begins at the start of a line."""
    if _HERE.search(text):
        return  # a text that goes over lines may hold lines that look like code
    depth = 0
    for number, line in enumerate(text.split("\n")[:MOST_LINES], 1):
        if _OPENS.match(line) and not _CLOSES_TOO.search(line):
            depth += 1
        elif line.startswith("end"):
            depth = max(depth - 1, 0)
        elif not depth and (found := _REQUIRE.match(line)):
            yield found[2], number


def definitions(source: RubySource, method: str) -> Sequence[str]:
    """The parameters of each `def` of that name, as written; "" where it takes none."""
    owner = r"(?:self\.|\w+\.)?"
    ending = r"(?![\w?!=])[ \t]*(?:\(([^)]*)\)|([^\n;]*))"
    pattern = re.compile(rf"^[ \t]*def[ \t]+{owner}{re.escape(method)}{ending}", re.MULTILINE)
    return [(found[1] if found[1] is not None else found[2] or "").strip() for found in pattern.finditer(source.text)]


def takes_event(parameters: str) -> bool:
    """Whether a method can be called with the keywords `event` and `context`; so too where that cannot be told."""
    parts = [part.strip() for part in parameters.split(",") if part.strip()]
    if any(part.startswith(("*", "...")) or "#" in part or "=" in part.partition(":")[0] for part in parts):
        return True
    keywords = {part.partition(":")[0].strip() for part in parts if ":" in part}
    plain = [part for part in parts if ":" not in part and not part.startswith("&")]
    if len(plain) == 1 and not keywords:
        return True  # both keywords become one hash
    required = {part.partition(":")[0].strip() for part in parts if part.endswith(":")}
    return not plain and {"event", "context"} <= keywords and required <= {"event", "context"}
