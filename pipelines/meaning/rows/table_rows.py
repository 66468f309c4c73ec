"""The rows of one table: its columns, cells, names and figures, with what was resolved.

Belongs here: writing down what `tables` read, with the names in it resolved. Not here: what a cell or a column means.
"""

from __future__ import annotations

from collections import Counter

from extractors.model import Cell, Document, RowKind, Table
from pipelines.meaning.indicators import IndicatorMatch
from pipelines.meaning.names import NameMatch
from pipelines.meaning.regions import Region
from pipelines.meaning.resolvers import Resolvers
from pipelines.meaning.rows.cell_accounts import REVIEW
from pipelines.meaning.rows.formula_rows import formula_rows
from pipelines.meaning.rows.printed_rows import cell_id, cell_rows, column_path, table_row
from pipelines.meaning.rows.row_ids import RowIds
from pipelines.meaning.rows.row_places import RowPlaces
from pipelines.meaning.rows.table_place import TablePlace
from pipelines.meaning.table_scopes import scope_in
from pipelines.meaning.tables.column_roles import ColumnMeaning
from pipelines.meaning.tables.heading_figures import figures_in_headings
from pipelines.meaning.tables.observations import Observation, TableReading, read_table
from warehouse.records import RawColumn, RawNameMatch, RawObservation, RawTarget, Rows

# A row by its number and the label in it: whose figures it holds.
Entity = tuple[int, str]


def table_rows(
    document: Document, number: int, resolvers: Resolvers, region: Region | None, ids: RowIds
) -> Rows:
    """All rows of a document's table `number`, from 1, with the items of review that it gives."""
    table = document.tables[number - 1]
    reading = read_table(document, table, number - 1, resolvers.indicators)
    places = RowPlaces(resolvers.regions, region, reading.observations)
    matches = _resolved(_entities(reading), resolvers, places)
    place = TablePlace(resolvers.regions, region, table, list(matches.values()), places)
    writer = _TableRows(table, reading, matches, place, ids, ids.table(number))
    writer.write()
    writer.rows.extend(formula_rows(table, reading, writer.rows, resolvers.registered))
    row = table_row(
        document,
        number,
        document_id=ids.document_id,
        table_id=writer.table_id,
        region_code=place.region.code if place.region else None,
        scope=place.scope,
    )
    writer.rows.tables.append(row)
    return writer.rows


def _entities(reading: TableReading) -> dict[Entity, RowKind]:
    """Everyone whose figures the table holds, in reading order."""
    # Where the rows name indicators, their labels are no names of anybody; those over the columns may be.
    by_row = any(column.names_indicators for column in reading.columns)
    heads = {column.entity for column in reading.columns if column.entity}
    return {
        (o.row_no, o.entity_raw): o.row_kind
        for o in reading.observations
        if o.entity_raw and (not by_row or o.entity_raw in heads)
    }


def _resolved(
    entities: dict[Entity, RowKind], resolvers: Resolvers, places: RowPlaces
) -> dict[Entity, NameMatch]:
    """Names of one table are resolved together: two of its rows are not one office unless it says so.

    Those of each place for themselves: 市人社局 of one county is another office than that of the next.
    """
    named = [key for key, kind in entities.items() if kind in (RowKind.DATA, RowKind.REFERENCE)]
    named += [
        key
        for key, kind in entities.items()
        if kind in (RowKind.TOTAL, RowKind.SUBTOTAL)
        and resolvers.regions.resolve(key[1], places[key[0]].region)
    ]
    # A label filled down over merged rows is one name and not a repetition.
    groups: dict[Region | None, dict[str, NameMatch | None]] = {}
    for row_no, name in named:
        groups.setdefault(places[row_no].region, {})[name] = None
    for around, names in groups.items():
        groups[around] = dict(zip(names, resolvers.names.resolve_table(list(names), around), strict=True))
    found = {key: groups[places[key[0]].region][key[1]] for key in named}
    return {key: match for key, match in found.items() if match is not None}


