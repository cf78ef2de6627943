"""The runtime table with its date and sources, for people and for programs."""

from collections.abc import Iterator, Sequence

from layerlint.platform.records import Day, Platform, Runtime, State
from layerlint.report.json_report import to_json
from layerlint.report.lines import EMPTY, Line, Span, span
from layerlint.report.words import both

SCHEMA = "layerlint-runtimes/1"
STYLES = {
    State.SUPPORTED: "green",
    State.PREVIEW: "cyan",
    State.DEPRECATED: "yellow",
    State.CREATE_BLOCKED: "red",
    State.UPDATE_BLOCKED: "bright_black",
}
COLUMNS = ("runtime", "state", "system", "architectures", "deprecated", "no creation", "no update")


def render_json(platform: Platform, on: Day) -> str:
    return to_json(
        {
            "schema": SCHEMA,
            "date": on,
            "as_of": platform.as_of,
            "sources": list(platform.sources),
            "runtimes": [_runtime(runtime, on) for runtime in platform.runtimes.values()],
        }
    )


def runtime_lines(platform: Platform, on: Day) -> Iterator[Line]:
    """A row for each runtime and its state on the day; then how old the data is and where it comes from."""
    rows = [_row(runtime, on) for runtime in platform.runtimes.values()]
    widths = [max(map(len, column)) for column in zip(COLUMNS, *rows, strict=True)]
    yield Line((Span("  ".join(_padded(COLUMNS, widths)), "bold"),), wraps=False)
    for runtime, row in zip(platform.runtimes.values(), rows, strict=True):
        cells = _padded(row, widths)
        style = STYLES[runtime.state(on)]
        rest = "  ".join(["", *cells[2:]])
        yield Line((Span(f"{cells[0]}  ", "bold"), Span(cells[1], style), Span(rest)), wraps=False)
    yield EMPTY
    yield Line((Span(f"States on {on}; data as of {platform.as_of}. Sources:"),))
    for source in platform.sources:
        yield Line((span(f"- {source}"),), hang=2)


def _row(runtime: Runtime, on: Day) -> tuple[str, ...]:
    days = (runtime.deprecation, runtime.block_create, runtime.block_update)
    words = (runtime.identifier, runtime.state(on).value, runtime.system.title, both(runtime.architectures))
    return (*words, *(day or "-" for day in days))


def _padded(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True)]


def _runtime(runtime: Runtime, on: Day) -> dict[str, object]:
    return {
        "identifier": runtime.identifier,
        "language": runtime.language,
        "version": runtime.version,
        "state": runtime.state(on).value,
        "system": runtime.system.name,
        "glibc": ".".join(map(str, runtime.system.glibc)),
        "architectures": list(runtime.architectures),
        "released": runtime.released,
        "deprecation": runtime.deprecation,
        "block_create": runtime.block_create,
        "block_update": runtime.block_update,
        "confidence": runtime.confidence.value,
    }
