"""What Node.js does before a module runs: names are linked, JSON told by attributes, built-in modules by versions."""

import pytest

from layerlint.engine import Options, run
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import function
from layerlint.load import load_rules
from layerlint.platform.load import load_platform

PLATFORM = load_platform()
RULES = [rule for rule in load_rules(packs=False) if rule.family == "LL7"]
HANDLER = "export const handler = async () => 1\n"


def said(files: dict[str, str], runtime: str = "nodejs22.x", handler: str = "index.handler") -> list[tuple[str, str]]:
    report = run(
        stack_of(function(files, runtime, handler=handler)), RULES, Options(platform=PLATFORM, as_of=PLATFORM.as_of)
    )
    return [(found.code, str(found.severity)) for found in report.diagnostics]


def imported(text: str, **files: str) -> list[tuple[str, str]]:
    return said({"index.mjs": f"{text}\n{HANDLER}", **{name.replace("_", "."): each for name, each in files.items()}})


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("import { a } from './a.cjs'", "exports.a = 1\n"),
        ("import { a } from './a.cjs'", "module.exports['a'] = 1\n"),
        ("import { a } from './a.cjs'", "Object.defineProperty(exports, 'a', { value: 1 })\n"),
        ("import { a } from './a.cjs'", "module.exports = { b, a }\n"),
        ("import { a } from './a.cjs'", "0 && (module.exports = {\n  a\n})\n"),
        ("import { a } from './a.cjs'", "__exportStar(require('./b.cjs'), exports)\n"),
        ("import { a } from './a.cjs'", "module.exports = require('./b.cjs')\n"),
        ("import all, { a as b } from './a.cjs'", "(function () { exports.a = 1 })()\n"),
        ("import all from './a.cjs'", "module.exports = make()\n"),
        ("import * as all from './a.cjs'", "module.exports = make()\n"),
        ("import './a.cjs'", "module.exports = make()\n"),
    ],
)
def test_names_that_node_may_see_in_commonjs(text: str, source: str) -> None:
    assert imported(text, a_cjs=source, b_cjs="exports.a = 1\n") == []


@pytest.mark.parametrize(
    "source",
    [
        "const x = { a: 1 }\nmodule.exports = Object.assign({}, x)\n",
        "module.exports = function a() { }\n",
        "module.exports = require('./b.cjs')\n",
    ],
)
def test_names_that_node_does_not_see_in_commonjs(source: str) -> None:
    assert imported("import { a } from './a.cjs'", a_cjs=source, b_cjs="exports.b = 1\n") == [("LL703", "error")]


@pytest.mark.parametrize(
    ("text", "source", "links"),
    [
        ("import { a } from './a.mjs'", "export const a = 1\n", True),
        ("import { a } from './a.mjs'", "export const b = 1, a = 2\n", True),
        ("import { a } from './a.mjs'", "export * from './b.mjs'\n", True),
        ("import a from './a.mjs'", "export default 1\n", True),
        ("export { a } from './a.mjs'", "const a = 1\nexport { a }\n", True),
        ("import { a } from './a.mjs'", "export const b = 1\n", False),
        ("import { b } from './a.mjs'", "export * from './b.mjs'\n", False),
        ("import a from './a.mjs'", "export const a = 1\n", False),
        ("import a from './a.mjs'", "export * from './b.mjs'\n", False),
        ("export { b } from './a.mjs'", "export const a = 1\n", False),
    ],
)
def test_names_of_modules(text: str, source: str, links: bool) -> None:
    found = imported(text, a_mjs=source, b_mjs="export const a = 1\nexport default 1\n")
    assert found == ([] if links else [("LL703", "error")])


@pytest.mark.parametrize(
    ("statement", "runtime", "links"),
    [
        ("import a from './a.json'", "nodejs22.x", False),
        ("import a from './a.json' with { type: 'json' }", "nodejs20.x", True),
        ("import a from './a.json' with { type: 'json' }", "nodejs24.x", True),
        ("import a from './a.json' assert { type: 'json' }", "nodejs20.x", True),
        ("import a from './a.json' assert { type: 'json' }", "nodejs22.x", False),
        ("import { a } from './a.json' with { type: 'json' }", "nodejs22.x", False),
    ],
)
def test_json_is_imported_with_attributes(statement: str, runtime: str, links: bool) -> None:
    found = said({"index.mjs": f"{statement}\n{HANDLER}", "a.json": "{}"}, runtime)
    assert found == ([] if links else [("LL703", "error")])


@pytest.mark.parametrize(
    ("text", "works"),
    [
        ("const at = __dirname", False),
        ("console.log(`${__filename}`)", False),
        ("const at = typeof __dirname === 'string' ? __dirname : '.'", True),
        ("const __dirname = new URL('.', import.meta.url).pathname\nconst at = __dirname", True),
        ("import { __dirname } from './at.mjs'\nconst at = __dirname", True),
        ("globalThis.__dirname = '/var/task'\nconst at = __dirname", True),
        ("const wrap = (exports, __dirname) => __dirname", True),
        ("const at = { __dirname: 1 }.__dirname", True),
        ("const words = '__dirname'", True),
    ],
)
def test_variables_of_commonjs_in_a_module(text: str, works: bool) -> None:
    found = imported(text, at_mjs="export const __dirname = '.'\n")
    assert found == ([] if works else [("LL703", "error")])


