"""What stands on a page for the printer and the archive: page numbers, running heads, marks of secrecy.

These lines are no text of the document. They are not lost: marks of secrecy and running heads go to the metadata.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extractors.pages.text_lines import Line
from extractors.printed.line_wraps import fold

_MARGIN = 0.115  # page numbers stand within this share of the page's height from its top or bottom
_OUTER = 64.0  # running heads stand within this distance from the top or bottom, points

_DASH = r"[-—–―－─·.•~〜]"
_PAGE_NUMBER = re.compile(
    rf"(?:{_DASH}*\(?\d{{1,4}}\)?{_DASH}*|第\d{{1,4}}页(?:[,，/]?共\d{{1,4}}页)?|\d{{1,4}}/\d{{1,4}}|第[一二三四五六七八九十百]+页"
    rf"|[Pp]age\d+(?:of\d+)?|{_DASH}*[ivxIVX]{{1,6}}{_DASH}*)"
)
_SECRECY = re.compile(
    r"(?:绝密|机密|秘密|内部(?:资料|文件|使用)?|密级)[★☆*:：]?.{0,12}|.{0,6}(?:注意保存|妥善保管)|份号[:：]?\d*"
)
_FILE_COPY = re.compile(r"0\d{5}")  # the number of the copy, top left on the first page
# Browsers print the date, title and address of a page within this distance from its edge, in points.
_PRINTED = 44.0
_CLOCK = r"(?:上午|下午|凌晨|早上|晚上|中午)?\d{1,2}[:：]\d\d(?:[:：]\d\d)?(?:[AaPp]\.?[Mm]\.?)?"
_ADDRESS = r"(?:https?|file)://[^\u4e00-\u9fff]+?"
_BROWSER_LINE = re.compile(
    rf"\d{{1,4}}[-/.年]\d{{1,2}}[-/.月]\d{{1,4}}日?[,，]?{_CLOCK}(?!来源).*"
    rf"|{_ADDRESS}|.*\D{_ADDRESS}|\d+(?:of|/)\d+\d{{1,4}}[-/.年]\d{{1,2}}[-/.月]\d{{1,4}}日?[,，]?{_CLOCK}"
)


def split_furniture(
    lines: Sequence[Line], width: float, height: float, number: int
) -> tuple[list[Line], list[str], list[str]]:
    """The lines without page numbers, marks of secrecy and what a browser prints around a page; the marks, the latter."""
    kept: list[Line] = []
    marks: list[str] = []
    printed: list[str] = []
    last = len(lines) - 1
    for i, line in enumerate(lines):
        text = fold(line.text)
        at_top, at_bottom = line.y < _MARGIN * height, line.y > (1 - _MARGIN) * height
        if ((at_top and i <= 1) or (at_bottom and i >= last - 1)) and _PAGE_NUMBER.fullmatch(text):
            apart = _distance(lines, i) > 1.8 * line.em
            if not text.isdigit() or apart:
                continue
        if i in (0, last) and not _PRINTED < line.y < height - _PRINTED and _BROWSER_LINE.fullmatch(text):
            printed.append(line.text)
            continue
        on_top = number == 1 and line.y < 0.25 * height and len(text) < 24 and i <= 4
        if on_top and (_SECRECY.fullmatch(text) or (_FILE_COPY.fullmatch(text) and i <= 1)):
            marks.append(line.text)
            continue
        kept.append(line)
    return kept, marks, printed


def _distance(lines: Sequence[Line], i: int) -> float:
    distances = [abs(lines[j].y - lines[i].y) for j in (i - 1, i + 1) if 0 <= j < len(lines)]
    return min(distances, default=1e9)


def outer_lines(lines: Sequence[Line], height: float) -> list[Line]:
    """The lines that may be a running head or foot: outermost, far out, apart from the text."""
    found = []
    for i in {0, len(lines) - 1}:
        if 0 <= i < len(lines):
            line = lines[i]
            if (line.y < _OUTER or line.y > height - _OUTER) and _distance(lines, i) > 1.5 * line.em:
                found.append(line)
    return found


def running_heads(candidates: Sequence[tuple[str, float]], pages: int) -> set[tuple[str, int]]:
    """Of all (text, y) of outer lines in a document, those repeated on at least three pages and half of them.

    The result holds `head_key` values. Even and odd pages may differ, so a third of the pages is enough.
    """
    counts = Counter(head_key(text, y) for text, y in candidates)
    return {key for key, count in counts.items() if count >= 3 and count * 3 >= pages}


def head_key(text: str, y: float) -> tuple[str, int]:
    return re.sub(r"\d+", "#", fold(text)), round(y / 4)
