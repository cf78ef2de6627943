"""Which binaries a target cannot load, and how much that matters where they lie."""

import json

import pytest

from layerlint.environment.environment import Environment, View
from layerlint.environment.linker.misfit import Kind, Misfit, misfit
from layerlint.environment.native.trouble import Trouble, Weight, listed
from layerlint.examples.build import stack_of
from layerlint.examples.elf import elf, elf_bytes, macho_bytes, pe_bytes
from layerlint.examples.recipe import Content, Member, Recipe, distribution, executable, function, layer
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target
from layerlint.stack import Stack

PLATFORM = load_platform()
NODE = "nodejs/node_modules"

Brief = tuple[Kind, Weight, tuple[str, ...]]


def environment(recipe: Recipe, runtime: str = "python3.12", architecture: str = "x86_64") -> Environment:
    target = Target(PLATFORM.runtimes[runtime], architecture)
    return Environment(View(stack_of(recipe)), target, PLATFORM, PLATFORM.as_of)


def troubles(files: dict[str, Content], runtime: str = "python3.12", architecture: str = "x86_64") -> list[Trouble]:
    return list(environment(layer(files), runtime, architecture).natives.troubles(*Kind))


def brief(files: dict[str, Content], runtime: str = "python3.12", architecture: str = "x86_64") -> list[Brief]:
    return [(item.kind, item.weight, item.paths) for item in troubles(files, runtime, architecture)]


@pytest.mark.parametrize(
    ("image", "runtime", "expected"),
    [
        (elf_bytes(), "python3.12", None),
        (elf_bytes(machine="arm64"), "python3.12", Misfit(Kind.MACHINE, "arm64")),
        (elf_bytes(machine="i386", bits=32), "python3.12", Misfit(Kind.BITS, "32-bit i386")),
        (
            elf_bytes(machine="i386", bits=32, shared=False, versions={}),
            "python3.12",
            Misfit(Kind.BITS, "32-bit i386", certain=False),
        ),
        (elf_bytes(machine="arm", bits=32), "python3.12", Misfit(Kind.MACHINE, "arm")),
        (macho_bytes(), "python3.12", Misfit(Kind.SYSTEM, "macOS")),
        (pe_bytes(), "python3.12", Misfit(Kind.SYSTEM, "Windows")),
        (pe_bytes(managed=True), "dotnet8", None),
        (elf_bytes(needed=("libc.musl-x86_64.so.1",), versions={}), "python3.12", Misfit(Kind.LIBC, "musl")),
        (elf_bytes(versions={"libc.so.6": ("GLIBC_2.34",)}), "python3.12", None),
        (elf_bytes(versions={"libm.so.6": ("GLIBC_2.35",)}), "python3.12", Misfit(Kind.GLIBC, "GLIBC_2.35")),
        (elf_bytes(versions={"libc.so.6": ("GLIBC_2.27",)}), "python3.11", Misfit(Kind.GLIBC, "GLIBC_2.27")),
        (elf_bytes(versions={"libc.so.6": ("GLIBC_2.9", "GLIBC_PRIVATE")}), "python3.7", None),
        (
            elf_bytes(versions={"libc.so.6": ("GLIBC_ABI_DT_RELR",)}),
            "python3.12",
            Misfit(Kind.GLIBC, "GLIBC_ABI_DT_RELR", certain=False),
        ),
        (elf_bytes(versions={"libstdc++.so.6": ("GLIBCXX_3.4.29",)}), "python3.12", None),
        (
            elf_bytes(versions={"libstdc++.so.6": ("GLIBCXX_3.4.30",)}),
            "python3.12",
            Misfit(Kind.LIBSTDCXX, "GLIBCXX_3.4.30", certain=False),
        ),
        (
            elf_bytes(versions={"libstdc++.so.6": ("GLIBCXX_3.4.30", "CXXABI_1.3.99")}),
            "python3.12",
            Misfit(Kind.LIBSTDCXX, "CXXABI_1.3.99"),
        ),
    ],
)
def test_misfits(image: bytes, runtime: str, expected: Misfit | None) -> None:
    native = stack_of(layer({"a": image})).layers[0].contents.natives["a"]
    assert misfit(native, Target(PLATFORM.runtimes[runtime], "x86_64")) == expected


