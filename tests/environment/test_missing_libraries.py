"""Which libraries nothing brings: the loader's search over a stack, and how sure the answer is."""

from collections.abc import Callable

import pytest

from layerlint.environment.environment import Environment, View
from layerlint.environment.linker.missing import Lack, Missing
from layerlint.environment.native.trouble import Weight
from layerlint.examples.build import stack_of
from layerlint.examples.elf import elf
from layerlint.examples.recipe import Content, distribution, executable, function, layer, link
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target

PLATFORM = load_platform()
MODULE = "python/pkg/_a.abi3.so"
HASHED = "libfoo-1a2b3c4d.so.1"


def environment(files: dict[str, Content], runtime: str = "python3.12", architecture: str = "x86_64") -> Environment:
    target = Target(PLATFORM.runtimes[runtime], architecture)
    return Environment(View(stack_of(layer(files))), target, PLATFORM, PLATFORM.as_of)


def missing(
    files: dict[str, Content], runtime: str = "python3.12", architecture: str = "x86_64"
) -> tuple[Missing, ...]:
    env = environment(files, runtime, architecture)
    place = env.view.opt.file(MODULE)
    assert place is not None
    return env.links.missing(place)


def names(files: dict[str, Content], runtime: str = "python3.12") -> list[str]:
    return [each.soname for each in missing(files, runtime)]


def opened(files: dict[str, Content], soname: str) -> str | None:
    """The path by which the module's closure opens a library."""
    env = environment(files)
    place = env.view.opt.file(MODULE)
    assert place is not None
    found = next(edge.found for edge in env.links.closure(place).edges if edge.soname == soname)
    return found.path if found else None


def needing(*sonames: str, **options: str) -> Callable[[], bytes]:
    return elf(needed=sonames, versions={}, **options)


def test_what_the_image_has_is_not_missing() -> None:
    assert names({MODULE: needing("libc.so.6", "libz.so.1", "linux-vdso.so.1")}) == []


def test_a_library_that_one_system_lost_is_missing_there_alone() -> None:
    assert names({MODULE: needing("libssl.so.10")}, "python3.11") == []
    assert names({MODULE: needing("libssl.so.10")}, "python3.12") == ["libssl.so.10"]


@pytest.mark.parametrize(
    ("soname", "certain"),
    [
        ("libGL.so.1", True),  # measured
        ("libgomp.so.1", True),  # documented
        ("libX11.so.6", False),  # inferred on Amazon Linux 2023
        ("libnobody.so.7", False),  # in no list
        (HASHED, True),  # auditwheel's own name: no image has it
        ("libscipy_openblas64_-6bb31eeb.so", True),
        ("libopenblasp-r0-3fa1c9de.3.7.so", True),
        ("libICU-20200101.so", False),  # a date, not a hash
    ],
)
def test_how_sure_it_is(soname: str, *, certain: bool) -> None:
    assert [each.certain for each in missing({MODULE: needing(soname)})] == [certain]


def test_a_library_that_a_record_lists_is_missing_for_certain() -> None:
    listed = distribution("pkg", record=["pkg/_a.abi3.so", "pkg.libs/libnobody.so.7"])
    assert [each.certain for each in missing({MODULE: needing("libnobody.so.7"), **listed})] == [True]


@pytest.mark.parametrize(
    ("files", "lack"),
    [
        ({}, Lack.NOWHERE),
        ({"lib/libfoo.so.1": elf()}, None),
        ({"python/elsewhere/libfoo.so.1": elf()}, Lack.UNSEARCHED),
        ({"lib64/libfoo.so.1": elf(soname="libfoo.so.1")}, Lack.UNSEARCHED),
        ({"lib64/libfoo.so.1": elf("arm64")}, Lack.NOWHERE),
        ({"lib64/libfoo.so.1": link("../lib/libfoo-1.2.so"), "lib/libfoo-1.2.so": elf()}, Lack.UNSEARCHED),
        ({"lib/libfoo.so.1.2.3": elf(soname="libfoo.so.1")}, Lack.MISNAMED),
        ({"lib/libfoo.so.1": "libfoo.so.1.2.3", "lib/libfoo.so.1.2.3": elf(soname="libfoo.so.1")}, Lack.NO_LIBRARY),
        ({"lib/libfoo.so.1": link("libfoo.so.1.2.3"), "lib/libfoo.so.1.2.3": elf(soname="libfoo.so.1")}, None),
    ],
)
def test_where_a_library_is_instead(files: dict[str, Content], lack: Lack | None) -> None:
    assert [each.lack for each in missing({MODULE: needing("libfoo.so.1"), **files})] == ([lack] if lack else [])


