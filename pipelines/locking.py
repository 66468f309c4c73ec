"""One writer at a time in a home, whoever started it: the command line, the UI, a schedule."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pipelines.home import Home

# A step that was started from the UI waits this long for a run of the command line to end.
PATIENCE_SECONDS = 3600.0

_held = False


class BusyError(Exception):
    """Another run is writing to the same home; the text says which home and what to do."""


@contextmanager
def writing(home: Home, patience: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Hold the home for writing; wait at most `patience` seconds, then raise BusyError.

    Steps of a run that holds the home already go straight on. The lock is the operating system's, so a run
    that was killed holds nothing.
    """
    global _held
    if _held:
        yield
        return
    from filelock import FileLock, Timeout

    home.lock.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(home.lock)
    try:
        lock.acquire(timeout=patience)
    except Timeout:
        raise BusyError(
            f"another run is writing to {home.root}; wait until it ends, or use another --home"
        ) from None
    _held = True
    try:
        yield
    finally:
        _held = False
        lock.release()
