"""OFD (GB/T 33190): a zip of XML pages, read like the pages of a PDF.

A small reader of our own: the libraries that exist render pages or give lines of text, without the places
of characters and ruling lines that tables need. What belongs here: the package (documents, pages,
templates, resources). What does not: the objects of a page (`ofd_page`), tables and paragraphs
(`extractors.pages`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from extractors.errors import UnreadableDocument
from extractors.files.time_limit import Stopwatch
from extractors.files.zip_package import Package, resolve
from extractors.model import Document
from extractors.ofd.ofd_page import Box, box_of, child, children, read_page
from extractors.pages.page import PageContent
from extractors.pages.paged_document import PagedFormat, paged_document
from extractors.pages.reading_order import read_contents

OFD = PagedFormat("OFD", "application/ofd", ruled="ofd-lattice", unruled="ofd-columns")

MAX_PAGES = 3000
MAX_SECONDS = 120.0
_A4: Box = (0.0, 0.0, 210.0, 297.0)
_MANY_PAGES = "Raise the limit, or split the document."


@dataclass(frozen=True, slots=True)
class _PageReference:
    """Where a page is, and what it inherits."""

    part: str | None
    physical: Box
    templates: dict[str, str]
    units: dict[str, etree._Element]


def read_ofd(data: bytes, *, max_pages: int = MAX_PAGES, max_seconds: float = MAX_SECONDS) -> Document:
    """Read an OFD file. Places are in points from the top left of the page as displayed.

    Raises:
        UnreadableDocument: `damaged`, `encrypted`, `too_large`, or `no_text` when its pages are pictures.
    """
    with Package(data) as package:
        file = OfdFile(package, max_pages, max_seconds)
        contents = read_contents(file)
        metadata = file.metadata()
        damaged = list(package.problems())
        page_count = file.page_count
    return paged_document(data, OFD, contents, page_count=page_count, metadata=metadata, problems=damaged)


class OfdFile:
    """The pages of an opened package, in order."""

    def __init__(self, package: Package, max_pages: int, max_seconds: float) -> None:
        self._package = package
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

    def pages(self) -> Iterator[PageContent | int]:
        """Every page; its number alone where its content is missing or broken."""
        for number, page in enumerate(self._pages, start=1):
            self._stopwatch.check()
            try:
                yield self._page(number, page)
            except UnreadableDocument as error:
                if error.code != "damaged":
                    raise
                yield number

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
        units = self._units(resources)
        for page in children(child(document, "Pages"), "Page"):
            where = (page.get("BaseLoc") or "").strip()
            yield _PageReference(resolve(part, where) if where else None, physical, templates, units)

    def _units(self, parts: list[str]) -> dict[str, etree._Element]:
        """Composite graphics by their id."""
        found: dict[str, etree._Element] = {}
        for part in parts:
            if not self._package.has(part):
                continue
            for group in children(self._package.xml(part), "CompositeGraphicUnits"):
                for unit in children(group, "CompositeGraphicUnit"):
                    found.setdefault((unit.get("ID") or "").strip(), unit)
        return found

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
        units = {**page.units, **self._units(own)} if own else page.units
        return read_page(number, physical, layers, units)
