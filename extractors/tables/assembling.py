"""From a plain grid and what stands around it to a `Table`: the same for every format.

What belongs here: laying the grid out, title rows and notes inside it, repeated headings, cells covered by
merged ones, the table's own date. What does not: depth and paths of headings (`headings`, `heading_repair`), row
kinds (`row_kinds`), finding the grid (the readers) and what stands around it (`captions`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from extractors.errors import UnreadableDocument
from extractors.model import NOWHERE, Cell, Place, Problem, Row, RowKind, Table
from extractors.printed.dates import Precision, PrintedDate, cut_off_dates, find_dates
from extractors.printed.line_marks import attachment_label, leading_place
from extractors.printed.line_wraps import fold, join_lines, tidy
from extractors.printed.no_value import is_no_value
from extractors.printed.numbers import parse_figure
from extractors.tables import headings
from extractors.tables.captions import attachment_marker
from extractors.tables.folded_tables import halves
from extractors.tables.grid import Grid, GridCell, Surroundings
from extractors.tables.heading_repair import is_torn, mended
from extractors.tables.headings import Path, Slot
from extractors.tables.row_kinds import ColumnRoles, classify_rows, column_roles, is_note_heading

_NOTE = re.compile(
    r"(?:注|备注|说明|附注|填表说明|数据来源|资料来源|数据说明|指标说明)\s*\d*\s*[:：、.．]|[*※]|(?:说明|备注)$"
)
_HEAD_NOTE = re.compile(
    r"(?:填报|填表|统计|制表|上报|数据|报送|编制|截止|截至|报告|时间|日期|单位|计量单位|金额单位|[(（]?单位)[^:：]{0,8}[:：]|[(（](?:截至|截止|单位)"
)
_TITLE_WORDS = re.compile(r"(?:表|情况|统计|排名|一览|清单|汇总|明细|名单|台账|目录|通报|[)）])$")
_ROW_AND_COLUMN = attrgetter("row", "column")
_NO_CELL = GridCell("", 0, 0)
_DIGIT = re.compile(r"\d")
_DATE_ALONE = re.compile(r"[\d\s年月日号./\-—至~(（)）]+$")


@dataclass(slots=True)
class _Layout:
    """The grid laid out: a slot for each place, and the printed cell that begins there."""

    slots: list[list[Slot]]
    origins: dict[tuple[int, int], GridCell]
    spans_known: bool

    @property
    def width(self) -> int:
        return len(self.slots[0]) if self.slots else 0

    def texts(self) -> list[list[str]]:
        """The texts at their origins; covered places are blank."""
        return [
            [slot.text if slot.row == i and slot.column == j else "" for j, slot in enumerate(row)]
            for i, row in enumerate(self.slots)
        ]


def assemble(grid: Grid, surroundings: Surroundings | None = None, *, reader: str = "") -> Table:
    """The table that a grid means. Raises ValueError if the grid has no cell with text."""
    return assemble_reporting(grid, surroundings, reader=reader)[0]


def assemble_reporting(
    grid: Grid, surroundings: Surroundings | None = None, *, reader: str = ""
) -> tuple[Table, tuple[Problem, ...]]:
    """The table that a grid means, and what was mended in it.

    Raises ValueError if the grid has no cell with text. Nothing that is printed is dropped: title rows go to
    `caption`, notes inside the grid to `notes_before` and `footnotes`; only a heading repeated inside the
    body and wholly blank rows and columns are left out.
    """
    around = surroundings or Surroundings()
    layout = _lay_out(grid)
    if not layout.slots:
        raise ValueError("the grid has no text")
    _hold_to_account((cell.text for cell in grid.cells), layout.texts())
    top = _peel_top(layout)
    feet = _peel_bottom(layout)
    told = None if grid.header_rows is None else max(0, grid.header_rows - top.rows)
    depth, paths, findings = _heading(layout, told or None)
    repeated = _repeated_headings(layout, depth)
    body = [i for i in range(depth, len(layout.slots)) if i not in repeated]
    texts = layout.texts()
    printed = [text for i in body for text in texts[i]]
    layout, body, paths = _unfolded(layout, body, paths)
    title = around.title or top.caption
    own_places = (*_places_of(title), *around.place_names)
    notes_before = (*around.notes_before, *top.notes)
    footnotes = (*feet, *around.footnotes)
    table = Table(
        header=tuple(paths),
        rows=_rows(layout, body, [path[-1] if path else "" for path in paths], own_places),
        attachment=around.attachment if around.attachment is not None else top.attachment,
        title=title,
        caption=top.caption,
        notes_before=notes_before,
        footnotes=footnotes,
        as_of=own_date(
            around.title, top.caption, notes_before, footnotes, year=around.year, latest=around.published_on
        ),
        place=around.place if around.place != NOWHERE else _whole_place(grid),
        last_page=around.last_page or max((cell.place.page or 0 for cell in grid.cells), default=0) or None,
        paragraph_index=around.paragraph_index,
        reader=reader,
        proofs=around.proofs,
    )
    _hold_to_account(printed, [row.texts for row in table.rows])
    named = f"{title}: " if title else ""
    return table, tuple(Problem(kind, named + message, table.place) for kind, message in findings)


def _hold_to_account(before: Iterable[str], after: Sequence[Sequence[str]]) -> None:
    """Raise UnreadableDocument where a step lost digits: a table with a hole in it would pass for whole."""
    printed = list(before)
    kept = "".join(text for row in after for text in row)
    if _count_digits("".join(printed)) == _count_digits(kept):
        return
    lost = next((text for text in printed if _count_digits(text) and tidy(text) not in kept), "")
    raise UnreadableDocument(
        "not_accounted_for",
        f"表格中的单元格“{tidy(lost)}”在读取时丢失 (a cell of a table was lost while it was read).",
        "整份文件未入库，以免漏数；请连同原件报告此问题 (please report it with the document).",
    )


def _count_digits(text: str) -> int:
    return len(_DIGIT.findall(text))


def own_date(
    title: str | None,
    caption: str | None,
    notes_before: Sequence[str],
    footnotes: Sequence[str],
    *,
    year: int | None = None,
    latest: date | None = None,
) -> date | None:
    """The table's own date, or None: a cut-off date (截至 …) of any line around it, else a date before it.

    A bare year (2021年度) counts only when it was over at `latest`, and never without it.
    """
    heads = [text for text in (caption, title) if text]
    for text in (*footnotes, *notes_before, *heads):
        if dates := cut_off_dates(text, year=year):
            return dates[-1].value
    for text in (*notes_before, *heads, *(note for note in footnotes if "数据" in note or "统计" in note)):
        usable = [printed for printed in find_dates(text, year=year) if _counts(printed, latest)]
        if usable:
            return usable[-1].value
    return None


def _counts(printed: PrintedDate, latest: date | None) -> bool:
    if printed.precision is Precision.YEAR or (
        printed.precision is Precision.QUARTER and not printed.year_printed
    ):
        return latest is not None and printed.value <= latest
    return True


# --- laying out


def _lay_out(grid: Grid) -> _Layout:
    height, width = grid.row_count, grid.column_count
    laid: list[list[Slot | None]] = [[None] * width for _ in range(height)]
    origins: dict[tuple[int, int], GridCell] = {}
    overlapped: list[GridCell] = []
    # Rows and columns in which a text begins. A row in which merged cells merely go on holds no text of its own.
    used_rows: set[int] = set()
    used_columns: set[int] = set()
    for cell in sorted(grid.cells, key=_ROW_AND_COLUMN):
        i, j = cell.row, cell.column
        if not (0 <= i < height and 0 <= j < width) or laid[i][j] is not None:
            overlapped.append(cell)
            continue
        text = tidy(cell.text)
        if text:
            used_rows.add(i)
            used_columns.add(j)
        if cell.row_span <= 1 and cell.column_span <= 1:  # by far the most
            laid[i][j] = Slot(text, i, j)
        else:
            rows = range(i, min(i + max(1, cell.row_span), height))
            columns = range(j, min(j + max(1, cell.column_span), width))
            slot = Slot(text, i, j, len(rows), len(columns))
            for row in rows:
                for column in columns:
                    if laid[row][column] is None:
                        laid[row][column] = slot
        origins[i, j] = cell
    blank = [[slot or Slot("", i, j) for j, slot in enumerate(row)] for i, row in enumerate(laid)]
    for cell in overlapped:
        kept = _keep_overlapped(cell, blank)
        if kept is not None:
            used_rows.add(kept.row)
            used_columns.add(kept.column)
    return _select(_Layout(blank, origins, grid.spans_known), sorted(used_rows), sorted(used_columns))


def _keep_overlapped(cell: GridCell, slots: list[list[Slot]]) -> Slot | None:
    """Two cells at one place: the second one's text is added to the first, so that none is lost; the first one."""
    if not (0 <= cell.row < len(slots) and 0 <= cell.column < len(slots[cell.row])) or not tidy(cell.text):
        return None
    old = slots[cell.row][cell.column]
    joined = Slot(join_lines((old.text, cell.text)), old.row, old.column, old.row_span, old.column_span)
    for row in slots:
        for j, slot in enumerate(row):
            if slot is old:
                row[j] = joined
    return joined


