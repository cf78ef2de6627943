"""A jar was signed, and its manifest was changed afterwards.

## Why it matters

The class loader verifies the signature when it loads the first class from a jar that has one. Tools that merge jars
into one keep `META-INF/*.SF` of what they merge and write a manifest of their own, so that no class loads:
`java.lang.SecurityException: Invalid signature file digest for Manifest main attributes`.

Newer Java takes signatures over MD5 and SHA-1 as none; there it is a warning.

## What to do

Leave the signatures out when merging:

    zip -d my.jar 'META-INF/*.SF' 'META-INF/*.RSA' 'META-INF/*.DSA' 'META-INF/*.EC'

In Maven's shade plugin, exclude them in a filter for `*:*`.
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.examples.java import jar, java_class
from layerlint.examples.recipe import Content, layer
from layerlint.rule import Finding, Severity, rule

CLASS: dict[str, Content] = {"a/A.class": java_class("a/A", 8)}
MANIFEST = "Manifest-Version: 1.0\r\nMain-Class: a.A\r\n\r\n"
SIGNATURE = (
    "Signature-Version: 1.0\r\nSHA-256-Digest-Manifest-Main-Attributes: {}\r\nSHA-256-Digest-Manifest: {}\r\n\r\n"
)
SOUND = "+DZyVnS+7KwxRk0Gz3U30S74DdPj/ZDU/iewzi/Y5m8="  # of that manifest, whose main section is all of it


def signed(main: str, whole: str) -> dict[str, Content]:
    return {
        "META-INF/MANIFEST.MF": MANIFEST,
        "META-INF/A.SF": SIGNATURE.format(main, whole),
        "META-INF/A.RSA": b"signature",
        **CLASS,
    }


@rule(
    "LL816",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({"java/lib/a.jar": jar(CLASS)}, "java21"),
        layer({"java/lib/a.jar": jar(signed("AAAA", SOUND))}, "java21"),
        layer({"java/lib/a.jar": jar(signed(SOUND, "BBBB"))}, "java21"),
    ],
    bad=[layer({"java/lib/a.jar": jar(signed("AAAA", "BBBB"))}, "java21").flags("java/lib/a.jar")],
)
def torn_signed_jar(env: Environment) -> Iterator[Finding]:
    if env.java is None:
        return
    for element in env.java.elements:
        if element.place and element.jar.tears:
            certain = [tear for tear in element.jar.tears if tear.certain]
            tear = (certain or element.jar.tears)[0]
            yield Finding(
                message=f"{element.shown} is signed, and its manifest is not the one that was signed",
                paths=(element.place.path,),
                reason=f"{tear.signature} has another digest of the manifest, so Java loads no class from the jar",
                help=f"leave the signature out: zip -d {element.place.path} 'META-INF/*.SF' 'META-INF/*.RSA' "
                "'META-INF/*.DSA' 'META-INF/*.EC'",
                severity=None if certain else Severity.WARNING,
                archive=element.place.mount.name,
            )
