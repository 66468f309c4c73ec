"""Lists of leaders and laggards: 靠前的是A、B; A、B等县主动评价率较低; A、B受理量排名前十位; 全市排名较后.

What belongs here: finding such lists in a sentence, with their names in the printed order. What does not: ranks
with a number (`figures`, `sentences`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from extractors.numbers import chinese_integer
from pipelines.prose import phrases
from pipelines.prose.lexing import Clause
from pipelines.prose.scopes import Whose
from pipelines.prose.sentences import SentenceReader

_TOP = "排名靠前|较为靠前|相对靠前|靠前|领先|名列前茅|突出|前列|位居前列|较高|最高|偏高|较好|最好|较多|最多|较快|最快|较大|最大|优秀|首位|首位的"
_BOTTOM = "排名靠后|较为靠后|相对靠后|靠后|落后|较低|最低|偏低|较差|最差|较少|最少|较慢|最慢|滞后|较后|末位|垫底|后列|不高|不理想|倒数"
_MARK = rf"(?P<top>{_TOP})|(?P<bottom>{_BOTTOM})"
_NAME_LIST = r"[^,;:。()0-9%]{2,}"
# X靠前的是A、B  /  靠后的是:A  /  X较低的单位:A、B  /  X较低,如:A、B
_NAMES_AFTER = re.compile(
    rf"(?:{_MARK})的?(?:县\(市、区\)|县\(区\)|县市区|[单部]位?门?|地区|县区|县|区|街道|乡镇|窗口|几个|前[三五十\d]+[名位个]?)*"
    r"(?:(?:依次|分别)?(?:是|为|有|包括|主要是|主要有)[:,]?|:|,?(?:如|例如|比如|分别是|分别为|依次是|依次为|有):?)$"
)
_LIMIT = re.compile(r"(?:排名|位居|位列|名列|居|排|列|排在|进入)(?:全市|全省|全县|全区)?(?P<side>[前后末])(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})(?:名|位|强)?")
_OPEN = re.compile(r"等")


@dataclass(frozen=True, slots=True)
class FoundRanking:
    """A list in folded offsets of its paragraph."""

    raw: str
    direction: Literal["top", "bottom"]
    names: tuple[str, ...]
    start: int
    end: int
    whose: Whose
    as_of: date | None
    limit: int | None = None
    open_ended: bool = False


def find_rankings(reader: SentenceReader) -> list[FoundRanking]:
    """The lists of the sentence that `reader` has just read."""
    found: list[FoundRanking] = []
    clauses = reader.sentence.clauses
    used: set[int] = set()
    last_raw: str | None = None
    for number, clause in enumerate(clauses):
        if number in used:
            continue
        ranking = _names_after(reader, number, last_raw) or _names_before(reader, number) or _own_place(reader, number, last_raw)
        if ranking is None:
            continue
        lists, through = ranking
        found.extend(lists)
        last_raw = lists[-1].raw
        used.update(range(number, through + 1))
    return found


def _names_after(reader: SentenceReader, number: int, last_raw: str | None) -> tuple[list[FoundRanking], int] | None:
    """靠前的是A、B: the mark, then the names, in this clause or the next."""
    text = reader.text
    clauses = reader.sentence.clauses
    clause = clauses[number]
    mark = re.compile(_MARK).search(text, clause.start, clause.end)
    if mark is None:
        return None
    through = number
    stop = clause.end
    # The names may stand behind a colon, or behind 如 in the next clause.
    while True:
        lead = text[mark.start() : stop]
        names_start = _lead_end(lead)
        if names_start is not None:
            names_start += mark.start()
            break
        if through + 1 >= len(clauses) or through - number >= 2:
            return None
        through += 1
        if clauses[through].opener not in {":", ","}:
            return None
        stop = clauses[through].end
    names_clause = clauses[through]
    if names_start >= names_clause.end:
        if through + 1 >= len(clauses) or clauses[through + 1].opener != ":":
            return None
        through += 1
        names_clause = clauses[through]
        names_start = names_clause.start
    names, open_ended = _names(text[names_start : names_clause.end])
    if not names:
        return None
    phrase = phrases.topic(reader.clean(reader.bare(clause.start, mark.start())))
    raw = _RANKED.sub("", phrase) or last_raw or reader.inherited(clause.start, clause.start)
    if not raw:
        return None
    direction: Literal["top", "bottom"] = "top" if mark["top"] else "bottom"
    end = names_clause.start + len(text[names_clause.start : names_clause.end].rstrip())
    open_ended = open_ended or bool(re.search(r"(?:如|例如|比如):?$", text[mark.end() : names_start]))
    return [
        FoundRanking(part, direction, names, _start(text, clause), end, _owner(reader, names, clause), _as_of(reader, clause), open_ended=open_ended)
        for part in phrases.split_list(raw)
    ], through


_RANKED = re.compile(r"(?:排名|位次|名次|的?情况|相对|比较)+$")
_LEAD_AFTER = re.compile(
    rf"^(?:{_TOP}|{_BOTTOM})的?(?:县\(市、区\)|县\(区\)|县市区|单位|部门|地区|县区|县|区|街道|乡镇|窗口|几个)*"
    r"(?:(?:依次|分别)?(?:是|为|有|包括|主要是|主要有)[:,]?|[:,](?:如|例如|比如|有|分别是|分别为|依次是)?:?|,?(?:如|例如|比如):?)"
)


def _lead_end(lead: str) -> int | None:
    match = _LEAD_AFTER.match(lead)
    if not match:
        return None
    if match.group().endswith(",") and not re.search(r"(?:是|为|有|如|:),$", match.group()):
        return None
    return match.end()


def _names_before(reader: SentenceReader, number: int) -> tuple[list[FoundRanking], int] | None:
    """A、B等县主动评价率相对较高; A、B受理量排名前十位; 地直街道…办理数量最高."""
    text = reader.text
    clause = reader.sentence.clauses[number]
    limit = _LIMIT.search(text, clause.start, clause.end)
    mark = re.compile(rf"(?:相对|比较|均|都|排名)*(?:{_MARK})$").search(text[clause.start : clause.end])
    if limit is None and mark is None:
        return None
    end = limit.start() if limit else clause.start + (mark.start() if mark else 0)
    start = reader.past_dates(clause.start, clause.end)
    members = list(_split_names(text, start, end))
    names: list[str] = []
    rest_start = end
    for position, (a, b) in enumerate(members):
        owner = reader.places.at_head(text, a, b) or _bare_owner(reader, a, b)
        if owner is None or owner.whose.scope is not None:
            if position < len(members) - 1 and limit is not None and re.fullmatch(r"[一-鿿]{3,16}", text[a:b]):
                names.append(text[a:b])
                continue
            return None
        names.append(text[owner.start : owner.end])
        rest_start = owner.end
        if position < len(members) - 1 and owner.end != b:
            return None
    if not names:
        return None
    rest = _SUCH.sub("", text[rest_start:end], count=1)
    topic = _RANKED.sub("", phrases.topic(reader.clean(rest)))
    topic = re.sub(r"^(?:在)?(?:全市|全县|全区|[一-鿿]{1,3}个[一-鿿]{1,4})(?:中|里)", "", topic)
    raw = topic or reader.inherited(clause.start, clause.start)
    if not raw:
        return None
    direction: Literal["top", "bottom"]
    if limit:
        direction = "top" if limit["side"] == "前" else "bottom"
    else:
        direction = "top" if mark and mark["top"] else "bottom"
    return [
        FoundRanking(
            part, direction, tuple(names), _start(text, clause), limit.end() if limit else clause.end,
            _owner(reader, tuple(names), clause), _as_of(reader, clause),
            limit=chinese_integer(limit["number"]) if limit else None, open_ended=text[rest_start:end].startswith("等"),
        )
        for part in phrases.split_list(raw)
    ], number  # fmt: skip


_SUCH = re.compile(r"^等?(?:[\d一二三四五六七八九十]+)?(?:个|家)?(?:县\(市、区\)|县\(区\)|县市区|县区|地区|单位|部门|窗口|街道|乡镇|(?<=[等个家])[县区市])?(?:的)?")
_OWN_PLACE = re.compile(r"(?:全国|全省|全市|全县|全区|全州)(?:排名|位次|各县区?)?(?:处于|位于|居|位居|排|仍|还|整体|总体|比较|相对|较为|位列|名列)*(?:(?P<top>前列|靠前|领先|首位|上游)|(?P<bottom>较后|靠后|末位|落后|后列|下游|垫底|倒数))$")


def _own_place(reader: SentenceReader, number: int, last_raw: str | None) -> tuple[list[FoundRanking], int] | None:
    """我县权责清单发布情况排名全市前列: where the document's own place stands, without a number."""
    text = reader.text
    clause = reader.sentence.clauses[number]
    match = _OWN_PLACE.search(text, clause.start, clause.end)
    if match is None or reader.scopes.own_name is None:
        return None
    whose = reader.whose_at(match.start())
    bare = reader.bare(clause.start, match.start())
    phrase = re.sub(r"(?:综合)?(?:排名|位次|位居|位列|居|列|处于|位于|在)+$", "", reader.clean(bare))
    raw = phrases.topic(phrase) or reader.inherited(match.start(), clause.start) or last_raw
    if not raw:
        return None
    start = clause.start
    through = number
    if not phrase and number and reader.sentence.clauses[number - 1].opener != clause.opener:
        start = clause.start
    name = whose.subject or reader.scopes.own_name
    return [
        FoundRanking(
            raw, "top" if match["top"] else "bottom", (name,), _skip(text, start), clause.end, whose, _as_of(reader, clause)
        )
    ], through


