"""Python's collector of garbage, paused while many objects are made that all stay."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """No garbage collection meanwhile; where it is paused already it stays so.

    For what makes many objects and no cycles, such as reading files and taking them over:
    the collector would look at all of them again and again and find nothing.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
