"""The main job on the five published bulletins, from the files to the screen."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.paths import EXPECTED

Call = Callable[..., "subprocess.CompletedProcess[str]"]
FIVE_PLACES = ("南阳市", "殷都区", "唐河县", "平顶山市", "华容县")


def rows(home: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def snapshot(home: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every mart."""
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        names = connection.execute(
            "select table_name from information_schema.tables where table_schema = 'mart'"
        ).fetchall()
        return {
            name: connection.execute(f'select * from mart."{name}" order by all').fetchall()
            for (name,) in names
        }


def test_the_first_run_loads_five_documents_and_25_tables(
    first_run: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    home, result = first_run
    assert result.returncode == 0, result.stderr
    assert rows(home, "select count(*), sum(table_count) from mart.documents where status = 'current'") == [
        (5, 25)
    ]
    assert rows(home, "select count(*) from mart.tables") == [(25,)]
    assert "Traceback" not in result.stdout + result.stderr


def test_the_summary_ends_with_the_comparison_of_the_five_places(
    first_run: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    _, result = first_run
    comparison = result.stdout[result.stdout.index("五地对比") :]
    for place in FIVE_PLACES:
        assert place in comparison
    # 不见面审批率 as printed: 南阳 97.06 % for its own departments, 殷都 100 %, 平顶山 97.2 %
    assert "97.06%" in comparison
    assert "100.00%" in comparison
    assert "97.2%" in comparison


def test_a_second_run_reads_nothing_and_changes_no_row(home: Path, tongbao: Call) -> None:
    before = snapshot(home)
    result = tongbao(home, "run")
    assert result.returncode == 0, result.stderr
    assert "nothing new" in result.stdout
    assert snapshot(home) == before


def test_every_cell_of_the_25_tables_is_in_the_warehouse_as_printed(
    home: Path, bulletins: list[Path]
) -> None:
    import hashlib

    for path, expected_path in zip(bulletins, sorted(EXPECTED.glob("00*.json")), strict=True):
        document_id = hashlib.sha256(path.read_bytes()).hexdigest()
        expected = json.loads(expected_path.read_text(encoding="utf-8"))
        for number, table in enumerate(expected["tables"], start=1):
            table_id = f"{document_id[:16]}-t{number:02d}"
            found = rows(
                home,
                "select row_no, any_value(row_kind), list(coalesce(text, '') order by column_no)"
                f" from mart.cells where table_id = '{table_id}' group by row_no order by row_no",
            )
            want = [
                (row_no, row["row_kind"], ["".join(cell.split()) for cell in row["cells"]])
                for row_no, row in enumerate(table["rows"], start=1)
            ]
            got = [(row_no, kind, ["".join(cell.split()) for cell in cells]) for row_no, kind, cells in found]
            assert got == want, f"{path.name} annex {table['attachment']}"


def test_documents_say_who_where_and_when(home: Path) -> None:
    found = rows(
        home,
        "select region_code, region_name, document_number, cast(published_on as varchar), cast(as_of as varchar)"
        " from mart.documents order by region_code",
    )
    assert found == [
        ("410400", "平顶山市", None, "2021-12-16", "2020-12-31"),
        ("410505", "殷都区", "殷放管服办〔2023〕18号", "2023-07-10", "2023-06-30"),
        ("411300", "南阳市", "第11期(总第68期)", "2021-12-28", "2021-12-27"),
        ("411328", "唐河县", "唐放办〔2021〕43号", "2021-11-04", None),
        ("430623", "华容县", "华审改办函〔2021〕3号", "2021-11-04", "2021-11-04"),
    ]


@pytest.mark.parametrize(
    ("region", "attachment", "row_no", "indicator", "published", "recomputed"),
    [
        # (64 ÷ 143) × 100, the table prints 44.44 %, which is 64 ÷ 144
        ("殷都区", 1, 23, "即办件占比", 44.44, 44.755),
        # 1 − 141 ÷ 4743 is 97.03 %, printed 96.26 %
        ("南阳市", 1, 7, "承诺时限压缩比", 96.26, 97.027),
        # 31 rows of 部门报送数据 add up to 88,300, printed 90,402
        ("殷都区", 6, 32, None, 90402.0, 88300.0),
    ],
)
def test_known_contradictions_are_found(
    home: Path,
    region: str,
    attachment: int,
    row_no: int,
    indicator: str | None,
    published: float,
    recomputed: float,
) -> None:
    found = rows(
        home,
        "select r.published, r.recomputed, r.verdict, i.name from mart.reconciliation r"
        " join mart.documents d using (document_id) join mart.tables t using (table_id)"
        " left join raw.indicators i on r.indicator_id = i.indicator_id"
        f" where d.region_name = '{region}' and t.attachment_no = {attachment} and r.row_no = {row_no}"
        f" and abs(r.published - {published}) < 1e-9",
    )
    assert len(found) == 1
    assert found[0][0] == pytest.approx(published)
    assert found[0][1] == pytest.approx(recomputed, abs=0.001)
    assert found[0][2] == "mismatch"
    if indicator:
        assert found[0][3] == indicator


def test_query_prints_a_table_csv_json_and_parquet(home: Path, tongbao: Call, tmp_path: Path) -> None:
    sql = "select region_name, table_count, as_of from mart.documents order by region_code limit 2"
    table = tongbao(home, "query", sql)
    assert table.returncode == 0
    assert "平顶山市" in table.stdout
    assert tongbao(home, "query", sql, "--format", "csv").stdout == (
        "region_name,table_count,as_of\n平顶山市,1,2020-12-31\n殷都区,8,2023-06-30\n"
    )
    assert json.loads(tongbao(home, "query", sql, "--format", "json").stdout)[1] == {
        "region_name": "殷都区",
        "table_count": 8,
        "as_of": "2023-06-30",
    }


def test_query_can_not_write(home: Path, tongbao: Call, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    for sql in ("delete from mart.documents", "drop table mart.cells", f"copy mart.documents to '{target}'"):
        result = tongbao(home, "query", sql)
        assert result.returncode == 2
        assert len(result.stderr.strip().splitlines()) == 1
        assert "Traceback" not in result.stderr
    assert not target.exists()


def test_a_query_with_a_mistake_says_so_in_one_line(home: Path, tongbao: Call) -> None:
    result = tongbao(home, "query", "select * from mart.nothing")
    assert result.returncode == 2
    assert result.stderr.startswith("tongbao: ")
    assert "nothing" in result.stderr


def test_without_a_warehouse_every_command_says_how_to_make_one(tmp_path: Path, tongbao: Call) -> None:
    for arguments in (("query", "select 1"), ("compare",)):
        result = tongbao(tmp_path, *arguments)
        assert result.returncode == 2
        assert "tongbao run" in result.stderr


def test_compare_narrows_to_an_indicator_and_a_place(home: Path, tongbao: Call) -> None:
    result = tongbao(
        home, "compare", "--indicator", "instant_share", "--region", "410505", "--format", "json"
    )
    found = json.loads(result.stdout)
    assert {(row["region_name"], row["indicator_id"]) for row in found} == {("殷都区", "instant_share")}
    # printed in the total row of annex 1: 1031 ÷ 1644 = 62.71 %
    assert any(row["published"] == 62.71 and row["numerator"] == 1031 for row in found)


def test_help_is_quick(tongbao: Call, tmp_path: Path) -> None:
    import time

    def seconds() -> float:
        started = time.perf_counter()
        assert tongbao(tmp_path, "--help").returncode == 0
        return time.perf_counter() - started

    # Once is enough: what else the machine does slows the other times down.
    assert any(seconds() < 0.3 for _ in range(20))
