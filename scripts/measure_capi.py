"""Writes layerlint/platform/capi.json: which symbols of its C API each Python exports.

    python -m scripts.measure_capi PYTHON...

Every PYTHON is a release build of CPython on Linux, one of each minor version. Its shared library is asked with nm, or
the interpreter itself where there is none. Symbols that all of them export are left out.
"""

import argparse
import json
import subprocess
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

from scripts.version_ranges import Version, by_range, text_of, version_of

OUTPUT = Path(__file__).parent.parent / "layerlint" / "platform" / "capi.json"
PROBE = """
import sys, sysconfig
print("%d.%d.%d" % sys.version_info[:3])
print(sys.executable)
print(sysconfig.get_config_var("LIBDIR") + "/" + (sysconfig.get_config_var("INSTSONAME") or ""))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pythons", nargs="+", metavar="PYTHON")
    measured = dict(map(_exported, parser.parse_args().pythons))
    versions = {version_of(release): names for release, names in measured.items()}
    present: dict[str, set[Version]] = defaultdict(set)
    for version, names in versions.items():
        for name in names:
            present[name].add(version)
    ordered = sorted(versions)
    releases = sorted(measured, key=lambda release: [int(part) for part in release.split(".")])
    document = {
        "about": {
            "as_of": datetime.now(UTC).date().isoformat(),
            "confidence": "measured",
            "sources": [f"nm -D --defined-only of CPython {', '.join(releases)} on x86_64 Linux"],
        },
        "versions": [text_of(version) for version in ordered],
        "symbols": by_range({name: held for name, held in present.items() if len(held) < len(versions)}, ordered),
    }
    OUTPUT.write_text(json.dumps(document, separators=(",", ":"), indent=1) + "\n")


def _exported(python: str) -> tuple[str, set[str]]:
    """The release and the symbols of the C API; those that start a module of its own are none."""
    done = subprocess.run([python, "-c", PROBE], capture_output=True, text=True, check=True)
    release, executable, library = done.stdout.splitlines()
    image = library if Path(library).is_file() else executable
    command = ["nm", "-D", "--defined-only", image]
    listed = subprocess.run(command, capture_output=True, text=True, check=True)
    names = {line.split()[-1].partition("@")[0] for line in listed.stdout.splitlines() if line}
    return release, {name for name in names if name.startswith(("Py", "_Py")) and not name.startswith("PyInit_")}


if __name__ == "__main__":
    main()
