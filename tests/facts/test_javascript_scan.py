"""What the scan of a JavaScript source says it asks for, and under which guard."""

import pytest

from layerlint.facts.javascript.request import Form, Guard
from layerlint.facts.javascript.scan import LARGEST, scan

ALWAYS, CONDITIONAL, DEFERRED, CAUGHT = Guard.ALWAYS, Guard.CONDITIONAL, Guard.DEFERRED, Guard.CAUGHT


def guards(text: str) -> dict[str, Guard]:
    source = scan(text.encode())
    assert source.sound
    return {request.specifier: request.guard for request in source.requests}


@pytest.mark.parametrize(
    ("text", "guard"),
    [
        ("const x = require('x')", ALWAYS),
        ("const { a, b } = require('x'), c = 1", ALWAYS),
        ("a(b(require('x')))", ALWAYS),
        ("a: { b(); break a; require('x') }", CONDITIONAL),
        ("a: { if (b) break a; require('x') }", CONDITIONAL),
        ("a: { if (b) { break a } require('x') }", CONDITIONAL),
        ("a: { { c: { break a } } require('x') }", CONDITIONAL),
        ("a: { { c: { break c } } require('x') }", ALWAYS),
        ("a: { require('x'); break a }", ALWAYS),
        ("a: { break a } require('x')", ALWAYS),
        ("a:{b();break a}require('x')", ALWAYS),
        ("a: { b: for (;;) { break b } require('x') }", ALWAYS),
        ("a: { b: for (;;) break a; require('x') }", CONDITIONAL),
        ("a: { (function () { b: { break b } })(); require('x') }", ALWAYS),
        ("a: { for (;;) break; require('x') }", ALWAYS),
        ("a: { for (;;) { break } require('x') }", ALWAYS),
        ("do { if (a) break; require('x') } while (b)", CONDITIONAL),
        ("do { if (a) { continue } require('x') } while (b)", CONDITIONAL),
        ("do { switch (a) { case 1: break } require('x') } while (b)", ALWAYS),
        ("do { require('x'); break } while (b)", ALWAYS),
        ("a: do { for (;;) { continue a } require('x') } while (b)", CONDITIONAL),
        ("a: do { b: { break b } require('x') } while (c)", ALWAYS),
        ("const b = { break: 1 }; a: { b.break; require('x') }", ALWAYS),
        ("const o = { a: [require('x')] }", ALWAYS),
        ("module.require('x')", ALWAYS),
        ("class A extends require('x') {}", ALWAYS),
        ("(function () { require('x') })()", ALWAYS),
        ("(() => { require('x') })()", ALWAYS),
        ("(function () { require('x') }).call(this)", ALWAYS),
        ("`${require('x')}`", ALWAYS),
        ("if (require('x')) { }", ALWAYS),
        ("try { } finally { } require('x')", ALWAYS),
        ("try { require('x') } finally { a() }", ALWAYS),
        ("try { require('x') } catch (e) { throw e }", ALWAYS),
        ("if (a) { b() }\nrequire('x')", ALWAYS),
        ("if (a) b()\nrequire('x')", ALWAYS),
        ("const a = b || c\nconst d = require('x')", ALWAYS),
        ("const f = () => 1\nconst d = require('x')", ALWAYS),
        ("const f = () => 1, d = require('x')", ALWAYS),
        ("f(() => 1, require('x'))", ALWAYS),
        ("for (const a of b) { c() }\nrequire('x')", ALWAYS),
        ("do { require('x') } while (a)", ALWAYS),
        ("const r = /[/'\"]/g\nrequire('x')", ALWAYS),
        ("const r = a / b / c; require('x')", ALWAYS),
        ("if (a) { throw b }\nrequire('x')", ALWAYS),
        ("const a = { b() { return 1 } }\nrequire('x')", ALWAYS),
        ("if (a) require('x')", CONDITIONAL),
        ("if (a)\n  require('x')", CONDITIONAL),
        ("if (a) // why\n  require('x')", CONDITIONAL),
        ("if (a) { } else require('x')", CONDITIONAL),
        ("if (a) { } else if (b) { require('x') }", CONDITIONAL),
        ("a && require('x')", CONDITIONAL),
        ("a ?? require('x')", CONDITIONAL),
        ("const b = a ? 1 : require('x')", CONDITIONAL),
        ("const b = a\n  ? c\n  : require('x')", CONDITIONAL),
        ("a || (b, require('x'))", CONDITIONAL),
        ("for (const a of b) { require('x') }", CONDITIONAL),
        ("while (a) require('x')", CONDITIONAL),
        ("switch (a) { case 1: require('x') }", CONDITIONAL),
        ("try { a() } catch { require('x') }", CONDITIONAL),
        ("try { require('x') } catch (e) { if (e.code) throw e }", CONDITIONAL),
        ("if (a) return\nrequire('x')", CONDITIONAL),
        ("function f() { require('x') }", DEFERRED),
        ("const f = () => require('x')", DEFERRED),
        ("const f = () => ({ a: require('x') })", DEFERRED),
        ("const f = async () => { require('x') }", DEFERRED),
        ("(async () => { require('x') })()", DEFERRED),
        ("(function* () { require('x') })()", DEFERRED),
        ("f(function () { require('x') })()", DEFERRED),
        ("class A { b() { require('x') } }", DEFERRED),
        ("const o = { get a() { return require('x') } }", DEFERRED),
        ("const m = { 1: (module) => { module.exports = require('x') } }", DEFERRED),
        ("try { require('x') } catch (e) { }", CAUGHT),
        ("try { require('x') } catch { a = null }", CAUGHT),
        ("try { if (a) { require('x') } } catch (e) { }", CAUGHT),
        ("function f() { try { require('x') } catch (e) { } }", CAUGHT),
    ],
)
def test_guard(text: str, guard: Guard) -> None:
    assert guards(text) == {"x": guard}


