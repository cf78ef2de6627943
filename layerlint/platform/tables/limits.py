"""What Lambda accepts. MB is 1,024 KB there, so 50 MB is 52,428,800 bytes."""

AS_OF = "2026-11-23"
CONFIDENCE = "documented"
SOURCES = (
    "AWS Lambda Developer Guide: gettingstarted-limits, adding-layers, extensions-configuration, lambda-extensions",
    "botocore 1.44.5, lambda service model",
    "the comparison (equality is rejected) follows from the service's error text: inferred",
    "names of extensions: constants of the runtime interface emulator (measured)",
    "name and path lengths: Linux; Lambda documents none",
)

LIMITS = {
    "unpacked_bytes": 262_144_000,
    "packed_bytes": 52_428_800,
    "layers": 5,
    "extensions": 10,
    "extension_name": 127,
    "name_bytes": 255,
    "path_bytes": 4096,
}
