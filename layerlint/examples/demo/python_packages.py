"""Packages that import one another as requests and its companions do, in a few lines each."""

from layerlint.examples.elf import elf_bytes
from layerlint.examples.recipe import Content, distribution

REQUESTS = {
    "requests/__init__.py": "from . import sessions\nfrom .api import get\n\n__version__ = '2.32.3'\n",
    "requests/api.py": "from . import sessions\n\n\ndef get(url):\n    return sessions.Session().request('GET', url)\n",
    "requests/sessions.py": """\
import certifi
import idna
import urllib3
from charset_normalizer import from_bytes


class Session:
    pool = urllib3.PoolManager(certifi.where())

    def request(self, method, url):
        body = self.pool.urlopen(method, idna.encode(url))
        return str(from_bytes(body))
""",
}
URLLIB3 = {
    "urllib3/__init__.py": "from .poolmanager import PoolManager\n\n__version__ = '2.2.3'\n",
    "urllib3/poolmanager.py": """\
class PoolManager:
    def __init__(self, authorities):
        self.authorities = authorities

    def urlopen(self, method, url):
        raise NotImplementedError(method, url, self.authorities)
""",
}
IDNA = {
    "idna/__init__.py": "from .core import encode\n\n__version__ = '3.10'\n",
    "idna/core.py": "def encode(text):\n    return text.encode('ascii')\n",
}
CERTIFI = {
    "certifi/__init__.py": "from .core import where\n\n__version__ = '2024.8.30'\n",
    "certifi/core.py": "import os\n\n\ndef where():\n    return os.path.dirname(__file__) + '/cacert.pem'\n",
    "certifi/cacert.pem": "# no certificates: nothing here ever connects\n",
}
ACCELERATOR = "charset_normalizer/md.cpython-311-x86_64-linux-gnu.so"
CHARSET_NORMALIZER = {
    "charset_normalizer/__init__.py": "from .api import from_bytes\n\n__version__ = '3.4.0'\n",
    "charset_normalizer/api.py": """\
from .md import mess_ratio


def from_bytes(data):
    return data.decode('utf-8' if mess_ratio(data) < 0.2 else 'latin-1')
""",
    "charset_normalizer/md.py": "def mess_ratio(data):\n    return data.count(0) / max(len(data), 1)\n",
}
PURE = "py3-none-any"
COMPILED = "cp311-cp311-manylinux_2_17_x86_64"


def site_packages(site: str) -> dict[str, Content]:
    """What `pip install requests -t SITE` leaves behind, made by a Python 3.11 on x86_64."""
    accelerated: dict[str, Content] = {**CHARSET_NORMALIZER, ACCELERATOR: elf_bytes(needed=["libc.so.6"])}
    needs = ["charset-normalizer<4,>=2", "idna<4,>=2.5", "urllib3<3,>=1.21.1", "certifi>=2017.4.17"]
    return {
        **_installed(site, "certifi", "2024.8.30", CERTIFI, PURE),
        **_installed(site, "charset-normalizer", "3.4.0", accelerated, COMPILED),
        **_installed(site, "idna", "3.10", IDNA, PURE),
        **_installed(site, "requests", "2.32.3", REQUESTS, PURE, needs),
        **_installed(site, "urllib3", "2.2.3", URLLIB3, PURE),
    }


def _installed(
    site: str,
    name: str,
    version: str,
    files: dict[str, Content] | dict[str, str],
    tag: str,
    requires: list[str] | None = None,
) -> dict[str, Content]:
    metadata = distribution(name, version, site=site, tags=[tag], record=list(files), requires=requires or [])
    return {**{f"{site}/{path}": content for path, content in files.items()}, **metadata}
