"""Code needs version 2 of the AWS SDK, which the runtime no longer brings.

## Why it matters

Up to nodejs16.x the runtime brings the package `aws-sdk`; from nodejs18.x on it brings the clients of version 3 under
`@aws-sdk/`, and `require("aws-sdk")` ends in `Cannot find module 'aws-sdk'` unless the function or a layer has it.

## What to do

Move to the clients of version 3, or bring version 2 along:

    npm install aws-sdk
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.node.failure import Defect, Reach
from layerlint.environment.node.places import package_folder
from layerlint.examples.recipe import function, layer
from layerlint.node_findings import asker, failing
from layerlint.rule import Finding, Severity, rule

NAME = "aws-sdk"
OLD = {"index.js": "const AWS = require('aws-sdk')\nexports.handler = async () => 1\n"}
TRACING = '{"name": "tracing", "version": "1.0.0", "peerDependencies": {"aws-sdk": "2"}}'


@rule(
    "LL702",
    Severity.ERROR,
    since="0.1",
    good=[
        function(OLD, "nodejs16.x", handler="index.handler"),
        function(
            {**OLD, "node_modules/aws-sdk/package.json": "{}", "node_modules/aws-sdk/index.js": ""},
            "nodejs22.x",
            handler="index.handler",
        ),
        function({"index.js": "const { S3Client } = require('@aws-sdk/client-s3')\n"}, "nodejs22.x", handler="index.h"),
    ],
    bad=[
        function(OLD, "nodejs22.x", handler="index.handler").flags("index.js"),
        function({"index.js": "const S3 = require('aws-sdk/clients/s3')\n"}, "nodejs18.x", handler="index.h").flags(
            "index.js"
        ),
        layer(
            {
                "nodejs/node_modules/tracing/package.json": TRACING,
                "nodejs/node_modules/tracing/index.js": "const AWS = require('aws-sdk')\n",
            },
            "nodejs20.x",
        ).flags("nodejs/node_modules/tracing/index.js"),
    ],
)
def aws_sdk_v2_not_bundled(env: Environment) -> Iterator[Finding]:
    for felt in env.node.felt if env.node else ():
        is_meant = felt.reach is Reach.WHOLE or package_folder(felt.cause.owner) is None
        if felt.cause.defect is Defect.MISSING and felt.cause.subject.split("/")[0] == NAME and is_meant:
            finding = failing(
                felt,
                f"{asker(felt)} asks for {felt.cause.subject}, and nothing brings {NAME}",
                "move to the clients of version 3, as @aws-sdk/client-s3, or bring it along: npm install aws-sdk",
                env,
                reason=f"{env.target.runtime} has version 3 of the SDK alone",
            )
            yield finding if env.complete else finding._replace(severity=Severity.WARNING)
            return
