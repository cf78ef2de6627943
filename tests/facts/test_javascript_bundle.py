"""What an ES module of esbuild's is sure to ask of a require that it lacks."""

import pytest

from layerlint.facts.javascript.bundle import dynamic_require

SHIM = """
var __require = /* @__PURE__ */ ((x) => typeof require !== "undefined" ? require : x)(function(x) {
  throw Error('Dynamic require of "' + x + '" is not supported');
});
var __commonJS = (cb, mod) => function __require2() {
  return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
};
"""
#: as esbuild 0.28 writes them with --minify
SHORT = (
    'var E=(a=>typeof require<"u"?require:typeof Proxy<"u"?new Proxy(a,{get:(e,n)=>(typeof require<"u"?require:e)[n]})'
    ':a)(function(a){if(typeof require<"u")return require.apply(this,arguments);'
    "throw Error('Dynamic require of \"'+a+'\" is not supported')});"
    "var h=(a,e)=>()=>{try{return e||a((e={exports:{}}).exports,e),e.exports}catch(n){throw e=0,n}};"
)


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


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('var a1=h((e,t)=>{var n=E("tty");t.exports=n});var b1=a1();export{b1 as handler};', "tty"),
        ('var a1=h(()=>{E("fs")}),b1=h(e=>{a1();E("os")});var c1=F(b1());', "fs"),
        ('var a1=h((e,t)=>{t.exports=/[{"]/.test(E("fs"))});a1();', "fs"),
        ('var a1=h((e,t)=>{t.exports=()=>E("tty")});a1();', ""),
        ('var a1=h((e,t)=>{if(e.x)return;E("tty")});a1();', ""),
        ('var a1=h((e,t)=>{try{E("tty")}catch{}});a1();', ""),
        ('var a1=h((e,t)=>{E("tty")});export var handler=async()=>a1();', ""),
        ("var a1=h((e,t)=>{E(e.name)});a1();", ""),
    ],
)
def test_a_bundle_with_short_names(text: str, name: str) -> None:
    assert dynamic_require(SHORT + text) == name
