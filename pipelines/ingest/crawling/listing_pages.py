"""One page of a listing: which of its links count, with title and date, and where the next page is.

Reads bytes, fetches nothing. Where the date of an entry stands is found by itself: in the row or list item
that holds the link alone, else in the text between this link and the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipelines.ingest.crawling.page_markup import Markup
from pipelines.ingest.crawling.scripted_listings import (
    leads_nowhere,
    numbered_next,
    scripted_address,
    unfold_records,
)
from pipelines.ingest.sources.page_selectors import elements_in
from pipelines.ingest.sources.source_model import NEXT_PAGE, Links, Listing

if TYPE_CHECKING:
    from lxml import etree

_SPACES = re.compile(r"[\s\u00a0\u3000\u200b\ufeff]+")
_SHORTENED = re.compile(r"(?:…|\.{2,}|。{2,})+$")
# Texts of links that say nothing about where they lead.
_NO_TITLE = re.compile(
    r"^[\[【<（(]*(?:查看|详情|详细|查看详情|阅读全文|全文|更多|点击查看|下载|>+|》+)[\]】>）)]*$"
)
_PAGING = re.compile(r"^(?:首页|第一页|上一?页|前一页|下一?页|后一页|末页|尾页|最后一页|\d{1,4}|[<>«»‹›]+)$")
_DATE = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})(?!\d)\s*日?"
    # Designs with a big day above a small month: 28 2021-12, 2021-12 28 stays with the first form.
    r"|(?<![\d\-/.])(?P<d2>\d{1,2})\s+(?P<y2>(?:19|20)\d\d)\s*[-/.年]\s*(?P<m2>\d{1,2})(?![\d\-/.])\s*月?"
    r"|(?<!\d)(?P<y3>(?:19|20)\d\d)\s*[-/.年]\s*(?P<m3>\d{1,2})\s+(?P<d3>\d{1,2})(?![\d\-/.])"
)
# /2021/12-28/, /202112/t20211228_3.html, /2021/12/28/, 20211228
_DATE_IN_ADDRESS = re.compile(
    r"(?<!\d)(?P<y>20\d\d)(?P<sep>[-/_]?)(?P<m>0[1-9]|1[0-2])[-/_]?(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"
)
# /art/2026/1/5/art_1.html
_DAY_FOLDER = re.compile(r"/(?P<y>20\d\d)/(?P<m>\d{1,2})/(?P<d>\d{1,2})/")
_YEAR_IN_ADDRESS = re.compile(r"(?<!\d)(?P<y>20\d\d)(?P<m>0[1-9]|1[0-2])?(?!\d)")
_MONTH_AND_DAY = re.compile(
    r"(?<![\d\-/.])(?P<m>0?[1-9]|1[0-2])\s*[-/月]\s*(?P<d>\d{1,2})(?![\d\-/.%])\s*日?"
)
# Rows that give more than one date: 成文日期 2023-07-01 发布日期 2023-07-10.
_PUBLISHED = re.compile(r"(?:发布|公开|发文)(?:日期|时间)[:：\s]*(?=(?:19|20)\d\d)")
_AROUND_DATE = re.compile(r"^[\s\[\]【】()（）<>《》:：|/·-]*$")
# Why a link with a fitting title is left out: where it leads only its script knows.
BY_SCRIPT = "leads where only a script knows"
_NEAR = 60  # characters between a link and its date


@dataclass(frozen=True, slots=True)
class Entry:
    """A link that counts: the bulletin's address, its title as printed in full, the day it is listed under."""

    uri: str
    title: str
    listed_on: date | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A link of the page that doesn't count, and which rule says so."""

    uri: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """What a page of a listing holds. `paging` are links to other pages of it, also among those left out.

    `next_uri` is None when no link to a further page is there.
    """

    entries: tuple[Entry, ...]
    next_uri: str | None = None
    left_out: tuple[LeftOut, ...] = ()
    paging: frozenset[str] = frozenset()


def read_listing(data: bytes, base_uri: str, listing: Listing) -> Page:
    """The entries of one page, each address once, in the order of the page.

    Raises UnreadableDocument (`damaged`, `too_large`) for what is no page.
    """
    markup = Markup(data, base_uri)
    unfold_records(markup.root)
    links = listing.links
    scopes = elements_in(markup.root, links.within)
    found = _links_in(markup, scopes)
    dates = _Dates(scopes, {element for link in found.values() for element in link.elements})
    next_uri = _next_page(markup, base_uri, listing)
    entries: list[Entry] = []
    left_out: list[LeftOut] = []
    paging: set[str] = set()
    for uri, link in found.items():
        listed_on = next(
            (day for e in link.elements if (day := dates.near(e, link.titles)) is not None), None
        )
        title = _split_date(link.best_title())[0]
        reason = _reason_against(links, uri, link.titles)
        if uri in (base_uri, next_uri) or any(_PAGING.match(title) for title in link.titles):
            reason = "leads through the listing"
            paging.add(uri)
        if reason is None:
            if listed_on is None:
                listed_on = _date_in_address(uri) or dates.without_year(link.elements, uri)
            entries.append(Entry(uri, title, listed_on))
        else:
            left_out.append(LeftOut(uri, title, reason))
    left_out += [LeftOut("", title, BY_SCRIPT) for title in _titles_without_address(markup, scopes, links)]
    return Page(tuple(entries), next_uri, tuple(left_out), frozenset(paging))


