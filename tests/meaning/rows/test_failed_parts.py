"""One table that fails costs that table: what else a document says stands, and the fault is named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from extractors.model import Document, Table
from extractors.reading import read_document
from pipelines.ingest.document_reading import Task, read_one
from pipelines.meaning.indicators import IndicatorResolver
from pipelines.meaning.interpreter import Interpreter
from pipelines.meaning.rows import prose_rows, table_rows
from pipelines.meaning.tables.observations import TableReading, read_table
from warehouse.database_files import open_working
from warehouse.records import DocumentRows, RawDocument
from warehouse.writer import replace_documents

BULLETIN = """光山县人民政府办公室文件

光政办〔2024〕7号

关于政务服务事项办理情况的通报

2024年6月5日

全县政务服务事项共计70项，即办件占比为62.86%。

附件1

光山县政务服务事项统计表

序号	部门	事项总数
1	县教育局	40
2	县水利局	30
合计		70

附件2

光山县办件情况统计表

序号	部门	办件量
1	县教育局	1200
2	县水利局	300
合计		1500
"""
HEX = "ab" * 8


@pytest.fixture
def document() -> Document:
    return read_document(BULLETIN.encode(), name="a.txt")


def failing(error: Exception) -> Callable[..., TableReading]:
    """A reader of tables that fails at the second one."""

    def read(document: Document, table: Table, index: int, resolver: IndicatorResolver) -> TableReading:
        if index == 1:
            raise error
        return read_table(document, table, index, resolver)

    return read


def ids(rows: DocumentRows) -> set[str]:
    return {row.item_id for row in rows.problems}


def test_a_table_that_fails_keeps_its_print_and_gives_no_figure(
    document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Interpreter().rows(document, "ab" * 32)
    assert {row.table_id for row in whole.observations} == {f"{HEX}-t01", f"{HEX}-t02"}
    monkeypatch.setattr(table_rows, "read_table", failing(IndexError("tuple index out of range")))
    rows = Interpreter().rows(document, "ab" * 32)
    # The other table and the prose are what they were.
    assert rows.observations == [row for row in whole.observations if row.table_id == f"{HEX}-t01"]
    assert [row.value for row in rows.observations] == [40.0, 30.0, 70.0]
    assert (rows.statements, rows.document) == (whole.statements, whole.document)
    assert [row.value for row in rows.statements] == [70.0, 62.86]
    # The table is there, its headings and cells as printed.
    assert [(row.table_no, row.title) for row in rows.tables] == [
        (1, "光山县政务服务事项统计表"),
        (2, "光山县办件情况统计表"),
    ]
    assert [(row.column_path, row.role) for row in rows.columns if row.table_id == f"{HEX}-t02"] == [
        ("序号", "other"),
        ("部门", "other"),
        ("办件量", "other"),
    ]
    cells = [row for row in rows.cells if row.table_id == f"{HEX}-t02"]
    assert [row.text for row in cells if row.text] == [
        *("1", "县教育局", "1200"),
        *("2", "县水利局", "300"),
        *("合计", "1500"),
    ]
    assert {row.fate for row in cells if row.text} == {"review"}
    (item,) = [row for row in rows.problems if row.kind == "table_not_read"]
    assert item.locator == f"{HEX}-t02"
    assert "第 2 个表（附件2《光山县办件情况统计表》）" in item.message
    assert "IndexError: tuple index out of range" in item.message


def test_a_table_that_fails_half_way_leaves_no_half(
    document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Interpreter().rows(document, "ab" * 32)
    calls = 0

    def column_path(path: tuple[str, ...]) -> str:
        nonlocal calls
        calls += 1
        if calls == 5:  # the first figure of the first table: its columns and cells are done
            raise RuntimeError("half way")
        return "/".join(path)

    monkeypatch.setattr(table_rows, "column_path", column_path)
    rows = Interpreter().rows(document, "ab" * 32)
    assert [row.kind for row in rows.problems if "half way" in row.message] == ["table_not_read"]
    assert {row.table_id for row in rows.observations} == {f"{HEX}-t02"}
    assert len(rows.cells) == len(whole.cells)
    assert len(rows.tables) == 2


def test_a_prose_that_fails_costs_the_prose(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Interpreter().rows(document, "ab" * 32)

    def fail(*_: object, **__: object) -> None:
        raise ValueError("no such sentence")

    monkeypatch.setattr(prose_rows, "read_prose", fail)
    rows = Interpreter().rows(document, "ab" * 32)
    assert (rows.observations, rows.cells) == (whole.observations, whole.cells)
    assert not rows.statements
    (item,) = [row for row in rows.problems if row.kind == "prose_not_read"]
    assert "no such sentence" in item.message
    # Every figure that the prose prints is in the account, and up for review.
    (printed,) = [row.figures for row in whole.figure_account if row.fate == "printed"]
    assert printed > 0
    assert {row.fate: row.figures for row in rows.figure_account} == {"printed": printed, "review": printed}


def test_what_is_left_fits_the_warehouse(
    document: Document, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(table_rows, "read_table", failing(KeyError("x")))
    path = tmp_path / "a.txt"
    path.write_text(BULLETIN, encoding="utf-8")
    outcome = read_one(Task("ab" * 32, path.as_uri(), str(path)))
    assert outcome.reason is None
    assert outcome.rows is not None
    row = RawDocument(
        **outcome.rows.document.values(),
        source_uri=path.as_uri(),
        reader_version="1",
        meaning_version="1",
        read_seconds=outcome.seconds,
        ingested_at=datetime(2026, 1, 1),
    )
    with open_working(tmp_path / "w.duckdb") as connection:
        replace_documents(connection, [row], [outcome.rows])
        counted = connection.execute(
            "select fate, count(*) from raw.cells group by all order by 1"
        ).fetchall()
        assert dict(counted)["review"] == 8


def test_too_large_a_document_is_told_as_such(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_rows, "read_table", failing(MemoryError()))
    with pytest.raises(MemoryError):
        Interpreter().rows(document, "ab" * 32)
