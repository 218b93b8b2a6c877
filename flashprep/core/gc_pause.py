"""Pauses Python's garbage collector while many long-lived objects are created."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Context manager: pause garbage collection, and resume it at the end. If the garbage
    collection was already paused before, it stays paused.

    Use it for code that creates many objects but no reference cycles, such as code that reads
    deck files. The garbage collector would scan all these objects repeatedly and find nothing.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
