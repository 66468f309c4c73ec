"""Tables without vertical rules, over all their pages: from regions to fragments with cells.

The columns come from all pages together, the rows from each page alone. What cannot be decided from the places of the
words is decided by the likelier reading and said as a doubt, never left in silence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from extractors.model import PLAIN, CellDetails, Place
from extractors.pages.page import Box, PageContent
from extractors.pages.table_fragments import Fragment
from extractors.pages.text_lines import cell_content, join_wrapped, stacked_figures
from extractors.pages.unruled.column_gaps import Columns, body_extents, columns_of, with_headings
from extractors.pages.unruled.row_anchors import Division, Setting, divide, one_by_one, row_bounds
from extractors.pages.unruled.table_bodies import (
    Body,
    numbers_go_on,
    separate_heading,
    sequence_place,
    settle_rows,
    split,
)
from extractors.pages.unruled.table_heads import Heading, read_heading
from extractors.pages.unruled.table_regions import Region, merge_intervals
from extractors.pages.word_groups import Phrase
from extractors.printed.line_wraps import fold
from extractors.tables.grid import GridCell

_NO_WAY = 9e9  # the cost of lines that can't be divided at all
_ENTITY_COLUMNS = 3  # a merged column is among the first ones


def read_unruled(regions: list[Region]) -> list[Fragment]:
    """The fragments of one table that stands in these regions, one for each page."""
    em = _type_size(regions)
    sequence = sequence_place(regions, em)
    bodies = [split(region, sequence, em) for region in regions]
    rows = [
        row.line.phrases
        for body in bodies
        for row in body.rows
        if row.line and (row.numbered or sequence is None)
    ]
    extents = body_extents([*rows, *_wrapped(bodies, rows, em)], em)
    head_body = bodies[0]
    if head_body.heading:
        extents = with_headings(extents, _lowest(head_body.heading, em), rows, em)
    columns = columns_of(extents, _outer(regions, extents))
    for body in bodies:
        body.heading = [part for phrase in body.heading for part in columns.split(phrase)]
        body.loose = [part for phrase in body.loose for part in columns.split(phrase)]
        for row in body.rows:
            if row.line is not None:
                row.line.phrases = [part for phrase in row.line.phrases for part in columns.split(phrase)]
    columns = columns_of(_widened(columns, _leaf_lines(head_body.heading, em)), _outer(regions, extents))
    figures = _figure_columns(rows, columns)
    known: set[str] | None = None
    fragments = []
    for number, body in enumerate(bodies):
        separate_heading(body, columns, figures, em, known)
        if known is None:
            known = {fold(p.text) for p in body.heading}
        settle_rows(body, columns, figures, sequence is not None, em)
        last = number == len(bodies) - 1
        fragments.append(
            _fragment(body, columns, figures, sequence is not None, em, first=number == 0, last=last)
        )
    return fragments


def _lowest(heading: list[Phrase], em: float) -> list[Phrase]:
    """The heading phrases with none below them: leaves or their last lines, never groups."""
    return [
        p
        for p in heading
        if not any(q.y > p.y + 0.3 * em and min(p.x1, q.x1) - max(p.x0, q.x0) > 0.2 * em for q in heading)
    ]


def _leaf_lines(heading: list[Phrase], em: float) -> list[Phrase]:
    """The lowest phrases and, for those that wrap, the lines above them."""
    found = _lowest(heading, em)
    for p in sorted(heading, key=lambda p: -p.y):
        if p not in found and any(
            0 < q.y - p.y < 1.5 * em and abs(q.middle - p.middle) < 0.6 * em for q in found
        ):
            found.append(p)
    return found


def _widened(columns: Columns, heading: list[Phrase]) -> list[tuple[float, float]]:
    """The extents with the heading words that stand in one column, which makes the edges more exact."""
    extents = list(columns.extents)
    for phrase in heading:
        hit = columns.hit(phrase)
        if len(hit) != 1 or columns.crosses(phrase):
            continue
        j = hit[0]
        x0, x1 = min(extents[j][0], phrase.x0), max(extents[j][1], phrase.x1)
        left = extents[j - 1][1] if j else x0 - 1
        right = extents[j + 1][0] if j + 1 < len(extents) else x1 + 1
        if left < x0 and x1 < right:
            extents[j] = (x0, x1)
    return extents


def _type_size(regions: list[Region]) -> float:
    return median(item.em for region in regions for item in region.lines if item.body)


def _outer(regions: list[Region], extents: list[tuple[float, float]]) -> tuple[float, float] | None:
    rules = [
        rule
        for region in regions
        for rule in region.rules
        if rule[2] - rule[1] > 0.6 * (extents[-1][1] - extents[0][0])
    ]
    if not rules:
        return None
    return min(rule[1] for rule in rules), max(rule[2] for rule in rules)


# ---- rows


def _wrapped(bodies: list[Body], rows: Sequence[Sequence[Phrase]], em: float) -> list[list[Phrase]]:
    """Phrases between the rows that are lines of wrapped cells, so that they may help to find the columns."""
    extents = body_extents(rows, em)
    found: list[list[Phrase]] = []
    for body in bodies:
        anchors = [row.y for row in body.rows]
        step = min((b - a for a, b in pairwise(anchors)), default=2 * em)
        for phrase in body.loose:
            near = min(abs(phrase.y - y) for y in anchors) < 0.72 * step
            one = sum(x0 < phrase.x1 and x1 > phrase.x0 for x0, x1 in extents) <= 1
            if near and one and phrase.y > anchors[0]:
                found.append([phrase])
    return found


def _figure_columns(rows: Sequence[Sequence[Phrase]], columns: Columns) -> list[bool]:
    """Which columns hold figures, which never wrap."""
    filled = [0] * len(columns)
    figures = [0] * len(columns)
    for row in rows:
        for phrase in row:
            j = columns.of(phrase)
            filled[j] += 1
            figures[j] += phrase.is_figure
    return [f > 0 and g * 10 >= f * 8 for f, g in zip(filled, figures, strict=True)]


# ---- cells


@dataclass(slots=True)
class _Placed:
    """The text of a body cell, its first row and how many rows and columns it takes."""

    phrases: list[Phrase]
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a table on one page: their middles, the edges between them, the size of the type.

    `loners` are the rows without a running number (totals, sections); `sequenced` says that the others have one.
    """

    middles: list[float]
    bounds: list[float]
    em: float
    sequenced: bool
    loners: frozenset[int] = frozenset()


