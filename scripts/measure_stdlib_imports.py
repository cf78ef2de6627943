"""Writes layerlint/platform/stdlib_imports.json: what the modules of each Python's standard library import.

`python -m scripts.measure_stdlib_imports PYTHON...` asks one interpreter of each version from 3.9 on.
"""

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from scripts.version_ranges import Version, by_range, text_of, version_of

HERE = Path(__file__).parent
OUTPUT = HERE.parent / "layerlint" / "platform" / "stdlib_imports.json"
#: in the interpreter before any code of a stack is: no file of the stack can be found in their place
ALWAYS_LOADED = frozenset(
    {
        *("_collections_abc", "_imp", "_io", "_signal", "_sre", "_thread", "_warnings", "_weakref", "abc", "atexit"),
        *("builtins", "codecs", "errno", "gc", "io", "itertools", "marshal", "os", "os.path", "posixpath", "stat"),
        *("sys", "time"),
    }
)

Imports = Mapping[str, list[str]]


def ask(python: str) -> tuple[str, Imports]:
    """The release of an interpreter, and what its modules import that a file of a stack could take the place of."""
    command = [python, "-I", "-S", "-W", "ignore", str(HERE / "stdlib_imports_probe.py")]
    answer = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    imports = {
        module: [name for name in names if name.partition(":")[0] not in ALWAYS_LOADED]
        for module, names in answer["imports"].items()
    }
    return answer["version"], {module: names for module, names in imports.items() if names}


def main(pythons: Iterable[str]) -> None:
    answers = [ask(python) for python in pythons]
    found: dict[str, dict[str, set[Version]]] = defaultdict(lambda: defaultdict(set))
    for release, imports in answers:
        for module, names in imports.items():
            for name in names:
                found[module][name].add(version_of(release))
    versions = sorted(version_of(release) for release, _ in answers)
    source = f"CPython {', '.join(release for release, _ in answers)}: what the source of each module imports"
    document = {
        "about": {
            "as_of": datetime.now(UTC).date().isoformat(),
            "confidence": "measured",
            "sources": [f"{source} at its top level, unconditionally"],
        },
        "versions": [text_of(version) for version in versions],
        "imports": {module: by_range(found[module], versions) for module in sorted(found)},
    }
    OUTPUT.write_text(json.dumps(document, separators=(",", ":"), indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
