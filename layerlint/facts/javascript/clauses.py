"""What stands around the requests of a source: the names that a statement takes, the arguments of a call."""

import re
from collections.abc import Iterator

from layerlint.facts.javascript.patterns import COMMENT, GAP, SPACE
from layerlint.pattern import pattern

LISTED = pattern(r"\{([^{}]*)\}")
DEFAULT = pattern(r"\s*(?!(?:defer|source)\b)[A-Za-z_$][\w$]*\s*(?:,|from\b)")
ATTRIBUTES = pattern(rf"{GAP}(with|assert){GAP}\{{")
FOLDERS = ("__dirname", "__filename")  # variables of CommonJS
STATEMENT = pattern(r"^\s*(?:import|export)\b", re.MULTILINE)
ADDON_WORDS = (".node", "binding", "native", "prebuil")
LONGEST = 300  # characters kept of an argument
#: the file declares or assigns them itself, or asks whether they are there
DECLARES = pattern(
    r"\b(?:const|let|var|function|import)\b[^;=]{0,300}\b__(?:dir|file)name\b|__(?:dir|file)name[\"']?\]?\s*[=:](?!=)"
    r"|typeof\s+__(?:dir|file)name\b|[(,]\s*__(?:dir|file)name\s*[,)][^;{]{0,100}(?:=>|\{)"
)

PART = r"(?:\"[^\"\\\n]*\"|'[^'\\\n]*')"
#: path.join(__dirname, "x", "y"), __dirname + "/x", `${__dirname}/x`
BESIDE = pattern(
    rf"path\s*\.\s*(?:join|resolve)\(\s*__dirname\s*,\s*({PART}(?:\s*,\s*{PART})*+)\s*,?\s*\)"
    rf"|__dirname\s*\+\s*({PART})|`\$\{{\s*__dirname\s*\}}(/[^`$\\\n]*)`"
)


def beside(argument: str) -> str:
    """What a computed path comes to, seen from the file's own folder: "./x/y"; "" where it is another."""
    match = BESIDE.fullmatch(argument.strip())
    if match is None:
        return ""
    parts = [part[1:-1] for part in re.findall(PART, match[1])] if match[1] else [match[3] or match[2][1:-1]]
    if (match[1] is None) is not parts[0].startswith("/") or any(part.startswith("/") for part in parts[1:]):
        return ""
    return f"./{'/'.join(parts).lstrip('/')}"


def names_of(clause: str) -> Iterator[str]:
    """The names that a module has to offer for `import a, { b as c } from`, or `export { b } from`, to link."""
    clause = COMMENT.sub("", clause)
    if DEFAULT.match(clause):
        yield "default"
    for body in LISTED.findall(clause):
        for part in body.split(","):
            words = part.split()
            if words:
                yield words[0].strip("\"'")


def attributes_of(text: str, end: int) -> str:
    """The word before the attributes that follow an import: "with", "assert", or "" where there are none."""
    match = ATTRIBUTES.match(text, end)
    return match[1] if match else ""


def is_property(text: str, word: str, start: int, end: int) -> bool:
    """A name behind a dot, or before a colon: `x.catch`, `{ default: 1 }`."""
    if start and text[start - 1] == "." and not text.endswith("...", 0, start):
        return word != "require" or not text.endswith("module.", 0, start)
    after = SPACE.match(text, end)
    return text.startswith(":", after.end() if after else end)


def arguments_of(text: str, start: int) -> str:
    """The text up to the bracket that closes the call; cut where it is long. Never empty."""
    depth = 1
    for index in range(start, min(len(text), start + LONGEST)):
        depth += {"(": 1, ")": -1}.get(text[index], 0)
        if not depth:
            return text[start:index].strip() or " "
    return text[start : start + LONGEST].strip() or " "


def last_of_interest(text: str) -> int:
    """Where the last word of interest stands. A throw is one where a source may give up on its addon."""
    words = ["require", "import", "export"]
    if any(word in text for word in ADDON_WORDS):
        words.append("throw")
    if STATEMENT.search(text):
        words += FOLDERS
    return max(map(text.rfind, words))
