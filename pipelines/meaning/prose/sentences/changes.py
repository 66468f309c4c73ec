"""Changes and differences: 较5月份降低2.51%, 同比增长12%, 高于全省平均水平2.1个百分点, 较5月份无变化.

What belongs here: the words of change, the sign, percent or percentage points, and with what is compared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from pipelines.meaning.prose.lexing.printed_figures import Form, Token
from pipelines.meaning.prose.sentences import measured_phrases
from pipelines.meaning.prose.sentences.demands import is_demanded, target_comparator
from pipelines.meaning.prose.sentences.figure_findings import Found
from pipelines.meaning.prose.sentences.sentence_context import DATE_MARK, SentenceContext, without_dates
from pipelines.meaning.prose.statements import Comparator, Kind

PAST = (
    r"(?:上一年度|上年度|上一年|去年同期|上年同期|去年|上年末|上年|上月末|上月|上个月|上季度|上周|上期|前一日|前一月|前一年|"
    r"同期|年初|期初|年底|"
    r"之前|以前|改革前|整改前|(?:全市|全省|全国|全县|全区)?平均(?:水平|值)?)"
)
_THEN = rf"(?:{DATE_MARK}|{PAST})"
_UP = "前进|增长|增加|上升|提高|提升|上涨|回升|增多|扩大|攀升|增幅|涨幅|增收|增支|增亏|多收|多支"
_DOWN = "负增长|后退|后移|下降|降低|减少|下滑|回落|下跌|缩小|收窄|降幅|减幅|减收|减支|减亏|少收|少支"
_BETTER, _WORSE = "改善|好转", "恶化"
# What a verb says besides the direction: what changes, by the words that agree with it and those that contradict it.
_IMPLIED = {
    "收": (re.compile(r"收|税|利润|盈利"), re.compile(r"支出|亏损")),
    "支": (re.compile(r"支出|费用|开支"), re.compile(r"收入|税收")),
    "亏": (re.compile(r"亏损"), re.compile(r"利润|盈利|收入|支出")),
}
_MANNER = r"(?:整体|总体|总量|平均|均|各|分别|大幅|小幅|略有|有所|继续|实际|净|累计|则|也|又|已|共|约|呈)"
_CHANGE = re.compile(
    rf"(?P<lead>(?:(?:较|(?<![占缩环对之相百同])比|与|同|和|相较|相比|对比)于?{_THEN}+(?:末|底|"
    rf"的)?(?:相比|同期|比)?,?)?"
    rf"(?P<period>同比|环比)?){_MANNER}*"
    rf"(?P<verb>{_UP}|{_DOWN}|{_BETTER}|{_WORSE}|[多高增升少低减降](?=了?约?近?$))(?:幅度)?(?:了|约|近|为|达到|达|{DATE_MARK})*$"
)
# 同比-3.2%, 较上年同期增减+5件: the printed sign alone says which way.
_SIGNED = re.compile(
    rf"(?P<lead>(?:(?:较|(?<![占缩环对之相百同])比|与|同|和|相较|相比|对比)于?{_THEN}+(?:末|底|"
    rf"的)?(?:相比|同期|比)?,?)?(?P<period>同比|环比)?)"
    r"(?P<verb>增减|变化|变动|增速|增长率|)(?:幅度|率|值|额|量)?(?:为|是|达|:)*$"
)
# 比上月减少办件20件: the noun that changes stands behind the verb.
_WITH_OBJECT = re.compile(
    rf"(?P<lead>(?:(?:较|(?<![占缩环对之相百同])比|与|同|和|相较|相比|对比)于?{_THEN}+(?:末|底|的)?(?:相比|同期|比)?,?|"
    rf"(?P<period>同比|环比))){_MANNER}*(?P<verb>增加|减少|多|少|增|减)了?(?P<what>[一-鿿]{{2,10}})$"
)
_BRACKETED_BASE = re.compile(rf"(?:较|比|与|同|和|相较|相比|对比)于?{_THEN}+(?:末|底|的)?(?:相比|同期)?$")
_COMPARED_AHEAD = re.compile(rf"[,、]?(?:较|比|与){_THEN}+(?:末|底|的)?(?:相比)?,?(?=.)")
_UNCHANGED = re.compile(
    rf"(?:(?:较|比|与|同|和){_THEN}+(?:末|底|的)?(?:相比|同期)?(?:基本)?|同比|环比|基本)+$"
)
_APART = re.compile(
    r"(?P<verb>高于|高出|高过|领先于?|优于|多于|低于|落后于?|少于)(?P<what>[^,;:。]{2,14}?)(?:约|近)?$"
)
_LEVEL = re.compile(r"(?:平均|均值|水平|同期)$")
_RATE = re.compile(r"(?:率|占比|比例|比重|比值|比|覆盖度|满意度)$")
# A fall by more than 60 % is a change below -60 %.
_TURNED: dict[Comparator, Comparator] = {"=": "=", ">": "<", "<": ">", ">=": "<=", "<=": ">="}


def read_change(context: SentenceContext, token: Token, start: int, bare: str) -> list[Found] | None:
    """The figure as a change; None where it is none, [] where 持平 compares with nothing."""
    if token.form is Form.UNCHANGED:
        return _unchanged(context, token, start, bare)
    apart = _APART.search(without_dates(bare) + context.text[token.start : token.number_start])
    if apart and (token.unit == "百分点" or _LEVEL.search(apart["what"])):
        return [_difference(context, token, start, bare, apart)]
    change = _CHANGE.search(bare) or _WITH_OBJECT.search(bare)
    if change is None and token.sign:
        change = _SIGNED.search(bare)
        if change is not None and not change["lead"]:
            return _unsaid_sign(context, token, start, bare)
    if change is None or (len(change["verb"]) == 1 and not change["lead"]):
        return None
    if _is_contradicted(change["verb"], token.sign):
        context.note_open(token, f"{change['verb']} and the sign {token.sign} say different things")
        return []
    before = bare[: change.start()]
    ahead = _COMPARED_AHEAD.match(before)  # 较上月办件增加263件
    phrase = context.clean(before[ahead.end() :] if ahead else before)
    if phrase.endswith("趋势"):
        phrase = ""
    phrase = change.groupdict().get("what") or phrase
    raw = _what_changed(context, token, start, phrase, change["verb"])
    if raw is None:
        context.note_open(token, f"{change['verb']} does not go with what the words before it name")
        return []
    return [_change(context, token, start, bare, _Change(change, ahead, phrase, raw))]


def _unsaid_sign(context: SentenceContext, token: Token, start: int, bare: str) -> list[Found] | None:
    """98%(+0.5), 98%↑0.5: a change against nobody says what. A minus alone may be the sign of a value (为-3.19‰)."""
    _, clause = context.clause_of(token.number_start)
    aside = clause.opener == "(" and start == clause.start and not context.clean(bare)
    if token.sign in {"-", "—"} and not aside:
        return None
    context.note_open(token, "a signed figure that does not say against what")
    return []


@dataclass(frozen=True, slots=True)
class _Change:
    """The words of a change: the match of verb and comparison, what is compared ahead of the phrase, and what changed."""

    match: re.Match[str]
    ahead: re.Match[str] | None
    phrase: str
    raw: str


def _is_down(verb: str) -> bool:
    return re.fullmatch(rf"{_DOWN}|[少低减降]", verb) is not None


def _is_contradicted(verb: str, sign: str) -> bool:
    """Whether the printed sign says another direction than the verb: 下降-0.5, 增长↓3; 增长-0.5 is a fall."""
    if sign in {"↑", "+"}:
        return _is_down(verb)
    if sign in {"↓", "▼"}:
        return re.fullmatch(rf"{_UP}|[多高增升]", verb) is not None
    return sign != "" and (_is_down(verb) or re.fullmatch(rf"{_BETTER}|{_WORSE}", verb) is not None)


def _what_changed(context: SentenceContext, token: Token, start: int, phrase: str, verb: str) -> str | None:
    """The words that name what changed, "" where there are none; None where the verb itself names something else."""
    inherited = context.inherited(token.number_start, start)
    implied = _IMPLIED.get(verb[-1]) if len(verb) == 2 else None
    if implied is not None:
        agrees, contradicts = implied
        if phrase:
            return phrase if agrees.search(phrase) else None if contradicts.search(phrase) else phrase + verb
        if inherited and agrees.search(inherited):
            return inherited
        return None if inherited and contradicts.search(inherited) else verb
    if measured_phrases.needs_subject(phrase):
        return measured_phrases.with_subject(phrase, inherited)
    return phrase or inherited or ""


def _change(context: SentenceContext, token: Token, start: int, bare: str, said: _Change) -> Found:
    change, phrase, raw = said.match, said.phrase, said.raw
    # The figure has the sign that is printed; a verb of falling gives it one.
    value = -token.value if _is_down(change["verb"]) and not token.sign else token.value
    of_rate = bool(_RATE.search(raw)) or (not phrase and context.carried.unit == "%")
    unit = token.unit or context.carried.unit
    if unit == "%" and of_rate and change["period"] is None:
        unit = "百分点"
    if is_demanded(context, token):
        raw = f"{raw}{change['period'] or ''}{change['verb']}"
        return Found(
            token=token,
            start=context.quote_start(start, token),
            end=token.end,
            raw=raw,
            whose=context.whose_at(token.number_start, demanding=True),
            kind=Kind.TARGET,
            value=token.value,
            unit=token.unit,
            comparator=target_comparator(token, bare),
            as_of=context.aimed_at(token),
            deadline=context.deadline_at(token),
        )
    return Found(
        token=token,
        start=context.quote_start(start, token),
        end=token.end,
        raw=raw or change["period"] or change["verb"],
        whose=context.whose_at(token.number_start),
        kind=Kind.CHANGE,
        value=value,
        unit=unit,
        comparator=_TURNED[token.comparator] if value < 0 else token.comparator,
        as_of=context.as_of_at(token),
        compared_with=_compared_with(context, token, start, change, said.ahead),
        improves=_improves(change["verb"]),
        asked_unit=_unit_of_base(context, phrase, unit, token),
    )


def _improves(verb: str) -> bool | None:
    if re.fullmatch(_BETTER, verb):
        return True
    return False if re.fullmatch(_WORSE, verb) else None


def _unit_of_base(context: SentenceContext, phrase: str, unit: str | None, token: Token) -> str | None:
    """The unit of what changed: a rate for 百分点, and nothing certain for a relative change in percent."""
    if not phrase:
        return context.carried.unit
    if unit == "百分点":
        return "%"
    return token.unit if token.unit != "%" else None


def _compared_with(
    context: SentenceContext, token: Token, start: int, change: re.Match[str], ahead: re.Match[str] | None
) -> str | None:
    base = context.base_date(start, token.number_start)
    if base:
        return context.text[base.start : base.end]
    if change["period"]:
        return change["period"]
    if ahead:
        return without_dates(ahead.group()).strip(",、")
    return without_dates(change["lead"]).strip(",") or _before_bracket(context, token)


def _before_bracket(context: SentenceContext, token: Token) -> str | None:
    """较去年同期(75.20%)提升3.37个百分点: the words before the bracket that ends right before the change."""
    number, clause = context.clause_of(token.number_start)
    if clause.opener != ")" or number < 2:
        return None
    before = context.sentence.clauses[number - 2]
    said = _BRACKETED_BASE.search(context.bare(before.start, before.end))
    base = context.base_date(before.start, before.end)
    return context.text[base.start : base.end] if base else said.group() if said else None


def _difference(context: SentenceContext, token: Token, start: int, bare: str, apart: re.Match[str]) -> Found:
    """How far above or below something else: 高于全省平均水平2.1个百分点."""
    plain = without_dates(bare)
    cut = _APART.search(plain)
    phrase = context.clean(plain[: cut.start()] if cut else "")
    below = apart["verb"].startswith(("低", "落", "少"))
    return Found(
        token=token,
        start=context.quote_start(start, token),
        end=token.end,
        raw=phrase or context.inherited(token.number_start, start) or apart["what"],
        whose=context.whose_at(token.number_start),
        kind=Kind.CHANGE,
        value=-token.value if below else token.value,
        unit=token.unit,
        comparator="=",
        as_of=context.as_of_at(token),
        compared_with=apart["what"],
        asked_unit=None if phrase else context.carried.unit,
    )


def _unchanged(context: SentenceContext, token: Token, start: int, bare: str) -> list[Found]:
    match = _UNCHANGED.search(bare)
    if not match:
        return []
    raw = context.clean(bare[: match.start()]) or context.inherited(token.number_start, start)
    if not raw:
        return []
    of_rate = bool(_RATE.search(raw)) or context.carried.unit == "%"
    base = context.base_date(start, token.number_start)
    return [
        Found(
            token=token,
            start=context.quote_start(start, token),
            end=token.end,
            raw=raw,
            whose=context.whose_at(token.number_start),
            kind=Kind.CHANGE,
            value=Decimal(0),
            unit="百分点" if of_rate else context.carried.unit,
            comparator="=",
            as_of=context.as_of_at(token),
            compared_with=context.text[base.start : base.end] if base else None,
            asked_unit="%" if of_rate else context.carried.unit,
        )
    ]
