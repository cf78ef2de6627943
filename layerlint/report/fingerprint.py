"""What a finding is known by from run to run: its rule, member, subject and resource, never bytes, sizes or dates."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from layerlint.engine import Diagnostic


def fingerprints(diagnostics: Iterable[Diagnostic]) -> Iterator[tuple[Diagnostic, str]]:
    """Each diagnostic with its fingerprint; those that would agree within one archive are numbered."""
    seen: Counter[tuple[str, str]] = Counter()
    for diagnostic in diagnostics:
        finding = diagnostic.finding
        owner = f"\0{finding.origin.name}" if finding.origin is not None else ""
        text = f"{diagnostic.code}\0{finding.path}\0{finding.subject}{owner}"
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        seen[finding.archive, digest] += 1
        yield diagnostic, f"{digest}:{seen[finding.archive, digest]}"
