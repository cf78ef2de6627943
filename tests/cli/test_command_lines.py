"""How words, options and their values are told apart, and what is said of those that make no sense."""

import shlex
from pathlib import Path

import pytest

from layerlint.cli.options import COLOR, RULES, add_stack, words
from layerlint.cli.parser import Option, Parser, Words


def parser(*, names: bool = False) -> Parser:
    made = Parser("try", "[PATH ...]", "To try words.", Words("words", "PATH", "paths"))
    add_stack(made, names=names)
    made.add(words("--select", "codes", "CODES"), Option("--quiet", "less", default=False, is_switch=True), COLOR)
    return made


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a.zip b.zip", {"words": ("a.zip", "b.zip")}),
        ("a.zip --quiet b.zip", {"words": ("a.zip", "b.zip"), "quiet": True}),
        ("--select LL1,LL2 LL3 a.zip", {"select": ("LL1", "LL2", "LL3"), "words": ("a.zip",)}),
        ("--select LL1 --select=LL2 LL3", {"select": ("LL1", "LL2"), "words": ("LL3",)}),
        ("--select dir/LL1", {"select": ("dir/LL1",), "words": ()}),
        ("--color=never a.zip", {"color": "never"}),
        ("--layer a.zip b.zip --function f.zip", {"layers": ("a.zip", "b.zip"), "function": "f.zip", "words": ()}),
        ("--select LL1 -- --quiet", {"quiet": False, "words": ("--quiet",)}),
        ("- a.zip", {"words": ("-", "a.zip")}),
    ],
)
def test_words_and_values(
    line: str, expected: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    given = vars(parser().parse(line.split()))
    assert {key: given[key] for key in expected} == expected


def test_a_name_may_have_spaces_behind_a_dash() -> None:
    assert parser().parse(["-a b.zip"]).words == ("-a b.zip",)


def test_names_may_follow_layers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    given = parser(names=True).parse(["--layer", "a.zip", "requests", "b.zip", "/opt/python/a.py"])
    assert given.layers == ("a.zip", "b.zip")
    assert given.words == ("requests", "/opt/python/a.py")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("--color pink", "argument --color: invalid choice: 'pink' (choose from 'auto', 'always', 'never')"),
        ("--color", "argument --color: expected one argument"),
        ("--color --quiet", "argument --color: expected one argument"),
        ("--select --quiet", "argument --select: expected at least one argument"),
        ("--quiet=1", "argument --quiet: ignored explicit argument '1'"),
        ("a.zip --colour never", "unrecognized arguments: --colour; did you mean '--color'"),
        ("a.zip -q", "unrecognized arguments: -q"),
        ("--select=", "argument --select: an empty value says nothing"),
        ("--select ,", "argument --select: an empty value says nothing"),
        ("--select '' a.zip", "argument --select: an empty value says nothing"),
        ("--layer a.zip ''", "argument --layer: an empty value says nothing"),
        ("--function ''", "argument --function: an empty value says nothing"),
        ("a.zip ''", "an empty argument names nothing"),
        ("-- ''", "an empty argument names nothing"),
        ("a.zip --function-name Api", "unrecognized arguments: --function-name; did you mean '--function'"),
    ],
)
def test_a_mistake_is_one_line(line: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        parser().parse(shlex.split(line))
    assert leaving.value.code == 2
    assert capsys.readouterr().err == f"layerlint try: {message}; layerlint try --help lists the options\n"


def test_words_may_follow_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("mine", "theirs"):
        (tmp_path / name).mkdir()
    made = parser()
    made.add(RULES)
    given = made.parse(["--rules", "mine", "theirs", "a.zip"])
    assert (given.rules, given.words) == (("mine", "theirs"), ("a.zip",))
    assert made.parse(["--rules", "typo", "a.zip"]).rules == ("typo",)


@pytest.mark.parametrize(
    ("line", "message"),
    [("", "the following arguments are required: NAME"), ("one two", "unrecognized arguments: two")],
)
def test_one_word_is_one(line: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        Parser("try", "NAME", "To try words.", Words("name", "NAME", "one", is_one=True)).parse(line.split())
    assert message in capsys.readouterr().err


def test_help_lists_every_option_under_its_title(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        parser().parse(["a.zip", "--help", "--nonsense"])
    shown = capsys.readouterr().out
    assert leaving.value.code == 0
    assert shown.startswith("usage: layerlint try [PATH ...] [options]\n")
    titles = [
        shown.index(text) for text in ("positional arguments:", "options:", "--select", "the stack:", "--layer PATH")
    ]
    assert titles == sorted(titles)
