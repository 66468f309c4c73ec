"""From the contents of pages to a `Document`: the same for every format whose pages have places (PDF, OFD).

What belongs here: blocks, problems, and what proves each table. What does not: how a page is read, how its contents are
found (`reading_order`), what paragraphs and tables mean (`extractors.document.building`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.document.building import Block, GridBlock, Source, TextBlock, build_document
from extractors.errors import UnreadableDocument
from extractors.failures import contained
from extractors.model import Document, Place, Problem, Table
from extractors.pages.fragment_joining import TablePieces, join
from extractors.pages.page_paragraphs import TextPart
from extractors.pages.reading_order import Contents
from extractors.pages.second_reading import SecondReading
from extractors.printed.line_wraps import tidy
from extractors.tables.proof import examine


@dataclass(frozen=True, slots=True)
class PagedFormat:
    """A format with pages: its name in messages, and what its two readers of tables are called in `Table.reader`."""

    name: str
    media_type: str
    ruled: str
    unruled: str


def paged_document(
    data: bytes,
    format_: PagedFormat,
    contents: Contents,
    *,
    page_count: int,
    metadata: Mapping[str, str],
    problems: Sequence[Problem] = (),
    read_again: Callable[[Table], SecondReading] | None = None,
) -> Document:
    """The document with what proves each table.

    `read_again` is asked about each table that its own arithmetic does not prove. Raises `UnreadableDocument` (`no_text`)
    when there is no text on any page.
    """
    if not contents.has_text:
        raise _without_text(format_, contents, page_count)
    source = Source(
        data=data,
        media_type=format_.media_type,
        reader=format_.ruled,
        page_count=page_count,
        metadata=metadata,
        problems=[*problems, *contents.problems, *_scans(contents), *_doubts(contents)],
    )
    failed: list[Problem] = []
    blocks = list(_blocks(contents, format_, failed))
    document = build_document(blocks, replace(source, problems=[*source.problems, *failed]))
    return _examined(document, read_again)


def _without_text(format_: PagedFormat, contents: Contents, page_count: int) -> UnreadableDocument:
    pages = "page" if page_count == 1 else "pages"
    if contents.unmapped_pages:
        return UnreadableDocument(
            "no_text",
            f"The fonts of the {format_.name} don't say which characters they show (no ToUnicode table): its text can't be read.",
            "Ask for the original file, or have character recognition add a text layer and give the result.",
        )
    if not contents.scanned_pages:
        return UnreadableDocument(
            "no_text",
            f"The {format_.name} has {page_count} {pages} without any text: blank pages, or text drawn as shapes.",
            "Ask for the original file, or for one in which text can be marked and copied.",
        )
    return UnreadableDocument(
        "no_text",
        f"The {format_.name} has {page_count} {pages} and no text layer: it is a scan.",
        "Character recognition is not built in yet: have a program for it add a text layer and give the result, or "
        "ask for the original file.",
    )


def _blocks(contents: Contents, format_: PagedFormat, problems: list[Problem]) -> Iterator[Block]:
    for item in contents.items:
        if isinstance(item, TextPart):
            yield _block(item, format_)
            continue
        first = item.fragments[0]
        message = _lost_table(item)  # now: joining uses the fragments up
        block: Block | None = None
        with contained(problems, "table_failed", message, Place(first.page, first.displayed_box)):
            block = _block(item, format_)
        if block is not None:
            yield block


def _lost_table(table: TablePieces) -> str:
    first, last = table.first_page, table.last_page
    pages = f"page {first}" if first == last else f"pages {first} to {last}"
    words = next((cell.text for piece in table.fragments for cell in piece.cells if cell.text), "")
    count = sum(len(piece.cells) for piece in table.fragments)
    return f"The table on {pages} that begins with “{words[:20]}” ({count} cells) could not be read and is missing."


def _block(item: TextPart | TablePieces, format_: PagedFormat) -> Block:
    if isinstance(item, TextPart):
        return TextBlock(tidy(item.text), Place(item.page, item.box), centred=item.centred)
    first = item.fragments[0]
    return GridBlock(
        join(item),
        Place(first.page, first.displayed_box),
        last_page=item.last_page,
        reader=format_.ruled if first.ruled else format_.unruled,
    )


def _scans(contents: Contents) -> Iterator[Problem]:
    for page in contents.scanned_pages:
        yield Problem(
            "scanned_page", f"Page {page} is a picture without text; it was not read.", Place(page=page)
        )


def _doubts(contents: Contents) -> Iterator[Problem]:
    for item in contents.items:
        if isinstance(item, TablePieces):
            for fragment in item.fragments:
                for doubt in fragment.doubts:
                    yield Problem("table_doubt", doubt, Place(fragment.page, fragment.displayed_box))


def _examined(document: Document, read_again: Callable[[Table], SecondReading] | None) -> Document:
    """The document with what proves each table, and with problems where nothing does."""
    tables: list[Table] = []
    problems = list(document.problems)
    for table in document.tables:
        with contained(problems, "odd_table", "The table could not be examined.", table.place):
            evidence = examine(table)
            proofs = evidence.proofs
            problems += [Problem("odd_table", oddity, table.place) for oddity in evidence.oddities]
            if read_again is not None and not evidence.proved:
                second = read_again(table)
                problems += second.problems
                if second.agrees:
                    proofs = (*proofs, f"second reading: {second.reader} agrees in every cell")
            table = replace(table, proofs=(*table.proofs, *proofs))
        tables.append(table)  # one that no proof fits stays as read
    return replace(document, tables=tuple(tables), problems=tuple(problems))
