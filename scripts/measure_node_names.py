"""Writes layerlint/platform/node_names.json: which names the built-in modules of each Node.js export.

    python -m scripts.measure_node_names NODE...

Every NODE is a program, the newest release of each major version that Lambda has. Names that all of them export are
left out, and so is what starts with "_".
"""

import argparse
import json
import subprocess
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

OUTPUT = Path(__file__).parent.parent / "layerlint" / "platform" / "node_names.json"
PROBE = """
import { builtinModules } from 'node:module'
const found = {}
for (const name of [...builtinModules, 'test', 'test/reporters', 'sea', 'sqlite', 'ffi']) {
  const plain = name.replace(/^node:/, '')
  try { found[plain] = Object.keys(await import('node:' + plain)) } catch { }
}
process.stdout.write(JSON.stringify({ version: process.versions.node, found }))
"""
ALIASES = {"constants", "sys"}  # of parts of others, whose names nobody imports from there
Names = dict[str, list[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("programs", nargs="+", metavar="NODE")
    measured = dict(sorted(map(_exported, parser.parse_args().programs)))
    majors = {release[0]: found for release, found in measured.items()}
    modules = sorted(name for name in set().union(*majors.values()) - ALIASES if not name.startswith("_"))
    document = {
        "about": {
            "as_of": datetime.now(UTC).date().isoformat(),
            "confidence": "measured",
            "sources": [f"the keys of import('node:x') in Node.js {', '.join(map(_text, measured))}"],
        },
        "versions": list(majors),
        "names": {module: names for module in modules if (names := _by_range(module, majors))},
    }
    OUTPUT.write_text(json.dumps(document, separators=(",", ":"), indent=1) + "\n")


def _exported(program: str) -> tuple[tuple[int, ...], Names]:
    words = [program, "--no-warnings", "--input-type=module", "-e", PROBE]
    said = json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)
    return tuple(map(int, said["version"].split("."))), said["found"]


def _by_range(module: str, majors: dict[int, Names]) -> dict[str, str]:
    """Names joined by spaces under the first and the last version that export them: "20-26"."""
    ranges: dict[str, list[str]] = defaultdict(list)
    having = [major for major in majors if module in majors[major]]
    for name in sorted({name for major in having for name in majors[major][module] if not name.startswith("_")}):
        held = [major for major in having if name in majors[major][module]]
        if held != having and held == having[having.index(held[0]) : having.index(held[-1]) + 1]:
            ranges[f"{held[0]}-{held[-1]}"].append(name)
    return {key: " ".join(names) for key, names in sorted(ranges.items())}


def _text(release: tuple[int, ...]) -> str:
    return ".".join(map(str, release))


if __name__ == "__main__":
    main()
