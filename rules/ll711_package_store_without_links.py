"""The links into a store of packages are lost.

## Why it matters

pnpm keeps every package in `node_modules/.pnpm` and puts links beside it. Where an archive is made without its links
(`zip` without `-y` writes copies instead, some tools leave links out), the store is there and nothing in it can be
found by name: `Cannot find module 'x'`.

## What to do

Install without links:

    pnpm install --prod --config.node-linker=hoisted
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.examples.recipe import function, layer, link
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount, Role

STORE = ".pnpm"
PACKAGE = "nodejs/node_modules/.pnpm/uuid@9.0.0/node_modules/uuid"


@rule(
    "LL711",
    Severity.ERROR,
    since="0.1",
    good=[
        layer(
            {f"{PACKAGE}/package.json": "{}", "nodejs/node_modules/uuid": link(".pnpm/uuid@9.0.0/node_modules/uuid")}
        ),
        layer({f"{PACKAGE}/package.json": "{}", "nodejs/node_modules/uuid/package.json": "{}"}),
        layer({"nodejs/node_modules/uuid/package.json": "{}"}),
    ],
    bad=[
        layer({f"{PACKAGE}/package.json": "{}", f"{PACKAGE}/index.js": ""}).flags("nodejs/node_modules/.pnpm"),
        function(
            {"index.js": "require('uuid')\n", "node_modules/.pnpm/uuid@9.0.0/node_modules/uuid/package.json": "{}"},
            "nodejs22.x",
        ).flags("node_modules/.pnpm"),
    ],
)
def package_store_without_links(mount: Mount, env: Environment) -> Iterator[Finding]:
    runtime = env.target.runtime
    if runtime.nodejs is None:
        return
    for folder in runtime.layer_folders if mount.role is Role.LAYER else ("node_modules",):
        store = f"{folder}/{STORE}"
        if store in mount.contents.archive.folders and not has_packages(folder, mount):
            yield Finding(
                message=f"{store} holds packages, and no link beside it leads to any",
                paths=(store,),
                reason=f"require and import look for names in {folder}/, where there are none",
                help="install without links: pnpm install --prod --config.node-linker=hoisted",
            )


def has_packages(folder: str, mount: Mount) -> bool:
    """Whether a name may be found in the folder."""
    listing = mount.contents.listing
    named = any(not name.startswith(".") for name in listing.folders_in(folder))
    return named or any(path.startswith(f"{folder}/") for path in mount.contents.archive.links)