def _select(layout: _Layout, rows: Sequence[int], columns: Sequence[int]) -> _Layout:
    """The layout with these rows and columns only, spans and origins renumbered."""
    if len(rows) == len(layout.slots) and len(columns) == layout.width:
        return layout
    new_row = {old: new for new, old in enumerate(rows)}
    new_column = {old: new for new, old in enumerate(columns)}
    made: dict[int, Slot] = {}
    origins: dict[tuple[int, int], GridCell] = {}
    for i in rows:
        for j in columns:
            slot = layout.slots[i][j]
            if id(slot) in made:
                continue
            kept_rows = [new_row[k] for k in range(slot.row, slot.row + slot.row_span) if k in new_row]
            kept_columns = [
                new_column[k] for k in range(slot.column, slot.column + slot.column_span) if k in new_column
            ]
            made[id(slot)] = Slot(slot.text, kept_rows[0], kept_columns[0], len(kept_rows), len(kept_columns))
            if (slot.row, slot.column) in layout.origins:
                origins[kept_rows[0], kept_columns[0]] = layout.origins[slot.row, slot.column]
    slots = [[made[id(layout.slots[i][j])] for j in columns] for i in rows]
    return _Layout(slots, origins, layout.spans_known)


def _whole_place(grid: Grid) -> Place:
    """Where the table begins: its first cell's page or line, with the box around all cells of that page."""
    placed = [cell.place for cell in grid.cells if cell.place != NOWHERE]
    if not placed:
        return NOWHERE
    first = min(placed, key=lambda place: (place.page or 0, place.line or 0))
    boxes = [place.box for place in placed if place.box and place.page == first.page]
    if not boxes:
        return Place(page=first.page, line=first.line)
    box = (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )
    return Place(page=first.page, box=box, line=first.line)