def test_a_library_of_the_binarys_own_is_no_need_of_the_image() -> None:
    image = elf_bytes(versions={"libstdc++.so.6": ("GLIBCXX_3.4.99",)})
    native = stack_of(layer({"a": image})).layers[0].contents.natives["a"]
    target = Target(PLATFORM.runtimes["python3.12"], "x86_64")
    assert misfit(native, target, frozenset({"libstdc++.so.6"})) is None


@pytest.mark.parametrize(("option", "fails"), [("rpath", False), ("runpath", True)])
def test_rpath_goes_before_the_image_and_runpath_after_it(option: str, fails: bool) -> None:
    new = {"libstdc++.so.6": ("GLIBCXX_3.4.99",)}
    files: dict[str, Content] = {
        "python/pkg/__init__.py": "import pkg._a",
        "python/pkg/_a.abi3.so": elf(versions=new, **{option: "$ORIGIN/lib"}),
        "python/pkg/lib/libstdc++.so.6": elf(),
    }
    env = environment(layer(files))
    assert env.python is not None
    assert (env.python.verdict("pkg").loads is False) == fails
    assert bool(env.natives.troubles(Kind.LIBSTDCXX)) == fails


def test_one_mistake_over_several_distributions_is_one_trouble() -> None:
    files: dict[str, Content] = {
        "python/one/__init__.py": "import one._a",
        "python/one/_a.abi3.so": elf("arm64"),
        "python/one.libs/libz-1.so": elf("arm64"),
        "python/two/__init__.py": "try:\n    import two._b\nexcept ImportError:\n    pass\n",
        "python/two/_b.abi3.so": elf("arm64"),
        **distribution("one", record=["one/_a.abi3.so", "one.libs/libz-1.so"]),
        **distribution("two", record=["two/_b.abi3.so"]),
    }
    (found,) = troubles(files)
    assert found.weight is Weight.ERROR
    assert found.owners == ("one", "two")
    assert found.paths == ("python/one/_a.abi3.so", "python/two/_b.abi3.so", "python/one.libs/libz-1.so")
    assert found.subject == "3 binaries of one and two"
    assert found.consequence == "import one fails"


def test_a_caught_import_is_a_warning_that_says_what_is_lost() -> None:
    files: dict[str, Content] = {
        "python/two/__init__.py": "try:\n    import two._b\nexcept ImportError:\n    pass\n",
        "python/two/_b.abi3.so": macho_bytes,
    }
    (found,) = troubles(files)
    assert (found.weight, found.consequence) == (Weight.WARNING, "import two goes on without two._b")


def test_a_source_beside_the_extension_is_imported_in_its_place() -> None:
    assert brief({"python/a.py": "", "python/a.cpython-312-aarch64-linux-gnu.so": elf("arm64")}) == []


def test_a_library_that_an_extension_brings_along_breaks_it() -> None:
    files: dict[str, Content] = {
        "python/pkg/__init__.py": "import pkg._a",
        "python/pkg/_a.abi3.so": elf(versions={}, needed=("libb.so",), runpath="$ORIGIN/../pkg.libs"),
        "python/pkg.libs/libb.so": elf(versions={}, needed=("libc-1.so", "libb.so"), rpath="${ORIGIN}"),
        "python/pkg.libs/libc-1.so": elf(versions={"libc.so.6": ("GLIBC_2.99",)}),
    }
    (found,) = troubles(files)
    assert (found.kind, found.weight, found.paths) == (Kind.GLIBC, Weight.ERROR, ("python/pkg.libs/libc-1.so",))


