"""The npm packages whose layers are judged and loaded, in exact versions."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple


class Family(NamedTuple):
    """A package whose native part comes in one package for each platform."""

    packages: str  #: the one that is loaded first, then what it needs
    native: Mapping[str, str]  #: by platform
    needed: bool = True  #: False: loading goes on without
    old: str = ""  #: the cause for which the part for Linux fails on the older image


class Lone(NamedTuple):
    """A package that is the same everywhere."""

    packages: str
    cause: str = ""  #: "" where it loads


class Archive(NamedTuple):
    name: str
    pins: tuple[str, ...]
    causes: Mapping[tuple[str, str], str]  #: by runtime and architecture; "" where it loads

    @property
    def main(self) -> str:
        """The package that is loaded."""
        return self.pins[0].rpartition("@")[0]


FAMILIES = (
    Family(
        packages="sharp@0.34.5 @img/colour@1.1.0 detect-libc@2.1.2 semver@7.8.6",
        native={
            "linux-x64": "@img/sharp-libvips-linux-x64@1.2.4 @img/sharp-linux-x64@0.34.5",
            "linux-arm64": "@img/sharp-libvips-linux-arm64@1.2.4 @img/sharp-linux-arm64@0.34.5",
            "musl-x64": "@img/sharp-libvips-linuxmusl-x64@1.2.4 @img/sharp-linuxmusl-x64@0.34.5",
            "darwin-arm64": "@img/sharp-darwin-arm64@0.34.5 @img/sharp-libvips-darwin-arm64@1.2.4",
            "win32-x64": "@img/sharp-win32-x64@0.34.5",
        },
    ),
    Family(
        packages="esbuild@0.28.2",
        needed=False,
        native={
            "linux-x64": "@esbuild/linux-x64@0.28.2",
            "linux-arm64": "@esbuild/linux-arm64@0.28.2",
            "darwin-arm64": "@esbuild/darwin-arm64@0.28.2",
            "win32-x64": "@esbuild/win32-x64@0.28.2",
        },
    ),
    Family(
        packages="@swc/core@1.16.22 @swc/counter@0.1.3 @swc/types@0.1.28",
        native={
            "linux-x64": "@swc/core-linux-x64-gnu@1.16.22",
            "linux-arm64": "@swc/core-linux-arm64-gnu@1.16.22",
            "musl-x64": "@swc/core-linux-x64-musl@1.16.22",
        },
    ),
    Family(
        packages="rollup@4.68.7",
        native={
            "linux-x64": "@rollup/rollup-linux-x64-gnu@4.68.7",
            "linux-arm64": "@rollup/rollup-linux-arm64-gnu@4.68.7",
        },
    ),
    Family(
        packages="lightningcss@1.33.0 detect-libc@2.1.2",
        native={
            "linux-x64": "lightningcss-linux-x64-gnu@1.33.0",
            "linux-arm64": "lightningcss-linux-arm64-gnu@1.33.0",
            "musl-x64": "lightningcss-linux-x64-musl@1.33.0",
            "darwin-arm64": "lightningcss-darwin-arm64@1.33.0",
            "win32-x64": "lightningcss-win32-x64-msvc@1.33.0",
        },
    ),
    Family(
        packages="@parcel/watcher@2.6.0 detect-libc@2.1.2 is-extglob@2.1.1 is-glob@4.0.3 picomatch@4.0.7",
        native={
            "linux-x64": "@parcel/watcher-linux-x64-glibc@2.6.0",
            "linux-arm64": "@parcel/watcher-linux-arm64-glibc@2.6.0",
            "musl-x64": "@parcel/watcher-linux-x64-musl@2.6.0",
            "darwin-arm64": "@parcel/watcher-darwin-arm64@2.6.0",
            "win32-x64": "@parcel/watcher-win32-x64@2.6.0",
        },
    ),
    Family(
        packages="@node-rs/argon2@2.2.1",
        native={
            "linux-x64": "@node-rs/argon2-linux-x64-gnu@2.2.1",
            "linux-arm64": "@node-rs/argon2-linux-arm64-gnu@2.2.1",
            "musl-x64": "@node-rs/argon2-linux-x64-musl@2.2.1",
            "darwin-arm64": "@node-rs/argon2-darwin-arm64@2.2.1",
            "win32-x64": "@node-rs/argon2-win32-x64-msvc@2.2.1",
        },
    ),
    Family(
        packages="@napi-rs/canvas@1.1.1",
        native={
            "linux-x64": "@napi-rs/canvas-linux-x64-gnu@1.1.1",
            "linux-arm64": "@napi-rs/canvas-linux-arm64-gnu@1.1.1",
        },
    ),
    Family(
        packages="snappy@7.4.3",
        native={
            "linux-x64": "@napi-rs/snappy-linux-x64-gnu@7.4.3",
            "linux-arm64": "@napi-rs/snappy-linux-arm64-gnu@7.4.3",
            "musl-x64": "@napi-rs/snappy-linux-x64-musl@7.4.3",
            "darwin-arm64": "@napi-rs/snappy-darwin-arm64@7.4.3",
            "win32-x64": "@napi-rs/snappy-win32-x64-msvc@7.4.3",
        },
    ),
    Family(
        packages="libsql@0.5.29 @neon-rs/load@0.0.4 detect-libc@2.0.2",
        native={
            "linux-x64": "@libsql/linux-x64-gnu@0.5.29",
            "linux-arm64": "@libsql/linux-arm64-gnu@0.5.29",
            "musl-x64": "@libsql/linux-x64-musl@0.5.29",
            "darwin-arm64": "@libsql/darwin-arm64@0.5.29",
            "win32-x64": "@libsql/win32-x64-msvc@0.5.29",
        },
    ),
    Family(
        packages=(
            "lmdb@3.5.6 @harperfast/extended-iterable@1.0.3 detect-libc@2.1.2 msgpackr@1.12.1 "
            "msgpackr-extract@3.0.7 node-gyp-build-optional-packages@5.2.2 ordered-binary@1.6.3 "
            "weak-lru-cache@1.2.2"
        ),
        old="glibc",
        native={
            "linux-x64": "@lmdb/lmdb-linux-x64@3.5.6 @msgpackr-extract/msgpackr-extract-linux-x64@3.0.7",
            "linux-arm64": "@lmdb/lmdb-linux-arm64@3.5.6 @msgpackr-extract/msgpackr-extract-linux-arm64@3.0.7",
            "darwin-arm64": "@lmdb/lmdb-darwin-arm64@3.5.6",
            "win32-x64": "@lmdb/lmdb-win32-x64@3.5.6",
        },
    ),
    Family(
        packages="msgpackr@2.1.3 detect-libc@2.1.2 msgpackr-extract@3.0.7 node-gyp-build-optional-packages@5.2.2",
        needed=False,
        native={
            "linux-x64": "@msgpackr-extract/msgpackr-extract-linux-x64@3.0.7",
            "linux-arm64": "@msgpackr-extract/msgpackr-extract-linux-arm64@3.0.7",
        },
    ),
    Family(
        packages="oxc-parser@0.159.0 @oxc-project/types@0.159.0",
        native={
            "linux-x64": "@oxc-parser/binding-linux-x64-gnu@0.159.0",
            "linux-arm64": "@oxc-parser/binding-linux-arm64-gnu@0.159.0",
        },
    ),
)
LONE = (
    Lone("bcrypt@6.0.0 node-gyp-build@4.8.4"),
    Lone("bufferutil@4.1.0 node-gyp-build@4.8.4"),
    Lone("utf-8-validate@6.0.6 node-gyp-build@4.8.4"),
    Lone("fibers@5.0.3 detect-libc@1.0.3", cause="node"),
    Lone("@prisma/client@7.10.0 @prisma/client-runtime-utils@7.10.0", cause="absent"),
    Lone("better-sqlite3@12.11.1 bindings@1.5.0 file-uri-to-path@1.0.0"),
    Lone("uuid@14.0.3"),
    Lone("lodash@4.18.1"),
    Lone("dayjs@1.11.23"),
    Lone("zod@4.6.7"),
    Lone("nanoid@5.1.16"),
    Lone("chalk@5.6.2"),
    Lone("@middy/core@6.4.5"),
    Lone("@aws-lambda-powertools/logger@2.36.0 @aws-lambda-powertools/commons@2.36.0 @aws/lambda-invoke-store@0.3.0"),
    Lone(
        "node-fetch@3.3.2 data-uri-to-buffer@4.0.1 fetch-blob@3.2.0 formdata-polyfill@4.0.10 "
        "node-domexception@1.0.0 web-streams-polyfill@3.3.3"
    ),
    Lone(
        "pg@8.23.1 pg-cloudflare@1.4.1 pg-connection-string@2.14.1 pg-int8@1.0.1 pg-pool@3.14.0 pg-protocol@1.16.1 "
        "pg-types@2.2.0 pgpass@1.0.5 postgres-array@2.0.0 postgres-bytea@1.0.1 postgres-date@1.0.7 "
        "postgres-interval@1.2.0 split2@4.2.0 xtend@4.0.2"
    ),
    Lone(
        "@sparticuz/chromium@147.0.0 b4a@1.9.0 bare-buffer@3.7.1 bare-events@2.9.2 bare-fs@4.8.5 bare-path@3.1.3 "
        "bare-stream@2.13.4 bare-url@2.5.8 end-of-stream@1.4.5 events-universal@1.0.1 fast-fifo@1.3.2 "
        "follow-redirects@1.16.3 once@1.4.0 pump@3.0.4 streamx@2.28.1 tar-fs@3.1.3 tar-stream@3.2.2 teex@1.0.1 "
        "text-decoder@1.2.7 wrappy@1.0.2"
    ),
)
#: layers inside of packages, each with the architectures that its programs run on
PUBLISHED = {
    "@aws-cdk/asset-awscli-v1@2.2.296": ("x86_64", "arm64"),
    "@aws-cdk/asset-kubectl-v20@2.1.4": ("x86_64",),
    "@aws-cdk/lambda-layer-kubectl-v31@2.1.0": ("x86_64",),
    "@aws-cdk/asset-node-proxy-agent-v6@2.1.3": ("x86_64", "arm64"),
}
OLD = "nodejs18.x"  #: on the older image
TARGETS = ((OLD, "x86_64"), ("nodejs20.x", "arm64"), ("nodejs22.x", "x86_64"), ("nodejs26.x", "arm64"))
MACHINES = {"x64": "x86_64", "arm64": "arm64"}


def archives() -> Iterator[Archive]:
    for family in FAMILIES:
        for platform, parts in {**family.native, "nothing": ""}.items():
            causes = {target: _cause(family, platform, *target) for target in TARGETS}
            pins = (*family.packages.split(), *parts.split())
            yield Archive(f"{pins[0]} for {platform}", pins, causes)
    for lone in LONE:
        pins = tuple(lone.packages.split())
        yield Archive(pins[0], pins, dict.fromkeys(TARGETS, lone.cause))


def _cause(family: Family, platform: str, runtime: str, architecture: str) -> str:
    system, _, machine = platform.partition("-")
    if not family.needed:
        return ""
    if system != "linux":
        return {"musl": "musl", "nothing": "absent"}.get(system, "system")
    if MACHINES[machine] != architecture:
        return "architecture"
    return family.old if runtime == OLD else ""
