"""A home that can't be written is told in one line: what, where, what to do."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import filelock
import pytest

from pipelines.home.disk_errors import UnwritableError, in_words, words_of
from pipelines.home.locking import writing
from pipelines.home.paths import Home

HOME = Home(Path("/srv/tongbao"))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/srv/tongbao/documents/a"), "/srv/tongbao/documents/a: the disk is full;"),
        (PermissionError(errno.EACCES, "Permission denied", "/srv/tongbao/work"), "/srv/tongbao/work: can't be written;"),
        (OSError(errno.EROFS, "Read-only file system"), "/srv/tongbao: can't be written;"),
        (sqlite3.OperationalError("attempt to write a readonly database"), "/srv/tongbao: can't be written;"),
        (sqlite3.OperationalError("database or disk is full"), "/srv/tongbao: the disk is full;"),
        (sqlite3.OperationalError("disk I/O error"), "/srv/tongbao: the disk is full or fails;"),
        (RuntimeError('IO Error: Could not write file "/srv/w.duckdb": No space left on device'), "/srv/w.duckdb: the disk is full;"),
        (ValueError("no such column"), None),
        (FileNotFoundError(errno.ENOENT, "No such file or directory", "/srv/a"), None),
    ],
)  # fmt: skip
def test_trouble_with_the_disk_is_known_by_its_words(error: Exception, words: str | None) -> None:
    told = words_of(error, HOME)
    if words is None:
        assert told is None
    else:
        assert told is not None and told.startswith(words) and "\n" not in told


def test_the_cause_of_an_error_is_looked_at() -> None:
    outer = RuntimeError("the step failed")
    outer.__cause__ = OSError(errno.ENOSPC, "No space left on device", "/srv/x")
    assert (words_of(outer, HOME) or "").startswith("/srv/x: the disk is full")


def test_the_words_of_a_failed_step_are_enough() -> None:
    assert (in_words("OSError: [Errno 28] No space left on device: '/srv/x'", HOME) or "").startswith(
        "/srv/x: "
    )
    assert in_words("dbt: a column is missing", HOME) is None


def test_a_home_that_cannot_be_written_is_said_when_it_is_to_be_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(tmp_path / "work" / "run.lock"))

    monkeypatch.setattr(filelock.FileLock, "acquire", refuse)
    with (
        pytest.raises(UnwritableError, match=r"run\.lock: can't be written; .*--home"),
        writing(Home(tmp_path)),
    ):
        pass


def test_what_is_there_already_needs_no_home_that_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipelines.orchestration import run

    def refuse(*_: object, **__: object) -> None:
        raise UnwritableError("read-only")

    document = tmp_path / "a.txt"
    document.write_text("通报", encoding="utf-8")
    monkeypatch.setattr(run, "writing", refuse)
    monkeypatch.setattr(run, "_nothing_new", lambda *_: True)
    assert run.run(Home(tmp_path / "home"), [str(document)]).is_complete
    monkeypatch.setattr(run, "_nothing_new", lambda *_: False)
    with pytest.raises(UnwritableError):
        run.run(Home(tmp_path / "home"), [str(document)])
