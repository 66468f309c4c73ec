"""Numbers as they are printed: figures in table cells and in prose.

What belongs here: digits, signs, 万 and 亿, and comparators such as 不低于.
What does not: dates (see `dates`), which words are measure words (`measure_words`), and what a figure means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from extractors.printed.figures.figure_grammar import read_figure
from extractors.printed.figures.figure_parts import (
    AMOUNT,
    PREFIX,
    PREFIX_SIGN,
    SUFFIX,
    SUFFIX_SIGN,
    Figure,
    amount,
)

_FIGURE = re.compile(
    rf"(?:(?P<prefix>{PREFIX})\s*)?(?:(?P<sign>[-−－–﹣+＋↑↓▲▼])\s?)?{AMOUNT}\s?(?P<suffix>{SUFFIX})?"
)
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
    What is printed around a figure counts as far as it needs no column to be understood; see `figure_grammar`.
    """
    if plain := _PLAIN.fullmatch(text):  # most of them
        number, decimals, percent = plain.groups()
        return Figure(Decimal(number), percent or None, len(decimals or ""), "=", text)
    printed = read_figure(text)
    return printed.by_itself() if printed and not printed.dash else None


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
    figure = amount(match, text)
    if signed and match["sign"] and match["sign"] in "-−－–﹣↓▼":
        figure = replace(figure, value=-figure.value)
    if match["prefix"]:
        return replace(figure, comparator=PREFIX_SIGN[match["prefix"]])
    return replace(figure, comparator=SUFFIX_SIGN[match["suffix"]]) if match["suffix"] else figure


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
