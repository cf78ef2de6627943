"""What the finders find: folders, suffixes, namespaces, .pth files, and who comes first."""

import importlib.util
import io
import marshal
import zipfile

from tests.truth.constructed.stack import Constructed, layer

JUNK = b"not a shared object"  #: found by name, refused by the loader
SDK = ("boto3", "botocore.config", "urllib3", "dateutil.parser", "six", "jmespath", "s3transfer")
OURS = "what the code of the image itself needs is not in the archives"
HIDDEN = dict.fromkeys(("a", "user"), "hidden .pth files are read or not from one micro version to the next")
ADDS_HELD = "import os, sys\nsys.path.insert(0, os.path.join(os.path.dirname(__file__), 'held'))\n"
SITE = "lib/python3.12/site-packages"


def _bytecode(source: str) -> bytes:
    """A .pyc of the Python that runs the tests: other versions refuse its magic number."""
    code = marshal.dumps(compile(source, "gone.py", "exec"))
    return importlib.util.MAGIC_NUMBER + bytes(12) + code


def _zip(files: dict[str, str]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as opened:
        for name, source in files.items():
            opened.writestr(name, source)
    return held.getvalue()


STACKS = (
    layer(
        "an extension comes before source",
        {
            "a.py": "",
            "a.cpython-312-x86_64-linux-gnu.so": JUNK,
            "b.py": "",
            "b.abi3.so": JUNK,
            "c.py": "",
            "c.so": JUNK,
        },
    ),
    layer(
        "a suffix of another build is no module",
        {
            "a.cpython-38-x86_64-linux-gnu.so": JUNK,
            "b.cpython-312-aarch64-linux-gnu.so": JUNK,
            "c.cpython-312-darwin.so": JUNK,
            "d.cp312-win_amd64.pyd": JUNK,
            "e.cpython-312-x86_64-linux-musl.so": JUNK,
            "f.cpython-313t-x86_64-linux-gnu.so": JUNK,
            "user.py": "import a",
            "user_of_fallback.py": "try:\n    import b\nexcept ImportError:\n    b = None\n",
        },
    ),
    layer("source stands in for an extension of another build", {"a.py": "", "a.cpython-38-x86_64-linux-gnu.so": JUNK}),
    layer("a package comes before a module", {"a/__init__.py": "", "a.py": "import nowhere"}),
    layer("a package comes before an extension", {"a/__init__.py": "", "a.abi3.so": JUNK}),
    layer("a module comes before a namespace", {"a/inner.py": "", "a.py": "", "user.py": "import a.inner"}),
    layer("an extension as package init", {"a/__init__.abi3.so": JUNK, "a/inner.py": ""}),
    layer(
        "a namespace without init",
        {"space/inner/__init__.py": "", "user.py": "import space.inner", "wrong.py": "import space.other"},
    ),
    layer("an empty namespace", {"space/readme.txt": "", "user.py": "import space", "wrong.py": "import space.inner"}),
    Constructed(
        name="a namespace over two folders and two layers",
        layers=(
            {"python/space/one.py": "", f"python/{SITE}/space/two.py": ""},
            {"python/space/three.py": "", "python/user.py": "import space.one, space.three"},
            {"python/user_of_site.py": "import space.two"},
        ),
    ),
    Constructed(
        name="a nested namespace in parts",
        layers=(
            {"python/a/b/c/one.py": "VALUE = 1"},
            {"python/a/b/two.py": "", "python/user.py": "from a.b.c.one import VALUE\nimport a.b.two"},
        ),
    ),
    Constructed(
        name="a regular package hides the rest of a namespace",
        layers=({"python/space/__init__.py": "", "python/user.py": "import space.mine"},),
        function={"space/mine.py": "", "app.py": "import space.mine"},
    ),
    Constructed(
        name="the last layer wins a file",
        layers=(
            {"python/a.py": "import nowhere"},
            {"python/a.py": ""},
            {"python/b/__init__.py": "", "python/b/x.py": ""},
        ),
    ),
    Constructed(
        name="layers tear a package",
        layers=(
            {"python/a/__init__.py": "from a.one import VALUE", "python/a/one.py": "VALUE = 1"},
            {"python/a/one.py": "OTHER = 1"},
        ),
    ),
    Constructed(
        name="the function comes before the layers",
        layers=({"python/a.py": "import nowhere", "python/b.py": ""},),
        function={"a.py": "", "app.py": "import a, b"},
    ),
    Constructed(
        name="the versioned folder comes before the other",
        layers=({f"python/{SITE}/a.py": "", "python/a.py": "import nowhere"},),
    ),
    layer("another version's folder is not searched", {"lib/python3.8/site-packages/a.py": "", "user.py": "import a"}),
    layer(
        "a .pth file adds a folder",
        {"add.pth": "inner\n# a comment\n\nnowhere\n", "inner/a.py": "", "user.py": "import a"},
    ),
    layer("a .pth folder comes last", {"add.pth": "inner\n", "inner/a.py": "import nowhere", "a.py": ""}),
    layer(
        "a .pth file runs a line",
        {"run.pth": "import sys; sys.modules['made'] = sys\n", "user.py": "import made"},
        unknown={"user": "the line is code, and any code may make a module"},
    ),
    layer(
        "a .pth line that fails ends that file",
        {"run.pth": "import nowhere_at_all\ninner\n", "inner/a.py": "", "b.py": "import a"},
        beyond=dict.fromkeys(("a", "b"), "whether a line fails is not judged"),
    ),
    layer(
        "a .pth line of code adds a folder",
        {
            "run.pth": "import os, sys; sys.path.insert(0, os.path.join(sitedir, 'inner'))\n",
            "inner/a.py": "",
            "user.py": "import a",
            "wrong.py": "import b",
        },
    ),
    layer("a .pth line with a blank before it", {"add.pth": " inner\n", "inner/a.py": "", "user.py": "import a"}),
    Constructed(
        name="a .pth file leads out of its folder",
        layers=({"python/add.pth": "../beside\n", "beside/a.py": "", "python/user.py": "import a"},),
    ),
    layer("a .pth file below is not read", {"sub/add.pth": "inner\n", "sub/inner/a.py": "", "user.py": "import a"}),
    layer("a hidden .pth file", {".hidden.pth": "inner\n", "inner/a.py": "", "user.py": "import a"}, beyond=HIDDEN),
    layer(
        "a .pth file adds a zip",
        {
            "add.pth": "held.zip\n",
            "held.zip": _zip({"zipped.py": "", "bad.py": "import nowhere"}),
            "user.py": "import zipped",
            "wrong.py": "import bad",
        },
        beyond={"wrong": "a zip on the path is not looked into"},
    ),
    layer(
        "code adds a folder to the path",
        {
            "user.py": f"{ADDS_HELD}from inner.flags import FLAGS\nif FLAGS.is_off():\n    import nowhere\n",
            "wrong.py": f"{ADDS_HELD}from inner.flags import FLAGS\nif not FLAGS.is_off():\n    import nowhere\n",
            "held/inner/__init__.py": "",
            "held/inner/inner.py": "",
            "held/inner/flags.py": "class Flags:\n    def is_off(self):\n        return False\nFLAGS = Flags()\n",
        },
    ),
    layer("an egg is no folder of modules", {"a-1.0.egg/a.py": "", "user.py": "import a"}),
    layer(
        "a zipped egg by way of .pth",
        {
            "easy-install.pth": "./a-1.0.egg\n",
            "a-1.0.egg": _zip({"a.py": "", "EGG-INFO/PKG-INFO": "Name: a\n"}),
            "user.py": "import a",
            "wrong.py": "import b",
        },
    ),
    layer("an egg by way of .pth", {"easy-install.pth": "./a-1.0.egg\n", "a-1.0.egg/a.py": "", "user.py": "import a"}),
    layer(
        "the standard library is shadowed",
        {
            "typing.py": "",
            "user.py": "import typing\ntyping.Any",
            "named.py": "from typing import Any",
            "by_way.py": "import dataclasses\n",
            "uses_typing.py": "import inspect\n",
        },
        beyond={"user": "an attribute of a module"},
    ),
    layer("enum is loaded before the path opens", {"enum.py": "import nowhere", "user.py": "from enum import Enum"}),
    layer(
        "random is shadowed",
        {"random.py": "def draw(): ...", "user.py": "from random import randint", "deeper.py": "import tempfile"},
        beyond={"deeper": OURS},
    ),
    layer("a shadow as a package", {"uuid/__init__.py": "raise ImportError('mine')", "user.py": "import uuid"}),
    layer(
        "a built-in cannot be shadowed",
        {"sys.py": "import nowhere", "_ast.py": "import nowhere", "user.py": "import _ast, sys"},
    ),
    layer("a namespace does not shadow", {"secrets/readme.py": "", "user.py": "from secrets import token_hex"}),
    Constructed(
        name="the SDK of the runtime",
        layers=({"python/user.py": f"import {', '.join(SDK)}", "python/wrong.py": "import boto3.nothing"},),
        beyond={"wrong": "which parts the image's own SDK has changes without notice"},
        sdk=True,
    ),
    Constructed(
        name="the SDK shadowed",
        layers=(
            {
                "python/six.py": "",
                "python/user.py": "import six",
                "python/named.py": "from six import PY3",
                "python/dateutil_user.py": "import dateutil.parser",
                "python/urllib3/__init__.py": "",
                "python/sdk_user.py": "import botocore.httpsession",
            },
        ),
        sdk=True,
        beyond={"dateutil_user": OURS, "sdk_user": OURS},
    ),
    layer(
        "only a bytecode cache",
        {"a/__pycache__/__init__.cpython-312.pyc": b"", "__pycache__/b.cpython-312.pyc": b"", "user.py": "import b"},
        beyond={"a": "a folder with nothing but a cache is an empty namespace, and no part of the stack"},
    ),
    layer("bytecode without source", {"a.pyc": _bytecode("VALUE = 1"), "user.py": "import a"}),
    layer("bytecode of nobody", {"a.pyc": b"\0" * 16, "b.pyc": b"", "user.py": "import a"}),
    layer("source before bytecode", {"a.pyc": b"\0" * 16, "a.py": ""}),
    layer("names of another case", {"Upper.py": "", "user.py": "import upper", "right.py": "import Upper"}),
    layer(
        "a name with a hyphen",
        {"a-b.py": "", "a_b.dist-info/METADATA": "Name: a-b\nVersion: 1\n", "user.py": "import a_b"},
    ),
    layer("init alone in a folder of another name", {"a/b/__init__.py": "", "user.py": "import b"}),
    layer("a name in letters of another script", {"größe.py": "", "user.py": "import größe"}),
    layer(
        "bytes of a source",
        {
            "null.py": "x = 1\0\n",
            "no_encoding.py": b"x = '\xe9'\n",
            "latin.py": b"# -*- coding: latin-1 -*-\nx = '\xe9'\n",
            "bad_encoding.py": b"# -*- coding: nothing-like-it -*-\nx = 1\n",
            "mark.py": b"\xef\xbb\xbfx = 1\n",
            "empty.py": b"",
        },
    ),
    layer("python in python", {"python/a.py": "", "user.py": "import python.a", "wrong.py": "import a"}),
)
