"""The names that a JavaScript source offers to whoever loads it."""

import re

from layerlint.named_tuple import NamedTuple

COMMENT = re.compile(r"^[ \t]*+//[^\n]*+|/\*(?:[^*]|\*(?!/))*+\*/", re.MULTILINE)
#: every use of `exports`, with what stands behind it
USE = re.compile(
    r"(?<![\w$.])(module\s*\.\s*)?exports(?![\w$])(\s*\.\s*[\w$]+|\s*\[\s*([\"'])[\w$]+\3\s*\])?\s*(=(?![=>]))?"
)
NAME = re.compile(r"[\w$]+")
DEFINE = re.compile(r"defineProperty\(\s*(?:module\s*\.\s*)?$")
DEFINED = re.compile(r"\s*,\s*([\"'])([\w$]+)\1")
DECLARED = re.compile(r"^export\s+(?:async\s+)?(?:function\s*\*?|class|const|let|var)\s+([\w$]+)", re.MULTILINE)
LISTED = re.compile(r"^export\s*\{([^{}]*)\}", re.MULTILINE)
DEFAULT = re.compile(r"^export\s+default\b", re.MULTILINE)
VARIABLES = r"^export\s+(?:const|let|var)\s"
OPEN = re.compile(
    rf"^export\s*\*|{VARIABLES}*[\[{{]|{VARIABLES}[^=\n]*,|{VARIABLES}[^\n]*,\s*[\w$]+\s*=(?![=>])", re.MULTILINE
)
ANY_EXPORT = re.compile(r"\bexport\b(?!s)")


#: other ways to what a module exports
ALIAS = re.compile(r"^this\s*[.\[]|\beval\s*\(|(?<![\w$.])module(?![\w$])(?!\s*\.\s*\w)", re.MULTILINE)
#: what esbuild writes
GATHERED = re.compile(r"__export\(([\w$]+), \{((?:\s*[\w$]+: \(\) => [\w$.]+,?)*)\s*\}\)")
CONVERTED = re.compile(r"\s*__toCommonJS\(([\w$]+)\)")


class Offer(NamedTuple):
    names: frozenset[str]
    complete: bool  #: whether there can be no others


def offers(text: str, *, is_module: bool) -> Offer:
    """The names that the source exports; `complete` only where every way it has of exporting is understood."""
    text = COMMENT.sub("", text)
    return _of_module(text) if is_module else _of_script(text)


def _of_module(text: str) -> Offer:
    names = set(DECLARED.findall(text))
    statements = len(DECLARED.findall(text)) + len(DEFAULT.findall(text))
    for body in LISTED.findall(text):
        statements += 1
        names.update(part.split()[-1] for part in body.split(",") if part.strip())
    if DEFAULT.search(text):
        names.add("default")
    return Offer(frozenset(names), not OPEN.search(text) and statements == len(ANY_EXPORT.findall(text)))


def _of_script(text: str) -> Offer:
    names: set[str] = set()
    complete = not ALIAS.search(text)
    for use in USE.finditer(text):
        name = NAME.search(use[2].strip(" .[\"']")) if use[2] else None
        if name:
            names.add(name[0])
        elif use[1] and use[4]:
            complete &= _of_object(text, use.end(), names)
        else:
            complete &= _of_definition(text, use, names)
    return Offer(frozenset(names), complete)


def _of_definition(text: str, use: re.Match[str], names: set[str]) -> bool:
    """`Object.defineProperty(exports, "name"`; any other use leaves open what becomes of it."""
    defined = DEFINED.match(text, use.end())
    if defined is None or not DEFINE.search(text[max(0, use.start() - 40) : use.start()]):
        return False
    names.add(defined[2])
    return True


PART = r"(?:[\w$]++|\"[\w$]++\"|'[\w$]++')\s*+(?::\s*+[\w$.]++\s*+)?+"
OBJECT = re.compile(rf"\s*+\{{\s*+((?:{PART}(?:,\s*+{PART})*+,?+)?+)\s*+\}}\s*(?:;|$|\n)")
KEY = re.compile(r"([\w$]+)[\"']?\s*(?::\s*[\w$.]+)?\s*(?:,|$)")


def _of_object(text: str, start: int, names: set[str]) -> bool:
    """`module.exports = { a, b: c }`, as far as it is that plain."""
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
