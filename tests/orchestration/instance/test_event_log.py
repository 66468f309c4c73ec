"""Dagster's log of events with files that stay open: what one program writes, another sees, and Dagster's own class too."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.storage.event_log.sqlite.sqlite_event_log import SqliteEventLogStorage

from pipelines.home.paths import Home
from pipelines.orchestration.instance.dagster_instance import prepare_instance
from pipelines.orchestration.instance.event_log import OpenEventLog

RUNS = 12  # more than stay open


@dg.asset
def bulletin() -> dg.MaterializeResult[None]:
    return dg.MaterializeResult(metadata={"tables": 25})


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    for name in ("DAGSTER_HOME", "TONGBAO_HOME"):
        monkeypatch.setenv(name, "")
    monkeypatch.delenv("TONGBAO_DAGSTER_POSTGRES", raising=False)
    made = Home(tmp_path / "市: 'home'")
    prepare_instance(made)
    return made


@pytest.fixture
def instance(home: Home) -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.from_config(str(home.dagster)) as made:
        assert isinstance(made.event_log_storage, OpenEventLog)
        yield made


def materialize(instance: dg.DagsterInstance) -> str:
    return dg.materialize([bulletin], instance=instance).run_id


def events(storage: SqliteEventLogStorage, run_id: str) -> list[str]:
    found = (entry.dagster_event for entry in storage.get_logs_for_run(run_id))
    return [event.event_type_value for event in found if event]


def test_runs_are_seen_by_another_program_and_by_dagsters_own_class(
    instance: dg.DagsterInstance, home: Home
) -> None:
    runs = [materialize(instance) for _ in range(RUNS)]
    log = instance.event_log_storage
    assert isinstance(log, OpenEventLog)
    plain = SqliteEventLogStorage(str(home.dagster / "history" / "runs"))
    with dg.DagsterInstance.from_config(str(home.dagster)) as other:
        assert isinstance(other.event_log_storage, OpenEventLog)
        for run_id in runs:
            written = events(log, run_id)
            assert written.count("ASSET_MATERIALIZATION") == 1 and written[-1] == "PIPELINE_SUCCESS"
            assert events(other.event_log_storage, run_id) == events(plain, run_id) == written
        newest = other.get_latest_materialization_event(dg.AssetKey("bulletin"))
    assert newest is not None and newest.run_id == runs[-1]


def test_a_run_is_followed_while_its_file_stays_open(instance: dg.DagsterInstance, home: Home) -> None:
    with dg.DagsterInstance.from_config(str(home.dagster)) as page:
        run = instance.get_run_by_id(materialize(instance))
        assert run is not None
        came = threading.Event()
        page.event_log_storage.watch(
            run.run_id, None, lambda entry, _: came.set() if "and one more" in entry.message else None
        )
        instance.report_engine_event("and one more", run)
        assert came.wait(60)


def test_a_wiped_log_can_be_written_again(instance: dg.DagsterInstance) -> None:
    first = materialize(instance)
    instance.event_log_storage.wipe()
    assert instance.event_log_storage.get_logs_for_run(first) == []
    second = materialize(instance)
    assert len(instance.event_log_storage.get_logs_for_run(second)) > 5
