"""The names that a JavaScript source offers to whoever loads it."""

import re

from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern

#: strings are matched so that what looks like a comment in one is none
COMMENT = pattern(
    r"^[ \t]*+//[^\n]*+|/\*(?:[^*]|\*(?!/))*+\*/|(\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'|`(?:[^`\\]|\\.)*+`)",
    re.MULTILINE,
)
LINE = pattern(r"^[ \t]*+//[^\n]*+", re.MULTILINE)
#: a comment that holds a statement may be none: its first signs may stand in a regular expression
DOUBTFUL = pattern(
    r"^[ \t]*(?:export|exports|module)\b"
    r"|[;})]\s*export(?:\s*[{*]|\s+(?:default|const|let|var|class|function|async)\b)"
    r"|[;}),]\s*(?:module\s*\.\s*)?exports\s*[.=\[]",
    re.MULTILINE,
)
#: every use of `exports`, with what stands behind it
USE = pattern(
    r"(?<![\w$.])(module\s*\.\s*)?exports(?![\w$])(\s*\.\s*[\w$]+|\s*\[\s*([\"'])[\w$]+\3\s*\])?\s*(=(?![=>]))?"
)
NAME = pattern(r"[\w$]+")
DEFINE = pattern(r"defineProperty\(\s*(?:module\s*\.\s*)?$")
DEFINED = pattern(r"\s*,\s*([\"'])([\w$]+)\1")
DECLARED = pattern(r"^export\s+(?:async\s+)?(?:function\s*\*?|class|const|let|var)\s+([\w$]+)", re.MULTILINE)
LISTED = pattern(r"(?:^|(?<=[;}]))export\s*\{([^{}]*)\}", re.MULTILINE)
DEFAULT = pattern(r"^export\s+default\b", re.MULTILINE)
VARIABLES = r"^export\s+(?:const|let|var)\s"
OPEN = pattern(rf"{VARIABLES}*[\[{{]|{VARIABLES}[^=\n]*,|{VARIABLES}[^\n]*,\s*[\w$]+\s*=(?![=>])", re.MULTILINE)
STAR = pattern(r"^export\s*\*\s*(?:as\s+[\"']?([\w$]+)[\"']?\s*)?from\s*([\"'])([^\"'\n]+)\2", re.MULTILINE)
#: a default export in which no name can be looked up
BARE_DEFAULT = pattern(
    r"^export\s+default\s+(?:async\s*)?(?:function\b|class\b|\([^()]*\)\s*=>|[\w$]+\s*=>)", re.MULTILINE
)
ANY_EXPORT = pattern(r"\bexport\b(?!s)")


#: other ways to what a module exports
ALIAS = pattern(r"^this\s*[.\[]|\beval\s*\(|(?<![\w$.])module(?![\w$])(?!\s*\.\s*\w)", re.MULTILINE)
#: what esbuild writes
GATHERED = pattern(r"__export\(([\w$]+), \{((?:\s*[\w$]+: \(\) => [\w$.]+,?)*)\s*\}\)")
CONVERTED = pattern(r"\s*__toCommonJS\(([\w$]+)\)")


class Offer(NamedTuple):
    names: frozenset[str]
    complete: bool  #: whether there can be no others, but for those of `others`
    others: tuple[str, ...] = ()  #: the modules of which it offers everything, as written
    within_default: bool = False  #: whether its default export may hold further names


def offers(text: str, *, is_module: bool) -> Offer:
    """The names that the source exports; `complete` only where every way it has of exporting is understood."""
    plain, is_sure = _without_comments(text)
    offer = _of_module(plain) if is_module else _of_script(plain)
    return offer if is_sure else offer._replace(complete=False)


def _without_comments(text: str) -> tuple[str, bool]:
    """The text, and whether what was left out is sure to be comments."""
    doubts: list[str] = []

    def kept(match: re.Match[str]) -> str:
        if match[1] is None and DOUBTFUL.search(match[0]):
            doubts.append(match[0])
        return match[1] or ""

    last = text.rfind("*/")
    end = last + 2 if last >= 0 else 0  # behind it a comment would have no end
    return COMMENT.sub(kept, text[:end]) + LINE.sub("", text[end:]), not doubts


