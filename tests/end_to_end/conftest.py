"""One loaded home for all tests that only look at it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

TONGBAO = Path(sys.executable).with_name("tongbao")
Call = Callable[..., "subprocess.CompletedProcess[str]"]


def call_tongbao(home: Path, *arguments: str, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Run the command as a user would, with nothing of the caller's Dagster in the environment."""
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("DAGSTER", "TONGBAO"))
    }
    return subprocess.run(
        [str(TONGBAO), "--home", str(home), *arguments],
        capture_output=True,
        text=True,
        timeout=timeout,
        env=environment,
        check=False,
    )


@pytest.fixture(scope="session")
def tongbao() -> Call:
    return call_tongbao


@pytest.fixture(scope="session")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """An empty home, and what `tongbao run` said when it loaded the five bulletins into it."""
    home = tmp_path_factory.mktemp("home")
    return home, call_tongbao(home, "run")


@pytest.fixture(scope="session")
def home(first_run: tuple[Path, subprocess.CompletedProcess[str]]) -> Path:
    """A home with the five bulletins loaded."""
    folder, result = first_run
    assert result.returncode == 0, result.stderr
    return folder
