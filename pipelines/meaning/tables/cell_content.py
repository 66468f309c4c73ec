"""What a single table cell holds: a figure, several labelled figures, no value, a unit, or words.

Belongs here: reading one cell's text. Does not belong here: what its column or row means (`column_roles`,
`observations`), nor how a number is printed (`extractors.printed.numbers`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from extractors.printed.no_value import is_no_value
from extractors.printed.numbers import Figure, find_figures, parse_figure


class Content(StrEnum):
    """What a cell holds."""

    BLANK = "blank"
    NO_VALUE = "no_value"  # /, —, 无数据
    FIGURE = "figure"
    FIGURES = "figures"  # figures with words around them: 省定目标:市级达到80%我市已达到97.2%
    UNKNOWN_WORD = "unknown_word"  # a figure with a measure word that nobody knows: 113桶
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class LabelledFigure:
    """A figure inside a cell with words: `label` is what stands before it (省定目标, 我市已达到)."""

    figure: Figure
    label: str


@dataclass(frozen=True, slots=True)
class CellContent:
    """A cell, read. `figures` holds one without label for a plain figure, and none for words."""

    content: Content
    figures: tuple[LabelledFigure, ...] = ()


_BLANK = CellContent(Content.BLANK)
_NO_VALUE = CellContent(Content.NO_VALUE)
_WORDS = CellContent(Content.WORDS)
_UNKNOWN_WORD = CellContent(Content.UNKNOWN_WORD)

_ORDINAL = re.compile(
    r"(?:并列)?第\s*(\d{1,4}|[一二三四五六七八九十]{1,3})\s*(?:名|位)?|(\d{1,4})\s*[(（]?并列[)）]?|(\d{1,4})\s*名"
)
_MARKS = re.compile(
    r"[↑↓▲▼★☆*※#]+|[(（](?:并列|注\d*|备注\d*|[一-鿿]{0,4}[升降平]|持平|[%个项件条张次人天])[)）]"
)
# Behind a figure these make dates, places in an order and addresses, and no amount.
_COUNTED = re.compile(
    r"\d[\d,，]*(?:\.\d+)?\s?[余多]?[千万亿萬億]?[余多]?\s?(?![年月日号號级級届屆期时時楼樓室])[\u3400-\u9fff]{1,2}"
)
_LABEL_EDGES = " \t\n,，。;；、()（）“”\"'"


@lru_cache(maxsize=65536)
def read_cell(text: str) -> CellContent:
    """Read the text of a cell."""
    folded = text.strip()
    if not folded:
        return _BLANK
    if is_no_value(folded):
        return _NO_VALUE
    figure = parse_figure(folded) or parse_figure(_MARKS.sub("", folded).strip())
    if figure is not None:
        return CellContent(Content.FIGURE, (LabelledFigure(figure, ""),))
    if _COUNTED.fullmatch(folded):
        return _UNKNOWN_WORD
    found = find_figures(folded)
    if not found:
        return _WORDS
    labelled: list[LabelledFigure] = []
    position = 0
    for item in found:
        labelled.append(LabelledFigure(item.figure, _label(folded[position : item.start])))
        position = item.end
    return CellContent(Content.FIGURES, tuple(labelled))


def _label(text: str) -> str:
    """省定目标 of `省定目标:市级达到`, 我市已达到 of `。我市已达到`."""
    parts = [part.strip(_LABEL_EDGES) for part in re.split(r"[:：]", text)]
    named = [part for part in parts if part]
    return named[0] if named else ""


@lru_cache(maxsize=4096)
def read_ordinal(text: str) -> int | None:
    """The place that a cell of a ranking column holds (`3`, `第3名`, `3(并列)`, `第三`), or None."""
    from extractors.printed.numbers import chinese_integer

    figure = parse_figure(text)
    if figure is not None:
        return (
            int(figure.value) if figure.value == int(figure.value) and figure.unit in (None, "名") else None
        )
    match = _ORDINAL.fullmatch(text.strip())
    return chinese_integer(next(group for group in match.groups() if group)) if match else None
