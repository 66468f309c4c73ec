"""All pages of a document as paragraphs and tables in reading order.

Puts the parts together: page furniture out, ruled and unruled tables found, tables stitched over pages, the other lines
made paragraphs. What the paragraphs and tables mean is for the rooms that all formats share.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Protocol

from extractors.failures import contained
from extractors.model import Place, Problem
from extractors.pages import page_paragraphs
from extractors.pages.fragment_joining import TablePieces, continues
from extractors.pages.page import Box, PageContent, UnreadPage
from extractors.pages.page_paragraphs import PlacedLine, TextPart
from extractors.pages.ruled.lattice import Segment, TooManyLines, find_frames
from extractors.pages.ruled.ruled_tables import read_frames
from extractors.pages.running_heads import head_key, outer_lines, running_heads, split_furniture
from extractors.pages.table_fragments import Fragment
from extractors.pages.text_lines import lines_of, settle_raised
from extractors.pages.unruled.table_bodies import numbers_go_on
from extractors.pages.unruled.table_regions import PageLine, Region, find_regions, mark_texts, page_lines
from extractors.pages.unruled.unruled_tables import goes_on, read_unruled
from extractors.tables.captions import is_note_before, is_table_title

_SCAN_SHARE = 0.5  # a page without text whose picture covers more than this is a scan
_FEW_RUNS = 3
_CROWDED = 4000  # pieces of text and lines on a page; a full page of A3 has some 2,000
_MOST_SECTION_LINES = 2
_MOST_NOTES = 2  # lines between a table's title and the table
_MOST_WATERMARKS = 10
_MOST_UNSEEN = 20  # pieces of text of one page that are told one by one


class PageSource(Protocol):
    """A document that gives its pages one after the other: a PDF, or another format with places."""

    page_count: int

    def pages(self) -> Iterator[PageContent | UnreadPage]:
        """Every page in order, also those that can't be read."""
        ...


@dataclass(slots=True)
class Contents:
    """What was read. `items` are paragraphs and tables in reading order.

    `watermarks` are texts taken for watermarks with the first page of each.
    `crowded_pages` hold so much that a reader that compares everything with everything would not come to an end.
    `unmapped_pages` hold text of which the file doesn't say what it is.
    `painted_pages` hold text that only stands in annotations and forms. `unseen` has what can't be seen on each page, with its
    box as displayed; it is in no item.
    """

    items: list[TextPart | TablePieces] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    watermarks: dict[str, int] = field(default_factory=dict)
    scanned_pages: list[int] = field(default_factory=list)
    crowded_pages: set[int] = field(default_factory=set)
    painted_pages: set[int] = field(default_factory=set)
    unseen: dict[int, list[tuple[Box, str]]] = field(default_factory=dict)
    unmapped_pages: list[int] = field(default_factory=list)
    has_text: bool = False


_Item = PlacedLine | Fragment | Region


@dataclass(slots=True)
class _Chain:
    """Regions of one table without vertical rules, read when the last of them is known."""

    regions: list[Region]


def read_contents(file: PageSource) -> Contents:
    """Read all pages. Raises `UnreadableDocument` when the time limit is passed."""
    contents = Contents()
    sequence: list[PlacedLine | TablePieces | _Chain] = []
    candidates: list[tuple[str, float]] = []
    for page in file.pages():
        if isinstance(page, UnreadPage):
            contents.problems.append(_missing_page(page))
            continue
        _note_kind(page, contents)
        if page.unseen:
            contents.unseen[page.number] = [(box, text) for text, box in page.unseen]
        if page.unknown and not page.runs:
            contents.unmapped_pages.append(page.number)
        if page.added:
            contents.painted_pages.add(page.number)
        for text in page.watermarks:
            contents.watermarks.setdefault(text, page.number)
        contents.has_text = contents.has_text or bool(page.runs)
        last = sequence[-1] if sequence else None
        open_region = last.regions[-1] if isinstance(last, _Chain) else None
        for item in _items_of(page, contents, candidates, open_region):
            _append(sequence, item, contents.problems)
        contents.problems += [*page.problems, *_unread(page)]
    read: list[PlacedLine | TablePieces] = []
    for part in sequence:
        read += _read_chain(part, contents.problems) if isinstance(part, _Chain) else [part]
    heads = running_heads(candidates, file.page_count)
    if heads:
        with contained(contents.problems, "page_failed", "Running heads were left in the text."):
            read = _without_heads(read, heads, contents)
    contents.items = _with_paragraphs(read)
    if contents.watermarks:
        contents.problems.append(_watermark_problem(contents.watermarks))
    return contents