class _TableRows:
    """The rows of one table while they are written down."""

    def __init__(
        self,
        table: Table,
        reading: TableReading,
        matches: dict[Entity, NameMatch],
        place: TablePlace,
        ids: RowIds,
        table_id: str,
    ) -> None:
        self.table, self.reading, self.matches, self.place = table, reading, matches, place
        self.ids, self.table_id = ids, table_id
        self.rows = Rows()
        self.footnotes: dict[str, str] = {}

    def write(self) -> None:
        by_row = any(column.names_indicators for column in self.reading.columns)
        printed = figures_in_headings(self.table.header)
        for column in self.reading.columns:
            if column.column_no in printed:
                self._column_problem(
                    column,
                    "figure",
                    "figure_in_heading",
                    f"{column_path(column.path)}：表头中有数 {printed[column.column_no]}，可能是被当作表头的数据行，未作为数值采用"
                    " (a figure in a heading; it may belong to a row of data, and is no observation)",
                )
            said_by_row = by_row and column.indicator is None and column.role == "measure"
            self.rows.columns.append(self._column(column, said_by_row))
            self._review_of_column(column)
        self._cells()
        self.rows.name_matches.extend(self._name_match(*item) for item in self.matches.items())
        self._observations()

    # --- columns

    def _column(self, column: ColumnMeaning, said_by_row: bool) -> RawColumn:
        match = column.indicator
        return RawColumn(
            document_id=self.ids.document_id,
            table_id=self.table_id,
            column_no=column.column_no,
            column_path=column_path(column.path),
            role=column.role,
            indicator_id=_accepted(match),
            unit=column.unit,
            as_of=column.as_of,
            status="accepted" if said_by_row else (match.status if match else None),
            method="the row says it" if said_by_row else (match.method if match else None),
            score=match.points if match else None,
            runner_up=(match.runner_up or None) if match else None,
            phrasing=match.phrasing if match else None,
            proposal=match.indicator_id if match else None,
            of_indicator_id=match.of if match else None,
        )

    def _review_of_column(self, column: ColumnMeaning) -> None:
        if column.percent_decimals is not None:
            self._column_problem(
                column,
                "fraction",
                "fraction_as_percent",
                f"{column_path(column.path)}：印为小数（1 即 100%），已按百分数记录，原文见 value_raw"
                " (printed as shares of one, kept as percent numbers)",
            )
        if not "".join(column.path).strip() and any(
            o.column_no == column.column_no and not _accepted(o.indicator) for o in self.reading.observations
        ):
            self._column_problem(
                column,
                "heading",
                "no_heading",
                f"第 {column.column_no} 列没有表头，其中的数不知何意，已按原样保留"
                f" (column {column.column_no} has no heading; its figures are kept without a meaning)",
            )

    def _column_problem(self, column: ColumnMeaning, stem: str, kind: str, message: str) -> None:
        stem = f"{self.table_id.rpartition('-')[2]}-c{column.column_no:02d}-{stem}"
        locator = f"{self.table_id} column {column.column_no}"
        self.rows.problems.append(self.ids.problem(stem, kind, locator, message))

    # --- cells

    def _cells(self) -> None:
        fates = {(fate.row_no, fate.column_no): fate for fate in self.reading.fates}

        def fate_of(row_no: int, column_no: int, cell: Cell) -> tuple[str, str | None]:
            fate = fates.get((row_no, column_no))
            if fate is None:
                return "lost", None
            return (REVIEW if fate.fate == "unused" else fate.fate), fate.reason or None

        cells = cell_rows(
            self.table, document_id=self.ids.document_id, table_id=self.table_id, fate_of=fate_of
        )
        self.rows.cells.extend(cells)
        self.footnotes = {cell.cell_id: cell.footnote for cell in self.rows.cells if cell.footnote}
        self.rows.problems.extend(
            self.ids.problem(
                f"c{self.table_id[-3:]}r{fate.row_no:03d}c{fate.column_no:02d}",
                "cell",
                cell_id(self.table_id, fate.row_no, fate.column_no),
                f"{fate.text}：{fate.reason}",
            )
            for fate in fates.values()
            if fate.fate == "unused"
        )

    # --- names

    def _name_match(self, entity: Entity, match: NameMatch) -> RawNameMatch:
        row_no, name = entity
        return RawNameMatch(
            document_id=self.ids.document_id,
            table_id=self.table_id,
            row_no=row_no,
            name_raw=name,
            entity_kind=str(match.kind),
            region_code=match.region_code,
            function_id=match.function_id,
            function_name=match.function_name,
            department_id=match.department_id,
            method=match.method,
            score=match.score,
            runner_up=match.runner_up or None,
            runner_up_score=match.runner_up_score,
            status=str(match.status),
            evidence=str(match.evidence) if match.evidence else None,
        )

    # --- figures

    def _observations(self) -> None:
        ranks = {column.column_no for column in self.reading.columns if column.role == "rank"}
        numbers: Counter[str] = Counter()
        for o in self.reading.observations:
            cell = cell_id(self.table_id, o.row_no, o.column_no)
            numbers[cell] += 1
            row = self._observation(o, f"{cell}-v{numbers[cell]}", cell, o.column_no in ranks)
            if o.figure_kind == "target":
                self.rows.targets.append(self._target(o, row.region_code))
            self.rows.observations.append(row)

    def _observation(self, o: Observation, observation_id: str, cell: str, is_rank: bool) -> RawObservation:
        match = self.matches.get((o.row_no, o.entity_raw)) if o.entity_raw else None
        settled = match if match and match.status == "accepted" else None
        # 市直 among counties is no county: it must not be added to them.
        own_offices = self.place.own_offices(o.row_kind, o.entity_raw)
        region_code, scope = self.place.of(o.row_no, o.row_kind, o.entity_raw, settled)
        return RawObservation(
            document_id=self.ids.document_id,
            observation_id=observation_id,
            table_id=self.table_id,
            cell_id=cell,
            row_no=o.row_no,
            column_no=o.column_no,
            row_kind=str(o.row_kind),
            entity_raw=o.entity_raw,
            entity_kind=str(match.kind) if match and not own_offices else "other",
            department_id=settled.department_id if settled else None,
            function_id=settled.function_id if settled else None,
            region_code=region_code,
            scope=scope_in(o.value_raw) or scope_in(" ".join(o.column_path)) or scope,
            indicator_id=_accepted(o.indicator),
            column_path=column_path(o.column_path),
            value=float(o.value),
            decimals=o.decimals,
            unit=o.unit,
            comparator=o.comparator,
            as_of=o.as_of,
            period_start=o.period_start,
            value_raw=o.value_raw,
            kind="rank" if is_rank else o.figure_kind,
            qualifier=o.qualifier,
            section=o.section,
            caveat=o.indicator.caveat if o.indicator else None,
            footnote=self.footnotes.get(cell),
        )

    def _target(self, o: Observation, region_code: str | None) -> RawTarget:
        """A cell that says what is to be reached. A target without a sign is a level to reach at least."""
        indicator_id = _accepted(o.indicator)
        return RawTarget(
            document_id=self.ids.document_id,
            target_id=self.ids.unique(f"g-{o.row_no:03d}-{o.column_no:02d}-{indicator_id or 'target'}"),
            clause=None,
            indicator_id=indicator_id,
            indicator_raw=o.indicator.phrasing if o.indicator else None,
            region_code=region_code,
            comparator=">=" if o.comparator == "=" else o.comparator,
            threshold=float(o.value),
            unit=o.unit,
            deadline=o.as_of,
            responsible=None,
            quote=o.value_raw,
            char_start=None,
            char_end=None,
            is_condition=False,
        )


def _accepted(match: IndicatorMatch | None) -> str | None:
    return match.accepted_id if match else None
