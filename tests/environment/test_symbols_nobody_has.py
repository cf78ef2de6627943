"""Symbols that no library has: told where that is sure, with a doubt where something unread may have them, else not."""

import pytest

from layerlint.environment.environment import Environment, View
from layerlint.environment.linker.bindings import Unbound
from layerlint.examples.build import stack_of
from layerlint.examples.elf import elf
from layerlint.examples.recipe import Content, distribution, layer
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target

PLATFORM = load_platform()
MODULE, LIBRARY = "python/pkg/_a.abi3.so", "lib/libfoo.so.1"
OLD = elf(soname="libfoo.so.1", defined=("foo_old",))
NEW = elf(soname="libfoo.so.1", defined=("foo_old", "foo_new"))


def unbound(files: dict[str, Content], *absent: str, at_once: bool = True) -> tuple[Unbound, ...]:
    stack = stack_of(layer(files))._replace(absent=absent)
    env = Environment(View(stack), Target(PLATFORM.runtimes["python3.12"], "x86_64"), PLATFORM, PLATFORM.as_of)
    place = env.view.opt.file(MODULE)
    assert place is not None
    return env.links.bindings.unbound(place, at_once=at_once)


def certain(files: dict[str, Content], *absent: str) -> list[bool]:
    return [each.certain for each in unbound(files, *absent)]


def taking(*symbols: str, needed: tuple[str, ...] = ("libfoo.so.1",)) -> Content:
    return elf(needed=needed, undefined=symbols)


SHORT: dict[str, Content] = {MODULE: taking("foo_new"), LIBRARY: OLD}


def test_what_is_lacking_says_where_it_was_looked_for() -> None:
    (found,) = unbound(SHORT)
    assert found.steps == (
        "/opt/python/pkg/_a.abi3.so takes foo_new",
        "looked for in /opt/lib/libfoo.so.1: not there",
    )


def test_a_copy_that_has_it_is_pointed_at() -> None:
    (found,) = unbound({**SHORT, "python/other/libfoo.so.1": NEW})
    assert [place.absolute for place in found.there] == ["/opt/python/other/libfoo.so.1"]


def test_a_library_that_is_brought_along_may_lack_it_too() -> None:
    files: dict[str, Content] = {MODULE: elf(needed=("libbar.so",)), "lib/libbar.so": taking("foo_new"), LIBRARY: OLD}
    (found,) = unbound(files)
    assert found.user.place.path == "lib/libbar.so"
    assert found.steps[0] == "/opt/python/pkg/_a.abi3.so needs libbar.so"


def test_whoever_is_loaded_beside_it_may_have_it() -> None:
    beside: Content = elf(soname="libbar.so", defined=("foo_new",))
    files = {**SHORT, MODULE: taking("foo_new", needed=("libfoo.so.1", "libbar.so")), "lib/libbar.so": beside}
    assert certain(files) == []


@pytest.mark.parametrize(
    ("files", "sure"),
    [
        ({}, [True]),
        ({MODULE: taking("foo_new", needed=("libfoo.so.1", "libssl.so.3"))}, [True]),  # all of its have versions
        ({MODULE: taking("foo_new", needed=("libfoo.so.1", "libz.so.1"))}, []),  # it may be of libz
        ({LIBRARY: elf(soname="libfoo.so.1", needed=("libz.so.1",), defined=("foo_old",))}, [False]),
        ({MODULE: taking("_ZNSt6vectorIiE4sizeEv")}, [True]),
        ({MODULE: taking("_ZNSt6vectorIiE4sizeEv", needed=("libfoo.so.1", "libstdc++.so.6"))}, []),
        ({MODULE: taking("_ZN3foo3newEv", needed=("libfoo.so.1", "libstdc++.so.6"))}, [True]),
        ({MODULE: taking("pthread_create", "environ", "Py_None")}, []),
        ({"python/other.py": "import ctypes\nctypes.CDLL('/opt/x.so', mode=ctypes.RTLD_GLOBAL)\n"}, []),
        ({"python/pkg/own/libfoo.so.1": NEW, "python/pkg/__init__.py": "CDLL(HERE + '/own/libfoo.so.1')\n"}, []),
        ({"python/b.abi3.so": elf(needed=("libfoo.so.1",), rpath="$ORIGIN/b"), "python/b/libfoo.so.1": NEW}, []),
    ],
)
def test_how_sure_it_is(files: dict[str, Content], sure: list[bool]) -> None:
    assert certain({**SHORT, **files}) == sure


def test_a_layer_that_is_not_here_may_bring_another() -> None:
    assert certain(SHORT, "arn:aws:lambda:us-east-1:111122223333:layer:foo:1") == [False]


def test_where_a_library_is_missing_nothing_else_is_said() -> None:
    assert certain({MODULE: taking("foo_new")}) == []


@pytest.mark.parametrize(
    ("tag", "sure"),
    [("cp312-abi3-manylinux_2_17_x86_64", []), ("cp312-abi3-linux_x86_64", [True])],
)
def test_an_index_vouches_for_a_wheel_with_its_libraries(tag: str, sure: list[bool]) -> None:
    wheel = distribution("pkg", tags=[tag], record=["pkg/_a.abi3.so", "pkg/libfoo.so.1"])
    files = {
        MODULE: elf(needed=("libfoo.so.1",), undefined=("foo_new",), rpath="$ORIGIN"),
        "python/pkg/libfoo.so.1": OLD,
    }
    assert certain({**files, **wheel}) == sure


def test_nobody_vouches_for_a_wheel_with_the_library_of_another() -> None:
    wheel = distribution("pkg", tags=["cp312-abi3-manylinux_2_17_x86_64"], record=["pkg/_a.abi3.so"])
    assert certain({**SHORT, **wheel}) == [True]


def test_what_waits_for_a_call_keeps_nobody_from_loading() -> None:
    files = {**SHORT, MODULE: elf(needed=("libfoo.so.1",), undefined=("foo_new",), waits=True)}
    assert [each.at_load for each in unbound(files)] == [True]
    assert [each.at_load for each in unbound(files, at_once=False)] == [False]
