"""Work on documents in processes that can be killed: one document never costs another.

What belongs here: processes, limits of time and memory, what is said when a limit was hit. What does not: what is
done with a document (`document_reading`, `pipelines.cli.extract`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TypeVar

SECONDS_PER_DOCUMENT = 300.0
MEMORY_PER_DOCUMENT = 4 * 1024**3

A = TypeVar("A")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Stopped:
    """Why the work on a document came to no end: a short stable `code`, a sentence, and the seconds it took."""

    code: str
    reason: str
    seconds: float = 0.0


def each_apart(
    work: Callable[[A], R],
    items: Sequence[A],
    *,
    workers: int | None = None,
    seconds: float = SECONDS_PER_DOCUMENT,
    memory: int = MEMORY_PER_DOCUMENT,
    forked: bool = False,
) -> Iterator[R | Stopped]:
    """What `work` returns for each item, in their order, as they are done; `Stopped` where it hung, hogged or died.

    `work` is a function of a module, `memory` in bytes for one process. `forked` starts a copy of this process, which
    is there at once, for a single item in a program without threads; else processes are made from nothing (a third
    of a second each), because a copy must not inherit what another thread is just doing.
    """
    if not items:
        return
    from pebble import ProcessExpired, ProcessPool

    count = min(workers or os.cpu_count() or 1, len(items))
    context = get_context("fork" if forked and len(items) == 1 else "spawn")
    with ProcessPool(count, initializer=_limit_memory, initargs=[memory], context=context) as pool:
        futures = [pool.schedule(work, args=[item], timeout=seconds) for item in items]
        for future in futures:
            try:
                yield future.result()
            except TimeoutError:
                reason = f"took more than {seconds:g} s to read and was stopped; split the document."
                yield Stopped("too_slow", reason, seconds)
            except ProcessExpired as error:
                reason = f"its reader died (exit code {error.exitcode}); please report it with the document."
                yield Stopped("reader_died", reason)
            except MemoryError:
                yield Stopped("too_much_memory", out_of_memory(memory))
            except Exception as error:  # a fault of ours must not lose the other documents
                reason = f"the reader failed ({type(error).__name__}: {error}); please report it with the document."
                yield Stopped("reader_failed", reason)


def out_of_memory(memory: int = MEMORY_PER_DOCUMENT) -> str:
    return f"needs more than {memory / 1024**3:g} GiB of memory; split the document."


def _limit_memory(memory: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