@dataclass(slots=True)
class _Link:
    """All links of a page to one address: pictures, shortened titles and full ones."""

    elements: list[etree._Element]
    titles: list[str]

    def best_title(self) -> str:
        """The longest that isn't shortened; ties go to the first."""
        full = [title for title in self.titles if not _SHORTENED.search(title)]
        return max(full or self.titles or [""], key=len)


def _links_in(markup: Markup, scopes: list[etree._Element]) -> dict[str, _Link]:
    found: dict[str, _Link] = {}
    for scope in scopes:
        for element in scope.iter("a"):
            uri = _address_of(markup, element)
            if uri is None:
                continue
            link = found.setdefault(uri, _Link([], []))
            link.elements.append(element)
            link.titles += [title for title in _titles_of(element) if title not in link.titles]
    return found


def _address_of(markup: Markup, element: etree._Element) -> str | None:
    if leads_nowhere(element):
        written = scripted_address(element)
        return markup.address(written) if written else None
    return markup.address(element.get("href") or "")


def _titles_without_address(markup: Markup, scopes: list[etree._Element], links: Links) -> Iterator[str]:
    """Titles of links that would count if anybody but a script knew where they lead."""
    for scope in scopes:
        for element in scope.iter("a"):
            if element.get("href") is None or not leads_nowhere(element) or _address_of(markup, element):
                continue
            titles = list(_titles_of(element))
            if not titles or any(_PAGING.match(title) for title in titles) or links.title is None:
                continue
            if _reason_against(links, "", titles) is None:
                yield _split_date(max(titles, key=len))[0]


def _titles_of(element: etree._Element) -> Iterator[str]:
    """What is written on a link and in the titles of it and its parts; the row's text where that says nothing."""
    useful = _own_titles(element)
    if not useful:
        row = _row_of(element)
        # Beside 查看 a row may have 下载; a link with a title of its own would be another entry.
        if row is not None and not any(_own_titles(link) for link in row.iter("a")):
            cells = (_clean(_DATE.sub(" ", text)) for text in _walk(row, {element}) if isinstance(text, str))
            useful = [max(cells, key=len, default="")]
    yield from (title for title in useful if title)


def _row_of(element: etree._Element) -> etree._Element | None:
    return next((above for above in element.iterancestors("tr", "li", "dl")), None)


def _own_titles(element: etree._Element) -> list[str]:
    """What is written on a link and in the titles of it and its parts, but for 查看 and the like."""
    titles = [_text(element), _clean(element.get("title") or "")]
    titles += [_clean(part.get("title") or "") for part in element.iter() if part is not element]
    titles += [_clean(part.get("alt") or "") for part in element.iter("img")]
    return [title for title in titles if title and not _NO_TITLE.match(title)]


def _reason_against(links: Links, uri: str, titles: list[str]) -> str | None:
    forms = titles + [_SPACES.sub("", title) for title in titles]
    if not forms:
        return "has no title"
    for name, texts, wanted in (("title", forms, links.title), ("address", [uri], links.address)):
        if wanted is not None and not any(_compiled(wanted).search(text) for text in texts):
            return f"doesn't match `{name}`"
    for name, texts, unwanted in (
        ("not_title", forms, links.not_title),
        ("not_address", [uri], links.not_address),
    ):
        if unwanted is None:
            continue
        match = next((match for text in texts if (match := _compiled(unwanted).search(text))), None)
        if match is not None:
            return f"matches `{name}`: {match[0]}"
    return None


def _next_page(markup: Markup, base_uri: str, listing: Listing) -> str | None:
    if listing.paging.next is None:
        return None
    pattern = _compiled(listing.paging.next)
    for element in markup.root.iter("a"):
        if any(pattern.search(text) for text in _own_titles(element)):
            uri = _address_of(markup, element)
            if uri is not None and uri != base_uri:
                return uri
    numbered = numbered_next(markup.root) if listing.paging.next == NEXT_PAGE else None
    return markup.address(numbered) if numbered else None