# --- title rows and notes inside the grid


@dataclass(slots=True)
class _Top:
    caption: str | None = None
    notes: tuple[str, ...] = ()
    attachment: int | None = None
    rows: int = 0


def _peel_top(layout: _Layout) -> _Top:
    """Takes the title and note rows above the heading out of the layout."""
    top = _Top()
    notes: list[str] = []
    while len(layout.slots) > 1:
        filled = [slot for j, slot in enumerate(layout.slots[0]) if slot.is_origin(0, j) and fold(slot.text)]
        following = [
            slot for j, slot in enumerate(layout.slots[1]) if slot.is_origin(1, j) and fold(slot.text)
        ]
        if not filled or layout.width < 2 or any(slot.row_span > 1 for slot in filled):
            break
        if len(filled) == 1:
            slot, text = filled[0], filled[0].text
            label = attachment_label(text)
            whole = slot.column_span == layout.width if layout.spans_known else slot.column == 0
            wide = slot.column_span >= layout.width - 1 or (
                not layout.spans_known and bool(_TITLE_WORDS.search(fold(text)))
            )
            if label is not None and label.number is not None and not label.rest:
                top.attachment = label.number
            elif not (whole or wide) or (len(following) < 2 and not _more_rows_follow(layout)):
                break
            elif (
                _HEAD_NOTE.match(fold(text))
                or _DATE_ALONE.match(text)
                or (top.caption and not notes and len(text) > 60)
            ):
                notes.append(text)
            elif top.caption is None:
                marker = attachment_marker(text) if label is not None else None
                if marker is not None and marker[0] is not None and top.attachment is None:
                    top.attachment, text = marker
                top.caption = text
            else:
                notes.append(text)
        elif len(filled) < layout.width and all(
            _HEAD_NOTE.match(fold(slot.text)) or _DATE_ALONE.match(slot.text) for slot in filled
        ) and not all(parse_figure(slot.text) for slot in filled):  # fmt: skip
            notes.extend(slot.text for slot in filled)
        else:
            break
        top.rows += 1
        trimmed = _select(layout, range(1, len(layout.slots)), range(layout.width))
        layout.slots, layout.origins = trimmed.slots, trimmed.origins
    top.notes = tuple(notes)
    return top


