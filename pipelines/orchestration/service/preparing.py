"""What a watch does before it starts its programs, in a process of its own: `python -m` this module.

Runs that were killed are said to have failed, and the definitions are loaded once: the exit status tells whether that
can be done.
"""

from __future__ import annotations

import importlib
import os

from pipelines.home.paths import Home
from pipelines.orchestration.instance.killed_runs import bury


def prepare() -> None:
    """Bury what was killed; raise whatever keeps the definitions from loading."""
    import dagster as dg

    with dg.DagsterInstance.from_config(os.environ["DAGSTER_HOME"]) as instance:
        bury(instance, Home.from_environment(), of_watch=True)
    importlib.import_module("pipelines.definitions")


if __name__ == "__main__":
    prepare()
