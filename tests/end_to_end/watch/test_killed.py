"""A run that is killed leaves the published file whole; the next one completes; readers are never in the way."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.end_to_end.conftest import TONGBAO

Call = Callable[..., "subprocess.CompletedProcess[str]"]


def counts(published: Path) -> tuple[int, int, int]:
    with duckdb.connect(str(published), read_only=True) as connection:
        documents = connection.execute("select count(*) from mart.documents").fetchone()
        tables = connection.execute("select count(*) from mart.tables").fetchone()
        orphans = connection.execute(
            "select count(*) from mart.cells anti join mart.tables using (table_id)"
        ).fetchone()
    assert documents and tables and orphans
    return documents[0], tables[0], orphans[0]


def test_killed_at_many_moments_the_next_run_completes(
    tmp_path: Path, bulletins: list[Path], tongbao: Call
) -> None:
    home = tmp_path / "home"
    published = home / "warehouse.duckdb"
    assert tongbao(home, "run", str(bulletins[4])).returncode == 0
    assert counts(published) == (1, 4, 0)
    for wait in (0.4, 1.2, 2.0, 2.8, 3.6, 4.6, 5.6):
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("DAGSTER", "TONGBAO"))}
        running = subprocess.Popen(
            [str(TONGBAO), "--home", str(home), "run"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=environment,
        )
        time.sleep(wait)
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        assert counts(published) in ((1, 4, 0), (5, 25, 0))  # before or after, never between
    result = tongbao(home, "run")
    assert result.returncode == 0, result.stderr
    assert counts(published) == (5, 25, 0)


def test_a_reader_neither_blocks_a_run_nor_is_blocked(
    tmp_path: Path, bulletins: list[Path], tongbao: Call
) -> None:
    home = tmp_path / "home"
    assert tongbao(home, "run", str(bulletins[3])).returncode == 0
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as reader:
        assert reader.execute("select count(*) from mart.documents").fetchone() == (1,)
        assert tongbao(home, "run", str(bulletins[4])).returncode == 0
        assert reader.execute("select count(*) from mart.documents").fetchone() == (1,)
    assert counts(home / "warehouse.duckdb")[0] == 2


@pytest.mark.timeout(180)
def test_a_second_run_at_the_same_time_is_told_to_wait(tmp_path: Path, tongbao: Call) -> None:
    from filelock import FileLock

    home = tmp_path / "home"
    (home / "work").mkdir(parents=True)
    with FileLock(home / "work" / "run.lock"):
        result = tongbao(home, "run")
    assert result.returncode == 2
    assert "another run" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
