"""The symbols of the libraries that every image has: the C library's by name, the compiler's by their kind."""

from collections.abc import Collection
from functools import cache

from layerlint.pattern import pattern
from layerlint.platform import files

#: the C library in its parts, with the loader and libgcc: the table has the names of them all
_PARTS = """
libc.so.6 libm.so.6 libpthread.so.0 libdl.so.2 librt.so.1 libutil.so.1 libresolv.so.2 libanl.so.1 libmvec.so.1
libthread_db.so.1 libBrokenLocale.so.1 libgcc_s.so.1 ld-linux-x86-64.so.2 ld-linux-aarch64.so.1 linux-vdso.so.1
"""
FAMILY = frozenset(_PARTS.split())
LIBSTDCXX = "libstdc++.so.6"
#: C++'s own: exceptions, operators, type information, and what lies in std or in the compiler's own namespaces
COMPILERS = pattern(
    rb"__cxa_|__gxx_|__atomic|atomic_flag_|__once_|_Unwind_|__dynamic_cast|"
    rb"_Z(?:[a-z]|GT|T[hvc]|(?:T[ISVT]|GV|GR)?N?[VK]*[RO]?(?:S|[a-z]|[PD]|\d+__))"
)


def may_be_of_image(name: bytes, sonames: Collection[str]) -> bool:
    """Whether a symbol that no version marks may come from those of `sonames` that the image brings everywhere."""
    if LIBSTDCXX in sonames and COMPILERS.match(name):
        return True
    return name in _table()


@cache
def _table() -> frozenset[bytes]:
    import json  # noqa: PLC0415  # only where a symbol is found in no library of the stack

    return frozenset(json.loads(files.read("c_library.json"))["symbols"].encode().split())
