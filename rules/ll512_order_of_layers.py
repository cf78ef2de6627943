"""The layers work in another order, and not in this one.

## Why it matters

Where layers have files in common, the last one wins. With the layers as they are listed an import fails; listed in
another way none does. The order is that of `Layers` in a template, of `--layers` on the command line, and the console
lists them in it, the first is unpacked first.

The order that the finding names was tried on the whole stack. That the layers overlap is still a risk: one version in
one layer needs no order.

## What to do

List the layers in the order that the finding names:

    aws lambda update-function-configuration --function-name NAME --layers BASE_ARN TOP_ARN
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.layers.model import LayersModel
from layerlint.environment.python.failure import Breakage
from layerlint.examples.recipe import distribution, stack
from layerlint.python_findings import at_last_step
from layerlint.rule import Finding, Severity, rule
from layerlint.stack_findings import felt, in_order

OLD = {"python/pkg.py": "", **distribution("pkg", "1.0", record=["pkg.py"])}
NEW = {"python/pkg.py": "def new(): ...\n", **distribution("pkg", "2.0", record=["pkg.py"])}
APP = {"app.py": "from pkg import new\n\ndef handler(event, context): ...\n"}
PLAIN = {"python/pkg.py": "", "python/a.py": ""}


@rule(
    "LL512",
    Severity.ERROR,
    since="0.1",
    good=[
        stack(OLD, NEW, function=APP, handler="app.handler"),
        stack(OLD, PLAIN, function=APP, handler="app.handler"),
        stack(NEW, PLAIN, function={"app.py": "import pkg\n"}),
    ],
    bad=[
        stack(NEW, OLD, function=APP, handler="app.handler").flags("app.py"),
        stack({**NEW, "python/b.py": ""}, {"python/c.py": ""}, PLAIN, function=APP).flags("app.py"),
    ],
)
def order_of_layers(env: Environment) -> Iterator[Finding]:
    if env.layers is not None and env.layers.mended:
        worst = max(env.layers.mended, key=lambda each: each.reach)
        yield told(worst, env.layers, env)


def told(breakage: Breakage, layers: LayersModel, env: Environment) -> Finding:
    better = in_order(layers.better_order)
    finding = Finding(
        message=f"import {breakage.root} fails with the layers in this order, and works with {better}",
        reason=f"now the order is {in_order(layers.overlay.mounts)}",
        help=f"list the layers as {better}; better still, keep what they have in common in one of them",
        subject=better,
    )
    return at_last_step(felt(finding, breakage), breakage.failure, env) if breakage.failure else finding
