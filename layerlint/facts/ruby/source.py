"""What a Ruby source asks for and defines, told by its lines; nothing of it is parsed further, or run."""

import re
from collections.abc import Iterator, Sequence

from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern

MOST_LINES = 10_000
_REQUIRE = pattern(
    r"""require(_relative)?[ \t]{0,9}\(?[ \t]{0,9}(['"])([^'"#{}\n]+)\2[ \t]{0,9}\)?[ \t]{0,99}(?:#.*)?$"""
)
_RELATIVE = pattern(r"""^[ \t]{0,200}require_relative[ \t]{0,9}\(?[ \t]{0,9}(['"])([^'"#{}\n]+)\1""", re.MULTILINE)
_END = pattern(r"^__END__$", re.MULTILINE)
_HERE = pattern(r"<<[~-]?['\"`]?[A-Z_]")
_PATHS = pattern(r"\$LOAD_PATH|\$:|add_path|Bundler|bundler/|zeitwerk|autoload", re.IGNORECASE)
_OPENS = pattern(
    r"(?:[\w.@$]{1,100}(?:\[[^\]\n]{0,100}\])?[ \t]{0,9}(?:\|\||&&)?=[ \t]{0,9}|[\w ]{1,100} (?=def\b))?"
    r"(?:if|unless|case|begin|while|until|for|def|class|module)\b"
)
_DO = pattern(r"\bdo$")
#: what ends a line that goes on in the next
_GOES_ON = pattern(r"(?:&&|\|\||[?:,\\=(\[+.]|\b(?:and|or|not))$")
_CLASS = pattern(r"(?:class|module)[ \t]+(?!<<|(?:Basic)?Object\b|Kernel\b)")
LONGEST_WORD = 4  # "not" and what stands before it
LONGEST_LINE = 500  # characters of a line's end that are looked at for a block


class RubySource(NamedTuple):
    text: str  #: without what cannot be code
    requires: tuple[tuple[str, int], ...]  #: names that every load of the source comes to, each with its line
    sure_relatives: tuple[tuple[str, int], ...]  #: of require_relative in the same way
    relatives: tuple[str, ...]  #: of each require_relative, wherever it stands
    touches_paths: bool  #: it may change where names are looked for


def read_source(data: bytes) -> RubySource:
    """Never raises. Requires within blocks, conditions and `begin … rescue` are not among those that are sure."""
    text = data.decode("utf-8", "replace").replace("\r\n", "\n")
    end = _END.search(text)
    text = text[: end.start()] if end else text
    text = _without_block_comments(text)
    sure = list(_requires(text))
    return RubySource(
        text,
        tuple((name, line) for is_relative, name, line in sure if not is_relative),
        tuple((name, line) for is_relative, name, line in sure if is_relative),
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


def _requires(text: str) -> Iterator[tuple[bool, str, int]]:
    """At the start of a line, in no block that begins at the start of a line; with whether it is relative."""
    if _HERE.search(text):
        return  # a text that goes over lines may hold lines that look like code
    depth = 0
    goes_on = False
    for number, line in enumerate(text.split("\n")[:MOST_LINES], 1):
        ending = line.rstrip()[-LONGEST_LINE:]
        if _opens(line, ending):
            depth += 1
        elif line.startswith(("end", "}")):
            depth = max(depth - 1, 0)
        elif not depth and not goes_on and (found := _REQUIRE.match(line)):
            yield bool(found[1]), found[3], number
        if ending:
            goes_on = not ending.startswith("#") and _GOES_ON.search(ending[-LONGEST_WORD:]) is not None


def _opens(line: str, ending: str) -> bool:
    """Whether a block begins at the start of the line and goes on behind it."""
    if not line[:1].strip() or line.startswith("#"):
        return False
    opening = _without_parameters(ending)
    if opening.endswith("{"):
        return not line.startswith("}")
    return bool(_OPENS.match(line) or _DO.search(opening[-LONGEST_WORD:])) and not ending.endswith("end")


def _without_parameters(ending: str) -> str:
    """A line's end without those of a block: `each do` for `each do |item|`."""
    if not ending.endswith("|"):
        return ending
    before, sign, _ = ending[:-1].rpartition("|")
    return before.rstrip(" \t") if sign else ending


def definitions(source: RubySource, method: str) -> Sequence[str]:
    """The parameters of each `def` of that name, as written; "" where it takes none."""
    owner = r"(?:\w{1,100}(?:::\w{1,100}){0,9}\.)?"
    ending = r"(?![\w?!=])[ \t]{0,20}(?:\(([^)]{0,1000})\)|([^\n;]{0,1000}))"
    definition = re.compile(rf"^[ \t]{{0,200}}def[ \t]{{1,20}}{owner}{re.escape(method)}{ending}", re.MULTILINE)
    return [
        (found[1] if found[1] is not None else found[2] or "").strip() for found in definition.finditer(source.text)
    ]


def may_be_of_main(source: RubySource, method: str) -> bool:
    """Whether some `def` of the name may stand outside of classes and modules, where every object gets its method."""
    definition = re.compile(rf"[ \t]{{0,200}}(?:\w{{1,100}}[ \t])?def[ \t]{{1,20}}{re.escape(method)}(?![\w?!=])")
    inside = False
    for line in source.text.split("\n"):
        if _CLASS.match(line):
            inside = not re.search(r"\bend$", line.rstrip())
        elif line.startswith("end"):
            inside = False
        elif not inside and definition.match(line):
            return True
    return False


def may_be_of_class(source: RubySource, method: str) -> bool:
    """Whether some `def` of the name may make a method of a class itself."""
    if re.search(rf"def[ \t]{{1,20}}\w[\w:]{{0,200}}\.{re.escape(method)}(?![\w?!=])", source.text):
        return True
    ways = r"<<|module_function|\bextend\b|singleton|\binclude\b|\bprepend\b|delegat|_missing|\bsend\b|eval"
    return re.search(ways, source.text) is not None


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
