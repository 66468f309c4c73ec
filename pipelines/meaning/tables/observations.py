"""The figures of a table: who, what, how much, in which unit, as of when; and the fate of every other cell.

Belongs here: turning the cells of one table into observations, and the account that no cell was lost.
Does not belong here: what a column means (`column_roles`), whose names the entities are
(`meaning.names`, `meaning.regions`), sums and ratios.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from extractors.model import Cell, Document, Row, RowKind, Table
from extractors.printed.dates import PrintedDate, find_dates
from extractors.printed.figures.figure_grammar import PrintedFigure
from extractors.printed.figures.figure_parts import Comparator, Figure
from extractors.printed.no_value import says_no_value
from extractors.printed.periods import first_day
from pipelines.meaning.indicators import IndicatorMatch, IndicatorResolver
from pipelines.meaning.indicators.genre_words import unit_of
from pipelines.meaning.tables.cell_content import (
    Content,
    LabelledFigure,
    is_lone_figure,
    read,
    read_cell,
    read_ordinal,
)
from pipelines.meaning.tables.column_roles import (
    ColumnMeaning,
    describe_columns,
    holds_contacts,
    is_code_heading,
    printed_unit,
)
from pipelines.meaning.tables.signed_figures import (
    OTHER_UNIT,
    ColumnPrint,
    Signs,
    settle,
    signs_of,
    unit_contradicts,
)

_UNCHANGED = frozenset({"持平", "不变", "无变化", "同比持平", "环比持平"})
_CHANGES = frozenset({"yoy_change", "mom_change", "change"})
WORDS_AMONG_FIGURES = "数列中的文字 (words in a column of figures)"
SEVERAL_FIGURES = "一格多个数 (several numbers in one cell)"
_UNREADABLE = {
    Content.SEVERAL: SEVERAL_FIGURES,
    Content.UNKNOWN_WORD: "认不出数后的量词 (an unknown measure word behind a figure)",
    Content.ERROR: "表格软件的错误值 (the error of a spreadsheet's formula)",
}
AMONG_WORDS = "数在文字列中 (a figure in a column of words)"
# Words in a cell that say which figure of its column it is: what is to be reached, what is reached, in which scope.
_WHICH = re.compile(
    r"(?:国定|省定|市定|县定|年度|全年|年初|考核|工作|计划|目标|任务|要求|实际|目前|当前|现|已|我|全|本|各|省|市|县|区|州|级|直|达到|达|"
    r"实现|完成|为|是|值|数|[:：,，。;；\s])*"
)
# 新增 and 其中网办 name a part of the figure before the bracket; 上月 and 目标 do not.
_OF_WHICH = re.compile(
    r"(?:其中|包括|包含|含)[:：]?(?!上|去|目标|计划)[\u3400-\u9fff]{1,7}|新增|净增|本月新增|当月新增|本年新增"
)
_COMPARED = re.compile(r"^(?:其中|含)$|较|比|上[年月季期]|去年|同期|目标|计划")
_BRACKETED_NAME = re.compile(
    r"(?P<first>[\u3400-\u9fff]{1,12})[(（](?:其中[:：]?)?(?P<second>[\u3400-\u9fff]{2,8})[)）](?:\([^()]{1,4}\)|（[^（）]{1,4}）|[个件项人次家户]?)"
)
_REMARK = re.compile(
    r"不含|含|截至|单位|同比|环比|较|占比|上年|去年|上月|排名|年|月|\d|每|按|以上|以下|公式|说明|备注"
)
_TO_REACH = re.compile(r"目标|计划|任务|要求")

# What became of a cell. `code` to `qualifier` are the rules for columns of words: numbers of things, dates of rows, units
# of rows, names of indicators, and words that say more of a row; `unused` is an item of review.
Fate = Literal[
    "observation",
    "entity",
    "sequence",
    "note",
    "section",
    "no_value",
    "code",
    "period",
    "unit",
    "indicator",
    "qualifier",
    "unused",
]


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure of a table.

    `row_no` counts the body rows from 1, section rows too, and `column_no` the leaf columns from 1.
    `entity_raw` is the label whose figure it is, filled down over merged cells; None where the table
    names nobody. `indicator` is what the heading, or the row, measures; it may be in review or rejected,
    and None where nothing says it. `column_path` has the label of a figure inside a cell appended
    (省定目标). `value` has 万 and 亿 expanded and percentages as percent numbers. `figure_kind` is target
    where the cell says that it is one. `qualifier` is what other columns of words say of the row (a type
    of licence), `section` the section heading above it. `place` is the cell beside the name that says in which place
    the row is, filled down over merged cells. `period_start` is the first day of the period that the figure covers, None
    where only its last one is known.
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
    place: str | None = None
    period_start: date | None = None


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
    period: PrintedDate | None
    unit: str | None
    indicators: dict[int, str]
    fallback: str | None
    place: str | None


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
        self.prints: dict[int, ColumnPrint] = {}
        self.numbered: dict[int, bool] = {}

    def read(self) -> TableReading:
        for row in self._rows():
            if row.row.kind is RowKind.SECTION:
                for column_no, cell in enumerate(row.row.cells, start=1):
                    if cell.text.strip():
                        alone = is_lone_figure(cell.text)
                        self.fates.append(
                            CellFate(row.number, column_no, cell.text, "unused", AMONG_WORDS)
                            if alone
                            else CellFate(row.number, column_no, cell.text, "section")
                        )
                continue
            for column, cell in zip(self.columns, row.row.cells, strict=False):
                if cell.text.strip():
                    self._cell(row, column, cell)
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
                yield _Row(number, row, {}, None, section, None, None, {}, None, None)
                continue
            label = None if row.kind is RowKind.DATA else self._label(row)
            place = self._place(row, above)
            entities = self._names(row, label, place, above)
            yield self._row(number, row, entities, label, section, place, above)

    def _names(self, row: Row, label: str | None, place: str | None, above: dict[int, str]) -> dict[int, str]:
        """The name of the row in each column of names, filled down over merged cells. Keeps `above` up to date."""
        entities: dict[int, str] = {}
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
            elif row.kind is RowKind.DATA and place:  # nobody of the place by name: the place itself
                entities[column.column_no] = place
        return entities

    def _place(self, row: Row, above: dict[int, str]) -> str | None:
        """The place that the row's own column of places says; a new one ends the names above it."""
        column = next((column for column in self.columns if column.gives_place), None)
        if column is None or column.column_no > len(row.cells):
            return None
        text = self._text(row, column)
        if row.kind is RowKind.DATA:
            if text and text != above.get(column.column_no):
                for other in self.columns:
                    if other.role == "entity":
                        above.pop(other.column_no, None)
                above[column.column_no] = text
            return above.get(column.column_no)
        # A total of one place stands under its merged cell, or names it; that of all stands in a cell of its own.
        covered = row.cells[column.column_no - 1].covered and not text
        return above.get(column.column_no) if covered and row.kind is RowKind.SUBTOTAL else None

    def _row(
        self,
        number: int,
        row: Row,
        entities: dict[int, str],
        label: str | None,
        section: str | None,
        place: str | None,
        above: dict[int, str],
    ) -> _Row:
        named = [
            text
            for column in self.columns
            if column.role == "other"
            and not (column.period or column.gives_unit or column.names_indicators or column.gives_place)
            and (text := self._group(row, column, above))
            and text != label
            and _qualifies(text)
        ]
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
            place,
        )

    def _group(self, row: Row, column: ColumnMeaning, above: dict[int, str]) -> str:
        """The cell of a column of words, that of a merged one filled down over the rows that it covers."""
        text = self._text(row, column)
        if row.kind is not RowKind.DATA or column.column_no > len(row.cells):
            return text
        if not row.cells[column.column_no - 1].covered:
            above[column.column_no] = text
        return text or above.get(column.column_no, "")

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

    def _period_start(self, row: _Row, column: ColumnMeaning) -> date | None:
        """The first day of what the heading, else the row, else the title of the table says."""
        if column.as_of is not None or column.since is not None:
            return column.since
        if row.period is not None:
            return first_day(row.period)
        for text in filter(None, (self.table.title, self.table.caption, self.document.front.title)):
            for printed in find_dates("".join(text.split()), year=self.year):
                if printed.value == self.as_of:
                    return first_day(printed)
        return None

    def _period(self, text: str) -> PrintedDate | None:
        printed = (
            f"{text}月" if text.isdecimal() and len(text) <= 2 else f"{text}年" if text.isdecimal() else text
        )
        return next(iter(find_dates(printed, year=self.year)), None)

    # --- cells

    def _fate(self, row: _Row, column: ColumnMeaning, text: str, fate: Fate, reason: str = "") -> None:
        self.fates.append(CellFate(row.number, column.column_no, text, fate, reason))

    def _cell(self, row: _Row, column: ColumnMeaning, cell: Cell) -> None:
        text = cell.text.strip()
        if column.role in ("measure", "rank"):
            self._measure(row, column, cell)
            return
        content = read(cell)
        if column.role == "sequence":  # 合计 may stand in the first column
            self._fate(row, column, text, "sequence" if content.content is Content.FIGURE else "entity")
        elif content.content is Content.NO_VALUE:
            self._fate(row, column, text, "no_value")
        elif column.role in ("entity", "note"):
            alone = is_lone_figure(text) and not self._may_hold_figures(column)
            fate: Fate = "unused" if alone else "entity" if column.role == "entity" else "note"
            self._fate(row, column, text, fate, AMONG_WORDS if alone else "")
        elif column.gives_place and content.content is Content.WORDS:
            self._fate(row, column, text, "entity")
        else:
            fate = _fate_among_words(column, text)
            self._fate(row, column, text, fate, AMONG_WORDS if fate == "unused" else "/".join(column.path))

    def _may_hold_figures(self, column: ColumnMeaning) -> bool:
        """Whether figures by themselves are in place among names and notes: months, numbers to call, numbers as names."""
        if column.period or holds_contacts(column.path):
            return True
        if column.column_no not in self.numbered:
            texts = [self._text(row, column) for row in self.table.rows if row.kind is RowKind.DATA]
            filled = [text for text in texts if text]
            self.numbered[column.column_no] = column.role == "entity" and 2 * sum(
                map(is_lone_figure, filled)
            ) > len(filled)
        return self.numbered[column.column_no]

    def _measure(self, row: _Row, column: ColumnMeaning, cell: Cell) -> None:
        text = cell.text.strip()
        content = read(cell)
        if column.role == "rank" and (place := read_ordinal(text)) is not None:
            self._observe(row, column, text, Figure(Decimal(place), "名", 0, "=", text))
        elif content.content is Content.NO_VALUE or (
            content.content is Content.WORDS and says_no_value(text)
        ):
            self._fate(row, column, text, "no_value")
        elif content.printed is not None and content.content is Content.FIGURE:
            self._plain_figure(row, column, cell, content.printed)
        elif content.content is Content.FIGURES:
            self._labelled(row, column, text, content.figures)
        elif content.content is Content.SPLIT:
            self._split(row, column, text, content.figures)
        elif content.content is Content.NESTED:
            self._nested(row, column, text, content.figures)
        elif content.content is not Content.WORDS:
            self._fate(row, column, text, "unused", _UNREADABLE[content.content])
        elif text in _UNCHANGED and self._signs(row, column).change:
            self._observe(row, column, text, Figure(Decimal(0), None, 0, "=", text))
        elif self._label(row.row) == text and row.row.kind is not RowKind.DATA:
            self._fate(row, column, text, "entity")
        else:
            self._fate(row, column, text, "unused", WORDS_AMONG_FIGURES)

    def _plain_figure(self, row: _Row, column: ColumnMeaning, cell: Cell, printed: PrintedFigure) -> None:
        """One figure: its value with the sign that the column gives it."""
        text = cell.text.strip()
        figure = printed.by_itself()
        if not printed.is_plain or (cell.stored is not None and (cell.stored < 0) != (figure.value < 0)):
            settled = settle(printed, self._signs(row, column), cell.stored)
            if settled.refusal:
                self._fate(row, column, text, "unused", settled.refusal)
                return
            figure = replace(figure, value=settled.value)
        if figure.unit is not None and self._other_unit(row, column, figure.unit):
            self._fate(row, column, text, "unused", OTHER_UNIT)
            return
        observed = self._observe(row, column, text, figure)
        if column.target:
            self.observations[-1] = replace(observed, figure_kind="target")

    def _other_unit(self, row: _Row, column: ColumnMeaning, unit: str) -> bool:
        match = self._indicator(row, column, unit)
        *groups, own = map(printed_unit, column.path or ("",))
        # The unit of a heading group is that of its figures that print none: 工单量（件） over 同比 with percents.
        if self._print(column).unit == unit:
            groups = []
        return unit_contradicts(
            unit,
            heading=own or next(filter(None, reversed(groups)), None),
            registered=match.unit if match and match.accepted_id else None,
            change=self._signs(row, column).change,
        )

    def _signs(self, row: _Row, column: ColumnMeaning) -> Signs:
        """What column and row say of the signs of their figures."""
        match = self._indicator(row, column, None)
        named = row.indicators.get(column.entity_column_no or 0) or row.indicators.get(0)
        change = match is not None and match.accepted_id in _CHANGES
        return signs_of(
            (*column.path, named) if named else column.path,
            change=change,
            level=match is not None and match.accepted_id is not None and not change,
            printed=self._print(column),
        )

    def _print(self, column: ColumnMeaning) -> ColumnPrint:
        if column.column_no not in self.prints:
            index = column.column_no - 1
            self.prints[column.column_no] = ColumnPrint.of(
                body.cells[index]
                for body in self.table.rows
                if body.kind is not RowKind.SECTION and index < len(body.cells)
            )
        return self.prints[column.column_no]

    def _labelled(
        self, row: _Row, column: ColumnMeaning, text: str, figures: Sequence[LabelledFigure]
    ) -> None:
        """Figures with words before them: of the column where these say which (省定目标), or of what these name."""
        several = len(figures) > 1
        if all(_WHICH.fullmatch(item.words) for item in figures):
            matches: list[IndicatorMatch | None] = [None] * len(figures)
        else:
            matches = [self.resolver.resolve(item.words, item.figure.unit) for item in figures]
            named = {match.accepted_id for match in matches if match}
            own = self._indicator(row, column, figures[0].figure.unit)
            one_of_column = not several and own is not None and named == {own.accepted_id}
            if None in named or not (one_of_column or (several and len(named) == len(figures))):
                self._fate(row, column, text, "unused", WORDS_AMONG_FIGURES)
                return
        for item, match in zip(figures, matches, strict=True):
            extension = (item.label,) if several and item.label else ()
            observed = self._observe(row, column, text, item.figure, extension, match if several else None)
            if _TO_REACH.search(item.label) or (column.target and not item.label):
                self.observations[-1] = replace(observed, figure_kind="target")

    def _split(self, row: _Row, column: ColumnMeaning, text: str, figures: Sequence[LabelledFigure]) -> None:
        """1,200/1,180 under 受理量/办结量: one figure for each name of the heading."""
        names = names_in_heading(column.path)
        if len(names) != len(figures):
            self._fate(row, column, text, "unused", SEVERAL_FIGURES)
            return
        for name, item in zip(names, figures, strict=True):
            match = self.resolver.resolve(name, item.figure.unit or column.unit)
            self._observe(row, column, text, item.figure, (name,), match)

    def _nested(self, row: _Row, column: ColumnMeaning, text: str, figures: Sequence[LabelledFigure]) -> None:
        """5（其中新增2）, or 200（150） under 受理（办结）: the second is of its own sort, which cell or heading names."""
        whole, part = figures
        names = (part.words, part.words) if part.words else bracketed_name(column.path)
        if names is None or _COMPARED.search(names[1]):
            self._fate(row, column, text, "unused", SEVERAL_FIGURES)
            return
        unit = part.figure.unit or whole.figure.unit or column.unit
        own = self._indicator(row, column, whole.figure.unit)
        match = self.resolver.resolve(names[1], unit)
        other = match.accepted_id is not None and not (own and own.accepted_id == match.accepted_id)
        if part.words and not other and not _OF_WHICH.fullmatch(part.words):
            self._fate(row, column, text, "unused", WORDS_AMONG_FIGURES)
            return
        if part.words and _OF_WHICH.fullmatch(part.words) and part.figure.value > whole.figure.value:
            self._fate(row, column, text, "unused", SEVERAL_FIGURES)
            return
        named = None if part.words else self.resolver.resolve(names[0], whole.figure.unit or column.unit)
        self._observe(
            row,
            column,
            text,
            whole.figure,
            () if part.words else (names[0],),
            named if named and named.accepted_id else None,
        )
        # 其中网办 of 办件量 is no 网办 by itself: what a cell's own words name has no indicator.
        sort = match if other and not part.words else _nothing(match)
        self._observe(row, column, text, part.figure, (names[1],), sort)

    def _observe(
        self,
        row: _Row,
        column: ColumnMeaning,
        text: str,
        figure: Figure,
        extension: tuple[str, ...] = (),
        named: IndicatorMatch | None = None,
    ) -> Observation:
        """One observation; `named` is what the figure measures where cell or heading say that of it alone."""
        match = named or self._indicator(row, column, figure.unit)
        heading = column.indicator.accepted_id if column.indicator else None
        said_by_heading = match is not None and heading is not None and match.accepted_id == heading
        own = None if said_by_heading or match is None else match.unit
        value, decimals = figure.value, figure.decimals
        if said_by_heading and column.percent_decimals is not None:
            value, decimals = value * 100, column.percent_decimals
        unit = figure.unit or (column.unit if said_by_heading else None) or row.unit or column.unit or own
        if unit and figure.unit is None:
            digits, unit = counted_in(unit)
            value, decimals = value.scaleb(digits), decimals - digits
        observation = Observation(
            row_no=row.number,
            column_no=column.column_no,
            row_kind=RowKind.TOTAL if column.total else row.row.kind,
            entity_raw=self._entity(row, column),
            indicator=match,
            column_path=(*column.path, *extension),
            value=value,
            unit=unit,
            comparator=figure.comparator,
            as_of=column.as_of or (row.period.value if row.period else self.as_of),
            value_raw=text,
            decimals=decimals,
            entity_column_no=column.entity_column_no,
            qualifier=row.qualifier,
            section=row.section,
            place=row.place,
            period_start=self._period_start(row, column),
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


def _qualifies(text: str) -> bool:
    """Whether the cell of a column of words says something of its row. A lone figure is an item of review instead."""
    return read_cell(text).content is not Content.NO_VALUE and not is_lone_figure(text)


def _fate_among_words(column: ColumnMeaning, text: str) -> Fate:
    """The rule for a cell of a column of words, which is neither named nor noted anything by itself."""
    if column.period:
        return "period"
    if column.gives_unit:
        return "unit"
    if column.names_indicators:
        return "indicator"
    if is_code_heading(column.path):
        return "code"
    return "unused" if is_lone_figure(text) else "qualifier"


def _nothing(match: IndicatorMatch) -> IndicatorMatch:
    """The match as none: a part of a column's figure is not what its column counts."""
    return replace(match, status="rejected")


def bracketed_name(path: Sequence[str]) -> tuple[str, str] | None:
    """受理 and 办结 of `受理（办结）件`; None where the brackets hold a unit, a date or a remark."""
    leaf = "".join(path[-1].split()) if path else ""
    match = _BRACKETED_NAME.fullmatch(leaf)
    if not match or unit_of(match["second"]) or _REMARK.search(match["second"]):
        return None
    return match["first"], match["second"]


def counted_in(unit: str) -> tuple[int, str]:
    """How many digits a heading's unit is worth, and the unit itself: 万件 is four digits of 件. Money keeps its own."""
    digits = {"万": 4, "亿": 8}.get(unit[:1], 0)
    plain = unit[1:]
    if not digits or not unit_of(plain) or "元" in unit:
        return 0, unit
    return digits, plain


def names_in_heading(path: Sequence[str]) -> list[str]:
    """受理量 and 办结量 of `受理量/办结量（件）`; none where the heading names one thing."""
    leaf = re.sub(r"[(（][^()（）]*[)）]", "", "".join(path[-1].split())) if path else ""
    names = [name for name in re.split(r"[/／、|]", leaf) if name]
    return names if len(names) > 1 else []


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
