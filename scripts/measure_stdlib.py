"""Writes layerlint/platform/stdlib.txt: which modules and names each Python's standard library has.

    python -m scripts.measure_stdlib --stubs TYPESHED/stdlib --stubs-name NAME PYTHON...

Every PYTHON (one of each minor version, 3.6 and later) is asked what it holds. For later versions the stubs say what
changed since the newest of them. The stubs also correct the measurement where a patch release brought a name.
"""

import argparse
import json
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from scripts.stdlib_stubs import Stubs
from scripts.version_ranges import Version, by_range, text_of, version_of

HERE = Path(__file__).parent
OUTPUT = HERE.parent / "layerlint" / "platform" / "stdlib.txt"
LAST: Version = (3, 15)
OLDEST_STUBBED: Version = (3, 10)  # typeshed describes no older Python
# Parts that a build leaves out where a library is missing. Nobody listed what Amazon's builds have.
UNCERTAIN = frozenset(
    {
        "_crypt",
        "_ctypes_test",
        "_curses",
        "_curses_panel",
        "_dbm",
        "_gdbm",
        "_testbuffer",
        "_testcapi",
        "_testclinic",
        "_testclinic_limited",
        "_testexternalinspection",
        "_testimportmultiple",
        "_testinternalcapi",
        "_testlimitedcapi",
        "_testmultiphase",
        "_testsinglephase",
        "_tkinter",
        "_xxtestfuzz",
        "_zstd",
        "compression.zstd",
        "crypt",
        "curses",
        "dbm.gnu",
        "dbm.ndbm",
        "ensurepip",
        "idlelib",
        "nis",
        "ossaudiodev",
        "readline",
        "spwd",
        "test",
        "tkinter",
        "turtle",
        "turtledemo",
        "xxlimited",
        "xxlimited_35",
        "xxsubtype",
    }
)
# Names in capitals here are constants of the C library or of OpenSSL and SQLite, whatever the version of Python.
CONSTANTS = frozenset(
    {
        "_curses",
        "_hashlib",
        "_locale",
        "_signal",
        "_socket",
        "_sqlite3",
        "_ssl",
        "_stat",
        "curses",
        "errno",
        "fcntl",
        "locale",
        "mmap",
        "os",
        "posix",
        "resource",
        "select",
        "signal",
        "socket",
        "sqlite3",
        "sqlite3.dbapi2",
        "ssl",
        "stat",
        "syslog",
        "termios",
        "time",
    }
)
# The 3.6 at hand was built without OpenSSL's digests and without libuuid; the last 3.7 has tarfile's filters.
UNTRUSTED = {(3, 6): ("hashlib", "_hashlib", "hmac", "uuid", "_uuid", "secrets", "random"), (3, 7): ("tarfile",)}

Names = dict[str, set[str] | None]  # None: the import fails


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stubs", type=Path, required=True)
    parser.add_argument("--stubs-name", required=True)
    parser.add_argument("pythons", nargs="+", metavar="PYTHON")
    options = parser.parse_args()
    stubs = Stubs(options.stubs)
    releases, measured = _measured(options.pythons)
    _restore(measured, stubs)
    everything = _later(measured, stubs)
    versions = sorted(everything)
    about = {
        "as of": datetime.now(UTC).date().isoformat(),
        "confidence": "measured",
        "sources": f"CPython {', '.join(releases)} on Linux; {options.stubs_name} for later versions",
    }
    document = {
        "# about": [f"{key}: {value}" for key, value in about.items()],
        "# measured": [" ".join(map(text_of, sorted(measured)))],
        "# versions": [" ".join(map(text_of, versions))],
        "# uncertain": [" ".join(sorted(UNCERTAIN))],
        "# modules": _lines(by_range(_presence(everything), versions)),
        **{module: _lines(ranges) for module, ranges in _varying(everything, measured, stubs).items()},
    }
    OUTPUT.write_text("\n\n".join("\n".join((heading, *lines)) for heading, lines in document.items()) + "\n")


def _lines(ranges: Mapping[str, str]) -> list[str]:
    return [f"{versions}: {words}" for versions, words in ranges.items()]


