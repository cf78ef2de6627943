"""The cyclic garbage collector, kept away from large listings and syntax trees.

They are millions of objects without a cycle. Looking through them again and again took half of the time of a check of
numpy and pandas; without it, memory stayed the same.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """No collection while the body runs, but for those it asks for."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
