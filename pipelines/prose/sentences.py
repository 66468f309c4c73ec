"""Reading a sentence from left to right: each figure gets its indicator, its owner, its date and its kind.

What belongs here: the order of reading and what is carried from clause to clause. The words themselves are in
`scopes`, `phrases`, `rules` and `figures`; lists that are dealt out in `dealing`; leaders and laggards in `rankings`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from pipelines.prose import phrases
from pipelines.prose.dealing import deal, share
from pipelines.prose.figures import Form, Token
from pipelines.prose.lexing import Clause, SentenceSpan
from pipelines.prose.model import Comparator, Kind
from pipelines.prose.rules import DateMention, Use
from pipelines.prose.scopes import Places, Scopes, Whose, WhoseMention
from pipelines.prose.sections import Section

# Stands for a date that was cut out of a phrase, so that 较5月份降低 is seen to compare with something.
_DATE = "\x01"

_PAST = r"(?:去年同期|上年同期|去年|上年末|上年|上月末|上月|上个月|上季度|上周|上期|前一日|前一月|前一年|同期|年初|期初|年底|之前|以前|改革前|整改前|全市平均(?:水平|值)?|全省平均(?:水平|值)?|全国平均(?:水平|值)?|平均(?:水平|值)?)"
_UP = "前进|增长|增加|上升|提高|提升|上涨|回升|增多|扩大|攀升"
_DOWN = "后退|后移|下降|降低|减少|下滑|回落|下跌|缩小|收窄|降幅|减幅"
_CHANGE = re.compile(
    rf"(?P<lead>(?:(?:较|(?<![占缩环对之相百同])比|与|同|和|相较|相比|对比)于?(?:{_DATE}|{_PAST})+(?:末|底|的)?(?:相比|同期|比)?,?)?(?P<period>同比|环比)?)"
    rf"(?:整体|总体|总量|平均|均|各|分别|大幅|小幅|略有|有所|继续|实际|净|累计|则|也|又|已|共|约|呈)*"
    rf"(?P<verb>{_UP}|{_DOWN}|[多高增升少低减降](?=了?约?近?$))(?:幅度)?(?:了|约|近|为|达到|达|{_DATE})*$"
)
_APART = re.compile(
    r"(?P<verb>高于|高出|高过|领先于?|优于|多于|低于|落后于?|少于)(?P<what>[^,;:。]{2,14}?)(?:约|近)?$"
)
_FROM = re.compile(rf"(?:由|从)(?:{_DATE}|{_PAST})*(?:末|底)?(?:的|原来的|之前的)?$")
_RATE = re.compile(r"(?:率|占比|比例|比重|比值|比|覆盖度|满意度)$")

# What makes the rest of a sentence a demand, and what ends it.
_DEMAND = re.compile(
    r"(?<!各项)(?<!工作)(?<!任务)(?<!有关)(?<!相关)(?<!标准)(?<!目标)(?<!化)(?<!按)(?<!合)要求(?![,，、。:;)的\]”\"]|$|进行|制|开展|，)|确保|力争|争取|务必|必须|应当|须(?=达到|不|在|于)|应(?=达到|不低于|不少于|不超过|在)|要(?=达到|大于|小于|高于|不低于|不少于|不超过|做到|实现|控制|在\d)|"
    r"目标(?:值)?(?:为|是)|省定目标|计划(?=到|在|于|完成|实现|达到|新增)|预计(?=\d|到|能|可|将|今年|全年|明年|年底|\x01)|不得(?=低于|少于|超过|高于)"
)
_ACCORDING = re.compile(r"(?:按照?|根据|依据|对照|围绕|依照)[^,。;]{0,40}?要求")
_STATUS = re.compile(r"目前|现已|已(?!经?(?:规划|计划))|截至|截止|实际|当前|现有|累计|完成了|达到了")
_FALLING = re.compile(r"(?:降至|降到|降低到|降低至|下降到|下降至|减少到|减少至|控制在|压缩至|压缩到|压减到|压减至|缩短至|缩短到|缩减到|不再超过|低至)(?:约|近)?$")
_DUTY_AFTER = re.compile(r"^的?[^,。;]{0,6}?(?:要|应|须|需|将|一律|予以|必须)")
_LIST_UNITS = frozenset({"项", "个", "类", "种", "家", "方面", "部门", "名", "大类"})
# A fall by more than 60 % is a change below -60 %.
_TURNED: dict[Comparator, Comparator] = {"=": "=", ">": "<", "<": ">", ">=": "<=", "<=": ">="}
_BODY = re.compile(r"[一-鿿]{2,16}(?:中心|局|委|(?<=[府改编信外创管])办|院|所|站|队|公司|集团|厅|处|科|馆|校|行|街道|镇|乡|县|区|市)")
_ALTOGETHER = re.compile(r"(?:合计|总计|共计|总体|以上)")
_LISTED_BODIES = re.compile(r"(的(?:单位|部门|地区|县区|窗口|企业|街道|乡镇))(?:有|为|是|包括).*等$")
_BODIES = re.compile(r"(?:县\(市、区\)|县\(区\)|县市区|县区|[县区市]|单位|部门|地区|窗口|街道|乡镇|企业)")
_CHOSEN = re.compile(r"^的(?:单位|部门|地区|县|区|窗口|事项|企业|街道|乡镇|市|地方|有\d|共有|达\d|占|\d)")
_BEFORE = re.compile(r"(?:之|以)?前|内")
_SCORING = re.compile(r"每.*(?:扣|加|奖励|减)")
_COVER_DONE = re.compile(r"(?:实现|达到|已|完成|做到)")


@dataclass(frozen=True, slots=True)
class Found:
    """A figure with all that the sentence says of it, in folded offsets of its paragraph."""

    token: Token
    start: int
    end: int
    raw: str
    whose: Whose
    kind: Kind
    value: Decimal | None
    unit: str | None
    comparator: Comparator
    as_of: date | None
    deadline: date | None = None
    compared_with: str | None = None
    condition: bool = False
    # The unit to ask the registry with, where it isn't the printed one (the base of a change).
    asked_unit: str | None = None
    # A share of what came before (占全市转办量的): the next figure is not about it.
    part_of: bool = False


@dataclass
class Carried:
    """What is carried from sentence to sentence of a paragraph."""

    raw: str | None = None
    unit: str | None = None
    as_of: date | None = None
    deadline: date | None = None
    # What the last list of leaders or laggards was about, and of whom: 。靠后的是:桐柏县.
    ranked: tuple[str, Whose] | None = None
    # What a list of bodies was chosen by: 办结率低于90%的单位有3个:市水利局(85.2%).
    criterion: str | None = None
    found: list[Found] = field(default_factory=list)
    # Figures that a rule of the sentence takes out, with its name.
    dropped: list[tuple[Token, str]] = field(default_factory=list)
    unnamed: list[Token] = field(default_factory=list)


class SentenceReader:
    """Reads the sentences of one paragraph. One object for one paragraph."""

    def __init__(
        self,
        text: str,
        section: Section,
        scopes: Scopes,
        places: Places,
        document_as_of: date | None,
        masked: tuple[tuple[int, int], ...],
        carried: Carried,
    ) -> None:
        self.text = text
        self.section = section
        self.scopes = scopes
        self.places = places
        self.document_as_of = document_as_of
        self.masked = masked
        self.carried = carried
        self.default = self._heading_scope()
        self._criteria: set[int] = set()

    def _heading_scope(self) -> Whose:
        heading = self.section.heading
        if heading:
            named = {m.whose.scope for m in self.scopes.find(heading)} - {self.scopes.default}
            if len(named) == 1:
                return Whose(named.pop())
        return Whose(self.scopes.default)

    # --- one sentence

    def read(self, sentence: SentenceSpan) -> list[Found]:
        """The figures of a sentence, in order."""
        self.sentence = sentence
        self.mentions = self._mentions(sentence)
        found: list[Found] = []
        self.found = found
        used_to = sentence.start
        tokens = list(sentence.tokens)
        index = 0
        while index < len(tokens):
            run = self._run(tokens, index)
            dealt = deal(self, run, used_to) if run else []
            if dealt:
                found.extend(dealt)
                self._remember(dealt[-1])
                used_to = dealt[-1].end
                index += len(run)
                continue
            token = tokens[index]
            later = index + 2 if token.range_mate and self._mate_follows(tokens, index) else index + 1
            following = tokens[later] if later < len(tokens) else None
            if token.range_mate and found and found[-1].token.start == token.start and found[-1].token.range_mate:
                first = found[-1]
                found.append(
                    _other_end(first, token)
                )
                index += 1
                continue
            read = self.figure(token, following, used_to)
            found.extend(read)
            if read:
                self._remember(read[-1])
            # What was no statement stays in the words of the next: 办结率低于90%的单位有3个.
            if read or not self.carried.dropped or self.carried.dropped[-1] != (token, "criterion"):
                used_to = max(used_to, read[-1].end if read else token.end)
            index += 1
        self.carried.found.extend(found)
        return found

    def _remember(self, found: Found) -> None:
        if found.kind is Kind.RANK:
            self.carried.ranked = (found.raw, found.whose)
        if found.part_of:
            return
        if found.kind is not Kind.RANK and not _SCORING.match(found.raw):
            self.carried.raw = found.raw
            if found.kind is not Kind.CHANGE:
                self.carried.unit = found.unit

    @staticmethod
    def _mate_follows(tokens: list[Token], index: int) -> bool:
        return index + 1 < len(tokens) and tokens[index + 1].start == tokens[index].start

    def clause_of(self, index: int) -> tuple[int, Clause]:
        """The clause in which a folded character stands, and its number in the sentence."""
        for number, clause in enumerate(self.sentence.clauses):
            if clause.start <= index < clause.end:
                return number, clause
        last = len(self.sentence.clauses) - 1
        return last, self.sentence.clauses[last]

    def _run(self, tokens: list[Token], index: int) -> list[Token]:
        """The figures from `index` on that nothing but 、 and 和 separates: two or more, or none."""
        run = [tokens[index]]
        for token in tokens[index + 1 :]:
            between = self.text[run[-1].end : token.start]
            if token.range_mate or token.form is not run[0].form or not re.fullmatch(r"(?:[、,/]|和|与|及|以及)+", between):
                break
            run.append(token)
        return run if len(run) > 1 else []

    # --- of whom

    def _mentions(self, sentence: SentenceSpan) -> list[WhoseMention]:
        inside = self.text[: sentence.end]
        found = [
            mention
            for mention in self.scopes.find(inside)
            if mention.start >= sentence.start and not self.is_masked(mention.start)
        ]
        starts = [clause.start for clause in sentence.clauses] + [token.end for token in sentence.tokens]
        for start in starts:
            _, clause = self.clause_of(start) if start < sentence.end else (0, None)
            if clause is None:
                continue
            mention = self.places.at_head(self.text, self.past_dates(start, clause.end), clause.end)
            if mention and not self.is_masked(mention.start) and not any(
                mention.start < other.end and other.start < mention.end for other in found
            ):
                found.append(mention)
        return sorted(found, key=lambda mention: mention.start)

    def is_masked(self, index: int) -> bool:
        return any(start <= index < end for start, end in self.masked)

    def past_dates(self, start: int, end: int) -> int:
        """The first character after the dates that lead a clause (截至12月27日, 6月份)."""
        position = start
        for mention in self.sentence.dates:
            if position <= mention.start <= position + 4 and mention.end <= end:
                if re.fullmatch(r"[、,]?(?:截至|截止|截止到|在|于|自|从|到)?", self.text[position : mention.start]):
                    position = mention.end
        return position

    def whose_at(self, index: int, *, demanding: bool = False) -> Whose:
        """Whose the figure at `index` is: the last owner named before it; one named in brackets counts only there.

        In a demand, an office named in an earlier clause is who shall do something there, not whose figure this is.
        """
        number, clause = self.clause_of(index)
        whose = self.default
        named_in = number
        for mention in self.mentions:
            if mention.end > index:
                break
            other, other_clause = self.clause_of(mention.start)
            if other_clause.depth > 0 and not self._same_bracket(other, number):
                continue
            if other != number and self._listed_beside(mention, other_clause):
                continue
            if demanding and mention.whose.scope is None and other != number and not self._has_figure(other_clause):
                continue
            whose = mention.whose
            named_in = other
        if named_in != number and _ALTOGETHER.match(self.text, clause.start):
            return self.default
        return whose

    def _listed_beside(self, mention: WhoseMention, clause: Clause) -> bool:
        """Whether the owner is one of several that a clause lists with their figures: 省级3件、市级5件、县级7件,好评率.

        What follows such a list is not the last member's.
        """
        owners = [m for m in self.mentions if clause.start <= m.start < clause.end]
        if len(owners) < 2 or "、" not in self.text[clause.start : clause.end]:
            return False
        counted = [t for t in self.sentence.tokens if clause.start <= t.number_start < clause.end]
        return len(counted) >= 2 and owners[0].end <= counted[0].number_start <= owners[-1].start

    def _has_figure(self, clause: Clause) -> bool:
        return any(clause.start <= token.number_start < clause.end for token in self.sentence.tokens)

    def _same_bracket(self, first: int, second: int) -> bool:
        between = self.sentence.clauses[first : second + 1]
        return all(clause.depth > 0 for clause in between)

    # --- when

    def as_of_at(self, token: Token, before: int) -> date | None:
        """As of when: the last date of the sentence before the figure, else what is carried, else the document's."""
        own = None
        for mention in self.sentence.dates:
            if mention.start < token.number_start and mention.use in {Use.CUT_OFF, Use.PERIOD}:
                own = mention
        if own is None:
            own = next((m for m in self.sentence.dates if m.use is Use.CUT_OFF), None)
        if own is not None:
            self.carried.as_of = self._capped(own)
            return self.carried.as_of
        return self.carried.as_of or self.document_as_of

    def _capped(self, mention: DateMention) -> date | None:
        """A year or quarter that runs on when the document was written ends, for its figures, with the document."""
        value = mention.value
        limit = self.document_as_of
        if value and limit and value > limit and mention.precision in {"year", "quarter"} and value.year == limit.year:
            return limit
        return value

    def _aimed_at(self, token: Token) -> date | None:
        """As of when a demanded level shall hold, where the text says a period and no deadline: 预计2020年."""
        before = [m for m in self.sentence.dates if m.start < token.start and m.use in {Use.PERIOD, Use.DEADLINE}]
        if not before or _BEFORE.match(self.text, before[-1].end):
            return None
        return before[-1].value

    def _base_date(self, start: int, end: int) -> DateMention | None:
        return next((m for m in self.sentence.dates if start <= m.start < end and m.use is Use.BASE), None)

    def deadline_at(self, token: Token) -> date | None:
        """By when: the last deadline before the figure in its sentence, else the one the paragraph began with."""
        before = [m for m in self.sentence.dates if m.start < token.number_start]
        for mention in reversed(before):
            if mention.use is Use.DEADLINE:
                if re.search(r"(?:到|至)$", self.text[max(0, mention.start - 1) : mention.start]):
                    self.carried.deadline = mention.value
                return mention.value
        for mention in reversed(before):
            if mention.use is Use.PERIOD:
                return mention.value
        return self.carried.deadline

    # --- what

    def bare(self, start: int, end: int, *, keep_bodies: bool = False) -> str:
        """The text of a span without owners, with a mark where a date was.

        `keep_bodies` leaves 单位 behind a scope word that ends the span: there the bodies themselves are counted.
        """
        pieces = []
        position = start
        cuts = sorted(
            [(m.start, m.end, _DATE) for m in self.sentence.dates]
            + [(m.start, m.end, "") for m in self.mentions]
        )
        for cut_start, cut_end, mark in cuts:
            if cut_start < position or cut_end > end:
                continue
            pieces.append(self.text[position:cut_start])
            pieces.append(mark)
            position = cut_end
            if not mark and cut_end < end:
                rest = phrases.after_scope(self.text[cut_end:end])
                if rest or not keep_bodies:
                    position = end - len(rest)
        pieces.append(self.text[position:end])
        return "".join(pieces)

    @staticmethod
    def clean(bare: str) -> str:
        """A bare text as a phrase."""
        return phrases.clean(_without_dates(bare))

    def inherited(self, index: int, start: int) -> str | None:
        """The indicator that a figure without a phrase of its own takes over."""
        number, clause = self.clause_of(index)
        if start > clause.start and self.carried.raw:
            return self.carried.raw
        for earlier in reversed(self.sentence.clauses[:number]):
            if self._has_figure(earlier):
                return self.carried.raw or (self.carried.ranked[0] if self.carried.ranked else None)
            about = phrases.topic(_without_dates(self.bare(earlier.start, earlier.end)))
            if len(about) >= 2 and not re.search(r"(?:来看|看|方面|以来|期间|情况下|基础上|同时|趋势|如下|工作)$", about):
                return phrases.with_subject(about, self._heading_subject()) if phrases.needs_subject(about) else about
        ranked = self.carried.ranked[0] if self.carried.ranked else None
        return self.carried.raw or ranked or self._heading_subject()

    def _listed(self, token: Token) -> str | None:
        """What the members of a list are measured by: 唐河县(12.3万件), 市水利局(85.2%), 涉及市住建局3件."""
        if token.unit == "%" and self.carried.criterion:
            return self.carried.criterion
        ranked = self.carried.ranked[0] if self.carried.ranked else None
        return self._last_counted(token.unit) or ranked or self.carried.raw

    def _counted_right_before(self, clause: Clause) -> bool:
        """Whether a count stands right before the bracket: 投诉类8765件(29.1%)."""
        return any(
            token.end == clause.start - 1 and token.unit not in {"%", None} for token in self.sentence.tokens
        )

    def _last_counted(self, unit: str | None) -> str | None:
        """The last thing that was counted in `unit`."""
        found = (f.raw for f in reversed([*self.carried.found, *self.found]) if f.unit == unit and f.kind is Kind.VALUE)
        return next(found, None)

    def subject(self, index: int, start: int) -> str | None:
        """What a phrase such as 占比 is about."""
        return self.inherited(index, start)

    def _heading_subject(self) -> str | None:
        return phrases.topic(self.section.heading) if self.section.heading else None

    # --- one figure

    def figure(self, token: Token, following: Token | None, used_to: int) -> list[Found]:
        number, clause = self.clause_of(token.number_start)
        start = max(clause.start, min(used_to, token.start))
        bare = self.bare(start, token.start)
        if token.form is Form.RANK:
            return [self._rank(token, start, bare)]
        if token.form is Form.FULL_COVER:
            return self._full_cover(token, start, bare)
        if self._is_enumeration(token, start):
            self.carried.dropped.append((token, "enumeration"))
            return []
        change = _CHANGE.search(bare)
        if self._is_criterion(token, bare):
            self.carried.criterion = self.clean(bare) or self.carried.criterion
            self.carried.dropped.append((token, "criterion"))
            return []
        if token.form is Form.UNCHANGED:
            return self._unchanged(token, start, bare)
        apart = _APART.search(_without_dates(bare) + self.text[token.start : token.number_start])
        if apart and (token.unit == "百分点" or re.search(r"(?:平均|均值|水平|同期)$", apart["what"])):
            return [self._apart(token, start, bare, apart)]
        if change and not (len(change["verb"]) == 1 and not change["lead"]):
            return [self._change(token, start, bare, change)]
        return self._value(token, following, start, clause, bare)

    def _value(self, token: Token, following: Token | None, start: int, clause: Clause, bare: str) -> list[Found]:
        bodies = token.unit in {"个", "家"}
        bare = _FROM.sub("", self.bare(start, token.start, keep_bodies=bodies))
        phrase = _LISTED_BODIES.sub(r"\1", phrases.demanded(self.clean(bare)))
        if chosen := self._chosen_ones(token, following, phrase):
            return [chosen]
        noun_end = self._noun_end(token, following, clause, phrase)
        bracketed = self._before_bracket(clause, start, phrase)
        if bracketed is None and noun_end == token.end:
            bracketed = self._owner_at_end(token, start, phrase)
        raw = self._with_noun(bare, phrase, self.text[token.end : noun_end]) if noun_end > token.end else phrase
        if not phrase and re.search(r"占(?:到|了|比)?(?:为|约|近)*$", _without_dates(bare)):
            raw = "占比"
        elif not phrase and token.unit == "%" and clause.opener == "(" and self._counted_right_before(clause):
            raw = "占比"
        if bracketed and not (raw and phrase and not phrases.needs_subject(phrase) and bracketed.subject not in phrase):
            raw = self._listed(token) or self.inherited(token.number_start, clause.start) or bracketed.subject or ""
        elif not raw:
            raw = self.inherited(token.number_start, start) or ""
        elif phrases.needs_subject(raw):
            raw = phrases.with_subject(raw, self.subject(token.number_start, start))
        elif noun_end == token.end and self.found and token.unit not in {"%", None} and "其中" not in bare:
            raw = phrases.with_deed(raw, self.found[-1].raw)
        if not raw:
            if token not in self.carried.unnamed:
                self.carried.unnamed.append(token)
            return []
        demanding = self._demanding(token, start) and not _SCORING.match(raw)
        falls_from = _FROM.search(self.bare(start, token.start)) is not None
        base = self._base_date(start, token.number_start) if falls_from else None
        as_of: date | None
        if falls_from:
            as_of = base.value if base else None
        elif demanding:
            as_of = self._aimed_at(token)
        else:
            as_of = self.as_of_at(token, start)
        comparator = self._target_comparator(token, bare) if demanding else token.comparator
        common = Found(
            token,
            self._quote_start(start, token),
            max(token.end, noun_end),
            raw,
            bracketed or self.whose_at(token.number_start, demanding=demanding),
            Kind.TARGET if demanding else Kind.VALUE,
            token.value,
            token.unit,
            comparator,
            as_of,
            self.deadline_at(token) if demanding else None,
            condition=demanding and self._is_condition(token),
            asked_unit=token.unit or (self.carried.unit if self.found else None),
            part_of=phrases.share_of_something(_without_dates(bare)) or (clause.opener == "(" and token.unit == "%"),
        )
        owned = share(self, common, start)
        if len(owned) > 1:
            return owned
        return [_named(common, part) for part in phrases.split_list(raw)]

    def _before_bracket(self, clause: Clause, start: int, phrase: str) -> Whose | None:
        """The name right before a bracket that holds nothing but a figure: 供电公司及其营业所(8个)."""
        if clause.opener != "(" or phrase or start > clause.start:
            return None
        name = re.search(r"(?!分别|是|为|有)[^,;:。、()]{2,40}$", re.sub(r".*(?:分别是|分别为|其中|包括)", "", self.text[self.sentence.start : clause.start - 1]))
        owner = self.places.at_head(name.group(), 0, len(name.group())) if name else None
        return replace(owner.whose, subject=name.group()) if owner and name else None

    def _owner_at_end(self, token: Token, start: int, phrase: str) -> Whose | None:
        """The body or place right before the figure: 最低为南召县80.1分, 涉及市住建局3件."""
        piece = re.search(r"(?:涉及|其中|最[高低多少好差](?:的)?|(?<=[为是有达]))?(?:为|是|有|的是)?(?P<name>[^,;:、。()为是有达]{2,18})$", self.text[start : token.start])
        if not piece:
            return None
        begin = start + piece.start("name")
        owner = self.places.at_head(self.text, begin, token.start)
        if owner is not None and owner.end == token.start and not owner.whose.many:
            return owner.whose
        listed = any(f.unit == token.unit for f in self.found) or self.carried.ranked or self.carried.criterion
        if listed and _BODY.fullmatch(piece["name"]) and (piece.end("name") - piece.start("name")) >= len(phrase) - 2:
            return Whose(None, piece["name"])
        return None

    def _noun_end(self, token: Token, following: Token | None, clause: Clause, phrase: str) -> int:
        """Where the thing that is counted ends, if it stands behind the figure (113种|证照模板); else the token's end."""
        stop = min(clause.end, following.start if following else clause.end)
        rest = self.text[token.end : stop]
        if phrases.is_amount(phrase) or not phrases.noun_follows(
            rest, verb_before=phrases.is_verb_only(phrase), percent=token.unit == "%", alone=not phrase
        ):
            return token.end
        reaches_next = following is not None and stop == following.start
        if token.unit in {"%", "‰", "百分点", None}:
            if reaches_next or phrases.has_head(phrase) or token.unit in {"百分点", None}:
                return token.end
            return stop
        if reaches_next and following is not None:
            after_next = self.text[following.end : clause.end]
            if following.unit in {"%", None} or not phrases.noun_follows(after_next):
                return token.end
        cut = re.search(r"、|和(?=\d)|及(?=\d)", rest)
        if cut and cut.start():
            rest = rest[: cut.start()]
        return token.end + len(phrases.without_tail(rest) if reaches_next else rest)

    @staticmethod
    def _with_noun(bare: str, phrase: str, noun: str) -> str:
        noun = re.sub(r"(?:中|内|等|里)$", "", noun)
        attributive = _without_dates(bare).endswith("的")
        if not phrase:
            return noun.removeprefix("的")
        if attributive:
            return f"{phrase}的{noun}"
        if "等" in phrase or "、" in phrase:
            return noun
        if phrase.endswith(noun):
            return phrase
        return phrase + noun

    def _rank(self, token: Token, start: int, bare: str) -> Found:
        bare = re.sub(r"(?:综合)?(?:排名|位次|名次|分列|分居|位居|位列|名列|居|列|排|位|跃居|升至|降至|进入)(?:在|为|居)?(?:全国|全省|全市|全县|全区|全州|各县市区?|各地市?|第一方阵)?(?:排名|位次|各市|各县)?(?:的|为|在|是)?$", "", _without_dates(bare))
        phrase = phrases.clean(re.sub(r"(?:在)?(?:全国|全省|全市|全县|全区|全州)(?:各[一-鿿]{1,4}|\d{1,4}个[一-鿿()、]{1,8}?)?(?:中)?$", "", bare))
        if "、" in phrase:
            # A、B受理量排名前十: the names are no part of what is ranked.
            last = phrase.rsplit("、", 1)[1]
            owner = self.places.at_head(last, 0, len(last))
            phrase = last[owner.end :] if owner else phrase
        raw = phrase if phrase and not phrases.GENERIC.match(phrase) else (self.inherited(token.number_start, start) or phrase)
        return Found(
            token, self._quote_start(start, token), token.end, raw or "排名", self.whose_at(token.number_start), Kind.RANK,
            token.value, "名", token.comparator, self.as_of_at(token, start),
        )  # fmt: skip

    def _apart(self, token: Token, start: int, bare: str, apart: re.Match[str]) -> Found:
        """How far above or below something else: 高于全省平均水平2.1个百分点."""
        cut = _APART.search(_without_dates(bare))
        phrase = self.clean(_without_dates(bare)[: cut.start()] if cut else "")
        raw = phrase or self.inherited(token.number_start, start) or apart["what"]
        below = apart["verb"].startswith(("低", "落", "少"))
        return Found(
            token, self._quote_start(start, token), token.end, raw, self.whose_at(token.number_start), Kind.CHANGE,
            -token.value if below else token.value, token.unit, "=", self.as_of_at(token, start), None, apart["what"],
            asked_unit=self.carried.unit if not phrase else None,
        )  # fmt: skip

    def _change(self, token: Token, start: int, bare: str, change: re.Match[str]) -> Found:
        phrase = self.clean(bare[: change.start()])
        if not phrase or re.search(r"趋势$", phrase):
            raw = self.inherited(token.number_start, start) or ""
        elif phrases.needs_subject(phrase):
            raw = phrases.with_subject(phrase, self.subject(token.number_start, start))
        else:
            raw = phrase
        down = re.fullmatch(rf"{_DOWN}|[少低减降]", change["verb"]) is not None
        value = -token.value if down else token.value
        unit = token.unit
        of_rate = bool(_RATE.search(raw)) or (not phrase and self.carried.unit == "%")
        if unit == "%" and of_rate and change["period"] is None:
            unit = "百分点"
        if unit is None:
            unit = self.carried.unit
        base = self._base_date(start, token.number_start)
        compared = self.text[base.start : base.end] if base else change["period"]
        if compared is None and change["lead"]:
            compared = _without_dates(change["lead"]).strip(",") or None
        demanding = self._demanding(token, start)
        if demanding:
            raw = f"{raw}{change['period'] or ''}{change['verb']}"
        return Found(
            token, self._quote_start(start, token), token.end, raw or (change["period"] or change["verb"]), self.whose_at(token.number_start),
            Kind.TARGET if demanding else Kind.CHANGE, token.value if demanding else value, token.unit if demanding else unit,
            self._target_comparator(token, bare) if demanding else (_TURNED[token.comparator] if down else token.comparator),
            self._aimed_at(token) if demanding else self.as_of_at(token, start),
            self.deadline_at(token) if demanding else None, compared,
            asked_unit=self.carried.unit if not phrase else ("%" if unit == "百分点" else token.unit if token.unit != "%" else None),
        )  # fmt: skip

    def _unchanged(self, token: Token, start: int, bare: str) -> list[Found]:
        match = re.search(rf"(?:(?:较|比|与|同|和)(?:{_DATE}|{_PAST})+(?:末|底|的)?(?:相比|同期)?(?:基本)?|同比|环比|基本)+$", bare)
        if not match:
            return []
        raw = self.clean(bare[: match.start()]) or self.inherited(token.number_start, start)
        if not raw:
            return []
        unit = "百分点" if _RATE.search(raw) or self.carried.unit == "%" else self.carried.unit
        base = self._base_date(start, token.number_start)
        compared = self.text[base.start : base.end] if base else None
        return [
            Found(token, self._quote_start(start, token), token.end, raw, self.whose_at(token.number_start), Kind.CHANGE,
                  Decimal(0), unit, "=", self.as_of_at(token, start), None, compared, asked_unit="%" if unit == "百分点" else unit)
        ]  # fmt: skip

    def _full_cover(self, token: Token, start: int, bare: str) -> list[Found]:
        demanding = self._demanding(token, start)
        phrase = self.clean(bare)
        if not phrase or not (demanding or _COVER_DONE.search(bare)):
            return []
        return [
            Found(
                token, self._quote_start(start, token), token.end, f"{phrase}全覆盖", self.whose_at(token.number_start, demanding=demanding),
                Kind.TARGET if demanding else Kind.VALUE, Decimal(100), "%", ">=" if demanding else "=",
                None if demanding else self.as_of_at(token, start), self.deadline_at(token) if demanding else None,
            )
        ]  # fmt: skip

    def _chosen_ones(self, token: Token, following: Token | None, phrase: str) -> Found | None:
        """有3个县区主动评价率低于50%: the count is of those that the second figure picks out."""
        if phrase or following is None or following.comparator == "=" or token.unit not in {"个", "家"}:
            return None
        words = self.text[token.end : following.start]
        if not _BODIES.match(words) or re.search(r"[,;:。()]", words):
            return None
        self.carried.criterion = phrases.clean(_BODIES.sub("", words, count=1)) or self.carried.criterion
        self._criteria.add(following.number_start)
        start = self._quote_start(self.clause_of(token.number_start)[1].start, token)
        return Found(
            token, start, token.end, self.text[token.end : following.end], self.whose_at(token.number_start), Kind.VALUE,
            token.value, token.unit, token.comparator, self.as_of_at(token, start),
        )  # fmt: skip

    def _is_criterion(self, token: Token, bare: str) -> bool:
        """办结率低于90%的单位有3个: the figure only says which ones are counted."""
        if token.number_start in self._criteria:
            return True
        if token.comparator == "=":
            rate = phrases.has_head(self.clean(bare)) and token.unit == "%"
            return rate and re.match(r"的(?:单位|部门|地区|县|区|窗口|企业|街道|乡镇)", self.text[token.end : token.end + 4]) is not None
        return token.comparator in {"<", ">", "<=", ">="} and bool(_CHOSEN.match(self.text[token.end : token.end + 8]))

    def _is_enumeration(self, token: Token, start: int) -> bool:
        """A count that closes a list of names: 主要包括A、B、C3项; A、B、C等12个部门."""
        if token.unit not in _LIST_UNITS or token.comparator != "=" or token.value < 2:
            return False
        before = self.text[start : token.start]
        if before.endswith("等"):
            if _LISTED_BODIES.search(before):
                return False  # 满意率100%的单位有A、B等8家单位 counts them
            return "、" in before and not phrases.noun_counts(self.text[token.end : token.end + 4])
        if before.endswith(("共", "计")):
            return False
        return "、" in before and len(before.split("、")) == token.value

    # --- report or demand

    def _demanding(self, token: Token, start: int) -> bool:
        """Whether the figure is demanded. A section of tasks demands; elsewhere a word of demand must stand before it."""
        begin = self.sentence.start
        # 按照《…》要求 only says whose rules were followed.
        begin = max(begin, self.text.rfind(";", begin, token.number_start) + 1)
        before = _ACCORDING.sub(lambda match: "·" * len(match.group()), self.text[begin : token.number_start])
        demand = None
        for match in _DEMAND.finditer(before):
            demand = match
        status = None
        for match in _STATUS.finditer(before):
            status = match
        if demand is not None and (status is None or status.start() < demand.start()):
            return True
        if self.section.demanding:
            return status is None or any(
                m.use is Use.DEADLINE and begin + status.start() < m.start < token.number_start for m in self.sentence.dates
            )
        return False

    def _target_comparator(self, token: Token, bare: str) -> Comparator:
        if token.comparator != "=":
            return token.comparator
        if _FALLING.search(_without_dates(bare)):
            return "<="
        return "=" if token.value == 0 else ">="

    def _is_condition(self, token: Token) -> bool:
        """低于50张的要反馈: the figure triggers a duty, it is no level to be reached."""
        after = self.text[token.end : self.sentence.end]
        return token.comparator in {"<", ">", "<=", ">="} and after.startswith("的") and bool(_DUTY_AFTER.match(after))

    def _quote_start(self, start: int, token: Token) -> int:
        """The quote begins with its clause, after what the last figure left over."""
        while start < token.start and self.text[start] in ",:;、。.)(-·• ":
            start += 1
        return start


def _without_dates(bare: str) -> str:
    return bare.replace(_DATE, "")


def _named(found: Found, raw: str) -> Found:
    return found if raw == found.raw else replace(found, raw=raw)


def _other_end(first: Found, token: Token) -> Found:
    return replace(first, token=token, value=token.value, unit=token.unit, comparator=token.comparator)
