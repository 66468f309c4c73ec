"""The delay between two requests to one host, kept by all processes that share a folder."""

from __future__ import annotations

import os
import re
import threading
import time
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import NamedTuple

# Without a folder, the last request to each host and what its site asks for are kept for this process.
_LAST: dict[str, _Request] = {}
_ASKED_FOR: dict[str, float] = {}


class _Request(NamedTuple):
    """When a host was asked last, and how many seconds it was to be left in peace then."""

    at: float
    delay: float


class Pace:
    """Who may ask a host now. With a folder, small files for each host hold its last request and its own delay.

    The longest known delay counts: this visit's, that of the last request, and the one that the site asked for
    in its robots.txt, whoever read that, and before it is read again.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    def wait(self, host: str, delay: float) -> None:
        """Return when `delay` seconds have gone by since the last request to the host, and count this one."""
        with self._lock(host, ".lock"):
            started = time.time()
            while True:
                now = time.time()
                last = self._last(host)
                # A clock that was set back must not stop the visit for as long as it was set back.
                at = last.at if last.at <= now else started
                left = at + max(delay, last.delay, self.asked_for(host)) - now
                if left <= 0:
                    break
                time.sleep(left)
            self.mark(host, delay)

    def mark(self, host: str, delay: float) -> None:
        """Count the delay from now on: a slow answer has just ended."""
        if self._folder is None:
            _LAST[host] = _Request(time.time(), delay)
            return
        self._write(host, ".last", f"{time.time()!r} {delay!r}")

    def first_words(self, host: str) -> AbstractContextManager[object]:
        """Held while the robots.txt of a host is read: until then nobody knows which delay the site asks for."""
        return self._lock(host, ".robots")

    def learn(self, host: str, delay: float) -> None:
        """Note the delay that the site of a host asks for; 0 when it asks for none."""
        if self._folder is None:
            _ASKED_FOR[host] = delay
        elif delay != self.asked_for(host):
            self._write(host, ".delay", repr(delay))

    def asked_for(self, host: str) -> float:
        """Seconds between two requests that the site of a host asked for when its robots.txt was read last."""
        if self._folder is None:
            return _ASKED_FOR.get(host, 0.0)
        try:
            return float(self._file(host, ".delay").read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0.0

    def _last(self, host: str) -> _Request:
        if self._folder is None:
            return _LAST.get(host, _Request(0.0, 0.0))
        try:
            at, delay = self._file(host, ".last").read_text(encoding="ascii").split()
            return _Request(float(at), float(delay))
        except (OSError, ValueError):
            return _Request(0.0, 0.0)

    def _lock(self, host: str, ending: str) -> AbstractContextManager[object]:
        if self._folder is None:
            return nullcontext()
        from filelock import FileLock

        return FileLock(self._file(host, ending))

    def _write(self, host: str, ending: str, text: str) -> None:
        part = self._file(host, f".{os.getpid()}-{threading.get_ident()}.part")
        part.write_text(text, encoding="ascii")
        os.replace(part, self._file(host, ending))

    def _file(self, host: str, ending: str) -> Path:
        assert self._folder is not None
        return self._folder / (re.sub(r"[^a-z0-9.-]", "_", host.lower()) + ending)
