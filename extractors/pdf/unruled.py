"""Tables without vertical rules, over all their pages: from regions to fragments with cells.

The columns come from all pages together, the rows from each page alone. What cannot be decided from the places of the
words is decided by the likelier reading and said as a doubt, never left in silence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from extractors.joining import fold
from extractors.pdf.anchors import Division, divide, one_by_one, row_bounds
from extractors.pdf.columns import Columns, body_extents, columns_of, with_headings
from extractors.pdf.fragment import Fragment, PieceCell
from extractors.pdf.heads import Heading, read_heading
from extractors.pdf.lines import join_wrapped
from extractors.pdf.page import Box, PageContent
from extractors.pdf.phrases import Phrase
from extractors.pdf.regions import PageLine, Region

_YEAR = re.compile(r"(?:19|20)\d\d年?")
_ON_ROW = 0.45  # a phrase whose baseline is closer to a row's than this share of an em stands on it
_ENTITY_COLUMNS = 3  # a merged column is among the first ones


@dataclass(slots=True)
class _Row:
    """A body row: its baseline, whether it has a running number, and what is known to stand in it."""

    y: float
    numbered: bool
    line: PageLine | None
    spanning: Phrase | None = None


@dataclass(slots=True)
class _Body:
    """One page of the table while it is being read."""

    region: Region
    rows: list[_Row] = field(default_factory=list)
    heading: list[Phrase] = field(default_factory=list)
    loose: list[Phrase] = field(default_factory=list)  # phrases on no row: wrapped lines, merged cells


def read_unruled(regions: list[Region]) -> list[Fragment]:
    """The fragments of one table that stands in these regions, one for each page."""
    em = _type_size(regions)
    sequence = _sequence_place(regions, em)
    bodies = [_split(region, sequence, em) for region in regions]
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
    known = {fold(p.text) for p in head_body.heading}
    fragments = []
    for number, body in enumerate(bodies):
        _separate_heading(body, columns, figures, em, known if number else None)
        _settle_rows(body, columns, figures, sequence is not None, em)
        last = number == len(bodies) - 1
        fragments.append(
            _fragment(
                body, columns, figures, sequence is not None, em, first=number == 0, last=last
            )
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


def _sequence_place(regions: list[Region], em: float) -> tuple[float, float] | None:
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


def _split(region: Region, sequence: tuple[float, float] | None, em: float) -> _Body:
    """The lines of a region as heading, rows and loose lines, as far as that is plain."""
    body = _Body(region)
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
        body.rows = [_Row(item.y, False, item) for _, item in rows]
    else:
        body.rows = [_Row(item.y, sequence is not None, item) for _, item in rows]
    # Totals and rows for comparison may stand above the first numbered row.
    above = rows[0][0] if rows else 0
    for i in range(above - 1, -1, -1):
        if sequence is not None and _has_values(region.lines[i]):
            rows.insert(0, (i, region.lines[i]))
            body.rows.insert(0, _Row(region.lines[i].y, False, region.lines[i]))
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


def _wrapped(bodies: list[_Body], rows: Sequence[Sequence[Phrase]], em: float) -> list[list[Phrase]]:
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


def _settle_rows(body: _Body, columns: Columns, figures: list[bool], sequenced: bool, em: float) -> None:
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
            body.rows.append(_Row(y, False, lines.get(y) or _line_at(body.region, y)))
        elif len(phrases) == 1 and near > 0.75 * step and _is_section(phrases[0], columns, figures):
            body.rows.append(_Row(y, False, None, spanning=phrases[0]))
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


# ---- cells


@dataclass(slots=True)
class _Placed:
    """The text of a body cell, its first row and how many rows and columns it takes."""

    phrases: list[Phrase]
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


def _fragment(
    body: _Body,
    columns: Columns,
    figures: list[bool],
    sequenced: bool,
    em: float,
    *,
    first: bool,
    last: bool,
) -> Fragment:
    region = body.region
    doubts: list[str] = []
    rows = [row.y for row in body.rows]
    bounds = row_bounds(rows, em)
    heading = read_heading(body.heading, columns, em) if body.heading else Heading(0, [])
    doubts += heading.doubts
    if first and not heading.depth:
        doubts.append("No heading was found over the table.")
    open_top = not first
    stacks: list[list[Phrase]] = [[] for _ in range(len(columns))]
    placed: list[_Placed] = []
    loners: set[int] = set()
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
        for phrase in phrases:
            if len(columns.hit(phrase)) > 1 and columns.crosses(phrase):
                doubts.append(f"“{phrase.text}” runs over several columns.")
            stacks[columns.of(phrase)].append(phrase)
    for phrase in body.loose:
        if columns.crosses(phrase) and len(columns.hit(phrase)) > 1:
            doubts.append(f"“{phrase.text}” runs over several columns.")
        stacks[columns.of(phrase)].append(phrase)
    top_aligned = _set_at_top(stacks, rows, bounds, em)
    merged_column = _merged_column(stacks, rows, figures, sequenced, loners, em)
    for j, stack in enumerate(stacks):
        cells, worry = _column_cells(
            stack,
            j,
            rows,
            bounds,
            em,
            frozenset(loners),
            merged=j == merged_column,
            open_top=open_top,
            open_bottom=not last,
            top=top_aligned,
        )
        placed += cells
        doubts += worry
    return _finish(region, columns, heading, placed, bounds, len(rows), em, doubts)


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


def _separate_heading(
    body: _Body, columns: Columns, figures: list[bool], em: float, known: set[str] | None
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


def _upper_phrases(body: _Body, columns: Columns, figures: list[bool], em: float) -> list[Phrase]:
    """What stands between the heading and the first row is a line of either; each cell stands around its middle."""
    phrases = body.heading
    heights = _heading_heights(phrases, columns, figures)
    row = body.rows[0]
    following = body.rows[1].y if len(body.rows) > 1 else float("inf")
    upper: list[Phrase] = []
    for j in range(1, len(columns)):
        if figures[j]:
            continue
        own = sorted(
            (p for p in phrases if columns.of(p) == j and not columns.crosses(p)), key=lambda p: p.y
        )
        on_row = [p.y for p in (row.line.phrases if row.line else []) if columns.of(p) == j]
        below = sorted(p.y for p in body.loose if columns.of(p) == j and p.y < following)
        count = _upper_lines([p.y for p in own], on_row[:1], below, row.y, heights, em)
        if count:
            upper += own[-count:]
    return upper


def _heading_heights(phrases: list[Phrase], columns: Columns, figures: list[bool]) -> list[float]:
    """The heights around which heading cells stand, from columns whose body cells never wrap."""
    heights: list[float] = []
    for j in range(len(columns)):
        if j == 0 or figures[j]:
            own = [p.y for p in phrases if columns.of(p) == j and not columns.crosses(p)]
            if own:
                heights.append((min(own) + max(own)) / 2)
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


def _heading_rule(body: _Body) -> float | None:
    """The rule between heading and body, when there is one."""
    region = body.region
    first = body.rows[0].y
    top = min(p.y for p in body.heading)
    found = [
        r[0] for r in region.rules if top < r[0] < first and r[2] - r[1] > 0.55 * (region.x1 - region.x0)
    ]
    return max(found, default=None)


def _has_heading(body: _Body) -> bool:
    """Whether lines over the first row are a heading and not merely upper lines of its wrapped cells."""
    return len({round(p.middle) for p in body.heading}) >= 2 and any(
        len(item.phrases) >= 2 for item in body.region.lines if item.y < body.rows[0].y - 0.5 * item.em
    )


def _set_at_top(stacks: list[list[Phrase]], rows: list[float], bounds: list[float], em: float) -> bool:
    """Whether wrapped cells begin on their row's line instead of standing around it."""
    around = from_top = 0.0
    for stack in stacks:
        lines = sorted({p.y for p in stack})
        if not lines or one_by_one(rows, lines, em):
            continue
        centred, topped = divide(rows, lines, em), divide(rows, lines, em, from_top=True)
        around += centred.cost if centred else 9e9
        from_top += topped.cost if topped else 9e9
    return from_top + 2 * em < 0.5 * around


