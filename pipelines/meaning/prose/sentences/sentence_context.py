"""What a sentence says around its figures: of whom, as of when, by when, and what is taken over from before.

What belongs here: carrying owners, dates and indicators from clause to clause. What does not: the figures
themselves (`values`, `changes`, `rankings`), the words as such (`prose_scopes`,
`measured_phrases`, `ignored_digits`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from pipelines.meaning.prose.lexing.ignored_digits import DateMention, Use
from pipelines.meaning.prose.lexing.paragraph_lexing import Clause, SentenceSpan
from pipelines.meaning.prose.lexing.printed_figures import RATE_UNITS, Token
from pipelines.meaning.prose.prose_scopes import Places, Scopes, Whose, WhoseMention
from pipelines.meaning.prose.sections import Section
from pipelines.meaning.prose.sentences import measured_phrases
from pipelines.meaning.prose.sentences.figure_findings import Carried, Found
from pipelines.meaning.prose.statements import Kind
from pipelines.meaning.relative_dates import earlier

# Stands for a date that was cut out of a phrase, so that 较5月份降低 is seen to compare with something.
DATE_MARK = "\x01"

_LEADS_A_DATE = re.compile(r"[、,]?(?:截至|截止|截止到|在|于|自|从|到)?")
# 工单办理不及时的单位有:县住建局(2件): what those bodies are counted for.
_WHO_DID = re.compile(
    r"(?P<what>[^,;:。()\d]{4,24})的(?:单位|部门|地区|县区|窗口|乡镇|街道)(?:主要)?(?:有|为|是|包括|:)[^。]*$"
)
_ALTOGETHER = re.compile(r"(?:合计|总计|共计|总体|以上)")
_BEFORE = re.compile(r"(?:(?:之|以)?前|内)")
_UNTIL = re.compile(r"(?:到|至)$")
# 到12月底, and no 截至 or 较去年到.
_BY = re.compile(r"(?:(?<!截)(?<!止)(?<!数据)[到至]|力争|争取|预计|计划|拟于)$")
# 去年, 上年同期: the figures of their clause are of then. 较上年同期 only compares, 去年以来 goes on until now.
_THEN = (
    r"(?:去年|上年|上一年)(?:度)?(?:同期|同月|同季度?)?|上(?:个)?月(?:份)?(?:同期)?|上(?:个|一)?季度(?:同期)?"
)
_EARLIER = re.compile(
    rf"(?<!较)(?<!比)(?<!与)(?<!同)(?<!和)(?<!由)(?<!从)(?<!自)(?<!于)(?<!至)(?P<then>{_THEN})"
    r"(?!末|底|以来|相比|对比|比|增|减|升|降|变化|平均|[的]?基础|未|结转|遗留|来)"
)
_BACK_TO_NOW = re.compile(r"今年|本年|本月|本期|当月|本季度|目前|现")
_BASE_BEFORE_BRACKET = re.compile(
    rf"(?:较|比|与|同|和|由|从|相较|相比|对比)(?:于)?(?P<then>{_THEN})(?:末|底|的)?$"
)
_OTHERS_BASE = re.compile(r"(?:平均(?:水平|值|数)?|均值|标准|目标值?|要求|全国|全省|底线|红线)(?:的)?$")
_COMPARES_ONLY = re.compile(
    rf"(?:较|比|与|同|和|由|从|相较|相比|对比)于?(?:{_THEN}|{DATE_MARK}|年初|期初)?(?:末|底|的|相比|同期|数|值)*"
)
_UTMOST = re.compile(
    r"(?:最[高低多少好差快慢大小]|首位|末位|第一|垫底)的?(?:县\(市、区\)|县区|县市区|地区|单位|部门|乡镇|街道|窗口)?(?:是|为|:)"
)
_ONLY_A_FIGURE = re.compile(r"(?:为|是|达到?|仅为?|只有|高达|低至|得分为?)?[-\d]")
_NAMES = re.compile(r"[一-鿿、()“”]{2,40}")
_NO_TOPIC = re.compile(r"(?:来看|看|方面|以来|期间|情况下|基础上|同时|趋势|如下|工作)$")


@dataclass(frozen=True, slots=True)
class DocumentContext:
    """What holds in every sentence of a document: whose it is, as of when, and when it was written."""

    scopes: Scopes
    places: Places
    as_of: date | None
    written_on: date | None


class SentenceContext:
    """One sentence of a paragraph with all that was read before it.

    `enter` begins the next sentence, `carry_on` and the `note_…` methods keep what a figure leaves for the next ones;
    every other method only asks.
    """

    def __init__(
        self,
        document: DocumentContext,
        text: str,
        section: Section,
        masked: tuple[tuple[int, int], ...],
        carried: Carried,
    ) -> None:
        self.text = text
        self.section = section
        self.scopes = document.scopes
        self.places = document.places
        self.document_as_of = document.as_of
        self.written_on = document.written_on
        self.masked = masked
        self.carried = carried
        self.default = self._heading_scope()
        self._scope_words = [m for m in self.scopes.find(text) if not self.is_masked(m.start)]
        self.criteria: set[int] = set()
        self.sentence = SentenceSpan(0, 0, (), (), ())
        self.mentions: list[WhoseMention] = []
        self._clause_starts: list[int] = []
        self._figure_starts: list[int] = []
        self._beside: dict[int, bool] = {}
        self.found: list[Found] = []

    def enter(self, sentence: SentenceSpan) -> None:
        """Begin a sentence: find who is named in it."""
        self.sentence = sentence
        self._clause_starts = [clause.start for clause in sentence.clauses]
        self._figure_starts = [token.number_start for token in sentence.tokens]
        self._beside = {}
        self.mentions = self._mentions(sentence)
        if not sentence.tokens:
            # A cut-off date holds for what follows, even where its own sentence counts nothing.
            cut_offs = [m for m in sentence.dates if m.use is Use.CUT_OFF]
            if cut_offs:
                self.carried.as_of, self.carried.since = cut_offs[-1].value, None
        self.found = []

    def _heading_scope(self) -> Whose:
        heading = self.section.heading
        if heading:
            named = {m.whose.scope for m in self.scopes.find(heading)} - {self.scopes.default}
            if len(named) == 1:
                return Whose(named.pop())
        return Whose(self.scopes.default)

    def clause_of(self, index: int) -> tuple[int, Clause]:
        """The clause in which a folded character stands, and its number in the sentence."""
        number = max(0, bisect_right(self._clause_starts, index) - 1)
        return number, self.sentence.clauses[number]

    def has_figure(self, clause: Clause) -> bool:
        first = bisect_left(self._figure_starts, clause.start)
        return first < len(self._figure_starts) and self._figure_starts[first] < clause.end

    def is_masked(self, index: int) -> bool:
        """Whether a character stands inside a title or quotation marks."""
        return any(start <= index < end for start, end in self.masked)

    def quote_start(self, start: int, token: Token) -> int:
        """The quote begins with its clause, after what the last figure left over."""
        while start < token.start and self.text[start] in ",:;、。.)(-·• ":
            start += 1
        return start

    # --- of whom

    def _mentions(self, sentence: SentenceSpan) -> list[WhoseMention]:
        found = [m for m in self._scope_words if sentence.start <= m.start < sentence.end]
        for start in [
            *(clause.start for clause in sentence.clauses),
            *(token.end for token in sentence.tokens),
        ]:
            if start >= sentence.end:
                continue
            _, clause = self.clause_of(start)
            mention = self.places.at_head(self.text, self.past_dates(start, clause.end), clause.end)
            if mention is None or self.is_masked(mention.start):
                continue
            if not any(mention.start < other.end and other.start < mention.end for other in found):
                found.append(mention)
        found += [m for m in self._utmost() if not any(m.start < o.end and o.start < m.end for o in found)]
        return sorted(found, key=lambda mention: mention.start)

    def _utmost(self) -> list[WhoseMention]:
        """办结率最低的是双台子区,为91.26%: whoever stands behind the superlative, where a figure is all that follows."""
        named = []
        for clause, following in pairwise(self.sentence.clauses):
            match = _UTMOST.search(self.text, clause.start, clause.end)
            if match is None or following.opener not in {",", "("}:
                continue
            name = self.text[match.end() : clause.end]
            if not _ONLY_A_FIGURE.match(self.text, following.start, following.end) or not _NAMES.fullmatch(
                name
            ):
                continue
            known = self.places.at_head(self.text, match.end(), clause.end)
            whose = known.whose if known and known.end == clause.end else Whose(None, name, many="、" in name)
            named.append(WhoseMention(match.end(), clause.end, whose, only_before=following.end))
        return named

    def past_dates(self, start: int, end: int) -> int:
        """The first character after the dates that lead a clause (截至12月27日, 6月份)."""
        position = start
        for mention in self.sentence.dates:
            near = position <= mention.start <= position + 4 and mention.end <= end
            if near and _LEADS_A_DATE.fullmatch(self.text[position : mention.start]):
                position = mention.end
        return position

    def whose_at(self, index: int, *, demanding: bool = False) -> Whose:
        """Whose the figure at `index` is: the last owner named before it; one named in brackets counts only
        there.

        In a demand, an office named in an earlier clause is who shall do something, not whose figure this is.
        """
        number, clause = self.clause_of(index)
        whose = self.default
        named_in = number
        for mention in reversed(self.mentions):
            if mention.end > index or (mention.only_before is not None and index >= mention.only_before):
                continue
            other, other_clause = self.clause_of(mention.start)
            if other_clause.depth > 0 and not self._same_bracket(other, number):
                continue
            if self._bracket_closes(mention.end, index):
                continue
            if other != number and self._listed_beside(other_clause):
                continue
            doer = demanding and mention.whose.scope is None and other != number
            if doer and not self.has_figure(other_clause):
                continue
            whose = mention.whose
            named_in = other
            break
        if named_in != number and _ALTOGETHER.match(self.text, clause.start):
            return self.default
        return whose

    def _bracket_closes(self, start: int, end: int) -> bool:
        """Whether a bracket that was opened before `start` ends before `end`: (市级窗口除外)."""
        between = self.text[start:end]
        return between.count(")") > between.count("(")

    def _same_bracket(self, first: int, second: int) -> bool:
        return all(clause.depth > 0 for clause in self.sentence.clauses[first : second + 1])

    def _listed_beside(self, clause: Clause) -> bool:
        """Whether a clause lists several owners with their figures: 省级3件、市级5件、县级7件,好评率.

        What follows such a list is not the last member's.
        """
        if clause.start not in self._beside:
            self._beside[clause.start] = self._lists_owners(clause)
        return self._beside[clause.start]

    def _lists_owners(self, clause: Clause) -> bool:
        owners = [m for m in self.mentions if clause.start <= m.start < clause.end]
        if len(owners) < 2 or "、" not in self.text[clause.start : clause.end]:
            return False
        counted = [t for t in self.sentence.tokens if clause.start <= t.number_start < clause.end]
        return len(counted) >= 2 and owners[0].end <= counted[0].number_start <= owners[-1].start

    # --- when

    def as_of_at(self, token: Token) -> date | None:
        """As of when: the last date of the sentence before the figure, else what is carried, else the
        document's."""
        own = self._date_of(token)
        day = self._capped(own) if own else self.carried.as_of or self.document_as_of
        then = self._then_of(token, own)
        return earlier(then, day) if then and day else day

    def since_at(self, token: Token) -> date | None:
        """The first day of the period that `as_of_at` ends, where one is printed."""
        own = self._date_of(token)
        if self._then_of(token, own):
            return None
        return _begin(own) if own else self.carried.since

    def _then_of(self, token: Token, own: DateMention | None) -> str | None:
        """The words that put a figure back in time: 上年同期为75.2%; 去年受理120件,办结118件.

        They hold for their clause, and for the following ones where no figure stands before them in their part of the
        sentence.
        """
        number, clause = self.clause_of(token.number_start)
        part = max(self.sentence.start, self.text.rfind(";", 0, token.number_start) + 1)
        begin = max(part, own.end if own and own.start < token.number_start else part)
        found = None
        for match in _EARLIER.finditer(self.text, begin, token.start):
            said_in, said_clause = self.clause_of(match.start())
            if self.is_masked(match.start()) or said_clause.depth > clause.depth:
                continue
            leads = not any(part <= t.number_start < match.start() for t in self.sentence.tokens)
            if said_in == number or leads:
                found = match
        if found is None or _BACK_TO_NOW.search(self.text, found.end(), token.start):
            return None
        return found["then"]

    def base_in_bracket(self, token: Token) -> tuple[bool, date | None]:
        """Whether a figure stands alone in brackets behind what is compared with, and as of when it is.

        较去年同期(75.20%)提升3.37个百分点. The date is None where it is not of the document's own figures (高于全省平均水平(92%)).
        """
        number, clause = self.clause_of(token.number_start)
        if clause.opener != "(" or number == 0 or self.text[clause.start : token.start].strip("为是:约"):
            return False, None
        before = self.sentence.clauses[number - 1]
        base = self.base_date(before.start, before.end)
        if base is not None and base.end == before.end:
            return True, base.value
        words = self.text[before.start : before.end]
        if said := _BASE_BEFORE_BRACKET.search(words):
            day = self.as_of_at(token)
            return True, earlier(said["then"], day) if day else None
        return _OTHERS_BASE.search(words) is not None, None

    def _date_of(self, token: Token) -> DateMention | None:
        """The date that the sentence itself gives a figure."""
        uses = {Use.CUT_OFF, Use.PERIOD}
        before = [m for m in self.sentence.dates if m.start < token.number_start and m.use in uses]
        if before:
            return before[-1]
        return next((m for m in self.sentence.dates if m.use is Use.CUT_OFF), None)

    def _capped(self, mention: DateMention) -> date | None:
        """A year or quarter that runs on when the document is written ends, for its figures, with the
        document."""
        value, limit = mention.value, self.document_as_of
        runs_on = mention.precision in {"year", "quarter"}
        if value and limit and runs_on and value > limit and value.year == limit.year:
            return limit
        return value

    def lies_ahead(self, token: Token) -> int | None:
        """Where the day stands that a figure is said of, if the document was written before it: 到12月底全市网办率达到90%.

        It stands in the figure's clause, alone before it, or before another figure that is demanded for it.
        """
        if self.written_on is None:
            return None
        number, _ = self.clause_of(token.number_start)
        for mention in reversed([m for m in self.sentence.dates if m.start < token.number_start]):
            if mention.use is Use.CUT_OFF or mention.value is None:
                return None
            if mention.use not in {Use.PERIOD, Use.DEADLINE}:
                continue
            ends = mention.use is Use.DEADLINE or _BY.search(self.text[: mention.start])
            if not ends or mention.value <= self.written_on:
                return None
            between = [f for f in self.found if mention.end <= f.token.number_start]
            named_in, clause = self.clause_of(mention.start)
            alone = named_in == number - 1 and _BEFORE.fullmatch(self.text, mention.end, clause.end)
            of_it = all(f.kind is Kind.TARGET for f in between) if between else named_in == number or alone
            return mention.start if of_it else None
        return None

    def aimed_at(self, token: Token) -> date | None:
        """As of when a demanded level shall hold, where the text says a period and no deadline:
        预计2020年."""
        uses = {Use.PERIOD, Use.DEADLINE}
        before = [m for m in self.sentence.dates if m.start < token.start and m.use in uses]
        if not before or _BEFORE.match(self.text, before[-1].end):
            return None
        return before[-1].value

    def base_date(self, start: int, end: int) -> DateMention | None:
        """The date that a span compares with: 较5月份, 由5月份."""
        return next((m for m in self.sentence.dates if start <= m.start < end and m.use is Use.BASE), None)

    def base_day(self, start: int, token: Token) -> date | None:
        """As of when a figure is that another is compared with: 由5月份的85%, 由上年同期的75%."""
        base = self.base_date(start, token.number_start)
        if base is not None:
            return base.value
        said = _BASE_BEFORE_BRACKET.search(without_dates(self.text[start : token.start]).rstrip("的"))
        day = self.as_of_at(token)
        return earlier(said["then"], day) if said and day else None

    def deadline_at(self, token: Token) -> date | None:
        """By when: the last deadline before the figure in its sentence, else the one the paragraph began
        with."""
        for use in (Use.DEADLINE, Use.PERIOD):
            mention = self._last_before(token, use)
            if mention is not None:
                return mention.value
        return self.carried.deadline

    def _last_before(self, token: Token, use: Use) -> DateMention | None:
        before = [m for m in self.sentence.dates if m.start < token.number_start and m.use is use]
        return before[-1] if before else None

    def note_bodies(self, mention: WhoseMention | None) -> None:
        """Whose the following figures are, known by a figure of the sentence itself."""
        if mention is not None:
            self.mentions = sorted([*self.mentions, mention], key=lambda known: known.start)

    def note_criterion(self, token: Token, words: str) -> None:
        """Take `token` for what picks out bodies; `words` say what they are chosen by, "" where nothing does."""
        self.criteria.add(token.number_start)
        self.carried.criterion = words or self.carried.criterion

    def note_open(self, token: Token, reason: str = "no words say what is counted") -> None:
        """Keep a figure for review: what the sentence says of it is not wholly understood."""
        if all(token != known for known, _ in self.carried.open):
            self.carried.open.append((token, reason))

    def carry_on(self, found: Found) -> None:
        """Keep the date or the deadline of a figure for the sentences that follow."""
        if found.kind is Kind.TARGET:
            mention = self._last_before(found.token, Use.DEADLINE)
            if mention and _UNTIL.search(self.text[max(0, mention.start - 1) : mention.start]):
                self.carried.deadline = mention.value
        elif not found.of_base and (own := self._date_of(found.token)):
            self.carried.as_of, self.carried.since = self._capped(own), _begin(own)

    # --- what

    def bare(self, start: int, end: int, *, keep_bodies: bool = False) -> str:
        """The text of a span without owners, with a mark where a date was.

        `keep_bodies` leaves 单位 behind a scope word that ends the span: there the bodies themselves are
        counted.
        """
        pieces = []
        position = start
        cuts = [(m.start, m.end, DATE_MARK) for m in self.sentence.dates]
        cuts += [(m.start, m.end, "") for m in self.mentions]
        for cut_start, cut_end, mark in sorted(cuts):
            if cut_start < position or cut_end > end:
                continue
            pieces.append(self.text[position:cut_start])
            pieces.append(mark)
            position = cut_end
            if not mark and cut_end < end:
                rest = measured_phrases.after_scope(self.text[cut_end:end])
                if rest or not keep_bodies:
                    position = end - len(rest)
        pieces.append(self.text[position:end])
        return "".join(pieces)

    @staticmethod
    def clean(bare: str) -> str:
        """A bare text as a phrase."""
        return measured_phrases.clean(without_dates(bare))

    def inherited(self, index: int, start: int) -> str | None:
        """The indicator that a figure at `index` takes over when its phrase, from `start`, names none.

        What came before in its clause, else what the nearest clause with a figure is about, else the topic
        of a clause without one (建议类办件较少,仅有29件), else what the paragraph spoke of, else the
        heading.
        """
        number, clause = self.clause_of(index)
        if start > clause.start and self.carried.raw:
            return self.carried.raw
        for before in reversed(self.sentence.clauses[:number]):
            if self.has_figure(before):
                return self.carried.raw or self._ranked()
            bare = self.bare(before.start, before.end)
            if _COMPARES_ONLY.fullmatch(bare):
                continue
            about = measured_phrases.topic(without_dates(bare))
            if len(about) >= 2 and not _NO_TOPIC.search(about):
                heading = self.heading_topic()
                return (
                    measured_phrases.with_subject(about, heading)
                    if measured_phrases.needs_subject(about)
                    else about
                )
        return self.carried.raw or self._ranked() or self.heading_topic()

    def listed(self, token: Token) -> str | None:
        """What the members of a list are measured by: 唐河县(12.3万件), 市水利局(85.2%), 涉及市住建局3件."""
        if token.unit == "%" and self.carried.criterion:
            return self.carried.criterion
        counted = self.last_counted(token.unit)
        said = _WHO_DID.search(self.text[self.sentence.start : token.number_start])
        if said and (counted is None or counted[-2:] not in said["what"]):
            return said["what"]
        return counted or self._ranked() or self.carried.raw

    def last_counted(self, unit: str | None) -> str | None:
        """The last thing that was counted in `unit`."""
        before = reversed([*self.carried.found, *self.found])
        return next((f.raw for f in before if f.unit == unit and f.kind is Kind.VALUE), None)

    def counted_before(self, phrase: str) -> Found | None:
        """The first count of the sentence that a rate `phrase` may be of: none stands between that has a rate of its own."""
        found: Found | None = None
        for before in self.found:
            if before.kind is Kind.VALUE and before.raw.endswith(phrase):
                found = None
            elif (
                found is None
                and before.kind is Kind.VALUE
                and before.unit not in RATE_UNITS
                and not before.completes
            ):
                found = before
        return found

    def counted_thing(self) -> str | None:
        """The last thing counted in the sentence that says what it is: not 办结420件, which is of the same thing."""
        for before in reversed(self.found):
            counts = before.kind is Kind.VALUE and before.unit not in RATE_UNITS
            if counts and not measured_phrases.of_a_deed(before.raw):
                return measured_phrases.thing_of(before.raw)
        return None

    def last_count(self, token: Token) -> Found | None:
        """The count right before a rate, in the same part of the sentence and of the same owner."""
        part = self.text.rfind(";", 0, token.number_start)
        for before in reversed(self.found):
            if before.token.number_start < part or before.whose != self.whose_at(token.number_start):
                return None
            if before.kind is Kind.VALUE and before.unit not in RATE_UNITS:
                return before
        return None

    def _ranked(self) -> str | None:
        return self.carried.ranked[0] if self.carried.ranked else None

    def heading_topic(self) -> str | None:
        return measured_phrases.topic(self.section.heading) if self.section.heading else None


def _begin(mention: DateMention) -> date | None:
    return mention.first if mention.use is Use.PERIOD else None


def without_dates(bare: str) -> str:
    """A bare text without the marks where dates were."""
    return bare.replace(DATE_MARK, "")
