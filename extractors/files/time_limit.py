"""How much processor time the reading of one document has taken, against its limit."""

from __future__ import annotations

import time

from extractors.errors import UnreadableDocument


class Stopwatch:
    """Starts when it is made. `what` names the document in the message (`the PDF`)."""

    def __init__(self, seconds: float, what: str) -> None:
        self._seconds = seconds
        self._what = what
        self._wall = time.perf_counter()
        self._processor = time.process_time()

    def is_over(self) -> bool:
        # The wall clock costs next to nothing to ask, and one thread spends no more than it shows.
        if time.perf_counter() - self._wall <= self._seconds:
            return False
        return time.process_time() - self._processor > self._seconds

    def check(self) -> None:
        """Raise `UnreadableDocument` (`too_large`) when the time is used up."""
        if self.is_over():
            raise UnreadableDocument(
                "too_large",
                f"Reading {self._what} took more than {self._seconds:g} seconds.",
                "Raise the limit, or split the document.",
            )
