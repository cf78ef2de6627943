"""What stands in a folder for code that stayed elsewhere, as installers write it."""

from hypothesis import given
from hypothesis import strategies as st

from layerlint.archive.zip_reader import open_zip
from layerlint.examples.build import zip_bytes
from layerlint.facts.contents import Contents
from layerlint.facts.editable import Editable, read_editables

SETUPTOOLS_FINDER = "import sys\nMAPPING: dict[str, str] = {'flat_y': '/srv/flat/flat_y', 'ns.part': '/srv/ns'}\n"


def read(files: dict[str, str | bytes]) -> tuple[Editable, ...]:
    contents = Contents(open_zip(zip_bytes(files), "layer.zip"))
    names = contents.listing.files_in("python")
    return read_editables(contents.archive, "python", names, contents.distributions)


def test_finder_of_setuptools_joins_its_pth_file() -> None:
    [found] = read(
        {
            "python/__editable__.flat_y-0.1.pth": "import __editable___flat_y_0_1_finder as f; f.install()",
            "python/__editable___flat_y_0_1_finder.py": SETUPTOOLS_FINDER,
        }
    )
    assert found.name == "flat-y"
    assert found.modules == ("flat_y", "ns")
    assert found.paths == ("/srv/flat/flat_y", "/srv/ns")
    assert found.marked


def test_pth_file_that_a_record_claims_is_its_distributions() -> None:
    folder = "python/hat_z-0.1.dist-info"
    [found] = read(
        {
            "python/_editable_impl_hat_z.pth": "/srv/hat/src",
            f"{folder}/METADATA": "Name: hat-z\nVersion: 0.1\n\n",
            f"{folder}/RECORD": "_editable_impl_hat_z.pth,,\n",
            f"{folder}/direct_url.json": '{"url": "file:///srv/hat", "dir_info": {"editable": true}}',
        }
    )
    assert found == Editable(
        "hat-z",
        (f"{folder}/direct_url.json", "python/_editable_impl_hat_z.pth"),
        ("/srv/hat/src",),
        (),
        marked=True,
    )


def test_easy_install_repeats_what_an_egg_link_says() -> None:
    found = read({"python/proj.egg-link": "/srv/proj\n.", "python/easy-install.pth": "/srv/proj\n"})
    assert [each.files for each in found] == [("python/proj.egg-link",)]


def test_pth_files_of_code_alone_are_nothing() -> None:
    assert read({"python/x-nspkg.pth": "import sys; sys.path\n# /srv/src\n\n"}) == ()


@given(
    st.binary(max_size=80),
    st.sampled_from(["a.pth", "__editable___a_1_finder.py", "__editable__.a-1.pth", "a.egg-link"]),
)
def test_any_bytes_are_read(data: bytes, name: str) -> None:
    assert len(read({f"python/{name}": data})) <= 1


@given(st.text("{}[]()'\":,.1ab\\ ", max_size=60))
def test_any_mapping_is_read(text: str) -> None:
    [found] = read({"python/__editable___a_1_finder.py": f"MAPPING = {{{text}}}\n"})
    assert found.name == "a"
