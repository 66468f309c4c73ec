"""The reader of web pages: bytes to `Document`."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from extractors.document.building import Source, build_document
from extractors.errors import UnreadableDocument
from extractors.markup.nested_tables import MarkupBlock, flatten
from extractors.model import Document, Place, Problem
from extractors.web.hidden_parts import Holding, count_figures
from extractors.web.html_encoding import decode_page
from extractors.web.html_walk import Walk
from extractors.web.main_content import Page
from extractors.web.site_furniture import unexplained_figures
from extractors.web.unread_carriers import unread_carriers

MEDIA_TYPE = "text/html"
READER = "html"

_REMEDY = "Fetch the page again."
_MOST_SHOWN = 80  # characters of a text that a message quotes
_MOST_TOLD = 5  # texts that a message quotes
_SAID = {
    "struck_text": "struck through",
    "hidden_rows": "in a hidden part of a table",
    "hidden_text": "in a hidden part of the page",
}


def read_html(data: bytes) -> Document:
    """Read a web page.

    `Document.links` are the attachments the page points to, as written, made absolute where the page
    has a `<base>`. Places are lines of the page's source.

    Raises:
        UnreadableDocument: `damaged` when it holds no element, `no_text` when nothing of it is a document
            (a page filled by scripts), `too_large` when it is nested beyond reason.
    """
    page, encoding, problems = open_page(data)
    shown, found = shown_blocks(page)
    blocks = flatten(shown, problems)
    links = tuple(page.links())
    if not blocks and not links:
        raise _without_text(page, problems)
    source = Source(
        data=data,
        media_type=MEDIA_TYPE,
        reader=READER,
        encoding=encoding,
        links=links,
        metadata=page.metadata(),
        problems=[*problems, *found],
    )
    return build_document(blocks, source)


def shown_blocks(page: Page) -> tuple[list[MarkupBlock], list[Problem]]:
    """What the page shows of its document, and what of the rest a person should know."""
    walk = Walk(page)
    blocks = walk.blocks()
    return blocks, [*_furniture_told(walk), *_marks_told(walk)]


def page_blocks(data: bytes) -> tuple[list[MarkupBlock], list[Problem]]:
    """What a web page shows, as a part of another document, and what a person should know of it."""
    page, _, problems = open_page(data)
    blocks, found = shown_blocks(page)
    return blocks, [*problems, *found]


def open_page(data: bytes) -> tuple[Page, str, list[Problem]]:
    """The page, its encoding, and what was not read of it. Raises as `read_html`, but for `no_text`."""
    text, encoding, clean = decode_page(data)
    root = parse(text)
    page = Page(root)
    problems: list[Problem] = []
    if not clean:
        problems.append(
            Problem("encoding", f"Some bytes are no {encoding} and are shown as \ufffd. {_REMEDY}")
        )
    for image in page.pictures():
        message = f"A picture was not read; it may show text or a table: {image.get('src')}"
        problems.append(Problem("picture", message, Place(line=image.sourceline)))
    problems += _left_out_told(page)
    problems += unread_carriers(root)
    return page, encoding, problems


def _left_out_told(page: Page) -> Iterator[Problem]:
    """What the page hides or strikes through: one problem for each part, or each row of a table."""
    parts: dict[tuple[str, etree._Element], list[etree._Element]] = {}
    for kind, element in page.left_out():
        row = next(element.iterancestors("tr"), None)
        parts.setdefault((kind, element if row is None else row), []).append(element)
    for (kind, _), elements in parts.items():
        text = " ".join(_shown_text(element) for element in elements)
        tables = sum(page.held_by(element).tables for element in elements)
        held = Holding(tables, count_figures(text), len(text)).told()
        message = f"Text {_SAID[kind]} was not read ({held}): {text[:_MOST_SHOWN]}"
        yield Problem(kind, message, Place(line=elements[0].sourceline))


def _shown_text(element: etree._Element) -> str:
    """The text of an element as a message quotes it, cells apart."""
    return " ".join(" ".join(element.itertext()).split())


def _furniture_told(walk: Walk) -> Iterator[Problem]:
    """One problem for all that was taken for the site's and holds figures that sites don't print by custom."""
    told = [(text, element) for text, element in walk.left_out if unexplained_figures(text)]
    if told:
        shown = "; ".join(text[:_MOST_SHOWN] for text, _ in told[:_MOST_TOLD])
        more = f" and {len(told) - _MOST_TOLD} more" if len(told) > _MOST_TOLD else ""
        message = f"Text around the document was taken for the site's and not read, and holds figures: {shown}{more}"
        yield Problem("site_text", message, Place(line=told[0][1].sourceline))


def _marks_told(walk: Walk) -> Iterator[Problem]:
    if walk.prose_marks:
        shown = "; ".join(text[-_MOST_SHOWN:] for text, _ in walk.prose_marks[:_MOST_TOLD])
        message = f"Raised marks were taken for footnote marks and left out of the text: {shown}"
        yield Problem("raised_marks", message, Place(line=walk.prose_marks[0][1].sourceline))


def _without_text(page: Page, problems: list[Problem]) -> UnreadableDocument:
    frames = list(page.frames())
    if frames:
        return UnreadableDocument(
            "no_text",
            f"The web page has no text of its own, it shows other pages: {'; '.join(frames[:3])}.",
            "Give the address of the page it shows.",
        )
    hidden = " ".join(problem.message for problem in problems if problem.kind.startswith("hidden"))
    return UnreadableDocument(
        "no_text",
        f"The web page shows no text of its own. {hidden}".strip(),
        "Save it from a browser after it has loaded.",
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
