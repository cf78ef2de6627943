"""Where an ignore stands decides what it covers."""

from pathlib import Path

import pytest

from layerlint.project.cloudformation.read import template_project
from layerlint.project.ignores import comments
from layerlint.project.origin import Origin
from layerlint.project.records import Ignore


def ignores(text: str) -> list[Ignore]:
    return list(template_project(text, Path("t.yaml"), "t.yaml").ignores)


def covered(ignore: Ignore) -> list[int]:
    return [line for line in range(1, 30) if ignore.covers(Origin("t.yaml", line))]


TEMPLATE = """\
Resources:
  # layerlint: ignore[LL501] the whole resource

  # and more words
  Base:
    Type: AWS::Lambda::LayerVersion
    Properties:
      Content: base.zip # layerlint: ignore[LL301, LL302] this line
      # layerlint: ignore[duplicate-file]: the next line
      Description: x
  Other:
    Type: AWS::Lambda::LayerVersion # layerlint: ignore
"""


def test_comments_cover_their_line_the_next_or_the_resource() -> None:
    found = ignores(TEMPLATE)
    assert [covered(ignore) for ignore in found] == [[5, 6, 7, 8, 9, 10], [8], [10], [12]]
    assert [ignore.rules for ignore in found] == [("LL501",), ("LL301", "LL302"), ("duplicate-file",), ()]
    assert [ignore.reason for ignore in found] == ["the whole resource", "this line", "the next line", ""]


def test_an_ignore_covers_its_own_file_alone() -> None:
    (first, *_) = ignores(TEMPLATE)
    assert not first.covers(Origin("u.yaml", 5))
    assert not first.covers(None)


@pytest.mark.parametrize(
    ("written", "rules", "reasons"),
    [
        ("[LL501, LL914 for everyone]", [("LL501",), ("LL914",)], ["", "for everyone"]),
        ("LL501", [("LL501",)], [""]),
        ("{LL501: meant, LL502: too}", [("LL501",), ("LL502",)], ["meant", "too"]),
        ("[]", [()], [""]),
    ],
)
def test_metadata_covers_its_resource(written: str, rules: list[tuple[str, ...]], reasons: list[str]) -> None:
    metadata = f"    Metadata: {{layerlint: {{ignore: {written}}}}}\n"
    text = f"Resources:\n  Base:\n    Type: AWS::Lambda::LayerVersion\n{metadata}"
    found = ignores(text)
    assert [ignore.rules for ignore in found] == rules
    assert [ignore.reason for ignore in found] == reasons
    assert {tuple(covered(ignore)) for ignore in found} == {(2, 3, 4)}


def test_metadata_of_the_template_covers_all_of_it() -> None:
    (found,) = ignores("Metadata:\n  layerlint:\n    ignore: [LL501]\nResources:\n  Base: {Type: x}\n")
    assert covered(found) == [1, 2, 3, 4, 5]


def test_comments_of_hcl_count_too() -> None:
    (found,) = comments("// layerlint: ignore[LL501] meant\nresource {\n}\n", "t.yaml", {2: 3})
    assert covered(found) == [2, 3]
