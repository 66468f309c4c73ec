"""The rows of a document's prose: statements, rankings, targets, and the account of its figures.

Belongs here: writing down what `prose` read, with the names in it resolved. Not here: reading sentences.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractors.errors import UnreadableDocument
from extractors.model import Document
from pipelines.meaning.names import NameMatch
from pipelines.meaning.prose import Account, Ranking, Statement, Target, account, read_prose
from pipelines.meaning.regions import Region
from pipelines.meaning.resolvers import Resolvers
from pipelines.meaning.rows.cell_accounts import NOT_ACCOUNTED_FOR
from pipelines.meaning.rows.row_ids import RowIds
from warehouse.records import (
    RawFigureAccount,
    RawIgnoredFigure,
    RawRanking,
    RawStatement,
    RawTarget,
    Rows,
)

_AROUND = 16  # characters of the text on either side of a figure that is named


def prose_rows(document: Document, resolvers: Resolvers, region: Region | None, ids: RowIds) -> Rows:
    """All rows of the prose of one document, whose place is `region`."""
    return _ProseRows(resolvers, region, ids).read(document)


def _hold_to_account(document: Document, counted: Account) -> None:
    """Raise UnreadableDocument, with the figure named, where one of the prose came to nothing or was counted twice."""
    if counted.balanced:
        return
    off = (*counted.lost, *counted.claimed_twice)
    first = off[0] if off else 0
    around = " ".join(document.text[max(0, first - _AROUND) : first + _AROUND].split())
    raise UnreadableDocument(
        NOT_ACCOUNTED_FOR,
        f"正文 {counted.printed} 处数字中 {len(off)} 处去向不明，第一处在“{around}”"
        f" (figures of the prose not accounted for, the first at character {first}).",
        "整份文件未入库，以免漏数；请连同原件报告此问题 (please report it with the document).",
    )


class _ProseRows:
    def __init__(self, resolvers: Resolvers, region: Region | None, ids: RowIds) -> None:
        self.resolvers, self.region, self.ids = resolvers, region, ids

    def read(self, document: Document) -> Rows:
        reading = read_prose(
            document, indicators=self.resolvers.indicators, regions=self.resolvers.regions, region=self.region
        )
        counted = account(document, reading)
        _hold_to_account(document, counted)
        return Rows(
            figure_account=list(self._account(counted)),
            statements=[self._statement(statement) for statement in reading.statements],
            rankings=[row for ranking in reading.rankings for row in self._ranking(ranking)],
            targets=[self._target(target) for target in reading.targets],
            ignored_figures=[
                RawIgnoredFigure(
                    document_id=self.ids.document_id,
                    char_start=figure.char_start,
                    char_end=figure.char_end,
                    text=figure.text,
                    rule=figure.rule,
                )
                for figure in reading.ignored
            ],
            problems=[
                self.ids.problem(
                    f"f{item.char_start:06d}",
                    "figure",
                    f"characters {item.char_start}–{item.char_end}",
                    f"{item.text}：{item.reason}",
                )
                for item in reading.review
            ],
        )

    def _account(self, counted: Account) -> Iterator[RawFigureAccount]:
        fates = {
            "printed": counted.printed,
            "statement": counted.in_statements,
            "review": counted.in_review,
            "lost": len(counted.lost) + len(counted.claimed_twice),
            **{f"rule: {rule}": figures for rule, figures in counted.ignored.items()},
        }
        for fate, figures in fates.items():
            yield RawFigureAccount(document_id=self.ids.document_id, fate=fate, figures=figures)

    def _statement(self, s: Statement) -> RawStatement:
        subject = self._subject(s.subject)
        return RawStatement(
            document_id=self.ids.document_id,
            statement_id=self.ids.unique(f"s{s.figure_start:06d}-{s.indicator_id or s.kind}"),
            sentence=s.sentence,
            quote=s.quote,
            char_start=s.char_start,
            char_end=s.char_end,
            indicator_id=s.indicator_id if s.indicator_status == "accepted" else None,
            indicator_raw=s.indicator_raw,
            scope=s.scope,
            region_code=subject.region_code if subject else s.region_code,
            department_id=subject.department_id if subject else None,
            value=None if s.value is None else float(s.value),
            decimals=s.decimals,
            unit=s.unit,
            comparator=s.comparator,
            as_of=s.as_of,
            since=s.since,
            about=s.about,
            qualifier=s.qualifier,
            kind=str(s.kind),
            subject=s.subject,
            compared_with=s.compared_with,
            indicator_status=s.indicator_status,
        )

    def _ranking(self, r: Ranking) -> Iterator[RawRanking]:
        ranking_id = self.ids.unique(f"r{r.char_start:06d}-{r.direction}")
        matches = self.resolvers.names.resolve_table(list(r.names), self.region)
        for position, (name, match) in enumerate(zip(r.names, matches, strict=True), start=1):
            settled = match if match.status == "accepted" else None
            yield RawRanking(
                document_id=self.ids.document_id,
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

    def _target(self, t: Target) -> RawTarget:
        return RawTarget(
            document_id=self.ids.document_id,
            target_id=self.ids.unique(f"g{t.char_start:06d}-{t.indicator_id or 'target'}"),
            clause=t.clause,
            indicator_id=t.indicator_id if t.indicator_status == "accepted" else None,
            indicator_raw=t.indicator_raw,
            region_code=t.region_code,
            comparator=t.comparator,
            threshold=None if t.threshold is None else float(t.threshold),
            unit=t.unit,
            deadline=t.deadline,
            responsible=t.responsible,
            quote=t.quote,
            char_start=t.char_start,
            char_end=t.char_end,
            is_condition=t.condition,
        )

    def _subject(self, name: str | None) -> NameMatch | None:
        if not name:
            return None
        match = self.resolvers.names.resolve(name, self.region)
        return match if match.status == "accepted" else None