def _missing_page(page: UnreadPage) -> Problem:
    if page.failure is not None:
        message = f"Page {page.number} could not be read and is missing. {page.failure}"
        return Problem("page_failed", message, Place(page=page.number))
    message = (
        f"Page {page.number} is damaged and could not be read: it is missing. Fetch the file again, or compare with the "
        "printed page."
    )
    return Problem("unreadable_page", message, Place(page=page.number))


def _watermark_problem(texts: dict[str, int]) -> Problem:
    shown = "; ".join(list(texts)[:_MOST_WATERMARKS])
    more = len(texts) - _MOST_WATERMARKS
    also = f" and {more} more" if more > 0 else ""
    message = f"Leaning or pale type was taken for a watermark and left out: {shown}{also}."
    return Problem("watermark", message, Place(page=min(texts.values())))


def _unread(page: PageContent) -> list[Problem]:
    """What is said of text that can't be seen, or not wholly."""
    number = page.number
    found = [
        Problem(
            "unseen_text",
            f"“{text}” can't be seen on page {number} (white, covered, off the page or on a layer that is not shown): "
            "it was not read.",
            Place(number, box),
        )
        for text, box in page.unseen[:_MOST_UNSEEN]
    ]
    if (more := len(page.unseen) - _MOST_UNSEEN) > 0:
        message = f"{more} more pieces of text that can't be seen on page {number} were not read."
        found.append(Problem("unseen_text", message, Place(number, page.unseen[-1][1])))
    if page.unknown:
        read = "are marked with \ufffd" if page.runs else "were not read, nor was the rest of the page"
        message = (
            f"{page.unknown} characters on page {number} {read}: their font doesn't say which they are. "
            "Ask for the original file, or have character recognition add a text layer."
        )
        found.append(Problem("unmapped_text", message, Place(page=number)))
    found += [
        Problem("cut_text", f"The edge of page {number} cuts “{text}”.", Place(number, box))
        for text, box in page.cut[:_MOST_UNSEEN]
    ]
    return found


def _append(sequence: list[PlacedLine | TablePieces | _Chain], item: _Item, problems: list[Problem]) -> None:
    """Add an item, or join it to the table before it."""
    if not isinstance(item, PlacedLine):
        message = f"Whether the table on page {item.page} goes on with the one before it was not told."
        with contained(problems, "table_doubt", message, Place(page=item.page)):
            if _join_to_last(sequence, item):
                return
    sequence.append(
        item
        if isinstance(item, PlacedLine)
        else _Chain([item])
        if isinstance(item, Region)
        else TablePieces([item])
    )
    past = len(sequence) - 2 - _MOST_SECTION_LINES
    if past >= 0 and isinstance(chain := sequence[past], _Chain):
        sequence[past : past + 1] = _read_chain(chain, problems)  # nothing can follow it: free its lines


def _join_to_last(sequence: list[PlacedLine | TablePieces | _Chain], item: Fragment | Region) -> bool:
    """Join a table to the one before it where it goes on with it."""
    previous = sequence[-1] if sequence else None
    if isinstance(item, Region):
        if isinstance(previous, _Chain) and goes_on(previous.regions, item):
            previous.regions.append(item)
            return True
        return _take_last_lines(sequence, item)
    if isinstance(previous, TablePieces) and continues(previous, item):
        previous.fragments.append(item)
        return True
    return False


