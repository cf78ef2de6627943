"""What a Ruby source asks for and defines, told by its lines; nothing of it is parsed further, or run."""

import re
from collections.abc import Iterator, Sequence

from layerlint.named_tuple import NamedTuple

MOST_LINES = 20_000
_REQUIRE = re.compile(r"""require[ \t]{0,9}\(?[ \t]{0,9}(['"])([^'"#{}\n]+)\1[ \t]{0,9}\)?[ \t]{0,99}(?:#.*)?$""")
_RELATIVE = re.compile(r"""^[ \t]{0,200}require_relative[ \t]{0,9}\(?[ \t]{0,9}(['"])([^'"#{}\n]+)\1""", re.MULTILINE)
_END = re.compile(r"^__END__$", re.MULTILINE)
_HERE = re.compile(r"<<[~-]?['\"`]?[A-Z_]")
_PATHS = re.compile(r"\$LOAD_PATH|\$:|add_path|Bundler|bundler/|zeitwerk|autoload", re.IGNORECASE)
_OPENS = re.compile(r"(?:if|unless|case|begin|while|until|for|def|class|module)\b")
_DO = re.compile(r"\bdo(?:[ \t]*\|[^|\n]*\|)?$")
LONGEST_LINE = 500  # characters of a line's end that are looked at for a block


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
    text = _without_block_comments(text)
    return RubySource(
        text,
        tuple(_requires(text)),
        tuple(found[2] for found in _RELATIVE.finditer(text)),
        bool(_PATHS.search(text)),
    )


def _without_block_comments(text: str) -> str:
    """Lines from =begin to =end are left empty."""
    if "=begin" not in text:
        return text
    lines, inside = [], False
    for line in text.split("\n"):
        inside = inside or line.startswith("=begin")
        lines.append("" if inside else line)
        inside = inside and not line.startswith("=end")
    return "\n".join(lines)


def _requires(text: str) -> Iterator[tuple[str, int]]:
    """At the start of a line, in no block that begins at the start of a line."""
    if _HERE.search(text):
        return  # a text that goes over lines may hold lines that look like code
    depth = 0
    for number, line in enumerate(text.split("\n")[:MOST_LINES], 1):
        ending = line.rstrip()[-LONGEST_LINE:]
        if (_OPENS.match(line) or (line[:1].strip() and _DO.search(ending))) and not ending.endswith("end"):
            depth += 1
        elif line.startswith("end"):
            depth = max(depth - 1, 0)
        elif not depth and (found := _REQUIRE.match(line)):
            yield found[2], number


def definitions(source: RubySource, method: str) -> Sequence[str]:
    """The parameters of each `def` of that name, as written; "" where it takes none."""
    owner = r"(?:\w{1,100}\.)?"
    ending = r"(?![\w?!=])[ \t]{0,20}(?:\(([^)]{0,1000})\)|([^\n;]{0,1000}))"
    pattern = re.compile(rf"^[ \t]{{0,200}}def[ \t]{{1,20}}{owner}{re.escape(method)}{ending}", re.MULTILINE)
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
