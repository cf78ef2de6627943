"""Names that calls of `import_module` and `__import__` may be given where none is written into the call.

`for name in ("a", "b"): import_module(f"plug.{name}")`: the texts of the source are combined as such code does. The
answer is a guess, there to say what is worth a closer look.
"""

from collections.abc import Iterator
from itertools import islice

from layerlint.pattern import pattern

CALLS = (b"import_module(", b"__import__(")
COMPUTED = pattern(rb"\b(?:import_module|__import__)\(\s*+(?!\s|name\s*=\s*[\"']|[\"'][\w.]+[\"']\s*[,)])")
WORD = pattern(rb"[\"'](\.{0,2}[A-Za-z_]\w{0,60}(?:\.\w{1,60}){0,8})[\"']")
HEAD = pattern(rb"[\"'](\.{0,2}(?:[A-Za-z_]\w{0,60}\.){0,8})(?:[\"']|\{|%s)")
GETTER = pattern(rb"\n(?:    |\t)?def __getattr__\(\s*(?!self\b|cls\b)\w[^\n]*\n")
#: a loop whose body begins with such a call of what it goes through: texts, one after the other
LISTED = pattern(
    rb"\bfor (\w+) in [(\[]\s*+((?:[\"'][\w.]+[\"']\s*+,?+\s*+)++)[)\]]:\s*+(?:try:\s*+)?+[^\n:;]*?"
    rb"\b(?:import_module|__import__)\(\1\)"
)
MOST_LAZY = 3_000  # names that one module makes on demand; some generated clients make a thousand
NEVER_LAZY = frozenset({"conftest", "tests"})  # packages name them to leave them out
MOST_WORDS, MOST_HEADS = 200, 6


def computed_calls(data: bytes) -> tuple[int, ...]:
    """Byte offsets of the calls whose argument is no plain text."""
    offsets = (offset for word in CALLS for offset in _offsets(word, data))
    return tuple(sorted(islice((offset for offset in offsets if COMPUTED.match(data, offset)), MOST_WORDS)))


def _offsets(word: bytes, data: bytes) -> Iterator[int]:
    offset = data.find(word)
    while offset >= 0:
        yield offset
        offset = data.find(word, offset + len(word))


def lazy_names(data: bytes) -> tuple[int, tuple[str, ...]]:
    """Where a module makes its names when they are asked for, and what it may import then, relative to its package."""
    getter = GETTER.search(data) if b"__getattr__" in data else None
    if getter is None:
        return 0, ()
    words = (match[1].decode().lstrip(".") for match in islice(WORD.finditer(data), MOST_LAZY))
    return getter.end(), tuple(word for word in dict.fromkeys(words) if word not in NEVER_LAZY)


def guessed_names(data: bytes) -> tuple[str, ...]:
    """Dotted names, with their leading dots, in no order that means anything.

    Where loops over texts make all the calls, the names are these texts; else whatever the source may combine.
    """
    listed = LISTED.findall(data)
    if listed and len(listed) == len(computed_calls(data)):
        return tuple(dict.fromkeys(word.decode() for _, texts in listed for word in WORD.findall(texts)))
    words = list(dict.fromkeys(match[1].decode() for match in islice(WORD.finditer(data), MOST_WORDS)))
    heads = list(dict.fromkeys(match[1].decode() for match in HEAD.finditer(data) if match[1]))[:MOST_HEADS]
    if b"__name__" in data or b"__package__" in data:
        heads.append(".")
    plain = [word for word in words if not word.startswith(".")]
    return tuple(dict.fromkeys([*words, *(head + word for head in heads for word in plain)]))
