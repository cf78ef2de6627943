"""The tokens that the scan stops at; what lies between them is skipped at the speed of the regular expression."""

import re

from layerlint.pattern import pattern

WORDS = (
    "require import export function class try catch finally else do return throw if for while switch with await "
    "const let var break continue __dirname __filename"
)
TOKEN = pattern(
    r"//[^\n\r\u2028\u2029]*+"
    r"|/\*[^*]*+(?:\*(?!/)[^*]*+)*+\*/"
    r'|"(?:[^"\\\n\r]|\\.)*+"'
    r"|'(?:[^'\\\n\r]|\\.)*+'"
    r"|[`/{}()\[\];,]"
    r"|=>|&&|\|\||\?\?|\?(?!\.(?!\d))"
    rf"|(?<![\w$\\])(?:{WORDS.replace(' ', '|')})(?![\w$])",
    re.DOTALL,
)
REGEX = pattern(r"/(?:[^/\\\[\n\r]|\\.|\[(?:[^\]\\\n\r]|\\.)*+\])++/[A-Za-z]*+")
TEMPLATE = pattern(r"(?:[^`\\$]|\\.|\$(?!\{))*+", re.DOTALL)
SPACE = pattern(r"(?:\s|//[^\n]*+|/\*[^*]*+(?:\*(?!/)[^*]*+)*+\*/)*+")
#: after these words a slash starts a regular expression
BEFORE_REGEX = pattern(
    r"(?<![\w$.])(?:return|typeof|case|in|of|delete|void|throw|new|else|do|instanceof|yield|await|default)$"
)
OPERAND_END = pattern(r"[\w$)\]\"'`.]$|\+\+$|--$")
CALL_AFTER = pattern(r"\s*(?:\)\s*)?(?:\.\s*(?:call|apply)\s*)?\(")
LABEL = pattern(r"(?<![\w$.])([A-Za-z_$][\w$]*)\s*:$")
LABEL_AFTER = pattern(r"[ \t]*([A-Za-z_$][\w$]*)")
#: the end of an expression, a line's end, and a word: where no semicolon is written, a statement starts here
BOUNDARY = pattern(r"[\w$)\]}\"'`/][ \t\r]*\n\s*(?!(?:in|instanceof)\b)[A-Za-z_$]")
COMMENT = pattern(r"//[^\n]*|/\*.*?\*/", re.DOTALL)

STRING = r"(\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'|`(?:[^`\\$]|\\.|\$(?!\{))*+`)"
GAP = r"(?:\s|/\*(?:[^*]|\*(?!/))*+\*/|//[^\n]*+\n)*+"
LITERAL_CALL = pattern(rf"{GAP}\({GAP}{STRING}{GAP},?{GAP}\)")
DYNAMIC_CALL = pattern(rf"{GAP}\({GAP}{STRING}{GAP}[,)]")
#: what is done with a promise where it fails
CHAINED = pattern(rf"{GAP}\.{GAP}(?:catch|then)\b")
RESOLVE_CALL = pattern(rf"{GAP}\.{GAP}resolve{GAP}\({GAP}{STRING}{GAP}[,)]")
OPEN_CALL = pattern(rf"{GAP}\(")
IMPORT_CLAUSE = r"(?:[\w$*,{}\s]|/\*(?:[^*]|\*(?!/))*+\*/|//[^\n]*+\n|\"[^\"\n]*+\"\s+as){0,8000}?"
IMPORT_STATEMENT = pattern(rf"{GAP}(?:{IMPORT_CLAUSE}\bfrom{GAP})?{STRING}")
EXPORT_FROM = pattern(
    rf"{GAP}(?:\*{GAP}(?:as\s+(?:[\w$]+|\"[^\"\n]*+\"){GAP})?|\{{[^{{}}()]*+\}}{GAP})from{GAP}{STRING}"
)
CREATED_REQUIRE = pattern(
    r"\b(?:const|let|var)\s+require\s*=\s*(?:[\w$]+\.)?[\w$]*[cC]reateRequire\d*\(\s*import\.meta\.url\s*\)"
)
ESCAPE = pattern(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|.))", re.DOTALL)
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r\n": ""}


def label_of(text: str) -> str:
    """The name before a colon at the end; "" for none."""
    match = LABEL.search(text)
    return match[1] if match else ""


def label_after(text: str, position: int) -> str:
    """The name that follows on the same line; "" for none."""
    match = LABEL_AFTER.match(text, position)
    return match[1] if match else ""


def text_of(literal: str) -> str:
    """The value of a string literal, quotes included in `literal`."""
    inner = literal[1:-1]
    return ESCAPE.sub(_unescaped, inner) if "\\" in inner else inner


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code is None:
        return _SIMPLE.get(match[4], match[4])
    value = int(code, 16)
    return chr(value) if value < 0x110000 else "\ufffd"
