"""What documents hold, as their raw rows say: tables with rows and cells, statements, rankings, targets.

Belongs here: loading many documents with few queries, and by what a row is known. What differs is `version_diff`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from warehouse.pairing import key
from warehouse.queries import query

Record = dict[str, Any]


@dataclass(slots=True)
class Cell:
    record: Record
    observations: list[Record] = field(default_factory=list)


@dataclass(slots=True)
class Row:
    number: int
    section: str = ""
    cells: dict[int, Cell] = field(default_factory=dict)

    def observations(self) -> Iterator[Record]:
        for cell in self.cells.values():
            yield from cell.observations

    @property
    def labels(self) -> tuple[str, ...]:
        """Whose row it is: its labels as printed, those filled down over merged cells too."""
        own = [c.record["text"] for c in self.cells.values() if c.record["fate"] in ("entity", "section")]
        filled = [o["entity_raw"] for o in self.observations() if o["entity_raw"]]
        return tuple(sorted({key(text) for text in (*own, *filled)}))

    @property
    def qualifiers(self) -> tuple[str, ...]:
        return tuple(sorted({key(o["qualifier"]) for o in self.observations() if o["qualifier"]}))

    @property
    def identity(self) -> tuple[str, ...]:
        """Which offices or places it is about, whatever they are called in print."""
        ids = {
            o["department_id"] or o["region_code"]
            for o in self.observations()
            if o["entity_kind"] in ("department", "service_unit", "region")
        }
        return tuple(sorted(i for i in ids if i))

    @property
    def signature(self) -> tuple[str, ...]:
        return tuple(key(cell.record["text"]) for cell in self.cells.values())

    @property
    def entity(self) -> str | None:
        named = next((o["entity_raw"] for o in self.observations() if o["entity_raw"]), None)
        own = (c.record["text"] for c in self.cells.values() if c.record["fate"] in ("entity", "section"))
        return named or next(own, None)


@dataclass(slots=True)
class Table:
    record: Record
    columns: dict[int, Record] = field(default_factory=dict)
    rows: dict[int, Row] = field(default_factory=dict)


@dataclass(slots=True)
class Content:
    tables: dict[str, Table] = field(default_factory=dict)
    statements: list[Record] = field(default_factory=list)
    rankings: list[Record] = field(default_factory=list)
    targets: list[Record] = field(default_factory=list)


def load(published: Path, ids: Sequence[str]) -> dict[str, Content]:
    def rows(sql: str) -> list[Record]:
        return query(published, sql, [list(ids)]).records()

    wanted = "document_id in (select unnest($1))"
    contents = {i: Content() for i in ids}
    for row in rows(f"select * from raw.tables where {wanted} order by table_no"):
        contents[row["document_id"]].tables[row["table_id"]] = Table(row)
    tables = {name: table for content in contents.values() for name, table in content.tables.items()}
    for row in rows(f"select * from raw.columns where {wanted} order by table_id, column_no"):
        tables[row["table_id"]].columns[row["column_no"]] = row
    cells: dict[str, Cell] = {}
    for row in rows(
        "select cell_id, table_id, row_no, column_no, row_kind, text, fate from raw.cells"
        f" where {wanted} and text is not null order by table_id, row_no, column_no"
    ):
        table = tables[row["table_id"]]
        cell = cells[row["cell_id"]] = Cell(row)
        table.rows.setdefault(row["row_no"], Row(row["row_no"])).cells[row["column_no"]] = cell
    for row in rows(f"select * from raw.observations where {wanted} order by observation_id"):
        cells[row["cell_id"]].observations.append(row)
    for table in tables.values():
        _name_sections(table)
    named = "left join raw.indicators as i using (indicator_id)"
    for row in rows(
        f"select x.*, i.name as indicator_name from raw.statements as x {named} where {wanted}"
        " order by char_start, statement_id"
    ):
        contents[row["document_id"]].statements.append(row)
    for row in rows(
        f"select x.*, i.name as indicator_name from raw.targets as x {named} where {wanted}"
        " order by char_start, target_id"
    ):
        contents[row["document_id"]].targets.append(row)
    for row in rows(
        "select x.document_id, x.ranking_id, any_value(x.indicator_id) as indicator_id,"
        " any_value(x.indicator_raw) as indicator_raw, any_value(x.direction) as direction,"
        " any_value(x.scope) as scope, any_value(i.name) as indicator_name,"
        " string_agg(x.name_raw, '、' order by x.position) as names"
        f" from raw.rankings as x {named} where {wanted}"
        " group by x.document_id, x.ranking_id order by min(x.char_start)"
    ):
        contents[row["document_id"]].rankings.append(row)
    return contents


def _name_sections(table: Table) -> None:
    section = ""
    for row in table.rows.values():
        first = next(iter(row.cells.values())).record
        if first["row_kind"] == "section":
            section = key(first["text"])
        else:
            row.section = section