def _merged_column(
    stacks: list[list[Phrase]],
    rows: list[float],
    figures: list[bool],
    sequenced: bool,
    loners: set[int],
    em: float,
) -> int | None:
    """The column of names whose cells run over several rows: the first with words, when not every row has one."""
    if not sequenced:
        return None
    for j in range(1, min(len(stacks), _ENTITY_COLUMNS)):
        if figures[j]:
            continue
        lines = sorted({p.y for p in stacks[j]})
        simple = one_by_one(rows, lines, em) or divide(rows, lines, em)
        wanted = len(rows) - len(loners)
        settled = sum(share.first not in loners for share in simple.shares) if simple else 0
        if settled < wanted or (simple and simple.worst > 0.45 * em):
            return j
        return None
    return None


def _column_cells(
    stack: list[Phrase],
    column: int,
    rows: list[float],
    bounds: list[float],
    em: float,
    loners: frozenset[int],
    *,
    merged: bool,
    open_top: bool,
    open_bottom: bool,
    top: bool,
) -> tuple[list[_Placed], list[str]]:
    """The cells of one column, with doubts where its lines can't be divided among the rows for sure."""
    if not stack:
        return [], []
    by_line: dict[float, list[Phrase]] = {}
    for phrase in sorted(stack, key=lambda p: p.y):
        key = next((y for y in by_line if abs(y - phrase.y) < 0.3 * em), phrase.y)
        by_line.setdefault(key, []).append(phrase)
    lines = sorted(by_line)
    doubts: list[str] = []
    division: Division | None
    if merged:
        division = divide(
            rows,
            lines,
            em,
            merged=True,
            bounds=bounds,
            loners=loners,
            open_top=open_top,
            open_bottom=open_bottom,
        )
        if division is None:
            doubts.append(f"Column {column + 1}: how far its merged cells reach can't be told from the page.")
            division = one_by_one(rows, lines, em) or divide(rows, lines, em)
        elif division.worst > 0.4 * em:
            doubts.append(f"Column {column + 1}: a merged cell does not stand around the middle of its rows.")
        elif division.rival - division.cost < 0.4 * em:
            doubts.append(f"Column {column + 1}: its merged cells may as well be divided otherwise.")
    else:
        division = one_by_one(rows, lines, em) or divide(rows, lines, em, from_top=top)
        if division is None:
            doubts.append(f"Column {column + 1}: its wrapped lines can't be divided among the rows for sure.")
        elif division.worst > 0.75 * em:
            doubts.append(f"Column {column + 1}: a wrapped cell does not stand around the middle of its row.")
    cells: list[_Placed] = []
    if division is None:
        by_row: dict[int, list[Phrase]] = {}
        for y in lines:
            nearest = min(range(len(rows)), key=lambda i, at=y: abs(rows[i] - at))  # type: ignore[misc]
            by_row.setdefault(nearest, []).extend(by_line[y])
        return [_Placed(phrases, i, column) for i, phrases in by_row.items()], doubts
    for share in division.shares:
        phrases = [p for y in lines[share.begin : share.end] for p in by_line[y]]
        cells.append(_Placed(phrases, share.first, column, share.last - share.first + 1))
    if open_top and merged and division.shares and division.shares[0].first > 0:
        cells.append(_Placed([], 0, column, division.shares[0].first))
    return cells, doubts


