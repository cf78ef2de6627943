"""The names that Node.js may see in CommonJS which an import statement leads to.

Its lexer takes assignments to `exports.name` and the like, wherever they stand, as
https://github.com/nodejs/cjs-module-lexer says; what follows is wider than that.
"""

from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern

LARGEST = 1 << 20  # characters of a file whose names are looked for
#: statements by which a file passes on what others export
PASSED_ON = pattern(r"exports\s*+=\s*+(?:[\w$]++\s*+=\s*+){0,50}+require\(\s*[\"']([^\"'\n]+)[\"']\s*\)")
#: others whose names are not looked for
OPEN = pattern(r"__export|exportStar|__reExport|Object\.keys\(|\.\.\.\s*require\(")
ASSIGNED = pattern(r"exports\s*+(?:\.\s*+|\[\s*+[\"'`]|,\s*+[\"'`])([\w$]++)")
WHOLE = pattern(r"exports\s*+=\s*+\{")
WORD = pattern(r"[\w$]++")


class Visible(NamedTuple):
    names: frozenset[str]
    passed_on: tuple[str, ...]  #: the modules whose names it has as well
    is_open: bool = False  #: it may have any other


ANYTHING = Visible(frozenset(), (), is_open=True)


def visible(text: str) -> Visible:
    """Of a file that is no ES module; where it exports an object, any word of the text may be a name."""
    if len(text) > LARGEST or OPEN.search(text):
        return ANYTHING
    words = WORD if WHOLE.search(text) else ASSIGNED
    return Visible(frozenset(words.findall(text)), tuple(dict.fromkeys(PASSED_ON.findall(text))))
