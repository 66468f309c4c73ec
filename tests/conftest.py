"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BULLETINS = ROOT / "fixtures" / "bulletins"

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
