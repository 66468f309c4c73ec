"""Figures that only say which ones are meant: 办结率低于90%的单位有3个; A、B、C3项.

What belongs here: criteria and counts of names that stand beside them, which a named rule ignores; and bodies
that are known by their number alone (有31个单位…,满意率为100%).
"""

from __future__ import annotations

import re

from pipelines.meaning.prose.lexing.printed_figures import Token
from pipelines.meaning.prose.prose_scopes import Whose, WhoseMention
from pipelines.meaning.prose.sentences import measured_phrases
from pipelines.meaning.prose.sentences.demands import is_demanded
from pipelines.meaning.prose.sentences.figure_findings import Found
from pipelines.meaning.prose.sentences.sentence_context import SentenceContext
from pipelines.meaning.prose.statements import Kind

_LIST_UNITS = frozenset({"项", "个", "类", "种", "家", "方面", "部门", "名", "大类"})
_BODIES = re.compile(r"(?:县\(市、区\)|县\(区\)|县市区|县区|[县区市]|单位|部门|地区|窗口|街道|乡镇|企业)")
_CHOSEN = re.compile(
    r"的(?:单位|部门|地区|县|区|窗口|事项|企业|街道|乡镇|市|地方|有\d|共有|达\d|占|\d|[一-鿿]{1,8}?(?:有|共|达|占)?\d)"
)
_OF_BODIES = re.compile(r"的(?:单位|部门|地区|县|区|窗口|企业|街道|乡镇)")
_STANDARD = re.compile(
    r"(?:低于|高于|达不到|未达到|未达|不足).{0,10}(?:标准|要求|目标|底线|红线|任务)(?:值|线)?$"
)
_LISTED_BODIES = re.compile(r"(的(?:单位|部门|地区|县区|窗口|企业|街道|乡镇))(?:有|为|是|包括).*等$")


def is_enumeration(context: SentenceContext, token: Token, start: int) -> bool:
    """A count that closes a list of just as many names: 主要包括A、B、C3项."""
    if token.unit not in _LIST_UNITS or token.comparator != "=" or token.value < 2:
        return False
    before = context.text[start : token.start]
    if before.endswith(("等", "共", "计")):
        return False
    return "、" in before and len(before.split("、")) == token.value


def is_criterion(context: SentenceContext, token: Token, bare: str) -> bool:
    """A level that picks out bodies: 办结率低于90%的单位有3个, 满意率100%的单位."""
    if token.number_start in context.criteria:
        return True
    if token.comparator != "=":
        return _CHOSEN.match(context.text, token.end) is not None
    if is_standard(context, token, bare):
        return True
    rate = token.unit == "%" and measured_phrases.has_head(context.clean(bare))
    return rate and _OF_BODIES.match(context.text, token.end) is not None


def is_standard(context: SentenceContext, token: Token, bare: str) -> bool:
    """A level that others are held against: 回复率低于市上最低标准92%."""
    return token.unit == "%" and _STANDARD.search(context.clean(bare)) is not None


def some_bodies(context: SentenceContext, token: Token, bare: str, noun: str) -> WhoseMention | None:
    """有31个单位群众反映较好,满意率为100%: what follows is of those bodies and not of the whole place."""
    if token.unit not in {"个", "家"} or not _BODIES.match(noun):
        return None
    if not re.search(r"(?:^|[,;])有$|等$", bare):
        return None
    name = context.text[token.number_start : token.number_end] + body_behind(noun, 0)
    return WhoseMention(token.end, token.end, Whose(None, name, many=True))


def body_behind(text: str, position: int) -> str:
    """The word for bodies at `position`: 单位, 部门, 县区; "" where there is none."""
    match = _BODIES.match(text, position)
    return match.group() if match else ""


def without_members(phrase: str) -> str:
    """`满意率100%的单位有A、B等` → `满意率100%的单位`."""
    return _LISTED_BODIES.sub(r"\1", phrase)


def chosen_by(context: SentenceContext, token: Token, following: Token | None, phrase: str) -> str | None:
    """The words by which the second figure picks out those that the first one counts: 有3个县区主动评价率低于50%."""
    if (phrase and not phrase.endswith("等")) or following is None:
        return None
    words = context.text[token.end : following.start]
    if following.comparator == "=" and not _STANDARD.search(words):
        return None
    share = token.unit == "%" and token.comparator != "=" and len(words) >= 4  # 85%以上事项办理次数不超过1次
    bodies = token.unit in {"个", "家"} and _BODIES.match(words) is not None
    if not (share or bodies) or re.search(r"[,;:。()]", words):
        return None
    return measured_phrases.clean(_BODIES.sub("", words, count=1)) if bodies else ""


def chosen_ones(context: SentenceContext, token: Token, following: Token) -> Found:
    """The count of those that the figure behind it picks out."""
    demanded = is_demanded(context, token)
    _, clause = context.clause_of(token.number_start)
    return Found(
        token=token,
        start=context.quote_start(clause.start, token),
        end=token.end,
        raw=context.text[token.end : following.end],
        whose=context.whose_at(token.number_start),
        kind=Kind.TARGET if demanded else Kind.VALUE,
        value=token.value,
        unit=token.unit,
        comparator=token.comparator,
        as_of=context.aimed_at(token) if demanded else context.as_of_at(token),
        deadline=context.deadline_at(token) if demanded else None,
    )
