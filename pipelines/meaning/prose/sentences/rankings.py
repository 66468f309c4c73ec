"""Lists of leaders and laggards: 靠前的是A、B; A、B等县主动评价率较低; A、B受理量排名前十位; 全市排名较后; and of
those that have not finished.

What belongs here: finding such lists in a sentence, with their names in the printed order. What does not:
finding ranks with a number (`printed_figures`), and those who have not finished (`unfinished_lists`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from extractors.printed.numbers import chinese_integer
from pipelines.meaning.prose.lexing.ignored_digits import Use
from pipelines.meaning.prose.lexing.paragraph_lexing import Clause
from pipelines.meaning.prose.lexing.printed_figures import Token
from pipelines.meaning.prose.prose_scopes import Whose
from pipelines.meaning.prose.sentences import measured_phrases
from pipelines.meaning.prose.sentences.figure_findings import Found
from pipelines.meaning.prose.sentences.sentence_context import SentenceContext, without_dates
from pipelines.meaning.prose.sentences.unfinished_lists import find_unfinished
from pipelines.meaning.prose.statements import Kind

_TOP = (
    "排名靠前|较为靠前|相对靠前|靠前|领先|名列前茅|位居前列|前列|较高|最高|偏高|较好|最好|较多|最多|"
    "较快|最快|首位"
)
_BOTTOM = (
    "排名靠后|较为靠后|相对靠后|靠后|落后|较低|最低|偏低|较差|最差|较少|最少|较慢|最慢|滞后|较后|末位|"
    "垫底|后列|不高|不理想"
)
_MARK = re.compile(rf"(?P<top>{_TOP})|(?P<bottom>{_BOTTOM})")
_MARK_AT_END = re.compile(rf"(?:相对|比较|均|都|排名)*(?:(?P<top>{_TOP})|(?P<bottom>{_BOTTOM}))$")
# One name alone is a ranking only where it is said to stand first or last.
_UTMOST = re.compile(r"最[高低多少好差快慢]|首位|末位|垫底")
_KINDS = r"(?:县\(市、区\)|县\(区\)|县市区|单位|部门|地区|县区|县|区|街道|乡镇|窗口|几个)"
_NAMES_FOLLOW = re.compile(
    rf"^(?:{_TOP}|{_BOTTOM})的?{_KINDS}*"
    r"(?:(?:依次|分别)?(?:是|为|有|包括|主要是|主要有)[:,]?|[:,](?:如|例如|比如|有|分别是|分别为|依次是|"
    r"依次为):?|:|,?(?:如|例如|比如):?)"
)
_EXAMPLES = re.compile(r"(?:如|例如|比如):?$")
_LIMIT = re.compile(
    r"(?:排名|位居|位列|名列|居|排|列|排在|进入)(?:全市|全省|全县|全区)?(?P<side>[前后末])(?P<number>\d{1,2}|"
    r"[一二三四五六七八九十]{1,3})(?:名|位|强)?"
)
_SUCH = re.compile(
    rf"^等?(?:[\d一二三四五六七八九十]+)?(?:个|家)?(?:(?<=[等个家]){_KINDS}|单位|部门|窗口)?(?:的)?"
)
_AND_MORE = re.compile(r"等(?:[\d一二三四五六七八九十]*(?:个|家)?[一-鿿()、]{0,8})?$")
_JOINED = re.compile(r"、|(?<=[局委办院县区市])(?:和|及|与)")
_STANDING = re.compile(r"(?:(?:综合)?(?:排名|位次|名次)|的?情况|相对|比较)+$")
_AMONG = re.compile(r"^(?:在)?(?:全市|全县|全区|[一-鿿]{1,3}个[一-鿿]{1,4})(?:中|里)")
_OWN_PLACE = re.compile(
    r"(?:全国|全省|全市|全县|全区|全州)(?:排名|位次|各县区?)?(?:处于|位于|居|位居|排|仍|还|整体|总体|"
    r"比较|相对|较为|位列|名列)*"
    r"(?:(?P<top>前列|靠前|领先|首位|上游)|(?P<bottom>较后|靠后|末位|落后|后列|下游|垫底|倒数))$"
)
_RANKED = re.compile(
    r"(?:综合)?(?:排名|位次|名次|分列|分居|位居|位列|名列|居|列|排|位|跃居|升至|降至|进入)(?:在|为|居)?"
    r"(?:全国|全省|全市|全县|全区|全州|各县市区?|各地市?|第一方阵)?(?:排名|位次|各市|各县)?(?:的|为|在|是)?$"
)
_RANKED_THING = re.compile(
    r"的(?!县|区|市|单位|部门|地区|街道|乡镇|镇)(?P<thing>[一-鿿]{2,8})(?=[:为是有分依])"
)
_AMONG_ALL = re.compile(
    r"(?:在)?(?:全国|全省|全市|全县|全区|全州)(?:各[一-鿿]{1,4}|\d{1,4}个[一-鿿()、]{1,8}?)?(?:中)?$"
)
# 提升空间较大 says nothing of who leads.
_NO_INDICATOR = re.compile(
    r"(?:反映|评价|表现|空间|差距|难度|压力|问题|潜力|力度|水平|工作|意识|进展|效果|影响)$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRanking:
    """A list in folded offsets of its paragraph."""

    raw: str
    direction: Literal["top", "bottom", "unfinished"]
    names: tuple[str, ...]
    start: int
    end: int
    whose: Whose
    as_of: date | None
    limit: int | None = None
    open_ended: bool = False


def read_rank(context: SentenceContext, token: Token, start: int, bare: str) -> Found:
    """A rank with a number: 排名全省第4, 受理量前5位."""
    phrase = measured_phrases.clean(_AMONG_ALL.sub("", _RANKED.sub("", without_dates(bare))))
    if "、" in phrase:
        # A、B受理量排名前十: the names are no part of what is ranked.
        last = phrase.rsplit("、", 1)[1]
        owner = context.places.at_head(last, 0, len(last))
        phrase = last[owner.end :] if owner else phrase
    if not phrase and (thing := _RANKED_THING.match(context.text, token.end)):
        phrase = thing["thing"]  # 位居前三的工单:
    if not phrase or measured_phrases.GENERIC.match(phrase):
        phrase = context.inherited(token.number_start, start) or phrase
    return Found(
        token=token,
        start=context.quote_start(start, token),
        end=token.end,
        raw=phrase or "排名",
        whose=context.whose_at(token.number_start),
        kind=Kind.RANK,
        value=token.value,
        unit="名",
        comparator=token.comparator,
        as_of=context.as_of_at(token),
    )


def find_rankings(context: SentenceContext) -> list[FoundRanking]:
    """The lists of the sentence that `context` has just read."""
    found: list[FoundRanking] = []
    clauses = context.sentence.clauses
    number = 0
    while number < len(clauses):
        lists, last = _names_after(context, number)
        if not lists:
            lists, last = _names_before(context, number) or _own_place(context, number), number
        if not lists:
            found.extend(_unfinished(context, number))
        if lists:
            found.extend(lists)
            context.carried.ranked = (lists[-1].raw, lists[-1].whose)
        number = last + 1
    return found


def _names_after(context: SentenceContext, number: int) -> tuple[list[FoundRanking], int]:
    """靠前的是A、B: the mark, then the names, in this clause or a later one; and the last clause that was
    used."""
    text, clauses = context.text, context.sentence.clauses
    clause = clauses[number]
    mark = _MARK.search(text, clause.start, clause.end)
    if mark is None:
        return [], number
    last = number
    names_start = None
    while last < len(clauses) and last - number <= 2:
        if last > number and clauses[last].opener not in {":", ","}:
            break
        match = _NAMES_FOLLOW.match(text[mark.start() : clauses[last].end])
        if match and mark.start() + match.end() < clauses[last].end:
            names_start = mark.start() + match.end()
            break
        last += 1
    if names_start is None:
        return [], number
    names, open_ended = _names(text[names_start : clauses[last].end])
    phrase = _STANDING.sub(
        "", measured_phrases.topic(context.clean(context.bare(clause.start, mark.start())))
    )
    carried = context.carried.ranked
    raw = phrase or (carried[0] if carried else None) or context.inherited(clause.start, clause.start)
    if not names or not raw:
        return [], number
    whose = _owner(context, names, clause)
    if not phrase and carried and whose.scope is None:
        whose = carried[1]
    ranking = FoundRanking(
        raw=raw,
        direction="top" if mark["top"] else "bottom",
        names=names,
        start=_first(text, clause),
        end=clauses[last].end,
        whose=whose,
        as_of=_as_of(context, clause),
        open_ended=open_ended or bool(_EXAMPLES.search(text[mark.end() : names_start])),
    )
    return _each(ranking), last


def _names_before(context: SentenceContext, number: int) -> list[FoundRanking]:
    """A、B等县主动评价率相对较高; A、B受理量排名前十位; 地直街道…,在五个街道中办理数量最高."""
    text = context.text
    clause = context.sentence.clauses[number]
    limit = _LIMIT.search(text, clause.start, clause.end)
    mark = _MARK_AT_END.search(text[clause.start : clause.end])
    if limit is None and mark is None:
        return []
    end = limit.start() if limit else clause.start + (mark.start() if mark else 0)
    names, rest_start = _leading_names(
        context, context.past_dates(clause.start, clause.end), end, anything=limit is not None
    )
    utmost = mark is not None and _UTMOST.search(mark.group()) is not None
    if not names and utmost:
        subject = context.whose_at(end).subject
        names, rest_start = ([subject], clause.start) if subject else ([], end)
    if not names or (len(names) == 1 and not utmost and limit is None):
        return []
    rest = _SUCH.sub("", text[rest_start:end], count=1)
    phrase = _AMONG.sub("", _STANDING.sub("", measured_phrases.topic(context.clean(rest))))
    raw = phrase or context.inherited(clause.start, clause.start)
    if not raw or _NO_INDICATOR.search(raw):
        return []
    top = limit["side"] == "前" if limit else bool(mark and mark["top"])
    return _each(
        FoundRanking(
            raw=raw,
            direction="top" if top else "bottom",
            names=tuple(names),
            start=_first(text, clause),
            end=limit.end() if limit else clause.end,
            whose=_owner(context, tuple(names), clause),
            as_of=_as_of(context, clause),
            limit=chinese_integer(limit["number"]) if limit else None,
            open_ended=text.startswith("等", rest_start) and rest_start > clause.start,
        )
    )


def _leading_names(
    context: SentenceContext, start: int, end: int, *, anything: bool
) -> tuple[list[str], int]:
    """The names of the list that leads a clause, and where the rest begins.

    `anything` takes members that no registry and no form knows as names too: where a printed rank says that
    it is a list of names.
    """
    names: list[str] = []
    members = _split(context.text, start, end)
    for position, (a, b) in enumerate(members):
        last = position == len(members) - 1
        owner = context.places.at_head(context.text, a, b)
        if owner is not None and (last or owner.end == b) and not owner.whose.many:
            names.append(context.text[owner.start : owner.end])
            if last:
                return names, owner.end
        elif anything and not last and re.fullmatch(r"[一-鿿]{3,16}", context.text[a:b]):
            names.append(context.text[a:b])
        else:
            return [], end
    return [], end


def _own_place(context: SentenceContext, number: int) -> list[FoundRanking]:
    """我县权责清单发布情况排名全市前列: where the document's own place stands, without a number."""
    text = context.text
    clause = context.sentence.clauses[number]
    match = _OWN_PLACE.search(text, clause.start, clause.end)
    if match is None or context.scopes.own_name is None:
        return []
    whose = context.whose_at(match.start())
    phrase = _STANDING.sub("", context.clean(context.bare(clause.start, match.start())))
    phrase = re.sub(r"(?:位居|位列|居|列|处于|位于|在)+$", "", phrase)
    raw = measured_phrases.topic(phrase) or context.inherited(match.start(), clause.start)
    if not raw:
        return []
    raw = (
        re.sub(r"的?(?:压缩|提升)空间$", lambda found: "压缩" if "压缩" in found.group() else "", raw) or raw
    )
    name = whose.subject or context.scopes.own_name
    top = match["top"] is not None
    return [
        FoundRanking(
            raw=raw,
            direction="top" if top else "bottom",
            names=(name,),
            start=_first(text, clause),
            end=clause.end,
            whose=whose,
            as_of=_as_of(context, clause),
        )
    ]


