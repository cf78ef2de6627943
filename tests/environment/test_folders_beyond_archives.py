"""What a file system, /tmp or a computed folder on the search path may bring is not called missing for certain."""

import pytest

from layerlint.environment.python.added_folders import leads_elsewhere
from layerlint.examples.recipe import distribution, function, stack
from tests.rules.test_handler_rule import said

CALLED = "def handler(event, context):\n    import lost\n    return lost\n"
AT_ONCE = "import lost\ndef handler(event, context): ...\n"
ELSEWHERE = [
    "import sys\nsys.path.append('/mnt/efs/lib')\n",
    "import sys\nsys.path.insert(\n    0,\n    '/tmp/packages',\n)\n",
    "import sys\nsys.path[0:0] = ['/mnt/lib']\n",
    "import sys\nsys.path += ['/tmp']\n",
    "import site\nsite.addsitedir('/mnt/efs/lib')\n",
    "from sys import path\npath.append('/mnt/efs/lib')\n",
    "import os, sys\nsys.path.append(os.environ['LIBS'])\n",
    "import sys\nROOT = '/tmp'\nHERE = ROOT + '/lib'\nsys.path.insert(1, HERE)\n",
    "import sys, tempfile\nsys.path.append(tempfile.mkdtemp())\n",
    "import sys\ndef use(folder):\n    sys.path.append(folder)\n",
]
INSIDE = [
    "import sys\nsys.path.append('vendor')\n",
    "import sys\nsys.path.insert(0, '/opt/lib')\n",
    "import os, sys\nsys.path.insert(0, os.path.join(os.path.dirname(__file__), 'lib'))\n",
    "import os, sys\nHERE = os.path.dirname(os.path.abspath(__file__))\nsys.path.insert(0, f'{HERE}/lib')\n",
    "import sys\nfrom pathlib import Path\nsys.path.insert(0, str(Path(__file__).parent / 'lib'))\n",
    "import os, sys\nsys.path.append(os.environ['LAMBDA_TASK_ROOT'] + '/lib')\n",
    "import sys\nfor name in ('a', 'b'):\n    sys.path.append(name)\n",
    "import sys\nif '/tmp/x' in sys.path: ...\n",
    "BIN = '/mnt/efs/bin'\n",
]


@pytest.mark.parametrize("text", ELSEWHERE)
def test_what_such_a_folder_may_bring_is_a_warning(text: str) -> None:
    assert leads_elsewhere(text.encode())
    for body in (CALLED, AT_ONCE):
        assert said(function({"app.py": text + body}, "python3.12", handler="app.handler")) == [("LL312", "warning")]


@pytest.mark.parametrize("text", INSIDE)
def test_what_the_stack_lacks_is_missing(text: str) -> None:
    assert not leads_elsewhere(text.encode())
    assert said(function({"app.py": text + AT_ONCE}, "python3.12", handler="app.handler")) == [("LL312", "error")]


@pytest.mark.parametrize(("value", "severity"), [("/mnt/efs/lib:/opt/python", "warning"), ("/opt/python", "error")])
def test_a_variable_may_name_such_a_folder(value: str, severity: str) -> None:
    recipe = stack(
        {"python/six.py": ""},
        function={"app.py": AT_ONCE},
        runtime="python3.12",
        handler="app.handler",
        variables={"PYTHONPATH": value},
    )
    assert ("LL312", severity) in said(recipe)


def test_what_a_library_does_to_the_path_says_nothing_of_the_function() -> None:
    vouched = {"lib.py": "import sys\nsys.path.append('/mnt/lib')\n", **distribution("lib", site="", record=["lib.py"])}
    recipe = function({"app.py": f"import lib\n{AT_ONCE}", **vouched}, "python3.12", handler="app.handler")
    assert said(recipe) == [("LL312", "error")]
