"""Jars lie in java/ where the class path does not look.

## Why it matters

Of a layer, the Java runtimes put the files directly in `/opt/java/lib` on the class path whose names end in `.jar`:
no subfolder, no folder of classes, no `.JAR`. Classes from anywhere else are missing:
`java.lang.NoClassDefFoundError`.

## What to do

    mkdir -p java/lib && mv java/*.jar java/lib/
    zip -r my-layer.zip java
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.layout.fit import Kind
from layerlint.environment.layout.mend import move
from layerlint.examples.recipe import layer
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount, Role


@rule(
    "LL212",
    Severity.WARNING,
    since="0.1",
    good=[
        layer({"java/lib/gson.jar": ""}),
        layer({"java/lib/gson.jar": "", "java/agent/trace.jar": ""}),
        layer({"opentelemetry-javaagent.jar": "", "otel-handler": ""}),
        layer({"java/bin/java": "", "java/lib/jrt-fs.jar": "", "java/lib/ext/zip.jar": ""}),
        layer({"java/agent.jar": "", "wrapper": "#!/bin/sh\nexport JAVA_TOOL_OPTIONS=-javaagent:/opt/java/agent.jar"}),
    ],
    bad=[
        layer({"java/gson.jar": ""}).flags("java"),
        layer({"java/lib/deps/gson.jar": "", "java/lib/deps/guava.jar": ""}, runtime="java21").flags("java/lib/deps"),
    ],
)
def jar_off_class_path(mount: Mount, env: Environment) -> Iterator[Finding]:
    if mount.role is not Role.LAYER or env.language != "java":
        return
    layout = env.layout(mount)
    for mistake, _ in layout.open_mistakes(Kind.UNSEARCHED, env.target.runtime):
        count = sum(len(site.units) for site, _ in mistake.placed)
        yield Finding(
            message=f"no jar lies directly in java/lib; {count:,} {'lies' if count == 1 else 'lie'} elsewhere in java/",
            paths=mistake.paths,
            reason=f"the class path has /opt/java/lib/*.jar and nothing of /opt/{mistake.homes[0]}",
            help=f"move them to java/lib/: {move(layout, mistake.homes, 'java/lib')}",
        )