def _more_rows_follow(layout: _Layout) -> bool:
    """Whether a row with several cells stands within the next rows, so that a lone text is above a table."""
    return any(
        sum(1 for j, slot in enumerate(row) if slot.is_origin(i, j) and fold(slot.text)) > 1
        for i, row in enumerate(layout.slots[1:4], start=1)
    )


def _peel_bottom(layout: _Layout) -> tuple[str, ...]:
    """Takes the notes below the last row (注：…) out of the layout."""
    feet: list[str] = []
    while len(layout.slots) > 2:
        last = len(layout.slots) - 1
        filled = [
            slot for j, slot in enumerate(layout.slots[last]) if slot.is_origin(last, j) and fold(slot.text)
        ]
        if not filled or not _NOTE.match(fold(filled[0].text)) or layout.width < 2:
            break
        if len(filled) == 2 and re.fullmatch(r"(?:备?注|说明)[:：]?", fold(filled[0].text)):
            feet.append(join_lines(slot.text for slot in filled))
        elif len(filled) == 1:
            feet.append(filled[0].text)
        else:
            break
        trimmed = _select(layout, range(last), range(layout.width))
        layout.slots, layout.origins = trimmed.slots, trimmed.origins
    return tuple(reversed(feet))


# --- heading


def _heading(layout: _Layout, told: int | None) -> tuple[int, list[Path], list[tuple[str, str]]]:
    """Depth and paths, and (kind, message) for whatever of the print was not taken as it stands."""
    texts = layout.texts()
    width = layout.width
    if layout.spans_known:
        merged = any(slot.column_span > 1 or slot.row_span > 1 for row in layout.slots[:2] for slot in row)
        depth = headings.known_depth(layout.slots, told)
        if not merged and told is None:
            # Nothing is merged where a heading of several rows would be: the blanks decide.
            depth = max(depth, headings.inferred_depth(texts))
        paths = headings.known_paths(layout.slots[:depth]) if depth else [()] * width
        return depth, paths, _noise(texts[:depth])
    if told is None:
        _unwrap_heading(layout)
        texts = layout.texts()
    depth = told or headings.inferred_depth(texts)
    if depth == 0:
        return 0, [()] * width, []
    clean = [_without_noise(row) for row in texts[:depth]]
    repeated = _repeated_headings(layout, depth)
    body = [row for i, row in enumerate(texts) if i >= depth and i not in repeated]
    moved_rows = mended(clean, body)
    moved = [
        (
            "heading_mended",
            f"the heading word {word} was printed over column {before + 1} and belongs to {after + 1}",
        )
        for old, new in zip(clean, moved_rows, strict=True)
        for word, before, after in _moved(old, new)
    ]
    torn = (
        [("heading_torn", "words of the heading stand over the wrong columns")]
        if is_torn(moved_rows, body)
        else []
    )
    return depth, headings.inferred_paths(moved_rows), [*_noise(texts[:depth]), *moved, *torn]


def _unwrap_heading(layout: _Layout) -> None:
    """Joins a heading row that only carries on wrapped words (不见面审批 / 事项数) with the row above it."""
    texts = layout.texts()
    while (row := headings.wrapped_row(texts)) is not None:
        above = layout.slots[row - 1]
        for j, slot in enumerate(layout.slots[row]):
            if fold(slot.text):
                upper = above[j]
                above[j] = Slot(join_lines((upper.text, slot.text)), upper.row, upper.column)
        kept = [i for i in range(len(layout.slots)) if i != row]
        trimmed = _select(layout, kept, range(layout.width))
        layout.slots, layout.origins = trimmed.slots, trimmed.origins
        texts = layout.texts()