def _fragment(
    body: Body,
    columns: Columns,
    figures: list[bool],
    sequenced: bool,
    em: float,
    *,
    first: bool,
    last: bool,
) -> Fragment:
    middles = [row.y for row in body.rows]
    rows = _Rows(middles, row_bounds(middles, em), em, sequenced)
    heading = read_heading(body.heading, columns, em) if body.heading else Heading(0, [])
    doubts = list(heading.doubts)
    if first and not heading.depth:
        doubts.append("No heading was found over the table.")
    stacks, placed, loners, crossing = _stacked(body, columns, sequenced)
    doubts += [f"“{phrase.text}” runs over several columns." for phrase in crossing]
    rows = replace(rows, loners=loners)
    top_aligned = _set_at_top(stacks, rows)
    merged_column = _merged_column(stacks, rows, figures)
    for j, stack in enumerate(stacks):
        setting = Setting(from_top=top_aligned)
        if j == merged_column:
            setting = Setting(
                merged=True, bounds=rows.bounds, loners=loners, open_top=not first, open_bottom=not last
            )
        cells, worry = _column_cells(stack, j, rows, setting) if stack else ([], [])
        placed += cells
        doubts += worry
    return _finish(body.region, columns, heading, placed, rows, doubts)


def _stacked(
    body: Body, columns: Columns, sequenced: bool
) -> tuple[list[list[Phrase]], list[_Placed], frozenset[int], list[Phrase]]:
    """The phrases of each column, labels that have their cell already, the rows without a number, and phrases that
    run over several columns."""
    stacks: list[list[Phrase]] = [[] for _ in range(len(columns))]
    placed: list[_Placed] = []
    loners: set[int] = set()
    stacked: list[Phrase] = []
    for i, row in enumerate(body.rows):
        if row.spanning is not None:
            loners.add(i)
            placed.append(_Placed([row.spanning], i, 0, 1, len(columns)))
            continue
        phrases = row.line.phrases if row.line else []
        if sequenced and not row.numbered:
            loners.add(i)
            label = _label_cell(phrases, columns, i)
            if label is not None:
                placed.append(label)
                phrases = [p for p in phrases if p not in label.phrases]
        stacked += phrases
    stacked += body.loose
    for phrase in stacked:
        stacks[columns.of(phrase)].append(phrase)
    crossing = [p for p in stacked if columns.crosses(p) and len(columns.hit(p)) > 1]
    return stacks, placed, frozenset(loners), crossing


