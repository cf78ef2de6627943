"""Which libraries nothing brings: the loader's search over a stack, and how sure the answer is."""

from collections.abc import Callable

import pytest

from layerlint.environment.environment import Environment, View
from layerlint.environment.linker.links import Missing
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


@pytest.mark.parametrize("place", ["python/elsewhere/libfoo.so.1", "lib/libfoo.so.1", "share/deep/down/libfoo.so.1"])
def test_a_library_anywhere_in_the_stack_may_have_been_loaded_before(place: str) -> None:
    assert names({MODULE: needing("libfoo.so.1"), place: elf()}) == []


def test_a_soname_and_a_link_count_as_names() -> None:
    assert names({MODULE: needing("libfoo.so.1"), "lib/libfoo.so.1.2.3": elf(soname="libfoo.so.1")}) == []
    assert (
        names(
            {MODULE: needing("libfoo.so.1"), "lib/libfoo-1.2.so": elf(), "x/libfoo.so.1": link("../lib/libfoo-1.2.so")}
        )
        == []
    )


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
    assert names({MODULE: needing("libone.so", runpath="$ORIGIN/../pkg.libs"), **inner}) == []


def test_runpath_of_an_object_switches_off_its_rpath_and_its_loaders() -> None:
    files: dict[str, Content] = {
        MODULE: needing("libone.so", rpath="$ORIGIN/../pkg.libs"),
        "python/pkg.libs/libone.so": needing("libtwo.so", runpath="/nowhere"),
        "python/pkg.libs/libtwo.so": needing("libGL.so.1"),
    }
    assert names(files) == []


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
    stack.variables["LD_LIBRARY_PATH"] = "/opt/own"
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
