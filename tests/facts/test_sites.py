"""Folders that directly hold what a language can import, wherever they lie."""

import pytest

from layerlint.examples.build import stack_of
from layerlint.examples.recipe import Content, distribution, layer
from layerlint.facts.sites import Sites


def sites(files: dict[str, Content]) -> Sites:
    [mount] = stack_of(layer(files)).mounts
    return mount.contents.sites


def folders(files: dict[str, Content]) -> list[tuple[str, str]]:
    return [(site.language, site.folder) for site in sites(files).found]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"a/pkg/__init__.py": "", "a/pkg/sub/__init__.py": "", "a/pkg/data/x.py": ""}, [("python", "a")]),
        ({"a/m.py": "", "a/space/m.py": ""}, [("python", "a")]),
        ({"a/m.py": "", "a/not-a-name/m.py": ""}, [("python", "a"), ("python", "a/not-a-name")]),
        ({"a/m.py": "", **distribution("b", site="a/b")}, [("python", "a"), ("python", "a/b")]),
        ({"m.py": "", "python/m.py": ""}, [("python", ""), ("python", "python")]),
        ({"a/pkg/__init__.pyc": ""}, [("python", "a")]),
        ({"a/pkg/__init__.abi3.so": ""}, [("python", "a")]),
        ({"a/b-1-py3.12.egg/b/__init__.py": ""}, [("python", "a")]),
        ({"a/b.egg-info": ""}, [("python", "a")]),
        ({"a/libz.so": "", "lib/z.so": "", "bin/x.py": "", "a/z.so.1": ""}, []),
        ({"a/1-2.py": "", "__pycache__/m.pyc": "", ".git/hooks/x.py": "", "__MACOSX/m.py": ""}, []),
        (
            {"a/node_modules/b/package.json": "", "a/node_modules/b/node_modules/c/d.py": ""},
            [("nodejs", "a/node_modules")],
        ),
        ({"a/b.jar": "", "a/c/d.jar": "", "a/E.JAR": ""}, [("java", "a"), ("java", "a/c")]),
        ({"g/gems/a/a.rb": "", "g/specifications/a": ""}, [("ruby", "g")]),
        ({"x/ruby/lib/a/b.rb": ""}, [("ruby", "x/ruby/lib")]),
        ({"data/a.txt": "", "empty/": ""}, []),
    ],
)
def test_where_sites_are(files: dict[str, Content], expected: list[tuple[str, str]]) -> None:
    assert folders(files) == expected


def test_a_site_knows_what_it_holds() -> None:
    [site] = sites({"python/six.py": "", "python/yaml/__init__.py": "", **distribution("six")}).found
    assert site.units == ("six.py", "yaml")
    assert site.installed == ("six-1.0.dist-info",)
    assert site.members == ("python/six-1.0.dist-info", "python/six.py", "python/yaml")
    assert site.strong


def test_scoped_packages_are_named_with_their_scope() -> None:
    [site] = sites(
        {"node_modules/@a/b/package.json": "", "node_modules/c/package.json": "", "node_modules/.bin/c": ""}
    ).found
    assert site.units == ("@a/b", "c")


def test_packages_without_node_modules_are_a_bare_site() -> None:
    [site] = sites({"nodejs/uuid/package.json": "", "nodejs/qs/package.json": ""}).found
    assert (site.folder, site.bare, site.units) == ("nodejs", True, ("qs", "uuid"))


@pytest.mark.parametrize(
    ("files", "folder"),
    [
        ({"lib/python3.12/os.py": "", "lib/python3.12/site-packages/six.py": ""}, "lib/python3.12/site-packages"),
        ({"n/bin/node": "", "n/lib/node_modules/npm/package.json": ""}, "n/lib/node_modules"),
        (
            {
                "lib/ruby/3.3.0/set.rb": "",
                "lib/ruby/gems/3.3.0/gems/a/b": "",
                "lib/ruby/gems/3.3.0/specifications/a": "",
            },
            "lib/ruby/gems/3.3.0",
        ),
        ({"jre/bin/java": "", "jre/lib/ext/a.jar": ""}, "jre/lib/ext"),
    ],
)
def test_what_belongs_to_an_interpreter_brought_along_is_private(files: dict[str, Content], folder: str) -> None:
    assert {site.folder: site.private for site in sites(files).found}[folder]


def test_virtual_environments() -> None:
    files: dict[str, Content] = {"a/pyvenv.cfg": "", "b/bin/activate.csh": "", "c/bin/activate": ""}
    assert sites(files).environments == ("a", "b")


def test_a_tree_as_deep_as_names_allow() -> None:
    deep = "/".join(["a"] * 1000)
    assert folders({f"{deep}/m.py": "", "java/b.jar": ""}) == [("java", "java"), ("python", deep)]