def _label_cell(phrases: list[Phrase], columns: Columns, row: int) -> _Placed | None:
    """The label of a row without running number (总计), which may run over the first columns."""
    if not phrases or phrases[0].is_figure or len(columns) < 3:
        return None
    label = phrases[0]
    j = columns.of(label)
    if j > 1:
        return None
    over_both = (columns.edges[0] + columns.edges[2]) / 2
    own = (columns.edges[j] + columns.edges[j + 1]) / 2
    if abs(label.middle - over_both) <= abs(label.middle - own) or columns.crosses(label):
        return _Placed([label], row, 0, 1, 2)
    return _Placed([label], row, j)


def _set_at_top(stacks: list[list[Phrase]], rows: _Rows) -> bool:
    """Whether wrapped cells begin on their row's line instead of standing around it."""
    middles, em = rows.middles, rows.em
    around = from_top = 0.0
    for stack in stacks:
        lines = sorted({p.y for p in stack})
        if not lines or one_by_one(middles, lines, em):
            continue
        centred, topped = divide(middles, lines, em), divide(middles, lines, em, Setting(from_top=True))
        around += centred.cost if centred else _NO_WAY
        from_top += topped.cost if topped else _NO_WAY
    return from_top + 2 * em < 0.5 * around


def _merged_column(stacks: list[list[Phrase]], rows: _Rows, figures: list[bool]) -> int | None:
    """The column of names whose cells run over several rows: the first with words, when not every row has one."""
    if not rows.sequenced:
        return None
    for j in range(1, min(len(stacks), _ENTITY_COLUMNS)):
        if figures[j]:
            continue
        lines = sorted({p.y for p in stacks[j]})
        simple = one_by_one(rows.middles, lines, rows.em) or divide(rows.middles, lines, rows.em)
        wanted = len(rows.middles) - len(rows.loners)
        settled = sum(share.first not in rows.loners for share in simple.shares) if simple else 0
        if settled < wanted or (simple and simple.worst > 0.45 * rows.em):
            return j
        return None
    return None


def _column_cells(
    stack: list[Phrase], column: int, rows: _Rows, setting: Setting
) -> tuple[list[_Placed], list[str]]:
    """The cells of one column, with doubts where its lines can't be divided among the rows for sure."""
    by_line = _by_line(stack, rows.em)
    lines = sorted(by_line)
    division, doubt = (_merged_division if setting.merged else _wrapped_division)(rows, lines, setting)
    doubts = [f"Column {column + 1}: {doubt}"] if doubt else []
    if division is None:
        by_row: dict[int, list[Phrase]] = {}
        for y in lines:
            distances = [abs(middle - y) for middle in rows.middles]
            by_row.setdefault(distances.index(min(distances)), []).extend(by_line[y])
        return [_Placed(phrases, i, column) for i, phrases in by_row.items()], doubts
    cells = [
        _Placed(
            [p for y in lines[share.begin : share.end] for p in by_line[y]],
            share.first,
            column,
            share.last - share.first + 1,
        )
        for share in division.shares
    ]
    if setting.open_top and setting.merged and division.shares and division.shares[0].first > 0:
        cells.append(_Placed([], 0, column, division.shares[0].first))
    return cells, doubts


def _by_line(stack: list[Phrase], em: float) -> dict[float, list[Phrase]]:
    """The phrases by the line they stand on, each line by the height of its first phrase."""
    by_line: dict[float, list[Phrase]] = {}
    key = float("-inf")
    for phrase in sorted(stack, key=lambda p: p.y):
        if phrase.y - key >= 0.3 * em:
            key = phrase.y
        by_line.setdefault(key, []).append(phrase)
    return by_line


def _merged_division(rows: _Rows, lines: list[float], setting: Setting) -> tuple[Division | None, str | None]:
    """How the lines of merged cells are divided, and what is doubtful about it."""
    division = divide(rows.middles, lines, rows.em, setting)
    if division is None:
        division = one_by_one(rows.middles, lines, rows.em) or divide(rows.middles, lines, rows.em)
        return division, "how far its merged cells reach can't be told from the page."
    if division.worst > 0.4 * rows.em:
        return division, "a merged cell does not stand around the middle of its rows."
    if setting.open_top and division.rival - division.cost < 0.55 * _least_step(rows.middles):
        return division, "where the merged cell ends that goes over the page break can't be told for sure."
    if division.rival - division.cost < 0.4 * rows.em:
        return division, "its merged cells may as well be divided otherwise."
    return division, None


