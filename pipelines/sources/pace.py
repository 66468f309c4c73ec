"""The delay between two requests to one host, kept by all processes that share a folder."""

from __future__ import annotations

import os
import re
import threading
import time
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import NamedTuple

# Without a folder, the last request to each host is kept for this process.
_LAST: dict[str, _Request] = {}


class _Request(NamedTuple):
    """When a host was asked last, and how many seconds it was to be left in peace then."""

    at: float
    delay: float


class Pace:
    """Who may ask a host now. With a folder, a small file for each host holds its last request.

    The delay of the last request holds too: what a site asked for in its robots.txt is kept by the next
    visit before it has read that file again.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    def wait(self, host: str, delay: float) -> None:
        """Return when `delay` seconds have gone by since the last request to the host, and count this one."""
        with self._turn(host):
            started = time.time()
            while True:
                now = time.time()
                last = self._last(host)
                # A clock that was set back must not stop the visit for as long as it was set back.
                at = last.at if last.at <= now else started
                left = at + max(delay, last.delay) - now
                if left <= 0:
                    break
                time.sleep(left)
            self.mark(host, delay)

    def mark(self, host: str, delay: float) -> None:
        """Count the delay from now on: a slow answer has just ended."""
        if self._folder is None:
            _LAST[host] = _Request(time.time(), delay)
            return
        part = self._file(host, f".{os.getpid()}-{threading.get_ident()}.part")
        part.write_text(f"{time.time()!r} {delay!r}", encoding="ascii")
        os.replace(part, self._file(host, ".last"))

    def _last(self, host: str) -> _Request:
        if self._folder is None:
            return _LAST.get(host, _Request(0.0, 0.0))
        try:
            at, delay = self._file(host, ".last").read_text(encoding="ascii").split()
            return _Request(float(at), float(delay))
        except (OSError, ValueError):
            return _Request(0.0, 0.0)

    def _turn(self, host: str) -> AbstractContextManager[object]:
        if self._folder is None:
            return nullcontext()
        from filelock import FileLock

        return FileLock(self._file(host, ".lock"))

    def _file(self, host: str, ending: str) -> Path:
        assert self._folder is not None
        return self._folder / (re.sub(r"[^a-z0-9.-]", "_", host.lower()) + ending)
