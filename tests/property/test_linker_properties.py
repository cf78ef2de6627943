"""The search for libraries over stacks of any shape: it ends, it agrees with itself, and damage stops nothing."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from layerlint.environment.environment import Environment, View
from layerlint.environment.linker.linkage import linkages
from layerlint.examples.build import stack_of
from layerlint.examples.elf import elf, elf_bytes
from layerlint.examples.recipe import Content, layer, link
from layerlint.facts.shebang import read_shebang
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target

PLATFORM = load_platform()
NAMES = ("liba.so.1", "libb.so.1", "libc-1a2b3c4d.so", "libGL.so.1", "libz.so.1", "libc.so.6", "./libd.so")
FOLDERS = ("lib", "lib64", "python/pkg", "python/pkg.libs", "python/pkg/glibc-hwcaps/x86-64-v3")
PATHS = ("", "$ORIGIN", "${ORIGIN}/../pkg.libs", "/opt/lib64", "/lib64", ":", "$ORIGIN:$LIB", "../..", "$PLATFORM/${")


def images() -> st.SearchStrategy[Callable[[], bytes]]:
    return st.builds(
        elf,
        st.sampled_from(["x86_64", "arm64"]),
        needed=st.lists(st.sampled_from(NAMES), max_size=4).map(tuple),
        soname=st.none() | st.sampled_from(NAMES),
        rpath=st.none() | st.sampled_from(PATHS),
        runpath=st.none() | st.sampled_from(PATHS),
        versions=st.dictionaries(st.sampled_from(NAMES), st.just(("GLIBC_2.99", "Z_1")), max_size=2),
        defines=st.lists(st.sampled_from(["Z_0", "Z_1"]), max_size=2).map(tuple),
    )


def members() -> st.SearchStrategy[dict[str, Content]]:
    names = st.builds("{}/{}".format, st.sampled_from(FOLDERS), st.sampled_from([*NAMES, "_a.abi3.so"]))
    contents = images() | st.sampled_from(NAMES).map(link) | st.just("no library") | st.binary(max_size=80)
    return st.dictionaries(names, contents, max_size=8)


def environment(files: dict[str, Content], runtime: str = "python3.12") -> Environment:
    target = Target(PLATFORM.runtimes[runtime], "x86_64")
    return Environment(View(stack_of(layer(files))), target, PLATFORM, PLATFORM.as_of)


@given(members(), st.sampled_from(["python3.12", "python3.11", "provided.al2023", "nodejs22.x"]))
def test_every_need_is_answered_once_and_from_what_is_there(files: dict[str, Content], runtime: str) -> None:
    env = environment(files, runtime)
    for linkage in linkages(env.natives.images, env.links):
        assert len({edge.soname for edge in linkage.edges}) == len(linkage.edges)
        lost = {edge.soname for edge in linkage.edges if edge.found is None}
        assert {each.soname for each in linkage.missing if not each.there} <= lost
        for edge in linkage.edges:
            if edge.found and edge.found.place:
                assert edge.found.place.absolute in {f"/opt/{path}" for path in env.view.opt.files}


@given(members())
def test_the_order_of_the_files_changes_nothing(files: dict[str, Content]) -> None:
    def told(given: dict[str, Content]) -> dict[str, object]:
        env = environment(given)
        found = linkages(env.natives.images, env.links)
        return {
            each.place.path: (each.loads, [edge.found and edge.found.path for edge in each.edges]) for each in found
        }

    assert told(files) == told(dict(reversed(files.items())))


@given(members(), st.integers(0, 400), st.binary(min_size=1, max_size=8))
def test_damage_is_told_and_stops_nothing(files: dict[str, Content], place: int, damage: bytes) -> None:
    image = bytearray(elf_bytes(needed=("liba.so.1",), soname="libb.so.1", defines=("Z_1",), processor_level=4))
    image[place : place + len(damage)] = damage
    env = environment({**files, "lib/libb.so.1": bytes(image)})
    list(linkages(env.natives.images, env.links))
    assert env.stuck is not None


@given(st.binary(max_size=300))
def test_a_first_line_of_any_bytes_is_read(head: bytes) -> None:
    found = read_shebang(b"#!" + head)
    assert found is None or (found.interpreter and "\n" not in found.interpreter + found.argument)