def _measured(pythons: Iterable[str]) -> tuple[list[str], dict[Version, Names]]:
    """What every interpreter holds, asked twice: names that only a module's __getattr__ gives are in no list."""
    first = {python: _ask(python, {}) for python in pythons}
    union: dict[str, set[str]] = defaultdict(set)
    for _, names in first.values():
        for module, found in names.items():
            union[module] |= found or set()
    wanted = {module: sorted(name for name in found if not _dunder(name)) for module, found in union.items()}
    measured: dict[Version, Names] = {}
    for python, (release, names) in first.items():
        _, confirmed = _ask(python, wanted)
        measured[version_of(release)] = {module: confirmed.get(module) for module in names}
    return [release for release, _ in first.values()], measured


def _restore(measured: dict[Version, Names], stubs: Stubs) -> None:
    """What a distributor's build leaves out, as Debian's does ctypes.macholib, is taken from the version before."""
    versions = sorted(version for version in measured if version >= OLDEST_STUBBED)
    for before, version in pairwise(versions):
        known, found = measured[before], measured[version]
        for module in stubs.modules(version) & {name for name in known if found.get(name) is None}:
            found[module] = _changed(known, module, before, version, stubs)


def _ask(python: str, wanted: Mapping[str, list[str]]) -> tuple[str, Names]:
    command = [python, "-I", "-S", "-W", "ignore", str(HERE / "stdlib_probe.py")]
    done = subprocess.run(command, input=json.dumps(wanted), capture_output=True, text=True, check=True)
    answer = json.loads(done.stdout)
    return answer["version"], {
        module: None if names is None else set(names) for module, names in answer["modules"].items()
    }


def _later(measured: Mapping[Version, Names], stubs: Stubs) -> dict[Version, Names]:
    """The versions after the last measured one: what the stubs add and take away."""
    everything = dict(measured)
    version = max(measured)
    while version < LAST:
        before, version = version, (version[0], version[1] + 1)
        known = everything[before]
        old, new = stubs.modules(before), stubs.modules(version)
        modules = (set(known) | (new - old)) - (old - new)
        everything[version] = {module: _changed(known, module, before, version, stubs) for module in modules}
    return everything


def _changed(known: Names, module: str, before: Version, version: Version, stubs: Stubs) -> set[str] | None:
    old, new = stubs.names(module, before), stubs.names(module, version)
    if module in known:
        names = known[module]
        return None if names is None else (names | (new - old)) - (old - new)
    return set(new)


def _presence(everything: Mapping[Version, Names]) -> dict[str, set[Version]]:
    present: dict[str, set[Version]] = defaultdict(set)
    for version, names in everything.items():
        for module, found in names.items():
            if found is not None:
                present[module].add(version)
    return present


def _varying(
    everything: Mapping[Version, Names], measured: Mapping[Version, Names], stubs: Stubs
) -> dict[str, dict[str, str]]:
    varying = {}
    for module in sorted(set().union(*everything.values()) - UNCERTAIN):
        present: dict[str, set[Version]] = defaultdict(set)
        holders = {version for version, names in everything.items() if names.get(module) is not None}
        for version in holders:
            for name in everything[version][module] or ():
                present[name].add(version)
        for version, modules in UNTRUSTED.items():
            if module in modules:
                _trust(present, version)
        moved = _moved(module, holders & set(measured), present, stubs)
        kept = {
            name: versions | (set(everything) - holders)
            for name, versions in present.items()
            if holders - versions and name not in moved and not _dunder(name) and not _constant(module, name)
        }
        if kept:
            varying[module] = by_range(kept, sorted(everything))
    return varying


def _trust(present: Mapping[str, set[Version]], version: Version) -> None:
    """Say of a version what the next one says."""
    for versions in present.values():
        if (version[0], version[1] + 1) in versions:
            versions.add(version)


def _moved(module: str, holders: set[Version], present: Mapping[str, set[Version]], stubs: Stubs) -> set[str]:
    """Names that the stubs have where the interpreter at hand has none: a patch release brought them."""
    return {
        name
        for version in holders
        if version >= OLDEST_STUBBED
        for name in stubs.names(module, version)
        if name in present and version not in present[name]
    }


def _constant(module: str, name: str) -> bool:
    return name.isupper() and module in CONSTANTS


def _dunder(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")


if __name__ == "__main__":
    main()
