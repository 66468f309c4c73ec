"""Documents that a page links to: the annexes of a bulletin. Reads bytes, fetches nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit
from urllib.request import url2pathname

from pipelines.ingest.crawling.page_markup import Markup, is_page

# 附件1, 附件：…, 附表2: an annex, also behind an address that names no file (/download?id=3).
_ANNEX = re.compile(r"^[\s\d.、（(]*附(?:件|表|录)")


@dataclass(frozen=True, slots=True)
class Attachments:
    """The attachments of a page, each once, in its order: (address, text of the link).

    `lacking` has those that nobody can be asked for, with what is written in the page in place of an address:
    files that don't lie beside a saved page, and links that only a script can follow.
    """

    found: list[tuple[str, str]]
    lacking: list[tuple[str, str]]


def linked_documents(data: bytes, base_uri: str) -> list[tuple[str, str]]:
    """(address, text of the link) of the attachments of a page that can be had; [] for other formats."""
    return attachments_of(data, base_uri).found


def attachments_of(data: bytes, base_uri: str) -> Attachments:
    """The attachments of a page; none for other formats.

    Of a page in a file (`file://…`) only files count that exist in its folder or below: nothing of it is
    asked from the network.
    """
    from extractors.errors import UnreadableDocument
    from extractors.web.main_content import Page, text_of

    nothing = Attachments([], [])
    if not is_page(data):
        return nothing
    try:
        markup = Markup(data, base_uri)
    except UnreadableDocument:
        return nothing
    found = dict(Page(markup.root).attachments())
    for link in markup.root.iter("a"):
        href = link.get("href")
        if href and not href.startswith("#") and _ANNEX.match(text_of(link)):
            found.setdefault(href, text_of(link))
    resolve = _file_beside if urlsplit(base_uri).scheme == "file" else _web_address
    documents: dict[str, str] = {}
    lacking: list[tuple[str, str]] = []
    for target, title in found.items():
        uri = resolve(markup, base_uri, target)
        if uri is None:
            lacking.append((target, title))
        elif uri != base_uri:
            documents[uri] = documents.get(uri) or title
    return Attachments(list(documents.items()), lacking)


def _web_address(markup: Markup, base_uri: str, target: str) -> str | None:
    return markup.address(target)


def _file_beside(markup: Markup, base_uri: str, target: str) -> str | None:
    # Saved pages write the names of files as they are, with spaces, # and Chinese characters.
    if urlsplit(target).scheme not in ("", "file") or target.startswith(("//", "#")):
        return None
    for written in (target, quote(unquote(target), safe="/:.")):
        parts = urlsplit(urljoin(base_uri, written))
        if parts.scheme != "file":
            continue
        path = Path(url2pathname(parts.path))
        folder = Path(url2pathname(urlsplit(base_uri).path)).resolve().parent
        try:
            path = path.resolve()
            if path.is_relative_to(folder) and path.is_file():
                return path.as_uri()
        except (OSError, ValueError):  # names too long, or with a zero byte
            continue
    return None
