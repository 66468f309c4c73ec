"""Readable previews for the Dagster UI: Markdown that a person recognises the bulletin by."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import unquote

import dagster as dg
import duckdb

_ROWS_SHOWN = 6
_TABLES_SHOWN = 12


def table_schema(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> dg.TableSchema:
    rows = connection.execute(
        "select column_name, data_type, comment from duckdb_columns()"
        " where schema_name = ? and table_name = ? order by column_index",
        [schema, table],
    ).fetchall()
    return dg.TableSchema([dg.TableColumn(name, kind, description=comment) for name, kind, comment in rows])


def originals_preview(connection: duckdb.DuckDBPyConnection) -> dg.MarkdownMetadataValue:
    """The originals that came last: address, sha256, size, time."""
    rows = connection.execute(
        "select title, source_uri, document_id, byte_count, strftime(coalesce(last_seen, first_seen), '%Y-%m-%d %H:%M')"
        " from raw.originals order by coalesce(last_seen, first_seen) desc, source_uri limit 20"
    ).fetchall()
    shown = [
        (f"[{title or _file_name(uri)}]({uri})", f"`{document_id}`", size, moment)
        for title, uri, document_id, size, moment in rows
    ]
    return dg.MetadataValue.md(markdown_table(["原件", "sha256", "字节", "收到 (UTC)"], shown))


def _file_name(uri: str) -> str:
    return unquote(uri.rsplit("/", 1)[-1]) or uri


def documents_preview(connection: duckdb.DuckDBPyConnection) -> dg.MarkdownMetadataValue:
    """The documents most lately read, one line each."""
    rows = connection.execute(
        "select coalesce(region_name, '?'), coalesce(title, source_uri), document_number, as_of, table_count,"
        " quarantine_reason, source_uri, document_id from raw.documents order by ingested_at desc limit 20"
    ).fetchall()
    shown = [(*row[:6], f"[{_file_name(row[6])}]({row[6]})", f"`{row[7][:16]}…`") for row in rows]
    heading = ["地区", "标题", "文号", "数据截至", "表", "隔离原因", "原件", "sha256"]
    return dg.MetadataValue.md(markdown_table(heading, shown))


def tables_preview(connection: duckdb.DuckDBPyConnection) -> dg.MarkdownMetadataValue:
    """The first rows of the tables most lately read, as they are printed."""
    tables = connection.execute(
        "select t.table_id, d.region_name, t.attachment_no, t.title, t.row_count from raw.tables t"
        " join raw.documents d using (document_id) order by d.ingested_at desc, t.table_id limit ?",
        [_TABLES_SHOWN],
    ).fetchall()
    parts = []
    for table_id, region, attachment, title, row_count in tables:
        heading = connection.execute(
            "select column_path from raw.columns where table_id = ? order by column_no", [table_id]
        ).fetchall()
        rows = connection.execute(
            "select list(coalesce(text, '') order by column_no) from raw.cells where table_id = ?"
            " group by row_no order by row_no limit ?",
            [table_id, _ROWS_SHOWN],
        ).fetchall()
        name = f"附件{attachment} " if attachment is not None else ""
        parts.append(f"**{region or ''} {name}{title or '（无标题）'}** — {row_count} 行")
        parts.append(markdown_table([path for (path,) in heading], [row for (row,) in rows]))
    return dg.MetadataValue.md("\n\n".join(parts))


def markdown_table(heading: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [_line(heading), _line(["---"] * len(heading))]
    return "\n".join(lines + [_line(row) for row in rows])


def _line(cells: Sequence[object]) -> str:
    texts = ("" if cell is None else str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells)
    return "| " + " | ".join(texts) + " |"
