"""A layer holds nothing but packed archives, which Lambda does not unpack.

## Why it matters

Lambda unpacks the zip that is uploaded, and no archive within it. A layer that was zipped twice, as build pipelines do
that pack their artifacts once more, mounts one file, `/opt/layer.zip`; so does a folder of wheels from `pip download`.
No import looks into it, unless code or a variable puts it on the search path.

## What to do

Publish the inner zip itself, or install wheels before zipping:

    pip install --target python *.whl
    zip -r my-layer.zip python
"""

from collections.abc import Iterable, Iterator

from layerlint.environment.layout.excuse import Excuse
from layerlint.examples.raw_zip import Raw, raw_zip
from layerlint.examples.recipe import layer
from layerlint.facts.packed import code_within, only_packed
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount, Role, Stack
from layerlint.words import quoted

LAYER = raw_zip(Raw("python/six.py"))
DATA = raw_zip(Raw("fonts/a.ttf"))


@rule(
    "LL119",
    Severity.WARNING,
    since="0.1",
    good=[
        layer({"python/six.py": "", "python/data.zip": LAYER}),
        layer({"fonts.zip": DATA}),
        layer({"model.tar.gz": ""}),
        layer({"python/add.pth": "deps.zip\n", "python/deps.zip": LAYER}),
    ],
    bad=[
        layer({"layer.zip": LAYER}).flags("layer.zip"),
        layer({"python/layer.zip": LAYER, "README.md": ""}).flags("python/layer.zip"),
        layer({"python/six-1.16.0-py2.py3-none-any.whl": LAYER}).flags("python/six-1.16.0-py2.py3-none-any.whl"),
    ],
)
def archives_only(mount: Mount, stack: Stack) -> Iterator[Finding]:
    if mount.role is not Role.LAYER:
        return
    packed = only_packed(mount.contents)
    within = {path: code for path in packed if (code := code_within(mount.contents, path)) is not None}
    if within and not _is_asked_for(mount, stack, within):
        path, code = next(iter(within.items()))
        several = f" and {len(packed) - 1:,} more" if len(packed) > 1 else ""
        yield Finding(
            message=f"the layer holds nothing but {path}{several}, which Lambda does not unpack",
            paths=tuple(packed),
            reason=f"/opt/{path} stays one file; {code} in it is on no search path",
            help=_help(path),
        )


def _help(path: str) -> str:
    if path.endswith(".zip"):
        return f"publish {path} itself, or unpack it before zipping"
    what = quoted(path) if path.endswith(".whl") else "PACKAGE..."
    return f"put the packages themselves into the layer: pip install --target python {what}"


def _is_asked_for(mount: Mount, stack: Stack, paths: Iterable[str]) -> bool:
    """Whether a variable or code of the function may put one on a search path."""
    excuse = Excuse(stack, mount)
    places = tuple(f"{mount.root}/{path}" for path in paths)
    return excuse.by_function or any(folder.startswith(places) for folder in excuse.searched_by_setting)