def _split_names(text: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces = []
    position = start
    for match in re.finditer(r"、|(?<=[局委办院县区市])(?:和|及|与)", text[start:end]):
        pieces.append((position, start + match.start()))
        position = start + match.end()
    pieces.append((position, end))
    return [(a, b) for a, b in pieces if b > a]


def _bare_owner(reader: SentenceReader, start: int, end: int):  # type: ignore[no-untyped-def]
    return reader.places.place(reader.text, start, end)


def _names(text: str) -> tuple[tuple[str, ...], bool]:
    """The names of a list, and whether it says that there are more (等)."""
    text = text.strip("“”\" ")
    cut = re.search(r"等(?:[\d一二三四五六七八九十]*(?:个|家)?[一-鿿]{0,6})?$", text)
    open_ended = cut is not None
    if cut:
        text = text[: cut.start()]
    names = tuple(name for name in (part.strip(" .") for part in re.split(r"、|(?<=[局委办院县区市])(?:和|及|与)", text)) if name)
    if not names or any(len(name) > 24 or re.search(r"[\d%]", name) for name in names):
        return (), False
    return names, open_ended


def _owner(reader: SentenceReader, names: tuple[str, ...], clause: Clause) -> Whose:
    """The scope of a list: the one that was announced (县区方面:), else what its names are."""
    whose = reader.whose_at(clause.end - 1)
    if whose.scope is not None and whose.scope != reader.scopes.default:
        return whose
    counties = sum(name.endswith(("县", "区", "市", "旗")) for name in names)
    if reader.scopes.default in {"全市", "全州", "全盟"} and counties == len(names) and len(names) > 1:
        return Whose("县级")
    return Whose(None)


def _as_of(reader: SentenceReader, clause: Clause) -> date | None:
    from pipelines.prose.rules import Use

    own = None
    for mention in reader.sentence.dates:
        if mention.start < clause.end and mention.use in {Use.CUT_OFF, Use.PERIOD}:
            own = mention.value
    return own or reader.carried.as_of or reader.document_as_of


def _start(text: str, clause: Clause) -> int:
    return _skip(text, clause.start)


def _skip(text: str, start: int) -> int:
    while start < len(text) - 1 and text[start] in ",:;、。.)(-·• ":
        start += 1
    return start
