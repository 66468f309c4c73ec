"""A backlog is loaded whole but for what can't be read, and that is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from pipelines.home.paths import Home
from pipelines.orchestration.defs import backlog as backlog_module
from pipelines.orchestration.defs.ingestion import FAILURES


def test_a_file_that_vanishes_is_told_and_does_not_end_the_load(
    tmp_path: Path, bulletins: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TONGBAO_HOME", str(tmp_path))
    home = Home(tmp_path)
    folder = home.backlog / "2021-11"
    folder.mkdir(parents=True)
    there = Path(shutil.copy(bulletins[4], folder / "b.txt"))
    # Listed, and gone when it is read; the last one not even its month is known of.
    gone = [folder / "a.txt", home.backlog / "gone.txt"]
    monkeypatch.setattr(backlog_module, "files_in", lambda _: [gone[0], there, gone[1]])
    result = dg.materialize([backlog_module.backlog], partition_key="2021-11-01")
    (event,) = result.get_asset_materialization_events()
    metadata = event.step_materialization_data.materialization.metadata
    assert (metadata["documents"].value, metadata["not_read"].value) == (1, 1)
    failures = metadata[FAILURES]
    assert isinstance(failures, dg.TableMetadataValue)
    (line,) = [str(record.data["failure"]) for record in failures.records]
    assert str(gone[0]) in line and "can't be read" in line
    with duckdb.connect(str(home.working), read_only=True) as connection:
        assert connection.execute("select source_uri from raw.originals").fetchall() == [(there.as_uri(),)]
