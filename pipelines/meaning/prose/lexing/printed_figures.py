"""Figures as they stand in a sentence: number, unit, comparator, place.

What belongs here: finding number tokens in folded text, Arabic and Chinese, and the few words that are
figures (全覆盖, 满分, 无变化). What does not: whether a figure is a statement (`ignored_digits`),
and of what (`measured_phrases`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from extractors.printed.measure_words import (
    BEHIND_CHINESE_NUMERALS,
    CHINESE_AT_END,
    IN_PROSE,
    RATES,
    alternatives,
    bare,
)
from extractors.printed.numbers import chinese_integer
from pipelines.meaning.prose.statements import Comparator


class Form(StrEnum):
    """How a figure is printed."""

    NUMBER = "number"
    RANK = "rank"  # 第4, 第六名, 前十位
    FULL_COVER = "full_cover"  # 全覆盖
    UNCHANGED = "unchanged"  # 无变化, 持平


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A figure at `text[start:end]` (with 不低于, unit, 以上); `number_start`..`number_end` are its digits
    and unit.

    `decimals` are those of `value`, below 0 where it is printed in 万: 75.34万 is exact to hundreds, -2.
    `range_mate` is set on both ends of a printed range (1—2个), which share `start` and `end`. `sign` is the printed
    sign or arrow where it is one (`value` has it, too); before other figures a dash may stand for anything.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    value: Decimal
    unit: str | None
    comparator: Comparator
    form: Form = Form.NUMBER
    decimals: int = 0
    range_mate: bool = False
    chinese: bool = False
    from_last: bool = False
    sign: str = ""


_UNIT = alternatives(IN_PROSE - RATES)
_SCALES = {
    "万亿": 10**12,
    "千万": 10**7,
    "百万": 10**6,
    "十万": 10**5,
    "亿": 10**8,
    "万": 10**4,
    "千": 1000,
    "百": 100,
}
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))

_BEFORE: tuple[tuple[str, Comparator], ...] = (
    ("大于或等于", ">="), ("大于等于", ">="), ("不得低于", ">="), ("不得少于", ">="), ("不能低于", ">="),
    ("不应低于", ">="), ("不低于", ">="),
    ("不少于", ">="), ("不小于", ">="), ("不能少于", ">="), ("不应少于", ">="), ("至少", ">="), ("最低",
    ">="), ("≥", ">="), (">=", ">="),
    ("小于或等于", "<="), ("小于等于", "<="), ("不得超过", "<="), ("不得高于", "<="), ("不得多于", "<="),
    ("不得大于", "<="), ("不能超过", "<="),
    ("不应超过", "<="), ("不应高于", "<="), ("不超过", "<="), ("不高于", "<="), ("不大于", "<="),
    ("不多于", "<="), ("至多", "<="), ("最多", "<="),
    ("≤", "<="), ("<=", "<="), ("控制在", "<="), ("无法达到", "<"), ("未能达到", "<"), ("没有达到", "<"),
    ("尚未达到", "<"), ("未达到", "<"), ("未达", "<"),
    ("不足", "<"), ("不到", "<"), ("不满", "<"), ("低于", "<"), ("少于", "<"), ("小于", "<"), ("<", "<"),
    ("大于", ">"), ("高于", ">"), ("多于", ">"),
    ("超过", ">"), ("超出", ">"), ("突破", ">"), ("超", ">"), (">", ">"),
)  # fmt: skip
_BEFORE_SIGN = dict(_BEFORE)
_BEFORE_RE = re.compile(
    rf"(?P<sign>{'|'.join(re.escape(w) for w, _ in sorted(_BEFORE, key=lambda p: -len(p[0])))})(?:了|到|"
    rf"于)?(?:约|近)?$"
)
_AFTER: dict[str, Comparator] = {"及以上": ">=", "或以上": ">=", "(含)以上": ">=", "以上": ">=",
"及以下": "<=", "或以下": "<=",
                                 "(含)以下": "<=", "以下": "<=", "以内": "<=", "之内": "<=",
                                 "内": "<="}  # fmt: skip
_AFTER_RE = (
    r"(?P<suffix>\(含\)以上|及以上|或以上|以上(?!述|报)|\(含\)以下|及以下|或以下|以下(?!简称|几)|以内|"
    r"之内|内(?=[,;。完办反回予]|$)|左右)?"
)

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_NUMBER = re.compile(
    rf"(?P<sign>[-+±—↑↓▼])?(?P<number>{_DIGITS})(?P<more>余|多|几)?(?P<scale>{_SCALE})?(?P<more_after>余|"
    rf"多(?!数|于))?"
    rf"(?P<unit>[%‰]|{_UNIT})?{_AFTER_RE}"
)
_PERCENT_WORD = re.compile(rf"百分之(?P<number>{_DIGITS}|[零一二两三四五六七八九十百点]+){_AFTER_RE}")
# Units of a share, and of what has none: no number of things.
RATE_UNITS = frozenset({"%", "‰", "百分点", "千分点", None})
_MINUS = frozenset("-—↓▼")
# Right behind these a dash is a minus: 环比增长-0.5个百分点, 同比-3.2%.
_CHANGE_BEFORE = re.compile(
    r"(?:同比|环比|增长|增加|上升|提高|提升|上涨|回升|下降|降低|减少|下滑|回落|下跌|收窄|改善|恶化|增幅|涨幅|降幅|减幅|"
    r"增速|增长率|增减|变化|变动|同期|上月|上个月|上年|去年|上季度|月份)(?:幅度|率|额|量|值)?(?:了|约|近)?$"
)
_RANGE = re.compile(r"(?:—|-|~|至|到)+$")

_CN = r"[零〇一二两三四五六七八九十百]+"
# A Chinese numeral is a figure only where it plainly counts: after a word that introduces an amount, with
# a measure
# word; "一是", "一网通办", "一件事" and "任何一个" are none.
_CN_LEAD = (
    r"(?:存在|仅有|尚有|还有|共有|只有|现有|仍有|共计|共|仅|收到|收获|接到|发现|发生|新增|完成|办结|受理|"
    r"查处|整改|通报|配备|设置|设立|建成|建设|"
    r"不少于|不低于|不超过|不多于|不得少于|不得超过|至少|最多|超过|达到|达|少于|多于|连续|获得|荣获|下降|"
    r"上升|提高|减少|增加|提升|降低|增长)"
)
_CN_UNIT = f"(?:{alternatives(BEHIND_CHINESE_NUMERALS)})"
_CN_AMOUNT = re.compile(
    rf"{_CN_LEAD}了?(?P<number>{_CN})(?P<unit>{_CN_UNIT})(?!是|些|事(?!项|务|故)|定|体化|窗|网|次性|站式|"
    rf"起(?![,;。]))"
)
# 发现问题三起。  差评一件,
_CN_TAIL = re.compile(
    rf"(?<=[\u4e00-\u9fff])(?P<number>{_CN})(?P<unit>{alternatives(CHINESE_AT_END)})(?=[,;。、)]|$)"
)
_ZERO = re.compile(r"(?:均为|都为|为|达到|实现|保持)(?P<number>零)(?=[,;。、)(]|$)")
_FULL_MARK = re.compile(r"(?<=[到持得获为是])(?P<number>满分)")
_FULL_COVER = re.compile(r"全覆盖|百分之?百覆盖|全面覆盖(?=[,;。])")
_UNCHANGED = re.compile(r"(?P<number>无变化|没有变化|持平|无增减|保持不变)")
_RANK = re.compile(rf"(?P<last>倒数)?第(?P<number>\d{{1,3}}|{_CN})(?P<unit>名|位)?")
_RANK_FRONT = re.compile(rf"(?P<last>[前后末])(?P<number>\d{{1,3}}|{_CN})(?P<unit>名|位|强)?")
_RANK_PLACE = re.compile(
    r"(?:排名|位居|位列|名列|位次|排|居|列|位|跃居|跃升至|升至|升到|降至|为|是|在)(?:在|为|"
    r"居)?[^,;。\d]{0,12}$"
)


def find_tokens(text: str, taken: list[tuple[int, int]], quoted: list[tuple[int, int]]) -> list[Token]:
    """The figures of a folded text outside the spans in `taken`, in order. They don't overlap, ranges apart.

    Words and Chinese numerals inside quotation marks are names and slogans, no figures.
    """
    free = _Free(taken)
    tokens = [*_ranks(text, free), *_percent_words(text, free), *_numbers(text, free)]
    for start, end in quoted:
        free.claim(start, end)
    tokens += [*_chinese(text, free), *_words(text, free)]
    tokens.sort(key=lambda token: (token.number_start, token.number_end))
    return tokens


class _Free:
    """Which characters are still free."""

    def __init__(self, taken: list[tuple[int, int]]) -> None:
        self._taken = list(taken)

    def claim(self, start: int, end: int) -> bool:
        """Take a span if nobody has any of it."""
        if any(start < other_end and other_start < end for other_start, other_end in self._taken):
            return False
        self._taken.append((start, end))
        return True

    def is_free(self, start: int, end: int) -> bool:
        return not any(start < other_end and other_start < end for other_start, other_end in self._taken)


def _ranks(text: str, free: _Free) -> list[Token]:
    found = []
    for pattern in (_RANK, _RANK_FRONT):
        for match in pattern.finditer(text):
            number = chinese_integer(match["number"])
            front = pattern is _RANK_FRONT
            before = text[max(0, match.start() - 24) : match.start()]
            if number is None or number == 0:
                continue
            # 第二批, 第三方, 第一时间 are ordinals: a rank says so (名, 位) or stands after 排名, 位居, 全省.
            follows = text[match.end() : match.end() + 1]
            said = match["unit"] in {"名", "位"} and (front or _RANK_PLACE.search(before))
            ends = not follows or follows in ",;。、()“”" or text.startswith(("的", "和", "与"), match.end())
            if not said and not (ends and _RANK_PLACE.search(before)):
                continue
            if (
                front
                and not said
                and not re.search(r"(?:排名|位居|位列|名列|进入|居|列|排)[^,;。]{0,12}$", before)
            ):
                continue
            if not free.claim(match.start(), match.end()):
                continue
            found.append(
                Token(
                    start=match.start(),
                    end=match.end(),
                    number_start=match.start(),
                    number_end=match.end(),
                    value=Decimal(number),
                    unit="名",
                    comparator="<=" if front else "=",
                    form=Form.RANK,
                    chinese=not match["number"].isdecimal(),
                    from_last=match["last"] in {"倒数", "后", "末"},
                )
            )
    return found


def _percent_words(text: str, free: _Free) -> list[Token]:
    found = []
    for match in _PERCENT_WORD.finditer(text):
        value = _spoken(match["number"])
        if value is not None and free.claim(*match.span()):
            found.append(_token(text, match, match.start(), value, "%", None))
    return found


def _spoken(text: str) -> Decimal | None:
    """`九十五点五` → 95.5; Arabic digits as they are."""
    if text[0].isdigit():
        return Decimal(text.replace(",", ""))
    whole, _, fraction = text.partition("点")
    number = chinese_integer(whole) if whole else None
    if number is None:
        return None
    digits = [chinese_integer(character) for character in fraction]
    if any(digit is None or digit > 9 for digit in digits):
        return None
    return Decimal(f"{number}.{''.join(str(digit) for digit in digits)}") if digits else Decimal(number)


def _numbers(text: str, free: _Free) -> list[Token]:
    found: list[Token] = []
    position = 0
    while match := _NUMBER.search(text, position):
        number_start = match.start("number")
        position = max(match.end("number"), match.start() + 1)
        if not free.is_free(number_start, match.end("number")):
            continue
        if number_start and (text[number_start - 1].isascii() and text[number_start - 1].isalnum()):
            continue
        end = match.end()
        while end > match.end("number") and not free.is_free(number_start, end):
            end -= 1
        free.claim(number_start, end)
        position = end
        value = Decimal(match["number"].replace(",", "")) * _SCALES.get(match["scale"] or "", 1)
        sign = _sign(text, match)
        if sign in _MINUS:
            value = -value
        token = _token(
            text,
            match,
            match.start() if sign else number_start,
            value,
            match["unit"],
            match["more"] or match["more_after"],
        )
        _, _, fraction = match["number"].partition(".")
        digits = len(str(_SCALES.get(match["scale"] or "", 1))) - 1
        token = replace(token, decimals=len(fraction) - digits, sign=sign)
        mate = found[-1] if found else None
        if mate is not None and _is_range(text, mate, token):
            unit = token.unit
            start, stop = mate.start, token.end
            scaled = mate.value * _missing_scale(mate, match)
            found[-1] = replace(
                mate,
                start=start,
                end=stop,
                value=scaled,
                unit=mate.unit or unit,
                comparator=">=",
                range_mate=True,
            )
            token = replace(token, start=start, end=stop, comparator="<=", range_mate=True)
        found.append(token)
    return found


def _sign(text: str, match: re.Match[str]) -> str:
    """The sign of a figure; "" where there is none, or where a dash may as well part two things."""
    sign, before = match["sign"], text[: match.start()]
    if sign is None or sign == "±":
        return ""
    if sign in "↑↓▼" or _CHANGE_BEFORE.search(before, max(0, len(before) - 12)):
        return str(sign)
    return str(sign) if sign in "-+" and (not before or before[-1] in ",;:、(为达是到") else ""


def _missing_scale(mate: Token, match: re.Match[str]) -> int:
    """In 3-5万件 the scale belongs to both ends."""
    return _SCALES.get(match["scale"] or "", 1) if mate.unit is None else 1


def _is_range(text: str, first: Token, second: Token) -> bool:
    between = text[first.number_end : second.number_start]
    if not between or len(between) > 2 or not _RANGE.fullmatch(between) or first.range_mate:
        return False
    if between in {"到", "至"} and re.search(r"[从由自]$", text[max(0, first.start - 1) : first.start]):
        return False
    return first.value <= second.value or first.unit is None


def _token(
    text: str, match: re.Match[str], number_start: int, value: Decimal, unit: str | None, more: str | None
) -> Token:
    end = match.end()
    number_end = match.start("suffix") if match["suffix"] else end
    comparator: Comparator = "="
    start = number_start
    before = _BEFORE_RE.search(text, max(0, number_start - 8), number_start)
    if before:
        start, comparator = before.start(), _BEFORE_SIGN[before["sign"]]
    elif match["suffix"] in _AFTER:
        comparator = _AFTER[match["suffix"]]
    elif more:
        comparator = ">="
    if unit:
        unit = bare(unit)
    return Token(
        start=start,
        end=end,
        number_start=number_start,
        number_end=number_end,
        value=value,
        unit=unit,
        comparator=comparator,
    )


def _chinese(text: str, free: _Free) -> list[Token]:
    found = []
    for pattern in (_CN_AMOUNT, _CN_TAIL, _ZERO, _FULL_MARK):
        for match in pattern.finditer(text):
            groups = match.groupdict()
            number = match["number"]
            unit = groups.get("unit")
            start, end = match.start("number"), match.end("unit") if unit else match.end("number")
            if number == "满分":
                value: int | None = 100
                unit = "分"
            else:
                value = chinese_integer(number)
            if value is None or not free.claim(start, end):
                continue
            comparator: Comparator = "="
            first = start
            before = _BEFORE_RE.search(text, max(0, start - 8), start)
            if before:
                first, comparator = before.start(), _BEFORE_SIGN[before["sign"]]
            if unit:
                unit = bare(unit)
            found.append(
                Token(
                    start=first,
                    end=end,
                    number_start=start,
                    number_end=end,
                    value=Decimal(value),
                    unit=unit,
                    comparator=comparator,
                    chinese=True,
                )
            )
    return found


def _words(text: str, free: _Free) -> list[Token]:
    kinds = (
        (_FULL_COVER, Form.FULL_COVER, Decimal(100), "%"),
        (_UNCHANGED, Form.UNCHANGED, Decimal(0), None),
    )
    return [
        Token(
            start=match.start(),
            end=match.end(),
            number_start=match.start(),
            number_end=match.end(),
            value=value,
            unit=unit,
            comparator="=",
            form=form,
            chinese=True,
        )
        for pattern, form, value, unit in kinds
        for match in pattern.finditer(text)
        if free.claim(*match.span())
    ]
