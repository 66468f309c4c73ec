"""Blocks to documents: tables in pieces, and what fails in one table."""

from __future__ import annotations

import pytest

from extractors.document import building
from extractors.document.building import Block, GridBlock, Source, TextBlock, build_document
from extractors.model import Document, Problem, Table
from extractors.tables.grid import Grid, Surroundings, grid_of

HEAD = ["序号", "部门", "办件量"]
TITLE = "某县各部门办件情况统计表"


def build(*blocks: Block) -> Document:
    return build_document(blocks, Source(data=b"", media_type="text/html", reader="test"))


def grid(*rows: list[str]) -> GridBlock:
    return GridBlock(grid_of(rows))


def names(table: Table) -> list[str]:
    return [row.texts[1] for row in table.rows]


def test_title_and_heading_again_go_on_with_the_table() -> None:
    document = build(
        TextBlock(TITLE, centred=True),
        TextBlock("单位：件"),
        grid(HEAD, ["1", "县公安局", "12"], ["2", "县民政局", "8"]),
        TextBlock(f"{TITLE}（续）", centred=True),
        TextBlock("单位：件"),
        grid(HEAD, ["3", "县教育局", "5"], ["4", "县水利局", "4"]),
    )
    (table,) = document.tables
    assert (document.front.title, table.title, table.notes_before) == (TITLE, TITLE, ("单位：件",))
    assert names(table) == ["县公安局", "县民政局", "县教育局", "县水利局"]


@pytest.mark.parametrize(
    ("numbers", "second"),
    [
        (("1", "2"), ("县教育局", "县水利局")),  # the running numbers begin again
        (("", ""), ("县公安局", "县民政局")),  # the same names again
    ],
)
def test_the_same_title_over_another_table_begins_a_table(
    numbers: tuple[str, str], second: tuple[str, str]
) -> None:
    heading = [HEAD[0] if numbers[0] else "", *HEAD[1:]]
    pieces = [
        grid(heading, *([number, name, str(12 * k)] for number, name in zip(numbers, offices, strict=True)))
        for k, offices in enumerate((("县公安局", "县民政局"), second), start=1)
    ]
    title = TextBlock(TITLE, centred=True)
    assert len(build(title, pieces[0], title, pieces[1]).tables) == 2


def test_a_table_that_fails_costs_that_table(monkeypatch: pytest.MonkeyPatch) -> None:
    read = building.assemble_reporting

    def failing(
        grid: Grid, surroundings: Surroundings | None = None, *, reader: str = ""
    ) -> tuple[Table, tuple[Problem, ...]]:
        if any(cell.text == "坏" for cell in grid.cells):
            raise IndexError("tuple index out of range")
        return read(grid, surroundings, reader=reader)

    monkeypatch.setattr(building, "assemble_reporting", failing)
    document = build(
        TextBlock("甲情况统计表", centred=True),
        grid(HEAD, ["1", "坏", "12"], ["2", "县民政局", "8"]),
        TextBlock("乙情况统计表", centred=True),
        grid(HEAD, ["1", "县教育局", "5"], ["2", "县水利局", "4"]),
    )
    assert [table.title for table in document.tables] == ["乙情况统计表"]
    (problem,) = document.problems
    assert problem.kind == "table_failed"
    assert "甲情况统计表" in problem.message and "IndexError" in problem.message
