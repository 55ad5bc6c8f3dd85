"""Python's cycle collector, kept from searching a ledger that is only being built up."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def at_rest() -> Iterator[None]:
    """No search for cycles in here: frozen values make none, and each search would walk the whole ledger again.

    Measured: a third of the time of the rules over 100,000 rows, an eighth of merging a folder.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
