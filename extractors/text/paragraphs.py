"""Paragraphs from lines: what a page break or a line wrap cut in two is joined.

What belongs here: which line goes on in the next one. What does not: which lines are tables (`text_regions`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractors.document.building import TextBlock
from extractors.document.letterhead import page_facts
from extractors.model import Place, Span
from extractors.printed.line_marks import (
    attachment_label,
    is_clause_start,
    is_date_line,
    is_note,
    is_organ,
    is_page_number,
)
from extractors.printed.line_wraps import fold, tidy
from extractors.text.source_lines import SourceLine, display_width

_LIST_MARK = re.compile(r"\s*(?:[-*•●·▪]\s+|#{1,6}\s+)")
# A remark in brackets after the full stop belongs to the sentence: 。(详见附件8)
_TERMINAL = re.compile(r"[。！？!?；;：:…](?:[”\"’'）)】》」]|\s)*(?:[（(][^（）()。]{1,60}[）)])?\s*$")
_OPEN_END = re.compile(r"[、，,（(“《〔「—~]$")
_PROSE = re.compile(r"[，,。；;：:]")
_OPENERS = {"“": "”", "《": "》", "（": "）", "(": ")", "〔": "〕", "【": "】"}
_LONG = 40
_LONGEST_PAGE_LINE = 120
_RAGGED = 6  # columns by which a full line may be short: no punctuation begins a line
_HEADING_LENGTH = 60


class Joiner:
    """Joins lines of one text; knows how that text parts its paragraphs."""

    def __init__(self, lines: Sequence[SourceLine]) -> None:
        texts = [(line, following) for line, following in pairwise(lines) if not line.is_blank]
        plain = [(line, following) for line, following in texts if "\t" not in line.text.strip()]
        parted = sum(1 for _, following in plain if following.is_blank)
        # Paragraphs parted by blank lines: then two lines without one between are one paragraph.
        self._parts_by_blank = len(plain) >= 4 and parted >= 0.6 * len(plain)
        self._wrap_width = _wrap_width([line.text for line, _ in plain])
        # Paragraphs begin with an indent: then a full line goes on in one without.
        indented = sum(1 for line, _ in plain if _is_indented(line.text))
        self._indents = 3 <= indented < len(plain) and self._wrap_width is not None

    def paragraphs(self, lines: Sequence[SourceLine]) -> list[TextBlock]:
        """The paragraphs of consecutive lines of prose, blank lines among them, page numbers left out."""
        blocks: list[TextBlock] = []
        current: list[tuple[SourceLine, Span]] = []
        text = ""
        gap = False
        for line in lines:
            if line.is_blank or is_page_number(line.text):
                gap = True
                continue
            span = _content(line)
            piece = line.text[span.start - line.start : span.end - line.start]
            marked = _LIST_MARK.match(line.text) is not None
            if current and not marked and self._goes_on(text, current[-1][0].text, line.text, gap):
                current.append((line, span))
                text += piece
            else:
                if current:
                    blocks.append(_block(current, text))
                current, text = [(line, span)], piece
            gap = False
        if current:
            blocks.append(_block(current, text))
        return blocks

    def _goes_on(self, text: str, last_line: str, line: str, gap: bool) -> bool:
        """Whether the paragraph `text`, whose last line is `last_line`, goes on with the next line."""
        following = line.strip()
        heading = is_clause_start(text) and "。" not in text and len(text) <= _HEADING_LENGTH
        if len(text) <= _LONGEST_PAGE_LINE and len(page_facts(text)) > 1:
            return False  # 来源：… 发布时间：… 字号：大 中 小
        if _is_open(text) and not heading and not is_clause_start(following):
            return True
        if _begins_something(following):
            return False
        if _OPEN_END.search(text):
            return True
        full = (
            self._wrap_width is not None and display_width(last_line.rstrip()) >= self._wrap_width - _RAGGED
        )
        if self._indents and full and not gap and not heading:
            return not _is_indented(line)
        if _TERMINAL.search(text):
            return False
        if attachment_label(text) or is_date_line(text):
            return not gap and self._parts_by_blank and attachment_label(text) is not None
        if not gap:
            return full or (self._parts_by_blank and not is_organ(following))
        if heading or is_organ(following):
            return False
        return "。" in text or (bool(_PROSE.search(text)) and len(text) >= _LONG)


def _wrap_width(texts: Sequence[str]) -> int | None:
    """The width at which lines were wrapped, if they were: many lines nearly have it and none is wider."""
    widths = [display_width(text.rstrip()) for text in texts]
    widest = max(widths, default=0)
    full = sum(1 for width in widths if width >= widest - _RAGGED)
    long = sum(1 for width in widths if width >= 0.7 * widest)
    return widest if full >= 3 and full >= 0.5 * long and 40 <= widest <= 160 else None


def _is_indented(text: str) -> bool:
    return re.match(r"(?:\u3000|[ \u00a0]{2}|\t)", text) is not None


def _begins_something(text: str) -> bool:
    return (
        is_clause_start(text)
        or attachment_label(text) is not None
        or is_date_line(text)
        or is_note(text)
        or re.match(r"(?:附件|抄\s?送|主\s?送|送|发|报|印\s?发)\s?[:：]", tidy(text)) is not None
    )


def _is_open(text: str) -> bool:
    """Whether a quotation or bracket was opened and not closed yet."""
    folded = fold(text)
    for opener, closer in _OPENERS.items():
        if text.rfind(opener) > text.rfind(closer) and len(text) - text.rfind(opener) < _LONG:
            return True
    return folded.count('"') % 2 == 1


def _content(line: SourceLine) -> Span:
    """Where the text of a line stands, without white space around it and list mark before it."""
    begin = len(line.text) - len(line.text.lstrip())
    if mark := _LIST_MARK.match(line.text):
        begin = mark.end()
    end = len(line.text.rstrip())
    return Span(line.start + begin, line.start + max(begin, end))


def _block(pieces: Sequence[tuple[SourceLine, Span]], text: str) -> TextBlock:
    return TextBlock(text, Place(line=pieces[0][0].number), spans=tuple(span for _, span in pieces))
