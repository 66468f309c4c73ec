"""What all tests share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.paths import BULLETINS

TONGBAO = Path(sys.executable).with_name("tongbao")
Call = Callable[..., "subprocess.CompletedProcess[str]"]

_skipped: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped:
        _skipped.append(report.nodeid)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """With TONGBAO_FAIL_ON_SKIP a skipped test fails the run: the system programs must be there."""
    if os.environ.get("TONGBAO_FAIL_ON_SKIP") and _skipped and exitstatus == 0:
        session.exitstatus = 1
        print(f"\n{len(_skipped)} skipped tests, which counts as a failure here:", *_skipped, sep="\n  ")


@pytest.fixture(scope="session")
def bulletins() -> list[Path]:
    """The five published bulletins, in the order of their numbers."""
    return sorted(BULLETINS.glob("*.txt"))


def call_tongbao(
    home: Path, *arguments: str, timeout: float = 300, settings: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command as a user would, with nothing of the caller's Dagster in the environment."""
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("DAGSTER", "TONGBAO"))
    }
    return subprocess.run(
        [str(TONGBAO), "--home", str(home), *arguments],
        capture_output=True,
        text=True,
        timeout=timeout,
        env=environment | dict(settings or {}),
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
