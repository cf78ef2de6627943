"""Code is written for the other module system of Node.js.

## Why it matters

Node.js tells ES modules (`import`, `export`) from CommonJS (`require`, `module.exports`) by the file's name and the
nearest package.json: `.mjs` is a module, `.cjs` is not, and `.js` is one where that package.json says
`"type": "module"`. A source in the words of the other system ends in `Cannot use import statement outside a module` or
`require is not defined in ES module scope`. `require()` of an ES module ends in `ERR_REQUIRE_ESM`: Lambda switches the
newer behaviour of Node.js off up to nodejs24.x. `__dirname` and `__filename` are CommonJS's as well,
and so is the `require` that esbuild leaves in an ES module: `Dynamic require of "events" is not supported`.

An import statement is linked before anything runs: it fails where the file does not export the name that it takes,
where CommonJS gives a name in a way that Node.js does not see (`Named export 'get' not found`), where a module of
Node.js itself has the name in other versions alone, as `styleText` of `node:util` from 20 on, and where JSON is not
said to be JSON (`needs an import attribute of "type: json"`). It takes files by their endings: addons (`.node`) only
from Node.js 24 on, WebAssembly from 22 on, and styles, texts and the like never (`ERR_UNKNOWN_FILE_EXTENSION`).

## What to do

Name the file `.mjs` or `.cjs`, put `{"type": "module"}` into a package.json beside the handler, or load the package
with `await import("x")`.
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.node.failure import Defect, Felt, Reach
from layerlint.environment.node.places import package_folder
from layerlint.examples.recipe import function, stack
from layerlint.node_findings import asker, failing
from layerlint.rule import Finding, Severity, rule

MODULE = '{"type": "module"}'
HANDLER = "export const handler = async () => 1\n"
BANNER = "import { createRequire } from 'module'\nconst require = createRequire(import.meta.url)\n"
#: as esbuild writes it
BUNDLE = """
var __require = ((x) => typeof require !== "undefined" ? require : x)(function(x) {
  if (typeof require !== "undefined") return require.apply(this, arguments);
  throw Error('Dynamic require of "' + x + '" is not supported');
});
var __commonJS = (cb, mod) => function __require2() {
  return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
};
var require_inside = __commonJS({
  "inside.js"(exports, module) {
    module.exports = __require("events");
  }
});
var events = require_inside();
export {
  handler
};
"""
ESM_ONLY = {
    "nodejs/node_modules/got/package.json": '{"name": "got", "type": "module", "exports": "./i.js"}',
    "nodejs/node_modules/got/i.js": "export default 1\n",
}


@rule(
    "LL703",
    Severity.ERROR,
    since="0.1",
    good=[
        function(
            {"index.mjs": f"import {{ styleText }} from 'util'\n{HANDLER}"}, "nodejs20.x", handler="index.handler"
        ),
        function({"index.mjs": f"import './a.wasm'\n{HANDLER}", "a.wasm": ""}, "nodejs24.x", handler="index.handler"),
        function({"index.mjs": HANDLER}, "nodejs22.x", handler="index.handler"),
        function({"index.js": HANDLER, "package.json": MODULE}, "nodejs22.x", handler="index.handler"),
        function({"index.cjs": "exports.handler = 1\n", "package.json": MODULE}, "nodejs22.x", handler="index.handler"),
        function(
            {"index.mjs": "import { createRequire } from 'module'\ncreateRequire(import.meta.url)('fs')\n"},
            "nodejs22.x",
            handler="index.handler",
        ),
        stack(ESM_ONLY, function={"index.mjs": "import 'got'\n"}, runtime="nodejs22.x", handler="index.handler"),
        function(
            {"index.mjs": "import a from './a.json' with { type: 'json' }\n", "a.json": "{}"},
            "nodejs22.x",
            handler="index.handler",
        ),
        function(
            {"index.mjs": "import { a } from './a.cjs'\n", "a.cjs": "exports.a = 1\n"},
            "nodejs22.x",
            handler="index.handler",
        ),
        function(
            {"index.mjs": "import { fileURLToPath } from 'url'\nconst __filename = fileURLToPath(import.meta.url)\n"},
            "nodejs22.x",
            handler="index.handler",
        ),
        function({"index.mjs": f"{BANNER}{BUNDLE}"}, "nodejs22.x", handler="index.handler"),
        function(
            {"index.mjs": BUNDLE.replace("= require_inside", "= () => require_inside")},
            "nodejs22.x",
            handler="index.handler",
        ),
    ],
    bad=[
        function(
            {"index.mjs": f"import {{ styleText }} from 'util'\n{HANDLER}"}, "nodejs18.x", handler="index.h"
        ).flags("index.mjs"),
        function(
            {"index.mjs": f"import './a.css'\n{HANDLER}", "a.css": ""}, "nodejs24.x", handler="index.handler"
        ).flags("index.mjs"),
        function({"index.mjs": BUNDLE}, "nodejs22.x", handler="index.handler").flags("index.mjs"),
        function({"index.mjs": "import a from './a.json'\n", "a.json": "{}"}, "nodejs22.x", handler="index.h").flags(
            "index.mjs"
        ),
        function(
            {"index.mjs": "import { a } from './a.cjs'\n", "a.cjs": "module.exports = make()\n"},
            "nodejs22.x",
            handler="index.handler",
        ).flags("index.mjs"),
        function(
            {"index.mjs": "import { b } from './a.mjs'\n", "a.mjs": "export const a = 1\n"},
            "nodejs22.x",
            handler="index.handler",
        ).flags("index.mjs"),
        function({"index.mjs": f"const at = __dirname\n{HANDLER}"}, "nodejs22.x", handler="index.handler").flags(
            "index.mjs"
        ),
        function({"index.js": HANDLER}, "nodejs22.x", handler="index.handler").flags("index.js"),
        function({"index.js": "module.exports = {}\n", "package.json": MODULE}, "nodejs22.x", handler="index.h").flags(
            "index.js"
        ),
        function({"index.mjs": "const fs = require('fs')\n"}, "nodejs22.x", handler="index.handler").flags("index.mjs"),
        stack(
            ESM_ONLY, function={"index.js": "const got = require('got')\n"}, runtime="nodejs22.x", handler="index.h"
        ).flags("index.js"),
    ],
)
def module_systems_mixed(env: Environment) -> Iterator[Finding]:
    for felt in env.node.felt if env.node else ():
        is_meant = felt.reach is Reach.WHOLE or package_folder(felt.cause.owner) is None
        if felt.cause.defect in (Defect.MODULE, Defect.SYNTAX, Defect.LINK) and is_meant:
            yield failing(felt, message(felt), advice(felt), env, reason=felt.cause.detail)


def message(felt: Felt) -> str:
    if felt.cause.defect is Defect.MODULE:
        return f"{asker_of_module(felt)} requires {asker(felt)}, which is an ES module"
    if felt.cause.defect is Defect.LINK and felt.cause.detail.endswith((" files", "node_modules")):
        return f"{asker(felt)} imports {felt.cause.subject}, which is no module for import"
    if felt.cause.defect is Defect.LINK:
        return f"{asker(felt)} imports {felt.cause.subject}, and not as that wants it"
    return f"{felt.cause.owner.rpartition('/')[2]} is written for the other module system"


def asker_of_module(felt: Felt) -> str:
    return felt.failure.steps[-1].what if felt.failure.steps else "the runtime"


def advice(felt: Felt) -> str:
    if felt.cause.defect is Defect.LINK:
        return link_advice(felt.cause.subject, felt.cause.detail)
    if felt.cause.defect is Defect.MODULE:
        return f"load it with await import(), or take a version of {asker(felt)} that is CommonJS"
    if felt.cause.detail.startswith("it has import"):
        return 'name it .mjs, or put {"type": "module"} into a package.json beside it'
    if "bundler" in felt.cause.detail:
        return (
            "bundle it as CommonJS, or give it a require at its top: "
            "import { createRequire } from 'module'; const require = createRequire(import.meta.url)"
        )
    if "__" in felt.cause.detail:
        return "take the folder from import.meta.url: fileURLToPath(new URL('.', import.meta.url))"
    return "name it .cjs, or write it with import and export"


def link_advice(subject: str, detail: str) -> str:
    if "CommonJS" in detail:
        return f"import the whole and take the name from it: import all from '{subject}'; const {{ name }} = all"
    if detail.endswith((" files", "node_modules")):
        return file_advice(subject)
    if detail.startswith("Node.js") and "exports no" in detail:
        return "choose a runtime with a Node.js that has it, or a version of the package that does without it"
    if "exports no" in detail:
        return f"correct the name, or install the version of {subject} that has it"
    return f"write import all from '{subject}' with {{ type: 'json' }}"


def file_advice(subject: str) -> str:
    if subject.endswith(".node"):
        return f"load it as CommonJS does: createRequire(import.meta.url)({subject!r})"
    if subject.endswith((".ts", ".mts", ".cts")):
        return "compile it to JavaScript, and import what comes of it"
    return "read it with node:fs, or have a bundler take it in"