ELSEWHERE: dict[str, Content] = {
    MODULE: needing("libfoo.so.1"),
    "python/pkg/own/libfoo.so.1": elf(soname="libfoo.so.1"),
}


@pytest.mark.parametrize(
    "files",
    [
        {"python/pkg/__init__.py": "import ctypes\nctypes.CDLL('own/libfoo.so.1')\n"},
        {"python/pkg/__init__.py": "import ctypes, glob\n[ctypes.CDLL(each) for each in glob.glob('own/*.so*')]\n"},
        {"python/other/__init__.py": "import ctypes\nctypes.CDLL(f'{ROOT}/libfoo.so.1', mode=RTLD_GLOBAL)\n"},
        {"python/other/b.so": needing("libfoo.so.1", rpath="$ORIGIN/../pkg/own")},
        {"bin/wrapper": "#!/bin/sh\nexport LD_LIBRARY_PATH=$ROOT/libfoo\n"},
    ],
)
def test_what_something_opens_may_be_in_the_process_before(files: dict[str, Content]) -> None:
    assert names(ELSEWHERE) == ["libfoo.so.1"]
    assert names({**ELSEWHERE, **files}) == []


def test_a_variable_that_a_script_sets_is_for_those_whom_it_starts() -> None:
    setting = "import os, glob\nos.environ['LD_LIBRARY_PATH'] = ':'.join(glob.glob('own'))\n"
    assert names({**ELSEWHERE, "python/pkg/__init__.py": setting}) == ["libfoo.so.1"]
    anew = setting + "os.execv(sys.executable, sys.argv)\n"
    assert names({**ELSEWHERE, "python/pkg/__init__.py": anew}) == []


def test_what_is_opened_by_path_answers_to_its_soname_alone() -> None:
    opening = "import ctypes\nctypes.CDLL('own/libfoo.so.1')\n"
    files = {**ELSEWHERE, "python/pkg/own/libfoo.so.1": elf(), "python/pkg/__init__.py": opening}
    assert names(files) == ["libfoo.so.1"]


def test_what_one_wheel_brings_whole_is_never_wrong_for_certain() -> None:
    files: dict[str, Content] = {MODULE: needing("libpq.so.5"), "python/pkg/own/libpq.so.5": elf()}
    listed = distribution("pkg", record=["pkg/_a.abi3.so", "pkg/own/libpq.so.5"])
    assert [each.certain for each in missing(files)] == [True]
    assert [each.certain for each in missing({**files, **listed})] == [False]


def test_layers_that_are_not_at_hand_may_bring_it() -> None:
    stack = stack_of(layer({MODULE: needing("libGL.so.1", "libc.musl-x86_64.so.1")}))
    open_stack = type(stack)(layers=stack.layers, absent=("arn:aws:lambda:us-east-1:111122223333:layer:gl:1",))
    env = Environment(View(open_stack), Target(PLATFORM.runtimes["python3.12"], "x86_64"), PLATFORM, PLATFORM.as_of)
    place = env.view.opt.file(MODULE)
    assert place is not None
    assert {each.soname: each.certain for each in env.links.missing(place)} == {
        "libGL.so.1": False,
        "libc.musl-x86_64.so.1": True,
    }


def test_a_need_is_followed_through_the_libraries_that_are_found() -> None:
    files: dict[str, Content] = {
        MODULE: needing("libone.so", runpath="$ORIGIN/../pkg.libs"),
        "python/pkg.libs/libone.so": needing("libtwo.so", runpath="${ORIGIN}"),
        "python/pkg.libs/libtwo.so": needing("libGL.so.1"),
    }
    found = missing(files)
    assert [each.soname for each in found] == ["libGL.so.1"]
    assert found[0].steps == (
        "/opt/python/pkg/_a.abi3.so needs libone.so",
        "/opt/python/pkg.libs/libone.so needs libtwo.so",
        "/opt/python/pkg.libs/libtwo.so needs libGL.so.1",
        "searched in the image: found nowhere",
    )


