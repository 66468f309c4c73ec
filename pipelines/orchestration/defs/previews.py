"""Readable previews for the Dagster UI: Markdown that a person recognises the bulletin by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

import dagster as dg
import duckdb

_ROWS_SHOWN = 6
_TABLES_SHOWN = 12
_DOCUMENTS_SHOWN = 20
# In a table of many columns a long text makes every row tall.
_CHARACTERS_SHOWN = 60
_DECIMALS_SHOWN = 4


def table_schemas(
    connection: duckdb.DuckDBPyConnection, schemas: Sequence[str], described: Mapping[str, Mapping[str, str]]
) -> dict[str, dg.TableSchema]:
    """The columns of all tables of some schemas, as `mart.cells` → columns; `described` says what they mean.

    All at once: the database binds every view that it has for each such question.
    """
    rows = connection.execute(
        "select schema_name || '.' || table_name, column_name, data_type from duckdb_columns()"
        " where list_contains(?, schema_name) order by table_oid, column_index",
        [list(schemas)],
    ).fetchall()
    columns: dict[str, list[dg.TableColumn]] = {}
    for table, name, kind in rows:
        meaning = described.get(table, {}).get(name)
        columns.setdefault(table, []).append(dg.TableColumn(name, kind, description=meaning))
    return {table: dg.TableSchema(found) for table, found in columns.items()}


def column_meaning(description: str, made_from: Iterable[tuple[str, str]]) -> str:
    """What a column means and, as links, the columns (`schema.table`, name) that it is made from.

    The page that anyone can run has no view of column lineage: the way upstream is in the description.
    """
    links = (
        f"[{table}.{name}](/assets/{table.replace('.', '/')}?view=overview)" for table, name in made_from
    )
    sources = ", ".join(links)
    return "\n\n".join(part for part in (description, sources and f"← {sources}") if part)


@dataclass(frozen=True, slots=True)
class Shown:
    """A document as a person recognises it: title, address, sha256, and what else is worth a word."""

    title: str | None
    uri: str
    document_id: str
    facts: Sequence[object]


def document_list(documents: Iterable[Shown]) -> dg.MarkdownMetadataValue:
    """Three lines for each document: a table of addresses and hashes is wider than the page."""
    items = []
    for shown in documents:
        title = (shown.title or _file_name(shown.uri)).replace("[", "\\[").replace("]", "\\]")
        facts = ", ".join(str(fact) for fact in shown.facts if fact)
        items.append(
            f"- **[{title}]({_target(shown.uri)})** {facts}  \n"
            f"  {unquote(shown.uri)}  \n"
            f"  sha256 `{shown.document_id}`"
        )
    return dg.MetadataValue.md("\n".join(items))


def _target(uri: str) -> str:
    """An address as Markdown takes it."""
    return uri.replace(" ", "%20").replace("(", "%28").replace(")", "%29")


def originals_preview(connection: duckdb.DuckDBPyConnection) -> dg.MarkdownMetadataValue:
    """The originals that came last: title, address, sha256, size, time."""
    rows = connection.execute(
        "select title, source_uri, document_id, byte_count, strftime(coalesce(last_seen, first_seen), '%Y-%m-%d %H:%M')"
        " from raw.originals order by coalesce(last_seen, first_seen) desc, source_uri limit ?",
        [_DOCUMENTS_SHOWN],
    ).fetchall()
    return document_list(
        Shown(title, uri, document_id, (f"{size:,} bytes", f"{moment} UTC"))
        for title, uri, document_id, size, moment in rows
    )


def _file_name(uri: str) -> str:
    return unquote(uri.rsplit("/", 1)[-1]) or uri


def documents_preview(connection: duckdb.DuckDBPyConnection) -> dg.MarkdownMetadataValue:
    """The documents most lately read."""
    rows = connection.execute(
        "select region_name, title, document_number, as_of, table_count, quarantine_reason, source_uri, document_id"
        " from raw.documents order by ingested_at desc, document_id limit ?",
        [_DOCUMENTS_SHOWN],
    ).fetchall()
    shown = []
    for region, title, number, as_of, tables, reason, uri, document_id in rows:
        read = (f"as of {as_of}" if as_of else "", f"{tables} {'table' if tables == 1 else 'tables'}")
        facts = (f"in quarantine: {reason}",) if reason else (region, number, *read)
        shown.append(Shown(title, uri, document_id, facts))
    return document_list(shown)


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
        parts.append(f"**{region or ''} {name}{title or '(no title)'}**, {row_count} rows")
        parts.append(markdown_table([path for (path,) in heading], [row for (row,) in rows]))
    return dg.MetadataValue.md("\n\n".join(parts))


def rows_preview(heading: Sequence[str], rows: Sequence[Sequence[object]]) -> dg.MarkdownMetadataValue:
    """Rows of a wide table: columns that are empty in all of them are left out, long texts are cut."""
    filled = [n for n in range(len(heading)) if any(row[n] is not None for row in rows)]
    shown = [[_cut(row[n]) for n in filled] for row in rows]
    return dg.MetadataValue.md(markdown_table([heading[n] for n in filled], shown))


def _cut(value: object) -> object:
    if isinstance(value, str) and len(value) > _CHARACTERS_SHOWN:
        return f"{value[:_CHARACTERS_SHOWN]}…"
    return value


def markdown_table(heading: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [_line(heading), _line(["---"] * len(heading))]
    return "\n".join(lines + [_line(row) for row in rows])


def _line(cells: Sequence[object]) -> str:
    return "| " + " | ".join(_text(cell).replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _text(cell: object) -> str:
    if isinstance(cell, float):
        return f"{round(cell, _DECIMALS_SHOWN):,.15g}"
    return "" if cell is None else str(cell)
