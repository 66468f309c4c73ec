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
_LETTER_LAST = re.compile(r"[A-Za-z)]\s*$")
_FIGURE_FIRST = re.compile(r"\s*[-+−]?\d")
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
        added, mark = read_raised(text, piece) if raised else (piece, None)
        text += added
        if mark is not None:
            marks.append(mark)
    return text, tuple(marks)


def read_raised(before: str, piece: str) -> tuple[str, str | None]:
    """What a raised piece adds to the text before it, and the mark that it is; None where it is none."""
    raised = piece.strip()
    if not raised:
        return piece, None
    if (_MEASURE.search(before) and raised in "23") or _POWER_OF_TEN.search(before):
        return raised.translate(SUPERSCRIPT), None
    if before.endswith((".", "．")) or not _MARKS.fullmatch(raised):
        return piece, None  # decimals set small, a percent sign, words
    return "", raised


def read_lowered(before: str, piece: str) -> tuple[str, str | None]:
    """As `read_raised` for a piece set below the line, where digits behind a letter (CO₂) are a part of the word."""
    if not piece.strip().isdecimal() or _LETTER_LAST.search(before):
        return piece, None
    return "", piece.strip()


def with_leading_marks(marks: Sequence[str], text: str) -> tuple[str, tuple[str, ...]]:
    """A text with the marks that stand before it, and the marks that are no part of it.

    The number of a note (¹ 含加分项) belongs to the note; before a figure it is a mark as it is behind one. Marks
    without anything else are the text.
    """
    if not text.strip():
        return "".join(marks), ()
    if _FIGURE_FIRST.match(text):
        return text, tuple(marks)
    return "".join(f"{mark} " for mark in marks) + text.lstrip(), ()
