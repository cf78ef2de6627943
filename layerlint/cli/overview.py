"""What `layerlint` alone says."""

import sys
from collections.abc import Mapping

from layerlint.cli.output import write

INTRODUCTION = (
    "layerlint predicts whether code in AWS Lambda layers and function packages will load, and says what to change."
)


def print_overview(commands: Mapping[str, str]) -> None:
    rows = "".join(f"  layerlint {name:<9} {what}\n" for name, what in commands.items())
    first = "To begin:  layerlint check my-layer.zip      options of a command:  layerlint check --help"
    write(f"{INTRODUCTION}\n\n{rows}\n{first}\n", sys.stdout)
