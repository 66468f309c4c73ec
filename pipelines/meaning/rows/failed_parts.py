"""What is left of a table, or of the prose, that a fault of ours kept from being read: its print, and who should look.

Belongs here: rows without any meaning, and the items of review that say so. The rest of the document stands as it is.
"""

from __future__ import annotations

from extractors.model import Document
from pipelines.meaning.prose import ProseReading, account
from pipelines.meaning.regions import Region
from pipelines.meaning.rows.printed_rows import cell_rows, column_path, table_row
from pipelines.meaning.rows.row_ids import RowIds
from warehouse.records import RawColumn, RawFigureAccount, Rows


def unread_table(
    document: Document, number: int, region: Region | None, ids: RowIds, error: Exception
) -> Rows:
    """The rows of a document's table `number`, from 1: its cells as printed, all up for review."""
    table = document.tables[number - 1]
    table_id = ids.table(number)
    attachment = f"附件{table.attachment}" if table.attachment is not None else ""
    title = f"《{table.title}》" if table.title else ""
    name = f"第 {number} 个表" + (f"（{attachment}{title}）" if attachment or title else "")
    message = (
        f"{name}未能读出，单元格按原样保留，其中的数均未采用：{_said(error)}"
        f" (table {number} was not read; please report it with the document)"
    )
    return Rows(
        tables=[
            table_row(
                document,
                number,
                document_id=ids.document_id,
                table_id=table_id,
                region_code=region.code if region else None,
                scope=None,
            )
        ],
        columns=[
            RawColumn(
                document_id=ids.document_id,
                table_id=table_id,
                column_no=column_no,
                column_path=column_path(path),
                role="other",
                indicator_id=None,
                unit=None,
                as_of=None,
                status=None,
                method=None,
                score=None,
                runner_up=None,
                phrasing=None,
                proposal=None,
                of_indicator_id=None,
            )
            for column_no, path in enumerate(table.header, start=1)
        ],
        cells=list(
            cell_rows(
                table,
                document_id=ids.document_id,
                table_id=table_id,
                fate_of=lambda *_: ("review", "the table was not read"),
            )
        ),
        problems=[ids.problem(f"{table_id.rpartition('-')[2]}-failed", "table_not_read", table_id, message)],
    )


def unread_prose(document: Document, ids: RowIds, error: Exception) -> Rows:
    """The account of a prose that wasn't read: all its figures are up for review, in one item."""
    printed = account(document, ProseReading((), (), (), (), ())).printed
    return Rows(
        figure_account=[
            RawFigureAccount(document_id=ids.document_id, fate=fate, figures=printed)
            for fate in ("printed", "review")
        ],
        problems=[
            ids.problem(
                "prose-failed",
                "prose_not_read",
                None,
                f"正文未能读出，其中 {printed} 处数字均未采用：{_said(error)}"
                " (the prose was not read; please report it with the document)",
            )
        ],
    )


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
