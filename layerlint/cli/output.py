"""Where reports go: machine formats own stdout, files appear whole or not at all; people's lines may be styled."""

import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress

from layerlint.cli.errors import UsageError
from layerlint.cli.parser import Sorted, keep_first
from layerlint.hints import TYPE_CHECKING, TextIO
from layerlint.named_tuple import NamedTuple
from layerlint.report.lines import Line

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = ("text", "sarif", "json", "github")


class Output(NamedTuple):
    format: str
    file: str | None  #: None: a standard stream


def sort_outputs(values: Sequence[str]) -> Sorted:
    """Values of --output: a file's name may hold commas and slashes."""
    return keep_first(values, lambda value: value.partition("=")[0] not in FORMATS)


def parse_outputs(chosen: str | None, words: Sequence[str]) -> tuple[Output, ...]:
    """What --format and --output ask for; text where they ask for nothing. Raises UsageError."""
    outputs = [Output(chosen, None)] if chosen else []
    outputs += [_output(word) for word in words]
    machine = [output.format for output in outputs if output.file is None and output.format != "text"]
    if len(set(machine)) > 1:
        raise UsageError(f"{' and '.join(machine)} cannot share standard output; give one a file: {machine[1]}=FILE")
    files = [os.path.realpath(output.file) for output in outputs if output.file is not None]
    if len(set(files)) < len(files):
        raise UsageError("two outputs have the same file")
    return tuple(dict.fromkeys(outputs)) or (Output("text", None),)


def _output(word: str) -> Output:
    name, equals, file = word.partition("=")
    if name not in FORMATS:
        raise UsageError(f"unknown format {name!a}; it is {', '.join(FORMATS[:-1])} or {FORMATS[-1]}")
    if equals and not file:
        raise UsageError(f"--output {word} names no file")
    return Output(name, file or None)


def text_stream(outputs: Sequence[Output]) -> TextIO:
    """Standard output, or stderr where a machine format owns it."""
    owned = any(output.file is None and output.format != "text" for output in outputs)
    return sys.stderr if owned else sys.stdout


def write(text: str, stream: TextIO) -> None:
    r"""Text to a stream of whatever encoding, "\n" as it stands, unencodable characters spelled out."""
    stream.flush()
    encoding = stream.encoding or "utf-8"
    buffer = getattr(stream, "buffer", None)
    if buffer is None:
        stream.write(text)
    else:
        buffer.write(text.encode(encoding, "backslashreplace"))
        buffer.flush()


def write_file(text: str, file: str) -> None:
    """The whole file or none of it. Raises UsageError."""
    from pathlib import Path  # noqa: PLC0415  # only for reports to files

    path = Path(file)
    if path.exists() and not path.is_file():
        _write_through(text, path)
        return
    path = path.resolve()  # a link stays one, even /dev/stdout
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(text.encode("utf-8", "backslashreplace"))
        draft.replace(path)
    except (OSError, ValueError) as error:
        with suppress(OSError, ValueError):
            draft.unlink()
        raise UsageError(f"cannot write {file}: {getattr(error, 'strerror', None) or error}") from error


def _write_through(text: str, path: "Path") -> None:
    """A device or pipe, such as /dev/stderr, cannot be replaced."""
    try:
        path.write_bytes(text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror or error}") from error


def colored(choice: str, stream: TextIO) -> bool:
    """Whether to colour: --color, then NO_COLOR and FORCE_COLOR, then whether a person looks."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def show(lines: Iterable[Line], stream: TextIO, color: str) -> None:
    """Plain to a file or pipe, through rich to a terminal."""
    if not plain(stream, color):
        from layerlint.report.terminal import console_for, print_lines  # noqa: PLC0415  # for terminals only

        print_lines(lines, console_for(stream, color=colored(color, stream)))
        return
    write("".join(f"{line}\n" for line in lines), stream)


def plain(stream: TextIO, color: str) -> bool:
    return not colored(color, stream) and not stream.isatty()