def test_rpath_serves_what_a_library_loads_in_turn_and_runpath_does_not() -> None:
    inner: dict[str, Content] = {
        "python/pkg.libs/libone.so": needing("libtwo.so"),
        "python/pkg.libs/libtwo.so": needing("libGL.so.1"),
    }
    assert names({MODULE: needing("libone.so", rpath="$ORIGIN/../pkg.libs"), **inner}) == ["libGL.so.1"]
    assert names({MODULE: needing("libone.so", runpath="$ORIGIN/../pkg.libs"), **inner}) == ["libtwo.so"]


def test_runpath_of_an_object_switches_off_its_rpath_and_its_loaders() -> None:
    files: dict[str, Content] = {
        MODULE: needing("libone.so", rpath="$ORIGIN/../pkg.libs"),
        "python/pkg.libs/libone.so": needing("libtwo.so", runpath="/nowhere"),
        "python/pkg.libs/libtwo.so": needing("libGL.so.1"),
    }
    assert names(files) == ["libtwo.so"]


def test_rpath_of_a_loader_that_has_a_runpath_does_not_count() -> None:
    files: dict[str, Content] = {
        MODULE: needing("libone.so", rpath="$ORIGIN/../pkg.libs", runpath="$ORIGIN/../pkg.libs"),
        "python/pkg.libs/libone.so": needing("libtwo.so"),
        "python/pkg.libs/libtwo.so": elf(),
    }
    assert names(files) == ["libtwo.so"]


def test_an_empty_runpath_switches_rpath_off() -> None:
    files: dict[str, Content] = {"python/pkg/libone.so": elf()}
    assert names({MODULE: needing("libone.so", rpath="$ORIGIN"), **files}) == []
    assert names({MODULE: needing("libone.so", rpath="$ORIGIN", runpath=""), **files}) == ["libone.so"]


def test_an_empty_part_of_a_path_is_the_working_folder() -> None:
    stack = stack_of(function({"a.so": needing("libone.so", rpath="/nowhere:"), "libone.so": elf()}))
    stack = stack._replace(variables={"LD_LIBRARY_PATH": "/nowhere"})
    env = Environment(View(stack), Target(PLATFORM.runtimes["python3.12"], "x86_64"), PLATFORM, PLATFORM.as_of)
    place = env.view.task.file("a.so")
    assert place is not None
    assert env.links.missing(place) == ()


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("$ORIGIN/own", True),
        ("${ORIGIN}/own", True),
        ("$ORIGINAL/own", False),
        ("${ORIGIN/own", False),
        ("$ORIGIN/$LIB", True),
        ("$ORIGIN/$PLATFORM", True),
    ],
)
def test_words_in_a_path(path: str, *, found: bool) -> None:
    folder = {"$ORIGIN/$LIB": "lib64", "$ORIGIN/$PLATFORM": "x86_64"}.get(path, "own")
    files: dict[str, Content] = {MODULE: needing("libone.so", rpath=path), f"python/pkg/{folder}/libone.so": elf()}
    assert (names(files) == []) is found


def test_the_origin_of_a_library_is_where_it_is_opened_and_not_where_a_link_leads() -> None:
    """As in ld.so, which takes the folder of the name that it opens."""
    files: dict[str, Content] = {
        MODULE: needing("libone.so", rpath="$ORIGIN/own"),
        "python/pkg/own/libone.so": link("../other/libone.so"),
        "python/pkg/other/libone.so": needing("libtwo.so", runpath="$ORIGIN"),
    }
    assert opened({**files, "python/pkg/own/libtwo.so": elf()}, "libtwo.so") == "/opt/python/pkg/own/libtwo.so"
    assert opened({**files, "python/pkg/other/libtwo.so": elf()}, "libtwo.so") is None
    assert names({**files, "python/pkg/third/libtwo.so": elf()}) == ["libtwo.so"]


def test_folders_for_better_processors_come_first() -> None:
    files: dict[str, Content] = {
        MODULE: needing("libone.so", rpath="$ORIGIN"),
        "python/pkg/glibc-hwcaps/x86-64-v3/libone.so": needing("libidn.so.11"),
        "python/pkg/libone.so": elf(),
    }
    assert names(files, "python3.12") == ["libidn.so.11"]
    assert names(files, "python3.11") == []


def test_the_image_hides_what_lies_in_lib() -> None:
    """Amazon Linux 2023 has a libcurl of its own, which comes first; Amazon Linux 2 has none."""
    files: dict[str, Content] = {MODULE: needing("libcurl.so.4"), "lib/libcurl.so.4": needing("libidn.so.11")}
    assert names(files, "python3.12") == []
    assert names(files, "python3.11") == ["libidn.so.11"]


