"""Which part of a page is the document, what the page says of itself, and its attachments.

The document is the smallest element that holds nearly all the words that are no links: no list of
class names of content systems is needed. What belongs to the site by its names is `site_furniture`'s matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from lxml import etree

from extractors.document.links import names_document
from extractors.web import site_furniture
from extractors.web.hidden_parts import Holding, find_hidden, holding, is_data_table
from extractors.web.page_style import NO_DISPLAY, PageStyle

HEADINGS = frozenset(("h1", "h2", "h3"))

_SPACES = re.compile(r"\s+")
_TABLE_PARTS = frozenset(("table", "thead", "tbody", "tfoot", "tr"))
_NO_ADDRESS = ("javascript:", "mailto:", "#", "data:", "tel:")
_TECHNICAL_META_TEXT = (
    "viewport renderer robots generator x-ua-compatible format-detection apple-mobile-web-app-capable "
    "theme-color referrer csrf-token progid originator"
)
_TECHNICAL_META = frozenset(_TECHNICAL_META_TEXT.split())
# The meta elements prescribed for government sites, by the words that bulletins use themselves.
_KNOWN_META = {
    "articletitle": "标题",
    "pubdate": "发布日期",
    "contentsource": "来源",
    "sitename": "网站名称",
    "columnname": "栏目名称",
}
_TITLE_META = frozenset(("标题", "title", "og:title", "dc.title"))
_SITE_PART = re.compile(
    r"\s*[_|｜]\s*|\s+[-—–]+\s*|\s*[-—–]+\s+|[-—–](?=[^-—–]{2,20}(?:网|政府|局|委|办公室|平台)$)"
)
_SITE_NAME = re.compile(r"(?:网站?|人民政府|门户|平台|首页|详情|内容|正文)$")
_SHORTEST_TITLE = 6
_SMALL_PICTURE = 200  # pixels
_DECORATION = re.compile(
    r"\.gif\b|icon|ico[_/.]|logo|qr_?code|ewm|erweima|banner|share|print|close|wechat|weixin", re.IGNORECASE
)

# Share of the words from which on an element is taken to hold the document.
_DOMINANT = 0.8
# A piece of the site holds less than this share of the page's words.
_SITE_SHARE = 0.3
_FEW_CHARACTERS = 40
_FEWEST_DATA_ROWS = 3
_FEWEST_HEADINGS = 2
_HIDDEN_ROWS = ("tr", "td", "th", "tbody", "thead", "tfoot")
_HAN = re.compile("[\u4e00-\u9fff]")
_FIGURE = re.compile(r"[-+]?\d[\d,.]*\s*[%％‰]?")


def text_of(element: etree._Element) -> str:
    """All text in an element, white space as one space."""
    return _SPACES.sub(" ", "".join(element.itertext())).strip()


def _own_text(element: etree._Element) -> str:
    """The text right inside an element, without that of its children."""
    return "".join([element.text or "", *(child.tail or "" for child in element)]).strip()


def _first_element(found: object) -> etree._Element | None:
    return found[0] if isinstance(found, list) and found and isinstance(found[0], etree._Element) else None


def _column_count(table: etree._Element) -> int:
    """The columns of the widest row."""
    rows = ((cell for cell in row if cell.tag in ("td", "th")) for row in table.iter("tr"))
    return max(
        (sum(int(_leading_digits(cell.get("colspan")) or 1) for cell in row) for row in rows), default=0
    )


def _leading_digits(text: str | None) -> str:
    match = re.match(r"\s*(\d{1,6})(?!\d)\s*(?!%)", text or "")
    return match[1] if match and not (text or "").strip().endswith("%") else ""


class Page:
    """A parsed page, measured once: the words in each element that are links and that are not."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self._own: dict[etree._Element, int] = {}
        self._linked: dict[etree._Element, int] = {}
        self._shown: dict[etree._Element, bool] = {}
        self._with_heading: set[etree._Element] = set()
        self.style = PageStyle(root)
        self.hidden = find_hidden(root, self.style)
        self._measure()
        body = root.find(".//body")
        self.body = root if body is None else body
        self._total = max(1, self._own.get(self.body, 0))
        self.main = self._document_element()
        self._holders = {self.main, *self.main.iterancestors()}
        self._inside = set(self.main.iter(etree.Element))
        self.titles = frozenset(self._titles())

    def metadata(self) -> dict[str, str]:
        """The page's named `meta` elements with a content, and its `title`.

        The names prescribed for government sites (ArticleTitle, PubDate) are given in Chinese, as the
        document's own block of metadata has them.
        """
        found: dict[str, str] = {}
        for meta in self.root.iter("meta"):
            name = (meta.get("name") or meta.get("property") or "").strip()
            content = (meta.get("content") or "").strip()
            if name and content and name.lower() not in _TECHNICAL_META:
                found.setdefault(_KNOWN_META.get(name.lower(), name), content)
        title = self.root.find(".//title")
        if title is not None and text_of(title):
            found.setdefault("title", text_of(title))
            own = _SITE_PART.split(text_of(title))[0].strip()
            if len(own) >= _SHORTEST_TITLE and not _SITE_NAME.search(own):
                found.setdefault("标题", own)
        return found

    def links(self) -> Iterator[str]:
        """Addresses of attachments, each once, in the order of the page."""
        yield from self.attachments()

    def attachments(self) -> dict[str, str]:
        """Attachments in the order of the page: address → text of the link, empty where it has none."""
        base = next((element.get("href") for element in self.root.iter("base") if element.get("href")), None)
        found: dict[str, str] = {}
        for element in self.root.iter("a", "iframe", "embed", "object"):
            target = (element.get("href") or element.get("src") or element.get("data") or "").strip()
            if target and not target.lower().startswith(_NO_ADDRESS) and self.is_attachment(element):
                address = urljoin(base, target) if base else target
                text = text_of(element) if element.tag == "a" else ""
                found[address] = found.get(address) or text
        return found

    def frames(self) -> Iterator[str]:
        """Addresses of the pages that this one shows in frames."""
        for element in self.root.iter("iframe", "frame"):
            source = (element.get("src") or "").strip()
            if source and not source.lower().startswith(_NO_ADDRESS):
                yield source

    def pictures(self) -> Iterator[etree._Element]:
        """Pictures in the document that may show text or a table: neither icons nor codes to scan."""
        for image in self.main.iter("img"):
            source = image.get("src") or ""
            size = [
                int(digits) for name in ("width", "height") if (digits := _leading_digits(image.get(name)))
            ]
            small = any(value < _SMALL_PICTURE for value in size)
            if source and self.is_shown(image) and not small and not _DECORATION.search(source):
                yield image

    def left_out(self) -> Iterator[tuple[str, etree._Element]]:
        """Text that the page strikes through or hides: (kind of problem, element).

        Of what is hidden outside of the document and its tables only figures are told that no custom of sites
        explains.
        """
        for element in self.body.iter(etree.Element):
            parent = element.getparent()
            if parent is not None and not self._shown.get(parent, True):
                continue  # told of with what is around it
            if self._shown[element]:
                if self.style.is_unseen(element) and _own_text(element):
                    yield "hidden_text", element
            elif element.tag in site_furniture.NEVER_TEXT or not (text := text_of(element)):
                continue
            elif self.style.is_struck(element):
                if self.in_main(element) or site_furniture.unexplained_figures(text):
                    yield "struck_text", element
            elif element.tag in _HIDDEN_ROWS and self.in_main(element):
                yield "hidden_rows", element
            elif site_furniture.unexplained_figures(text):
                yield "hidden_text", element

    def held_by(self, element: etree._Element) -> Holding:
        """What an element that is left out holds."""
        return holding(element, self.style)

    def unlinked_text(self, element: etree._Element) -> str:
        """The text of an element without its links, scripts and what is hidden in it."""
        parts: list[str] = []
        stack: list[etree._Element | str] = [element]
        while stack:
            item = stack.pop()
            if isinstance(item, str):
                parts.append(item)
                continue
            if item is not element and item.tail:
                stack.append(item.tail)
            link = item.tag == "a" and item.get("href") is not None
            if self._shown.get(item, False) and not link:
                stack.extend(reversed(item))
                stack.append(item.text or "")
        return _SPACES.sub(" ", " ".join(parts)).strip()

    def is_attachment(self, element: etree._Element) -> bool:
        """Whether a link's address or its text names a document file."""
        target = element.get("href") or element.get("src") or element.get("data") or ""
        return names_document(target) or (element.tag == "a" and names_document(text_of(element)))

    def is_shown(self, element: etree._Element) -> bool:
        """Whether the element is text at all, and not hidden by the page."""
        return self._shown.get(element, False)

    def has_place(self, element: etree._Element) -> bool:
        """Whether the element takes its place on the page, be it drawn or not: a cell that is only not seen does."""
        return self.style.hidden(element) != NO_DISPLAY or element in self.hidden.read

    def is_cell_shown(self, cell: etree._Element) -> bool:
        """Whether a cell is shown as its row and its part of the table are."""
        row = cell.getparent()
        part = None if row is None else row.getparent()
        return all(self._shown.get(element, True) for element in (cell, row, part) if element is not None)

    def in_main(self, element: etree._Element) -> bool:
        """Whether the element is in the part that holds the document."""
        return element in self._inside

    def is_site(self, element: etree._Element) -> bool:
        """Whether the element is navigation, a share bar, a footer, a list of links."""
        return element is not self.body and element not in self._holders and self._looks_like_site(element)

    def _titles(self) -> Iterator[str]:
        for name, content in self.metadata().items():
            if name.lower() in _TITLE_META:
                yield _SPACES.sub("", content)

    def _measure(self) -> None:
        style = self.style
        # From the leaves up, so that a deep page needs no recursion.
        for element in reversed(list(self.root.iter(etree.Element))):
            shown = (
                element.tag not in site_furniture.NEVER_TEXT
                and (not style.hidden(element) or element in self.hidden.read)
                and not style.is_struck(element)
            )
            seen = not style.is_unseen(element)
            self._shown[element] = shown
            own = linked = 0
            heading = element.tag in HEADINGS
            if shown:
                own = len((element.text or "").strip()) if seen else 0
                for child in element:
                    if self._shown.get(child, False):
                        own += self._own[child]
                        linked += self._linked[child]
                        heading = heading or child in self._with_heading
                    own += len((child.tail or "").strip()) if seen else 0
                if element.tag == "a" and element.get("href") is not None and not self.is_attachment(element):
                    own, linked = 0, own + linked
                if heading and own + linked:
                    self._with_heading.add(element)
            self._own[element] = own
            self._linked[element] = linked

    def _looks_like_site(self, element: etree._Element) -> bool:
        own = self._own[element]
        if own >= _SITE_SHARE * self._total:
            return False
        if site_furniture.is_site_container(element, element in self._with_heading):
            if self._holds_data(element) or self._holds_heading(element):
                return False
            # The line with date and source may stand in a box called “top” or “position”.
            return not (own > self._linked[element] and site_furniture.is_source_line(text_of(element)))
        # A list of links, whatever it is called.
        return (
            element.tag in ("ul", "ol", "dl", "div", "table", "section", "p")
            and own < _FEW_CHARACTERS
            and self._linked[element] >= 4 * own
            and sum(1 for link in element.iter("a") if self._linked.get(link)) >= 3
        )

    def _holds_data(self, element: etree._Element) -> bool:
        """Whether a table of data stands in a box, whatever the box is called: rows that pair words with figures."""
        paired = 0
        for row in element.iter("tr"):
            texts = [text_of(cell) for cell in row if cell.tag in ("td", "th") and not self._linked[cell]]
            words = any(_HAN.search(text) for text in texts)
            paired += words and any(_FIGURE.fullmatch(text) for text in texts)
            if paired >= _FEWEST_DATA_ROWS:
                return True
        return False

    def _holds_heading(self, element: etree._Element) -> bool:
        """Whether the heading of the table that comes next stands in a box of its own: words over as many columns."""
        for table in element.iter("table"):
            texts = [text_of(cell) for cell in table.iter("td", "th")]
            words = [text for text in texts if text]
            if len(words) < _FEWEST_HEADINGS or any(_FIGURE.fullmatch(text) for text in words):
                continue
            if any(self._linked.get(cell) for cell in table.iter("td", "th")):
                continue
            following = _first_element(table.xpath("following::table[1]"))
            if following is not None and is_data_table(following):
                lacking = _column_count(table) - _column_count(following)
                if lacking == 0 or (lacking == 1 and not texts[-1]):
                    return True
        return False

    def _document_element(self) -> etree._Element:
        element = self.body
        while True:
            candidates = [
                child
                for child in element
                if isinstance(child.tag, str) and self._shown[child] and not self._looks_like_site(child)
            ]
            loose = len((element.text or "").strip()) + sum(
                len((child.tail or "").strip()) for child in element
            )
            weight = loose + sum(self._own[child] for child in candidates)
            best = max(candidates, key=lambda child: self._own[child], default=None)
            if best is None or best.tag == "p" or self._own[best] < max(_FEW_CHARACTERS, _DOMINANT * weight):
                break
            if any(child is not best and self._holds_heading(child) for child in candidates):
                break  # the heading of a table belongs to the document as the table does
            element = best
        while element.tag in _TABLE_PARTS and element is not self.body:
            parent = element.getparent()
            if parent is None:
                break
            element = parent
        return element
