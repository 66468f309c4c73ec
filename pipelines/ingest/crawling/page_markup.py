"""Reading the markup of a page that was fetched: its elements, and absolute addresses as a browser makes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

if TYPE_CHECKING:
    from lxml import etree

_NO_PAGE = ("javascript:", "mailto:", "data:", "tel:", "about:", "ftp:", "file:", "blob:")
_SAFE = "/%:=&?~#+!$,;'@()*[]"
_SESSION_PART = re.compile(r";jsessionid=[^/;]*", re.IGNORECASE)
_SESSION_FIELD = re.compile(r"(?:^|&)(?:jsessionid|phpsessid|aspsessionid\w*)=[^&]*", re.IGNORECASE)
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}


class Markup:
    """A parsed page with the address it came from.

    Raises UnreadableDocument (`damaged`, `too_large`) for what is no page.
    """

    def __init__(self, data: bytes, uri: str) -> None:
        from extractors.web.html_encoding import decode_page
        from extractors.web.html_reader import parse

        text, self._encoding, _ = decode_page(data)
        self.root: etree._Element = parse(text)
        named = next((element.get("href") for element in self.root.iter("base") if element.get("href")), None)
        self._base = urljoin(uri, named.strip()) if named else uri

    def address(self, href: str) -> str | None:
        """The absolute web address of a link without its fragment; None when it leads to no page.

        Characters that may not stand in an address are written as %XX: in the path by UTF-8, behind the
        question mark by the page's own encoding. Session ids go: with them a document would have another address
        at each visit, and the visit's cookies say the same. Everything else stays as it is.
        """
        # Browsers drop line breaks and tabs, and take \ for /.
        href = "".join(href.split("\n")).replace("\r", "").replace("\t", "").strip().replace("\\", "/")
        if not href or href.startswith("#") or href.lower().startswith(_NO_PAGE):
            return None
        try:
            parts = urlsplit(urljoin(self._base, href))
            host = (parts.hostname or "").lower()
            port = f":{parts.port}" if parts.port is not None else ""
        except ValueError:
            return None
        if parts.scheme not in ("http", "https") or not host:
            return None
        if ":" in host:
            host = f"[{host}]"
        place = host + ("" if port == _DEFAULT_PORTS[parts.scheme] else port)
        query = _SESSION_FIELD.sub("", parts.query).lstrip("&")
        query = quote(query, safe=_SAFE, encoding=self._encoding, errors="replace")
        path = quote(_SESSION_PART.sub("", parts.path), safe=_SAFE)
        return urlunsplit((parts.scheme, place, path or "/", query, ""))


def is_page(data: bytes) -> bool:
    """Whether bytes are a web page, by their content."""
    from extractors.errors import UnreadableDocument
    from extractors.reading import HTML, detect

    try:
        return bool(data) and detect(data) is HTML
    except UnreadableDocument:
        return False
