"""The delay between two requests to one host, kept by all processes that share a folder."""

from __future__ import annotations

import os
import re
import time
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

# Without a folder, the time of the last request to each host is kept for this process.
_LAST: dict[str, float] = {}


class Pace:
    """Who may ask a host now. With a folder, a small file for each host holds the time of the last request."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    def wait(self, host: str, delay: float) -> None:
        """Return when `delay` seconds have gone by since the last request to the host, and count this one."""
        with self._turn(host):
            while True:
                # A clock that was set back must not stop the visit for as long as it was set back.
                now = time.time()
                left = min(self._last(host), now) + delay - now
                if left <= 0:
                    break
                time.sleep(left)
            self.mark(host)

    def mark(self, host: str) -> None:
        """Count the delay from now on: a slow answer has just ended."""
        if self._folder is None:
            _LAST[host] = time.time()
            return
        part = self._file(host, f".{os.getpid()}.part")
        part.write_text(repr(time.time()), encoding="ascii")
        os.replace(part, self._file(host, ".last"))

    def _last(self, host: str) -> float:
        if self._folder is None:
            return _LAST.get(host, 0.0)
        try:
            return float(self._file(host, ".last").read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0.0

    def _turn(self, host: str) -> AbstractContextManager[object]:
        if self._folder is None:
            return nullcontext()
        from filelock import FileLock

        return FileLock(self._file(host, ".lock"))

    def _file(self, host: str, ending: str) -> Path:
        assert self._folder is not None
        return self._folder / (re.sub(r"[^a-z0-9.-]", "_", host.lower()) + ending)
