"""From a `Document` to plain rows of the raw schema: who, what, how much, as of when.

The resolvers of names, places, indicators and prose do the work; this module asks them and writes down
what they answer. It runs in the process that read the document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from extractors.model import Document, RowKind, Table
from pipelines.meaning.indicators import IndicatorMatch, IndicatorResolver
from pipelines.meaning.names import NameMatch, NameResolver
from pipelines.meaning.prose import Account, account, read_prose
from pipelines.meaning.regions import Level, Region, Regions
from pipelines.meaning.table_scopes import below, own_level, own_level_in, scope_in, whole
from pipelines.meaning.tables.observations import Observation, TableReading, read_table

Row = dict[str, Any]
Rows = dict[str, list[Row]]


class Interpreter:
    """Resolvers loaded once for each process."""

    def __init__(self, decisions: Path | None = None) -> None:
        self._decisions = decisions

    @classmethod
    @lru_cache(maxsize=4)
    def shared(cls, decisions: Path | None = None) -> Interpreter:
        return cls(decisions)

    @cached_property
    def regions(self) -> Regions:
        return Regions.load()

    @cached_property
    def names(self) -> NameResolver:
        return NameResolver.load(self._decisions / "names.yml" if self._decisions else None)

    @cached_property
    def indicators(self) -> IndicatorResolver:
        from pipelines.meaning.indicators.indicator_decisions import load_decisions

        path = self._decisions / "indicators.yml" if self._decisions else None
        return IndicatorResolver.load(load_decisions(path) if path else None)

    def region_of(self, document: Document, publisher_region: str | None = None) -> Region | None:
        """The place whose bulletin a document is: by what it says of itself, else its publisher's."""
        front = document.front
        for text in (front.place_name, front.issuer, front.title):
            if text and (found := self.regions.find_in(text)):
                return found
        return self.regions.by_code(publisher_region) if publisher_region else None

    def rows(self, document: Document, document_id: str, *, region_code: str | None = None) -> Rows:
        """All raw rows of one document; `region_code` says whose it is where its own words mislead."""
        region = self.regions.by_code(region_code) if region_code else self.region_of(document)
        return _DocumentRows(self, document, document_id, region).build()


# A document that gives rows to none of these says nothing to the warehouse.
_FINDINGS = ("tables", "statements", "rankings", "targets")


