"""Runs whose process is gone are said to have failed; living ones are left alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from filelock import FileLock

from pipelines.home.paths import Home
from pipelines.orchestration.instance.killed_runs import HOLDS_HOME, PROCESS, bury, command_line_tags


@dg.job
def something() -> None:
    pass


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as made:
        yield made


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def start(instance: dg.DagsterInstance, tags: dict[str, str]) -> str:
    run = instance.create_run_for_job(something, tags=tags, status=dg.DagsterRunStatus.STARTED)
    return run.run_id


def state(instance: dg.DagsterInstance, run_id: str) -> str:
    run = instance.get_run_by_id(run_id)
    assert run is not None
    return run.status.value


def tags_of_another_process() -> dict[str, str]:
    """The tags that a process gave itself which has ended since."""
    program = (
        "import json; from pipelines.orchestration.instance.killed_runs import command_line_tags as tags;"
        " print(json.dumps(tags(holds_home=False)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def test_only_runs_whose_process_is_gone_are_buried(instance: dg.DagsterInstance, home: Home) -> None:
    living = start(instance, command_line_tags(holds_home=False))
    dead = start(instance, tags_of_another_process())
    assert bury(instance, home) == 1
    assert (state(instance, living), state(instance, dead)) == ("STARTED", "FAILURE")
    assert bury(instance, home) == 0


def test_a_process_that_got_the_number_of_a_dead_one_is_told_from_it(
    instance: dg.DagsterInstance, home: Home
) -> None:
    host, number, started = command_line_tags(holds_home=True)[PROCESS].split("/")
    assert int(number) == os.getpid()
    dead = start(instance, {PROCESS: f"{host}/{number}/{int(started) - 1}", HOLDS_HOME: "true"})
    assert bury(instance, home) == 1
    assert state(instance, dead) == "FAILURE"


def test_a_run_of_another_machine_is_gone_when_the_home_that_it_held_is_free(
    instance: dg.DagsterInstance, home: Home
) -> None:
    ingest = start(instance, {PROCESS: "elsewhere/1/1", HOLDS_HOME: "true"})
    visit = start(instance, {PROCESS: "elsewhere/2/1", HOLDS_HOME: "false"})
    home.lock.parent.mkdir()
    with FileLock(home.lock):
        assert bury(instance, home) == 0
    assert bury(instance, home) == 1
    assert (state(instance, ingest), state(instance, visit)) == ("FAILURE", "STARTED")


def test_runs_of_a_watch_are_buried_by_the_next_watch_only(instance: dg.DagsterInstance, home: Home) -> None:
    living = start(instance, command_line_tags(holds_home=False))
    of_watch = start(instance, {})
    assert bury(instance, home) == 0
    assert bury(instance, home, of_watch=True) == 1
    assert (state(instance, living), state(instance, of_watch)) == ("STARTED", "FAILURE")
