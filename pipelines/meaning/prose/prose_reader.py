"""The prose of a document as statements, rankings, targets, ignored figures and open questions.

What belongs here: going through the paragraphs and turning what the sentences say into rows with offsets of
`Document.text`. What does not: how a sentence is read (`sentences`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from extractors.model import Document, Paragraph
from pipelines.meaning.prose.lexing.paragraph_lexing import Lexed, SentenceSpan, lex
from pipelines.meaning.prose.lexing.printed_figures import Form, Token
from pipelines.meaning.prose.lexing.text_folding import Folded
from pipelines.meaning.prose.prose_scopes import Places, Scopes
from pipelines.meaning.prose.sections import Outline, Section
from pipelines.meaning.prose.sentences import measured_phrases
from pipelines.meaning.prose.sentences.figure_findings import Carried, Found
from pipelines.meaning.prose.sentences.rankings import FoundRanking, find_rankings
from pipelines.meaning.prose.sentences.sentence_context import DocumentContext
from pipelines.meaning.prose.sentences.sentence_reader import SentenceReader
from pipelines.meaning.prose.statement_indicators import Named, Namer
from pipelines.meaning.prose.statements import (
    IgnoredFigure,
    IndicatorsLike,
    Kind,
    ProseReading,
    Ranking,
    RegionLike,
    RegionsLike,
    ReviewFigure,
    Statement,
    Target,
)
from pipelines.meaning.prose.tasks import find_tasks

# What a relative change may be a change of: 一般公共预算收入同比增长12% does not say in what it is counted.
_COUNTED_IN = ("件", "元")


def read_prose(
    document: Document,
    *,
    indicators: IndicatorsLike | None = None,
    regions: RegionsLike | None = None,
    region: RegionLike | None = None,
) -> ProseReading:
    """Read all prose of a document. Never raises on any text.

    `region` is the document's own place, which decides what 全市 and 县级 mean; without it the place that
    the letterhead names is taken. Without `indicators` no statement gets an id, without `regions` no place
    a code.
    """
    return _Reader(document, indicators, regions, region).read()


def _why_unclear(text: str, start: int, end: int) -> str:
    """Why digits that `lex` found unclear are no figure, in words."""
    if text[max(0, start - 1) : start] in tuple("△▲▽∆"):
        return "a triangle that does not say which way"
    if "/" in text[start:end]:
        return "a stroke between digits: two figures, or a fraction"
    return "digits set apart: one figure or several"


@dataclass(frozen=True, slots=True)
class _Spot:
    """A paragraph with what turns its folded offsets into those of the document."""

    paragraph: Paragraph
    folded: Folded
    section: Section
    document_text: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of `Document.text`, cut at the left where a page break interrupts it before the last
        word."""
        start = min(start, len(self.folded.text) - 1)
        end = max(end, start + 1)
        first, last = self.folded.span(start, end)
        begin = self._begin_of_piece(first, last)
        a = self.paragraph.document_offset(begin)
        return a, self.paragraph.document_offset(last - 1) + 1

    def _begin_of_piece(self, first: int, last: int) -> int:
        """The quote stays inside the piece of the paragraph in which it ends, unless only blank lines lie
        between."""
        between = self.document_text[
            self.paragraph.document_offset(first) : self.paragraph.document_offset(last - 1)
        ]
        if len("".join(between.split())) <= len("".join(self.paragraph.text[first : last - 1].split())):
            return first
        position = 0
        for span in self.paragraph.spans:
            length = span.end - span.start
            if position <= last - 1 < position + length:
                begin = max(first, position)
                while begin < last - 1 and self.paragraph.text[begin].isspace():
                    begin += 1
                return begin
            position += length
        return first

    def exact(self, start: int, end: int) -> tuple[int, int]:
        """The span of `Document.text` of folded characters, whatever lies between."""
        first, last = self.folded.span(start, end)
        return self.paragraph.document_offset(first), self.paragraph.document_offset(last - 1) + 1

    def sentence(self, span: SentenceSpan) -> str:
        first, last = self.folded.span(span.start, span.end)
        return self.paragraph.text[first:last].strip()


