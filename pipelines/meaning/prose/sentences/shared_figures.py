"""Figures that a list shares: 淅川县、新野县…分别为 86.92%、85.4%; A县、B县满意率均为100%.

What belongs here: finding the list, and what each member gets. What does not: single figures (`values`, `changes`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from pipelines.meaning.prose.lexing.ignored_digits import Use
from pipelines.meaning.prose.lexing.printed_figures import Form, Token
from pipelines.meaning.prose.prose_scopes import Whose
from pipelines.meaning.prose.sentences import measured_phrases
from pipelines.meaning.prose.sentences.figure_findings import Found
from pipelines.meaning.prose.sentences.sentence_context import SentenceContext
from pipelines.meaning.prose.statements import Kind

_DEALT = re.compile(r"分别[^,;:。]{0,12}$")
_ALL = re.compile(r"(?:均|都)[^,;:。、]{0,4}$")
_TOGETHER = re.compile(r"[共合总]计?")
# 办结率最低的是A区、B区,分别为…: the list begins behind it.
_SUPERLATIVE = re.compile(
    r"[^,;:。]*?(?:最[高低多少好差快慢]|靠前|靠后|前列|落后|首位|末位)的?(?:县\(市、区\)|县区|单位|部门|地区|乡镇|街道|窗口)?"
    r"(?:分别|依次)?(?:是|为|有)"
)
_CATEGORY = re.compile(
    r"(?:\d+(?:周岁|岁)?[-—~至到])?\d+(?:周岁|岁)(?:\(含\))?(?:[及或]?以[上下内])?(?:\(含\))?"
)
_SEPARATOR = re.compile(r"、|和(?!谐|监管)|以及|(?<!涉)及(?![时格以])|与")
_AFTER_LIST = re.compile(
    r"^等?(?:[\d一二三四五六七八九十]+)?(?:个|家)?(?:县\(市、区\)|县\(区\)|县市区|县区|地区|单位|部门|"
    r"窗口|街道|乡镇|(?<=[等个家])[县区市类])?(?:的)?"
)


@dataclass(frozen=True, slots=True)
class _Member:
    """What one member of a list adds to the figure it gets: an owner, a date, or words."""

    words: str
    whose: Whose | None = None
    as_of: date | None = None
    rest: str = ""


@dataclass(frozen=True, slots=True)
class _Share:
    """What one figure of a run gets; None leaves what the sentence says."""

    raw: str
    whose: Whose | None = None
    as_of: date | None = None


def deal(context: SentenceContext, run: list[Token], read: list[Found], used_to: int) -> list[Found]:
    """The figures of a run behind 分别, each with its member of the list; [] where nothing is dealt.

    `read` is the first figure as it would be read alone.
    """
    first = run[0]
    match = _DEALT.search(context.text, context.sentence.start, first.start)
    if not match or not read:
        return []
    model = read[0]
    number, clause = context.clause_of(first.number_start)
    begin = max(clause.start, used_to)
    own_phrase = context.clean(context.bare(begin, match.start())) if match.start() > begin else ""
    behind = context.clean(context.text[match.start() + 2 : first.start])  # 分别完成目标任务的105%
    shares = _from_list(context, number, match.start(), len(run), own_phrase, behind or model.raw)
    shares = shares or _from_figures(context, len(run), own_phrase)
    sign = Decimal(-1 if model.kind is Kind.CHANGE and model.value is not None and model.value < 0 else 1)
    found = []
    for position, token in enumerate(run):
        mine = shares[position] if shares else _Share(model.raw)
        found.append(
            replace(
                model,
                token=token,
                start=model.start if position == 0 else token.start,
                end=token.end,
                raw=mine.raw or model.raw,
                whose=mine.whose or model.whose,
                as_of=mine.as_of or model.as_of,
                value=token.value * sign,
                unit=model.unit if model.kind in {Kind.CHANGE, Kind.RANK} else token.unit or model.unit,
            )
        )
    return found


def share(context: SentenceContext, found: Found, start: int) -> list[Found]:
    """One figure that several own: A县、B县满意率均为100%. `[found]` where only one does."""
    match = _ALL.search(context.text, start, found.token.start)
    end = match.start() if match else found.token.start
    if not match and _TOGETHER.search(context.text, start, end):
        return [found]
    members = _members(context, start, end)
    if len(members) < 2 or any(member.whose is None for member in members):
        return [found]
    phrase = context.clean(members[-1].rest) or found.raw
    return [replace(found, raw=phrase, whose=member.whose or found.whose) for member in members]


def _list_before(context: SentenceContext, number: int, end: int, count: int) -> list[_Member]:
    """The nearest list of `count` members that stands before `end` in the sentence."""
    for clause in reversed(context.sentence.clauses[: number + 1]):
        stop = min(clause.end, end)
        counted = [
            t
            for t in context.sentence.tokens
            if clause.start <= t.number_start < stop and t.form is not Form.RANK
        ]
        if counted:
            return []
        superlative = _SUPERLATIVE.match(context.text, clause.start, stop)
        begin = superlative.end() if superlative else clause.start
        members = _members(context, begin, stop)
        if len(members) == count:
            return members
    return []


def _members(context: SentenceContext, start: int, end: int) -> list[_Member]:
    """The members of the enumeration in a span, with what the last one says besides."""
    text = context.text
    pieces = []
    position = start
    for match in _SEPARATOR.finditer(text, start, end):
        if context.is_masked(match.start()) or any(
            m.start <= match.start() < m.end for m in context.mentions
        ):
            continue
        pieces.append((position, match.start()))
        position = match.end()
    pieces.append((position, end))
    pieces = [(a, b) for a, b in pieces if b > a]
    if len(pieces) < 2:
        return []
    return [_member(context, a, b) for a, b in pieces]


def _member(context: SentenceContext, start: int, end: int) -> _Member:
    text = context.text
    printed = next(
        (
            m
            for m in context.sentence.dates
            if start <= m.start <= start + 3 and m.end <= end and m.use is not Use.SINCE
        ),
        None,
    )
    if printed is not None:
        return _Member(text[start:end], None, printed.value, text[printed.end : end])
    owner = next((m for m in context.mentions if start <= m.start <= start + 3 and m.end <= end), None)
    owner = owner or context.places.at_head(text, start, end)
    if owner is not None:
        rest = text[owner.end : end]
        return _Member(text[start:end], owner.whose, None, _AFTER_LIST.sub("", rest, count=1))
    return _Member(context.clean(text[start:end]))


def _from_list(
    context: SentenceContext, number: int, end: int, count: int, own_phrase: str, otherwise: str
) -> list[_Share]:
    """The shares of a list of places, offices, dates or indicators before 分别; [] where there is no such
    list."""
    members = _list_before(context, number, end, count)
    if not members:
        return []
    last = members[-1]
    if all(member.whose is not None or member.as_of is not None for member in members):
        own_phrase = "" if any(member.words in own_phrase for member in members) else own_phrase
        shared = measured_phrases.topic(last.rest) or own_phrase or otherwise
        return [_Share(shared, member.whose, member.as_of) for member in members]
    labels = [_CATEGORY.match(member.words) for member in members]
    if all(labels) and (rest := _CATEGORY.sub("", last.words)):
        # 0-17岁、18-34岁、60岁及以上户籍人口: the last one says what all of them count.
        return [_Share(label.group() + rest) for label in labels if label]
    head = measured_phrases.head_of(last.words)
    if head and not any(measured_phrases.has_head(member.words) for member in members[:-1]):
        return [_Share(member.words if member is last else member.words + head) for member in members]
    return [_Share(member.words) for member in members]


def _from_figures(context: SentenceContext, count: int, own_phrase: str) -> list[_Share]:
    """The last figures of the sentence as the list:
    审批事项65826项,公共服务事项96415项,办结率分别为99.8%和99.6%."""
    earlier = [found for found in context.found if found.kind is Kind.VALUE]
    if len(earlier) < count or not own_phrase:
        return []
    return [
        _Share(measured_phrases.with_subject(own_phrase, found.raw), found.whose)
        for found in earlier[-count:]
    ]
