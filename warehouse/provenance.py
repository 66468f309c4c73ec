"""From one number back to where it is printed, and from a recomputed one to its parts.

Takes the ids of `mart`: of an observation, a cell, a statement, a target, a check, or the `source_id` of a
row of the comparison. What is printed in superseded documents is found too: it stands in `raw` only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from warehouse.queries import query

Record = dict[str, Any]


class UnknownId(Exception):
    """No such id in the warehouse; the text says what ids look like and where they stand."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure of a table or a sentence, with its printed place."""

    id: str
    document: Record
    value: float | None
    unit: str | None
    value_raw: str
    table: Record | None = None
    heading: str | None = None
    row: tuple[Record, ...] = ()
    column_no: int | None = None
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    line: int | None = None
    sentence: str | None = None
    quote: str | None = None
    characters: tuple[int, int] | None = None
    caveat: str | None = None


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A recomputation: what was published, what the parts make it, and the parts."""

    formula: str
    published: float | None
    recomputed: float
    unit: str | None
    verdict: str | None
    note: str | None
    parts: tuple[Printed, ...]


@dataclass(slots=True)
class Trace:
    """All that is known of an id: where it is printed, and how it was recomputed."""

    id: str
    printed: Printed | None = None
    recomputed: list[Recomputed] = field(default_factory=list)


def trace(published: Path, wanted: str) -> Trace:
    """Follow an id. Raises UnknownId, NoWarehouse."""
    return _Tracer(published).trace(wanted)


def addresses(published: Path, document_id: str) -> list[Record]:
    """Rows of raw.originals: from where the bytes of a document came, and when, the first first."""
    return query(
        published,
        "select * from raw.originals where document_id = ? order by first_seen, source_uri",
        [document_id],
    ).records()


def column_boxes(published: Path, printed: Printed) -> list[tuple[float, float, float, float]]:
    """The boxes of the cells above and below a printed figure on its page."""
    if printed.table is None or printed.page is None:
        return []
    found = query(
        published,
        "select x0, y0, x1, y1 from raw.cells where table_id = ? and column_no = ? and page = ?"
        " and x0 is not null order by row_no",
        [printed.table["table_id"], printed.column_no, printed.page],
    )
    return [(x0, y0, x1, y1) for x0, y0, x1, y1 in found.rows]


def text_encoding(published: Path, document_id: str) -> str | None:
    """In which encoding a text or web page was read."""
    found = query(published, "select encoding from raw.documents where document_id = ?", [document_id])
    return found.rows[0][0] if found.rows else None


class _Tracer:
    def __init__(self, published: Path) -> None:
        self._published = published
        self._documents: dict[str, Record] = {}

    def _records(self, sql: str, *parameters: object) -> list[Record]:
        return query(self._published, sql, parameters).records()

    def trace(self, wanted: str) -> Trace:
        found = Trace(wanted)
        check = self._records("select * from mart.reconciliation where check_id = ?", wanted)
        source = str(check[0]["source_id"]) if check else wanted
        found.printed = self._printed(source)
        checks = check or self._records("select * from mart.reconciliation where source_id = ?", wanted)
        found.recomputed += [self._check(row) for row in checks]
        comparison = self._records("select * from mart.city_comparison where source_id = ?", source)
        if not check:
            found.recomputed += [self._place(row) for row in comparison if row["recomputed"] is not None]
        if found.printed is None and not found.recomputed:
            raise UnknownId(
                f"{wanted}: no such id; ids stand in mart.observations, cells, statements, targets,"
                " reconciliation (check_id) and city_comparison (source_id), and in `tongbao diff`"
            )
        return found

    # --- printed places

    def _printed(self, wanted: str) -> Printed | None:
        for row in self._records("select * from raw.observations where observation_id = ?", wanted):
            found = self._cell(
                wanted, row["cell_id"], row["value"], row["unit"], row["value_raw"], row["column_path"]
            )
            return replace(found, caveat=row["caveat"])
        for row in self._records("select * from mart.cells where cell_id = ?", wanted):
            return self._cell(wanted, wanted, None, None, row["text"] or "", None)
        for table, key, value in (
            ("statements", "statement_id", "value"),
            ("targets", "target_id", "threshold"),
        ):
            for row in self._records(f"select * from raw.{table} where {key} = ?", wanted):
                characters = (row["char_start"], row["char_end"]) if row["char_start"] is not None else None
                return Printed(
                    wanted,
                    self._document(row["document_id"]),
                    row[value],
                    row["unit"],
                    row["quote"],
                    sentence=row.get("sentence"),
                    quote=row["quote"],
                    characters=characters,
                )
        for row in self._records(
            "select * from raw.rankings where ranking_id = ? order by position limit 1", wanted
        ):
            return Printed(
                wanted,
                self._document(row["document_id"]),
                None,
                None,
                row["quote"],
                quote=row["quote"],
                characters=(row["char_start"], row["char_end"]),
            )
        return None

    def _cell(
        self, wanted: str, cell_id: str, value: float | None, unit: str | None, raw: str, heading: str | None
    ) -> Printed:
        cell = self._records("select * from mart.cells where cell_id = ?", cell_id)[0]
        table = self._records("select * from mart.tables where table_id = ?", cell["table_id"])[0]
        row = self._records(
            "select cells.*, columns.column_path from mart.cells join mart.columns using (table_id, column_no)"
            " where table_id = ? and row_no = ? order by column_no",
            cell["table_id"],
            cell["row_no"],
        )
        box = (cell["x0"], cell["y0"], cell["x1"], cell["y1"]) if cell["x0"] is not None else None
        return Printed(
            wanted,
            self._document(cell["document_id"]),
            value,
            unit,
            raw,
            table=table,
            heading=heading or row[cell["column_no"] - 1]["column_path"],
            row=tuple(row),
            column_no=cell["column_no"],
            page=cell["page"],
            box=box,
            line=cell["source_line"],
        )

    def _document(self, document_id: str) -> Record:
        if document_id not in self._documents:
            self._documents[document_id] = self._records(
                "select * from mart.documents where document_id = ?", document_id
            )[0]
        return self._documents[document_id]

    def _all(self, ids: Sequence[str]) -> tuple[Printed, ...]:
        return tuple(printed for wanted in ids if (printed := self._printed(wanted)))

    # --- recomputations

    def _check(self, check: Record) -> Recomputed:
        return Recomputed(
            check["formula"],
            check["published"],
            check["recomputed"],
            None,
            check["verdict"],
            check["note"],
            self._all([row["part_id"] for row in self._parts(check)]),
        )

    def _parts(self, check: Record) -> list[Record]:
        return self._records(
            "select part_id from mart.check_parts where check_id = ? order by part_no", check["check_id"]
        )

    def _place(self, row: Record) -> Recomputed:
        """A place's figure from the rows of its table: every row's own parts."""
        parts = self._records(
            """
            with wanted as (
                select part_indicator_id from core.recipes where indicator_id = $1
                union select $1
            )
            select o.observation_id
            from core.current_observations as o
            where
                o.document_id = $2 and o.row_kind = 'data' and o.kind = 'value' and not o.is_rate
                and o.indicator_id in (select part_indicator_id from wanted)
                and (
                    (o.table_region_code = $3 and o.table_scope = $4)
                    or ($5 = 'table' and o.region_code = $3 and o.scope = $4)
                )
            order by o.table_id, o.row_no, o.column_no
            """,
            row["indicator_id"],
            row["document_id"],
            row["region_code"],
            row["scope"],
            row["source"],
        )
        numerator, denominator = row["numerator"], row["denominator"]
        formula = f"分子 {numerator:,.15g} ÷ 分母 {denominator:,.15g}" if denominator else "各行之和"
        return Recomputed(
            f"{row['region_name']} {row['scope']} {row['indicator_name']}：{formula}",
            row["published"],
            row["recomputed"],
            row["unit"],
            None,
            row["caveat"],
            self._all([part["observation_id"] for part in parts]),
        )
