"""One writer at a time in a home, whoever started it: the command line, the UI, a schedule."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pipelines.home.disk_errors import UnwritableError, words_of
from pipelines.home.paths import Home

# A step that was started from the UI waits this long for a run of the command line to end.
PATIENCE_SECONDS = 3600.0

_held = False


class BusyError(Exception):
    """Another run or watch has the same home; the text says which home and what to do."""


@contextmanager
def writing(home: Home, patience: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Hold the home for writing; wait at most `patience` seconds, then raise BusyError.

    Raises UnwritableError where the home can't be written. Steps of a run that holds the home already go straight
    on. The lock is the operating system's, so a run that was killed holds nothing.
    """
    global _held
    if _held:
        yield
        return
    from filelock import FileLock, Timeout

    lock = FileLock(home.lock)
    try:
        home.lock.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=patience)
    except Timeout:
        raise BusyError(
            f"another run is writing to {home.root}; wait until it ends, or use another --home"
        ) from None
    except OSError as error:
        words = words_of(error, home)
        if words is None:
            raise
        raise UnwritableError(words) from error
    _held = True
    try:
        yield
    finally:
        _held = False
        lock.release()


def is_held(home: Home) -> bool:
    """Whether somebody else holds the home for writing; nobody does where it can't be written."""
    try:
        with writing(home, patience=0):
            return False
    except BusyError:
        return True
    except UnwritableError:
        return False
