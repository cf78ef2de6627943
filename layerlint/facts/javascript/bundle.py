"""What an ES module that esbuild made asks of a require which it does not have.

It keeps each CommonJS module in a function, `var require_x = __commonJS({ ... })`, and calls `__require("name")` for
what was left outside; in an ES module without a `require` that throws `Dynamic require of "name" is not supported`.
"""

import re
from collections.abc import Iterator, Mapping

from layerlint.facts.javascript.request import Form, Guard
from layerlint.facts.javascript.scan import scan
from layerlint.pattern import pattern

THROWS = "Dynamic require of"
KEPT = pattern(r"^var (require_[\w$]{1,200}) = __commonJS\(\{\n[^\n]*\{\n", re.MULTILINE)
END = "\n});\n"
LEFT_OUT = pattern(r"(?<![\w$.])__require\(")
CALLED = pattern(r"(?<![\w$.])(require_[\w$]{1,200})\(\)")
GLOBAL = pattern(r"\bglobal(?:This)?\.require\s*=|\brequire\s*=(?!=)")
INSIDE = "#"  # before the name of a module inside
MOST = 20_000  # modules


def dynamic_require(text: str) -> str:
    """The name that loading such a bundle is sure to ask for; "" where it may load, or is none."""
    if THROWS not in text or GLOBAL.search(text):
        return ""
    modules, rest = _parts(text)
    waiting, seen = [rest], set[str]()
    while waiting:
        for name in _sure(waiting.pop()):
            if not name.startswith(INSIDE):
                return name
            if name not in seen and name[1:] in modules:
                seen.add(name)
                waiting.append(modules[name[1:]])
    return ""


def _parts(text: str) -> tuple[Mapping[str, str], str]:
    """The bodies of the modules inside, by the names of their functions, and what stands around them."""
    found: dict[str, str] = {}
    around: list[str] = []
    position = 0
    for match in KEPT.finditer(text):
        end = text.find(END, match.end())
        if end < 0 or len(found) >= MOST:
            break
        if match.start() >= position:
            around.append(text[position : match.start()])
            found[match[1]] = text[match.end() : end].rpartition("\n")[0]
            position = end + len(END)
    return found, "".join([*around, text[position:]])


def _sure(text: str) -> Iterator[str]:
    """What a part is sure to ask for; "#require_x" for a module inside."""
    source = scan(CALLED.sub(rf'require("{INSIDE}\1")', LEFT_OUT.sub("require(", text)).encode())
    for request in source.requests:
        if request.form is Form.REQUIRE and request.guard is Guard.ALWAYS and request.specifier:
            yield request.specifier
