"""Raised type: footnote marks are taken out of a text, exponents and decimals stay in it.

`66` with a raised `1` is 66 with the mark 1, never 661; `m` with a raised `2` is m². What belongs here: which of the
pieces of a text is what. What does not: how a format raises type.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

Piece = tuple[str, bool]  # a text, and whether it is raised

_MARK = r"[0-9０-９①-⑳⑴-⒇❶-❿¹²³⁰⁴-⁹A-Za-zⅰ-ⅻⅠ-Ⅻ*＊※†‡§#★☆△▲]{1,3}"
_MARKS = re.compile(
    rf"[\[［【〔(（]?(?:注|备注|附注|说明|脚注)?\s?{_MARK}(?:\s?[,，、;；.．~～-]?\s?{_MARK})*[\]］】〕)）]?"
    r"|[\[［【〔(（]?(?:注|备注)[\]］】〕)）]?"
)
# Behind a measure of length it says square and cubic; behind 10 it is a power.
_MEASURE = re.compile(r"(?:^|[^A-Za-z])(?:[kcdmμ]?m|[KM]M|M)$|[米里]$")
_POWER_OF_TEN = re.compile(r"[×xX*]\s?10$")
SUPERSCRIPT = str.maketrans("0123456789+-−－", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")


def without_marks(pieces: Iterable[Piece]) -> tuple[str, tuple[str, ...]]:
    """The text of the pieces without the raised marks, and the marks as printed.

    Where everything is raised it is only set small: all of it is text.
    """
    joined = [
        ("".join(text for text, _ in group), raised)
        for raised, group in groupby(pieces, key=lambda piece: piece[1])
    ]
    if not any(raised for _, raised in joined):
        return "".join(text for text, _ in joined), ()
    if not any(text.strip() for text, raised in joined if not raised):
        return "".join(text for text, _ in joined), ()
    return _parted(joined)


def _parted(pieces: Sequence[Piece]) -> tuple[str, tuple[str, ...]]:
    text = ""
    marks: list[str] = []
    for piece, raised in pieces:
        raised_text = piece.strip()
        if not raised or not raised_text:
            text += piece
        elif (_MEASURE.search(text) and raised_text in "23") or _POWER_OF_TEN.search(text):
            text += raised_text.translate(SUPERSCRIPT)
        elif text.endswith((".", "．")) or not _MARKS.fullmatch(raised_text):
            text += piece  # decimals set small, a percent sign, words
        else:
            marks.append(raised_text)
    return text, tuple(marks)
