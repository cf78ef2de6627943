"""Symbol versions are those of the library that the loader takes, which depends on who loads it and what is there."""

import pytest

from layerlint.environment.environment import Environment, View
from layerlint.examples.build import stack_of
from layerlint.examples.elf import elf
from layerlint.examples.recipe import Content, function, layer
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target

PLATFORM = load_platform()
MODULE = "python/pkg/_a.abi3.so"
OLD = elf(soname="libfoo.so.1", defines=("libfoo.so.1", "FOO_1"))
NEW = elf(soname="libfoo.so.1", defines=("libfoo.so.1", "FOO_1", "FOO_2"))
WANTS_NEW = elf(versions={"libfoo.so.1": ("FOO_2",)})


def fault(*layers: dict[str, Content], module: str = "/opt/" + MODULE) -> str | None:
    """Why the module cannot be loaded for certain, in the words of `links`."""
    stacks = [stack_of(layer(files)) for files in layers]
    stack = stacks[0]._replace(layers=tuple(each.layers[0] for each in stacks))
    return blamed(
        Environment(View(stack), Target(PLATFORM.runtimes["python3.12"], "x86_64"), PLATFORM, PLATFORM.as_of), module
    )


def blamed(env: Environment, module: str) -> str | None:
    for images in env.view.images.of(env.target, env.links):
        blame = (
            images.blame(module.removeprefix(f"{images.tree.root}/")) if module.startswith(images.tree.root) else None
        )
        if blame is not None:
            return f"{blame.place.absolute} {blame.misfit.clause}"
    return None


def test_a_later_layers_older_library_lacks_the_version() -> None:
    module: dict[str, Content] = {MODULE: WANTS_NEW}
    new: dict[str, Content] = {"lib/libfoo.so.1": NEW}
    old: dict[str, Content] = {"lib/libfoo.so.1": OLD}
    assert fault(module, new) is None
    assert fault(module, old, new) is None
    assert fault(module, new, old) == "/opt/python/pkg/_a.abi3.so needs FOO_2 of libfoo.so.1"


def test_the_loaders_rpath_leads_a_library_to_what_it_needs() -> None:
    """By itself it would find the old one."""
    files: dict[str, Content] = {
        MODULE: elf(needed=("libbar.so",), versions={}, rpath="$ORIGIN/own"),
        "python/pkg/own/libbar.so": WANTS_NEW,
        "python/pkg/own/libfoo.so.1": NEW,
        "lib/libfoo.so.1": OLD,
    }
    assert fault(files) is None


def test_the_loaders_rpath_leads_a_library_astray() -> None:
    files: dict[str, Content] = {
        MODULE: elf(needed=("libbar.so",), versions={}, rpath="$ORIGIN/own"),
        "python/pkg/own/libbar.so": WANTS_NEW,
        "python/pkg/own/libfoo.so.1": OLD,
        "lib/libfoo.so.1": NEW,
    }
    assert fault(files) == "/opt/python/pkg/own/libbar.so needs FOO_2 of libfoo.so.1"


def test_what_came_first_answers_for_all() -> None:
    files: dict[str, Content] = {
        MODULE: elf(needed=("libfoo.so.1", "libbar.so"), versions={}, rpath="$ORIGIN/own"),
        "python/pkg/own/libbar.so": elf(versions={"libfoo.so.1": ("FOO_2",)}, rpath="$ORIGIN/far"),
        "python/pkg/own/far/libfoo.so.1": NEW,
        "python/pkg/own/libfoo.so.1": OLD,
    }
    assert fault(files) == "/opt/python/pkg/own/libbar.so needs FOO_2 of libfoo.so.1"


@pytest.mark.parametrize("version", ["GLIBC_2.38", "GLIBC_2.17"])
def test_a_layers_library_fails_the_functions_module(version: str) -> None:
    lib = stack_of(layer({"lib/libbar.so": elf(versions={"libc.so.6": (version,)}), "lib/libother.so": elf()}))
    stack = stack_of(function({"_a.abi3.so": elf(needed=("libbar.so",), versions={})}))._replace(layers=lib.layers)
    env = Environment(View(stack), Target(PLATFORM.runtimes["python3.12"], "x86_64"), PLATFORM, PLATFORM.as_of)
    told = blamed(env, "/var/task/_a.abi3.so")
    assert told == ("/opt/lib/libbar.so needs GLIBC_2.38" if version == "GLIBC_2.38" else None)
