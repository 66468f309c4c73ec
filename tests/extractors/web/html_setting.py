"""Small pages for the tests of web pages: prose that makes the document, and a table of two departments."""

from __future__ import annotations

from extractors.model import Document
from extractors.web import read_html

PROSE = (
    "<p>　　截至6月30日，全市政务服务事项共1645项，即办件占比62.71%，较上月提高2.51%，"
    "请各单位对照附件所列情况认真整改，按时报送。</p>" * 3
)
HEADING = "<tr><td>序号</td><td>单位</td><td>数量</td></tr>"
FIRST = "<tr><td>1</td><td>教育局</td><td>12</td></tr>"
SECOND = "<tr><td>2</td><td>公安局</td><td>34</td></tr>"
SIMPLE = f"<table border=1>{HEADING}{FIRST}{SECOND}</table>"
FIRST_ROW, SECOND_ROW = ("1", "教育局", "12"), ("2", "公安局", "34")


def page(body: str, head: str = "") -> Document:
    html = f'<!DOCTYPE html>\n<html><head><meta charset="utf-8">{head}</head>\n<body>{body}</body></html>'
    return read_html(html.encode())


def rows(document: Document, number: int = 0) -> list[tuple[str, ...]]:
    return [row.texts for row in document.tables[number].rows]


def told(document: Document) -> list[tuple[str, str]]:
    return [(problem.kind, problem.message) for problem in document.problems]