@pytest.mark.parametrize(
    "text",
    [
        "// require('x')",
        "/* require('x') */",
        "const s = \"require('x')\"",
        "const s = `require('x')`",
        "const r = /require('x')/",
        "a.require('x')",
        "myrequire('x')",
        "({ require: 1 })",
        "if (/[/]require('x')/.test(a)) { }",
        "const r = x => /require('x')/",
    ],
)
def test_no_request(text: str) -> None:
    assert guards(text) == {}


@pytest.mark.parametrize(
    ("text", "form", "guard"),
    [
        ("import a from 'x'", Form.IMPORT, ALWAYS),
        ("import 'x'", Form.IMPORT, ALWAYS),
        ("import * as a from 'x'", Form.IMPORT, ALWAYS),
        ("import a, { b as c } from 'x'", Form.IMPORT, ALWAYS),
        ("import {\n  a, // first\n  b,\n} from 'x'", Form.IMPORT, ALWAYS),
        ("import a from'x'", Form.IMPORT, ALWAYS),
        ("import a from 'x' with { type: 'json' }", Form.IMPORT, ALWAYS),
        ("export * from 'x'", Form.IMPORT, ALWAYS),
        ("export * as a from 'x'", Form.IMPORT, ALWAYS),
        ("export { a, b as c } from 'x'", Form.IMPORT, ALWAYS),
        ("import('x')", Form.DYNAMIC, DEFERRED),
        ("const a = await import('x')", Form.DYNAMIC, ALWAYS),
        ("require.resolve('x')", Form.RESOLVE, ALWAYS),
    ],
)
def test_forms(text: str, form: Form, guard: Guard) -> None:
    (request,) = scan(text.encode()).requests
    assert (request.specifier, request.form, request.guard) == ("x", form, guard)


def test_what_is_required_and_called_at_once_keeps_the_arguments() -> None:
    (request,) = scan(b"module.exports = require('node-gyp-build')(path.join(__dirname, '..'))").requests
    assert request.called == "path.join(__dirname, '..')"