def _of_module(text: str) -> Offer:
    names = set(DECLARED.findall(text))
    stars = STAR.findall(text)
    names.update(name for name, _, _ in stars if name)
    others = tuple(specifier for name, _, specifier in stars if not name)
    statements = len(DECLARED.findall(text)) + len(DEFAULT.findall(text)) + len(stars)
    for body in LISTED.findall(text):
        statements += 1
        names.update(part.split()[-1].strip("\"'") for part in body.split(",") if part.strip())
    if DEFAULT.search(text):
        names.add("default")
    complete = not OPEN.search(text) and statements == len(ANY_EXPORT.findall(text))
    return Offer(frozenset(names), complete, others, "default" in names and not BARE_DEFAULT.search(text))


def _of_script(text: str) -> Offer:
    names: set[str] = set()
    others: list[str] = []
    complete = not ALIAS.search(text)
    for use in USE.finditer(text):
        name = NAME.search(use[2].strip(" .[\"']")) if use[2] else None
        if name:
            names.add(name[0])
        elif use[1] and use[4]:
            complete &= _of_object(text, use.end(), names, others)
        elif use[4]:
            complete &= "module" not in text or BOTH.match(text, use.end()) is not None
        else:
            complete &= _of_definition(text, use, names, others)
    return Offer(frozenset(names), complete, tuple(others))


def _of_definition(text: str, use: re.Match[str], names: set[str], others: list[str]) -> bool:
    """`Object.defineProperty(exports, "name"`, `__exportStar(require("x"), exports)`; any other use is left open."""
    star = STARRED.search(text, max(0, use.start() - LONGEST_STAR), use.start())
    if star:
        others.append(star[1])
        return True
    if COMPILED.search(text, max(0, use.start() - LONGEST_STAR), use.start()):
        return True
    defined = DEFINED.match(text, use.end())
    if defined is None or not DEFINE.search(text[max(0, use.start() - 40) : use.start()]):
        return False
    names.add(defined[2])
    return True


BOTH = pattern(r"\s*module\s*\.\s*exports\s*=(?![=>])")
LONGEST_STAR = 300  # characters
#: what TypeScript writes for `export * from`, and the helper that it writes before
STARRED = pattern(r"__exportStar\(\s*require\([\"']([^\"'\n]+)[\"']\)\s*,\s*$")
COMPILED = pattern(r"__exportStar = \(this && this\.__exportStar\) \|\| function\s*\([^{}]*(?:\{[^{}]*)?$")
WHOLE = pattern(r"\s*require\(\s*[\"']([^\"'\n]+)[\"']\s*\)\s*(?:;|$|\n)")
#: a function that is not called where it stands offers no name of its own
ARROW = pattern(r"\s*(?:async\s*)?(?:\([^()]*\)|[\w$]+)\s*=>")
PLAIN_FUNCTION = pattern(
    r"\s*(?:async\s+)?function\s*\*?\s*\([^()]*\)\s*\{(?:[^{}\n]*\}|[ \t\r]*(?:\n(?!\})[^\n]*)*+\n\})\s*(?:;|$|\n)"
)
PART = r"(?:[\w$]++|\"[\w$]++\"|'[\w$]++')\s*+(?::\s*+[\w$.]++\s*+)?+"
OBJECT = pattern(rf"\s*+\{{\s*+((?:{PART}(?:,\s*+{PART})*+,?+)?+)\s*+\}}\s*(?:;|$|\n)")
KEY = pattern(r"([\w$]+)[\"']?\s*(?::\s*[\w$.]+)?\s*(?:,|$)")


def _of_object(text: str, start: int, names: set[str], others: list[str]) -> bool:
    """`module.exports = { a, b: c }`, as far as it is that plain; a function; another module."""
    whole = WHOLE.match(text, start)
    if whole:
        others.append(whole[1])
        return True
    if ARROW.match(text, start) or PLAIN_FUNCTION.match(text, start):
        return True
    converted = CONVERTED.match(text, start)
    if converted:
        bodies = [body for name, body in GATHERED.findall(text) if name == converted[1]]
        names.update(name for body in bodies for name in re.findall(r"([\w$]+):", body))
        return len(bodies) == 1 and "__reExport(" not in text.replace("__reExport = (", "")
    match = OBJECT.match(text, start)
    if match is None:
        return False
    names.update(KEY.findall(match[1]))
    return True
