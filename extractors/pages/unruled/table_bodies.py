"""One page of a table without vertical rules: which of its lines are heading, rows, or parts of cells.

Rows are told by their running number or their figures; what stands between them is a line of a wrapped or merged cell, or
the heading of a section. Which row each such line belongs to is not decided here (`row_anchors`), nor what the
heading says (`table_heads`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from extractors.pages.unruled.column_gaps import Columns
from extractors.pages.unruled.table_regions import PageLine, Region
from extractors.pages.word_groups import Phrase
from extractors.printed.line_wraps import fold

_YEAR = re.compile(r"(?:19|20)\d\d年?")
_ON_ROW = 0.45  # a phrase whose baseline is closer to a row's than this share of an em stands on it


@dataclass(slots=True)
class BodyRow:
    """A body row: its baseline, whether it has a running number, and what is known to stand in it."""

    y: float
    numbered: bool
    line: PageLine | None
    spanning: Phrase | None = None


@dataclass(slots=True)
class Body:
    """One page of the table while it is being read."""

    region: Region
    rows: list[BodyRow] = field(default_factory=list)
    heading: list[Phrase] = field(default_factory=list)
    loose: list[Phrase] = field(default_factory=list)  # phrases on no row: wrapped lines, merged cells


def sequence_place(regions: list[Region], em: float) -> tuple[float, float] | None:
    """Where the running numbers stand (x0, x1), if the table has them as its first column."""
    found: list[tuple[int, int, Phrase]] = []
    lines = 0
    for number, region in enumerate(regions):
        for item in region.lines:
            if item.body:
                lines += 1
                value = item.phrases[0].integer
                if value is not None:
                    found.append((number, value, item.phrases[0]))
    if len(found) < 2 or len(found) * 2 < lines:
        return None
    middle = median(p.middle for _, _, p in found)
    found = [entry for entry in found if abs(entry[2].middle - middle) < 1.6 * em]
    steps = [b[1] - a[1] for a, b in zip(found, found[1:], strict=False)]
    if not steps or sum(step == 1 for step in steps) * 10 < 7 * len(steps):
        return None
    return min(p.x0 for _, _, p in found), max(p.x1 for _, _, p in found)


def split(region: Region, sequence: tuple[float, float] | None, em: float) -> Body:
    """The lines of a region as heading, rows and loose lines, as far as that is plain."""
    body = Body(region)
    rows: list[tuple[int, PageLine]] = []
    if sequence is not None:
        for i, item in enumerate(region.lines):
            first = item.phrases[0]
            if first.integer is not None and sequence[0] - em < first.middle < sequence[1] + em:
                rows.append((i, item))
    else:
        most = max((len(item.phrases) for item in region.lines if item.body), default=0)
        rows = [
            (i, item) for i, item in enumerate(region.lines) if item.body and 2 * len(item.phrases) >= most
        ]
    if not rows:  # the last page holds only totals
        rows = [(i, item) for i, item in enumerate(region.lines) if item.body]
        body.rows = [BodyRow(item.y, False, item) for _, item in rows]
    else:
        body.rows = [BodyRow(item.y, sequence is not None, item) for _, item in rows]
    # Totals and rows for comparison may stand above the first numbered row.
    above = rows[0][0] if rows else 0
    for i in range(above - 1, -1, -1):
        if sequence is not None and _has_values(region.lines[i]):
            rows.insert(0, (i, region.lines[i]))
            body.rows.insert(0, BodyRow(region.lines[i].y, False, region.lines[i]))
    taken = {i for i, _ in rows}
    start = body.rows[0].y if body.rows else 0.0
    for i, item in enumerate(region.lines):
        if i in taken:
            continue
        if item.y < start:
            body.heading += item.phrases
        else:
            body.loose += item.phrases
    return body


def _has_values(item: PageLine) -> bool:
    """Whether a line above the numbered rows holds figures and is no heading of years."""
    figures = [p for p in item.phrases if p.is_figure]
    years = sum(_YEAR.fullmatch(p.text) is not None for p in figures)
    return len(figures) >= 2 and years < len(figures) and 3 * len(figures) >= len(item.phrases)


def settle_rows(body: Body, columns: Columns, figures: list[bool], sequenced: bool, em: float) -> None:
    """Rows without a running number (totals, sections) and the upper lines of the first row get their place."""
    anchors = [row.y for row in body.rows]
    by_line: dict[float, list[Phrase]] = {}
    for phrase in body.loose:
        by_line.setdefault(phrase.y, []).append(phrase)
    lines = {item.y: item for item in body.region.lines}
    loose: list[Phrase] = []
    step = min((b - a for a, b in zip(anchors, anchors[1:], strict=False)), default=2 * em)
    for y, phrases in sorted(by_line.items()):
        near = min(abs(y - anchor) for anchor in anchors)
        values = [
            p
            for p in phrases
            if p.is_figure and figures[columns.of(p)] and (columns.of(p) > 0 or not sequenced)
        ]
        if near > _ON_ROW * em and values:
            body.rows.append(BodyRow(y, False, lines.get(y) or _line_at(body.region, y)))
        elif len(phrases) == 1 and near > 0.75 * step and _is_section(phrases[0], columns, figures):
            body.rows.append(BodyRow(y, False, None, spanning=phrases[0]))
        else:
            loose += phrases
    body.rows.sort(key=lambda row: row.y)
    body.loose = loose


def _is_section(phrase: Phrase, columns: Columns, figures: list[bool]) -> bool:
    """Whether a lone phrase between two rows is a heading over the whole row and no part of a cell."""
    if columns.crosses(phrase) and len(columns.hit(phrase)) > 1:
        return True
    j = columns.of(phrase)
    centred = abs(phrase.middle - (columns.edges[0] + columns.edges[-1]) / 2) < phrase.em
    return not phrase.is_figure and (j == 0 or (figures[j] and centred))


def _line_at(region: Region, y: float) -> PageLine | None:
    return next((item for item in region.lines if any(p.y == y for p in item.phrases)), None)


def separate_heading(
    body: Body, columns: Columns, figures: list[bool], em: float, known: set[str] | None
) -> None:
    """Leave the heading in `body.heading`, and move the upper lines of the first row's cells to the loose ones.

    `known` holds the words of the heading on the table's first page; a later page repeats them or has no heading.
    """
    phrases = body.heading
    if not phrases:
        return
    rule = _heading_rule(body)
    upper: list[Phrase]
    if known is not None and sum(fold(p.text) in known for p in phrases) * 2 < len(phrases):
        upper = phrases
    elif rule is not None:
        upper = [p for p in phrases if p.y > rule]
    elif not _has_heading(body):
        upper = phrases
    else:
        upper = _upper_phrases(body, columns, figures, em)
    chosen = {id(p) for p in upper}
    body.heading = [p for p in phrases if id(p) not in chosen]
    body.loose = [*upper, *body.loose]


def _upper_phrases(body: Body, columns: Columns, figures: list[bool], em: float) -> list[Phrase]:
    """What stands between the heading and the first row is a line of either; each cell stands around its middle."""
    phrases = body.heading
    heights = _heading_heights(phrases, columns, figures)
    row = body.rows[0]
    following = body.rows[1].y if len(body.rows) > 1 else float("inf")
    upper: list[Phrase] = []
    for j in range(1, len(columns)):
        if figures[j]:
            continue
        own = sorted((p for p in phrases if columns.of(p) == j and not columns.crosses(p)), key=lambda p: p.y)
        on_row = [p.y for p in (row.line.phrases if row.line else []) if columns.of(p) == j]
        below = sorted(p.y for p in body.loose if columns.of(p) == j and p.y < following)
        count = _upper_lines([p.y for p in own], on_row[:1], below, row.y, heights, em)
        if count:
            upper += own[-count:]
    return upper


def _heading_heights(phrases: list[Phrase], columns: Columns, figures: list[bool]) -> list[float]:
    """The heights around which heading cells stand, from columns whose body cells never wrap."""
    heights: list[float] = []
    grouped = any(columns.crosses(p) for p in phrases)
    for j in range(len(columns)):
        if j == 0 or figures[j]:
            own = [p.y for p in phrases if columns.of(p) == j and not columns.crosses(p)]
            if own:
                heights.append((min(own) + max(own)) / 2)
                if grouped:
                    heights.append(max(own))
    return heights


def _upper_lines(
    own: list[float], on_row: list[float], below: list[float], row: float, heights: list[float], em: float
) -> int:
    """How many of the last lines above the first row belong to its cell, so that both cells stand around their middle."""
    best, best_cost = 0, float("inf")
    for count in range(min(len(own), 6) + 1):
        head, upper = own[: len(own) - count], own[len(own) - count :]
        cost = min((abs((head[0] + head[-1]) / 2 - h) for h in heights), default=0.0) if head else 1.5 * em
        if any(b - a > 2.05 * em for a, b in pairwise(head)):
            cost += em  # too far apart to be lines of one heading cell
        lines = [*upper, *on_row]
        ways = [[*lines, *below[:k]] for k in range(min(len(below), 6) + 1)]
        fits = [
            abs((cell[0] + cell[-1]) / 2 - row)
            for cell in ways
            if cell and all(b - a < 2.05 * em for a, b in zip(cell, cell[1:], strict=False))
        ]
        cost += min(min(fits, default=0.0 if not lines and not below else 1.5 * em), 1.5 * em)
        if cost < best_cost - 0.01:
            best, best_cost = count, cost
    return best


def _heading_rule(body: Body) -> float | None:
    """The rule between heading and body, when there is one."""
    region = body.region
    first = body.rows[0].y
    top = min(p.y for p in body.heading)
    found = [
        r[0] for r in region.rules if top < r[0] < first and r[2] - r[1] > 0.55 * (region.x1 - region.x0)
    ]
    return max(found, default=None)


def _has_heading(body: Body) -> bool:
    """Whether lines over the first row are a heading and not merely upper lines of its wrapped cells."""
    return len({round(p.middle) for p in body.heading}) >= 2 and any(
        len(item.phrases) >= 2 for item in body.region.lines if item.y < body.rows[0].y - 0.5 * item.em
    )


def numbers_go_on(before: Region, after: Region) -> bool:
    """Whether the running numbers of a page go on with those of the page before it."""
    upper, lower = _integers(before), _integers(after)
    return after.page == before.page + 1 and bool(upper and lower) and lower[0] == upper[-1] + 1


def _integers(region: Region) -> list[int]:
    values = [item.phrases[0].integer for item in region.lines if item.body]
    return [value for value in values if value is not None]
