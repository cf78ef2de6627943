"""A cheap guess at how new the syntax of a source is, by its text alone; `syntax_level` gives the verdict."""

import re

GENERIC = rb"\b(?:def|class)[ \t]+\w+[ \t]*\[|\n[ \t]*type[ \t]+\w+[ \t]*[=\[]"
NESTED_QUOTES = rb"\b[rR]?[fF][rR]?(?:\"[^\"\n]*\{[^}\"\n]*[\"\\]|'[^'\n]*\{[^}'\n]*['\\]|\"\"\"|''')"
HINTS = tuple(
    (version, re.compile(pattern))
    for version, pattern in (
        ((3, 15), rb"\n[ \t]*lazy[ \t]+(?:import|from)\b"),
        ((3, 14), rb"(?<![\w\"'])[tT][rR]?[\"']|(?<![\w\"'])[rR][tT][\"']|\n[ \t]*except[ \t]+[\w.]+[ \t]*,"),
        ((3, 13), rb"\b(?:def|class|type)[ \t]+\w+[ \t]*\[[^\]\n]*="),
        ((3, 12), GENERIC + rb"|" + NESTED_QUOTES),
        ((3, 11), rb"\bexcept[ \t]*\*|\[[^\]\n]*(?<![\w)\]])\*\w"),
        ((3, 10), rb"\n[ \t]*match\b[^\n]*:|\bwith[ \t]*\("),
        ((3, 9), rb"\n[ \t]*@[^\n]*[\[)][^\n]*|\bwith[ \t]*\("),
        ((3, 8), rb":=|[,(][ \t\n]*/[ \t\n]*[,)]|\{[^{}\n]*=[!:}]|\b(?:return|yield)\b[^\n]*\*"),
    )
)


def seems_newer(data: bytes, version: tuple[int, int]) -> bool:
    """Whether the text seems to use syntax that came after a version; wrong often, in this direction only."""
    text = b"\n" + data
    return any(pattern.search(text) for since, pattern in HINTS if since > version)
