"""Reading many documents: one task for each, in processes that can be killed.

A hang, a memory hog or a crash in one document costs that document, which is quarantined with the
reason, and leaves the others alone. The same `read_one` runs on any pool.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.home.paths import Home
from pipelines.ingest.sources.listed_documents import listings
from pipelines.ingest.worker_pool import Stopped, each_apart, out_of_memory
from pipelines.meaning.listing_metadata import NOTHING_LISTED, Listed, completed
from warehouse.ledger import Unread
from warehouse.records import DocumentRows

if TYPE_CHECKING:
    from pipelines.meaning.corrections import Filed
    from pipelines.meaning.judgement import Judgement


@dataclass(frozen=True, slots=True)
class Task:
    """One original to read."""

    document_id: str
    source_uri: str
    path: str
    decisions: tuple[Judgement, ...] = ()
    corrections: tuple[Filed, ...] = ()
    listed: Listed = NOTHING_LISTED
    other_uris: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a task: its raw rows, or the reason why there are none."""

    task: Task
    seconds: float
    rows: DocumentRows | None = None
    code: str | None = None
    reason: str | None = None


def read_one(task: Task) -> Outcome:
    """Read and interpret one document. What is wrong with it is an outcome, never an exception."""
    from extractors.errors import UnreadableDocument
    from extractors.reading import read_document
    from pipelines.meaning.corrections import corrected_rows
    from pipelines.meaning.interpreter import Interpreter

    started = time.perf_counter()
    try:
        data = Path(task.path).read_bytes()
        document = completed(read_document(data, name=task.source_uri), task.listed)
        rows = corrected_rows(
            Interpreter.shared(task.decisions),
            document,
            task.document_id,
            (task.source_uri, *task.other_uris),
            task.corrections,
            task.listed.region_code,
        )
    except UnreadableDocument as error:
        return Outcome(task, time.perf_counter() - started, code=error.code, reason=str(error))
    except MemoryError:
        return Outcome(
            task,
            time.perf_counter() - started,
            code="too_much_memory",
            reason=out_of_memory(),
        )
    except Exception as error:  # a fault of ours must not lose the other documents
        return Outcome(
            task,
            time.perf_counter() - started,
            code="reader_failed",
            reason=f"the reader failed ({type(error).__name__}: {error}); please report it with the document.",
        )
    return Outcome(task, time.perf_counter() - started, rows)


def read_all(tasks: Sequence[Task], workers: int | None = None) -> Iterator[Outcome]:
    """Outcomes in the order of the tasks, as they are done."""
    for task, result in zip(tasks, each_apart(read_one, tasks, workers=workers), strict=True):
        if isinstance(result, Stopped):
            yield Outcome(task, result.seconds, code=result.code, reason=result.reason)
        else:
            yield result


def tasks_for(home: Home, originals: Sequence[Unread]) -> list[Task]:
    """Tasks for originals as `warehouse.ledger.unread` gives them.

    Raises SourceError where corrections can't be used, DecisionError where decisions can't.
    """
    from pipelines.ingest.sources.correction_files import load_corrections
    from pipelines.meaning.corrections import possible
    from pipelines.meaning.decisions.decision_store import load_judgements

    decisions = load_judgements(home)
    filed = load_corrections(home)
    listed = listings(home, originals)
    return [
        Task(
            original.document_id,
            original.source_uri,
            str(home.original(original.document_id)),
            decisions,
            possible(filed, original.document_id, original.addresses),
            entry,
            tuple(uri for uri in original.addresses if uri != original.source_uri),
        )
        for original, entry in zip(originals, listed, strict=True)
    ]