def _read_chain(chain: _Chain, problems: list[Problem]) -> list[PlacedLine | TablePieces]:
    """The table that the regions are; its lines as text where it can't be read."""
    first = chain.regions[0]
    pages = _pages_said([region.page for region in chain.regions])
    message = f"A table without vertical rules on {pages} could not be read; its lines were kept as text."
    with contained(problems, "table_failed", message, Place(first.page)):
        return [TablePieces(read_unruled(chain.regions))]
    lines: list[PlacedLine | TablePieces] = []
    for region in chain.regions:
        page = PageContent(region.page, region.width, region.height, [], [], [], turns=region.turns)
        lines += [replace(line, row=True) for _, line in _placed_lines(page, region.lines)]
    return lines


def _pages_said(pages: list[int]) -> str:
    return f"page {pages[0]}" if pages[0] == pages[-1] else f"pages {pages[0]} to {pages[-1]}"


def _take_last_lines(sequence: list[PlacedLine | TablePieces | _Chain], region: Region) -> bool:
    """Join a region to the table before it over the last lines of the page between them.

    The heading of a section may be the last line of a page: it is known for one when the running numbers go on.
    """
    count = 0
    while (
        count < _MOST_SECTION_LINES and count < len(sequence) and isinstance(sequence[-1 - count], PlacedLine)
    ):
        count += 1
    chain = sequence[-1 - count] if count and count < len(sequence) else None
    if not isinstance(chain, _Chain) or not numbers_go_on(chain.regions[-1], region):
        return False
    last = chain.regions[-1]
    lines = [item.line for item in sequence[-count:] if isinstance(item, PlacedLine)]
    if any(line.x0 < last.x0 - line.em or line.x1 > last.x1 + line.em for line in lines):
        return False
    last.lines += page_lines(lines)
    del sequence[-count:]
    chain.regions.append(region)
    return True


def _note_kind(page: PageContent, contents: Contents) -> None:
    if len(page.runs) + len(page.horizontal) + len(page.vertical) > _CROWDED:
        contents.crowded_pages.add(page.number)
    if len(page.runs) <= _FEW_RUNS and page.image_share > _SCAN_SHARE:
        contents.scanned_pages.append(page.number)


def _items_of(
    page: PageContent, contents: Contents, candidates: list[tuple[str, float]], open_region: Region | None
) -> list[_Item]:
    """Lines and tables of one page from top to bottom; lines alone where its tables can't be found."""
    message = f"The tables of page {page.number} could not be found; its text was kept as plain lines."
    with contained(contents.problems, "page_failed", message, Place(page=page.number)):
        return _page_items(page, contents, candidates, open_region)
    message = f"Page {page.number} could not be read and is missing."
    with contained(contents.problems, "page_failed", message, Place(page=page.number)):
        return [replace(item, row=True) for _, item in _placed_lines(page, page_lines(lines_of(page.runs)))]
    return []


def _page_items(
    page: PageContent, contents: Contents, candidates: list[tuple[str, float]], open_region: Region | None
) -> list[_Item]:
    """Lines and tables of one page from top to bottom."""
    settle_raised(page.runs)
    try:
        frames, across, _ = find_frames(page.horizontal, page.vertical)
    except TooManyLines:
        page.drawing, frames, across = True, [], []
    if page.drawing:
        message = (
            f"Page {page.number} holds more lines than any table: they were taken for a drawing and left out."
        )
        contents.problems.append(Problem("drawing", message, Place(page=page.number)))
    fragments, rest, more_lines = read_frames(page, frames)
    across = sorted([*across, *more_lines])
    lines, marks, printed = split_furniture(lines_of(rest), page.width, page.height, page.number)
    contents.marks += marks
    known = {head_key(text, 0) for text in contents.heads}
    contents.heads += [text for text in printed if head_key(text, 0) not in known]
    candidates += [(line.text, line.y) for line in outer_lines(lines, page.height)]
    items: list[tuple[float, _Item]] = [(fragment.box[1], fragment) for fragment in fragments]
    marked = page_lines(lines)
    start = 0
    before = None if fragments else open_region
    ranges = find_regions(marked, across, before)
    if across and mark_texts(marked, across, ranges):
        ranges = find_regions(marked, across, before)
    contents.problems += _stray_rows(page, marked, ranges)
    for first, last in ranges:
        items += _placed_lines(page, marked[start:first])
        items.append((marked[first].y, _region(page, marked[first:last], across)))
        start = last
    items += _placed_lines(page, marked[start:])
    items.sort(key=lambda pair: pair[0])
    return [item for _, item in items]


