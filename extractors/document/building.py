"""From blocks in reading order to a `Document`, the same way for every format.

A reader of a format hands over paragraphs and grids as they follow each other. What belongs here: which
lines are a table's title and notes, tables in pieces, grids that are no tables, the document's text and
its offsets. What does not: how a format is read, headings and row kinds (`extractors.tables`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from extractors.document.letterhead import read_front
from extractors.errors import UnreadableDocument
from extractors.failures import contained
from extractors.model import NOWHERE, Document, Front, Paragraph, Place, Problem, Span, Table
from extractors.printed.line_marks import is_continued_mark
from extractors.printed.line_wraps import fold
from extractors.printed.no_value import is_no_value
from extractors.tables.assembling import assemble_reporting
from extractors.tables.captions import Line, attachment_marker, before_table, notes_after
from extractors.tables.grid import Grid, GridCell, Surroundings, first_place
from extractors.tables.headings import is_figure_like
from extractors.tables.row_kinds import is_sum_label
from extractors.tables.splitting import Part, parts_of
from extractors.tables.stacked_rows import split_stacked_rows

_METADATA_KEYS_TEXT = (
    "索引号 发布机构 发布机关 发文机关 发文机构 发文单位 制发机关 公开机构 信息来源 来源 成文日期 发文日期 "
    "发布日期 公开日期 生成日期 发布时间 公开时间 成文时间 生效日期 失效日期 废止日期 文号 发文字号 文件编号 "
    "文件字号 公文种类 标题 名称 信息名称 文件名称 主题分类 信息分类 主题词 关键词 体裁分类 组配分类 "
    "服务对象 "
    "公开方式 公开范围 公开形式 有效性 时效性 文件状态 内容概述 内容分类 分类 概述 信息索引 阅读次数 浏览次数"
)
_METADATA_KEYS = frozenset(_METADATA_KEYS_TEXT.split())
_MAX_HEADING_ROWS = 6
_MOST_SUM_ROWS = 3
_MOST_REPEATED = 4  # lines over a table that each of its pieces may have again
_MOST_FIXED_ROWS = 3
_MOST_METADATA_ROWS = 40  # a longer grid is a table; looking at each of its cells would only cost time


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph, on one line. `centred` where the format says so.

    `spans` says where a plain text has it; `text` is then what stands there, else it is tidied. `listed`: a line of
    the list of contents, which says nothing of the document itself.
    """

    text: str
    place: Place = NOWHERE
    centred: bool = False
    spans: tuple[Span, ...] = ()
    listed: bool = False


@dataclass(frozen=True, slots=True)
class GridBlock:
    """A table over all its pages. `reader` and `proofs` go to the `Table`; "" takes the document's reader.

    `opens_part`: what came before is over (another sheet of a workbook), so the table is no further table of
    the attachment before it.
    """

    grid: Grid
    place: Place = NOWHERE
    last_page: int | None = None
    reader: str = ""
    proofs: tuple[str, ...] = ()
    opens_part: bool = False


Block = TextBlock | GridBlock


