"""The figures of a table: who, what, how much, in which unit, as of when; and the fate of every other cell.

Belongs here: turning the cells of one table into observations, and the account that no cell was lost.
Does not belong here: what a column means (`column_roles`), whose names the entities are
(`meaning.names`, `meaning.regions`), sums and ratios.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from extractors.model import Document, Row, RowKind, Table
from extractors.printed.dates import parse_date
from extractors.printed.no_value import says_no_value
from extractors.printed.numbers import Comparator
from pipelines.meaning.indicators import IndicatorMatch, IndicatorResolver
from pipelines.meaning.tables.cell_content import (
    Content,
    LabelledFigure,
    read_cell,
    read_ordinal,
)
from pipelines.meaning.tables.column_roles import ColumnMeaning, describe_columns

_UNCHANGED = frozenset({"持平", "不变", "无变化", "同比持平", "环比持平"})
_CHANGES = frozenset({"yoy_change", "mom_change", "change"})

Fate = Literal["observation", "entity", "sequence", "note", "section", "no_value", "other", "unused"]


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure of a table.

    `row_no` counts the body rows from 1, section rows too, and `column_no` the leaf columns from 1.
    `entity_raw` is the label whose figure it is, filled down over merged cells; None where the table
    names nobody. `indicator` is what the heading, or the row, measures; it may be in review or rejected,
    and None where nothing says it. `column_path` has the label of a figure inside a cell appended
    (省定目标). `value` has 万 and 亿 expanded and percentages as percent numbers. `figure_kind` is target
    where the cell says that it is one. `qualifier` is what other columns of words say of the row (a type
    of licence), `section` the section heading above it.
    """

    row_no: int
    column_no: int
    row_kind: RowKind
    entity_raw: str | None
    indicator: IndicatorMatch | None
    column_path: tuple[str, ...]
    value: Decimal
    unit: str | None
    comparator: Comparator
    as_of: date | None
    value_raw: str
    decimals: int
    figure_kind: Literal["value", "target"] = "value"
    entity_column_no: int | None = None
    qualifier: str | None = None
    section: str | None = None


@dataclass(frozen=True, slots=True)
class CellFate:
    """What became of a cell that isn't blank."""

    row_no: int
    column_no: int
    text: str
    fate: Fate
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unused:
    """A cell that became nothing, with the reason: for review."""

    row_no: int
    column_no: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class TableReading:
    """All that a table says: its columns, its figures, and the fate of each cell that isn't blank."""

    columns: tuple[ColumnMeaning, ...]
    observations: tuple[Observation, ...]
    fates: tuple[CellFate, ...]

    @property
    def unused(self) -> tuple[Unused, ...]:
        """The cells that became nothing."""
        return tuple(
            Unused(f.row_no, f.column_no, f.text, f.reason) for f in self.fates if f.fate == "unused"
        )


def observe(
    document: Document, table: Table, table_index: int, resolver: IndicatorResolver
) -> list[Observation]:
    """The figures of one table. `table_index` is its place in `document.tables`."""
    return list(read_table(document, table, table_index, resolver).observations)


def read_table(
    document: Document, table: Table, table_index: int, resolver: IndicatorResolver
) -> TableReading:
    """Read one table wholly; see `TableReading`. `table_index` is its place in `document.tables`."""
    return _TableReader(document, table, resolver).read()


@dataclass(slots=True)
class _Row:
    """A row while it is read."""

    number: int
    row: Row
    entities: dict[int, str]
    qualifier: str | None
    section: str | None
    period: date | None
    unit: str | None
    indicators: dict[int, str]
    fallback: str | None


