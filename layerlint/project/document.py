"""A project file's bytes as nodes."""

from pathlib import Path

from layerlint.project.json_nodes import read_json
from layerlint.project.node import Node
from layerlint.project.records import ProjectError
from layerlint.project.yaml_nodes import read_yaml

MOST_BYTES = 64 << 20


def read_text(path: Path, name: str) -> str:
    """The file as text. Raises ProjectError."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ProjectError(f"{name}: more than {MOST_BYTES >> 20} MiB, which no project file has")
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ProjectError(f"{name}: cannot be read: {(error.strerror or str(error)).lower()}") from None
    except UnicodeDecodeError as error:
        raise ProjectError(f"{name}: no UTF-8 text: byte {error.start} is none") from None
    except ValueError:
        raise ProjectError(f"{name!r}: not a path") from None


def parse(text: str, name: str) -> Node:
    """JSON where the text begins as JSON does, else YAML. Raises ProjectError."""
    if text.lstrip(" \t\r\n")[:1] != "{":
        return read_yaml(text, name)
    try:
        return read_json(text, name)
    except ProjectError:
        if name.endswith(".json"):
            raise
        return read_yaml(text, name)  # a flow mapping of YAML begins alike
