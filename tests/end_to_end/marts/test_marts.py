"""The marts as analysts rely on them: the columns of the contract, in order, described; ids that lead somewhere."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.paths import EXPECTED

Call = Callable[..., "subprocess.CompletedProcess[str]"]

# The public columns of each mart, in their order; more may follow.
PUBLIC = {
    "documents": "document_id source_uri media_type title issuer document_number region_code region_name published_on"
    " as_of status status_reason superseded_by page_count table_count ingested_at",
    "tables": "table_id document_id attachment_no title as_of footnote page_first page_last row_count column_count"
    " reader",
    "columns": "table_id column_no column_path role indicator_id unit",
    "cells": "cell_id table_id row_no column_no row_kind text page x0 y0 x1 y1 source_line",
    "observations": "observation_id document_id table_id row_no column_no row_kind entity_raw entity_kind"
    " department_id function_id region_code indicator_id column_path value unit comparator as_of value_raw",
    "statements": "statement_id document_id sentence quote char_start char_end indicator_id indicator_raw scope"
    " region_code value unit comparator as_of kind",
    "targets": "target_id document_id clause indicator_id indicator_raw region_code comparator threshold unit deadline"
    " responsible quote",
    "reconciliation": "check_id document_id table_id row_no column_no entity_raw kind indicator_id formula published"
    " recomputed difference verdict note",
    "departments": "department_id region_code function_id function_name name level parent_department_id",
    "name_matches": "document_id table_id row_no name_raw region_code function_id department_id method score runner_up"
    " runner_up_score status",
    "city_comparison": "indicator_id indicator_name region_code region_name scope as_of published recomputed numerator"
    " denominator unit basis comparable caveat rank document_id",
    "panel": "region_code region_name indicator_id indicator_name qualifier scope period_start as_of value unit basis"
    " publisher_region_code document_id table_id row_no column_no statement_id caveat",
    "target_attainment": "target_id indicator_id region_code comparator threshold actual gap met deadline as_of"
    " target_document_id actual_document_id",
    "review_items": "item_id kind document_id locator message candidates status",
}


def rows(home: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.mark.parametrize("mart", PUBLIC)
def test_the_public_columns_come_first_and_in_order(home: Path, mart: str) -> None:
    found = rows(
        home,
        "select column_name from duckdb_columns() where schema_name = 'mart'"
        f" and table_name = '{mart}' order by column_index",
    )
    wanted = PUBLIC[mart].split()
    assert [name for (name,) in found][: len(wanted)] == wanted


def test_every_column_of_every_mart_is_described_in_the_file(home: Path) -> None:
    undescribed = rows(
        home,
        "select table_name, column_name from duckdb_columns() where schema_name = 'mart' and coalesce(comment, '') = ''",
    )
    assert undescribed == []


def test_quotes_are_exact(home: Path, bulletins: list[Path]) -> None:
    import hashlib

    texts = {
        hashlib.sha256(path.read_bytes()).hexdigest(): path.read_text(encoding="utf-8") for path in bulletins
    }
    found = rows(home, "select document_id, quote, char_start, char_end from mart.statements")
    assert len(found) > 100
    for document_id, quote, start, end in found:
        assert texts[document_id][start:end] == quote


def test_values_of_the_page_are_in_the_observations(home: Path) -> None:
    """A handful to check by hand: 南阳 annex 10 row 1, 殷都 annex 8, 平顶山 row 1, 华容 annex 1 total."""
    found = rows(
        home,
        "select d.region_name, o.entity_raw, o.column_path, o.value, o.unit, o.comparator, cast(o.as_of as varchar)"
        " from mart.observations o join mart.documents d using (document_id)",
    )
    for wanted in [
        ("南阳市", "社旗县", "主动评价数", 191053.0, "件", "=", "2021-12-27"),
        ("南阳市", "社旗县", "主动评价率", 70.93, "%", "=", "2021-12-27"),
        ("殷都区", "综合窗口", "累计公出（小时）", 4.0, "小时", "=", "2023-06-30"),
        ("华容县", "合计", "办理深度率 (%)/三级", 59.0, "%", "=", "2021-11-04"),
    ]:
        assert wanted in found
    targets = [row for row in found if row[0] == "平顶山市" and row[2].endswith("/我市已达到")]
    assert (97.2, "%") in [(value, unit) for *_, value, unit, _, _ in targets]


def test_departments_are_found_across_names_of_one_bulletin(home: Path) -> None:
    """公安分局 of annex 2, 殷都区公安分局 of annex 1, 公安局 of annex 6 and 区公安局 of annex 5 are one office."""
    found = rows(
        home,
        "select distinct department_id from mart.name_matches join mart.documents using (document_id)"
        " where region_name = '殷都区' and name_raw in ('公安分局', '殷都区公安分局', '公安局', '区公安局')",
    )
    assert found == [("410505:public_security",)]


def test_look_alikes_stay_apart(home: Path) -> None:
    found = dict(
        rows(home, "select name_raw, any_value(department_id) from mart.name_matches group by name_raw")
    )
    assert found["市水文局"] != found["市水利局"]
    assert found["市医保局"] != found["市银保监局"]
    assert found["华容县公安局交警大队"] != found["华容县公安局"]
    assert found["市公共交易资源中心"] == found["市公共资源交易中心"]
    assert found["岳阳市生态环境局华容县分局"].startswith("430623")


def test_the_account_of_cells_adds_up(home: Path) -> None:
    fates = dict(rows(home, "select fate, count(*) from mart.cells group by fate"))
    assert sum(fates.values()) == rows(home, "select sum(row_count * column_count) from mart.tables")[0][0]
    assert (
        fates.get("review", 0)
        == rows(home, "select count(*) from mart.review_items where kind = 'cell'")[0][0]
    )


def test_targets_are_held_against_what_was_published_later(home: Path) -> None:
    """唐河 set 压缩 90 %, 即办件 40 %, 发生率 99 %; 南阳 annexes 2 and 7 print 87.78 %, 63.78 %, 99.40 %."""
    found = {
        indicator: (threshold, actual, met)
        for indicator, threshold, actual, met in rows(
            home,
            "select indicator_id, threshold, actual, met from mart.target_attainment"
            " where region_code = '411328' and actual is not null",
        )
    }
    assert found["time_reduction_rate"] == (90.0, 87.78, False)
    assert found["instant_share"] == (40.0, 63.78, True)
    assert found["items_with_cases_rate"] == (99.0, 99.4, True)


def test_trace_leads_from_a_mismatch_to_its_cells(home: Path, tongbao: Call) -> None:
    (check_id,) = rows(
        home,
        "select check_id from mart.reconciliation join mart.documents using (document_id)"
        " where region_name = '殷都区' and kind = 'row_ratio' and verdict = 'mismatch'",
    )[0]
    shown = tongbao(home, "trace", check_id).stdout
    assert "原文第 129 行" in shown
    assert "殷都区公安分局" in shown
    assert "(即办件事项数 64) ÷ (事项总数 143) × 100" in shown
    assert "公布 44.44，复算 44.7552，不符 mismatch" in shown


def test_trace_of_an_unknown_id_says_where_ids_stand(home: Path, tongbao: Call) -> None:
    result = tongbao(home, "trace", "nothing")
    assert result.returncode == 2
    assert "mart.observations" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_offices_of_one_function_are_compared(home: Path) -> None:
    """时限压缩比例 of 人社: 97.08 % in 南阳 annex 1, 95.00 % in 殷都 annex 2, 18.33 % in 华容 annex 4."""
    found = rows(
        home,
        "select region_name, published, rank from mart.department_comparison"
        " where function_id = 'human_resources' and indicator_id = 'time_reduction_rate' order by rank",
    )
    assert found == [("南阳市", 97.08, 1), ("殷都区", 95.0, 2), ("华容县", 18.33, 3)]


def test_every_printed_figure_is_an_observation_with_its_value(home: Path, bulletins: list[Path]) -> None:
    """Every cell of the hand-made truth that is a plain number or percentage, outside 序号 and names."""
    import hashlib
    import json

    expected = EXPECTED
    missing = []
    for path, truth in zip(bulletins, sorted(expected.glob("00*.json")), strict=True):
        document_id = hashlib.sha256(path.read_bytes()).hexdigest()
        values = {
            (table_id, row_no, column_no): value
            for table_id, row_no, column_no, value in rows(
                home,
                "select table_id, row_no, column_no, value from mart.observations"
                f" where document_id = '{document_id}'",
            )
        }
        for number, table in enumerate(json.loads(truth.read_text(encoding="utf-8"))["tables"], start=1):
            for row_no, row in enumerate(table["rows"], start=1):
                for column_no, cell in enumerate(row["cells"], start=1):
                    text = "".join(cell.split()).removesuffix("%")
                    if table["header"][column_no - 1][0] == "序号" or not text.replace(".", "", 1).isdigit():
                        continue
                    key = (f"{document_id[:16]}-t{number:02d}", row_no, column_no)
                    if values.get(key) != float(text):
                        missing.append((key, cell, values.get(key)))
    assert missing == []