def _unfinished(context: SentenceContext, number: int) -> list[FoundRanking]:
    """还有林业局未完成: open-ended unless the sentence says that all others have."""
    clause = context.sentence.clauses[number]
    listed = find_unfinished(context, number)
    if listed is None:
        return []
    ranking = FoundRanking(
        raw=listed.raw,
        direction="unfinished",
        names=listed.names,
        start=_first(context.text, clause),
        end=listed.end,
        whose=_owner(context, listed.names, clause),
        as_of=_as_of(context, clause),
        open_ended=not listed.complete,
    )
    return _each(ranking)


def _each(ranking: FoundRanking) -> list[FoundRanking]:
    """One ranking for each indicator that the words name: 主项覆盖率及子项覆盖率较低的单位."""
    return [replace(ranking, raw=part) for part in measured_phrases.split_list(ranking.raw)]


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces = []
    position = start
    for match in _JOINED.finditer(text, start, end):
        pieces.append((position, match.start()))
        position = match.end()
    pieces.append((position, end))
    return [(a, b) for a, b in pieces if b > a]


def _names(text: str) -> tuple[tuple[str, ...], bool]:
    """The names of a list, and whether it says that there are more (等)."""
    text = text.strip('“”" ')
    more = _AND_MORE.search(text)
    text = text[: more.start()] if more else text
    names = tuple(part.strip(" .") for part in _JOINED.split(text))
    if not all(names) or any(len(name) > 24 or re.search(r"[\d%]", name) for name in names):
        return (), False
    return names, more is not None


def _owner(context: SentenceContext, names: tuple[str, ...], clause: Clause) -> Whose:
    """The scope of a list: the one that was announced (县区方面:), else what its names are."""
    whose = context.whose_at(clause.end - 1)
    if whose.scope is not None and whose.scope != context.scopes.default:
        return whose
    counties = all(name.endswith(("县", "区", "市", "旗")) for name in names)
    if context.scopes.default in {"全市", "全州", "全盟"} and counties and len(names) > 1:
        return Whose("县级")
    return Whose(None)


def _as_of(context: SentenceContext, clause: Clause) -> date | None:
    own = None
    for mention in context.sentence.dates:
        if mention.start < clause.end and mention.use in {Use.CUT_OFF, Use.PERIOD}:
            own = mention.value
    return own or context.carried.as_of or context.document_as_of


def _first(text: str, clause: Clause) -> int:
    start = clause.start
    while start < clause.end - 1 and text[start] in ",:;、。.)(-·• ":
        start += 1
    return start
