"""What a single table cell holds: a figure, several figures, no value, an error, or words.

Belongs here: reading one cell. Does not belong here: what its column or row means (`column_roles`, `observations`), what
a sign or a direction does to the value (`signed_figures`), nor how figures are printed (`extractors.printed`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from extractors.model import Cell
from extractors.printed.figures.figure_grammar import PrintedFigure, read_figure
from extractors.printed.figures.figure_groups import FigureGroup, Group, read_group
from extractors.printed.figures.figure_parts import Figure
from extractors.printed.no_value import is_no_value
from extractors.printed.numbers import chinese_integer


class Content(StrEnum):
    """What a cell holds."""

    BLANK = "blank"
    NO_VALUE = "no_value"  # /, —, 无数据
    FIGURE = "figure"
    FIGURES = (
        "figures"  # figures with words before each that say what it is: 省定目标:市级达到80%我市已达到97.2%
    )
    SPLIT = "split"  # figures parted by a stroke, as the names in the heading may be: 1,200/1,180
    NESTED = "nested"  # a figure with a second in brackets, as heading or cell may name it: 200（150）, 5（其中新增2）
    SEVERAL = "several"  # figures of which nothing in the cell says what they are: 3-5, two stacked lines
    UNKNOWN_WORD = "unknown_word"  # a figure with a measure word that nobody knows: 113桶
    ERROR = "error"  # what a spreadsheet prints for a formula that failed: #DIV/0!
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class LabelledFigure:
    """A figure inside a cell: `label` is what stands before it (省定目标, 我市已达到), `words` all of that."""

    figure: Figure
    label: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class CellContent:
    """A cell, read. `figures` holds one without label for a plain figure, and none for words.

    `printed` is the one figure with all that stands around it.
    """

    content: Content
    figures: tuple[LabelledFigure, ...] = ()
    printed: PrintedFigure | None = None

    @property
    def counts(self) -> bool:
        """Whether the cell is there for a figure, even if it can't be read."""
        return self.content in _COUNTING


_COUNTING = frozenset(
    (
        Content.FIGURE,
        Content.FIGURES,
        Content.SPLIT,
        Content.NESTED,
        Content.SEVERAL,
        Content.UNKNOWN_WORD,
        Content.ERROR,
    )
)
_BLANK = CellContent(Content.BLANK)
_NO_VALUE = CellContent(Content.NO_VALUE)
_WORDS = CellContent(Content.WORDS)
_ERROR = CellContent(Content.ERROR)
_UNKNOWN_WORD = CellContent(Content.UNKNOWN_WORD)
_SEVERAL = CellContent(Content.SEVERAL)

_ORDINAL = re.compile(
    r"(?:并列)?第\s*(\d{1,4}|[一二三四五六七八九十]{1,3})\s*(?:名|位)?|(\d{1,4})\s*[(（]?并列[)）]?|(\d{1,4})\s*名"
)
# Excel's and LibreOffice's errors, and the # signs of a column that is too narrow for its number.
_SHEET_ERROR = re.compile(
    r"[#＃](?:DIV[/／][0O０]|N[/／]A|REF|VALUE|NAME|NUM|NULL|SPILL|CALC|GETTING_DATA)[!！?？]?|(?:Err|错误)[:：]\s?\d{3}|[#＃]{3,}",
    re.IGNORECASE,
)
# Behind a figure these make dates, places in an order and addresses, and no amount.
_COUNTED = re.compile(
    r"\d[\d,，]*(?:\.\d+)?\s?[余多]?[千万亿萬億]?[余多]?\s?(?![年月日号號级級届屆期时時楼樓室])[\u3400-\u9fff]{1,2}"
)
_LABEL_EDGES = " \t\n,，。;；、()（）“”\"'"
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_]")
_LONE_FIGURES = frozenset((Content.FIGURE, Content.SPLIT, Content.NESTED, Content.SEVERAL, Content.ERROR))
# Dates, times, spans of years, telephone numbers, numbers of clauses: no letters in them, and no amounts.
_NO_AMOUNT = re.compile(
    r"(?:19|20)\d\d(?:\s?[-–—/.．]\s?\d{1,4}){0,2}(?:\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?|\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
    r"|0\d{2,3}[-—]\d{7,8}(?:[-—]\d{1,6})?|\d{1,2}(?:[.．]\d{1,2}){2,}|[(（]?\d{1,3}[)）.．、]"
)


def read(cell: Cell) -> CellContent:
    """Read a cell: its text, and what its reader knows of it besides."""
    content = read_cell(cell.text)
    # Two figures under each other are two, also where their text could be read as one: 120 345.
    if content.content is Content.FIGURE and sum(1 for line in cell.lines if _DIGIT.search(line)) > 1:
        return _SEVERAL
    return content


@lru_cache(maxsize=65536)
def read_cell(text: str) -> CellContent:
    """Read the text of a cell."""
    folded = text.strip()
    if not folded:
        return _BLANK
    if is_no_value(folded):
        return _NO_VALUE
    if _SHEET_ERROR.fullmatch(folded):
        return _ERROR
    printed = read_figure(folded)
    if printed is not None:
        return CellContent(Content.FIGURE, (LabelledFigure(printed.by_itself(), ""),), printed)
    if _COUNTED.fullmatch(folded):
        return _UNKNOWN_WORD
    group = read_group(folded)
    return _WORDS if group is None else _grouped(group)


def _grouped(group: FigureGroup) -> CellContent:
    if group.group is Group.LABELLED:
        figures = zip(group.figures, group.labels, strict=True)
        return CellContent(
            Content.FIGURES, tuple(LabelledFigure(figure, _label(words), words) for figure, words in figures)
        )
    if group.group is Group.SPLIT:
        return CellContent(Content.SPLIT, tuple(LabelledFigure(figure, "") for figure in group.figures))
    if group.group is Group.NESTED:
        figures = zip(group.figures, group.labels, strict=True)
        return CellContent(
            Content.NESTED, tuple(LabelledFigure(figure, label, label) for figure, label in figures)
        )
    return _SEVERAL


def _label(text: str) -> str:
    """省定目标 of `省定目标:市级达到`, 我市已达到 of `。我市已达到`."""
    parts = [part.strip(_LABEL_EDGES) for part in re.split(r"[:：]", text)]
    named = [part for part in parts if part]
    return named[0] if named else ""


@lru_cache(maxsize=16384)
def is_lone_figure(text: str) -> bool:
    """Whether a cell among words holds nothing but figures, whether or not they can be read: 120, 200（150）, (1.1–1.2)."""
    plain = text.strip()
    if read_cell(plain).content in _LONE_FIGURES:
        return True
    return bool(_DIGIT.search(plain)) and not _LETTER.search(plain) and not _NO_AMOUNT.fullmatch(plain)


@lru_cache(maxsize=4096)
def read_ordinal(text: str) -> int | None:
    """The place that a cell of a ranking column holds (`3`, `第3名`, `3(并列)`, `第三`), or None."""
    printed = read_figure(text.strip())
    if printed is not None:
        figure = printed.by_itself()
        moved = printed.blanks or any(turn.before for turn in printed.turns)  # ↓2 is a change of the place
        whole = figure.value == int(figure.value) and figure.value >= 0 and figure.unit in (None, "名")
        return int(figure.value) if whole and not moved else None
    match = _ORDINAL.fullmatch(text.strip())
    return chinese_integer(next(group for group in match.groups() if group)) if match else None
