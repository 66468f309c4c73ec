"""Whether a figure that doesn't add up may be our own misreading, written beside its formula.

Before a bulletin is blamed we suspect ourselves. A formula is in doubt where one of its figures stands in a table that its
reader was unsure of, in a table whose running numbers leave out a row, or in a column with a cell that wasn't read. The
models then show what doesn't hold for review, and not as an error of the bulletin.

Belongs here: what speaks against our own reading. Not here: whether the formula holds (`sql/models/core`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extractors.model import Document, Place
from warehouse.records import RawCell, Rows

# A reader's own words of doubt on how a table is divided.
TABLE_DOUBT = "table_doubt"
# The fate of a cell that nothing could be made of.
_UNREAD = "review"
# Fewer numbers than these are no running numbers, and neither are those of which fewer than this part run on.
FEWEST_NUMBERS = 3
FEWEST_RUNNING = 0.5
# Rows are lost in one place or two; a list with holes in more was printed so.
MOST_HOLES = 2
_QUOTED = re.compile(r"“([^”]+)”")
_NUMBER = re.compile(r"[0-9]{1,4}")

# A column of a table; 0 is the table as a whole.
_Where = tuple[str, int]


def with_doubts(document: Document, rows: Rows) -> None:
    """Write beside each formula why its figures may be misread; nothing beside those of which all were read surely."""
    if not rows.formulas:
        return
    doubts = _doubts(document, rows)
    if not doubts:
        return
    places = {o.observation_id: (o.table_id, o.column_no) for o in rows.observations}
    figures: dict[str, list[str]] = defaultdict(list)
    for term in rows.formula_terms:
        figures[term.identity_id].append(term.part_id)
    own: dict[str, str] = {}
    for formula in rows.formulas:
        for figure in (formula.target_id, *figures[formula.identity_id]):
            table, column = places.get(figure, (formula.table_id, 0))
            reason = doubts.get((table, 0)) or doubts.get((table, column))
            if reason:
                own.setdefault(formula.identity_id, reason)
    # What follows from one culprit is one finding: a doubt on a part of it is a doubt on all.
    shared: dict[str, str] = {}
    for formula in rows.formulas:
        if formula.culprit_id and formula.identity_id in own:
            shared.setdefault(formula.culprit_id, own[formula.identity_id])
    rows.formulas[:] = [
        replace(
            formula,
            doubt=own.get(formula.identity_id) or shared.get(formula.culprit_id or ""),
        )
        for formula in rows.formulas
    ]


def number_gap(numbers: Sequence[int], before: int = 0, breaks: frozenset[int] = frozenset()) -> str | None:
    """Where running numbers leave something out, in words; `before` is the last number of the table before.

    They may start again at 1 under a new heading, and a number may stand on several rows. Numbers that mostly don't run on
    are codes; those with holes in many places were taken from a longer list, and printed so. `breaks` are the indices of
    numbers that begin a page: holes that are all there are rows lost between pages, however many.
    """
    if len(numbers) < FEWEST_NUMBERS:
        return None
    steps = list(zip(numbers, numbers[1:], strict=False))
    if sum(number == last + 1 for last, number in steps) < FEWEST_RUNNING * len(steps):
        return None
    holes = [
        (at, f"序号 {last} 之后是 {number}")
        for at, (last, number) in enumerate(steps, start=1)
        if number not in (1, last, last + 1)
    ]
    if numbers[0] not in (1, before + 1):
        holes.insert(0, (0, f"序号从 {numbers[0]} 开始"))
    if not holes or (len(holes) > MOST_HOLES and any(at not in breaks for at, _ in holes)):
        return None
    return holes[0][1]


def _doubts(document: Document, rows: Rows) -> Mapping[_Where, str]:
    cells: dict[str, list[RawCell]] = defaultdict(list)
    for cell in rows.cells:
        cells[cell.table_id].append(cell)
    measures = {(c.table_id, c.column_no): c.column_path for c in rows.columns if c.role == "measure"}
    headings: dict[str, list[str]] = defaultdict(list)
    for column in rows.columns:
        headings[column.table_id].append(column.column_path)
    unsure = [(p.place, p.message) for p in document.problems if p.kind == TABLE_DOUBT]
    found: dict[_Where, str] = {}
    before = 0
    for table in sorted(rows.tables, key=lambda table: table.table_no):
        own = cells[table.table_id]
        numbered = list(_running_numbers(own))
        numbers = [number for number, _ in numbered]
        breaks = frozenset(at for at in range(1, len(numbered)) if numbered[at][1] != numbered[at - 1][1])
        if gap := number_gap(numbers, before, breaks):
            found[table.table_id, 0] = f"{gap}，可能漏读了行 (the running numbers leave out a row)"
        before = numbers[-1] if numbers else 0
        printed = {cell.text for cell in own} | set(headings[table.table_id])
        for place, message in unsure:
            # Several tables may stand on the page of the doubt: what it quotes says which is meant.
            quoted = _QUOTED.findall(message)
            named = not quoted or any(text in heading for text in quoted for heading in printed if heading)
            if named and any(_stands_in(cell, place) for cell in own):
                found.setdefault(
                    (table.table_id, 0), f"表格结构读法不确定：{message} (the reader was unsure of the table)"
                )
        for cell in own:
            where = (cell.table_id, cell.column_no)
            if cell.fate == _UNREAD and cell.row_kind == "data" and where in measures:
                found.setdefault(
                    where,
                    f"第 {cell.row_no} 行“{measures[where]}”栏的“{cell.text}”未读懂 (a cell of the column is unread)",
                )
    return found


def _running_numbers(cells: Sequence[RawCell]) -> Iterator[tuple[int, int | None]]:
    """The running numbers of a table, each with its page."""
    for cell in sorted(cells, key=lambda cell: (cell.row_no, cell.column_no)):
        if cell.fate == "sequence" and not cell.covered and _NUMBER.fullmatch((cell.text or "").strip()):
            yield int((cell.text or "").strip()), cell.page


def _stands_in(cell: RawCell, place: Place) -> bool:
    """Whether a cell's middle lies in a place of a page."""
    if place.page is None or cell.page != place.page or place.box is None:
        return False
    if cell.x0 is None or cell.y0 is None or cell.x1 is None or cell.y1 is None:
        return False
    x, y = (cell.x0 + cell.x1) / 2, (cell.y0 + cell.y1) / 2
    left, top, right, bottom = place.box
    return left <= x <= right and top <= y <= bottom
