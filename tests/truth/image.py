"""The packages that the managed runtimes bring along, of the versions current when this was pinned."""

from pathlib import Path

from tests.integration import wheelhouse
from tests.integration.manifest import Build
from tests.truth.harness import Image

_CLIENT = ("simplejson==4.3.0", "snapshot-restore-py==1.0.0")
_COMMON = ("jmespath==1.1.0", "python-dateutil==2.9.0.post0", "six==1.17.0")
_SDK = ("boto3==1.44.5", "botocore==1.44.5", "s3transfer==0.19.3", "urllib3==2.8.0")
_SDK_39 = ("boto3==1.42.97", "botocore==1.42.97", "s3transfer==0.16.1", "urllib3==1.26.20")


def image(version: str) -> Image:
    """The runtime's own folders for one Python. Raises wheelhouse.NoIndex.

    Until 3.10 the SDK lies with the client in /var/runtime; from 3.11 on in the language's site-packages.
    """
    sdk = (*_COMMON, *(_SDK_39 if version == "3.9" else _SDK))
    client = (*_CLIENT, "awslambdaric==4.0.4" if version == "3.9" else "awslambdaric==4.2.2")
    if version in {"3.9", "3.10"}:
        return Image(runtime=_installed("runtime", version, sdk + client), language=None)
    return Image(runtime=_installed("client", version, client), language=_installed("sdk", version, sdk))


def _installed(name: str, version: str, packages: tuple[str, ...]) -> Path:
    build = Build(name=f"{name}-{version}", python=version, system="linux", machine="x86_64", packages=packages)
    return wheelhouse.installed(build)
