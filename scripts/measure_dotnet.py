"""Write layerlint/platform/dotnet.toml: what .NET's shared framework holds, from the manifests of real ones.

    python scripts/measure_dotnet.py 3.1=FOLDER/Microsoft.NETCore.App.deps.json 8.0=... > layerlint/platform/dotnet.toml

Wheels that bring a runtime have the manifest below shared/Microsoft.NETCore.App/VERSION/.
"""

import json
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from textwrap import fill

CORE = "4.0.0.0"  #: of .NET Core 3's innermost library, which is listed among native ones
HEAD = """# Assemblies of .NET's shared framework by the version that they have, as its own manifest lists them.
# Written by scripts/measure_dotnet.py.

as_of = {day}
sources = ["Microsoft.NETCore.App.deps.json of the runtimes 3.1.23 and 8.0.4 for Linux, as wheels bring them"]

# What ASP.NET Core has beside these, by how the names begin; inferred: which exactly, no table here says.
web = "Microsoft.AspNetCore Microsoft.Extensions. Microsoft.JSInterop Microsoft.Net.Http. System.Diagnostics.EventLog \
System.IO.Pipelines System.Security.Cryptography.Pkcs System.Security.Cryptography.Xml System.Security.Permissions \
System.Threading.RateLimiting System.Windows.Extensions System.Drawing.Common Microsoft.Win32.SystemEvents"
# What the image's own client may have loaded before the function; inferred from its sources.
client = "Amazon.Lambda.Core Amazon.Lambda.RuntimeSupport SnapshotRestore.Registry"
"""


def main(words: list[str]) -> None:
    print(HEAD.format(day=datetime.now(UTC).date()))
    for word in words:
        version, _, path = word.partition("=")
        manifest = json.loads(Path(path).read_text("utf-8"))
        print(table(version, manifest))


def table(version: str, manifest: dict[str, dict[str, dict[str, dict[str, dict[str, dict[str, str]]]]]]) -> str:
    """One framework: a line of names for each version of an assembly."""
    name = str(manifest["runtimeTarget"]["name"])
    found: dict[tuple[int, ...], list[str]] = {}
    builds: Counter[str] = Counter()
    for library in manifest["targets"][name].values():
        natives = {path: said for path, said in library.get("native", {}).items() if path.endswith(".dll")}
        for path, said in (library.get("runtime", {}) | natives).items():
            stem = path.rpartition("/")[2].removesuffix(".dll")
            found.setdefault(tuple(map(int, said.get("assemblyVersion", CORE).split("."))), []).append(stem)
            builds[said["fileVersion"]] += 1
    lines = [f'[framework."{version}"]', f'build = "{builds.most_common(1)[0][0]}"']
    for number, names in sorted(found.items()):
        lines.append(f"\"{'.'.join(map(str, number))}\" = '''\n{fill(' '.join(sorted(names)), 118)}'''")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main(sys.argv[1:])