def test_rpath_comes_before_the_image() -> None:
    files: dict[str, Content] = {
        MODULE: needing("libcurl.so.4", rpath="$ORIGIN"),
        "python/pkg/libcurl.so.4": needing("libidn.so.11"),
    }
    assert names(files, "python3.12") == ["libidn.so.11"]


def test_a_file_for_another_machine_is_passed_over() -> None:
    files: dict[str, Content] = {
        MODULE: needing("libone.so", rpath="$ORIGIN:$ORIGIN/../pkg.libs"),
        "python/pkg/libone.so": elf("arm64", needed=("libGL.so.1",), versions={}),
        "python/pkg.libs/libone.so": needing("libX11.so.6"),
    }
    assert names(files) == ["libX11.so.6"]


def test_libraries_that_need_one_another_end() -> None:
    files: dict[str, Content] = {
        MODULE: needing("liba.so", rpath="$ORIGIN"),
        "python/pkg/liba.so": needing("libb.so", rpath="$ORIGIN"),
        "python/pkg/libb.so": needing("liba.so", "libGL.so.1", rpath="$ORIGIN"),
    }
    assert names(files) == ["libGL.so.1"]


def test_another_version_is_pointed_at() -> None:
    found = missing({MODULE: needing("libpq.so.5"), "python/other.libs/libpq-0011aabb.so.4": elf()})
    assert found[0].near == ("python/other.libs/libpq-0011aabb.so.4",)


def test_a_library_path_that_the_function_sets_takes_the_others_place() -> None:
    stack = stack_of(layer({MODULE: needing("libcurl.so.4"), "own/libcurl.so.4": needing("libidn.so.11")}))
    stack = stack._replace(variables={"LD_LIBRARY_PATH": "/opt/own"})
    target = Target(PLATFORM.runtimes["python3.12"], "x86_64")
    env = Environment(View(stack), target, PLATFORM, PLATFORM.as_of)
    place = env.view.opt.file(MODULE)
    assert place is not None
    assert [each.soname for each in env.links.missing(place)] == ["libidn.so.11"]


@pytest.mark.parametrize(
    ("path", "content", "weight"),
    [
        ("extensions/agent", executable(needing("libGL.so.1")), Weight.ERROR),
        ("extensions/agent", executable(needing("libX11.so.6")), Weight.WARNING),
        ("bin/tool", executable(needing("libGL.so.1")), Weight.ERROR),
        ("lib/libgl.so", needing("libGL.so.1"), Weight.ERROR),
        ("share/tool", executable(needing("libGL.so.1")), None),
    ],
)
def test_what_lambda_starts_or_searches(path: str, content: Content, weight: Weight | None) -> None:
    found = list(environment({path: content}, "nodejs20.x").natives.absences())
    assert [item.weight for item in found] == ([weight] if weight else [])


def test_one_broken_tool_among_others_is_a_warning() -> None:
    files: dict[str, Content] = {"bin/good": executable(elf()), "bin/bad": executable(needing("libGL.so.1"))}
    found = list(environment(files, "nodejs20.x").natives.absences())
    assert [(item.weight, item.missing.soname) for item in found] == [(Weight.WARNING, "libGL.so.1")]


def test_a_layer_serves_the_function() -> None:
    target = Target(PLATFORM.runtimes["provided.al2023"], "x86_64")
    stack = stack_of(function({"bootstrap": executable(needing("libGL.so.1"))}))
    under = stack_of(layer({"lib/libGL.so.1": elf()}))
    both = type(stack)(layers=under.layers, function=stack.function)
    alone = Environment(View(stack), target, PLATFORM, PLATFORM.as_of)
    assert [item.weight for item in alone.natives.absences()] == [Weight.ERROR]
    served = Environment(View(both), target, PLATFORM, PLATFORM.as_of)
    assert list(served.natives.absences()) == []


def test_opencv_steps_aside_for_its_own_extension_module() -> None:
    source = (
        "import sys, importlib\ndef boot():\n    sys.modules.pop('cv2')\n    importlib.import_module('cv2')\nboot()\n"
    )
    files: dict[str, Content] = {"python/cv2/__init__.py": source, "python/cv2/cv2.abi3.so": needing("libGL.so.1")}
    model = environment(files).python
    assert model is not None
    verdict = model.verdict("cv2")
    assert verdict.loads is False
    assert "libGL.so.1" in verdict.reason