def _noise(rows: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    return [
        ("heading_noise", f"the mark {text!r} in the heading was left out")
        for row in rows
        for text in row
        if headings.is_heading_noise(text)
    ]


def _moved(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, int, int]]:
    """(word, column before, column after) of each word of a heading row that moved; the words keep their order."""
    before = [(j, text) for j, text in enumerate(old) if fold(text)]
    after = [(j, text) for j, text in enumerate(new) if fold(text)]
    return [(word, i, j) for (i, word), (j, _) in zip(before, after, strict=True) if i != j]


def _without_noise(row: Sequence[str]) -> list[str]:
    return ["" if headings.is_heading_noise(text) else text for text in row]


def _repeated_headings(layout: _Layout, depth: int) -> set[int]:
    """The body rows that print the heading again after a page break: they equal it, so nothing is lost."""
    if not depth:
        return set()
    printed = layout.texts()
    head = [[fold(text) for text in row] for row in printed[:depth]]
    # Most rows differ from the heading in their first text already; only the others are folded as a whole.
    starts = {_first_text(row) for row in printed[:depth]}
    texts = [
        [fold(text) for text in row] if i < depth or _first_text(row) in starts else []
        for i, row in enumerate(printed)
    ]
    repeated: set[int] = set()
    i = depth
    while i < len(texts):
        if not texts[i]:
            i += 1
            continue
        count = next(
            (
                n
                for n in range(depth, 0, -1)
                if _equal(texts[i : i + n], head[-n:]) or _equal(texts[i : i + n], head[:n])
            ),
            0,
        )
        if count and any(text for row in texts[i : i + count] for text in row):
            repeated.update(range(i, i + count))
            i += count
        else:
            i += 1
    return repeated


def _first_text(row: Sequence[str]) -> str:
    return next((folded for text in row if (folded := fold(text))), "")


def _equal(rows: Sequence[Sequence[str]], head: Sequence[Sequence[str]]) -> bool:
    """Whether rows print the heading. A heading row of one or two words alone proves nothing."""
    if len(rows) != len(head) or list(map(list, rows)) != list(map(list, head)):
        return False
    return sum(1 for row in rows for text in row if text) >= 2


# --- body


def _unfolded(layout: _Layout, body: list[int], paths: list[Path]) -> tuple[_Layout, list[int], list[Path]]:
    """The body with the halves of a folded table under each other, which rows it has, and the paths of one half."""
    texts = layout.texts()
    count = halves(paths, [texts[i] for i in body])
    width = len(paths) // count
    if count == 1:
        return layout, body, paths
    slots: list[list[Slot]] = []
    origins: dict[tuple[int, int], GridCell] = {}
    for left in range(0, len(paths), width):
        # Rows that are blank in this half are the end of a shorter one.
        kept = [i for i in body if any(fold(slot.text) for slot in layout.slots[i][left : left + width])]
        place = {row: len(slots) + n for n, row in enumerate(kept)}
        for row in kept:
            part = layout.slots[row][left : left + width]
            if any(
                slot.row not in place or slot.column < left or slot.column + slot.column_span > left + width
                for slot in part
            ):
                return layout, body, paths  # a cell runs over both halves, or from the heading into one
            slots.append(
                [
                    Slot(slot.text, place[slot.row], slot.column - left, slot.row_span, slot.column_span)
                    for slot in part
                ]
            )
            for column in range(left, left + width):
                if (row, column) in layout.origins:
                    origins[place[row], column - left] = layout.origins[row, column]
    return _Layout(slots, origins, layout.spans_known), list(range(len(slots))), paths[:width]


def _rows(
    layout: _Layout, body: Sequence[int], leaves: Sequence[str], own_places: Sequence[str]
) -> tuple[Row, ...]:
    """The rows of the body with their kinds and cells; `own_places` tell the row of the place itself from its parts."""
    texts = layout.texts()
    kinds = classify_rows(
        leaves,
        [texts[i] for i in body],
        spanning=[_spans_all(layout, i) for i in body],
        place_names=own_places,
    )
    if body and _is_unnamed_total(layout, body[0], [texts[i] for i in body], kinds):
        kinds[0] = RowKind.TOTAL
    covered = _covered(layout, body, kinds, leaves)
    origin_of = layout.origins.get
    return tuple(
        Row(
            kind,
            tuple(
                [
                    Cell(text, (cell := origin_of(at := (i, j), _NO_CELL)).place, at in covered, cell.details)
                    for j, text in enumerate(texts[i])
                ]
            ),
        )
        for i, kind in zip(body, kinds, strict=True)
    )


