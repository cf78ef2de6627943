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
        ("module.exports = async (event) => {\n  return event\n}\n", set()),
        ("module.exports = function (event) {\n  return event\n}\n", set()),
        ("exports = { handler: 1 }\n", set()),
        ("exports = module.exports = { a, b }\n", {"a", "b"}),
        ("route('/*')\nexports.a = 1\n/** why */\n", {"a"}),
    ],
)
def test_scripts(text: str, names: set[str]) -> None:
    assert offers(text, is_module=False) == Offer(frozenset(names), complete=True)


@pytest.mark.parametrize(
    "text",
    [
        "/*\nexports.handler = 1\n*/\n",
        "module.exports = function () { return { handler } }()\n",
        "module.exports = function (a) {\n  return a\n}({ handler })\n",
        "module.exports = { handler: async () => 1 }\n",
        "module.exports = { ...other }\n",
        "Object.assign(exports, { a })\n",
        "__exportStar(a, exports);\n",
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
        ("export default function () { }\n", {"default"}),
        ("export { a as 'handler' }\n", {"handler"}),
        ("var a=1;export{a as handler};\n", {"handler"}),
        ("export * as all from './x.mjs'\n", {"all"}),
        ("get('/*')\nexport const handler = 1\n/** why */\nexport class A { }\n", {"handler", "A"}),
        ("const a = 1\n", set()),
    ],
)
def test_modules(text: str, names: set[str]) -> None:
    assert offers(text, is_module=True) == Offer(frozenset(names), complete=True)


@pytest.mark.parametrize(
    "text",
    [
        "export const { a } = b\n",
        "const a = 1; export { a }\n",
        "export let a = 1, b = 2\n",
    ],
)
def test_modules_that_may_offer_more(text: str) -> None:
    assert not offers(text, is_module=True).complete


STARRED = """
var __exportStar = (this && this.__exportStar) || function(m, exports) {
    for (var p in m)
        if (p !== "default" && !Object.prototype.hasOwnProperty.call(exports, p)) __createBinding(exports, m, p);
};
Object.defineProperty(exports, "__esModule", { value: true });
__exportStar(require("./a"), exports);
"""


@pytest.mark.parametrize(
    ("text", "is_module", "others"),
    [
        ("module.exports = require('./x')\n", False, ("./x",)),
        (STARRED, False, ("./a",)),
        ("export * from './x.mjs'\nexport const a = 1\n", True, ("./x.mjs",)),
    ],
)
def test_what_is_offered_of_other_modules(text: str, is_module: bool, others: tuple[str, ...]) -> None:
    offer = offers(text, is_module=is_module)
    assert offer.complete
    assert offer.others == others


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("export default { handler: 1 }\n", True),
        ("const a = 1\nexport { a as default }\n", True),
        ("export default async (event) => 1\n", False),
        ("export const a = 1\n", False),
    ],
)
def test_a_default_export_may_hold_names(text: str, within: bool) -> None:
    assert offers(text, is_module=True).within_default is within


@pytest.mark.parametrize(
    ("text", "is_module"),
    [
        ("var r=/[/*]/;var h=1;export{h as handler};\n/* legal */\n", True),
        ("var r=/[/*]/;export default h;/* legal */", True),
        ("var r=/[/*]/;exports.handler=1;/* legal */", False),
        ("var r=/[/*]/,h=1;module.exports={handler:h};/* legal */", False),
    ],
)
def test_what_only_looks_like_a_comment_hides_no_export(text: str, *, is_module: bool) -> None:
    found = offers(text, is_module=is_module)
    assert "handler" in found.names or not found.complete
