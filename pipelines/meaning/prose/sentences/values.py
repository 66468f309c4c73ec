"""Plain values and targets: the words before and behind a figure become an indicator, an owner and a kind.

What belongs here: a figure with its own phrase, the thing that is counted behind it, the body right before
it, and 全覆盖. What does not: changes, ranks, criteria.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from pipelines.meaning.prose.lexing.paragraph_lexing import Clause
from pipelines.meaning.prose.lexing.printed_figures import RATE_UNITS, Token
from pipelines.meaning.prose.prose_scopes import Whose
from pipelines.meaning.prose.sentences import measured_phrases
from pipelines.meaning.prose.sentences.changes import PAST
from pipelines.meaning.prose.sentences.demands import SCORING, is_condition, is_demanded, target_comparator
from pipelines.meaning.prose.sentences.figure_findings import Found
from pipelines.meaning.prose.sentences.selecting_figures import (
    body_behind,
    chosen_by,
    chosen_ones,
    some_bodies,
    without_members,
)
from pipelines.meaning.prose.sentences.sentence_context import DATE_MARK, SentenceContext, without_dates
from pipelines.meaning.prose.sentences.shared_figures import share
from pipelines.meaning.prose.statements import Kind

_FROM = re.compile(rf"(?:由|从)(?:{DATE_MARK}|{PAST})*(?:末|底)?(?:的|原来的|之前的)?$")
_SHARE = re.compile(r"占(?:到|了|比)?(?:为|约|近)*$")
_BODY = re.compile(
    r"[一-鿿]{2,16}(?:中心|局|委|(?<=[府改编信外创管])办|院|(?<!场)所|(?<!网)站|队|公司|集团|厅|处|科|馆|校|(?<=[银支分])行|街道|镇|"
    r"乡|县|区|市)"
)
_BEFORE_BRACKET = re.compile(r"(?!分别|是|为|有)[^,;:。、()]{2,40}$")
_LIST_BEGINS = re.compile(r".*(?:分别是|分别为|其中|包括)")
_AT_END = re.compile(
    r"(?:涉及|其中|最[高低多少好差](?:的)?|(?<=[为是有达]))?(?:为|是|有|"
    r"的是)?(?P<name>[^,;:、。()为是有达]{2,18})$"
)
# 满意率最高的卧龙区为99.41%
_UTMOST = re.compile(r"(?P<what>[^,;:]{2,20}?)最[高低多少好差快慢大小]的(?P<name>[^,;:]{2,20})$")
_SHARE_BEHIND = re.compile(r"的\d[\d.,]*%")
_COVER_DONE = re.compile(r"(?:实现|达到|已|完成|做到)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """The words around a figure: what stands before it in its clause, and where that begins.

    `printed` is without owners and dates, `bare` also without 由…的, `phrase` is what names an indicator. `noun_end` is
    where the thing that is counted ends, if it stands behind the figure; else the figure's own end.
    """

    token: Token
    following: Token | None
    clause: Clause
    start: int
    printed: str
    bare: str
    phrase: str
    noun_end: int = 0

    @property
    def has_noun(self) -> bool:
        return self.noun_end > self.token.end


def read_value(
    context: SentenceContext, token: Token, following: Token | None, start: int, clause: Clause
) -> list[Found]:
    """The figure as a value or a target, once for each indicator or owner that shares it; [] if nothing
    names it."""
    around = _look_around(context, token, following, start, clause)
    in_bracket, day = context.base_in_bracket(token)
    if in_bracket:
        return _bracketed_base(context, around, day)
    criterion = chosen_by(context, token, following, around.phrase)
    if criterion is not None and following is not None:
        context.note_criterion(following, criterion)
        return [chosen_ones(context, token, following)]
    owner = _before_bracket(context, clause, start, around.phrase)
    if owner is None and not around.has_noun:
        owner = _owner_at_end(context, token, start, around.phrase)
    if owner is None and (utmost := _UTMOST.match(around.phrase)):
        owner = _named_at_end(context, utmost["name"])
        around = replace(around, phrase=utmost["what"]) if owner else around
    body = body_behind(context.text, token.end)
    closes_list = around.phrase.endswith("等") and body != ""
    if closes_list and not around.has_noun:
        around = replace(around, noun_end=token.end + len(body))
    noun = context.text[token.end : around.noun_end]
    context.note_bodies(some_bodies(context, token, without_dates(around.printed), noun))
    # A、B等9个单位逾期回复: the names are no part of what is counted
    raw = noun if closes_list else _named(context, around, owner)
    if not raw:
        context.note_open(token)
        return []
    if closes_list:
        owner = owner or context.default
    found = _of_what(context, around, _value(context, around, raw, owner))
    raw = found.raw
    if measured_phrases.of_a_deed(raw):
        found = replace(found, qualifier=context.counted_thing() or context.heading_topic())
    owned = [found] if closes_list else share(context, found, start)
    if len(owned) > 1:
        return owned
    return [replace(found, raw=part) for part in measured_phrases.split_list(raw)]


def _bracketed_base(context: SentenceContext, around: _Around, day: date | None) -> list[Found]:
    """较去年同期(75.20%)提升…: the figure is what its clause is about, as of then; nobody's where the base is another's."""
    raw = context.inherited(around.token.number_start, around.start)
    if raw is None or day is None:
        context.note_open(around.token, "what is compared with is another's figure, or of an unknown day")
        return []
    found = _value(context, around, raw, None)
    return [replace(found, kind=Kind.VALUE, as_of=day, since=None, of_base=True, part_of=True)]


def _look_around(
    context: SentenceContext, token: Token, following: Token | None, start: int, clause: Clause
) -> _Around:
    printed = context.bare(start, token.start, keep_bodies=token.unit in {"个", "家"})
    bare = _FROM.sub("", printed)
    around = _Around(
        token=token,
        following=following,
        clause=clause,
        start=start,
        printed=printed,
        bare=bare,
        phrase=without_members(measured_phrases.demanded(context.clean(bare))),
    )
    return replace(around, noun_end=_noun_end(context, around))


def _value(context: SentenceContext, around: _Around, raw: str, owner: Whose | None) -> Found:
    """The figure with its owner, its kind and its dates, once its words are known."""
    token = around.token
    demanded = is_demanded(context, token) and not SCORING.match(raw)
    of_base = _FROM.search(around.printed) is not None
    as_of = context.aimed_at(token) if demanded else context.as_of_at(token)
    return Found(
        token=token,
        start=context.quote_start(around.start, token),
        end=max(token.end, around.noun_end),
        raw=raw,
        whose=owner or context.whose_at(token.number_start, demanding=demanded),
        kind=Kind.TARGET if demanded else Kind.VALUE,
        value=token.value,
        unit=token.unit,
        comparator=target_comparator(token, around.bare) if demanded else token.comparator,
        as_of=context.base_day(around.start, token) if of_base else as_of,
        deadline=context.deadline_at(token) if demanded else None,
        condition=demanded and is_condition(context, token),
        asked_unit=token.unit or (context.carried.unit if context.found else None),
        part_of=measured_phrases.share_of_something(without_dates(around.bare))
        or (around.clause.opener == "(" and token.unit == "%"),
        since=None if demanded or of_base else context.since_at(token),
        about=context.found[-1].raw if measured_phrases.is_verb_only(raw) and context.found else None,
        of_base=of_base,
    )


def _of_what(context: SentenceContext, around: _Around, found: Found) -> Found:
    """The figure with what its own words leave unsaid: whose plan is completed, of what it is a rate, which cases."""
    token, phrase, raw = around.token, around.phrase, found.raw
    last = context.found[-1] if context.found else None
    if last and last.completes and context.text[last.token.end : token.start] == "的" and token.unit == "%":
        # 完成年初预算数6000万元的40%
        about = last.about or ""
        return replace(
            found, raw=about + last.completes, about=last.about, completes=last.completes, part_of=True
        )
    plan = measured_phrases.plan_in(phrase)
    if plan is not None and not around.has_noun:
        held = plan["whose"] or context.inherited(token.number_start, around.start)
        whose = measured_phrases.thing_of(held) if held else None
        of_plan = _SHARE_BEHIND.match(context.text, token.end) is not None
        if token.unit == "%" or (of_plan and plan["verb"]):
            said = phrase[len(plan["whose"]) :]
            words = (whose or "") + (plan["plan"] if of_plan else said)
            return replace(found, raw=words, about=whose, completes=said, part_of=True, narrowed=of_plan)
    if measured_phrases.of_anything(raw) and token.unit in RATE_UNITS:
        counted = context.counted_before(raw)
        subject = measured_phrases.thing_of(counted.raw) if counted else context.heading_topic()
        words = measured_phrases.with_subject(raw, subject)
        return replace(found, raw=words, about=subject, narrowed=subject is None)
    topic = context.heading_topic()
    if (pointed := measured_phrases.pointing(raw)) and topic:
        thing = raw[pointed.end() :]
        meant = topic if topic.endswith(thing) else topic + thing
        return replace(found, raw=raw[: pointed.start()] + meant, about=topic, narrowed=True)
    if measured_phrases.of_a_category(raw):
        return replace(found, narrowed=True)
    if token.unit in RATE_UNITS and measured_phrases.plain_rate(raw):
        return replace(found, of=context.last_count(token))
    return found


def read_full_cover(context: SentenceContext, token: Token, start: int, bare: str) -> list[Found]:
    """全覆盖 as 100 %: a target where it is demanded, a value where it is said to be done, else nothing."""
    demanded = is_demanded(context, token)
    phrase = context.clean(bare)
    if not phrase or not (demanded or _COVER_DONE.search(bare)):
        return []
    return [
        Found(
            token=token,
            start=context.quote_start(start, token),
            end=token.end,
            raw=f"{phrase}全覆盖",
            whose=context.whose_at(token.number_start, demanding=demanded),
            kind=Kind.TARGET if demanded else Kind.VALUE,
            value=Decimal(100),
            unit="%",
            comparator=">=" if demanded else "=",
            as_of=None if demanded else context.as_of_at(token),
            deadline=context.deadline_at(token) if demanded else None,
        )
    ]


def _words(context: SentenceContext, around: _Around) -> str:
    """What stands around the figure: the phrase before it and the thing that is counted behind it."""
    token, phrase = around.token, around.phrase
    if around.has_noun:
        return _with_noun(around.bare, phrase, context.text[token.end : around.noun_end])
    if not phrase and _SHARE.search(without_dates(around.bare)):
        return "占比"
    in_bracket = around.clause.opener == "(" and token.unit == "%"
    if not phrase and in_bracket and _counted_right_before(context, around.clause):
        return "占比"
    return phrase


def _named(context: SentenceContext, around: _Around, owner: Whose | None) -> str:
    """The words as they name an indicator, with what they lack taken over from before."""
    token, phrase, start = around.token, around.phrase, around.start
    subject = owner.subject if owner else None
    if owner and not (
        phrase and subject and subject not in phrase and not measured_phrases.needs_subject(phrase)
    ):
        begin = around.clause.start
        return context.listed(token) or context.inherited(token.number_start, begin) or subject or ""
    raw = _words(context, around)
    if not raw:
        return context.inherited(token.number_start, start) or ""
    if measured_phrases.needs_subject(raw):
        return measured_phrases.with_subject(raw, context.inherited(token.number_start, start))
    counted = token.unit not in {"%", None}
    if counted and not around.has_noun and context.found and "其中" not in around.bare:
        return measured_phrases.with_deed(raw, context.found[-1].raw)
    return raw


def _noun_end(context: SentenceContext, around: _Around) -> int:
    """Where the thing that is counted ends, if it stands behind the figure (113种|证照模板); else the
    token's end."""
    token, following, clause, phrase = around.token, around.following, around.clause, around.phrase
    stop = min(clause.end, following.start if following else clause.end)
    rest = context.text[token.end : stop]
    if measured_phrases.is_amount(phrase) or not measured_phrases.noun_follows(
        rest, verb_before=measured_phrases.is_verb_only(phrase), percent=token.unit == "%", alone=not phrase
    ):
        return token.end
    reaches_next = following is not None and stop == following.start
    if token.unit in RATE_UNITS:
        if token.unit in {"百分点", None} or measured_phrases.has_head(phrase):
            return token.end
        listed = rest.find("、")  # 100%网上受理、100%网上办结
        if reaches_next:
            return token.end + listed if listed > 0 else token.end
        return stop
    if reaches_next and following is not None:
        after_next = context.text[following.end : clause.end]
        if following.unit in {"%", None} or not measured_phrases.noun_follows(after_next):
            owned = None if phrase else re.match(r"[^的,、]{2,16}(?=的)", rest)  # 32个平台的用户达2.39亿
            return token.end + (owned.end() if owned else 0)
    cut = re.search(r"、|和(?=\d)|及(?=\d)", rest)
    if cut and cut.start():
        rest = rest[: cut.start()]
    return token.end + len(measured_phrases.without_tail(rest) if reaches_next else rest)


