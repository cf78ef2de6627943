"""Codes, prefixes and names; ignores by path."""

import pytest

from layerlint.config.selection import find, ignores, matching, selected, severities
from layerlint.config.settings import ConfigError
from layerlint.rule import Finding, Severity
from tests.report.runs import sample_rules

RULES = sample_rules()
CODES = [rule.code for rule in RULES]


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (["TT101"], ["TT101"]),
        (["tt101"], ["TT101"]),
        (["TT"], CODES),
        (["TT10"], CODES),
        (["bad-file"], ["TT101"]),
        (["bad_file"], ["TT101"]),
        (["bad-file", "TT103"], ["TT101", "TT103"]),
    ],
)
def test_words_mean_rules(words: list[str], codes: list[str]) -> None:
    assert sorted(matching(RULES, words)) == codes


def test_select_then_ignore() -> None:
    assert [rule.code for rule in selected(RULES, [], [])] == CODES
    assert [rule.code for rule in selected(RULES, ["TT"], ["TT101", "old-runtime"])] == ["TT103", "TT104"]


@pytest.mark.parametrize("word", ["", "XX", "TT9", "bad", "TT1011"])
def test_unknown_words_are_refused(word: str) -> None:
    with pytest.raises(ConfigError, match="unknown rule"):
        matching(RULES, [word])


def test_the_nearest_word_is_named() -> None:
    with pytest.raises(ConfigError, match="did you mean 'bad-file'"):
        matching(RULES, ["bad-fiel"])
    with pytest.raises(ConfigError, match="did you mean 'TT101'"):
        find(RULES, "tt011")


def test_the_longer_word_decides_a_severity() -> None:
    chosen = severities(RULES, {"TT101": "note", "TT": "warning"})
    assert chosen["TT101"] is Severity.NOTE
    assert chosen["TT103"] is Severity.WARNING


@pytest.mark.parametrize(
    ("pattern", "archive", "paths", "covered"),
    [
        ("layer.zip!/python/tests/**", "layer.zip", ["python/tests/a.py"], True),
        ("layer.zip!/python/tests/**", "dist/layer.zip", ["python/tests/a/b.py"], True),
        ("layer.zip!/python/tests/**", "my-layer.zip", ["python/tests/a.py"], False),
        ("layer.zip!/python/tests/**", "layer.zip", ["python/a.py"], False),
        ("layer.zip!/python/tests/**", "layer.zip", ["python/tests/a.py", "python/b.py"], False),
        ("layer.zip!/python/tests/**", "layer.zip", [], False),
        ("layer.zip!/**", "layer.zip", [], True),
        ("layer.zip", "layer.zip", [], True),
        ("layer.zip", "layer.zip", ["anything"], True),
        ("*.zip!/python/*.so", "a.zip", ["python/x.so"], True),
        ("*.zip!/python/*.so", "a.zip", ["python/b/x.so"], False),
        ("*.zip!/**/*.so", "a.zip", ["x.so"], True),
        ("*.zip!/**/*.so", "a.zip", ["python/b/x.so"], True),
        ("dist/*.zip", "dist/a.zip", [], True),
        ("dist/*.zip", "dist/sub/a.zip", [], False),
        ("build/layer/!/a?.py", "build/layer", ["ab.py"], True),
        ("layer.zip!/a.py", "layer.zip", ["axpy"], False),
    ],
)
def test_ignores_by_path(pattern: str, archive: str, paths: list[str], covered: bool) -> None:
    (ignore,) = ignores(RULES, {pattern: ("TT101",)})
    finding = Finding(message="m", archive=archive, paths=tuple(paths))
    assert ignore.covers("TT101", finding) is covered
    assert not ignore.covers("TT102", finding)