def _stray_rows(page: PageContent, marked: list[PageLine], ranges: list[tuple[int, int]]) -> list[Problem]:
    """Lines with a running number and figures that stand in no table: a person should see whether they are rows."""
    taken = {i for first, last in ranges for i in range(first, last)}
    return [
        Problem(
            "stray_row",
            f"“{item.line.text}” looks like a row of a table but stands in none.",
            Place(page.number, page.as_displayed(item.line.box)),
        )
        for i, item in enumerate(marked)
        if i not in taken and item.body and len(item.phrases) >= 3 and item.phrases[0].integer is not None
    ]


def _placed_lines(page: PageContent, marked: list[PageLine]) -> list[tuple[float, PlacedLine]]:
    return [
        (item.y, PlacedLine(item.line, page.number, page.width, page.as_displayed(item.line.box)))
        for item in marked
    ]


def _region(page: PageContent, lines: list[PageLine], across: list[Segment]) -> Region:
    region = Region(page.number, page.width, page.height, page.turns, lines)
    top, bottom = region.top - 14, lines[-1].y + 24
    region.rules = [rule for rule in across if top < rule[0] < bottom]
    return region


def _without_heads(
    sequence: list[PlacedLine | TablePieces], heads: set[tuple[str, int]], contents: Contents
) -> list[PlacedLine | TablePieces]:
    """The sequence without running heads; tables that only a running head kept apart are joined.

    The title of a table that is printed on each of its pages is no running head where it stands over the first piece.
    """
    kept: list[PlacedLine | TablePieces] = []
    titles: set[tuple[str, int]] = set()  # the heads that were kept as titles
    for position, item in enumerate(sequence):
        if isinstance(item, PlacedLine) and (key := head_key(item.line.text, item.line.y)) in heads:
            if key not in titles and _is_title_over_table(sequence, position):
                titles.add(key)
                kept.append(item)
                continue
            titles.add(key)  # only the first of them can be the title
            if item.line.text not in contents.heads:
                contents.heads.append(item.line.text)
            continue
        previous = kept[-1] if kept else None
        if (
            isinstance(item, TablePieces)
            and isinstance(previous, TablePieces)
            and continues(previous, item.fragments[0])
        ):
            previous.fragments += item.fragments
        else:
            kept.append(item)
    return kept


def _is_title_over_table(sequence: list[PlacedLine | TablePieces], position: int) -> bool:
    """Whether a line reads as a table's title and a table follows, with nothing or only its notes between."""
    item = sequence[position]
    if not isinstance(item, PlacedLine) or not is_table_title(item.line.text):
        return False
    for following in sequence[position + 1 : position + 2 + _MOST_NOTES]:
        if isinstance(following, TablePieces):
            return following.first_page == item.page
        if following.page != item.page or not is_note_before(following.line.text):
            return False
    return False


def _with_paragraphs(sequence: list[PlacedLine | TablePieces]) -> list[TextPart | TablePieces]:
    tables = [
        (fragment.page_width, fragment.box[0], fragment.box[2])
        for item in sequence
        if isinstance(item, TablePieces)
        for fragment in item.fragments
    ]
    areas = page_paragraphs.measure([item for item in sequence if isinstance(item, PlacedLine)], tables)
    items: list[TextPart | TablePieces] = []
    pending: list[PlacedLine] = []
    for item in sequence:
        if isinstance(item, PlacedLine):
            pending.append(item)
            continue
        items += page_paragraphs.paragraphs(pending, areas)
        pending = []
        items.append(item)
    return items + page_paragraphs.paragraphs(pending, areas)