class _Reader:
    def __init__(
        self,
        document: Document,
        indicators: IndicatorsLike | None,
        regions: RegionsLike | None,
        region: RegionLike | None,
    ) -> None:
        self.document = document
        own_name = region.name if region else document.front.place_name
        self.region_code = region.code if region else None
        self.namer = Namer(indicators)
        known = [day for day in (document.front.as_of, document.front.published_on) if day]
        self.around = DocumentContext(
            scopes=Scopes(own_name, document.text),
            places=Places(regions, region, own_name),
            as_of=document.front.as_of or document.front.published_on,
            written_on=max(known, default=None),
        )
        self.statements: list[Statement] = []
        self.rankings: list[Ranking] = []
        self.targets: list[Target] = []
        self.ignored: list[IgnoredFigure] = []
        self.review: list[ReviewFigure] = []

    def read(self) -> ProseReading:
        outline = Outline(self.document)
        year = self.around.as_of.year if self.around.as_of else None
        for paragraph, folded, section in outline.sections():
            if folded.text and paragraph.spans:
                self._paragraph(_Spot(paragraph, folded, section, self.document.text), year)
        self._doubt()
        self.statements.sort(key=lambda s: (s.figure_start, s.figure_end, s.char_start))
        self.targets.sort(key=lambda t: (t.char_start, t.char_end))
        return ProseReading(
            tuple(self.statements),
            tuple(self.rankings),
            tuple(self.targets),
            tuple(self.ignored),
            tuple(self.review),
        )

    def _paragraph(self, spot: _Spot, year: int | None) -> None:
        section = spot.section
        lexed = lex(spot.folded.text, year, start=section.body_start, attachment=section.attachment)
        self._ignore(spot, lexed)
        carried = Carried()
        reader = SentenceReader(self.around, spot.folded.text, section, lexed.masked, carried)
        for sentence in lexed.sentences:
            found = reader.read(sentence)
            for item in found:
                self._statement(spot, sentence, item)
            if not section.attachment:
                for ranking in find_rankings(reader):
                    self._ranking(spot, sentence, ranking)
                self._tasks(spot, sentence, found, reader)
        for token, rule in carried.dropped:
            a, b = spot.exact(token.number_start, token.number_end)
            self.ignored.append(IgnoredFigure(self.document.text[a:b], a, b, rule))
        for token, reason in carried.open:
            self._review(spot, token, reason)
        for a, b in lexed.unclear:
            start, end = spot.exact(a, b)
            reason = _why_unclear(spot.folded.text, a, b)
            self.review.append(ReviewFigure(self.document.text[start:end], start, end, reason))
        self._leftover(spot, lexed, carried)

    def _doubt(self) -> None:
        """Two figures of one sentence can't both be the same indicator of the same owner at the same time.

        The words of at least one of them are narrower than the indicator (审批事项 and 公共服务事项, both
        taken for all applications), so a person decides.
        """
        groups: dict[tuple[object, ...], list[int]] = {}
        for number, s in enumerate(self.statements):
            if (
                s.kind is Kind.VALUE
                and s.indicator_id is not None
                and s.value is not None
                and s.comparator == "="
            ):
                key = (s.sentence, s.indicator_id, s.scope, s.subject, s.as_of, s.since, s.unit)
                groups.setdefault(key, []).append(number)
        for numbers in groups.values():
            same = [self.statements[number] for number in numbers]
            if len({s.value for s in same}) > 1 and len({s.indicator_raw for s in same}) > 1:
                for number in numbers:
                    self.statements[number] = replace(
                        self.statements[number], indicator_id=None, indicator_status="review"
                    )

    def _ignore(self, spot: _Spot, lexed: Lexed) -> None:
        for item in lexed.ignored:
            a, b = spot.exact(item.start, item.end)
            self.ignored.append(IgnoredFigure(self.document.text[a:b], a, b, item.rule))

    def _leftover(self, spot: _Spot, lexed: Lexed, carried: Carried) -> None:
        """Digits that stand outside every sentence, rule and figure go to review."""
        covered = [False] * len(spot.folded.text)
        spans: Iterable[tuple[int, int]] = [
            *((item.start, item.end) for item in lexed.ignored),
            *lexed.unclear,
            *((f.token.number_start, f.token.number_end) for f in carried.found),
            *(
                (t.number_start, t.number_end)
                for t in [*(t for t, _ in carried.dropped), *(t for t, _ in carried.open)]
            ),
        ]
        for a, b in spans:
            covered[a:b] = [True] * (b - a)
        text = spot.folded.text
        index = 0
        while index < len(text):
            if text[index].isdecimal() and not covered[index]:
                end = index
                while end < len(text) and (text[end].isdecimal() or text[end] in ".,%") and not covered[end]:
                    end += 1
                while not text[end - 1].isdecimal() and text[end - 1] != "%":
                    end -= 1
                a, b = spot.exact(index, end)
                self.review.append(ReviewFigure(self.document.text[a:b], a, b, "not understood"))
                index = end
            else:
                index += 1

    def _review(self, spot: _Spot, token: Token, reason: str) -> None:
        a, b = spot.exact(token.number_start, token.number_end)
        self.review.append(ReviewFigure(self.document.text[a:b], a, b, reason))

    def _statement(self, spot: _Spot, sentence: SentenceSpan, found: Found) -> None:
        a, b = spot.span(found.start, found.end)
        number = spot.exact(found.token.number_start, found.token.number_end)
        a = min(a, number[0])
        b = max(b, number[1])
        whose = found.whose
        units: tuple[str | None, ...] = (None,)
        if found.kind is not Kind.RANK:
            units = (found.asked_unit or found.unit, found.unit if found.unit != "百分点" else "%")
        if found.kind is Kind.CHANGE and found.unit == "%":
            units = (*units, *_COUNTED_IN)
        name, about = self._named(found, units)
        value = found.value
        if found.improves is not None and value is not None:
            better = self.namer.improvement(name.indicator_id)
            if better is None:
                self._review(spot, found.token, "whether it is better to rise or to fall is not known")
                return
            value *= better if found.improves else -better
        self.statements.append(
            Statement(
                sentence=spot.sentence(sentence),
                quote=self.document.text[a:b],
                char_start=a,
                char_end=b,
                indicator_id=name.indicator_id,
                indicator_raw=found.raw,
                scope=whose.scope,
                region_code=whose.region_code or self.region_code,
                value=value,
                unit=found.unit,
                comparator=found.comparator,
                as_of=found.as_of,
                kind=found.kind,
                subject=whose.subject,
                decimals=found.token.decimals,
                since=found.since,
                about=about,
                qualifier=found.qualifier,
                value_raw=self.document.text[number[0] : number[1]],
                indicator_name=name.name,
                indicator_status=name.status,
                compared_with=found.compared_with,
                figure_start=number[0],
                figure_end=number[1],
            )
        )
        if found.kind is Kind.TARGET:
            self.targets.append(_target(self.statements[-1], found, spot.section))

    def _named(self, found: Found, units: tuple[str | None, ...]) -> tuple[Named, str | None]:
        """The indicator of a figure, and what it is about where its own words don't say it."""
        name = self.namer.name(
            found.raw,
            units,
            full_cover=found.token.form is Form.FULL_COVER,
            wholly=measured_phrases.ends_with_rate_of_anything(found.raw),
        )
        if found.completes and found.unit == "%" and name.status != "accepted":
            plan = self.namer.name(found.completes, units)
            # 完成年初预算数 is the 预算完成率 whosever budget it is; 完成全年计划 may be a plan of anything.
            if any(
                word in found.completes and word in (plan.name or "") for word in ("预算", "计划", "任务")
            ):
                name = plan
        about = found.about
        narrow = found.narrowed
        if found.of is not None:
            thing = measured_phrases.thing_of(found.of.raw)
            kind = measured_phrases.without_count(thing)
            own = self.namer.name(kind + found.raw, units, wholly=True) if kind else name
            if kind and own.status == "accepted":
                name = own  # “一件事”办件1200件,网办率77.54%: the 一件事网办率
            elif (
                found.of.narrowed
                or self.namer.name(found.of.raw, (found.of.unit,), wholly=True).status != "accepted"
            ):
                # 企业开办“一件事”办件300件,网办率80.5%: of these alone.
                about, narrow = found.of.about or thing, True
        if narrow and name.status == "accepted":
            name = Named(None, name.name, "review")
        return name, about

    def _ranking(self, spot: _Spot, sentence: SentenceSpan, found: FoundRanking) -> None:
        a, b = spot.span(found.start, found.end)
        name = self.namer.name(found.raw, (None,))
        quote, whole = self.document.text[a:b], spot.sentence(sentence)
        self.rankings.append(
            Ranking(
                indicator_id=name.indicator_id,
                indicator_raw=found.raw,
                indicator_name=name.name,
                direction=found.direction,
                names=found.names,
                sentence=whole,
                quote=quote,
                char_start=a,
                char_end=b,
                scope=found.whose.scope,
                as_of=found.as_of,
                limit=found.limit,
                open_ended=found.open_ended,
            )
        )
        if found.direction == "unfinished":
            return  # says of a state, not of a place among others: no statement
        for number, s in enumerate(self.statements):
            if s.kind is Kind.RANK and s.figure_end > s.figure_start and a <= s.figure_start < b:
                # 排名前十位: its figure is a statement already; whose it is, the list says.
                self.statements[number] = replace(
                    s,
                    indicator_id=name.indicator_id,
                    indicator_raw=found.raw,
                    indicator_name=name.name,
                    indicator_status=name.status,
                    scope=found.whose.scope,
                    subject=found.whose.subject,
                )
                return
        alone = len(found.names) == 1 and found.whose.scope is None
        self.statements.append(
            Statement(
                sentence=whole,
                quote=quote,
                char_start=a,
                char_end=b,
                indicator_id=name.indicator_id,
                indicator_raw=found.raw,
                scope=found.whose.scope,
                region_code=found.whose.region_code or self.region_code,
                value=None,
                unit="名",
                comparator="=",
                as_of=found.as_of,
                kind=Kind.RANK,
                subject=found.names[0] if alone else None,
                indicator_name=name.name,
                indicator_status=name.status,
                figure_start=a,
                figure_end=a,
            )
        )

    def _tasks(self, spot: _Spot, sentence: SentenceSpan, found: list[Found], reader: SentenceReader) -> None:
        for task in find_tasks(spot.folded.text, sentence, found, reader):
            a, b = spot.exact(task.start, task.end)
            self.targets.append(
                Target(
                    clause=spot.section.clause,
                    indicator_id=None,
                    indicator_raw=task.words,
                    region_code=self.region_code,
                    comparator=None,
                    threshold=None,
                    unit=None,
                    deadline=task.deadline,
                    responsible=spot.section.responsible,
                    quote=self.document.text[a:b],
                    char_start=a,
                    char_end=b,
                )
            )


