"""The reader of web pages: bytes to `Document`."""

from __future__ import annotations

from lxml import etree

from extractors.document.building import Source, build_document
from extractors.errors import UnreadableDocument
from extractors.markup.nested_tables import MarkupBlock, flatten
from extractors.model import Document, Place, Problem
from extractors.web.html_encoding import decode_page
from extractors.web.html_walk import Walk
from extractors.web.main_content import Page, text_of

MEDIA_TYPE = "text/html"
READER = "html"

_REMEDY = "Fetch the page again."
_MOST_SHOWN = 80  # characters of a text that a message quotes


def read_html(data: bytes) -> Document:
    """Read a web page.

    `Document.links` are the attachments the page points to, as written, made absolute where the page
    has a `<base>`. Places are lines of the page's source.

    Raises:
        UnreadableDocument: `damaged` when it holds no element, `no_text` when nothing of it is a document
            (a page filled by scripts), `too_large` when it is nested beyond reason.
    """
    page, encoding, problems = open_page(data)
    blocks = flatten(shown_blocks(page))
    links = tuple(page.links())
    if not blocks and not links:
        raise _without_text(page)
    source = Source(
        data=data,
        media_type=MEDIA_TYPE,
        reader=READER,
        encoding=encoding,
        links=links,
        metadata=page.metadata(),
        problems=problems,
    )
    return build_document(blocks, source)


def shown_blocks(page: Page) -> list[MarkupBlock]:
    """What the page shows of its document."""
    return Walk(page).blocks()


def page_blocks(data: bytes) -> tuple[list[MarkupBlock], list[Problem]]:
    """What a web page shows, as a part of another document, and what a person should know of it."""
    page, _, problems = open_page(data)
    return shown_blocks(page), problems


def open_page(data: bytes) -> tuple[Page, str, list[Problem]]:
    """The page, its encoding, and what was not read of it. Raises as `read_html`, but for `no_text`."""
    text, encoding, clean = decode_page(data)
    page = Page(parse(text))
    problems: list[Problem] = []
    if not clean:
        problems.append(
            Problem("encoding", f"Some bytes are no {encoding} and are shown as \ufffd. {_REMEDY}")
        )
    for image in page.pictures():
        message = f"A picture was not read; it may show text or a table: {image.get('src')}"
        problems.append(Problem("picture", message, Place(line=image.sourceline)))
    for kind, element in page.left_out():
        said = "struck through" if kind == "struck_text" else "in a hidden part of a table"
        message = f"Text {said} was not read: {text_of(element)[:_MOST_SHOWN]}"
        problems.append(Problem(kind, message, Place(line=element.sourceline)))
    return page, encoding, problems


def _without_text(page: Page) -> UnreadableDocument:
    frames = list(page.frames())
    if frames:
        return UnreadableDocument(
            "no_text",
            f"The web page has no text of its own, it shows other pages: {'; '.join(frames[:3])}.",
            "Give the address of the page it shows.",
        )
    return UnreadableDocument(
        "no_text", "The web page shows no text of its own.", "Save it from a browser after it has loaded."
    )


def parse(text: str) -> etree._Element:
    """The root element of a page. Raises UnreadableDocument (`damaged`, `too_large`)."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.replace("\x00", "").encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument("damaged", f"The web page can't be parsed: {error}.", _REMEDY) from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        # The parser stops there, and what follows would be lost without a word.
        raise UnreadableDocument(
            "too_large", "The web page nests its elements thousands deep.", "Check where it comes from."
        )
    if root is None:
        raise UnreadableDocument("damaged", "The web page holds no element.", _REMEDY)
    return root
