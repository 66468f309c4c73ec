"""Pages that say “not found” with the status of success, and pages that are no document at all."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_SAYS_SO = re.compile(
    r"\b404\b|页面(?:不存在|没有找到|无法找到|已删除|找不到)|(?:文章|信息|内容|文件)(?:不存在|已(?:被)?删除|已下线)"
    r"|(?:访问|查找|请求)的(?:页面|网页|内容|信息).{0,12}(?:不存在|找不到|删除|失效|出错)|not found",
    re.IGNORECASE,
)
_HOME = re.compile(r"^/?(?:(?:index|default|home|main)\.\w+)?$", re.IGNORECASE)
# A page that says “not found” says hardly more than that.
_FEW_CHARACTERS = 200


def nothing_there(data: bytes, uri: str, final_uri: str) -> str | None:
    """Why an answer is no document although the server says it is; None for an answer to believe."""
    from lxml import etree

    from extractors.errors import UnreadableDocument
    from extractors.web.main_content import text_of
    from pipelines.ingest.crawling.page_markup import Markup, is_page

    if not data:
        return "the answer is empty; try it later"
    if final_uri != uri and _HOME.match(urlsplit(final_uri).path) and not _HOME.match(urlsplit(uri).path):
        return f"leads to the front page ({final_uri}) now"
    if not is_page(data):
        return None
    try:
        root = Markup(data, final_uri).root
    except UnreadableDocument:
        return None  # the reader says what is wrong with it
    etree.strip_elements(root, "script", "style", "noscript", with_tail=False)
    body = root.find(".//body")
    text = text_of(root if body is None else body)
    title = root.find(".//title")
    if len(text) < _FEW_CHARACTERS and _SAYS_SO.search(
        f"{text_of(title) if title is not None else ''} {text}"
    ):
        return f"the page only says: {text[:60] or 'nothing'}"
    if not text and not any(root.iter("a", "iframe", "embed", "object", "img", "frame")):
        return "the page is empty without its scripts; save it from a browser and put it into a folder"
    return None
