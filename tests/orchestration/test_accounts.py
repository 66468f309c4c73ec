"""A cell or figure that a step of ours drops keeps its document from the warehouse, and no other one."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import dagster as dg
import duckdb
import pytest

from extractors.model import Document, Table
from pipelines.home.paths import Home
from pipelines.ingest.document_reading import Outcome, Task, read_one
from pipelines.ingest.inputs import keep
from pipelines.meaning.indicators import IndicatorResolver
from pipelines.meaning.rows import prose_rows, table_rows
from pipelines.meaning.tables.observations import TableReading, read_table
from pipelines.orchestration.defs import checks, ingestion
from warehouse.database_files import open_working
from warehouse.writer import register_originals

BULLETIN = """{place}人民政府办公室文件

关于政务服务事项办理情况的通报

2024年6月5日

全县政务服务事项共计70项，即办件占比为62.86%。

附件1

{place}政务服务事项统计表

序号	部门	事项总数	备注
1	县教育局	40	见附件2
2	县水利局	30
合计		70
"""
BROKEN, WHOLE = "光山县", "息县"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home with two originals, and readers in this process, where a test can break a step of theirs."""
    home = Home(tmp_path / "home")
    monkeypatch.setenv("TONGBAO_HOME", str(home.root))

    def read_here(tasks: Sequence[Task]) -> Iterator[Outcome]:
        return map(read_one, tasks)

    monkeypatch.setattr(ingestion, "read_all", read_here)
    home.working.parent.mkdir(parents=True)
    with open_working(home.working) as connection:
        originals = [
            keep(home, f"file:///{place}.txt", BULLETIN.format(place=place).encode()).row(
                seen=datetime(2026, 1, 1, tzinfo=UTC)
            )
            for place in (BROKEN, WHOLE)
        ]
        register_originals(connection, originals)
    return home


def load(home: Home) -> dict[str, tuple[int, str | None, str | None]]:
    """Read and load both: how many figures of tables each has, and why it is in quarantine."""
    context = SimpleNamespace(log=logging.getLogger("test"))
    with open_working(home.working) as connection:
        ingestion.read_into(cast(dg.AssetExecutionContext, context), connection, home)
        found = connection.execute(
            "select d.source_uri, count(o.observation_id), any_value(quarantine_code), any_value(quarantine_reason)"
            " from raw.documents d left join raw.observations o using (document_id) group by 1"
        ).fetchall()
    return {
        uri.removeprefix("file:///").removesuffix(".txt"): (figures, code, reason)
        for uri, figures, code, reason in found
    }


def broken(change: Callable[[TableReading], TableReading]) -> Callable[..., TableReading]:
    """A reading of tables that is changed in one of the two documents."""

    def read(document: Document, table: Table, index: int, resolver: IndicatorResolver) -> TableReading:
        reading = read_table(document, table, index, resolver)
        return change(reading) if document.front.place_name == BROKEN else reading

    return read


def test_both_add_up(home: Home) -> None:
    assert load(home) == {BROKEN: (3, None, None), WHOLE: (3, None, None)}
    result = checks.every_cell_is_accounted_for()
    assert isinstance(result, dg.AssetCheckResult)
    assert result.passed
    assert result.metadata["lost"].value == 0
    # In each: two running numbers, three figures, one remark with a digit.
    assert result.metadata["cells_with_a_digit"].value == 12
    fates = str(result.metadata["fates"].value)
    assert "| observation | 6 | 6 |" in fates
    assert "| sequence | 4 | 4 |" in fates
    assert "| note | 2 | 2 |" in fates
    assert "| entity | 6 | 0 |" in fates


@pytest.mark.parametrize(
    ("change", "why"),
    [
        # A step that forgets a cell, a figure, or the item of a cell that it doesn't understand.
        (lambda r: replace(r, fates=tuple(f for f in r.fates if f.text != "30")), "没有去向"),
        (
            lambda r: replace(r, observations=tuple(o for o in r.observations if o.value != 30)),
            "没有得出数值",
        ),
    ],
)
def test_a_lost_cell_quarantines_its_document_alone(
    home: Home, monkeypatch: pytest.MonkeyPatch, change: Callable[[TableReading], TableReading], why: str
) -> None:
    monkeypatch.setattr(table_rows, "read_table", broken(change))
    found = load(home)
    assert found[WHOLE] == (3, None, None)
    figures, code, reason = found[BROKEN]
    assert (figures, code) == (0, "not_accounted_for")
    assert reason is not None
    assert f"第 1 个表《{BROKEN}政务服务事项统计表》第 2 行第 3 列（事项总数）“30”" in reason
    assert why in reason
    assert "请连同原件报告此问题" in reason
    (note,) = home.quarantine.glob("*.txt")
    assert "“30”" in note.read_text(encoding="utf-8")
    # The check tells of it, and holds nothing up: what was loaded adds up.
    result = checks.every_cell_is_accounted_for()
    assert isinstance(result, dg.AssetCheckResult)
    assert result.passed
    assert result.metadata["documents_quarantined_for_it"].value == 1


def test_a_row_that_is_not_written_is_lost(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = table_rows.cell_rows

    def without_the_last(*args: Any, **kinds: Any) -> list[Any]:
        return [cell for cell in whole(*args, **kinds) if cell.text != "见附件2"]

    monkeypatch.setattr(table_rows, "cell_rows", without_the_last)
    assert {code for _, code, _ in load(home).values()} == {"not_accounted_for"}


def test_a_figure_that_the_prose_loses_is_named(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = prose_rows.read_prose

    def without_rates(document: Document, **kinds: Any) -> Any:
        reading = whole(document, **kinds)
        if document.front.place_name != BROKEN:
            return reading
        return replace(reading, statements=tuple(s for s in reading.statements if s.unit != "%"))

    monkeypatch.setattr(prose_rows, "read_prose", without_rates)
    found = load(home)
    assert found[WHOLE] == (3, None, None)
    _, code, reason = found[BROKEN]
    assert code == "not_accounted_for"
    assert reason is not None and "即办件占比为62.86%" in reason


def test_the_check_finds_what_the_loading_lost(home: Home) -> None:
    load(home)
    with duckdb.connect(str(home.working)) as connection:
        connection.execute(
            "delete from raw.observations where value_raw = '30' and table_id like ("
            "select document_id[:16] || '%' from raw.documents where source_uri like '%光山%')"
        )
    result = checks.every_cell_is_accounted_for()
    assert isinstance(result, dg.AssetCheckResult)
    assert not result.passed
    assert result.severity == dg.AssetCheckSeverity.ERROR
    assert result.description is not None
    assert result.description.startswith("光山县.txt: ") and "'30' is observation" in result.description