def _target(statement: Statement, found: Found, section: Section) -> Target:
    """The demand that a statement of kind target makes."""
    return Target(
        clause=section.clause,
        indicator_id=statement.indicator_id,
        indicator_raw=statement.indicator_raw,
        region_code=statement.region_code,
        comparator=statement.comparator,
        threshold=statement.value,
        unit=statement.unit,
        deadline=found.deadline,
        responsible=section.responsible,
        quote=statement.quote,
        char_start=statement.char_start,
        char_end=statement.char_end,
        condition=found.condition,
        decimals=statement.decimals,
        indicator_name=statement.indicator_name,
        indicator_status=statement.indicator_status,
    )


def find_statements(
    document: Document,
    *,
    indicators: IndicatorsLike | None = None,
    regions: RegionsLike | None = None,
    region: RegionLike | None = None,
) -> list[Statement]:
    """The quantitative statements of the prose, in order. See `read_prose`."""
    return list(read_prose(document, indicators=indicators, regions=regions, region=region).statements)


def find_targets(
    document: Document,
    *,
    indicators: IndicatorsLike | None = None,
    regions: RegionsLike | None = None,
    region: RegionLike | None = None,
) -> list[Target]:
    """What the prose demands, in order: thresholds and tasks with a deadline. See `read_prose`."""
    return list(read_prose(document, indicators=indicators, regions=regions, region=region).targets)
