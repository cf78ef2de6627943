"""What an ES module of esbuild's is sure to ask of a require that it lacks."""

import pytest

from layerlint.facts.javascript.bundle import dynamic_require

SHIM = """
var __require = /* @__PURE__ */ ((x) => typeof require !== "undefined" ? require : x)(function(x) {
  throw Error('Dynamic require of "' + x + '" is not supported');
});
"""


def kept(name: str, body: str) -> str:
    return f'var {name} = __commonJS({{\n  "{name}.js"(exports, module) {{\n    {body}\n  }}\n}});\n'


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (kept("require_a", '__require("fs")') + "require_a();\n", "fs"),
        (kept("require_a", "require_b()") + kept("require_b", '__require("fs")') + "var a = require_a();\n", "fs"),
        ('var fs = __require("fs");\n', "fs"),
        (kept("require_a", '__require("fs")'), ""),
        (kept("require_a", 'exports.f = () => __require("fs")') + "require_a();\n", ""),
        (kept("require_a", 'try { __require("fs") } catch { }') + "require_a();\n", ""),
        (kept("require_a", 'if (exports) __require("fs")') + "require_a();\n", ""),
        (kept("require_a", '__require("fs")') + "var f = () => require_a();\n", ""),
        (kept("require_a", "require_b()") + kept("require_b", "require_a()") + "require_a();\n", ""),
        (kept("require_a", '__require("fs")') + "globalThis.require = make();\nrequire_a();\n", ""),
        ("var require_a = __commonJS({\n  a() {\n" * 3, ""),
    ],
)
def test_a_bundle(text: str, name: str) -> None:
    assert dynamic_require(SHIM + text) == name


def test_a_module_that_is_no_bundle() -> None:
    assert dynamic_require('var a = __require("fs")\n') == ""
