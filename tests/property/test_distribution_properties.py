"""Whatever the text files of a distribution hold, reading them ends and stays inside the archive."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from layerlint.facts import metadata
from layerlint.facts.record import normalised, read_record

LINES = st.sampled_from(
    ["Name: a", "Tag:", ":", " folded", "[x]", "[x:y]", "[", "]", "a=b", "=", '"', '""', "#", "", "{}"]
)
TEXTS = st.lists(LINES | st.text(max_size=8), max_size=12).map("\n".join)
PARTS = st.sampled_from(["a", "b.py", "..", ".", "", "c d", "é", 'q"', "x,y", ".hidden"])
PATHS = st.lists(PARTS, min_size=1, max_size=5).map("/".join)


@given(TEXTS.map(str.encode) | st.binary(max_size=200))
def test_no_text_raises(data: bytes) -> None:
    metadata.read_headers(data)
    metadata.read_entry_points(data)
    metadata.read_egg_requires(data)
    metadata.is_editable(data)
    for path in read_record(data, "python"):
        assert path
        assert not path.startswith("/")
        assert ".." not in path.split("/")


@given(st.lists(PATHS, max_size=8))
def test_records_agree_with_the_csv_module(paths: list[str]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([path, "sha256=x", "1"] for path in paths)
    expected = [normalised(f"python/{path}") for path in paths if path and not path.startswith("/")]
    assert read_record(buffer.getvalue().encode(), "python") == tuple(filter(None, expected))


@given(PATHS)
def test_a_normal_path_stays_normal(path: str) -> None:
    found = normalised(path)
    if found is not None:
        assert normalised(found) == found
        assert not {"", ".", ".."} & set(found.split("/")) or found == ""
