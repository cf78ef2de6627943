"""Installed rule packs are found by their entry point, at little cost where there is none."""

import sys
from pathlib import Path

import pytest

from layerlint.load import RulesError, load_rules
from layerlint.stack import Mount

RULE = '''"""Anything at all.

## Why it matters

It does not.
"""

from layerlint.examples.recipe import layer
from layerlint.rule import Severity, rule


@rule("{code}", Severity.NOTE, since="0.1", good=[layer({{}})], bad=[layer({{"a": ""}}).flags()])
def anything():
    yield from ()
'''


def installed(folder: Path, package: str, code: str, asking: str = "") -> None:
    """What pip leaves of a pack; its rule asks for what the text names."""
    (folder / package).mkdir()
    (folder / package / "__init__.py").touch()
    (folder / package / "rule.py").write_text(RULE.format(code=code).replace("anything()", f"anything({asking})"))
    information = folder / f"{package}-1.0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
    (information / "entry_points.txt").write_text(f"[layerlint.rules]\nmine = {package}\n")


def test_a_pack_brings_its_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(tmp_path, "pack_of_one", "XX001")
    monkeypatch.syspath_prepend(tmp_path)
    assert "XX001" in [rule.code for rule in load_rules()]
    assert "XX001" not in [rule.code for rule in load_rules(packs=False)]


def test_two_packs_may_not_claim_one_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(tmp_path, "pack_one", "XX002")
    installed(tmp_path, "pack_two", "XX002")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(RulesError, match="XX002 is defined twice"):
        load_rules()


def test_a_folder_that_is_gone_from_the_path_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(tmp_path / "gone"), *sys.path])
    assert [rule.code for rule in load_rules()] == [rule.code for rule in load_rules(packs=False)]


def test_a_pack_that_does_not_load_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(tmp_path, "pack_broken", "XX003")
    (tmp_path / "pack_broken" / "__init__.py").write_text("import nowhere_to_be_found\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(RulesError, match="rules in pack_broken do not load: ModuleNotFoundError"):
        load_rules()


@pytest.mark.parametrize("asking", ["mount: Mount", "mount: 'Mount'"])
def test_a_rule_is_given_what_it_asks_for(asking: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = f"pack_asking_{len(asking)}"
    installed(tmp_path, package, "XX004", asking)
    rule = tmp_path / package / "rule.py"
    rule.write_text(
        rule.read_text().replace("from layerlint.rule", "from layerlint.stack import Mount\nfrom layerlint.rule")
    )
    monkeypatch.syspath_prepend(tmp_path)
    assert next(rule for rule in load_rules() if rule.code == "XX004").subjects == (Mount,)


def test_a_rule_that_asks_for_what_there_is_not_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(tmp_path, "pack_asking_wrongly", "XX005", "number: int")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(RulesError, match=r"rule XX005 asks for int; a rule is given Distribution, Environment, .*View"):
        load_rules()
