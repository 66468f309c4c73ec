"""The parts of a printed figure: digits, scale, comparator words; and what a figure is once it is read.

What belongs here: what `numbers` and `figure_grammar` build their patterns from. What does not: how the parts may follow
one another, and the measure words (`measure_words`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extractors.printed.measure_words import IN_CELLS, RATES, alternatives, bare

Comparator = Literal["=", ">=", "<=", ">", "<"]

SCALES = {"": 1, "千": 1_000, "万": 10_000, "萬": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000,
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
PREFIX_SIGN = dict(_PREFIXES)
SUFFIX_SIGN = dict(_SUFFIXES)
PREFIX = alternatives(PREFIX_SIGN)
SUFFIX = alternatives(SUFFIX_SIGN)
UNIT = rf"[%％‰﹪]|{alternatives(IN_CELLS - RATES)}"

# OCR puts blanks beside the decimal point and the thousands comma ("56. 41%", "1, 234"), never meaning anything.
# A blank between two digits alone is not healed: "10 0.00%" may as well be two cells that lost their rule.
_BLANK = "[ \u00a0\u2009\u202f]"
_NUMBER = (
    rf"(?:(?P<grouped>\d{{1,3}}(?:\s?[,，]\s?\d{{3}})+(?!\d)|\d{{1,3}}(?:{_BLANK}\d{{3}})+(?![\d.．]))|(?P<plain>\d+))"
    r"(?:\s?[.．·]\s?(?P<fraction>\d+))?"
)
_SCALED_UNIT = alternatives(word for word in IN_CELLS if word[0] in "千百万")  # 5千瓦 are no 5000 瓦
AMOUNT = (
    rf"{_NUMBER}"
    r"\s?(?P<more>余|多)?"
    rf"\s?(?P<scale>(?!{_SCALED_UNIT})(?:{alternatives(word for word in SCALES if word)}))?"
    r"\s?(?P<more_after>余|多(?!数|于))?"
    rf"\s?(?P<unit>{UNIT})?"
)
"""Digits with scale and measure word; `amount` makes a figure of a match."""


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


def amount(match: re.Match[str], text: str) -> Figure:
    """The figure of a match of `AMOUNT`, without sign."""
    whole = match["grouped"] or match["plain"]
    fraction = match["fraction"] or ""
    digits = "".join(character for character in whole if character.isdecimal())
    scale = SCALES[match["scale"] or ""]
    return Figure(
        Decimal(f"{digits}.{fraction}" if fraction else digits) * scale,
        bare(match["unit"]) if match["unit"] else None,
        len(fraction),
        ">=" if match["more"] or match["more_after"] else "=",
        text,
        scale,
    )
