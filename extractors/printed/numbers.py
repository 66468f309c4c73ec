"""Numbers as they are printed: figures in table cells and in prose.

What belongs here: digits, signs, 万 and 亿, and comparators such as 不低于.
What does not: dates (see `dates`), which words are measure words (`measure_words`), and what a figure means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from extractors.printed.characters import simplified
from extractors.printed.measure_words import IN_CELLS, RATES, alternatives, bare
from extractors.printed.no_value import is_no_value

Comparator = Literal["=", ">=", "<=", ">", "<"]

_SCALES = {"": 1, "千": 1_000, "万": 10_000, "萬": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000,
           "億": 100_000_000, "万亿": 1_000_000_000_000}  # fmt: skip

_PREFIXES: tuple[tuple[str, Comparator], ...] = (
    ("大于等于", ">="), ("大于或等于", ">="), ("不低于", ">="), ("不少于", ">="), ("不小于", ">="), ("不得低于", ">="),
    ("不得少于", ">="), ("至少", ">="), ("最低", ">="), ("≥", ">="), ("≧", ">="), (">=", ">="), ("＞=", ">="), ("⩾", ">="),
    ("小于等于", "<="), ("小于或等于", "<="), ("不高于", "<="), ("不超过", "<="), ("不大于", "<="), ("不多于", "<="),
    ("不得超过", "<="), ("不得高于", "<="), ("至多", "<="), ("最多", "<="), ("≤", "<="), ("≦", "<="), ("<=", "<="), ("⩽", "<="),
    ("＜=", "<="), ("大于", ">"), ("高于", ">"), ("多于", ">"), ("超过", ">"), ("超", ">"), (">", ">"), ("＞", ">"),
    ("小于", "<"), ("低于", "<"), ("少于", "<"), ("不足", "<"), ("不到", "<"), ("<", "<"), ("＜", "<"),
    ("约为", "="), ("大约", "="), ("约", "="), ("近", "="), ("将近", "="), ("=", "="),
)  # fmt: skip
_SUFFIXES: tuple[tuple[str, Comparator], ...] = (
    ("及以上", ">="), ("或以上", ">="), ("以上", ">="), ("及以下", "<="), ("以下", "<="), ("以内", "<="), ("之内", "<="),
    ("左右", "="),
)  # fmt: skip
_PREFIX_SIGN = dict(_PREFIXES)
_SUFFIX_SIGN = dict(_SUFFIXES)


# OCR puts blanks beside the decimal point and the thousands comma ("56. 41%", "1, 234"), never meaning anything.
# A blank between two digits alone is not healed: "10 0.00%" may as well be two cells that lost their rule.
_NUMBER = (
    r"(?:(?P<grouped>\d{1,3}(?:\s?[,，]\s?\d{3})+|\d{1,3}(?: \d{3})+(?![\d.．]))|(?P<plain>\d+))"
    r"(?:\s?[.．·]\s?(?P<fraction>\d+))?"
)
_FIGURE = re.compile(
    rf"(?:(?P<prefix>{alternatives(word for word, _ in _PREFIXES)})\s*)?"
    r"(?:(?P<sign>[-−－–﹣+＋↑↓▲▼])\s?)?"
    rf"{_NUMBER}"
    r"\s?(?P<more>余|多)?"
    rf"\s?(?P<scale>{alternatives(word for word in _SCALES if word)})?"
    r"\s?(?P<more_after>余|多(?!数|于))?"
    rf"\s?(?P<unit>[%％‰﹪]|{alternatives(IN_CELLS - RATES)})?"
    rf"\s?(?P<suffix>{alternatives(word for word, _ in _SUFFIXES)})?"
)
_DIGIT = re.compile(r"\d")
_PLAIN = re.compile(r"([0-9]{1,12}(?:\.([0-9]{1,12}))?)(%?)")
# Before a figure of the prose: no digit, letter or decimal point, and it is no ordinal (第4) or a time (09:36).
_NOT_BEFORE = re.compile(r"[0-9０-９A-Za-z.．:：第]\s?$")
# After it: a date, a grade, a document number or a time is no figure of the prose.
_NOT_AFTER = re.compile(
    r"\s?(?:年(?!均|度?平均)|月|日(?!均)|号|[:：]\s?\d|\d|[A-Za-z]|级|期|届|时(?!间|限)|点\d|[-—－–~～至]\s?\d+\s?[年月日])"
)
# A number that counts clauses (`2.占比变化`), and the year of a document number (`〔2021〕8号`).
_CLAUSE_BEFORE = re.compile(r"(?:^|[\s。；;:：(（])$")
_CLAUSE_AFTER = re.compile(r"[.．、]\s?(?!\d)")
_BRACKETED_YEAR = re.compile(r"[\[〔【［(（]\s?(?:19|20)\d\d\s?[\]〕】］)）]\s?第?\s?\d+\s?号")

_CHINESE_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "○": 0, "Ｏ": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_LONGEST_INTEGER = 30  # characters; more are no number that anybody counts with
_CHINESE_PLACES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed number.

    `value` has 万 and 亿 expanded; percentages are percent numbers (56.41 with unit "%"). `decimals` counts the
    printed decimals, before the expansion, and `scale` is what the printed number was multiplied with, so that
    the last printed place is worth `quantum`. `comparator` is "=" unless the print says otherwise (以上, 不低于, 余).
    """

    value: Decimal
    unit: str | None
    decimals: int
    comparator: Comparator
    text: str
    scale: int = 1

    @property
    def quantum(self) -> Decimal:
        """What one unit of the last printed place is worth, in units of `value`."""
        return Decimal(self.scale).scaleb(-self.decimals)


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """A figure inside a longer text: `text[start:end]` holds it with sign, comparator and unit.

    `number_start` and `number_end` enclose the digits alone.
    """

    figure: Figure
    start: int
    end: int
    number_start: int
    number_end: int


