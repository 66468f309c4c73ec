"""Lists of those that a sentence says have not finished: 还有A、B未完成; 除A、B外,其他部门均已完成.

What belongs here: finding such a list with what was to be finished. What does not: leaders and laggards (`rankings`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.meaning.prose.lexing.paragraph_lexing import Clause
from pipelines.meaning.prose.sentences import measured_phrases
from pipelines.meaning.prose.sentences.sentence_context import SentenceContext

_DONE = r"(?:全部|全面|按时|如期|按期)?(?:完成|达标|办结|制作完毕)"
_NOT_DONE = re.compile(rf"(?:尚未|还未|仍未|暂未|还没有|没有|未能|未){_DONE}")
_STILL = re.compile(r"(?:目前|现在)?(?:只有|仅有|仅剩|还有|尚有|仍有|仅|有)")
_EXCEPT = re.compile(r"除(?:了)?(?P<names>.+?)(?:以外|之外|外)$")
_ALL_DONE = re.compile(rf"(?:其他|其它|其余|其他各|均|都|全部)[一-鿿]{{0,8}}?(?:已经|已|均|都)+{_DONE}")
_OTHERS = re.compile(r"其他|其它|其余|只有|仅")
_SUCH = re.compile(r"^等?(?:[\d一二三四五六七八九十]+)?(?:个|家)?(?:县区|县市区|单位|部门|地区)?$")
_SPLIT = re.compile(r"、|(?<=[局委办院县区市])(?:和|及|与)")


@dataclass(frozen=True, slots=True)
class Unfinished:
    """In folded offsets of the paragraph. `complete` says that the sentence counts the others as finished."""

    raw: str
    names: tuple[str, ...]
    start: int
    end: int
    complete: bool


def find_unfinished(context: SentenceContext, number: int) -> Unfinished | None:
    """The list in one clause of the sentence that `context` has just read."""
    clauses = context.sentence.clauses
    clause = clauses[number]
    following = clauses[number + 1] if number + 1 < len(clauses) else None
    return _not_done(context, clause, following) or _all_but(context, clause, following)


def _not_done(context: SentenceContext, clause: Clause, following: Clause | None) -> Unfinished | None:
    """电子证照制作种类还有林业局未完成; 水利局、住建局尚未完成证照制作."""
    text = context.text
    mark = _NOT_DONE.search(text, clause.start, clause.end)
    if mark is None:
        return None
    still = _STILL.search(text, clause.start, mark.start())
    names_start = still.end() if still else context.past_dates(clause.start, clause.end)
    names = _names(context, names_start, mark.start())
    if not names:
        return None
    before = text[clause.start : still.start()] if still else ""
    raw = _what(context, clause, before, text[mark.end() : clause.end])
    rest = text[following.start : following.end] if following is not None else ""
    only = bool(_OTHERS.search(still.group() if still else "") or _ALL_DONE.search(rest))
    return Unfinished(raw, names, clause.start, clause.end, only) if raw else None


def _all_but(context: SentenceContext, clause: Clause, following: Clause | None) -> Unfinished | None:
    """除林业局、水利局外,其他部门均已完成证照制作."""
    text = context.text
    match = _EXCEPT.search(text, clause.start, clause.end)
    if match is None or following is None:
        return None
    done = _ALL_DONE.search(text, following.start, following.end)
    names = _names(context, match.start("names"), match.end("names"))
    if done is None or not names:
        return None
    raw = _what(context, clause, text[clause.start : match.start()], text[done.end() : following.end])
    return Unfinished(raw, names, clause.start, following.end, True) if raw else None


def _what(context: SentenceContext, clause: Clause, before: str, after: str) -> str:
    """What was to be finished: said before the names, after the verb, or in the sentence before."""
    for words in (before, after):
        phrase = measured_phrases.topic(context.clean(words.strip(",:的 ")))
        if phrase:
            return phrase
    return context.inherited(clause.start, clause.start) or ""


def _names(context: SentenceContext, start: int, end: int) -> tuple[str, ...]:
    """Members that are all names of offices or places; else none: 还有15个单位未完成 names nobody."""
    names: list[str] = []
    position = start
    pieces = [*((m.start(), m.end()) for m in _SPLIT.finditer(context.text, start, end)), (end, end)]
    for at, after in pieces:
        owner = context.places.at_head(context.text, position, at)
        if owner is None or owner.whose.many:
            return ()
        if owner.end != at and not (at == end and _SUCH.match(context.text[owner.end : at])):
            return ()
        names.append(context.text[owner.start : owner.end])
        position = after
    return tuple(names)
