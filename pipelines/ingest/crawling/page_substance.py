"""Whether two versions of a page say the same: counters and scripts change with every visit, the bulletin doesn't."""

from __future__ import annotations

import re

from pipelines.ingest.crawling.page_markup import is_page

_COUNTER = re.compile(
    r"(?:浏览|阅读|点击|访问|打印)(?:次数|量|数)?[:：\s]*[\[【(（]?\s*\d+\s*[\]】)）]?\s*次?"
)
_SPACES = re.compile(r"\s+")


def says_the_same(one: bytes, other: bytes) -> bool:
    """Whether both are pages with the same text, tables and attachments. Anything else has to be equal byte by byte."""
    from extractors.errors import UnreadableDocument

    if one == other:
        return True
    if not (is_page(one) and is_page(other)):
        return False
    try:
        return _substance(one) == _substance(other)
    except UnreadableDocument:
        return False


def _substance(data: bytes) -> tuple[object, ...]:
    from extractors.web.html_reader import read_html

    document = read_html(data)
    text = _COUNTER.sub("", document.text)
    tables = [(table.header, [row.texts for row in table.rows]) for table in document.tables]
    return _SPACES.sub("", text), tables, document.links
