"""The zip is too large to be uploaded directly.

## Why it matters

A zip that is sent with the request (`--zip-file`, the console, most tools by default) may have 50 MB
(52,428,800 bytes). A larger one is refused with `Request must be smaller than …`. The same zip is accepted from S3.

## What to do

Upload it to a bucket in the Region of the function and name the bucket:

    aws s3 cp layer.zip s3://BUCKET/layer.zip
    aws lambda publish-layer-version --layer-name NAME --content S3Bucket=BUCKET,S3Key=layer.zip

For a function: `aws lambda update-function-code --function-name NAME --s3-bucket BUCKET --s3-key function.zip`.
SAM, the CDK and the Serverless Framework do so by themselves; then leave this rule out with `--ignore LL602`.
"""

from collections.abc import Iterator

from layerlint.examples.recipe import layer, stored, zeros
from layerlint.platform.records import Platform
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount, Role
from layerlint.words import zip_name


@rule(
    "LL602",
    Severity.WARNING,
    since="0.1",
    good=[layer({"python/model/weights.npz": zeros(53 << 20)})],
    bad=[layer({"python/model/weights.npz": stored(50 << 20)}).flags("")],
)
def over_upload_limit(mount: Mount, platform: Platform) -> Iterator[Finding]:
    size = mount.contents.archive.packed_bytes
    limit = platform.limits.packed_bytes
    if size is None or size <= limit:
        return
    yield Finding(
        message=f"the zip has {size:,} bytes; only through S3 can it be uploaded",
        reason=f"a request takes a zip of {limit:,} bytes at most",
        help=f"aws s3 cp it to a bucket, then {_command(mount.role, zip_name(mount.name))}",
    )


def _command(role: Role, key: str) -> str:
    if role is Role.LAYER:
        return f"aws lambda publish-layer-version --layer-name NAME --content S3Bucket=BUCKET,S3Key={key}"
    return f"aws lambda update-function-code --function-name NAME --s3-bucket BUCKET --s3-key {key}"
