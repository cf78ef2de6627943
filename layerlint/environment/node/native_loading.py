"""How sure it is that a source loads the addon of its package, told by the ways in which packages do that."""

import re
from collections.abc import Iterator

from layerlint.facts.javascript.request import Form, Guard, Request, Source
from layerlint.pattern import pattern

LOADERS = frozenset({"node-gyp-build", "bindings", "node-gyp-build-optional-packages", "@mapbox/node-pre-gyp"})
#: a source that computes the name of what it requires means its addon where it speaks of one
SPEAKS_OF_ADDON = pattern(
    r"\.node\b|pre-gyp|node-gyp|prebuil|binding|native|-\$\{[^}]*(?:arch|platform)", re.IGNORECASE
)
#: the loader is kept under a name
KEPT = pattern(
    r"^(?:const|let|var|import)\s+([\w$]+)\s*(?:=\s*require\(|from\s*)"
    r"[\"'](?:node-gyp-build(?:-optional-packages)?|bindings)[\"']",
    re.MULTILINE,
)
#: bundlers call what they keep by its default export
CALLED = r"{}(?:(?:__default)?(?:\.default|\[[\"']default[\"']\]))?"
#: what is said when no addon loads
GIVES_UP = pattern(
    r"no prebuil[dt]|missing binary"
    r"|(?:could not (?:load|find|locate)|failed to load|cannot find|unable to (?:load|find)|unsupported)"
    r".{0,80}?(?:native|binding|prebuil|module|platform|binary|architecture)",
    re.IGNORECASE | re.DOTALL,
)
FUNCTION = pattern(r"(?:function\s+([\w$]+)\s*\(|(?:const|let|var)\s+([\w$]+)\s*=\s*(?:function\b|\(|[\w$]+\s*=>))")
MOST_DEFERRED = 10  # requests in functions that are looked into
STATEMENT = r"^(?:(?:(?:const|let|var|module|exports)\b|\}}\s*=).*[^.\w$])?{name}\("


def native_guards(source: Source, text: str) -> Iterator[Guard]:
    """The guards under which the source asks for its addon."""
    asking = [request for request in source.requests if _asks(request)]
    if not SPEAKS_OF_ADDON.search(text):
        return
    yield from (request.guard for request in asking)
    tried = {request.attempt for request in asking if not request.is_rescue}
    if any(request.is_rescue and request.attempt in tried for request in asking):
        yield Guard.ALWAYS
    deferred = [request for request in asking if request.guard is Guard.DEFERRED]
    if any(_is_called_at_margin(request, text) for request in deferred[:MOST_DEFERRED]):
        yield Guard.ALWAYS
    if asking and Guard.CONDITIONAL in source.throws and GIVES_UP.search(text):
        yield Guard.ALWAYS
    kept = KEPT.search(text)
    if kept and re.search(STATEMENT.format(name=CALLED.format(re.escape(kept[1]))), text[kept.end() :], re.MULTILINE):
        yield Guard.ALWAYS


def _asks(request: Request) -> bool:
    if not request.specifier:
        return request.form is Form.REQUIRE
    return request.specifier.endswith(".node") or (request.specifier in LOADERS and bool(request.called))


def _is_called_at_margin(request: Request, text: str) -> bool:
    """Whether the function around it starts at the margin of the file, as does a statement that calls it."""
    lines = text.split("\n")[: request.line]
    head = next((line for line in reversed(lines) if line[:1] not in ("", " ", "\t", "}", ")", "/", "*", "\r")), "")
    match = FUNCTION.match(head)
    name = match and (match[1] or match[2])
    return bool(name) and re.search(STATEMENT.format(name=re.escape(name or "")), text, re.MULTILINE) is not None
