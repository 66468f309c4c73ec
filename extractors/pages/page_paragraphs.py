"""From lines to paragraphs, over page breaks, in reading order.

Knows indents, short last lines, centred lines and sizes of type; knows nothing of titles or attachments.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from extractors.pages.page import Box
from extractors.pages.text_lines import Line, join_wrapped

_SENTENCE_END = re.compile(r"[。！？!?；;：:]$")
_OPENER = re.compile(
    r"附\s*[件表录]|[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]{1,3}[章节条]"
)
_HEADLINE = 1.2  # type larger than the body's by this factor is a headline


@dataclass(slots=True)
class PlacedLine:
    """A line on its page; `box` is as displayed, `width` is that of the upright page.

    `row` says that it is a row of a table that could not be read: it never goes on in the next line.
    """

    line: Line
    page: int
    width: float
    box: Box
    row: bool = False


@dataclass(slots=True)
class TextPart:
    """A paragraph while it is being put together."""

    lines: list[PlacedLine] = field(default_factory=list)
    centred: bool = False

    @property
    def text(self) -> str:
        return join_wrapped([placed.line.text for placed in self.lines])

    @property
    def page(self) -> int:
        return self.lines[0].page

    @property
    def box(self) -> Box:
        """The box of the part on its first page."""
        boxes = [placed.box for placed in self.lines if placed.page == self.page]
        return (
            min(b[0] for b in boxes),
            min(b[1] for b in boxes),
            max(b[2] for b in boxes),
            max(b[3] for b in boxes),
        )


@dataclass(frozen=True, slots=True)
class Measure:
    """The text area of pages of one width: its left and right margin, and the size and pitch of body lines."""

    left: float
    right: float
    em: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def measure(lines: list[PlacedLine], tables: list[tuple[float, float, float]]) -> dict[int, Measure]:
    """The text area for each page width (in whole points), from the full lines of all its pages.

    `tables` holds (page width, x0, x1) of each table. Where no margin shows at the ends of several full lines, the tables
    show it, and else the page is taken to be symmetric.
    """
    by_width: dict[int, list[Line]] = {}
    for placed in lines:
        by_width.setdefault(round(placed.width), []).append(placed.line)
    return {
        width: _measure(width, group, [(x0, x1) for page, x0, x1 in tables if round(page) == width])
        for width, group in by_width.items()
    }


def _measure(width: int, lines: list[Line], tables: list[tuple[float, float]]) -> Measure:
    long = [line for line in lines if line.x1 - line.x0 > 0.5 * width]
    sizes = Counter(round(line.em) for line in long or lines)
    em = float(max(sizes, key=lambda size: sizes[size]))
    rights = Counter(round(line.x1 / 3) for line in long)
    right_key = max(rights, key=lambda key: rights[key], default=0)
    full = [line for line in long if abs(line.x1 - 3 * right_key) < 4]
    if len(full) >= 2:
        return Measure(min(line.x0 for line in full), max(line.x1 for line in full), em)
    left = min([line.x0 for line in lines] + [x0 for x0, _ in tables])
    right = max([line.x1 for line in lines] + [x1 for _, x1 in tables])
    return Measure(left, right if tables else max(right, width - left), em)


def is_centred(line: Line, area: Measure) -> bool:
    headline = line.em > _HEADLINE * area.em
    off = abs(line.middle - area.middle)
    margin = min(line.x0 - area.left, area.right - line.x1) / line.em
    exact = off < 0.4 * line.em + 2
    return (exact and margin > (0.25 if headline else 0.6)) or (off < 0.75 * line.em + 2 and margin > 1.2)


def starts_paragraph(placed: PlacedLine, part: TextPart, area: Measure, centred: bool) -> bool:
    """Whether the line begins a paragraph of its own after `part`."""
    line, last = placed.line, part.lines[-1]
    before = last.line
    if placed.row or last.row:
        return True
    if abs(line.em - before.em) > 0.15 * max(line.em, before.em):
        return True
    gap = line.y - before.y
    if placed.page == last.page and gap > 2.6 * max(line.em, area.em) + 4:
        return True
    if centred or part.centred:
        # A headline wrapped over two lines; short centred lines stand for themselves.
        full = before.x1 > area.right - 1.6 * before.em and before.x0 < area.left + 1.6 * before.em
        headline = line.em > _HEADLINE * area.em
        return not (
            centred
            and (full or (headline and part.centred))
            and placed.page == last.page
            and gap < 2.2 * line.em
            and not _SENTENCE_END.search(before.text)
        )
    if line.x0 > area.left + 1.2 * line.em:
        return True  # indented, or set at the right
    if _SENTENCE_END.search(before.text) and _OPENER.match(line.text):
        return True
    return before.x1 < area.right - 1.6 * before.em  # the line before ended early


def paragraphs(lines: list[PlacedLine], areas: dict[int, Measure]) -> list[TextPart]:
    """Lines that follow each other without a table between them, as paragraphs."""
    parts: list[TextPart] = []
    for placed in lines:
        area = areas[round(placed.width)]
        centred = is_centred(placed.line, area)
        if parts and not starts_paragraph(placed, parts[-1], area, centred):
            parts[-1].lines.append(placed)
            parts[-1].centred = parts[-1].centred or centred
        else:
            parts.append(TextPart([placed], centred))
    return parts
