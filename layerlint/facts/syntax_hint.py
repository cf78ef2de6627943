"""A cheap guess at how new the syntax of a source is, by its text alone; `syntax_level` gives the verdict.

Every pattern is possessive, bounded or held to one line's start, so that the work is linear in the input.
"""

import re

_TYPE_PARAMETERS = rb"\b(?:def|class)[ \t]++\w++[ \t]*+\[|[\n;:][ \t]*+type[ \t]++\w++[ \t]*+[=\[]"
_PLAIN_FIELD = rb"\{[^{}%(quote)s\\\n#:!]++(?:![rsa])?+(?::(?:[^{}%(quote)s\n]|\{[^{}%(quote)s\\\n#:!]++\})*+)?+\}"
_ODD_STRING = (  # an f-string of one line that holds more than plain fields
    rb"\b[rR]?+[fF][rR]?+%(quote)s(?!%(quote)s%(quote)s)"
    rb"(?:[^%(quote)s{}\\\n]|\\.|\{\{|\}\}|" + _PLAIN_FIELD + rb")*+(?!%(quote)s)"
)
_STRINGS = b"|".join(_ODD_STRING % {b"quote": quote} for quote in (b'"', b"'"))
_LONG_STRINGS = rb"\b[rR]?+[fF][rR]?+(?:\"\"\"|''')"
_BRACKETS = rb"\([^()]*+\)|\[[^\[\]]*+\]|\{[^{}]*+\}"
_UNPACKING = rb"[\[{(][ \t\n]*+\*\*?+(?:[^,\[\](){}]|" + _BRACKETS + rb")*?\bfor\b"
HINTS = tuple(
    (version, re.compile(pattern))
    for version, pattern in (
        ((3, 15), rb"[\n;:][ \t]*+lazy[ \t]++(?:import|from)\b|" + _UNPACKING),
        ((3, 14), rb"(?<![\w\"'])(?:[tT][rR]?+|[rR][tT])[\"']"),
        ((3, 14), rb"\n[ \t]*+except\b\*?+[ \t]*+[^(:\n \t*][^:,\n]*+,"),
        ((3, 13), _TYPE_PARAMETERS),
        ((3, 12), rb"|".join((_TYPE_PARAMETERS, _STRINGS, _LONG_STRINGS))),
        (
            (3, 11),
            rb"\bexcept[ \t]*+\*|[\[\]][^\[\]\n]*(?:(?<=[\[,])|(?<=, ))\*\w|[(,][ \t\n]*+\*\w++[ \t]*+:[ \t]*+\*",
        ),
        ((3, 10), rb"\n[ \t]*+match\b[^\n]*:|[\[\]][^\[\]\n]*:="),
        ((3, 9), rb"\n[ \t]*+@[^\n]*[\[)]|\bwith[ \t]*+\(|\bin[ \t]++[^\n:]{0,200}\*\w|[{}][^{}\n]*:="),
        ((3, 8), rb":=|[,(][ \t\n]*+/[ \t\n]*+[,):]|\{[^{}\n]*=[ \t]*+[!:}]|\b(?:return|yield)\b[^\n]{0,200}\*"),
        ((3, 8), rb"\bfinally[ \t]*+:|\n[ \t]*+[\w.]++[ \t]*+:[^=\n]++=[^=\n]*,"),
        ((3, 7), rb"\nfrom[ \t]++__future__\b"),
    )
)


def seems_newer(data: bytes, version: tuple[int, int]) -> bool:
    """Whether the text seems to use syntax that came after a version; wrong often, in this direction only."""
    text = b"\n" + data
    return any(pattern.search(text) for since, pattern in HINTS if since > version)