def test_a_computed_name_keeps_its_text() -> None:
    (request,) = scan(b"require(`./build/${name}.node`)").requests
    assert (request.specifier, request.text) == ("", "`./build/${name}.node`")


def test_escapes_in_names() -> None:
    assert guards(r"require('\x78'); require('\u0079'); require('\u{7a}')") == dict.fromkeys("xyz", ALWAYS)


def test_what_a_catch_asks_for_instead() -> None:
    first, second = scan(b"let a\ntry { a = require(b) } catch { a = require(c) }").requests
    assert (first.guard, first.is_rescue, second.guard, second.is_rescue) == (CAUGHT, False, CONDITIONAL, True)


def test_lines_count_from_one() -> None:
    assert [request.line for request in scan(b"require('a')\n\nrequire('b'); require('c')").requests] == [1, 3, 3]


def test_imports_and_exports_make_a_module() -> None:
    assert scan(b"export const a = 1").is_module
    assert scan(b"const a = import.meta.url").is_module
    assert not scan(b"const a = { import: 1, export: 2 }; import('x')").is_module


def test_create_require_is_noticed() -> None:
    own = scan(b"import { createRequire } from 'module'\nconst require = createRequire(import.meta.url)\nrequire('x')")
    assert (own.creates_require, own.makes_require) == (True, False)
    assert scan(b"import { createRequire } from 'module'\nconst require = createRequire(elsewhere)").makes_require
    assert scan(b"function require(name) { }\nrequire('x')").makes_require
    assert not scan(b"const a = require('x')").makes_require


def test_throws_of_a_source_that_may_give_up_on_its_addon() -> None:
    source = scan(b"let a\ntry { a = require('./a.node') } catch { }\nif (!a) { throw new Error('no') }")
    assert source.throws == (CONDITIONAL,)


@pytest.mark.parametrize("text", ["} require('x')", "{ require('x')", "{ /* } require('x')", "`${ require('x')"])
def test_what_is_not_understood_makes_nothing_certain(text: str) -> None:
    source = scan(text.encode())
    assert not source.sound
    assert all(request.guard is not ALWAYS for request in source.requests)


def test_a_source_that_is_too_large_is_left_unread() -> None:
    assert scan(b"require('x')" + b" " * LARGEST).requests == ()


@pytest.mark.parametrize(
    "text",
    [
        "require('x');" + "/[" * 300_000,
        "require('x');" + "(" * 300_000,
        "import " * 200_000,
        "import {" + "a," * 400_000,
        "a||" + "require " * 200_000,
        "require('x');" + "if/*" * 300_000,
        "require('x');" + "`${" * 200_000,
        "x = " + "'" * 400_001 + "require('x')",
    ],
    ids=lambda text: text[:20],
)
def test_hostile_sources_take_no_longer_than_others(text: str) -> None:
    assert len(scan(text.encode()).requests) <= 5_000


@pytest.mark.parametrize(
    ("argument", "specifier"),
    [
        ("path.join(__dirname, 'x', \"y.js\")", "./x/y.js"),
        ("path.resolve(__dirname, '..', 'x')", "./../x"),
        ("__dirname + '/x'", "./x"),
        ("`${__dirname}/x/y`", "./x/y"),
        ("path.resolve(__dirname, '/x')", ""),
        ("path.resolve(__dirname, 'x', '/y')", ""),
        ("path.join(__dirname, name)", ""),
        ("path.join(root, 'x')", ""),
        ("__dirname + 'x'", ""),
        ("__dirname + '/x' + name", ""),
        ("`${__dirname}/${name}`", ""),
    ],
)
def test_a_path_beside_the_file(argument: str, specifier: str) -> None:
    source = scan(f"const path = require('path')\nconst a = require({argument})\n".encode())
    assert [request.specifier for request in source.requests] == ["path", specifier]


def test_a_folder_of_its_own_is_not_followed() -> None:
    source = scan(b"const __dirname = elsewhere()\nrequire(__dirname + '/x')\n")
    assert [request.specifier for request in source.requests] == [""]