class _DocumentRows:
    def __init__(
        self, tools: Interpreter, document: Document, document_id: str, region: Region | None
    ) -> None:
        self.tools, self.document, self.document_id = tools, document, document_id
        self.short_id = document_id[:16]
        self.region = region
        self.out: Rows = {}
        self.seen: Counter[str] = Counter()

    def build(self) -> Rows:
        self._document()
        for number, table in enumerate(self.document.tables, start=1):
            self._table(number, table)
        self._prose()
        for number, problem in enumerate(self.document.problems, start=1):
            locator = f"page {problem.place.page}" if problem.place.page else None
            if problem.place.line:
                locator = f"line {problem.place.line}"
            self._problem(f"p{number:03d}", problem.kind, locator, problem.message)
        if not self.document.links and not any(self.out.get(name) for name in _FINDINGS):
            words = "没有表格，正文也没有可用的数：可能不是通报，或文件不完整 (no table and no figure in it)"
            self._problem("nothing", "nothing_found", None, words)
        return self.out

    def _add(self, table: str, **row: Any) -> None:
        self.out.setdefault(table, []).append({"document_id": self.document_id, **row})

    def _problem(
        self, key: str, kind: str, locator: str | None, message: str, candidates: str | None = None
    ) -> None:
        self._add(
            "problems",
            item_id=self._key(key),
            kind=kind,
            locator=locator,
            message=message,
            candidates=candidates,
        )

    def _key(self, stem: str) -> str:
        """An id from where something stands; a second thing at the same place gets a number."""
        key = f"{self.short_id}-{stem}"
        self.seen[key] += 1
        return key if self.seen[key] == 1 else f"{key}-{self.seen[key]}"

    # --- the document

    def _document(self) -> None:
        document, front = self.document, self.document.front
        self._add(
            "documents",
            media_type=document.media_type,
            encoding=document.encoding,
            title=front.title,
            issuer=front.issuer,
            document_number=front.document_number,
            place_name=front.place_name,
            region_code=self.region.code if self.region else None,
            region_name=self.region.name if self.region else None,
            published_on=front.published_on,
            as_of=front.as_of,
            page_count=document.page_count,
            table_count=len(document.tables),
            paragraph_count=len(document.paragraphs),
            character_count=len(document.text),
        )

    # --- tables

    def _table(self, number: int, table: Table) -> None:
        table_id = f"{self.short_id}-t{number:02d}"
        reading = read_table(self.document, table, number - 1, self.tools.indicators)
        # Where the rows name indicators, their labels are no names of anybody; those over the columns may be.
        by_row = any(column.names_indicators for column in reading.columns)
        heads = {column.entity for column in reading.columns if column.entity}
        named = [o for o in reading.observations if not by_row or o.entity_raw in heads]
        entities = self._entities(named)
        matches = self._match(table, entities)
        place = _TablePlace(self.tools.regions, self.region, table, list(matches.values()))
        self._add(
            "tables",
            table_id=table_id,
            table_no=number,
            attachment_no=table.attachment,
            title=table.title,
            caption=table.caption,
            as_of=table.as_of or self.document.front.as_of,
            as_of_is_own=table.as_of is not None,
            region_code=place.region.code if place.region else None,
            scope=place.scope,
            footnote="\n".join((*table.notes_before, *table.footnotes)) or None,
            page_first=table.place.page,
            page_last=table.last_page or table.place.page,
            row_count=len(table.rows),
            column_count=len(table.header),
            reader=table.reader,
            proofs="; ".join(table.proofs) or None,
        )
        self._columns(table_id, reading)
        self._cells(table_id, table, reading)
        for (row_no, name), match in matches.items():
            self._name_match(table_id, row_no, name, match)
        ranks = {column.column_no for column in reading.columns if column.role == "rank"}
        self._observations(table_id, reading.observations, matches, place, ranks)

    @staticmethod
    def _entities(observations: Sequence[Observation]) -> dict[tuple[int, str], RowKind]:
        """Row number and label of everyone whose figures the table holds, in reading order."""
        return {(o.row_no, o.entity_raw): o.row_kind for o in observations if o.entity_raw}

    def _match(
        self, table: Table, entities: dict[tuple[int, str], RowKind]
    ) -> dict[tuple[int, str], NameMatch]:
        """Names of one table are resolved together: two of its rows are not one office unless it says so."""
        named = [key for key, kind in entities.items() if kind in (RowKind.DATA, RowKind.REFERENCE)]
        named += [
            key
            for key, kind in entities.items()
            if kind in (RowKind.TOTAL, RowKind.SUBTOTAL) and self.tools.regions.resolve(key[1], self.region)
        ]
        # A label filled down over merged rows is one name and not a repetition.
        names = list(dict.fromkeys(name for _, name in named))
        found = dict(zip(names, self.tools.names.resolve_table(names, self.region), strict=True))
        return {key: found[key[1]] for key in named}

    def _columns(self, table_id: str, reading: TableReading) -> None:
        by_row = any(column.names_indicators for column in reading.columns)
        for column in reading.columns:
            match = column.indicator
            said_by_row = by_row and match is None and column.role == "measure"
            self._add(
                "columns",
                table_id=table_id,
                column_no=column.column_no,
                column_path=_path(column.path),
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
            if column.percent_decimals is not None:
                self._problem(
                    f"{table_id.rpartition('-')[2]}-c{column.column_no:02d}-fraction",
                    "fraction_as_percent",
                    f"{table_id} column {column.column_no}",
                    f"{_path(column.path)}：印为小数（1 即 100%），已按百分数记录，原文见 value_raw"
                    " (printed as shares of one, kept as percent numbers)",
                )

    def _cells(self, table_id: str, table: Table, reading: TableReading) -> None:
        fates = {(fate.row_no, fate.column_no): fate for fate in reading.fates}
        for row_no, row in enumerate(table.rows, start=1):
            for column_no, cell in enumerate(row.cells, start=1):
                fate = fates.get((row_no, column_no))
                box = cell.place.box or (None, None, None, None)
                self._add(
                    "cells",
                    cell_id=_cell_id(table_id, row_no, column_no),
                    table_id=table_id,
                    row_no=row_no,
                    column_no=column_no,
                    row_kind=str(row.kind),
                    text=cell.text or None,
                    covered=cell.covered,
                    page=cell.place.page,
                    x0=box[0],
                    y0=box[1],
                    x1=box[2],
                    y1=box[3],
                    source_line=cell.place.line,
                    fate=fate.fate
                    if fate
                    else ("covered" if cell.covered else "blank" if not cell.text.strip() else "unused"),
                    fate_reason=fate.reason or None if fate else None,
                )
                if fate and fate.fate == "unused":
                    self._problem(
                        f"c{table_id[-3:]}r{row_no:03d}c{column_no:02d}",
                        "cell",
                        _cell_id(table_id, row_no, column_no),
                        f"{cell.text}：{fate.reason}",
                    )

    def _name_match(self, table_id: str, row_no: int, name: str, match: NameMatch) -> None:
        self._add(
            "name_matches",
            table_id=table_id,
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

    def _observations(
        self,
        table_id: str,
        observations: Sequence[Observation],
        matches: dict[tuple[int, str], NameMatch],
        place: _TablePlace,
        ranks: set[int],
    ) -> None:
        numbers: dict[str, int] = {}
        for o in observations:
            cell_id = _cell_id(table_id, o.row_no, o.column_no)
            numbers[cell_id] = numbers.get(cell_id, 0) + 1
            match = matches.get((o.row_no, o.entity_raw)) if o.entity_raw else None
            settled = match if match and match.status == "accepted" else None
            # 市直 among counties is no county: it must not be added to them.
            own_offices = place.own_offices(o.row_kind, o.entity_raw)
            kind = str(match.kind) if match and not own_offices else "other"
            region_code, scope = place.of(o.row_kind, o.entity_raw, settled, self.tools.regions)
            scope = scope_in(o.value_raw) or scope_in(" ".join(o.column_path)) or scope
            if o.figure_kind == "target":
                self._target_in_table(o, region_code)
            self._add(
                "observations",
                observation_id=f"{cell_id}-v{numbers[cell_id]}",
                table_id=table_id,
                cell_id=cell_id,
                row_no=o.row_no,
                column_no=o.column_no,
                row_kind=str(o.row_kind),
                entity_raw=o.entity_raw,
                entity_kind=kind,
                department_id=settled.department_id if settled else None,
                function_id=settled.function_id if settled else None,
                region_code=region_code,
                scope=scope,
                indicator_id=_accepted(o.indicator),
                column_path=_path(o.column_path),
                value=o.value,
                decimals=o.decimals,
                unit=o.unit,
                comparator=o.comparator,
                as_of=o.as_of,
                value_raw=o.value_raw,
                kind="rank" if o.column_no in ranks else o.figure_kind,
                qualifier=o.qualifier,
                section=o.section,
                caveat=o.indicator.caveat if o.indicator else None,
            )

    def _target_in_table(self, o: Observation, region_code: str | None) -> None:
        """A cell that says what is to be reached. A target without a sign is a level to reach at least."""
        self._add(
            "targets",
            target_id=self._key(f"g-{o.row_no:03d}-{o.column_no:02d}-{_accepted(o.indicator) or 'target'}"),
            clause=None,
            indicator_id=_accepted(o.indicator),
            indicator_raw=o.indicator.phrasing if o.indicator else None,
            region_code=region_code,
            comparator=">=" if o.comparator == "=" else o.comparator,
            threshold=o.value,
            unit=o.unit,
            deadline=o.as_of,
            responsible=None,
            quote=o.value_raw,
            char_start=None,
            char_end=None,
            is_condition=False,
        )

    # --- prose

    def _prose(self) -> None:
        reading = read_prose(
            self.document, indicators=self.tools.indicators, regions=self.tools.regions, region=self.region
        )
        self._account(account(self.document, reading))
        for s in reading.statements:
            subject = self._subject(s.subject)
            self._add(
                "statements",
                statement_id=self._key(f"s{s.figure_start:06d}-{s.indicator_id or s.kind}"),
                sentence=s.sentence,
                quote=s.quote,
                char_start=s.char_start,
                char_end=s.char_end,
                indicator_id=s.indicator_id if s.indicator_status == "accepted" else None,
                indicator_raw=s.indicator_raw,
                scope=s.scope,
                region_code=subject.region_code if subject else s.region_code,
                department_id=subject.department_id if subject else None,
                value=s.value,
                decimals=s.decimals,
                unit=s.unit,
                comparator=s.comparator,
                as_of=s.as_of,
                since=s.since,
                about=s.about,
                kind=str(s.kind),
                subject=s.subject,
                compared_with=s.compared_with,
                indicator_status=s.indicator_status,
            )
        for r in reading.rankings:
            ranking_id = self._key(f"r{r.char_start:06d}-{r.direction}")
            matches = self.tools.names.resolve_table(list(r.names), self.region)
            for position, (name, match) in enumerate(zip(r.names, matches, strict=True), start=1):
                settled = match if match.status == "accepted" else None
                self._add(
                    "rankings",
                    ranking_id=ranking_id,
                    position=position,
                    indicator_id=r.indicator_id,
                    indicator_raw=r.indicator_raw,
                    direction=r.direction,
                    name_raw=name,
                    entity_kind=str(match.kind),
                    region_code=settled.region_code if settled else None,
                    function_id=settled.function_id if settled else None,
                    department_id=settled.department_id if settled else None,
                    scope=r.scope,
                    as_of=r.as_of,
                    quote=r.quote,
                    char_start=r.char_start,
                    char_end=r.char_end,
                    name_limit=r.limit,
                    open_ended=r.open_ended,
                )
        for t in reading.targets:
            self._add(
                "targets",
                target_id=self._key(f"g{t.char_start:06d}-{t.indicator_id or 'target'}"),
                clause=t.clause,
                indicator_id=t.indicator_id if t.indicator_status == "accepted" else None,
                indicator_raw=t.indicator_raw,
                region_code=t.region_code,
                comparator=t.comparator,
                threshold=t.threshold,
                unit=t.unit,
                deadline=t.deadline,
                responsible=t.responsible,
                quote=t.quote,
                char_start=t.char_start,
                char_end=t.char_end,
                is_condition=t.condition,
            )
        for figure in reading.ignored:
            self._add(
                "ignored_figures",
                char_start=figure.char_start,
                char_end=figure.char_end,
                text=figure.text,
                rule=figure.rule,
            )
        for item in reading.review:
            self._problem(
                f"f{item.char_start:06d}",
                "figure",
                f"characters {item.char_start}–{item.char_end}",
                f"{item.text}：{item.reason}",
            )

    def _account(self, counted: Account) -> None:
        fates = {
            "printed": counted.printed,
            "statement": counted.in_statements,
            "review": counted.in_review,
            "lost": len(counted.lost) + len(counted.claimed_twice),
            **{f"rule: {rule}": figures for rule, figures in counted.ignored.items()},
        }
        for fate, figures in fates.items():
            self._add("figure_account", fate=fate, figures=figures)

    def _subject(self, name: str | None) -> NameMatch | None:
        if not name:
            return None
        match = self.tools.names.resolve(name, self.region)
        return match if match.status == "accepted" else None


class _TablePlace:
    """The place that a table is about, and whose figures its total rows hold."""

    def __init__(
        self, regions: Regions, own: Region | None, table: Table, matches: Sequence[NameMatch]
    ) -> None:
        named = scope_in(table.title) or scope_in(table.caption)
        own_rows = [m for m in matches if own_level_in(m.name, own)]
        places = [m for m in matches if m.kind == "region" and m not in own_rows]
        self.of_places = len(places) * 2 > len(matches)
        self.region = own
        if self.of_places:
            parents = {parent for m in places if (parent := _parent(regions, m.region_code))}
            if len(parents) == 1:
                self.region = regions.by_code(parents.pop()) or own
        offices = sum(1 for m in matches if m.kind == "department")
        mixed = len(places) > 1 and offices > 1
        of_places = self.of_places and not mixed
        self.scope: str | None = named or (below(self.region) if of_places else own_level(own))
        # Where a table holds its own offices and the places below, its total is the whole place's.
        both = mixed or (of_places and own_rows)
        self.total = whole(self.region) if both and not named else self.scope

    def own_offices(self, kind: RowKind, label: str | None) -> str | None:
        """The scope of a row that stands for all offices of the place (市直) among those of others."""
        return own_level_in(label, self.region) if kind is RowKind.DATA and self.of_places else None

    def of(
        self, kind: RowKind, label: str | None, match: NameMatch | None, regions: Regions
    ) -> tuple[str | None, str | None]:
        """Region code and scope of a row; the scope is None where the row is one office of several."""
        code = self.region.code if self.region else None
        if own := self.own_offices(kind, label):
            return code, own
        if match is not None and match.kind == "region":
            place = regions.by_code(match.region_code) if match.region_code else None
            if kind is RowKind.TOTAL and not self.of_places and place and place == self.region:
                return place.code, self.total
            return match.region_code, whole(place)
        if match is not None:
            return match.region_code or code, None
        if kind is RowKind.TOTAL:
            return code, self.total
        return code, None


def _parent(regions: Regions, code: str | None) -> str | None:
    region = regions.by_code(code) if code else None
    if region is None:
        return None
    if region.level is Level.ZONE:
        parent = regions.by_code(region.parent_code) if region.parent_code else None
        return (
            region.parent_code
            if parent and parent.level is Level.CITY
            else (parent.parent_code if parent else None)
        )
    return region.parent_code


def _accepted(match: IndicatorMatch | None) -> str | None:
    return match.indicator_id if match and match.status == "accepted" else None


def _path(path: Sequence[str]) -> str:
    """Headings joined by /; a / that is printed inside one becomes ／."""
    return "/".join(heading.replace("/", "／") for heading in path)


def _cell_id(table_id: str, row_no: int, column_no: int) -> str:
    return f"{table_id}-r{row_no:03d}-c{column_no:02d}"