def _with_noun(bare: str, phrase: str, noun: str) -> str:
    noun = measured_phrases.close_brackets(re.sub(r"(?:中|内|等|里)$", "", noun))
    if not phrase:
        return noun.removeprefix("的")
    if without_dates(bare).endswith("的"):
        return f"{phrase}的{noun}"
    if "等" in phrase or "、" in phrase:
        return noun
    return phrase if phrase.endswith(noun) else phrase + noun


def _counted_right_before(context: SentenceContext, clause: Clause) -> bool:
    """Whether a count stands right before the bracket: 投诉类8765件(29.1%)."""
    return any(
        token.end == clause.start - 1 and token.unit not in {"%", None} for token in context.sentence.tokens
    )


def _before_bracket(context: SentenceContext, clause: Clause, start: int, phrase: str) -> Whose | None:
    """The name right before a bracket that holds nothing but a figure: 供电公司及其营业所(8个)."""
    if clause.opener != "(" or phrase or start > clause.start:
        return None
    before = _LIST_BEGINS.sub("", context.text[context.sentence.start : clause.start - 1])
    name = _BEFORE_BRACKET.search(before)
    owner = context.places.at_head(name.group(), 0, len(name.group())) if name else None
    return replace(owner.whose, subject=name.group()) if owner and name else None


def _named_at_end(context: SentenceContext, name: str) -> Whose | None:
    """The place or body that is all of `name`."""
    known = context.places.at_head(name, 0, len(name))
    return known.whose if known and known.end == len(name) and not known.whose.many else None


def _owner_at_end(context: SentenceContext, token: Token, start: int, phrase: str) -> Whose | None:
    """The body or place right before the figure: 最低为南召县80.1分, 涉及市住建局3件."""
    piece = _AT_END.search(context.text[start : token.start])
    if not piece:
        return None
    owner = context.places.at_head(context.text, start + piece.start("name"), token.start)
    if owner is not None and owner.end == token.start and not owner.whose.many:
        return owner.whose
    if token.unit in {"个", "家", "所", "座", "处", "户"}:
        return None  # 政府网站36个: bodies are what is counted, not whose it is
    listed = any(found.unit == token.unit for found in context.found)
    listed = listed or context.carried.ranked is not None or context.carried.criterion is not None
    if listed and _BODY.fullmatch(piece["name"]) and len(piece["name"]) >= len(phrase) - 2:
        return Whose(None, piece["name"])
    return None
