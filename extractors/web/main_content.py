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
_HAN = re.compile("[\u4e00-\u9fff]")
_FIGURE = re.compile(r"[-+]?\d[\d,.]*\s*[%％‰]?")


def text_of(element: etree._Element) -> str:
    """All text in an element, white space as one space."""
    return _SPACES.sub(" ", "".join(element.itertext())).strip()


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
        """Text of the document that the page strikes through or hides in a table: (kind of problem, element)."""
        for element in self.main.iter(etree.Element):
            if self._shown[element] or not text_of(element):
                continue
            parent = element.getparent()
            if parent is not None and not self._shown.get(parent, True):
                continue  # told of with what is around it
            if site_furniture.is_struck(element):
                yield "struck_text", element
            elif element.tag in ("tr", "td", "th", "tbody"):
                yield "hidden_rows", element

    def is_attachment(self, element: etree._Element) -> bool:
        """Whether a link's address or its text names a document file."""
        target = element.get("href") or element.get("src") or element.get("data") or ""
        return names_document(target) or (element.tag == "a" and names_document(text_of(element)))

    def is_shown(self, element: etree._Element) -> bool:
        """Whether the element is text at all, and not hidden by the page."""
        return self._shown.get(element, False)

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
        # From the leaves up, so that a deep page needs no recursion.
        for element in reversed(list(self.root.iter(etree.Element))):
            shown = (
                element.tag not in site_furniture.NEVER_TEXT
                and not site_furniture.is_hidden(element)
                and not site_furniture.is_struck(element)
            )
            self._shown[element] = shown
            own = linked = 0
            heading = element.tag in HEADINGS
            if shown:
                own = len((element.text or "").strip())
                for child in element:
                    if self._shown.get(child, False):
                        own += self._own[child]
                        linked += self._linked[child]
                        heading = heading or child in self._with_heading
                    own += len((child.tail or "").strip())
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
            if self._holds_data(element):
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
            element = best
        while element.tag in _TABLE_PARTS and element is not self.body:
            parent = element.getparent()
            if parent is None:
                break
            element = parent
        return element
