"""The proof that no cell of a table was lost: every cell with a digit leads somewhere, and its table adds up.

Belongs here: holding the tables of a document against the rows that were made of them. Not here: what a cell means, and
the account of the prose (`pipelines.meaning.prose.figure_accounts`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.errors import UnreadableDocument
from extractors.model import Document, Table
from pipelines.meaning.rows.printed_rows import cell_id, column_path
from pipelines.meaning.rows.row_ids import RowIds
from warehouse.records import RawCell, Rows

NOT_ACCOUNTED_FOR = "not_accounted_for"
"""The code of a document whose sums are off."""

REVIEW = "review"
# A figure, or the name of the rule by which a cell is none; see `pipelines.meaning.tables.observations.Fate`.
RULES = frozenset(
    "entity sequence note section no_value code period unit indicator qualifier".split()  # noqa: SIM905
)
_DIGIT = re.compile(r"\d")
_NAMED = 3  # cells that the reason names


@dataclass(frozen=True, slots=True)
class LostCell:
    """A printed cell with a digit that leads nowhere, and what is wrong with its row."""

    table_no: int
    table: Table
    row_no: int
    column_no: int
    text: str
    why: str

    @property
    def where(self) -> str:
        title = f"《{self.table.title}》" if self.table.title else ""
        path = self.table.header[self.column_no - 1] if self.column_no <= len(self.table.header) else ()
        heading = f"（{column_path(path)}）" if any(path) else ""
        return (
            f"第 {self.table_no} 个表{title}第 {self.row_no} 行第 {self.column_no} 列{heading}“{self.text}”："
            f"{self.why}"
        )


def hold_to_account(document: Document, rows: Rows, ids: RowIds) -> None:
    """Raise UnreadableDocument, with the cell named, where a cell with a digit came to nothing."""
    lost = list(lost_cells(document, rows, ids))
    if not lost:
        return
    more = f"；另有 {len(lost) - _NAMED} 格" if len(lost) > _NAMED else ""
    raise UnreadableDocument(
        NOT_ACCOUNTED_FOR,
        f"{len(lost)} 个带数字的单元格去向不明 (cells not accounted for): "
        + "；".join(cell.where for cell in lost[:_NAMED])
        + more
        + "。",
        "整份文件未入库，以免漏数；请连同原件报告此问题 (please report it with the document).",
    )


def lost_cells(document: Document, rows: Rows, ids: RowIds) -> Iterator[LostCell]:
    """The cells that lead to no figure, no item of review and no rule."""
    cells = {cell.cell_id: cell for cell in rows.cells}
    figures = Counter(observation.cell_id for observation in rows.observations)
    items = {problem.locator for problem in rows.problems}
    for number, table in enumerate(document.tables, start=1):
        table_id = ids.table(number)
        whole = table_id in items
        for row_no, row in enumerate(table.rows, start=1):
            for column_no, printed in enumerate(row.cells, start=1):
                if not _DIGIT.search(printed.text):
                    continue
                place = cell_id(table_id, row_no, column_no)
                why = _wrong(printed.text, cells.get(place), figures[place], whole or place in items)
                if why:
                    yield LostCell(number, table, row_no, column_no, printed.text, why)


def _wrong(text: str, cell: RawCell | None, figures: int, has_item: bool) -> str | None:
    if cell is None:
        return "没有记录 (it has no row)"
    if cell.text != text:
        return "文字与印刷不符 (its text was changed)"
    if cell.fate == "observation":
        return None if figures else "没有得出数值 (no figure came of it)"
    if cell.fate != REVIEW and cell.fate not in RULES:
        return f"没有去向 (its fate is {cell.fate})"
    if figures:
        return f"既是数值又作 {cell.fate} 处理 (it is a figure and {cell.fate} at once)"
    if cell.fate == REVIEW and not has_item:
        return "没有待核条目 (it is up for review without an item)"
    return None