def _wrapped_division(
    rows: _Rows, lines: list[float], setting: Setting
) -> tuple[Division | None, str | None]:
    """How the lines of wrapped cells, each in one row, are divided, and what is doubtful about it."""
    division = one_by_one(rows.middles, lines, rows.em) or divide(rows.middles, lines, rows.em, setting)
    if division is None:
        return None, "its wrapped lines can't be divided among the rows for sure."
    if division.worst > 0.75 * rows.em:
        return division, "a wrapped cell does not stand around the middle of its row."
    return division, None


def _least_step(rows: list[float]) -> float:
    return min((b - a for a, b in pairwise(rows)), default=0.0)


def _content(phrases: list[Phrase], em: float) -> tuple[str, CellDetails]:
    """The text of a cell and what else is to be known of it: raised marks, figures under each other."""
    runs = [run for phrase in phrases for run in phrase.runs]
    if any(run.raised for run in runs):
        return cell_content(runs)
    if len(phrases) == 1:
        return phrases[0].text, PLAIN
    lines: list[list[Phrase]] = []
    for phrase in sorted(phrases, key=lambda p: (p.y, p.x0)):
        if lines and abs(lines[-1][0].y - phrase.y) < 0.3 * em:
            lines[-1].append(phrase)
        else:
            lines.append([phrase])
    texts = []
    for line in lines:
        line.sort(key=lambda p: p.x0)
        texts.append(
            "".join(p.text if i == 0 else _glue(line[i - 1], p) + p.text for i, p in enumerate(line))
        )
    stacked = stacked_figures(texts) if len(texts) > 1 else ()
    if stacked:
        return " ".join(stacked), CellDetails(lines=stacked)
    return (join_wrapped(texts) if texts else ""), PLAIN


def _glue(left: Phrase, right: Phrase) -> str:
    return " " if left.text[-1] < "\u2e80" and right.text[0] < "\u2e80" else ""


def _finish(
    region: Region,
    columns: Columns,
    heading: Heading,
    placed: list[_Placed],
    rows: _Rows,
    doubts: list[str],
) -> Fragment:
    bounds = rows.bounds
    page = PageContent(region.page, region.width, region.height, [], [], [], turns=region.turns)
    shift = 0.36 * rows.em  # from the baseline to the middle of the characters
    edges = columns.edges
    cells = [
        GridCell(
            c.text, c.row, c.column, c.row_span, c.column_span, Place(region.page, page.as_displayed(c.box))
        )
        for c in heading.cells
    ]
    for cell in placed:
        box: Box = (
            edges[cell.column],
            bounds[cell.row] - shift,
            edges[cell.column + cell.column_span],
            bounds[cell.row + cell.row_span] - shift,
        )
        text, details = _content(cell.phrases, rows.em)
        cells.append(
            GridCell(
                text,
                heading.depth + cell.row,
                cell.column,
                cell.row_span,
                cell.column_span,
                Place(region.page, page.as_displayed(box)),
                details,
            )
        )
    whole: Box = (edges[0], min(region.top, bounds[0] - shift), edges[-1], bounds[-1] - shift)
    named = {j for c in heading.cells for j in range(c.column, c.column + c.column_span)}
    if heading.depth and len(named) < len(columns):
        doubts.append("A column has no heading.")
    return Fragment(
        region.page,
        whole,
        edges,
        heading.depth + len(rows.middles),
        cells,
        False,
        page.as_displayed(whole),
        page.width,
        header_rows=heading.depth,
        doubts=[doubt for doubt, _ in Counter(doubts).items()],
    )


def goes_on(chain: list[Region], region: Region) -> bool:
    """Whether a region at the top of a page goes on with the table whose last region ends the page before."""
    last = chain[-1]
    if region.page != last.page + 1:
        return False
    if numbers_go_on(last, region):
        return True
    ours, theirs = _columns_at([*chain[-3:-1], last]), _columns_at([region])
    # A last page may have blanks in most columns, but it has no columns that run together with several of ours.
    joined = merge_intervals([*ours, *theirs], 0.16 * _type_size([region]))
    if len(theirs) * 3 > 4 * len(ours) or len(joined) * 3 < 2 * len(ours):
        return False
    head = [item for item in region.lines[: region.first_body] if len(item.phrases) >= 2]
    if not head:
        return True
    first = chain[0]
    known = {fold(p.text) for item in first.lines[: first.first_body] for p in item.phrases}
    words = [fold(p.text) for item in head for p in item.phrases]
    return sum(word in known for word in words) * 10 >= 7 * len(words)


def _columns_at(regions: list[Region]) -> list[tuple[float, float]]:
    em = _type_size(regions)
    return body_extents([item.phrases for region in regions for item in region.lines if item.body], em)