def _spans_all(layout: _Layout, row: int) -> bool:
    if not any(slot.column_span + j >= layout.width for j, slot in enumerate(layout.slots[row][:2])):
        return False
    filled = [slot for j, slot in enumerate(layout.slots[row]) if slot.is_origin(row, j) and fold(slot.text)]
    if len(filled) != 1 or not layout.spans_known or layout.width < 2:
        return False
    return filled[0].column_span >= layout.width - filled[0].column and filled[0].column <= 1


def _is_unnamed_total(
    layout: _Layout, row: int, texts: Sequence[Sequence[str]], kinds: Sequence[RowKind]
) -> bool:
    """Whether the first row, beside which the heading reaches down, holds the sums of the rows below it."""
    if not any(slot.row < row for slot in layout.slots[row]):
        return False
    parts = [texts[i] for i in range(1, len(texts)) if kinds[i] is RowKind.DATA]
    checked = 0
    for j, text in enumerate(texts[0]):
        figure = parse_figure(text)
        if figure is None or figure.unit == "%":
            continue
        values = [part.value for other in parts if (part := parse_figure(other[j])) is not None]
        if not values or sum(values) != figure.value:
            return False
        checked += 1
    return checked > 0 and len(parts) > 1


def _covered(
    layout: _Layout, body: Sequence[int], kinds: Sequence[RowKind], leaves: Sequence[str]
) -> set[tuple[int, int]]:
    if layout.spans_known:
        return {
            (i, j)
            for i in body
            for j, slot in enumerate(layout.slots[i])
            if slot.row != i or slot.column != j
        }
    texts = layout.texts()
    roles = column_roles(leaves, [texts[i] for i in body])
    covered: set[tuple[int, int]] = set()
    # A figure merged over rows leaves most of its column blank; a rank missing here and there does not.
    sparse = {j for j in range(layout.width) if 2 * sum(1 for i in body if fold(texts[i][j])) <= len(body)}
    merging = sparse.union(roles.text_columns, [roles.sequence] if roles.sequence >= 0 else [])
    above: set[int] = set()  # columns with a text higher up since the last row that breaks the merge
    for i, kind in zip(body, kinds, strict=True):
        row = texts[i]
        if kind is RowKind.SECTION:
            covered.update((i, j) for j in range(layout.width) if not fold(row[j]))
            above.clear()
        elif kind is not RowKind.DATA:
            covered.update((i, j) for j in _beside_label(row, roles))
            above.clear()
        else:
            covered.update((i, j) for j in _continued(row, roles, leaves, above))
            above.update(j for j in merging if fold(row[j]))
    return covered


def _beside_label(row: Sequence[str], roles: ColumnRoles) -> list[int]:
    """合计 in the column of the running numbers runs over the names beside it."""
    if roles.sequence < 0 or not fold(row[roles.sequence]) or parse_figure(row[roles.sequence]):
        return []
    return [
        j for j in roles.text_columns if j > roles.sequence and not fold(row[j]) and j <= max(roles.entity, 0)
    ]


def _continued(row: Sequence[str], roles: ColumnRoles, leaves: Sequence[str], above: set[int]) -> list[int]:
    """The blanks that belong to the merged cell above: those to the left of this row's first name.

    A blank in the only column of names stays a blank: it may as well be a name that was lost.
    """
    names = [j for j in roles.text_columns if not is_note_heading(leaves[j])]
    first = next((j for j in names if fold(row[j]) and not is_no_value(row[j])), None)
    if first is None:
        return []
    continued = [j for j in range(first) if j != roles.sequence and not fold(row[j]) and j in above]
    if continued and roles.sequence >= 0 and not fold(row[roles.sequence]) and roles.sequence in above:
        continued.append(roles.sequence)
    return continued


def _places_of(title: str | None) -> tuple[str, ...]:
    place = leading_place(title) if title else None
    return (place,) if place else ()
