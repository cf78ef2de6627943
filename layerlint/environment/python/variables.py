"""The environment variables that a function runs with."""

from collections.abc import Mapping

from layerlint.environment.python.values import Text, Value
from layerlint.platform.records import Target
from layerlint.stack import Stack

# https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
ALIKE_EVERYWHERE: Mapping[str, Value] = {
    "LAMBDA_TASK_ROOT": "/var/task",
    "LAMBDA_RUNTIME_DIR": "/var/runtime",
    "PATH": "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin",
    "LANG": "en_US.UTF-8",
    "TZ": ":UTC",
}
OF_EACH_FUNCTION = (
    "AWS_ACCESS_KEY_ID",
    "AWS_DEFAULT_REGION",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "LD_LIBRARY_PATH",
    "_HANDLER",
)


def lambda_variables(stack: Stack, target: Target) -> Mapping[str, Value]:
    """What Lambda sets, and what the function's configuration is known to set."""
    told: dict[str, Value] = {name: Text(name) for name in OF_EACH_FUNCTION}
    told["AWS_EXECUTION_ENV"] = f"AWS_Lambda_{target.runtime.identifier}"
    if stack.handler:
        told["_HANDLER"] = stack.handler
    return {**ALIKE_EVERYWHERE, **told, **stack.variables}
