"""A failing test of the models says how many rows fail and shows the first of them."""

from __future__ import annotations

import dagster as dg
import duckdb
import pytest


def failed(name: str, rows: int) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        passed=False,
        asset_key=dg.AssetKey(["mart", "t"]),
        check_name=name,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"dagster_dbt/failed_row_count": rows},
    )


def test_the_first_rows_that_fail_are_shown_with_their_number(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setenv("TONGBAO_HOME", str(tmp_path_factory.mktemp("home")))
    from pipelines.orchestration.defs.transformation import _with_failures

    tests = {
        "off": "select range as row_no, range * 2 as value from range(37) -- a remark",
        "odd": "select nothing",
    }
    with duckdb.connect() as connection:
        told = _with_failures(connection, failed("off", 37), tests)
        assert told.description == "37 rows fail"
        assert told.severity == dg.AssetCheckSeverity.WARN
        assert told.metadata["failing_rows"].value == 37
        lines = str(told.metadata["first_failing_rows"].value).splitlines()
        assert lines[0] == "| row_no | value |"
        assert lines[2:] == [f"| {n} | {n * 2} |" for n in range(10)]
        assert _with_failures(connection, failed("off", 1), tests).description == "1 row fails"
        # A test that could not run keeps dbt's own message.
        broken = failed("odd", 0)
        assert _with_failures(connection, broken, tests) is broken
