"""Small stacks written out by hand, each to pin one habit of the host."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Files = Mapping[str, str]  #: texts, or "=B2" for the assembly that is compiled under that name
Library = Mapping[str, Mapping[str, Mapping[str, str]]]
STORE = "dotnetcore/store"
UNNAMED = {"ANOTHER": "1"}
SHARED = {"DOTNET_SHARED_STORE": f"/opt/{STORE}/"}
MISSING = {"DOTNET_SHARED_STORE": "/opt/none/"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DotnetStack:
    name: str
    libraries: Mapping[str, Library] | None = None  #: what deps.json says of each package
    function: Files = field(default_factory=dict)
    store: Files = field(default_factory=dict)  #: below STORE/x64/<moniker> of a layer
    layer: Files = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)  #: more of runtimeconfig.json
    unlisted: tuple[str, ...] = ()  #: packages that "libraries" leaves out
    moniker: bool = True
    manifest: str | None = None  #: deps.json word for word


def runtime(*paths: str, version: str = "1.0.0.0", build: str = "1.0.0.0") -> Library:
    return {"runtime": {path: {"assemblyVersion": version, "fileVersion": build} for path in paths}}


def targeted(*rids: str, kind: str = "runtime", file: str = "B.dll") -> Library:
    folder = "lib/net8.0" if kind == "runtime" else "native"
    said = {"assetType": kind, "assemblyVersion": "2.0.0.0", "fileVersion": "2.0.0.0"}
    return {"runtimeTargets": {f"runtimes/{rid}/{folder}/{file}": {"rid": rid, **said} for rid in rids}}


def manifest(stack: DotnetStack) -> str | None:
    if stack.manifest is not None or stack.libraries is None:
        return stack.manifest
    target = ".NETCoreApp,Version=v8.0"
    libraries = {
        name: {"type": "package", "serviceable": True, "sha512": "", "path": name.lower()}
        for name in stack.libraries
        if name not in stack.unlisted
    }
    return json.dumps(
        {
            "runtimeTarget": {"name": target, "signature": ""},
            "targets": {target: stack.libraries},
            "libraries": libraries,
        }
    )


APP: Mapping[str, Library] = {"App/1.0.0": {"runtime": {"App.dll": {}}}}
A = {"A/1.0.0": runtime("lib/net8.0/A.dll")}
B = {"B/1.0.0": runtime("lib/net8.0/B.dll")}
C = {"C/1.0.0": runtime("lib/net8.0/C.dll")}
CORE = {"Amazon.Lambda.Core/2.0.0": runtime("lib/net8.0/Amazon.Lambda.Core.dll")}
CORE_FILE = {"Amazon.Lambda.Core.dll": "=Core"}
LONE = {"App.dll": "=Lone"}
INVENTED = {"App.dll": "=App", "C.dll": "=C", **CORE_FILE}
IN_STORE = {"a/1.0.0/lib/net8.0/A.dll": "=A"}
ASKED = ("App", "A", "System.Linq", "Nothing")


def of_platforms(*rids: str) -> DotnetStack:
    library = {**B["B/1.0.0"], **targeted(*rids)}
    files = {f"runtimes/{rid}/lib/net8.0/B.dll": "=B2" for rid in rids}
    return DotnetStack(
        name=f"platforms {' '.join(rids)}",
        libraries={**APP, "B/1.0.0": library},
        function={**LONE, "B.dll": "=B1", **files},
        asked=("B",),
    )


def with_json(version: str, build: str) -> DotnetStack:
    path = "lib/net8.0/System.Text.Json.dll"
    return DotnetStack(
        name=f"framework's name {version} {build}",
        libraries={**APP, "System.Text.Json/9.0.0": runtime(path, version=version, build=build)},
        function={**LONE, "System.Text.Json.dll": "=Json"},
        asked=("System.Text.Json",),
    )


def natives(name: str, library: Library, files: Files, variables: Mapping[str, str] | None = None) -> DotnetStack:
    return DotnetStack(
        name=name,
        libraries={**APP, "N/1.0.0": library},
        function={**LONE, **files},
        store={"x/x.dll": ""},
        variables=variables or UNNAMED,
        asked=("App",),
    )


WHOLE = manifest(DotnetStack(name="whole", libraries=APP)) or ""
NATIVE: Library = {"native": {"runtimes/linux-x64/native/libn.so": {}}}
STACKS = [
    DotnetStack(name="plain", libraries={**APP, **A}, function={**LONE, "A.dll": "=A"}, asked=ASKED),
    DotnetStack(name="missing", libraries={**APP, **A}, function=LONE, asked=ASKED),
    DotnetStack(
        name="under its path", libraries={**APP, **A}, function={**LONE, "lib/net8.0/A.dll": "=A"}, asked=ASKED
    ),
    DotnetStack(name="not listed", libraries=APP, function={**LONE, "A.dll": "=A"}, asked=ASKED),
    DotnetStack(
        name="handler not listed", libraries=A, function={**LONE, "A.dll": "=A"}, asked=(*ASKED, "App::Plain::H")
    ),
    DotnetStack(
        name="no library", libraries={**APP, **A}, unlisted=("A/1.0.0",), function={**LONE, "A.dll": "=A"}, asked=ASKED
    ),
    DotnetStack(
        name="target as text",
        manifest='{"runtimeTarget": "t", "targets": {"t": {"App/1": {"runtime": {"App.dll": {}}}}}, '
        '"libraries": {"App/1": {"type": "project", "serviceable": false, "sha512": ""}}}',
        function={**LONE, "A.dll": "=A"},
        asked=ASKED,
    ),
    *(
        DotnetStack(name=f"framework {version} {rolls}", libraries=APP, function=LONE, asked=("App",), options=options)
        for version, rolls in (("99.0.0", "Minor"), ("99.0.0", "LatestMajor"), ("2.0.0", "Major"))
        for options in [{"framework": {"name": "Microsoft.NETCore.App", "version": version}, "rollForward": rolls}]
    ),
    *(
        DotnetStack(name=f"manifest {name}", manifest=text, function=LONE, asked=("App",))
        for name, text in (
            ("with a comment", f"// one\n/* two */{WHOLE}"),
            ("after a mark of order", f"\ufeff{WHOLE}"),
            ("cut short", WHOLE[:-9]),
            ("with a comma too many", f"{WHOLE[:-1]},}}"),
            ("that is empty", ""),
            ("that is a list", "[]"),
        )
    ),
    DotnetStack(
        name="other spelling",
        libraries={**APP, "a/1": runtime("lib/a.dll")},
        function={**LONE, "a.dll": "=A"},
        asked=("A", "a", "app"),
    ),
    DotnetStack(
        name="file of other spelling", libraries={**APP, **A}, function={**LONE, "a.dll": "=A"}, asked=("A", "a")
    ),
    DotnetStack(
        name="another name",
        libraries={**APP, "Z/1": runtime("Z.dll")},
        function={**LONE, "Z.dll": "=A"},
        asked=("A", "Z"),
    ),
    DotnetStack(name="placeholder", libraries={**APP, "B/1": runtime("lib/net8.0/_._")}, function=LONE, asked=("B",)),
    DotnetStack(
        name="two endings",
        libraries={**APP, **B, "D/1": runtime("lib/B.exe")},
        function={**LONE, "B.dll": "=B1", "B.exe": "=B2"},
        asked=("B",),
    ),
    DotnetStack(
        name="local path",
        libraries={**APP, "A/1": {"runtime": {"lib/A.dll": {"localPath": "sub/A.dll"}}}},
        function={**LONE, "sub/A.dll": "=A"},
        asked=("A",),
    ),
    DotnetStack(
        name="unlisted taken",
        libraries=APP,
        function={**LONE, "A.dll": "=A"},
        asked=ASKED,
        options={"configProperties": {"Microsoft.NETCore.DotNetHostPolicy.SetAppPaths": True}},
    ),
    DotnetStack(name="store", libraries={**APP, **A}, function=LONE, store=IN_STORE, variables=SHARED, asked=ASKED),
    DotnetStack(
        name="store unnamed", libraries={**APP, **A}, function=LONE, store=IN_STORE, variables=UNNAMED, asked=ASKED
    ),
    DotnetStack(
        name="store elsewhere", libraries={**APP, **A}, function=LONE, store=IN_STORE, variables=MISSING, asked=ASKED
    ),
    DotnetStack(
        name="store and no moniker",
        libraries={**APP, **A},
        function=LONE,
        store=IN_STORE,
        variables=SHARED,
        moniker=False,
        asked=ASKED,
    ),
    DotnetStack(
        name="store of others",
        libraries={**APP, **A},
        function=LONE,
        store={"b/1.0.0/lib/net8.0/B.dll": "=B1"},
        variables=SHARED,
        asked=ASKED,
    ),
    DotnetStack(
        name="store in capitals",
        libraries={**APP, **A},
        function=LONE,
        store={"A/1.0.0/lib/net8.0/A.dll": "=A"},
        variables=SHARED,
        asked=ASKED,
    ),
    DotnetStack(
        name="store and function",
        libraries={**APP, **A},
        function={**LONE, "A.dll": "=A"},
        store=IN_STORE,
        variables=SHARED,
        asked=ASKED,
    ),
    DotnetStack(name="store not listed", libraries=APP, function=LONE, store=IN_STORE, variables=SHARED, asked=ASKED),
    DotnetStack(
        name="store for another processor",
        libraries={**APP, **A},
        function=LONE,
        layer={
            f"{STORE}/arm64/net8.0/a/1.0.0/lib/net8.0/A.dll": "=A",
            f"{STORE}/x86_64/net8.0/a/1.0.0/lib/net8.0/A.dll": "=A",
        },
        variables=SHARED,
        asked=ASKED,
    ),
    DotnetStack(
        name="second store",
        libraries={**APP, **A},
        function=LONE,
        store=IN_STORE,
        variables={"DOTNET_SHARED_STORE": f"/opt/none/:/opt/{STORE}"},
        asked=ASKED,
    ),
    DotnetStack(
        name="more folders",
        libraries={**APP, **A},
        function={**LONE, "packages/a/1.0.0/lib/net8.0/A.dll": "=A"},
        options={"additionalProbingPaths": ["/var/task/packages"]},
        asked=ASKED,
    ),
    natives("native missing", NATIVE, {}),
    natives("native missing beside a store", NATIVE, {}, SHARED),
    natives("native there beside a store", NATIVE, {"libn.so": ""}, SHARED),
    natives("targeted native missing beside a store", targeted("linux-x64", kind="native", file="libn.so"), {}, SHARED),
    natives("native of others missing beside a store", targeted("win-x64", kind="native", file="n.dll"), {}, SHARED),
    natives(
        "translation missing beside a store", {"resources": {"lib/de/R.resources.dll": {"locale": "de"}}}, {}, SHARED
    ),
    of_platforms("linux-x64"),
    of_platforms("linux"),
    of_platforms("unix-x64"),
    of_platforms("unix"),
    of_platforms("any"),
    of_platforms("base"),
    of_platforms("win"),
    of_platforms("linux-arm64"),
    of_platforms("linux-musl-x64"),
    of_platforms("debian-x64"),
    of_platforms("amzn-x64"),
    of_platforms("unix", "linux", "any"),
    of_platforms("any", "linux-x64"),
    DotnetStack(
        name="platform's file missing",
        libraries={**APP, "B/1": {**B["B/1.0.0"], **targeted("linux-x64")}},
        function={**LONE, "B.dll": "=B1"},
        asked=("B",),
    ),
    *(
        DotnetStack(
            name=f"two packages, {version}",
            libraries={**APP, "B/1": runtime("lib/B.dll", version=version), "D/1": targeted("linux")},
            function={**LONE, "B.dll": "=B1", "runtimes/linux/lib/net8.0/B.dll": "=B2"},
            asked=("B",),
        )
        for version in ("1.0.0.0", "2.0.0.0", "3.0.0.0", "")
    ),
    *(
        with_json(version, build)
        for version, build in (
            ("9.0.0.0", "9.0.0.0"),
            ("4.0.1.1", "5"),
            ("4.0.1.2", "4.6.0"),
            ("8.0.0.0", "8.0.1.1"),
            ("", ""),
        )
    ),
    DotnetStack(
        name="framework's name unlisted",
        libraries=APP,
        function={**LONE, "System.Text.Json.dll": "=Json"},
        asked=("System.Text.Json",),
    ),
    *(
        DotnetStack(
            name=f"asked for 2.0, there is {number}",
            libraries={**APP, **B, **C, **CORE},
            function={**INVENTED, "B.dll": f"=B{number}"},
            asked=("App::Extends::H", "App::Plain::H", "App::Takes::H", "B", "App"),
        )
        for number in (1, 2, 3)
    ),
    DotnetStack(
        name="processors",
        libraries={
            **APP,
            **{f"{name}/1": runtime(f"{name}.dll") for name in ("Small", "Wide", "Arm", "Torn", "Empty")},
        },
        function={
            **LONE,
            **{f"{name}.dll": f"={name}" for name in ("Small", "Wide", "Arm")},
            "Torn.dll": "MZ",
            "Empty.dll": "",
        },
        asked=("Small", "Wide", "Arm", "Torn", "Empty"),
    ),
]
