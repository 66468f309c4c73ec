"""Where on a page a table without vertical rules stands.

A row of such a table is a line of text with wide gaps in it. Lines of figures with the same gaps make a body; it grows
upwards over its heading and downwards over wrapped lines. Knows nothing of what the columns are exactly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from extractors.pages.ruled.lattice import Segment
from extractors.pages.text_lines import Line
from extractors.pages.word_groups import Phrase, phrases_of
from extractors.printed.line_wraps import fold

_MAX_STEP = 4.8  # two rows of one table are not further apart than this many em …
_MIN_STEP = 46.0  # … or this many points
_HEAD_STEP = 3.4  # a heading line is not further above what follows, em
_SHORTEST_RULE = 120.0  # a rule over or under a table is at least this long, points
_TALLEST_BAND = 420.0
_GAP = 0.45  # white space between columns, em
_NOTE = re.compile(
    r"(?:备?注|说明|附注|数据来源|资料来源|\*|※)[\d:：、.．]|(?:Source|Note)s?\b", re.IGNORECASE
)
_ABOVE = re.compile(
    r"[(（]?(?:计量|填报|报送|制表|填表|统计|编制|金额)?(?:单位|时间|日期|截至|截止|填报|制表)[^:：]{0,8}[:：].*|[(（]?(?:19|20)\d\d年?.{0,12}[日月)）]|附[件表录].{0,6}|[(（]?续表?[)）]?"
)
_LEADERS = re.compile(r"[.．·…]{4,}|…{2,}")

Interval = tuple[float, float]


@dataclass(slots=True)
class PageLine:
    """A line with its phrases; `body` says that it looks like a row of figures."""

    line: Line
    phrases: list[Phrase]
    body: bool

    @property
    def y(self) -> float:
        return self.line.y

    @property
    def em(self) -> float:
        return self.line.em


@dataclass(slots=True)
class Region:
    """A table without vertical rules, or the part of it on one page.

    `first_body` is the index of the first line of figures; the lines before it are heading, or wrapped lines of the
    first row. `rules` are the horizontal lines in it and at its edges (y, x0, x1).
    """

    page: int
    width: float
    height: float
    turns: int
    lines: list[PageLine]
    rules: list[Segment] = field(default_factory=list)

    @property
    def x0(self) -> float:
        return min(item.line.x0 for item in self.lines)

    @property
    def x1(self) -> float:
        return max(item.line.x1 for item in self.lines)

    @property
    def top(self) -> float:
        return self.lines[0].line.box[1]

    @property
    def first_body(self) -> int:
        return next((i for i, item in enumerate(self.lines) if item.body), 0)


def page_lines(lines: list[Line]) -> list[PageLine]:
    """The lines with their phrases."""
    found: list[PageLine] = []
    for line in lines:
        phrases = phrases_of(line)
        body = (
            len(phrases) >= 2
            and any(p.is_figure for p in phrases)
            and not _LEADERS.search(line.text)
            and max(b.x0 - a.x1 for a, b in zip(phrases, phrases[1:], strict=False)) > 0.8 * line.em
        )
        found.append(PageLine(line, phrases, body))
    return found


def mark_texts(items: list[PageLine], rules: list[Segment], ranges: list[tuple[int, int]]) -> bool:
    """Mark as rows the lines of words between two rules of equal extent, where no table of figures was found.

    Returns whether there are any.
    """
    taken = {i for first, last in ranges for i in range(first, last)}
    marked = False
    for band in _bands(rules):
        inside = [i for i, item in enumerate(items) if _is_in(item.line, band)]
        if any(i in taken for i in inside):
            continue
        for i in inside:
            phrases = items[i].phrases
            if len(phrases) >= 2 and max(b.x0 - a.x1 for a, b in pairwise(phrases)) > 0.8 * items[i].em:
                items[i].body = marked = True
    return marked


def _bands(rules: list[Segment]) -> list[tuple[float, float, float, float]]:
    """Boxes (x0, top, x1, bottom) between rules that follow each other and have the same extent."""
    bands: list[tuple[float, float, float, float]] = []
    for i, (top, x0, x1) in enumerate(rules):
        if x1 - x0 < _SHORTEST_RULE:
            continue
        for bottom, left, right in rules[i + 1 :]:
            if abs(left - x0) < 4 and abs(right - x1) < 4:
                if 8 < bottom - top < _TALLEST_BAND:
                    bands.append((x0, top, x1, bottom))
                break
    return bands


def _is_in(line: Line, band: tuple[float, float, float, float]) -> bool:
    x0, top, x1, bottom = band
    return top < line.y < bottom and line.x0 > x0 - line.em and line.x1 < x1 + line.em


def merge_intervals(intervals: list[Interval], gap: float) -> list[Interval]:
    """The union of the intervals; white space narrower than `gap` does not part them."""
    merged: list[Interval] = []
    for x0, x1 in sorted(intervals):
        if merged and x0 - merged[-1][1] < gap:
            if x1 > merged[-1][1]:
                merged[-1] = (merged[-1][0], x1)
        else:
            merged.append((x0, x1))
    return merged


def _spans(item: PageLine) -> list[Interval]:
    return [(p.x0, p.x1) for p in item.phrases]


def _compatible(columns: list[Interval], item: PageLine) -> list[Interval] | None:
    """The columns with this line in them, or None when the line would run several columns together."""
    spans = _spans(item)
    joined = merge_intervals([*columns, *spans], _GAP * item.em)
    fewest = min(len(columns), len(spans))
    if len(joined) >= 2 and len(joined) * 3 >= 2 * fewest:
        return joined
    return None


def find_regions(
    items: list[PageLine], rules: list[Segment], previous: Region | None
) -> list[tuple[int, int]]:
    """Half-open ranges of indices of `items` that are tables.

    `previous` is the region at the very end of the page before, which may go on at the top of this one.
    """
    ranges: list[tuple[int, int]] = []
    start = 0
    while start < len(items):
        if not items[start].body:
            start += 1
            continue
        end, columns, rows = _grow(items, start, rules)
        floor = ranges[-1][1] if ranges else 0
        first = _upwards(items, start, floor, columns, rules)
        if previous is not None and not ranges and _repeats(previous, items[:start]):
            first = 0
        last = _downwards(items, end, columns, rules)
        at_top = previous is not None and first == 0
        if _is_table(items[first:last], columns, rows, rules) or (
            at_top and previous is not None and _goes_on(previous, items[first:last])
        ):
            ranges.append((first, last))
            start = last
        else:
            start = end
    return ranges


def _repeats(previous: Region, top: list[PageLine]) -> bool:
    """Whether the lines at the top of the page are the heading that the page before had at its top, too."""
    head = [fold(item.line.text) for item in previous.lines[: previous.first_body]]
    plain = len(head) > 1 or (head and len(previous.lines[0].phrases) > 1)
    return bool(plain) and [fold(item.line.text) for item in top[: len(head)]] == head


def _grow(items: list[PageLine], start: int, rules: list[Segment]) -> tuple[int, list[Interval], int]:
    """From the first line of figures downwards: (end of the body, its columns, number of lines of figures)."""
    columns = merge_intervals(_spans(items[start]), _GAP * items[start].em)
    end, rows = start + 1, 1
    wrapped: list[PageLine] = []
    for i in range(start + 1, len(items)):
        item, before = items[i], items[i - 1]
        if item.y - before.y > max(_MAX_STEP * item.em, _MIN_STEP) or _is_closed(
            before, item, columns, rules
        ):
            break
        if item.body:
            joined = _compatible(columns, item)
            if joined is None:
                break
            columns, end, rows = joined, i + 1, rows + 1
            for line in wrapped:  # a column may have wrapped texts only, and none on a line of figures
                joined = merge_intervals([*columns, *_spans(line)], _GAP * item.em)
                if len(joined) >= len(columns):
                    columns = joined
            wrapped = []
        elif _is_prose(item, columns):
            break
        else:
            wrapped.append(item)
    return end, columns, rows


def _is_closed(before: PageLine, item: PageLine, columns: list[Interval], rules: list[Segment]) -> bool:
    """Whether the last rule of the table lies between two lines: a rule, a wide step, and no rule further down."""
    if item.y - before.y < 2.2 * max(before.em, item.em):
        return False
    x0, x1 = columns[0][0], columns[-1][1]
    between = [r for r in rules if before.y < r[0] < item.line.box[1] and _covers(r, x0, x1)]
    if not between:
        return False
    return not item.body or abs(item.em - before.em) > 0.12 * before.em


def _covers(rule: Segment, x0: float, x1: float) -> bool:
    return min(rule[2], x1) - max(rule[1], x0) > 0.6 * (x1 - x0)


def _is_prose(item: PageLine, columns: list[Interval]) -> bool:
    """Whether a line runs over the columns as prose and titles do."""
    if _NOTE.match(item.line.text):
        return True
    width = columns[-1][1] - columns[0][0]
    for phrase in item.phrases:
        hit = sum(1 for a, b in columns if a < phrase.x1 and b > phrase.x0)
        if hit >= 2 and (phrase.width > 0.6 * width or len(phrase.text) > 24):
            return True
    return False


def _upwards(
    items: list[PageLine], start: int, floor: int, columns: list[Interval], rules: list[Segment]
) -> int:
    """Index of the first line of the heading over the body that begins at `start`."""
    x0, x1 = columns[0][0], columns[-1][1]
    em = items[start].em
    ceiling = _top_rule(items, start, floor, x0, x1, rules)
    first = start
    rows = [item.y for item in items[start : start + 16] if item.body]
    steps = [b - a for a, b in zip(rows, rows[1:], strict=False)]
    reach = max(_HEAD_STEP * em, 1.3 * min(steps, default=0.0))
    for i in range(start - 1, floor - 1, -1):
        item, below = items[i], items[first]
        if ceiling is not None:
            if item.y < ceiling:
                break
            first = i
            continue
        if below.y - item.y > reach or item.em > 1.22 * em:
            break
        text = fold(item.line.text)
        if _ABOVE.fullmatch(text) or _NOTE.match(text) or _is_prose(item, columns):
            break
        if len(item.phrases) >= 2 and sum(
            b.x0 - a.x1 > 0.5 * item.em for a, b in zip(item.phrases, item.phrases[1:], strict=False)
        ):
            first = i
            continue
        centred_on_table = abs(item.line.middle - (x0 + x1) / 2) < 0.8 * item.em
        hit = sum(1 for a, b in columns if a < item.line.x1 and b > item.line.x0)
        outside = item.line.x1 < x0 - em or item.line.x0 > x1 + em
        if outside or (hit >= 2 and centred_on_table) or item.line.x1 - item.line.x0 > 0.6 * (x1 - x0):
            break
        if hit == 0 and not _is_between(item, columns):
            break
        first = i
    while (
        first < start and len(items[first].phrases) == 1 and _looks_like_title(items[first], x0, x1, ceiling)
    ):
        first += 1
    return first


def _is_between(item: PageLine, columns: list[Interval]) -> bool:
    return columns[0][0] < item.line.middle < columns[-1][1]


def _looks_like_title(item: PageLine, x0: float, x1: float, ceiling: float | None) -> bool:
    if ceiling is not None:
        return False
    return abs(item.line.middle - (x0 + x1) / 2) < 0.8 * item.em and len(item.line.text) > 6


def _top_rule(
    items: list[PageLine], start: int, floor: int, x0: float, x1: float, rules: list[Segment]
) -> float | None:
    """The position of the rule over the heading: the highest rule from which the lines go down without a wide step."""
    found = None
    lowest = items[floor - 1].y if floor else 0.0
    y = items[start].y
    for rule in sorted((r for r in rules if lowest < r[0] < y and _covers(r, x0, x1)), reverse=True):
        inside = [item for item in items[floor:start] if rule[0] < item.y < y]
        tops = [rule[0], *(item.y for item in inside)]
        step = min(tops[1:], default=y) - rule[0]
        if step > 40 and not inside:
            break
        if any(item.em > 1.5 * items[start].em for item in inside) or step > 60:
            break
        if any(_ABOVE.fullmatch(fold(item.line.text)) for item in inside):
            break
        found = rule[0]
    return found


def _downwards(items: list[PageLine], end: int, columns: list[Interval], rules: list[Segment]) -> int:
    """Index after the last line of the table: wrapped lines of the last row go with it."""
    last = end
    x0, x1 = columns[0][0], columns[-1][1]
    closing = [r[0] for r in rules if r[0] > items[end - 1].y and _covers(r, x0, x1)]
    floor = min(closing, default=None)
    for i in range(end, len(items)):
        item, before = items[i], items[last - 1]
        near = item.y - before.y <= 1.75 * max(item.em, before.em)
        within = (
            floor is not None and item.y < floor and item.y - before.y <= max(_MAX_STEP * item.em, _MIN_STEP)
        )
        if not (near or within) or abs(item.em - before.em) > 0.2 * before.em:
            break
        if _NOTE.match(item.line.text) or _is_prose(item, columns):
            break
        hits = [sum(1 for a, b in columns if a < p.x1 and b > p.x0) for p in item.phrases]
        if not within and (max(hits) > 1 or item.line.x0 < x0 - item.em or item.line.x1 > x1 + item.em):
            break
        last = i + 1
    return last


def _is_table(lines: list[PageLine], columns: list[Interval], rows: int, rules: list[Segment]) -> bool:
    if len(columns) < 2 or rows < 2:
        return False
    x0, x1 = columns[0][0], columns[-1][1]
    top, bottom = lines[0].line.box[1] - 12, lines[-1].y + 14
    ruled = sum(1 for rule in rules if top < rule[0] < bottom and _covers(rule, x0, x1))
    if ruled >= 2:
        return True
    if len(columns) >= 3:
        return rows >= 3 or (ruled >= 1 and rows >= 2)
    return rows >= 4 or (ruled >= 1 and rows >= 3)


def _goes_on(previous: Region, lines: list[PageLine]) -> bool:
    """Whether lines at the top of a page have the columns of the region that ended the page before."""
    body = [item for item in previous.lines if item.body]
    if not body or not lines:
        return False
    em = body[0].em
    columns = merge_intervals([span for item in body for span in _spans(item)], _GAP * em)
    for item in lines:
        if (
            abs(item.em - em) > 0.15 * em
            or item.line.x0 < previous.x0 - 2 * em
            or item.line.x1 > previous.x1 + 2 * em
        ):
            return False
        if item.body and len(merge_intervals([*columns, *_spans(item)], _GAP * em)) * 3 < 2 * len(columns):
            return False
    return True