@pytest.mark.parametrize(
    ("name", "runtime", "there"),
    [
        ("node:test", "nodejs18.x", True),
        ("node:sea", "nodejs18.x", False),
        ("node:sqlite", "nodejs20.x", False),
        ("node:sqlite", "nodejs22.x", True),
        ("node:fs/promises", "nodejs16.x", True),
        ("node:no-such-thing", "nodejs22.x", False),
        ("node:no-such-thing", "nodejs16.x", True),
    ],
)
def test_built_in_modules_of_a_version(name: str, runtime: str, there: bool) -> None:
    files = {"index.js": f"const x = require('{name}')\nexports.handler = async () => x\n"}
    assert said(files, runtime) == ([] if there else [("LL701", "error")])


@pytest.mark.parametrize(
    ("text", "loads"),
    [
        ("try { require('./a') } catch (e) { require('./b') }", False),
        ("try { require('./a') } catch (e) { if (e.code !== 'MODULE_NOT_FOUND') throw e\n  require('./b') }", False),
        ("try { require('./a') } catch (e) { require('./there') }", True),
        ("try { require('./there') } catch (e) { require('./b') }", True),
        ("try { require('./a') } catch (e) { if (e) require('./b') }", True),
        ("try { require('./a') } catch (e) { try { require('./b') } catch (f) { } }", True),
        ("try { require('./a') } catch (e) { }\ntry { f() } catch (e) { require('./b') }", True),
    ],
)
def test_a_second_try_that_fails_as_the_first(text: str, loads: bool) -> None:
    found = said({"index.js": f"{text}\nexports.handler = async () => 1\n", "there.js": ""})
    assert (("LL701", "error") not in found) is loads


@pytest.mark.parametrize(
    "text",
    [
        "const x = await import('lost').catch(() => null)",
        "const x = await import('lost').then((all) => all, () => null)",
        "let x\ntry {\n  x = await import('lost')\n} catch { }",
    ],
)
def test_an_import_that_may_fail(text: str) -> None:
    assert ("LL701", "error") not in imported(text)


@pytest.mark.parametrize(
    "text",
    [
        "require.extensions['.ts'] = (module) => { }\nrequire('./source')\n",
        "const Module = require('module')\nModule._extensions['.ts'] = (module) => { }\nrequire('./source')\n",
        "require.cache[require.resolve('./there')] = { exports: {}, loaded: true }\nrequire('lost')\n",
    ],
)
def test_sources_that_change_how_modules_are_found(text: str) -> None:
    files = {"index.js": f"{text}exports.handler = async () => 1\n", "source.ts": "", "there.js": ""}
    assert said(files) == [("LL701", "warning")]


def test_a_handler_beside_the_folder_that_its_name_leads_to() -> None:
    """What is not at its place is looked for as a package, from the handler's own folder as well."""
    files = {"lib/x.js": "", "lib/node_modules/bar.js": "exports.handler = async () => 1\n"}
    assert said(files, handler="lib/bar.handler") == []


@pytest.mark.parametrize(
    ("name", "runtime", "fails"),
    [
        ("a.node", "nodejs22.x", True),
        ("a.wasm", "nodejs20.x", True),
        ("a.wasm", "nodejs22.x", False),
        ("a.css", "nodejs26.x", True),
        ("a.JS", "nodejs24.x", True),
        ("LICENSE", "nodejs24.x", False),
        ("a.ts", "nodejs20.x", True),
        ("a.ts", "nodejs24.x", False),
    ],
)
def test_import_takes_files_by_their_endings(name: str, runtime: str, *, fails: bool) -> None:
    for asking in (f"import './{name}'", f"await import('./{name}')"):
        found = said({"index.mjs": f"{asking}\n{HANDLER}", name: ""}, runtime)
        assert (("LL703", "error") in found) is fails


def test_typescript_in_packages_is_never_imported() -> None:
    files = {
        "index.mjs": f"import 'p'\n{HANDLER}",
        "node_modules/p/package.json": '{"main": "p.ts"}',
        "node_modules/p/p.ts": "",
    }
    assert said(files, "nodejs24.x") == [("LL703", "error")]


@pytest.mark.parametrize(
    ("text", "runtime", "fails"),
    [
        ("import { styleText } from 'node:util'", "nodejs18.x", True),
        ("import { styleText } from 'node:util'", "nodejs20.x", False),
        ("import util, { inspect, isArray } from 'util'", "nodejs24.x", False),
        ("import util, { inspect, isDate } from 'util'", "nodejs24.x", True),
        ("import util, { inspect, isDate } from 'util'", "nodejs22.x", False),
        ("import { glob } from 'node:fs/promises'", "nodejs20.x", True),
        ("import * as fs from 'node:fs/promises'", "nodejs20.x", False),
        ("export { registerHooks } from 'node:module'", "nodejs20.x", True),
        ("const { styleText } = await import('node:util')", "nodejs18.x", False),
        ("import { nobodyKnows } from 'node:util'", "nodejs18.x", False),
    ],
)
def test_names_of_built_in_modules_by_version(text: str, runtime: str, *, fails: bool) -> None:
    assert (("LL703", "error") in said({"index.mjs": f"{text}\n{HANDLER}"}, runtime)) is fails


def test_scripts_too_large_to_be_read_may_export_anything() -> None:
    large = "// " + "x" * (9 << 20) + "\n"
    assert said({"index.js": f"{large}exports.handler = 1\n"}) == []
    assert imported("import { a } from './a.cjs'", a_cjs=f"{large}exports.a = 1\n") == []