def test_data_for_every_platform_is_nothing_to_speak_of() -> None:
    files: dict[str, Content] = {
        "python/pkg/__init__.py": "",
        "python/pkg/data/linux.bin": elf(),
        "python/pkg/data/linux-arm64.bin": elf("arm64"),
        "python/pkg/data/mac.bin": macho_bytes,
        "python/pkg/data/win.exe": pe_bytes,
    }
    assert brief(files) == []
    assert brief(files, architecture="arm64") == []


def test_data_for_one_other_platform_may_fail() -> None:
    files: dict[str, Content] = {"python/pkg/__init__.py": "", "python/pkg/data/tool.bin": elf("arm64")}
    assert brief(files) == [(Kind.MACHINE, Weight.WARNING, ("python/pkg/data/tool.bin",))]


def test_what_the_runtime_does_not_search_is_not_judged() -> None:
    files: dict[str, Content] = {
        "python/lib/python3.9/site-packages/a.abi3.so": elf("arm64"),
        f"{NODE}/a/a.node": elf("arm64"),
        "nodejs/node18/node_modules/a/a.node": elf("arm64"),
    }
    assert brief({path: files[path] for path in list(files)[1:]}) == []
    assert brief(files, "nodejs22.x") == [(Kind.MACHINE, Weight.WARNING, (f"{NODE}/a/a.node",))]


def test_a_platform_package_stands_for_its_family() -> None:
    mine: dict[str, Content] = {
        f"{NODE}/@img/sharp-darwin-arm64/lib/sharp.node": macho_bytes,
        f"{NODE}/@esbuild/darwin-arm64/bin/esbuild": executable(macho_bytes),
    }
    linux: dict[str, Content] = {
        f"{NODE}/@img/sharp-linux-x64/lib/sharp.node": elf(),
        f"{NODE}/@esbuild/linux-x64/bin/esbuild": executable(elf()),
    }
    (found,) = troubles(mine, "nodejs22.x")
    assert found.owners == ("@esbuild/", "@img/sharp")
    assert found.weight is Weight.WARNING
    assert brief({**mine, **linux}, "nodejs22.x") == []


@pytest.mark.parametrize(
    ("systems", "judged"),
    [(["darwin"], False), (["!linux"], False), (["!win32"], True), (["linux"], True), ([], True), (None, True)],
)
def test_a_package_that_declines_linux_is_never_loaded_there(systems: list[str] | None, judged: bool) -> None:
    manifest = json.dumps({"name": "fsevents", "os": systems})
    files: dict[str, Content] = {f"{NODE}/fsevents/package.json": manifest, f"{NODE}/fsevents/f.node": macho_bytes}
    assert bool(brief(files, "nodejs22.x")) == judged


@pytest.mark.parametrize("manifest", ["", "[1]", "{", "[" * 100_000, '{"os": "darwin"}'])
def test_an_odd_package_json_declines_nothing(manifest: str) -> None:
    files: dict[str, Content] = {f"{NODE}/a/package.json": manifest, f"{NODE}/a/a.node": macho_bytes}
    assert brief(files, "nodejs22.x")


def test_searched_folders_are_an_error_only_where_nothing_in_them_fits() -> None:
    foreign: dict[str, Content] = {"bin/tool-arm64": executable(elf("arm64")), "lib/liba.so": elf("arm64")}
    fitting: dict[str, Content] = {"bin/tool-amd64": executable(elf()), "lib/libb.so": elf()}
    (found,) = troubles(foreign)
    assert (found.weight, found.paths) == (Weight.ERROR, ("bin/tool-arm64", "lib/liba.so"))
    assert brief({**foreign, **fitting}) == []


def test_one_library_too_new_among_others_is_a_warning() -> None:
    files: dict[str, Content] = {"lib/liba.so": elf(), "lib/libb.so": elf(versions={"libc.so.6": ("GLIBC_2.99",)})}
    assert brief(files) == [(Kind.GLIBC, Weight.WARNING, ("lib/libb.so",))]


