"""Tables whose cells are parted by single blanks, as they come out of a PDF viewer or a chat.

What belongs here: the lines that such a table may have. What does not: its rows (`counted_rows`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.printed.line_marks import attachment_label, is_date_line, is_note, is_page_number
from extractors.text.rows.counted_rows import WordLine, counted_rows, is_row_like
from extractors.text.source_lines import SourceLine
from extractors.text.text_regions import Region, is_value

_BLANKS = re.compile(r"[ \u3000\u00a0]+")
_WIDE_BLANKS = re.compile(r"[ \u00a0]{2,}|\u3000+")
_ENDS = re.compile(r"[。；;！？]|[:：]\s*$|\t")
TITLE = re.compile(
    r"\s*(?:续?表|附表|图)\s*[一二三四五六七八九十\d]{1,3}(?:[-—.]\d+)?(?:\s|[:：.、]|$|(?=\D))"
)


def spaced_region(lines: Sequence[SourceLine], index: int) -> Region | None:
    """The table parted by blanks that begins at `index`, or None."""
    head = lines[index].text
    if not _BLANKS.search(head.strip()) or ends_table(head) or any(map(is_value, _words(head, _BLANKS))):
        return None
    for blanks in (_WIDE_BLANKS, _BLANKS):
        found, indices = word_lines(lines, index, blanks)
        if blanks is _WIDE_BLANKS and any(_holds_a_figure(word) for line in found for word in line.words):
            continue  # a single blank parts cells, too
        if read := counted_rows(found):
            rows, used = read
            return Region(index, indices[used - 1] + 1, tuple(rows))
    return None


def word_lines(
    lines: Sequence[SourceLine], index: int, blanks: re.Pattern[str] = _BLANKS
) -> tuple[list[WordLine], list[int]]:
    """The lines from `index` on that can be rows, as words, with their indices."""
    found: list[WordLine] = []
    indices: list[int] = []
    for i in range(index, len(lines)):
        line = lines[i]
        if line.is_blank or is_page_number(line.text):
            continue
        if ends_table(line.text):
            break
        found.append(WordLine(line.number, _words(line.text, blanks)))
        indices.append(i)
    return found, indices


def row_like(line: SourceLine) -> bool:
    """Whether a line could be a row of figures parted by blanks."""
    return not ends_table(line.text) and is_row_like(WordLine(line.number, _words(line.text, _BLANKS)))


def ends_table(text: str) -> bool:
    """Whether a line is none of a table: a sentence, a title, a note, the date of a letter."""
    return bool(
        _ENDS.search(text)
        or "|" in text
        or TITLE.match(text)
        or attachment_label(text) is not None
        or is_note(text)
        or is_date_line(text)
    )


def _holds_a_figure(word: str) -> bool:
    """Whether a figure stands between the blanks of what should be one cell."""
    return " " in word and not is_value(word) and any(is_value(part) for part in word.split())


def _words(text: str, blanks: re.Pattern[str]) -> tuple[str, ...]:
    return tuple(word for word in blanks.split(text.strip()) if word)