@dataclass(slots=True)
class _Around:
    """What was found around the grid at one index of the blocks."""

    attachment: int | None = None
    title: str | None = None
    notes_before: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The file that the blocks come from, and what its reader knows of it besides them.

    `text` is the whole text of a plain text, in which the blocks have spans and lines.
    """

    data: bytes
    media_type: str
    reader: str
    text: str | None = None
    encoding: str | None = None
    page_count: int | None = None
    links: Sequence[str] = ()
    metadata: Mapping[str, str] | None = None
    problems: Sequence[Problem] = ()


def build_document(blocks: Sequence[Block], source: Source) -> Document:
    """The document that the blocks make.

    Without a text of the source's own `Document.text` gets a line for each paragraph and each table row (cells
    parted by tabs), and a cell or paragraph without a place of its own its line in that text.
    """
    facts = dict(source.metadata or {})
    problems = list(source.problems)
    joined = join_continued(blocks, problems)
    if source.text is None:  # a plain text cuts its tables where its lines show them
        joined = [part for block in joined for part in _parted(block, problems)]
    joined = _unstacked(joined, problems)
    ordered, described = _without_layout(joined, facts, problems)
    described |= _contents_lists(ordered)
    around, taken = _look_around(ordered, problems)
    lines, starts = _lay_out(ordered)
    paragraphs, counts = _paragraphs(
        ordered, taken | described, starts, _line_starts(lines) if source.text is None else None
    )
    prose = [block for index, block in enumerate(ordered) if index not in described]
    front = Front()
    with contained(problems, "front_failed", "Title, issuer and dates of the document could not be read."):
        front = read_front(
            [block.text for block in prose if isinstance(block, TextBlock) and not block.listed], facts
        )
    tables: list[Table] = []
    for index, found in around.items():
        block = ordered[index]
        assert isinstance(block, GridBlock)
        if source.text is None:
            block = replace(block, grid=_placed(block.grid, starts[index]))
        surroundings = _surroundings(block, found, front, counts[index])
        try:
            table, mended = assemble_reporting(block.grid, surroundings, reader=block.reader or source.reader)
        except (MemoryError, UnreadableDocument):
            raise
        except Exception as error:  # whatever is odd about one table must not cost the others
            problems.append(failed_table(error, surroundings.title, block))
            continue
        tables.append(table)
        problems.extend(mended)
    if front.title is None and not paragraphs and len(tables) == 1 and tables[0].attachment is None:
        front = replace(front, title=tables[0].title)  # nothing but a table: its title is the document's
    return Document(
        sha256=hashlib.sha256(source.data).hexdigest(),
        media_type=source.media_type,
        text="\n".join(lines) if source.text is None else source.text,
        paragraphs=tuple(paragraphs),
        tables=tuple(tables),
        front=front,
        encoding=source.encoding,
        page_count=source.page_count,
        links=tuple(source.links),
        metadata=facts,
        problems=tuple(problems),
    )


def _contents_lists(blocks: Sequence[Block]) -> set[int]:
    """The lines of lists of contents, with 目录 over them: they stay in the text and are no prose."""
    found: set[int] = set()
    for index, block in enumerate(blocks):
        if isinstance(block, TextBlock) and block.listed:
            found.add(index)
            above = blocks[index - 1] if index else None
            if isinstance(above, TextBlock) and fold(above.text) in ("目录", "目次"):
                found.add(index - 1)
    return found


def failed_table(error: Exception, title: str | None, block: GridBlock) -> Problem:
    """What is said of a table that could not be read while the rest of the document was."""
    first = next((cell.text for cell in block.grid.cells if cell.text), "")
    named = f"“{title}”" if title else f"that begins with “{first[:20]}”"
    size = f"{block.grid.row_count} rows, {block.grid.column_count} columns"
    return Problem(
        "table_failed",
        f"The table {named} ({size}) could not be read and is missing: {type(error).__name__}: {error}. "
        "Please report it with the document.",
        block.place if block.place != NOWHERE else first_place(block.grid.cells),
    )


def _paragraphs(
    blocks: Sequence[Block], left_out: set[int], starts: Sequence[int], offsets: Sequence[int] | None
) -> tuple[list[Paragraph], list[int]]:
    """The paragraphs of the prose, and how many of them stand before each block.

    `offsets` says where each line of the document's text begins, unless the source has a text of its own.
    """
    paragraphs: list[Paragraph] = []
    counts: list[int] = []
    for index, block in enumerate(blocks):
        counts.append(len(paragraphs))
        if not isinstance(block, TextBlock) or index in left_out:
            continue
        spans = block.spans
        if not spans and offsets is not None:
            begin = offsets[starts[index]]
            spans = (Span(begin, begin + len(block.text)),)
        if spans:
            place = block.place if block.place != NOWHERE else Place(line=starts[index] + 1)
            paragraphs.append(Paragraph(block.text, spans, place))
    return paragraphs, counts


def _surroundings(block: GridBlock, found: _Around, front: Front, paragraph_index: int) -> Surroundings:
    """What is known of a table from outside its grid."""
    dated = front.as_of or front.published_on
    return Surroundings(
        attachment=found.attachment,
        title=found.title,
        notes_before=found.notes_before,
        footnotes=found.footnotes,
        place_names=(front.place_name,) if front.place_name else (),
        year=dated.year if dated else None,
        published_on=front.published_on,
        place=block.place if block.place != NOWHERE else first_place(block.grid.cells),
        last_page=block.last_page,
        paragraph_index=paragraph_index,
        proofs=block.proofs,
    )


# --- tables in pieces


def _spared(problems: list[Problem], block: GridBlock) -> AbstractContextManager[None]:
    """Let what fails about one table leave it as it is printed, and be told."""
    message = "A table was not compared with what stands around it."
    place = block.place if block.place != NOWHERE else first_place(block.grid.cells)
    return contained(problems, "table_doubt", message, place)


def join_continued(blocks: Sequence[Block], problems: list[Problem]) -> list[Block]:
    """Grids that are one table cut in two, as one: nothing, 续表 or the table's title again stands between them.

    The second piece repeats the heading, or has none and its running numbers go on; a heading in a table
    of its own goes with the table right under it.
    """
    out: list[Block] = []
    between: list[TextBlock] = []  # since the last grid, as long as it may stand inside one table
    for block in blocks:
        previous = out[-1] if out else None
        if isinstance(block, TextBlock) and isinstance(previous, GridBlock) and len(between) < _MOST_REPEATED:
            between.append(block)
            continue
        if isinstance(block, GridBlock) and isinstance(previous, GridBlock):
            titles = [text for text in between if not is_continued_mark(text.text)]
            joined = None
            with _spared(problems, block):
                if not titles or (_is_title_again(titles, out[:-1]) and _is_same_table(previous, block)):
                    joined = _joined(previous, block)
            if joined is not None:
                out[-1] = joined
                between = []
                continue
        out.extend(between)
        between = []
        out.append(block)
    return [*out, *between]


def _is_title_again(texts: Sequence[TextBlock], before: Sequence[Block]) -> bool:
    """Whether lines over a piece of a table are those right over its first piece: its title, its unit."""
    above = before[-len(texts) :]
    return len(above) == len(texts) and all(
        isinstance(upper, TextBlock) and _plain_title(upper.text) == _plain_title(lower.text)
        for upper, lower in zip(above, texts, strict=True)
    )


def _plain_title(text: str) -> str:
    """A title without what only says that it is there again."""
    return re.sub(
        r"^续|[(（](?:续|接上页|续前页|续上表)[表一二三四五六七八九十\d]{0,2}[)）]$", "", fold(text)
    )


def _is_same_table(first: GridBlock, second: GridBlock) -> bool:
    """Whether a piece with title and heading of its own goes on with the one before: nothing ended, nothing twice."""
    upper, lower = _row_keys(first.grid), _row_keys(second.grid)
    repeated = _repeated_rows(upper, lower)
    if not repeated or repeated == len(lower) or _are_sums(upper[-1:]):
        return False
    names = {_row_name(row) for row in upper}
    again = sum(_row_name(row) in names for row in lower[repeated:])
    return 4 * again <= len(lower) - repeated


def _row_name(row: Sequence[str]) -> str:
    return next((text for text in row if text and not is_figure_like(text)), "".join(row))


def _parted(block: Block, problems: list[Problem]) -> list[Block]:
    """The tables that stand one under the other in one grid, each with its title over it."""
    if isinstance(block, TextBlock):
        return [block]
    parts: list[Part] = []
    with _spared(problems, block):
        parts = parts_of(block.grid)
    if len(parts) < 2:
        return [block]
    out: list[Block] = []
    for part in parts:
        pages = [cell.place.page for cell in part.grid.cells if cell.place.page]
        piece = replace(block, grid=part.grid, last_page=max(pages, default=block.last_page))
        if part.title is not None:
            out.append(TextBlock(part.title.text, part.title.place, centred=True))
            piece = replace(piece, place=first_place(part.grid.cells), opens_part=False)
        out.append(piece)
    return out


def _unstacked(blocks: Sequence[Block], problems: list[Problem]) -> list[Block]:
    """The blocks with a row for each of the names that are stacked in one; what stays stacked is told."""
    out: list[Block] = []
    for block in blocks:
        if isinstance(block, GridBlock):
            with _spared(problems, block):
                grid, found = split_stacked_rows(block.grid)
                problems += found
                block = replace(block, grid=grid)
        out.append(block)
    return out


def _joined(first: GridBlock, second: GridBlock) -> GridBlock | None:
    a, b = first.grid, second.grid
    if a.column_count < 2 or second.opens_part:
        return None
    upper, lower = _row_keys(a), _row_keys(b)
    if _are_sums(lower) and not _are_sums(upper[-1:]) and _has_figures(upper):
        widened = _as_wide_as(a, b)
        return None if widened is None else _appended(first, replace(second, grid=widened), skip=0)
    if _is_heading_of(upper, lower):
        return _appended(replace(first, grid=_gutter_cut(a, b)), second, skip=0)
    if a.column_count != b.column_count:
        return None
    last, following = _last_number(upper), _first_number(lower)
    repeated = _repeated_rows(upper, lower)
    if repeated:
        if following == 1 and last is not None:
            return None
        skip = repeated
    elif (last is not None and following == last + 1) or (
        len(upper) <= 3
        and last is None
        and following == 1
        and not _has_figures(upper)
        and (not lower[0][0] or lower[0][0].isdecimal())  # a word there opens a heading of its own
    ):
        skip = 0
    else:
        return None
    return _appended(first, second, skip)


def _is_heading_of(upper: Sequence[tuple[str, ...]], lower: Sequence[tuple[str, ...]]) -> bool:
    """Whether rows are the heading that stands still over rows that scroll: words only, over rows of as many columns.

    A last column without a word is the place of the scroll bar.
    """
    if not upper or len(upper) > _MOST_FIXED_ROWS or not lower:
        return False
    wide, width = len(upper[0]), len(lower[0])
    if not (wide == width or (wide == width + 1 and not any(row[-1] for row in upper))):
        return False
    words = [text for row in upper for text in row if text]
    columns = {j for row in upper for j, text in enumerate(row) if text}
    if len(columns) < 2 or any(is_figure_like(text) for text in words) or set(words) & _METADATA_KEYS:
        return False
    # The first row below is no heading, and belongs under one.
    return any(is_figure_like(text) and not is_no_value(text) for text in lower[0]) and any(
        text and not is_figure_like(text) for text in lower[0]
    )


def _gutter_cut(a: Grid, b: Grid) -> Grid:
    """The heading as wide as the rows under it."""
    cells = tuple(cell for cell in a.cells if cell.column < b.column_count)
    return replace(a, column_count=b.column_count, cells=cells)


def _are_sums(rows: Sequence[tuple[str, ...]]) -> bool:
    """Whether rows are nothing but sums (合计, 小计) with their figures: the end of a table, never one of its own."""
    for row in rows:
        label, *others = [text for text in row if text] or [""]
        if not is_sum_label(label) or not others or not all(is_figure_like(text) for text in others):
            return False
    return 0 < len(rows) <= _MOST_SUM_ROWS


def _as_wide_as(a: Grid, b: Grid) -> Grid | None:
    """Rows of sums as wide as their table: their label may be merged over the columns that they lack."""
    lacking = a.column_count - b.column_count
    if lacking < 0 or (lacking and any(cell.column == 0 and not cell.text for cell in b.cells)):
        return None
    cells = tuple(
        replace(cell, column=cell.column + lacking)
        if cell.column
        else replace(cell, column_span=cell.column_span + lacking)
        for cell in b.cells
    )
    return replace(b, column_count=a.column_count, cells=cells)


def _appended(first: GridBlock, second: GridBlock, skip: int) -> GridBlock:
    """Both as one grid, without the first `skip` rows of the second."""
    a, b = first.grid, second.grid
    shifted = tuple(replace(cell, row=cell.row - skip + a.row_count) for cell in b.cells if cell.row >= skip)
    grid = replace(a, row_count=a.row_count + b.row_count - skip, cells=(*a.cells, *shifted))
    return replace(first, grid=grid, last_page=second.last_page or first.last_page)


def _row_keys(grid: Grid) -> list[tuple[str, ...]]:
    """Folded texts of each row, merged cells at their origin."""
    rows = [[""] * grid.column_count for _ in range(grid.row_count)]
    for cell in grid.cells:
        rows[cell.row][cell.column] = fold(cell.text)
    return [tuple(row) for row in rows]


def _repeated_rows(upper: Sequence[tuple[str, ...]], lower: Sequence[tuple[str, ...]]) -> int:
    """How many first rows of `lower` repeat the heading of `upper`, with or without its title row."""
    best = 0
    for offset in (0, 1):
        count = 0
        while (
            count < min(len(lower), len(upper) - offset, _MAX_HEADING_ROWS)
            and any(lower[count])
            and lower[count] == upper[count + offset]
        ):
            count += 1
        best = max(best, count)
    return best


def _last_number(rows: Sequence[tuple[str, ...]]) -> int | None:
    return next((int(row[0]) for row in reversed(rows) if row[0].isdecimal() and len(row[0]) < 5), None)


def _first_number(rows: Sequence[tuple[str, ...]]) -> int | None:
    return next((int(row[0]) for row in rows if row[0].isdecimal() and len(row[0]) < 5), None)


def _has_figures(rows: Sequence[tuple[str, ...]]) -> bool:
    return any(re.match(r"-?\d[\d.,]*%?$", text) for row in rows for text in row)


# --- grids that are no tables


def _without_layout(
    blocks: Sequence[Block], facts: dict[str, str], problems: list[Problem]
) -> tuple[list[Block], set[int]]:
    """The blocks with grids that only arrange text as paragraphs, and the indices of those that are no prose.

    A block that describes the document (索引号, 文号) fills `facts`; it stays in the text and is no prose.
    """
    out: list[Block] = []
    described: set[int] = set()
    for block in blocks:
        if isinstance(block, TextBlock):
            out.append(block)
            continue
        rows = _filled_rows(block.grid)
        pairs: list[tuple[str, str]] = []
        with _spared(problems, block):
            pairs = _metadata_pairs(rows)
        if pairs:
            for key, value in pairs:
                facts.setdefault(key, value)
        if pairs:
            for row in rows:
                described.add(len(out))
                out.append(TextBlock(" ".join(cell.text for cell in row), row[0].place))
        elif _is_text_in_boxes(rows):
            out.extend(TextBlock(cell.text, cell.place) for row in rows for cell in row)
        else:
            out.append(block)
    return out, described


def _filled_rows(grid: Grid) -> list[list[GridCell]]:
    rows: dict[int, list[GridCell]] = {}
    for cell in grid.cells:
        if cell.text:
            rows.setdefault(cell.row, []).append(cell)
    return [sorted(cells, key=lambda cell: cell.column) for _, cells in sorted(rows.items())]


def _is_text_in_boxes(rows: Sequence[Sequence[GridCell]]) -> bool:
    """One row, or one column: nothing that a table would say."""
    return len(rows) < 2 or len({cell.column for row in rows for cell in row}) < 2


def _holds_key(row: Sequence[GridCell]) -> bool:
    """Whether a cell begins with a key of metadata (a quick look: every row of such a block has one)."""
    return any(
        fold(re.split("[:：]", cell.text, maxsplit=1)[0]).strip("【】[]") in _METADATA_KEYS for cell in row
    )


def _metadata_pairs(rows: Sequence[Sequence[GridCell]]) -> list[tuple[str, str]]:
    """Key and value pairs of a block that describes the document (索引号, 文号 …); [] for a table."""
    pairs: list[tuple[str, str]] = []
    known = cells = 0
    if len(rows) > _MOST_METADATA_ROWS or not any(_holds_key(row) for row in rows[:3]):
        return pairs
    for row in rows:
        texts = [cell.text for cell in row]
        cells += len(texts)
        position = 0
        while position < len(texts):
            key, _, inline = re.sub(r"[【】\[\]]", "", texts[position]).replace("：", ":").partition(":")
            name = fold(key)
            if name in _METADATA_KEYS:
                known += 1
                if inline.strip():
                    pairs.append((name, texts[position][len(key) + 1 :].strip()))
                elif (
                    position + 1 < len(texts)
                    and fold(texts[position + 1]).rstrip(":：") not in _METADATA_KEYS
                ):
                    pairs.append((name, texts[position + 1]))
                    position += 1
            position += 1
    return pairs if known >= 2 and 3 * known >= cells else []


# --- what stands around tables


def _look_around(blocks: Sequence[Block], problems: list[Problem]) -> tuple[dict[int, _Around], set[int]]:
    """What belongs to each grid, by its index, and the indices of the text blocks that are used up by it."""
    around: dict[int, _Around] = {}
    taken: set[int] = set()
    for index, block in enumerate(blocks):
        if isinstance(block, GridBlock):
            around[index] = _Around()
            with _spared(problems, block):
                around[index] = _around_table(blocks, index, taken)
    _share_attachments(blocks, around)
    return around, taken


def _around_table(blocks: Sequence[Block], index: int, taken: set[int]) -> _Around:
    """What stands around the grid at an index; the text blocks that it uses up are added to `taken`."""
    above: list[int] = []
    cursor = index - 1
    while cursor >= 0 and isinstance(blocks[cursor], TextBlock) and cursor not in taken:
        above.insert(0, cursor)
        cursor -= 1
    found = before_table([_line(blocks[i]) for i in above])
    below: list[int] = []
    cursor = index + 1
    while cursor < len(blocks) and isinstance(blocks[cursor], TextBlock):
        below.append(cursor)
        cursor += 1
    notes = below[: notes_after([_line(blocks[i]) for i in below])]
    taken.update(above[len(above) - found.used :])
    taken.update(notes)
    return _Around(found.attachment, found.title, found.notes, tuple(_line(blocks[i]).text for i in notes))


def _line(block: Block) -> Line:
    assert isinstance(block, TextBlock)
    return Line(block.text, block.centred)


def _share_attachments(blocks: Sequence[Block], around: dict[int, _Around]) -> None:
    """A second table of an attachment belongs to it too, as long as the letter doesn't go on."""
    current: int | None = None
    for index, block in enumerate(blocks):
        if isinstance(block, TextBlock):
            marker = attachment_marker(block.text)
            if marker is not None:
                current = marker[0]
        elif around[index].attachment is None and block.opens_part:
            current = None
        elif around[index].attachment is None:
            around[index].attachment = current
        else:
            current = around[index].attachment


# --- text


def _lay_out(blocks: Sequence[Block]) -> tuple[list[str], list[int]]:
    """The lines of the document's text, and the number (from 0) of the first line of each block."""
    lines: list[str] = []
    starts: list[int] = []
    for block in blocks:
        starts.append(len(lines))
        if isinstance(block, TextBlock):
            lines.append(block.text)
        else:
            rows = [[""] * block.grid.column_count for _ in range(block.grid.row_count)]
            for cell in block.grid.cells:
                rows[cell.row][cell.column] = cell.text
            lines.extend("\t".join(row).rstrip("\t") for row in rows)
    return lines, starts


def _line_starts(lines: Sequence[str]) -> list[int]:
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    return starts


def _placed(grid: Grid, start: int) -> Grid:
    """Cells without a place get the line of their row in the document's text."""
    if all(cell.place.page is not None or cell.place.line is not None for cell in grid.cells):
        return grid
    cells = tuple(
        cell if cell.place != NOWHERE else replace(cell, place=Place(line=start + cell.row + 1))
        for cell in grid.cells
    )
    return replace(grid, cells=cells)
