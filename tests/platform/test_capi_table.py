"""The table of Python's C API, against what its documentation says and the interpreter at hand."""

import ctypes
import sys

import pytest

from layerlint.platform.capi import Version, load_capi

CAPI = load_capi()


@pytest.mark.parametrize(
    ("symbol", "first"),
    [
        ("PyErr_GetRaisedException", (3, 12)),
        ("PyType_GetName", (3, 11)),
        ("_Py_IncRef", (3, 10)),
        ("Py_NewRef", (3, 10)),
        ("PyObject_CallNoArgs", (3, 9)),
        ("PyDict_GetItemRef", (3, 13)),
        ("PyContextVar_New", (3, 7)),
    ],
)
def test_new_functions_are_lacking_before_their_version(symbol: str, first: Version) -> None:
    for version in CAPI.versions:
        assert CAPI.lacks(symbol, version) == (version < first)
    assert CAPI.change(symbol, (3, 6)) == f"new in Python {first[0]}.{first[1]}"


@pytest.mark.parametrize(("symbol", "last"), [("PyNode_Compile", (3, 9)), ("PyEval_CallObject", None)])
def test_gone_functions_are_lacking_after_their_last_version(symbol: str, last: Version | None) -> None:
    for version in CAPI.versions:
        assert CAPI.lacks(symbol, version) == (last is not None and version > last)
    if last:
        assert CAPI.change(symbol, CAPI.versions[-1]) == f"gone since Python {last[0]}.{last[1] + 1}"


def test_nothing_is_said_of_what_was_not_measured() -> None:
    assert not CAPI.lacks("PyErr_GetRaisedException", (3, 16))
    assert not CAPI.lacks("PyNode_Compile", (3, 16))
    assert not CAPI.lacks("PyNothing_Anybody_Knows", (3, 12))


def test_what_a_module_needs_is_a_range() -> None:
    assert CAPI.needed(["PyErr_GetRaisedException", "Py_NewRef"])[0] == (3, 12)
    assert CAPI.needed(["PyNode_Compile"])[1] == (3, 9)
    assert CAPI.needed([]) == (CAPI.versions[0], CAPI.versions[-1])


@pytest.mark.skipif(sys.version_info[:2] not in CAPI.versions, reason="this Python was not measured")
@pytest.mark.parametrize("symbol", ["PyErr_GetRaisedException", "Py_NewRef", "PyNode_Compile", "PyType_GetName"])
def test_the_interpreter_at_hand_agrees(symbol: str) -> None:
    assert hasattr(ctypes.pythonapi, symbol) is not CAPI.lacks(symbol, (sys.version_info[0], sys.version_info[1]))
