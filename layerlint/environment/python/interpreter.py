"""What the interpreter of a target says of itself."""

from collections.abc import Mapping

from layerlint.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from layerlint.environment.python.values import Constant


def runtime_facts(version: tuple[int, int], architecture: str) -> Mapping[str, "Constant"]:
    """Constants that code asks the interpreter for, on a Lambda target; the micro version stands for any."""
    machine = "aarch64" if architecture == "arm64" else "x86_64"
    return {
        "sys.version_info": (*version, 9, "final", 0),
        "sys.version_info.major": version[0],
        "sys.version_info.minor": version[1],
        "sys.hexversion": (version[0] << 24) | (version[1] << 16) | (9 << 8) | 0xF0,
        "sys.version": f"{version[0]}.{version[1]}.9 (main)",
        "sys.platform": "linux",
        "sys.byteorder": "little",
        "sys.maxsize": 2**63 - 1,
        "sys.maxunicode": 0x10FFFF,
        "sys.implementation.name": "cpython",
        "sys.implementation.version": (*version, 9, "final", 0),
        "os.name": "posix",
        "os.sep": "/",
        "os.pathsep": ":",
        "os.curdir": ".",
        "os.pardir": "..",
        "os.path.sep": "/",
        "os.path.curdir": ".",
        "os.path.pardir": "..",
        "sys.prefix": "/var/lang",
        "sys.base_prefix": "/var/lang",
        "sys.exec_prefix": "/var/lang",
        "typing.TYPE_CHECKING": False,
        "typing_extensions.TYPE_CHECKING": False,
        "platform.system()": "Linux",
        "platform.machine()": machine,
        "platform.python_implementation()": "CPython",
        "platform.python_version()": f"{version[0]}.{version[1]}.9",
        "platform.python_version_tuple()": (str(version[0]), str(version[1]), "9"),
        "platform.architecture()": ("64bit", "ELF"),
        "sysconfig.get_platform()": f"linux-{machine}",
        "__debug__": True,
    }
