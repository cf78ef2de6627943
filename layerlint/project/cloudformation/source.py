"""Where the content of a function or layer lies, as its resource says."""

from pathlib import Path

from layerlint.project.cloudformation.template import Template
from layerlint.project.node import Entry, Node, word
from layerlint.project.origin import Origin
from layerlint.project.records import Source, Text

#: what tells sam build that there is something to install or compile
MANIFESTS = (
    "requirements.txt",
    "package.json",
    "Gemfile",
    "pom.xml",
    "build.gradle",
    "build.gradle.kts",
    "go.mod",
    "Cargo.toml",
)
SAM_BUILD = "sam build"
INLINE = {"python": "index.py", "nodejs": "index.js"}


def source(template: Template, resource: Entry, property_name: str, runtime: str = "") -> Source:
    """The content that `property_name` (CodeUri, Code, ContentUri, Content) names; "." where SAM needs no name."""
    properties = resource.node.get("Properties")
    entry = properties.entry(property_name) if properties is not None else None
    origin = template.at(entry or resource, resource.key)
    asset = word(resource.node, "Metadata", "aws:asset:path")
    if asset:
        return Source(origin=origin, path=template.folder / asset)
    inline = _inline(template, resource.node)
    if inline is not None:
        return _spelled_out(origin, inline, runtime)
    if entry is None:
        if word(resource.node, "Type") == "AWS::Serverless::Function":
            return _local(template, resource, origin, ".")
        return Source(origin=origin, elsewhere=f"no {property_name}")
    return _named(template, resource, origin, entry.node)


def _inline(template: Template, node: Node) -> Text | None:
    found = node.get("Properties", "Code", "ZipFile") or node.get("Properties", "InlineCode")
    return template.text(found) if found is not None else None


def _spelled_out(origin: Origin, code: Text, runtime: str) -> Source:
    name = next((name for language, name in INLINE.items() if runtime.startswith(language)), None)
    if name is None or not code.known:
        return Source(origin=origin, elsewhere="code that the template computes")
    return Source(origin=origin, inline={name: code.value})


def _named(template: Template, resource: Entry, origin: Origin, node: Node) -> Source:
    bucket, key = _object(template, node)
    if key is not None:
        return _stored(template, origin, bucket, key)
    place = template.text(node)
    if not place.known:
        return Source(origin=origin, elsewhere=place.value)
    if place.value.startswith("s3://"):
        bucket_name, _, rest = place.value.removeprefix("s3://").partition("/")
        return _stored(template, origin, bucket_name, Text(rest, origin))
    if place.value.startswith(("http://", "https://")):
        return Source(origin=origin, elsewhere=place.value)
    return _local(template, resource, origin, place.value)


def _object(template: Template, node: Node) -> tuple[str, Text | None]:
    """Bucket and key of an S3 object."""
    key = node.get("S3Key") or node.get("Key")
    bucket = node.get("S3Bucket") or node.get("Bucket")
    if key is None:
        return "", None
    return (template.text(bucket).value if bucket is not None else ""), template.text(key)


def _stored(template: Template, origin: Origin, bucket: str, key: Text) -> Source:
    """An object in S3; the tools that put it there often leave it beside the template."""
    candidates = [template.assets.get(key.value, ""), key.value, key.value.rpartition("/")[2]]
    for name in filter(None, candidates if key.known else ()):
        path = template.folder / name
        if path.exists() and _is_below(path, template.folder):
            return Source(origin=origin, path=path)
    return Source(origin=origin, elsewhere=f"s3://{bucket}/{key.value}")


def _is_below(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _local(template: Template, resource: Entry, origin: Origin, name: str) -> Source:
    path = template.folder / name
    unbuilt = "" if template.built else _unbuilt(resource.node, path)
    return Source(origin=origin, path=path, unbuilt=unbuilt)


def _unbuilt(node: Node, path: Path) -> str:
    """What makes an artifact of a source folder; "" where Lambda gets the folder or file as it is."""
    kind = word(node, "Type")
    if not kind.startswith("AWS::Serverless::") or path.is_file():
        return ""
    if word(node, "Metadata", "BuildMethod"):
        return SAM_BUILD
    is_function = kind == "AWS::Serverless::Function"
    return SAM_BUILD if is_function and any((path / name).is_file() for name in MANIFESTS) else ""
