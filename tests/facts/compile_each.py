"""Run as a program by every Python at hand: which of the sources on the input it compiles, as a JSON list."""

import json
import sys
import warnings


def compiles(source: str) -> bool:
    try:
        compile(source, "m.py", "exec")
    except SyntaxError:
        return False
    return True


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    json.dump([compiles(source) for source in json.load(sys.stdin)], sys.stdout)
