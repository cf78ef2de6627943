"""Small stacks written out by hand, each to pin one habit of Node.js."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from layerlint.examples.recipe import Content, link

Files = Mapping[str, Content]
OWN = "nodejs/node_modules"


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeStack:
    name: str
    layers: tuple[Files, ...] = ()
    function: Files = field(default_factory=dict)
    asked: tuple[tuple[str, str], ...] = ()  #: more names to ask for, each with the file that asks
    variables: Mapping[str, str] = field(default_factory=dict)


def manifest(**fields: object) -> str:
    return json.dumps(fields)


def package(name: str, folder: str = OWN, files: Files | None = None, **fields: object) -> dict[str, Content]:
    """An installed package: package.json of the fields, and files; index.js where none are given."""
    own = files if files is not None else {"index.js": f"module.exports = {name!r}\n"}
    return {
        f"{folder}/{name}/package.json": manifest(name=name, version="1.0.0", **fields),
        **{f"{folder}/{name}/{path}": content for path, content in own.items()},
    }


def script(*names: str) -> str:
    return "".join(f"require({name!r})\n" for name in names)


def module(*names: str) -> str:
    return "".join(f"import {name!r}\n" for name in names) + "export default 1\n"


INDEX = "/var/task/index.js"
APP = {"index.js": ""}
CONDITIONS = {
    ".": {"import": "./a.mjs", "require": "./a.cjs"},
    "./deep": {"node": {"import": "./d.mjs", "default": "./d.cjs"}, "default": "./none.js"},
    "./closed": None,
    "./list": ["./gone.js", "./a.cjs"],
    "./bad": ["not-a-path", "./a.cjs"],
    "./features/*": "./f/*.js",
    "./features/private/*": None,
    "./features/*.js": "./f/*.js",
    "./x/*/y": "./f/*.js",
    "./gone": "./gone.js",
    "./up": "./../../outside.js",
}
CONDITIONED = {"a.mjs": module(), "a.cjs": "", "d.mjs": module(), "d.cjs": "", "f/one.js": "", "f/private/two.js": ""}
NAMES = ("", "/deep", "/closed", "/list", "/bad", "/features/one", "/features/one.js", "/features/private/two")
MORE = ("/x/one/y", "/gone", "/up", "/package.json", "/a.cjs", "/features/", "/nothing")

STACKS = (
    NodeStack(
        name="main, index and extensions",
        layers=(
            {
                **package("main-file", main="lib/a.js", files={"lib/a.js": ""}),
                **package("main-without-extension", main="./lib/a", files={"lib/a.js": "", "lib/a.json": "{}"}),
                **package("main-folder", main="lib", files={"lib/index.js": ""}),
                **package("main-folder-slash", main="lib/", files={"lib/index.json": "{}"}),
                **package("main-gone", main="gone.js", files={"index.js": ""}),
                **package("main-gone-and-no-index", main="gone.js", files={}),
                **package("main-no-text", main=5, files={"index.js": ""}),
                **package("main-empty", main="", files={"index.js": ""}),
                **package("json-index", files={"index.json": "{}"}),
                **package("no-file", files={}),
                f"{OWN}/no-manifest/index.js": "",
                f"{OWN}/single.js": "",
                f"{OWN}/data.json": "{}",
            },
        ),
        function=APP,
        asked=tuple((name, INDEX) for name in ("single", "data", "no-manifest", "main-file/lib/a", "main-folder/lib/")),
    ),
    NodeStack(
        name="exports",
        layers=({**package("conditions", exports=CONDITIONS, files=CONDITIONED), f"{OWN}/outside.js": ""},),
        function=APP,
        asked=tuple((f"conditions{name}", INDEX) for name in (*NAMES, *MORE)),
    ),
    NodeStack(
        name="exports as text, list, conditions and nothing",
        layers=(
            {
                **package("text", exports="./a.js", files={"a.js": "", "b.js": ""}),
                **package("sugar", exports={"import": "./a.mjs", "default": "./a.js"}, files={"a.js": "", "a.mjs": ""}),
                **package("list", exports=["./a.js"], files={"a.js": ""}),
                **package("none", exports={}, files={"index.js": ""}),
                **package("null", exports=None, files={"index.js": ""}),
                **package("mixed", exports={"import": "./a.js", "./b": "./b.js"}, files={"a.js": "", "b.js": ""}),
                **package("only-import", exports={"import": "./a.mjs"}, files={"a.mjs": ""}),
                **package("browser", exports={"browser": "./a.js"}, files={"a.js": ""}),
                **package("no-dots", exports="a.js", files={"a.js": ""}),
            },
        ),
        function=APP,
        asked=(("text/b.js", INDEX), ("text/b", INDEX), ("mixed/b", INDEX)),
    ),
    NodeStack(
        name="imports of a package, and itself",
        layers=(
            {
                **package(
                    "own",
                    exports={".": "./index.js", "./part": "./part.js"},
                    imports={
                        "#a": "./a.js",
                        "#dep": "dep",
                        "#c": {"require": "./r.js", "import": "./i.mjs"},
                        "#n": None,
                    },
                    files={"index.js": script("#a", "own/part"), "part.js": "", "a.js": "", "r.js": "", "i.mjs": ""},
                ),
                **package("dep"),
                **package("no-exports", files={"index.js": "", "inner/x.js": ""}),
            },
        ),
        function=APP,
        asked=(
            *((name, f"/opt/{OWN}/own/index.js") for name in ("#a", "#dep", "#c", "#n", "#none", "own", "own/part")),
            ("own/a.js", f"/opt/{OWN}/own/index.js"),
            ("no-exports", f"/opt/{OWN}/no-exports/inner/x.js"),
            ("#a", INDEX),
        ),
    ),
    NodeStack(
        name="nested node_modules",
        layers=(
            {
                **package("a", files={"index.js": script("b", "c")}),
                **package("b"),
                **package("b", folder=f"{OWN}/a/node_modules", main="other.js", files={"other.js": ""}),
                **package("c", folder=f"{OWN}/a/node_modules", files={"index.js": script("b")}),
            },
        ),
        function=APP,
        asked=(("c", INDEX), ("b", f"/opt/{OWN}/a/node_modules/c/index.js")),
    ),
    NodeStack(
        name="scopes",
        layers=({**package("@s/a"), **package("@s/b", exports="./index.js"), f"{OWN}/@s/c.js": ""},),
        function=APP,
        asked=(("@s/c", INDEX), ("@s", INDEX), ("@s/", INDEX), ("@s/b/index.js", INDEX)),
    ),
    NodeStack(
        name="the folder of one version comes first",
        layers=(
            {
                **package("a"),
                **package("a", folder="nodejs/node20/node_modules", main="twenty.js", files={"twenty.js": ""}),
                **package("b", folder="nodejs/node20/node_modules", files={"index.js": script("c")}),
                **package("c"),
                **package("d", folder="nodejs/node14/node_modules"),
            },
        ),
        function=APP,
        asked=(("d", INDEX),),
    ),
    NodeStack(
        name="the function comes before layers",
        layers=({**package("a"), **package("b")},),
        function={**APP, **package("a", folder="node_modules", main="own.js", files={"own.js": ""}), "b.js": ""},
        asked=(("./b", INDEX), ("b", INDEX), ("a", f"/opt/{OWN}/b/index.js")),
    ),
    NodeStack(
        name="a layer does not see the function's packages",
        layers=(package("plugin", files={"index.js": script("host")}),),
        function={**APP, **package("host", folder="node_modules"), "shared.js": ""},
        asked=(("host", f"/opt/{OWN}/plugin/index.js"), ("shared", f"/opt/{OWN}/plugin/index.js")),
    ),
    NodeStack(
        name="a later layer wins",
        layers=(
            package("a", files={"index.js": "", "left.js": ""}),
            package("a", main="new.js", files={"new.js": ""}),
        ),
        function=APP,
        asked=(("a/left", INDEX), ("a/index.js", INDEX)),
    ),
    NodeStack(
        name="module or not",
        layers=(
            {
                **package("esm", type="module", files={"index.js": module()}),
                **package("esm-exports", type="module", exports="./i.js", files={"i.js": module()}),
                **package("cjs", files={"index.js": "exports.a = 1\n"}),
                **package("mjs", main="i.mjs", files={"i.mjs": module()}),
                **package("cjs-in-esm", type="module", main="i.cjs", files={"i.cjs": script("fs")}),
                **package(
                    "nested", files={"index.js": "", "esm/package.json": manifest(type="module"), "esm/i.js": module()}
                ),
                **package("requires-esm", files={"index.js": script("esm")}),
                **package("imports-cjs", type="module", exports="./i.js", files={"i.js": module("cjs", "mjs")}),
                **package("words-of-esm", files={"index.js": "export const a = 1\n"}),
                **package("words-of-cjs", type="module", exports="./i.js", files={"i.js": script("fs")}),
                **package("exports-in-esm", type="module", exports="./i.js", files={"i.js": "module.exports = 1\n"}),
            },
        ),
        function=APP,
        asked=(("nested/esm/i.js", INDEX),),
    ),
    NodeStack(
        name="import adds no extension",
        layers=(package("a", files={"index.js": "", "lib/b.js": "", "lib/index.js": ""}),),
        function={**APP, "util.js": "", "folder/index.js": ""},
        asked=(
            *(
                (name, INDEX)
                for name in ("a/lib/b", "a/lib/b.js", "a/lib", "./util", "./util.js", "./folder", ".", "..")
            ),
            *((name, INDEX) for name in ("./util.js?a=1", "./%75til.js", "./folder/", "/var/task/util")),
        ),
    ),
    NodeStack(
        name="built-in names",
        layers=(
            {
                **package("fs"),
                **package("punycode"),
                **package("test"),
                **package("inner", files={"index.js": script("fs")}),
            },
        ),
        function=APP,
        asked=tuple(
            (name, INDEX) for name in ("fs", "node:fs", "fs/promises", "punycode/", "test", "process", "path/posix")
        ),
    ),
    NodeStack(
        name="links of a store",
        layers=(
            {
                **package("a", folder=f"{OWN}/.pnpm/a@1/node_modules", files={"index.js": script("b")}),
                **package("b", folder=f"{OWN}/.pnpm/b@1/node_modules"),
                f"{OWN}/a": link(".pnpm/a@1/node_modules/a"),
                f"{OWN}/.pnpm/a@1/node_modules/b": link("../../b@1/node_modules/b"),
                f"{OWN}/lost": link("../../../nowhere/lost"),
                f"{OWN}/circle": link("circle"),
            },
        ),
        function=APP,
        asked=(("a", INDEX), ("b", INDEX), ("lost", INDEX), ("circle", INDEX), ("b", f"/opt/{OWN}/a/index.js")),
    ),
    NodeStack(
        name="a path of the function's own",
        layers=({**package("a"), "elsewhere/node_modules/e/index.js": "", "nodejs/lib.js": ""},),
        function=APP,
        asked=(("e", INDEX), ("a", INDEX), ("/opt/nodejs/lib", INDEX)),
        variables={"NODE_PATH": "/opt/elsewhere/node_modules:/opt/nodejs/node_modules"},
    ),
    NodeStack(
        name="what is missing",
        layers=(
            {
                **package("torn", files={"index.js": script("./gone")}),
                **package("needy", dependencies={"absent": "1"}, files={"index.js": script("absent")}),
                **package("careful", files={"index.js": "try { require('absent') } catch { }\n"}),
                **package("lazy", files={"index.js": "exports.f = () => require('absent')\n"}),
                **package("rethrowing", files={"index.js": "try { require('absent') } catch (e) { throw e }\n"}),
                **package("at-once", files={"index.js": "(function () { require('absent') })()\n"}),
                **package("chained", files={"index.js": script("needy")}),
                **package("careful-chain", files={"index.js": "try { require('needy') } catch { }\n"}),
                **package("esm-needy", type="module", exports="./i.js", files={"i.js": module("absent")}),
                **package(
                    "esm-dynamic", type="module", exports="./i.js", files={"i.js": "import('absent').catch(() => 1)\n"}
                ),
                **package("esm-awaiting", type="module", exports="./i.js", files={"i.js": "await import('absent')\n"}),
                **package("resolving", files={"index.js": "require.resolve('absent')\n"}),
            },
        ),
        function=APP,
    ),
    NodeStack(
        name="circles",
        layers=(
            {
                **package("a", files={"index.js": script("b")}),
                **package("b", files={"index.js": script("a", "./other"), "other.js": script("./index")}),
            },
        ),
        function=APP,
    ),
    NodeStack(
        name="package.json that cannot be read",
        layers=(
            {
                f"{OWN}/broken/package.json": "{",
                f"{OWN}/broken/index.js": "",
                f"{OWN}/empty/package.json": "",
                f"{OWN}/empty/index.js": "",
                f"{OWN}/marked/package.json": "\ufeff" + manifest(main="a.js"),
                f"{OWN}/marked/a.js": "",
                **package("outer", files={"index.js": "", "inner/package.json": "{ no", "inner/index.js": ""}),
            },
        ),
        function=APP,
        asked=(("broken", INDEX), ("empty", INDEX), ("marked", INDEX), ("outer/inner", INDEX)),
    ),
    NodeStack(
        name="one package in both worlds",
        layers=(
            {
                **package(
                    "dual",
                    main="c/i.js",
                    exports={
                        ".": {"types": "./i.d.ts", "import": "./m/i.mjs", "require": "./c/i.js"},
                        "./*": "./c/*.js",
                    },
                    files={"m/i.mjs": module("#none"), "c/i.js": "", "c/sub/x.js": ""},
                ),
            },
        ),
        function=APP,
        asked=(("dual/sub/x", INDEX), ("dual/i", INDEX), ("dual/sub", INDEX)),
    ),
    NodeStack(
        name="a function with its own packages alone",
        function={
            "index.mjs": module("a", "./lib/b.mjs"),
            "lib/b.mjs": module("@s/c"),
            "package.json": manifest(name="app", imports={"#lib": "./lib/b.mjs"}),
            **package("a", folder="node_modules"),
            **package("@s/c", folder="node_modules", type="module", files={"index.js": module("a")}),
        },
        asked=(("#lib", "/var/task/index.mjs"), ("./lib/b.mjs", "/var/task/index.mjs"), ("app", "/var/task/index.mjs")),
    ),
)
