"""Which names a source offers, and when there can be no others."""

import pytest

from layerlint.facts.javascript.exports import Offer, offers

ESBUILD = """
var index_exports = {};
__export(index_exports, {
  handler: () => handler,
  other: () => other
});
module.exports = __toCommonJS(index_exports);
"""


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("exports.handler = async () => 1\n", {"handler"}),
        ("module.exports.handler = f\nmodule.exports['b'] = 1\n", {"handler", "b"}),
        ("module.exports = { handler, other: x };\n", {"handler", "other"}),
        ("const handler = exports.handler = 1\n", {"handler"}),
        ('Object.defineProperty(exports, "a", { get: f });\nexports.b = 1\n', {"a", "b"}),
        ("// exports.gone = 1\n/* module.exports = x */\nexports.a = 1\n", {"a"}),
        ("function handler() { }\n", set()),
        (ESBUILD, {"handler", "other"}),
    ],
)
def test_scripts(text: str, names: set[str]) -> None:
    assert offers(text, is_module=False) == Offer(frozenset(names), complete=True)


@pytest.mark.parametrize(
    "text",
    [
        "module.exports = require('./x')\n",
        "module.exports = { handler: async () => 1 }\n",
        "module.exports = { ...other }\n",
        "Object.assign(exports, { a })\n",
        "__exportStar(require('./a'), exports);\n",
        "exports[name] = 1\n",
        "const e = exports\ne.handler = 1\n",
        "this.handler = 1\n",
        "factory(module)\n",
        "eval('exports.handler = 1')\n",
    ],
)
def test_scripts_that_may_offer_more(text: str) -> None:
    assert not offers(text, is_module=False).complete


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("export const handler = 1\n", {"handler"}),
        ("export async function handler() { }\nexport class A { }\n", {"handler", "A"}),
        ("export { a as handler, b }\n", {"handler", "b"}),
        ("export default {}\n", {"default"}),
        ("const a = 1\n", set()),
    ],
)
def test_modules(text: str, names: set[str]) -> None:
    assert offers(text, is_module=True) == Offer(frozenset(names), complete=True)


@pytest.mark.parametrize(
    "text",
    [
        "export * from './x.mjs'\n",
        "export const { a } = b\n",
        "const a = 1; export { a }\n",
        "export let a = 1, b = 2\n",
    ],
)
def test_modules_that_may_offer_more(text: str) -> None:
    assert not offers(text, is_module=True).complete
