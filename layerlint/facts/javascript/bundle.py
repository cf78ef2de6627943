"""What an ES module that esbuild made asks of a require which it does not have.

It keeps each CommonJS module in a function, `var require_x = __commonJS({ ... })`, and calls `__require("name")` for
what was left outside; in an ES module without a `require` that throws `Dynamic require of "name" is not supported`.
Where it makes names short, the functions of those two names are told by their bodies. It gives no name of the top to
anything below.
"""

import re

from layerlint.facts.javascript.request import Form, Guard
from layerlint.facts.javascript.scan import LARGEST, Scanner
from layerlint.pattern import pattern

THROWS = "Dynamic require of"
#: the function that stands for require: the last name that is given such a value before it throws
REQUIRE = pattern(r"([\w$]{1,200})\s?=\s?(?:/\*[^*\n]{0,50}\*/\s?)?\(\(?[\w$]{1,200}\)?\s?=>\s?typeof require\b")
#: the function that makes a module of a function
KEEPER = pattern(
    r"([\w$]{1,200})\s?=\s?\(([\w$]{1,200}),\s?([\w$]{1,200})\)\s?=>"
    r"[^;]{0,200}?\(\3\s?=\s?\{\s?exports:\s?\{\}\s?\}\)\.exports"
)
LONG_KEEPER = "__commonJS"  #: what it is called, where names are left as they are
#: how a module starts that is kept: `x = __commonJS({ "path"(exports, module) {`, `x=c((e,t)=>{`
KEPT = (
    r"(?<![\w$.])([\w$]{{1,200}})\s?=\s?{}\(\s*"
    r"(?:\{{\s*\"[^\"\n]{{0,1000}}\"\([\w$,\s]{{0,100}}\)\s*|\(?[\w$,\s]{{0,100}}\)?\s?=>\s?)\{{"
)
CALL = pattern(r"(?<![\w$.])([\w$]{1,200})\((?=[)\"'`])(\))?")
#: a require is made; "--require=" in a text is none
GLOBAL = pattern(r"\bglobal(?:This)?\b[^;\n]{0,80}\brequire\b|(?<![\w$-])require\s*=(?!=)")
MOST = 50_000  # starts of modules and calls of them
START, INSIDE = "#start:", "#"  # before the names of modules inside


def dynamic_require(text: str) -> str:
    """The name that loading such a bundle is sure to ask for; "" where it may load, or is none."""
    thrown = text.find(THROWS)
    if thrown < 0 or len(text) > LARGEST or GLOBAL.search(text):
        return ""
    names = [match[1] for match in REQUIRE.finditer(text, 0, thrown)]
    if not names:
        return ""
    asked = _asked(text, names[-1])
    waiting, seen = list(reversed(asked.get("", ()))), set[str]()
    while waiting:
        name = waiting.pop()
        if not name.startswith(INSIDE):
            return name
        if name not in seen:
            seen.add(name)
            waiting += reversed(asked.get(name.removeprefix(INSIDE), ()))
    return ""


def _asked(text: str, require: str) -> dict[str, list[str]]:
    """What each module inside is sure to ask for, by its name; "" is what stands around them."""
    scanner = Scanner(_told(text, require), MOST)
    scanner.run()
    found: dict[str, list[str]] = {}
    bodies: dict[object, str] = {}
    for request in scanner.found if scanner.sound else ():
        if request.form is not Form.REQUIRE or not request.specifier:
            continue
        if request.specifier.startswith(START):
            bodies[request.frames[-1]] = request.specifier.removeprefix(START)
            continue
        body = next((frame for frame in reversed(request.frames) if frame in bodies), None)
        if request.guard_within(body) is Guard.ALWAYS:
            found.setdefault(bodies[body] if body else "", []).append(request.specifier)
    return found


def _told(text: str, require: str) -> str:
    """The text with what it does in the words of CommonJS: where modules start, and what asks for them."""
    found = KEEPER.search(text)
    keeper = found[1] if found else LONG_KEEPER
    starts = list(re.finditer(KEPT.format(re.escape(keeper)), text))
    names = {match[1] for match in starts}

    def call(match: re.Match[str]) -> str:
        if match[2]:
            return f'require("{INSIDE}{match[1]}")' if match[1] in names else match[0]
        return "require(" if match[1] == require else match[0]

    parts, position = [], 0
    for match in starts:
        parts += [CALL.sub(call, text[position : match.end()]), f'require("{START}{match[1]}");']
        position = match.end()
    return "".join([*parts, CALL.sub(call, text[position:])])
