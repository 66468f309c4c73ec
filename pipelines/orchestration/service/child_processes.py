"""Programs that are kept running together: started, listened to, ended in order.

Each is the head of a session of its own. Ctrl+C in a terminal reaches nobody but the caller, who then ends the
programs one after the other; and what a program started itself (a server, the runs in it) can be ended with it.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

_TICK_SECONDS = 0.1
_LAST_WORDS_SECONDS = 2.0
_SLOW_SECONDS = 3.0
_PR_SET_PDEATHSIG = 1  # linux/prctl.h


class ProgramEnded(Exception):
    """A program ended by itself; the text says which, and its exit code."""


@dataclass(frozen=True, slots=True)
class _Program:
    process: subprocess.Popen[str]
    listener: threading.Thread

    @property
    def is_alive(self) -> bool:
        return self.process.poll() is None

    def kill_all(self) -> None:
        """End what is left of it and of all that it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@dataclass(slots=True)
class Programs:
    """Programs by name, in the order of their start. What they write is handed to `tell`, line by line."""

    tell: Callable[[str], None]
    _running: dict[str, _Program] = field(default_factory=dict)
    _silent: bool = False

    def start(self, name: str, command: Sequence[str]) -> None:
        """Start a program of this Python's own folder."""
        process = _opened([str(Path(sys.executable).with_name(command[0])), *command[1:]])
        assert process.stdout is not None
        listener = threading.Thread(target=self._listen, args=(process.stdout,), daemon=True)
        listener.start()
        self._running[name] = _Program(process, listener)

    def check_alive(self) -> None:
        """Raise ProgramEnded when one ended by itself; what it said has been told by then."""
        for name, program in self._running.items():
            if not program.is_alive:
                program.listener.join(_LAST_WORDS_SECONDS)
                raise ProgramEnded(f"{name} ended by itself (exit code {program.process.returncode})")

    def stop(self, patience: float, is_hurried: Callable[[], bool], say: Callable[[], None]) -> None:
        """End all, the first one last: the others ask it. Kill what did not end in `patience` seconds, or when hurried.

        What they write while they end is about the ending and is not told. `say` is called when it takes long.
        """
        self._silent = True
        running = list(self._running.values())
        slow = threading.Timer(_SLOW_SECONDS, say)
        slow.start()
        try:
            _end(running[1:], patience, is_hurried)
            _end(running[:1], patience, is_hurried)
        finally:
            slow.cancel()
        self._running.clear()

    def _listen(self, output: IO[str]) -> None:
        # Read to the end whatever happens: a program whose pipe is full stands still.
        for line in output:
            if not self._silent:
                with suppress(OSError, ValueError):  # nobody reads any more
                    self.tell(line.rstrip())


def _end(programs: Sequence[_Program], patience: float, is_hurried: Callable[[], bool]) -> None:
    for program in programs:
        program.process.terminate()
    deadline = time.monotonic() + patience
    while any(program.is_alive for program in programs):
        if time.monotonic() > deadline or is_hurried():
            break
        time.sleep(_TICK_SECONDS)
    for program in programs:
        program.kill_all()


def call(command: Sequence[str], is_ended: Callable[[], bool]) -> tuple[int, str]:
    """Run a program of this Python to its end, or to the caller's; return its exit code and what it wrote."""
    with _opened([sys.executable, *command]) as process:
        while True:
            try:
                said, _ = process.communicate(timeout=_TICK_SECONDS)
            except subprocess.TimeoutExpired:
                if is_ended():
                    process.kill()
            else:
                return process.returncode, said


def _opened(command: Sequence[str]) -> subprocess.Popen[str]:
    """A program in a session of its own, which is ended with this one; it reads nothing and writes to one pipe."""
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
        preexec_fn=_end_with_parent,
    )


# Loaded before any fork: in between a fork and the new program nothing may be imported.
_libc = ctypes.CDLL(None)


def _end_with_parent() -> None:
    """Ask Linux to end this program when its parent dies, however that happens."""
    with suppress(OSError, AttributeError):
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
