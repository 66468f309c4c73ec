"""Runs that were killed: said to have failed, so that the UI doesn't show them as running and the queue goes on."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.home.locking import is_held
from pipelines.home.paths import Home

if TYPE_CHECKING:
    from dagster import DagsterInstance, DagsterRun

# Tags of a run of the command line, which no daemon watches: the process it runs in ("host/number/start"), and
# whether it holds the home for writing as long as it lives.
PROCESS, HOLDS_HOME = "tongbao/process", "tongbao/holds_home"
_WORDS = "The process was killed before it ended; a later run goes on from there."


def command_line_tags(*, holds_home: bool) -> dict[str, str]:
    """What marks a run of this process."""
    mark = f"{socket.gethostname()}/{os.getpid()}/{_started(os.getpid())}"
    return {PROCESS: mark, HOLDS_HOME: str(holds_home).lower()}


def bury(instance: DagsterInstance, home: Home, *, of_watch: bool = False) -> int:
    """Report as failed the runs of the command line whose process is gone; return how many runs that were.

    With `of_watch` also all that the daemon started: only for a watch that has just started and is the only one.
    """
    import dagster as dg

    unfinished = dg.RunsFilter(
        statuses=[
            dg.DagsterRunStatus.STARTING,
            dg.DagsterRunStatus.STARTED,
            dg.DagsterRunStatus.CANCELING,
        ]
    )
    dead = [
        run
        for run in instance.get_runs(filters=unfinished)
        if (_is_gone(run.tags, home) if _is_of_command_line(run) else of_watch)
    ]
    for run in dead:
        instance.report_run_failed(run, _WORDS)
    return len(dead)


def _is_of_command_line(run: DagsterRun) -> bool:
    # A run that is started again from the page takes the tags along, but has an origin in the code server.
    return PROCESS in run.tags and run.remote_job_origin is None


def _is_gone(tags: Mapping[str, str], home: Home) -> bool:
    host, number, started = tags[PROCESS].rsplit("/", 2)
    if host == socket.gethostname():
        return _started(int(number)) != started
    # Of another machine or an earlier container, whose processes can't be seen here. The lock can.
    return tags.get(HOLDS_HOME) == "true" and not is_held(home)


def _started(process: int) -> str:
    """When a process started, as the system counts it; empty for one that is gone. Numbers are given out again."""
    try:
        state, *rest = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if state in "ZX" else rest[18]  # the 22nd field of proc_pid_stat(5)
