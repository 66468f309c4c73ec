"""OFD (GB/T 33190): a zip of XML pages, read like the pages of a PDF.

A small reader of our own: the libraries that exist render pages or give lines of text, without the places
of characters and ruling lines that tables need. What belongs here: the package (documents, pages,
templates, resources). What does not: the objects of a page (`ofd_page`), tables and paragraphs
(`extractors.pages`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from extractors.errors import UnreadableDocument
from extractors.failures import contained, reported
from extractors.files.time_limit import Stopwatch
from extractors.files.zip_package import Package, resolve
from extractors.model import Document, Problem
from extractors.ofd.font_cmap import characters_of_glyphs
from extractors.ofd.glyph_codes import UNKNOWN, Fonts
from extractors.ofd.ofd_elements import Box, box_of, child, children, identity
from extractors.ofd.ofd_page import Resources, read_page
from extractors.pages.page import PageContent, UnreadPage
from extractors.pages.paged_document import PagedFormat, paged_document
from extractors.pages.reading_order import read_contents
from extractors.tables.proof import examine

OFD = PagedFormat("OFD", "application/ofd", ruled="ofd-lattice", unruled="ofd-columns")

MAX_PAGES = 3000
MAX_SECONDS = 120.0
_A4: Box = (0.0, 0.0, 210.0, 297.0)
_MANY_PAGES = "Raise the limit, or split the document."
_MOST_GUESSED_FONTS = 5
_ARITHMETIC = ("sum", "ratio", "total")


@dataclass(frozen=True, slots=True)
class _PageReference:
    """Where a page is, and what it inherits."""

    part: str | None
    physical: Box
    templates: dict[str, str]
    resources: Resources


def read_ofd(data: bytes, *, max_pages: int = MAX_PAGES, max_seconds: float = MAX_SECONDS) -> Document:
    """Read an OFD file. Places are in points from the top left of the page as displayed.

    Raises:
        UnreadableDocument: `damaged`, `encrypted`, `too_large`, or `no_text` when its pages are pictures.
    """
    with Package(data) as package:
        limits = (max_pages, max_seconds)
        document, fonts = _read(data, package, limits, frozenset())
        problems: list[Problem] = []
        if fonts.guessed:
            with contained(problems, "glyph_codes", "Glyphs without a code were not read."):
                document = _with_trusted_fonts(data, package, limits, document, fonts.guessed)
    return replace(document, problems=(*document.problems, *problems, *_unreadable(document)))


def _read(
    data: bytes, package: Package, limits: tuple[int, float], trusted: frozenset[str]
) -> tuple[Document, Fonts]:
    """The document, and what was asked of its fonts. `trusted`: fonts whose glyphs are taken for the usual ones."""
    file = OfdFile(package, *limits, trusted)
    contents = read_contents(file)
    document = paged_document(
        data,
        OFD,
        contents,
        page_count=file.page_count,
        metadata=file.metadata(),
        problems=list(package.problems()),
    )
    return document, file.fonts


def _with_trusted_fonts(
    data: bytes, package: Package, limits: tuple[int, float], plain: Document, fonts: set[str]
) -> Document:
    """The document with the glyphs of those fonts read that sums or rates of the tables prove.

    Read without a font, its figures are no figures; what adds up only with it speaks for every glyph of it.
    """
    best, trusted = plain, frozenset[str]()
    for font in sorted(fonts)[:_MOST_GUESSED_FONTS]:
        tried, asked = _read(data, package, limits, trusted | {font})
        before, after = _arithmetic(best), _arithmetic(tried)
        if after[0] - before[0] and not after[1] - before[1]:
            trusted |= {font}
            message = (
                f"{asked.guessed_characters} characters have no code, only glyphs of a font that is not in the file. They "
                "were read by the usual order of glyphs, which sums and rates of the tables prove."
            )
            best = replace(tried, problems=(*tried.problems, Problem("glyph_codes", message)))
    return best


def _arithmetic(document: Document) -> tuple[set[str], set[str]]:
    """What sums and rates of the tables prove, and what of them does not hold."""
    found: tuple[set[str], set[str]] = (set(), set())
    for number, table in enumerate(document.tables):
        evidence = examine(table)
        for kept, sentences in zip(found, (evidence.proofs, evidence.oddities), strict=True):
            kept.update(f"{number} {text}" for text in sentences if text.startswith(_ARITHMETIC))
    return found


def _unreadable(document: Document) -> Iterator[Problem]:
    """Cells and paragraphs with characters of which the file does not say what they are."""
    for number, table in enumerate(document.tables, start=1):
        for row in table.rows:
            for cell in row.cells:
                if UNKNOWN in cell.text:
                    message = f"Table {number}: “{cell.text}” can't be read: the file does not say which characters it has."
                    yield Problem("unreadable_characters", message, cell.place)
    for paragraph in document.paragraphs:
        if UNKNOWN in paragraph.text:
            message = f"“{paragraph.text}” can't be read: the file does not say which characters it has."
            yield Problem("unreadable_characters", message, paragraph.place)


class OfdFile:
    """The pages of an opened package, in order."""

    def __init__(
        self, package: Package, max_pages: int, max_seconds: float, trusted: frozenset[str] = frozenset()
    ) -> None:
        self._package = package
        self._font_files: dict[str, str] = {}
        self.fonts = Fonts(self._embedded, trusted)
        self._stopwatch = Stopwatch(max_seconds, "the OFD")
        if any(name.lower().endswith("encryptions.xml") for name in package.names()):
            raise UnreadableDocument("encrypted", "The OFD is encrypted.", "Get a copy without encryption.")
        root = package.xml("OFD.xml")
        self._bodies = list(children(root, "DocBody"))
        self._pages = [page for body in self._bodies for page in self._pages_of(body)]
        self.page_count = len(self._pages)
        if not self._pages:
            raise UnreadableDocument("damaged", "The OFD has no page.", "Fetch the file again.")
        if self.page_count > max_pages:
            raise UnreadableDocument(
                "too_large", f"The OFD has {self.page_count} pages; the limit is {max_pages}.", _MANY_PAGES
            )

    def pages(self) -> Iterator[PageContent | UnreadPage]:
        """Every page, also those whose content is missing or broken."""
        for number, page in enumerate(self._pages, start=1):
            self._stopwatch.check()
            try:
                yield self._page(number, page)
            except UnreadableDocument as error:
                if error.code != "damaged":
                    raise
                yield UnreadPage(number)
            except MemoryError:
                raise
            except Exception as error:  # one odd page must not cost the others
                yield UnreadPage(number, reported(error))

    def metadata(self) -> dict[str, str]:
        """Title, author, dates and the like, as the file states them."""
        found: dict[str, str] = {}
        for body in self._bodies[:1]:
            info = child(body, "DocInfo")
            for name in ("Title", "Author", "Subject", "Creator", "CreationDate", "ModDate"):
                element = child(info, name)
                if element is not None and element.text and element.text.strip():
                    found[f"ofd_{name.lower()}"] = element.text.strip()
        return found

    def _pages_of(self, body: etree._Element) -> Iterator[_PageReference]:
        location = child(body, "DocRoot")
        if location is None or not location.text:
            return
        part = resolve("OFD.xml", location.text.strip())
        document = self._package.xml(part)
        common = child(document, "CommonData")
        area = child(child(common, "PageArea"), "PhysicalBox")
        physical = box_of(area.text if area is not None else None) or _A4
        templates = {
            (template.get("ID") or "").strip(): resolve(part, (template.get("BaseLoc") or "").strip())
            for template in children(common, "TemplatePage")
        }
        resources = [
            resolve(part, (element.text or "").strip())
            for name in ("PublicRes", "DocumentRes")
            for element in children(common, name)
        ]
        shared = self._resources(resources)
        for page in children(child(document, "Pages"), "Page"):
            where = (page.get("BaseLoc") or "").strip()
            yield _PageReference(resolve(part, where) if where else None, physical, templates, shared)

    def _resources(self, parts: list[str]) -> Resources:
        """Composite graphics and drawing parameters by their id; where the files of the fonts are is kept."""
        units: dict[str, etree._Element] = {}
        parameters: dict[str, etree._Element] = {}
        for part in parts:
            if not self._package.has(part):
                continue
            root = self._package.xml(part)
            for unit in _grouped(root, "CompositeGraphicUnits", "CompositeGraphicUnit"):
                units.setdefault(identity(unit), unit)
            for parameter in _grouped(root, "DrawParams", "DrawParam"):
                parameters.setdefault(identity(parameter), parameter)
            base = resolve(part, (root.get("BaseLoc") or "").strip() + "/") if root.get("BaseLoc") else ""
            for font in _grouped(root, "Fonts", "Font"):
                file = child(font, "FontFile")
                if file is not None and file.text:
                    where = resolve(f"{base}/" if base else part, file.text.strip())
                    self._font_files.setdefault(identity(font), where)
        return Resources(units, parameters, self.fonts)

    def _embedded(self, font: str) -> dict[int, str] | None:
        """Which characters the glyphs of a font in the file are; None for a font that is not in it."""
        name = self._font_files.get(font)
        if name is None or not self._package.has(name):
            return None
        return characters_of_glyphs(self._package.read(name))

    def _page(self, number: int, page: _PageReference) -> PageContent:
        if page.part is None:
            raise UnreadableDocument("damaged", f"Page {number} names no content.", "Fetch the file again.")
        root = self._package.xml(page.part)
        area = child(child(root, "Area"), "PhysicalBox")
        physical = box_of(area.text if area is not None else None) or page.physical
        layers: list[etree._Element] = []
        for template in children(root, "Template"):
            part = page.templates.get((template.get("TemplateID") or "").strip())
            if part and self._package.has(part):
                layers.extend(children(self._package.xml(part), "Content"))
        layers.extend(children(root, "Content"))
        own = [resolve(page.part, (element.text or "").strip()) for element in children(root, "PageRes")]
        resources = page.resources
        if own:
            mine = self._resources(own)
            resources = Resources(
                {**resources.units, **mine.units}, {**resources.parameters, **mine.parameters}, self.fonts
            )
        content, left_out = read_page(number, physical, layers, resources)
        content.problems += left_out.problems(number)
        return content


def _grouped(root: etree._Element, group: str, name: str) -> Iterator[etree._Element]:
    for element in children(root, group):
        yield from children(element, name)
