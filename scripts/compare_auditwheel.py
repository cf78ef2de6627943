"""Holds our reading of published wheels against auditwheel's; writes auditwheel.json and AUDITWHEEL.md of tests/loader.

`python -m scripts.compare_auditwheel PYTHON` needs an index, and an interpreter PYTHON that has auditwheel 6.8 or
later. Each wheel is a process of its own for auditwheel, which follows the libraries of the machine it runs on and may
take minutes; it is given up after `PATIENCE` seconds. What is recorded already is not asked again.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import process_time
from typing import Any

from tests.loader.wheel_needs import WheelNeeds, told, wheel_needs
from tests.loader.wheels import Wheel, fetched, wheels

HERE = Path(__file__).resolve().parent.parent / "tests" / "loader"
RECORD, TABLE = HERE / "auditwheel.json", HERE / "AUDITWHEEL.md"
PATIENCE = 150
ASK = """
import json, logging, sys, time
from pathlib import Path
from auditwheel.architecture import Architecture
from auditwheel.libc import Libc
from auditwheel.wheel_abi import get_wheel_elfdata

logging.disable(logging.CRITICAL)
path = Path(sys.argv[1])
libc = Libc.MUSL if "musllinux" in path.name else Libc.GLIBC
machine = Architecture.aarch64 if "aarch64" in path.name else Architecture.x86_64
began = time.process_time()
data = get_wheel_elfdata(libc, machine, path, frozenset(), None)
policy = min((each for each in data.policies if each.whitelist), key=lambda each: each.priority)
external = {name for found in data.full_external_refs.values() for name in found[policy.name].libs}
versions = {name: sorted(nodes) for name, nodes in data.versioned_symbols.items()}
taken = time.process_time() - began
told = {"versions": versions, "external": sorted(external), "allowed": sorted(policy.whitelist), "cpu": taken}
print(json.dumps(told))
"""
REASONS = {
    "opencv_python": "auditwheel follows libxcb.so.1 of the machine it runs on, whose own needs it then counts",
    "pymeshlab": "auditwheel refuses the wheel: it has libraries in the place for pure Python",
}


def main() -> None:
    record: dict[str, Any] = json.loads(RECORD.read_text("utf-8")) if RECORD.exists() else {}
    for wheel in wheels():
        if wheel.file not in record:
            record[wheel.file] = _asked(sys.argv[1], wheel)
            RECORD.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    TABLE.write_text("".join(f"{line}\n" for line in table(record)), encoding="utf-8")


def _asked(python: str, wheel: Wheel) -> Mapping[str, Any]:
    command = [python, "-c", ASK, str(fetched(wheel))]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return {"error": f"given up after {PATIENCE} s"}
    if done.returncode:
        return {"error": done.stderr.strip().rpartition("\n")[2][:200]}
    answer = json.loads(done.stdout)
    external = [name for name in answer["external"] if name not in answer["allowed"]]
    return {"versions": told(answer["versions"]), "external": external, "cpu": round(answer["cpu"], 2)}


def table(record: Mapping[str, Any]) -> Iterator[str]:
    rows = [_row(wheel, record[wheel.file]) for wheel in wheels()]
    alike = sum(same for same, *_ in rows)
    yield "# Wheels as auditwheel and as we read them"
    yield ""
    yield "The newest GLIBC, GLIBCXX and CXXABI versions that a wheel needs, the libraries that it leaves to the system"
    yield "and that no policy allows, and CPU seconds. Written by `python -m scripts.compare_auditwheel`; auditwheel's"
    yield "seconds are those of the run in which its answers were recorded."
    yield ""
    yield f"{alike} of {len(rows)} wheels are read alike."
    yield f"CPU: auditwheel {_sum(rows, 1):.1f} s, ours {_sum(rows, 2):.1f} s."
    yield ""
    yield "| wheel | versions | libraries of the system | auditwheel, s | ours, s | difference |"
    yield "| --- | --- | --- | ---: | ---: | --- |"
    yield from (row for *_, row in rows)


def _sum(rows: list[tuple[bool, float, float, str]], column: int) -> float:
    return sum(float(row[column]) for row in rows)


def _row(wheel: Wheel, theirs: Mapping[str, Any]) -> tuple[bool, float, float, str]:
    began = process_time()
    ours = wheel_needs(wheel)
    taken = process_time() - began
    same = is_alike(ours, theirs)
    why = "" if same else REASONS.get(wheel.name, theirs.get("error", "not explained"))
    versions, external = " ".join(ours.versions) or "-", " ".join(ours.external) or "-"
    cpu = f"{theirs['cpu']:.2f}" if "cpu" in theirs else "-"
    row = f"| {wheel.file} | {versions} | {external} | {cpu} | {taken:.2f} | {why} |"
    return same, theirs.get("cpu", 0.0), taken if "cpu" in theirs else 0.0, row


def is_alike(ours: WheelNeeds, theirs: Mapping[str, Any]) -> bool:
    return "error" not in theirs and (list(ours.versions), list(ours.external)) == (
        list(theirs["versions"]),
        list(theirs["external"]),
    )


if __name__ == "__main__":
    main()