def _text(phrases: list[Phrase], em: float) -> str:
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
    return join_wrapped(texts) if texts else ""


def _glue(left: Phrase, right: Phrase) -> str:
    return " " if left.text[-1] < "\u2e80" and right.text[0] < "\u2e80" else ""


def _finish(
    region: Region,
    columns: Columns,
    heading: Heading,
    placed: list[_Placed],
    bounds: list[float],
    rows: int,
    em: float,
    doubts: list[str],
) -> Fragment:
    page = PageContent(region.page, region.width, region.height, [], [], [], turns=region.turns)
    shift = 0.36 * em  # from the baseline to the middle of the characters
    edges = columns.edges
    cells = [
        PieceCell(c.text, c.row, c.column, c.row_span, c.column_span, page.as_displayed(c.box))
        for c in heading.cells
    ]
    for cell in placed:
        box: Box = (
            edges[cell.column],
            bounds[cell.row] - shift,
            edges[cell.column + cell.column_span],
            bounds[cell.row + cell.row_span] - shift,
        )
        cells.append(
            PieceCell(
                _text(cell.phrases, em),
                heading.depth + cell.row,
                cell.column,
                cell.row_span,
                cell.column_span,
                page.as_displayed(box),
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
        heading.depth + rows,
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
    ours, theirs = _columns_at([*chain[-3:-1], last]), _columns_at([region])
    if abs(len(ours) - len(theirs)) * 3 > max(len(ours), len(theirs)):
        return False
    head = [item for item in region.lines[: region.first_body] if len(item.phrases) >= 2]
    if not head:
        return True
    if numbers_go_on(last, region):
        return True
    first = chain[0]
    known = {fold(p.text) for item in first.lines[: first.first_body] for p in item.phrases}
    words = [fold(p.text) for item in head for p in item.phrases]
    return sum(word in known for word in words) * 10 >= 7 * len(words)


def numbers_go_on(before: Region, after: Region) -> bool:
    """Whether the running numbers of a page go on with those of the page before it."""
    upper, lower = _integers(before), _integers(after)
    return after.page == before.page + 1 and bool(upper and lower) and lower[0] == upper[-1] + 1


def _integers(region: Region) -> list[int]:
    values = [item.phrases[0].integer for item in region.lines if item.body]
    return [value for value in values if value is not None]


def _columns_at(regions: list[Region]) -> list[tuple[float, float]]:
    em = _type_size(regions)
    return body_extents([item.phrases for region in regions for item in region.lines if item.body], em)
