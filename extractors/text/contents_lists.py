"""Lists of contents (目录): headings with the numbers of their pages.

They are text. Their columns look like those of a table, and page numbers are no figures.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.printed.line_wraps import fold
from extractors.text.source_lines import SourceLine

_FEWEST = 3
_FIRST_PAGE = 9  # a list that is not called 目录 begins on one of the first pages
_CHINESE = "[一二三四五六七八九十百]{1,4}"
_ENTRY = re.compile(
    rf"\s*(?P<label>第(?:{_CHINESE}|\d{{1,3}})[章节篇部]分?|{_CHINESE}[、.．]|[(（]{_CHINESE}[)）]|附件\s*\d{{0,2}}[:：]?"
    r"|\d{1,2}(?:[.．]\d{1,2})*[.．、]?)?\s*(?P<title>[^\d\s][^\t]*?)"
    r"\s*(?P<leader>\t[\t ]*|[.．…·⋯]{3,}\s*|[ \u3000]{3,})(?P<page>\d{1,3})\s*"
)
_PROVES = re.compile(r"第.+[章节篇]|第.+部分|\d+[.．]\d.*")
_CALLED = frozenset(("目录", "目次", "目錄", "contents"))


def contents_end(lines: Sequence[SourceLine], index: int) -> int:
    """The end (exclusive) of the list of contents that begins at `index`; `index` itself where there is none.

    Its page numbers never fall. Without 目录 over it, it has numbers of several levels (1.1, 第一章) or leading dots.
    """
    called = fold(_line_before(lines, index)).lower() in _CALLED
    pages: list[int] = []
    proved = called
    end = i = index
    while i < len(lines):
        if lines[i].is_blank:
            i += 1
            continue
        entry = _ENTRY.fullmatch(lines[i].text)
        if entry is None or (pages and int(entry["page"]) < pages[-1]):
            break
        proved = proved or bool(
            _PROVES.fullmatch(entry["label"] or "") or re.match("[.．…·⋯]", entry["leader"])
        )
        pages.append(int(entry["page"]))
        i += 1
        end = i
    if len(pages) < _FEWEST or not proved or (not called and pages[0] > _FIRST_PAGE):
        return index
    return end


def _line_before(lines: Sequence[SourceLine], index: int) -> str:
    return next((line.text for line in reversed(lines[:index]) if not line.is_blank), "")
