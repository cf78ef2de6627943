"""A layer has a file or link where another one has something of another kind.

## Why it matters

Lambda merges all layers into one /opt. Where one has a folder and another a file of that name, or one a symbolic link
and another a file, there is no way to merge them: "Lambda layer conversion failed. For advice on resolving this issue,
see the Troubleshoot deployment issues in Lambda page in the Lambda User Guide." AWS names files with the name of a
folder of any other layer, and symbolic links, as what to look for.

## What to do

Rename one of the two. Replace links by the files they lead to:

    zip -r layer.zip python
"""

from collections.abc import Iterator, Sequence

from layerlint.archive.entry import Kind
from layerlint.environment.environment import View
from layerlint.environment.overlay import Clash
from layerlint.examples.recipe import link, stack
from layerlint.python_findings import listed
from layerlint.rule import Finding, Severity, rule

KEPT = {"python/kept.py": ""}


@rule(
    "LL505",
    Severity.ERROR,
    since="0.1",
    good=[
        stack({"lib/a.so": link("a.so.1")}, {"lib/a.so": link("a.so.2")}),
        stack({"python/a/b.py": ""}, {"python/a/c.py": ""}),
        stack({"python/a": ""}, function={"python/a/b.py": ""}),
    ],
    bad=[
        stack({"python/tool": ""}, {"python/tool/__init__.py": ""}).flags("python/tool"),
        stack({"lib/a.so": link("a.so.1"), **KEPT}, {"lib/a.so": "1"}).flags("lib/a.so"),
        stack({"python/lib": link("../lib"), **KEPT}, {"python/lib/a.py": ""}).flags("python/lib"),
        stack({"a": "", "b": ""}, {"a/1": "", "b/1": ""}).flags("a"),
    ],
)
def layers_cannot_be_merged(view: View) -> Iterator[Finding]:
    groups: dict[tuple[str, str], list[Clash]] = {}
    for clash in sorted(view.overlay.clashes, key=lambda each: each.path):
        groups.setdefault((clash.one.mount.name, clash.other.name), []).append(clash)
    for clashes in groups.values():
        yield told(clashes)


def told(clashes: Sequence[Clash]) -> Finding:
    """What two layers have of different kinds."""
    first, names = clashes[0], listed(clash.path for clash in clashes)
    kind = first.one.entry.kind
    more = f", and {len(clashes) - 1:,} more" if len(clashes) > 1 else ""
    one, other = first.one.mount.name, first.other.name
    remedy = "put the file that the link leads to in its place"
    return Finding(
        message=f"{first.path} is a {kind.value} in {one} and a {first.kind} in {other}{more}",
        paths=tuple(clash.path for clash in clashes),
        reason="Lambda cannot merge them: Lambda layer conversion failed",
        help=remedy if kind is Kind.LINK else f"rename {names} in one of the layers",
        archive=one,
        subject=other,
    )