@lru_cache(maxsize=65536)
def parse_figure(text: str) -> Figure | None:
    """The figure that a cell holds and nothing else; None if it is blank, no value (/, 无数据), a name or a date.

    `(12)` is 12: these documents put numbers into brackets without meaning a minus. Arrows (↓2.5%) are signs.
    A range (1—2个) is no figure. The unit must be a known measure word, so that `6月` and `1个目录未开展` are none.
    """
    if plain := _PLAIN.fullmatch(text):  # most of them
        number, decimals, percent = plain.groups()
        return Figure(Decimal(number), percent or None, len(decimals or ""), "=", text)
    stripped = text.strip()
    if not stripped or is_no_value(stripped):
        return None
    if stripped[0] in "(（" and stripped[-1] in ")）":
        stripped = stripped[1:-1].strip()
    match = _FIGURE.fullmatch(stripped)
    if match is None and not stripped.isascii() and _DIGIT.search(stripped):
        match = _FIGURE.fullmatch(simplified(stripped))  # 113種
    return _figure(match, text) if match else None


def find_figures(text: str) -> list[FoundFigure]:
    """All figures of a piece of prose in order, without dates, times, ordinals (第4) and document numbers.

    A sign is taken only where it can't be a dash between two things (`1-6月`, `2019-2020`).
    """
    found: list[FoundFigure] = []
    position = 0
    while match := _FIGURE.search(text, position):
        position = match.end() if match.end() > match.start() else match.start() + 1
        digits = match.start("grouped") if match["grouped"] else match.start("plain")
        core_end = (
            match.end("fraction") if match["fraction"] else max(match.end("grouped"), match.end("plain"))
        )
        if match["prefix"] is None and _NOT_BEFORE.search(text, max(0, match.start() - 2), match.start()):
            position = max(core_end, match.start() + 1)
            continue
        if match["unit"] is None and (_NOT_AFTER.match(text, core_end) or _is_label(text, digits, core_end)):
            position = core_end
            continue
        start = match.start()
        if match["sign"] and match["prefix"] is None and start and not _sign_can_stand_after(text[start - 1]):
            start = digits
        figure = _figure(match, text[start : match.end()], signed=start != digits)
        found.append(FoundFigure(figure, start, match.end(), digits, core_end))
    return found


def _sign_can_stand_after(character: str) -> bool:
    return character.isspace() or character in "(（:：,，、;；=为达是比率量数值幅度至"


def _is_label(text: str, start: int, end: int) -> bool:
    """Whether the digits count a clause or belong to a document number."""
    if (
        end - start <= 2
        and _CLAUSE_BEFORE.search(text, max(0, start - 1), start)
        and _CLAUSE_AFTER.match(text, end)
    ):
        return True
    return start > 0 and _BRACKETED_YEAR.match(text, start - 1) is not None


def _figure(match: re.Match[str], text: str, *, signed: bool = True) -> Figure:
    whole = match["grouped"] or match["plain"]
    fraction = match["fraction"] or ""
    digits = "".join(character for character in whole if character.isdecimal())
    value = Decimal(f"{digits}.{fraction}" if fraction else digits)
    if signed and match["sign"] and match["sign"] in "-−－–﹣↓▼":
        value = -value
    scale = _SCALES[match["scale"] or ""]
    comparator: Comparator = "="
    if match["prefix"]:
        comparator = _PREFIX_SIGN[match["prefix"]]
    elif match["suffix"]:
        comparator = _SUFFIX_SIGN[match["suffix"]]
    elif match["more"] or match["more_after"]:
        comparator = ">="
    unit = bare(match["unit"]) if match["unit"] else None
    return Figure(value * scale, unit, len(fraction), comparator, text, scale)


def chinese_integer(text: str) -> int | None:
    """An integer in Chinese or Arabic digits (`十二`, `二十一`, `一百零五`, `12`, `１２`); None if it is none.

    Digits without places are read one after the other (`二〇二一` is 2021).
    """
    folded = "".join(text.split())
    if not folded:
        return None
    if len(folded) > _LONGEST_INTEGER:
        return None
    if folded.isdecimal():
        return int(folded)
    if all(character in _CHINESE_DIGITS for character in folded):
        return int("".join(str(_CHINESE_DIGITS[character]) for character in folded))
    total = 0
    digit: int | None = None
    for character in folded:
        if character in _CHINESE_DIGITS:
            digit = _CHINESE_DIGITS[character]
        elif character in _CHINESE_PLACES:
            total += (1 if digit is None else digit) * _CHINESE_PLACES[character]
            digit = None
        else:
            return None
    return total + (digit or 0)
