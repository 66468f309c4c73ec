"""Runs that were killed: said to have failed, so that the UI doesn't show them as running and the queue goes on."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dagster import DagsterInstance

# How a run that nobody's daemon watches is told from others.
STARTED_BY, COMMAND_LINE = "tongbao/started_by", "command line"
_WORDS = "The process was killed before it ended; a later run goes on from there."


def bury(instance: DagsterInstance, *, of_command_line: bool) -> int:
    """Report as failed what never ended; return how many runs that were.

    To be called by who knows that none is alive: a run of the command line that holds the home, or a watch
    that has just started and is the only one.
    """
    import dagster as dg

    unfinished = dg.RunsFilter(
        statuses=[
            dg.DagsterRunStatus.STARTING,
            dg.DagsterRunStatus.STARTED,
            dg.DagsterRunStatus.CANCELING,
        ]
    )
    runs = [
        run
        for run in instance.get_runs(filters=unfinished)
        if _is_of_command_line(run.tags) is of_command_line
    ]
    for run in runs:
        instance.report_run_failed(run, _WORDS)
    return len(runs)


def _is_of_command_line(tags: Mapping[str, str]) -> bool:
    return tags.get(STARTED_BY) == COMMAND_LINE


if __name__ == "__main__":
    import dagster as dg

    with dg.DagsterInstance.from_config(os.environ["DAGSTER_HOME"]) as its_instance:
        bury(its_instance, of_command_line=False)
    # Whoever starts a watch learns from the exit status whether the pipelines can be loaded.
    import pipelines.definitions  # noqa: F401
