"""Installed distributions: folders found, files read, damage survived."""

import email
import importlib.metadata

import pytest
from packaging.utils import canonicalize_name

from layerlint.archive.zip_reader import open_zip
from layerlint.examples.build import zip_bytes
from layerlint.examples.recipe import Content, distribution
from layerlint.facts import metadata
from layerlint.facts.contents import Contents
from layerlint.facts.distribution import MOST_HEADERS, MOST_RECORD, Distribution, read_distributions
from layerlint.facts.endings import Endings
from layerlint.facts.record import read_record

INFO = "python/Foo_Bar-1.0.dist-info"


def contents(files: dict[str, Content]) -> Contents:
    return Contents(open_zip(zip_bytes(files), "layer.zip"))


def only(files: dict[str, Content]) -> Distribution:
    (found,) = contents(files).distributions
    return found


def test_everything_a_dist_info_folder_says() -> None:
    found = only(
        {
            f"{INFO}/METADATA": "Name: Foo.Bar\nVersion: 1.0\nRequires-Python: >=3.9\nRequires-Dist: a (>1)\n"
            "Requires-Dist: b ; extra == 'x'\n\nRequires-Dist: not-a-header\n",
            f"{INFO}/WHEEL": "Wheel-Version: 1.0\nTag: cp312-cp312-manylinux_2_17_x86_64\nTag: cp312-none-any\n",
            f"{INFO}/RECORD": 'foo/__init__.py,sha256=x,1\n"foo/a,b.py",,\n../bin/foo,,\n../../up,,\n/etc/passwd,,\n',
            f"{INFO}/entry_points.txt": "[console_scripts]\nfoo = foo:main\nbar=foo:bar\n\n# no\n[x.y]\nz = a.b\n",
            f"{INFO}/top_level.txt": "foo\n_foo\n",
            f"{INFO}/direct_url.json": '{"url": "file:///x", "dir_info": {"editable": true}}',
        }
    )
    assert found == Distribution(
        name="foo-bar",
        shown_name="Foo.Bar",
        version="1.0",
        folder=INFO,
        site="python",
        requires=("a (>1)", "b ; extra == 'x'"),
        requires_python=">=3.9",
        tags=("cp312-cp312-manylinux_2_17_x86_64", "cp312-none-any"),
        record=("python/foo/__init__.py", "python/foo/a,b.py", "bin/foo"),
        entry_points={"console_scripts": ("foo", "bar"), "x.y": ("z",)},
        top_level=("foo", "_foo"),
        editable=True,
        has_metadata=True,
        has_record=True,
    )


def test_a_stripped_dist_info_folder_still_has_a_name() -> None:
    found = only({f"{INFO}/INSTALLER": "pip"})
    assert (found.name, found.version, found.has_metadata, found.has_record) == ("foo-bar", "1.0", False, False)


def test_a_distribution_at_the_root() -> None:
    found = only({**distribution("a", site="", record=["a.py"])})
    assert (found.site, found.folder, found.record) == ("", "a-1.0.dist-info", ("a.py",))


def test_an_egg_info_folder() -> None:
    folder = "python/foo-2.0-py3.9.egg-info"
    found = only(
        {
            f"{folder}/PKG-INFO": "Name: foo\nVersion: 2.0\n",
            f"{folder}/requires.txt": "a>1\n\n[x]\nb\n\n[:python_version<'3']\nc\n\n[y:os_name=='nt']\nd\n",
            f"{folder}/installed-files.txt": "../foo/__init__.py\nPKG-INFO\n",
        }
    )
    assert found.requires == (
        "a>1",
        'b ; extra == "x"',
        "c ; python_version<'3'",
        "d ; (os_name=='nt') and extra == \"y\"",
    )
    assert found.record == ("python/foo/__init__.py", f"{folder}/PKG-INFO")


def test_an_egg_info_file() -> None:
    found = only({"python/six-1.0-py2.7.egg-info": "Name: six\nVersion: 1.0\n"})
    assert (found.name, found.folder, found.has_metadata) == ("six", "python/six-1.0-py2.7.egg-info", True)
    assert only({"python/six-1.0-py2.7.egg-info": ""}).version == "1.0"


def test_distributions_come_in_the_order_of_their_paths() -> None:
    found = contents({**distribution("b"), **distribution("a", site="lib/x")}).distributions
    assert [item.name for item in found] == ["a", "b"]


@pytest.mark.parametrize("text", ["[1]", "{", '{"dir_info": 1}', '{"dir_info": {"editable": "yes"}}', "[" * 100_000])
def test_odd_direct_urls_are_not_editable(text: str) -> None:
    assert not metadata.is_editable(text.encode())


def test_long_metadata_is_read_at_its_start() -> None:
    text = "Name: foo\nVersion: 1.0\n\n" + "x" * (2 * MOST_HEADERS)
    assert only({f"{INFO}/METADATA": text}).name == "foo"


def test_a_huge_record_is_cut_and_malformed() -> None:
    found = contents({**distribution("foo"), "python/foo-1.0.dist-info/RECORD": b"a" * (MOST_RECORD + 1)})
    (item,) = found.distributions
    assert len(item.record) == 1
    assert [part.path for part in found.malformed] == ["python/foo-1.0.dist-info/RECORD"]


def test_unreadable_metadata_is_malformed() -> None:
    data = bytearray(zip_bytes({f"{INFO}/METADATA": "Name: foo\nVersion: 1.0\n" * 9}))
    start = 30 + len(f"{INFO}/METADATA")
    data[start : start + 8] = b"\xff" * 8
    archive = open_zip(bytes(data), "layer.zip")
    found, malformed = read_distributions(archive, Endings(archive.files))
    assert [item.has_metadata for item in found] == [False]
    assert [part.path for part in malformed] == [f"{INFO}/METADATA"]


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("a.py,,\r\nb.py,,\r\n", ("s/a.py", "s/b.py")),
        ('"a ""quoted"".py",,\nb.py,,', ('s/a "quoted".py', "s/b.py")),
        ('"two\nlines.py",,\nb.py', ("s/two\nlines.py", "s/b.py")),
        ("./a.py,,\nb//c.py,,\nd/../e.py,,\n", ("s/a.py", "s/b/c.py", "s/e.py")),
        (".hidden,,\n..,,\n../..,,\n,,\n\n", ("s/.hidden",)),
    ],
)
def test_records(text: str, paths: tuple[str, ...]) -> None:
    assert read_record(text.encode(), "s") == paths


@pytest.mark.parametrize("name", ["pytest", "hypothesis", "packaging", "pyelftools"])
def test_headers_agree_with_the_mail_parser_on_real_metadata(name: str) -> None:
    text = importlib.metadata.distribution(name).read_text("METADATA")
    if text is None:
        pytest.skip("installed without METADATA")
    parsed = email.message_from_string(text)
    headers = metadata.read_headers(text.encode())
    assert {key: len(values) for key, values in headers.items()} == {
        key.lower(): len(parsed.get_all(key, [])) for key in parsed
    }
    for key in ("Name", "Version", "Requires-Dist", "Requires-Python"):
        assert list(headers.get(key.lower(), ())) == parsed.get_all(key, [])


@pytest.mark.parametrize("name", ["Foo", "a.b--C_d", "x", "A-"])
def test_canonical_names_are_those_of_packaging(name: str) -> None:
    assert metadata.canonical(name) == canonicalize_name(name)