def test_files_nobody_may_execute_are_no_programs() -> None:
    files: dict[str, Content] = {"bin/data": Member(elf("arm64"), 0o100644)}
    assert [item[1] for item in brief(files)] == [Weight.WARNING]


def test_folders_of_no_language_may_hold_what_their_code_chooses_from() -> None:
    assert brief({"kubectl/kubectl": elf("arm64")}) == [(Kind.MACHINE, Weight.WARNING, ("kubectl/kubectl",))]
    assert brief({"tools/mac": macho_bytes, "tools/linux": elf()}) == []


def test_the_bootstrap_runs_on_custom_runtimes_alone() -> None:
    files: dict[str, Content] = {"bootstrap": executable(elf("arm64"))}
    assert [item[1] for item in brief(files, "provided.al2023")] == [Weight.ERROR]
    assert [item[1] for item in brief(files, "python3.12")] == [Weight.WARNING]


def test_a_functions_bootstrap_runs_instead_of_a_layers() -> None:
    recipe = Recipe({"bootstrap": executable(elf("arm64"))}, function={"bootstrap": executable(elf())})
    env = environment(recipe, "provided.al2023")
    assert [item.weight for item in env.natives.troubles(*Kind)] == [Weight.WARNING]


def test_an_extension_that_lambda_starts_must_fit() -> None:
    files: dict[str, Content] = {"extensions/a": executable(elf("arm64")), "extensions/b": executable(elf())}
    assert brief(files) == [(Kind.MACHINE, Weight.ERROR, ("extensions/a",))]


def test_a_function_package_is_judged_as_well() -> None:
    recipe = function({"app.py": "import _a", "_a.abi3.so": elf("arm64")}, handler="app.handler")
    (found,) = environment(recipe).natives.troubles(*Kind)
    assert (found.weight, found.paths) == (Weight.ERROR, ("_a.abi3.so",))


def test_names_are_listed_as_people_do() -> None:
    assert listed(()) == ""
    assert listed(("a",)) == "a"
    assert listed(("a", "b")) == "a and b"
    assert listed(("a", "b", "c", "d", "e", "f")) == "a, b, c, d and 2 more"


def test_a_folder_of_stubs_does_not_stand_for_the_extension_beside_it() -> None:
    files: dict[str, Content] = {
        "python/pkg/__init__.py": "from pkg._a import name",
        "python/pkg/_a.cpython-312-aarch64-linux-gnu.so": elf("arm64"),
        "python/pkg/_a/__init__.pyi": "name: int",
    }
    (found,) = troubles(files)
    assert (found.weight, found.consequence) == (Weight.ERROR, "import pkg fails")


PROGRAM = executable(elf(interpreter="/lib64/ld-linux-x86-64.so.2", needed=("libfoo.so",)))
UNFIT: dict[str, Content] = {"lib/libfoo.so": elf(versions={"libc.so.6": ("GLIBC_2.38",)}), "lib/libgood.so": elf()}


def told(stack: Stack) -> list[tuple[Weight, tuple[str, ...], str]]:
    env = Environment(View(stack), Target(PLATFORM.runtimes["provided.al2023"], "x86_64"), PLATFORM, PLATFORM.as_of)
    return [(item.weight, item.paths, item.consequence) for item in env.natives.troubles(Kind.GLIBC)]


def test_a_program_fails_with_the_library_that_it_needs() -> None:
    found = told(stack_of(layer({"extensions/agent": PROGRAM, **UNFIT})))
    consequence = "Lambda starts extensions/agent, which needs it, and the start fails"
    assert found == [(Weight.ERROR, ("lib/libfoo.so",), consequence)]


def test_a_bootstrap_fails_with_the_library_of_a_layer() -> None:
    stack = stack_of(function({"bootstrap": PROGRAM}))._replace(layers=stack_of(layer(UNFIT)).layers)
    assert [(weight, paths) for weight, paths, _ in told(stack)] == [(Weight.ERROR, ("lib/libfoo.so",))]