class _TableReader:
    def __init__(self, document: Document, table: Table, resolver: IndicatorResolver) -> None:
        self.document, self.table, self.resolver = document, table, resolver
        self.as_of = table.as_of or document.front.as_of
        year_of = self.as_of or document.front.published_on
        self.year = year_of.year if year_of else None
        context = [text for text in (document.front.title,) if text]
        self.columns = describe_columns(
            table,
            resolver,
            as_of=year_of,
            context=context,
            lead_in=_lead_in(document, table),
            dated=self.as_of,
        )
        self.observations: list[Observation] = []
        self.fates: list[CellFate] = []

    def read(self) -> TableReading:
        for row in self._rows():
            if row.row.kind is RowKind.SECTION:
                for column_no, cell in enumerate(row.row.cells, start=1):
                    if cell.text.strip():
                        self.fates.append(CellFate(row.number, column_no, cell.text, "section"))
                continue
            for column, cell in zip(self.columns, row.row.cells, strict=False):
                if cell.text.strip():
                    self._cell(row, column, cell.text.strip())
            for column_no, cell in enumerate(row.row.cells[len(self.columns) :], start=len(self.columns) + 1):
                if cell.text.strip():
                    self.fates.append(
                        CellFate(row.number, column_no, cell.text, "unused", "no heading above")
                    )
        return TableReading(tuple(self.columns), tuple(self.observations), tuple(self.fates))

    # --- rows

    def _rows(self) -> Iterator[_Row]:
        above: dict[int, str] = {}
        section: str | None = None
        for number, row in enumerate(self.table.rows, start=1):
            if row.kind is RowKind.SECTION:
                section = next((cell.text.strip() for cell in row.cells if cell.text.strip()), None)
                above = {}
                yield _Row(number, row, {}, None, section, None, None, {}, None)
                continue
            entities: dict[int, str] = {}
            label = None if row.kind is RowKind.DATA else self._label(row)
            for column in self.columns:
                if column.role != "entity":
                    continue
                text = self._text(row, column)
                if text and read_cell(text).content is not Content.NO_VALUE:
                    entities[column.column_no] = text
                    if row.kind is RowKind.DATA:
                        above[column.column_no] = text
                elif label:
                    entities[column.column_no] = label
                elif row.kind is RowKind.DATA and column.column_no in above:
                    entities[column.column_no] = above[column.column_no]
            yield self._row(number, row, entities, label, section)

    def _row(
        self, number: int, row: Row, entities: dict[int, str], label: str | None, section: str | None
    ) -> _Row:
        words = [
            self._text(row, column)
            for column in self.columns
            if column.role == "other"
            and not column.period
            and not column.gives_unit
            and not column.names_indicators
        ]
        named = [text for text in words if text and read_cell(text).content is not Content.NO_VALUE]
        return _Row(
            number,
            row,
            entities,
            "; ".join(named) or None,
            section,
            next(
                (self._period(self._text(row, c)) for c in self.columns if c.period and self._text(row, c)),
                None,
            ),
            next((self._text(row, c) for c in self.columns if c.gives_unit and self._text(row, c)), None),
            self._named_indicators(row),
            label,
        )

    def _named_indicators(self, row: Row) -> dict[int, str]:
        """What the row measures, by the column of names that says it; 0 where that names nobody."""
        named: dict[int, str] = {}
        for column in self.columns:
            text = self._text(row, column) if column.names_indicators else ""
            if text:
                named[column.column_no if column.role == "entity" else 0] = text
        return named

    @staticmethod
    def _text(row: Row, column: ColumnMeaning) -> str:
        return row.cells[column.column_no - 1].text.strip() if column.column_no <= len(row.cells) else ""

    def _label(self, row: Row) -> str | None:
        """The label of a total row, which may stand in the column of running numbers."""
        for cell in row.cells:
            text = cell.text.strip()
            if text and read_cell(text).content is Content.WORDS:
                return text
        return None

    def _period(self, text: str) -> date | None:
        printed = (
            f"{text}月" if text.isdecimal() and len(text) <= 2 else f"{text}年" if text.isdecimal() else text
        )
        return parse_date(printed, year=self.year)

    # --- cells

    def _cell(self, row: _Row, column: ColumnMeaning, text: str) -> None:
        content = read_cell(text)
        if column.role in ("measure", "rank"):
            self._measure(row, column, text)
            return
        fate: Fate = "other"
        if column.role == "sequence":
            fate = "sequence" if content.content is Content.FIGURE else "entity"  # 合计 in the first column
        elif content.content is Content.NO_VALUE:
            fate = "no_value"
        elif column.role == "entity":
            fate = "entity"
        elif column.role == "note":
            fate = "note"
        reason = "/".join(column.path) if fate == "other" else ""
        self.fates.append(CellFate(row.number, column.column_no, text, fate, reason))

    def _measure(self, row: _Row, column: ColumnMeaning, text: str) -> None:
        content = read_cell(text)
        if column.role == "rank":
            place = read_ordinal(text)
            if place is not None:
                self._observe(row, column, text, Decimal(place), "名", "=", 0, ())
                return
        if content.content is Content.NO_VALUE or (content.content is Content.WORDS and says_no_value(text)):
            self.fates.append(CellFate(row.number, column.column_no, text, "no_value"))
            return
        figures = content.figures
        if text in _UNCHANGED and column.indicator and column.indicator.accepted_id in _CHANGES:
            self._observe(row, column, text, Decimal(0), None, "=", 0, ())
            return
        if content.content is Content.WORDS:
            label = self._label(row.row) == text and row.row.kind is not RowKind.DATA
            fate: Fate = "entity" if label else "unused"
            reason = "" if label else "words in a column of figures"
            self.fates.append(CellFate(row.number, column.column_no, text, fate, reason))
            return
        if content.content is Content.UNKNOWN_WORD:
            self.fates.append(
                CellFate(
                    row.number,
                    column.column_no,
                    text,
                    "unused",
                    "认不出数后的量词 (an unknown measure word behind a figure)",
                )
            )
            return
        if (
            content.content is Content.FIGURES
            and not all(item.figure.unit for item in figures)
            and len(figures) > 1
        ):
            self.fates.append(
                CellFate(row.number, column.column_no, text, "unused", "several numbers in one cell")
            )
            return
        for item in figures:
            self._figure(row, column, text, item, several=len(figures) > 1)

    def _figure(
        self, row: _Row, column: ColumnMeaning, text: str, item: LabelledFigure, *, several: bool
    ) -> None:
        figure = item.figure
        extension = (item.label,) if several and item.label else ()
        observed = self._observe(
            row, column, text, figure.value, figure.unit, figure.comparator, figure.decimals, extension
        )
        if "目标" in item.label or (column.target and not item.label):
            self.observations[-1] = replace(observed, figure_kind="target")

    def _observe(
        self,
        row: _Row,
        column: ColumnMeaning,
        text: str,
        value: Decimal,
        unit: str | None,
        comparator: Comparator,
        decimals: int,
        extension: tuple[str, ...],
    ) -> Observation:
        match = self._indicator(row, column, unit)
        heading = column.indicator.accepted_id if column.indicator else None
        said_by_heading = match is not None and heading is not None and match.accepted_id == heading
        own = None if said_by_heading or match is None else match.unit
        if said_by_heading and column.percent_decimals is not None:
            value, decimals = value * 100, column.percent_decimals
        observation = Observation(
            row_no=row.number,
            column_no=column.column_no,
            row_kind=RowKind.TOTAL if column.total else row.row.kind,
            entity_raw=self._entity(row, column),
            indicator=match,
            column_path=(*column.path, *extension),
            value=value,
            unit=unit or (column.unit if said_by_heading else None) or row.unit or column.unit or own,
            comparator=comparator,
            as_of=column.as_of or row.period or self.as_of,
            value_raw=text,
            decimals=decimals,
            entity_column_no=column.entity_column_no,
            qualifier=row.qualifier,
            section=row.section,
        )
        self.observations.append(observation)
        fate = CellFate(row.number, column.column_no, text, "observation")
        if not self.fates or self.fates[-1] != fate:
            self.fates.append(fate)
        return observation

    def _entity(self, row: _Row, column: ColumnMeaning) -> str | None:
        if column.entity:
            return column.entity
        if column.entity_column_no is not None and column.entity_column_no in row.entities:
            return row.entities[column.entity_column_no]
        front = self.document.front
        return row.fallback or front.place_name or front.issuer

    def _indicator(self, row: _Row, column: ColumnMeaning, unit: str | None) -> IndicatorMatch | None:
        label = row.indicators.get(column.entity_column_no or 0) or row.indicators.get(0)
        heading = column.indicator
        if label is None or (heading and heading.accepted_id and heading.method not in ("parts", "context")):
            return self._said_of(row, column, heading) if heading else None
        named = self.resolver.resolve(label, unit or row.unit or column.unit)
        return heading if heading and heading.accepted_id and named.status != "accepted" else named

    def _said_of(self, row: _Row, column: ColumnMeaning, heading: IndicatorMatch) -> IndicatorMatch:
        """占预算% and 同比 in a row 税收收入 are said of that."""
        label = row.indicators.get(column.entity_column_no or 0) or row.indicators.get(0)
        found = self.resolver.resolve(label).accepted_id if label else None
        return replace(heading, of=found) if found and found != heading.indicator_id else heading


def _lead_in(document: Document, table: Table) -> str | None:
    """The sentence that announces a table (五个街道办理的工单数量如下:), or the short line before it."""
    if not 0 < table.paragraph_index <= len(document.paragraphs):
        return None
    before = document.paragraphs[table.paragraph_index - 1].text.strip()
    sentence = re.split(r"[。；;]", before.rstrip("。；;"))[-1].strip()
    announces = sentence.endswith((":", "：")) or "如下" in sentence
    if not (announces or (sentence == before and len(before) <= 40)):
        return None
    return re.sub(r"(?:情况)?(?:详情)?(?:具体)?如下|见下表|[:：]", "", sentence).strip() or None
