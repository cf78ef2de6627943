"""Writes layerlint/platform/c_library.json: the names of all symbols that the GNU C library and libgcc offer.

`python -m scripts.measure_c_library` reads the libraries of this machine, which should be newer than Lambda's. The C
library keeps every name that it ever had, so a newer one has all of theirs.
"""

import json
import platform
import re
import subprocess
from pathlib import Path

from layerlint.facts.elf_bindings import read_symbols
from layerlint.platform.c_library import FAMILY

TABLE = Path(__file__).resolve().parent.parent / "layerlint" / "platform" / "c_library.json"
VERSION = re.compile(r"(?:GLIBC|GCC)_[\d.A-Z]+$")  # versions stand in the table as symbols of their own
#: what every program brings, and what linkers define
STARTED = "_start main _init _fini _end _edata __bss_start __data_start data_start _IO_stdin_used"


def main() -> None:
    found = set(STARTED.split())
    for path in _libraries():
        symbols = read_symbols(path.read_bytes())
        if symbols is not None:
            found |= {text for text in map(bytes.decode, symbols.offered) if not VERSION.match(text)}
    table = {
        "about": {
            "confidence": "measured",
            "source": f"glibc {platform.libc_ver()[1]} of Debian on {platform.machine()}, all versions of all symbols",
        },
        "symbols": " ".join(sorted(found)),
    }
    TABLE.write_text(json.dumps(table, indent=1, separators=(",", ":")) + "\n", encoding="utf-8")


def _libraries() -> set[Path]:
    told = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in told.splitlines() if "x86-64" in line or "AArch64" in line]
    return {Path(row[-1]).resolve() for row in rows if row[0] in FAMILY}


if __name__ == "__main__":
    main()
