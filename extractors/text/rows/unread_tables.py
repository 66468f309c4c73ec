"""Stretches of a text that look like a table whose rows can't be told.

They stay what they are, text, and a problem says where they are and how many figures they hold: a table read with its
cells a place off would be worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractors.model import Place, Problem
from extractors.printed.line_marks import is_page_number
from extractors.printed.numbers import parse_figure
from extractors.text.rows.spaced_tables import ends_table, row_like
from extractors.text.source_lines import SourceLine
from extractors.text.text_regions import is_value

KIND = "table_not_understood"
_FEWEST_ROWS = 3
_FEWEST_FIGURES = 6
_LONGEST_CELL = 30
_MOST_SHOWN = 20
_TELEPHONE = re.compile(r"[\d\s()（）+-]{7,}")
_COMMA = re.compile(r"[，,：:]")


def unread_table(lines: Sequence[SourceLine], index: int) -> tuple[int, Problem] | None:
    """(end of the stretch, what is told of it) where a table seems to begin at `index`, or None."""
    return _of_rows(lines, index) or _of_cells(lines, index)


def _of_rows(lines: Sequence[SourceLine], index: int) -> tuple[int, Problem] | None:
    """Lines that each have words and two figures; without the commas of a sentence, or under a line of headings."""
    found: list[SourceLine] = []
    end = index
    headed = _is_heading(lines[index].text)
    for i in range(index + headed, len(lines)):
        line = lines[i]
        if line.is_blank or is_page_number(line.text):
            continue
        words = line.text.split()
        if not headed and words[0].isdecimal():
            words = words[1:]  # the number of a point in a list
        if not row_like(line) or (not headed and _COMMA.search(line.text)) or _figures(words) < 2:
            break
        found.append(line)
        end = i + 1
    if len(found) < _FEWEST_ROWS - headed or _are_statements(found):
        return None
    figures = sum(_figures(line.text.split()) for line in found)
    return end, _told([lines[index], *found] if headed else found, figures)


def _is_heading(text: str) -> bool:
    words = text.split()
    return (
        len(words) >= 3 and not ends_table(text) and not any(map(is_value, words)) and not _COMMA.search(text)
    )


def _are_statements(lines: Sequence[SourceLine]) -> bool:
    """Whether each figure has its measure word behind it, as in a sentence: 受理 1200 件 办结 1180 件."""
    return all(
        "%" in word or (following != "" and parse_figure(word + following) is not None)
        for line in lines
        for word, following in pairwise((*line.text.split(), ""))
        if is_value(word) and not is_value(following)
    ) and not any(is_value(a) and is_value(b) for line in lines for a, b in pairwise(line.text.split()))


def _of_cells(lines: Sequence[SourceLine], index: int) -> tuple[int, Problem] | None:
    """Short lines, many of them nothing but a figure."""
    cells: list[SourceLine] = []
    end = index
    for i in range(index, len(lines)):
        line = lines[i]
        text = line.text.strip()
        if line.is_blank or is_page_number(line.text):
            continue
        if len(text) > _LONGEST_CELL or ends_table(text) or (_COMMA.search(text) and not is_value(text)):
            break
        cells.append(line)
        end = i + 1
    texts = [line.text.strip() for line in cells]
    figures = _figures(texts)
    if figures < _FEWEST_FIGURES or 3 * figures < len(texts) or is_value(texts[0]) or _rises_only(texts):
        return None
    return end, _told(cells, figures)


def _rises_only(texts: Sequence[str]) -> bool:
    """Whether the figures are pages of a list of contents: a word before each, none lower than the one before."""
    numbers = [int(text) for text in texts if text.isdecimal()]
    values = sum(1 for text in texts if is_value(text))
    apart = not any(is_value(a) and is_value(b) for a, b in pairwise(texts))
    return apart and len(numbers) == values and all(a <= b for a, b in pairwise(numbers))


def _figures(words: Sequence[str]) -> int:
    return sum(
        1
        for word in words
        if is_value(word) and any(c.isdigit() for c in word) and not _TELEPHONE.fullmatch(word)
    )


def _told(lines: Sequence[SourceLine], figures: int) -> Problem:
    count = len(lines)
    return Problem(
        KIND,
        f"“{lines[0].text.strip()[:_MOST_SHOWN]}”起{count}行像是一张表（{figures}个数字），行列无法确定，未按表读取 "
        f"({count} lines look like a table with {figures} figures; its rows and columns can't be told, so it was left "
        "as text)",
        Place(line=lines[0].number),
    )