class _Dates:
    """The dates beside links. In a flat list they stand all before or all behind their links."""

    def __init__(self, scopes: list[etree._Element], links: set[etree._Element]) -> None:
        self._links = links
        self._roots = set(scopes)
        self._before: dict[etree._Element, str] = {}
        self._behind: dict[etree._Element, str] = {}
        for scope in scopes:
            self._segment(scope)
        behind = sum(1 for text in self._behind.values() if _find_date(text[:_NEAR]))
        before = sum(1 for text in self._before.values() if _find_date(text[-_NEAR:]))
        self._dates_stand_behind = behind >= before

    def near(self, element: etree._Element, titles: list[str]) -> date | None:
        if not _own_titles(element) and (row := _row_of(element)) is not None:
            return _find_date(_text_around(row, self._links))
        holder = element
        for above in element.iterancestors():
            if above in self._roots or above.tag in ("body", "html") or self._holds_others(above, element):
                break
            holder = above
        # What is written on the link is the title, and a day in it the bulletin's.
        if holder is not element and (day := _find_date(_text_around(holder, self._links))) is not None:
            return day
        if (day := next((day for title in titles if (day := _split_date(title)[1])), None)) is not None:
            return day
        if self._dates_stand_behind:
            return _find_date(self._behind.get(element, "")[:_NEAR])
        return _find_date(self._before.get(element, "")[-_NEAR:], last=True)

    def without_year(self, elements: list[etree._Element], uri: str) -> date | None:
        """The day that stands beside a link as month and day alone, [01-05], where its address names the year."""
        year = _YEAR_IN_ADDRESS.search(urlsplit(uri).path)
        if year is None:
            return None
        for element in elements:
            near = [self._behind.get(element, "")[:_NEAR], self._before.get(element, "")[-_NEAR:]]
            for text in near if self._dates_stand_behind else reversed(near):
                match = _MONTH_AND_DAY.search(text)
                if match is not None and int(year["m"] or match["m"]) == int(match["m"]):
                    return _day(year["y"], match["m"], match["d"])
        return None

    def _holds_others(self, above: etree._Element, element: etree._Element) -> bool:
        href = element.get("href")
        return any(
            link is not element and link in self._links and link.get("href") != href
            for link in above.iter("a")
        )

    def _segment(self, scope: etree._Element) -> None:
        """The text between each link and the next, in the order of the page."""
        previous: etree._Element | None = None
        pieces: list[str] = []
        for piece in _walk(scope, self._links):
            if isinstance(piece, str):
                pieces.append(piece)
                continue
            between = _SPACES.sub(" ", " ".join(pieces)).strip()
            if previous is not None:
                self._behind[previous] = between
            self._before[piece] = between
            previous, pieces = piece, []
        if previous is not None:
            self._behind[previous] = _SPACES.sub(" ", " ".join(pieces)).strip()


def _walk(element: etree._Element, links: set[etree._Element]) -> Iterator[str | etree._Element]:
    """Texts and links below an element in the order of the page; the text of a link isn't gone into."""
    from lxml import etree

    skip: etree._Element | None = None
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if not isinstance(node.tag, str):
            continue
        if event == "start" and skip is None:
            if node in links:
                yield node
                skip = node
            elif node.text and node.tag not in ("script", "style"):
                yield str(node.text)
        elif event == "end":
            if node is skip:
                skip = None
            if skip is None and node is not element and node.tail:
                yield str(node.tail)


def _find_date(text: str, *, last: bool = False) -> date | None:
    days = []
    labelled = _PUBLISHED.search(text)
    for match in _DATE.finditer(text, labelled.end() if labelled and not last else 0):
        groups = match.groupdict()
        for ending in ("", "2", "3"):
            if groups[f"y{ending}"]:
                day = _day(groups[f"y{ending}"], groups[f"m{ending}"], groups[f"d{ending}"])
                if day is not None:
                    days.append(day)
    return (days[-1] if last else days[0]) if days else None


def _date_in_address(uri: str) -> date | None:
    path = urlsplit(uri).path
    match = _DATE_IN_ADDRESS.search(path) or _DAY_FOLDER.search(path)
    return _day(match["y"], match["m"], match["d"]) if match else None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _split_date(title: str) -> tuple[str, date | None]:
    """The title, and a date that the design of the list set before or behind it: not 2023年6月… as such."""
    for match in _DATE.finditer(title):
        day = None if "年" in match[0] else _find_date(match[0])
        if day is None:
            continue
        if _AROUND_DATE.match(title[: match.start()]):
            rest = title[match.end() :]
        elif _AROUND_DATE.match(title[match.end() :]):
            rest = title[: match.start()]
        else:
            continue
        return rest.strip(" []【】()（）<>|·:：-"), day
    return title, None


def _text(element: etree._Element) -> str:
    """What is written on a link. Pieces of Chinese text are joined without a space between them."""
    text = ""
    for piece in element.itertext():
        apart = text[-1:].isascii() or piece[:1].isascii()
        text += f" {piece}" if text and apart else piece
    return _clean(text)


def _text_around(element: etree._Element, links: set[etree._Element]) -> str:
    """The text of an element without that of links."""
    pieces = (piece for piece in _walk(element, links) if isinstance(piece, str))
    return _SPACES.sub(" ", " ".join(pieces))


def _clean(text: str) -> str:
    return _SPACES.sub(" ", text).strip(" ·•▪■◆◇>")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
