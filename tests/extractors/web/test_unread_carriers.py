"""What a page carries beside its markup is told of; rows of words in its paragraphs are tables."""

from __future__ import annotations

import pytest

from extractors.model import Document, RowKind
from extractors.reading import read_document

ROWS = [
    ["单位", "受理件数", "办结件数"],
    ["市公安局", "120", "118"],
    ["市教育局", "35", "34"],
    ["市民政局", "9", "8"],
]
TABLE = (
    "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in ROWS) + "</table>"
)


def read(body: str) -> Document:
    page = (
        "<html><head><meta charset=utf-8><title>通报</title></head><body><h1>关于2024年3月政务服务运行情况的通报</h1>"
        f"<p>现将全市政务服务运行情况通报如下，请认真对照整改落实到位。</p>{body}"
        "<p>各单位要高度重视，认真整改，确保各项工作落实到位。</p></body></html>"
    )
    return read_document(page.encode(), name="a.html")


@pytest.mark.parametrize(
    ("carrier", "figures"),
    [
        (
            f"<textarea id=c style='display:none'>{TABLE.replace('<', '&lt;')}</textarea><div id=zoom></div>",
            6,
        ),
        (f"<script type='text/html'>{TABLE}</script>", 6),
        (f"<noscript>{TABLE}</noscript>", 6),
        ('<script>var c = {"html": "' + TABLE.replace("/", "\\/").replace("<", "\\u003c") + '"}</script>', 6),
    ],
)
def test_a_table_that_a_script_would_set_is_told_of_with_its_figures(carrier: str, figures: int) -> None:
    document = read(carrier)
    assert not document.tables
    (problem,) = document.problems
    assert problem.kind == "not_in_page"
    assert f"1 table, {figures} figures" in problem.message


def test_figures_of_a_drawing_are_told_of_and_scripts_without_tables_are_not() -> None:
    document = read("<svg><text>受理 120 件</text></svg><script>var n = 12; document.write('<p>')</script>")
    assert [problem.message for problem in document.problems] == [
        "A drawing was not read (1 figure): 受理 120 件"
    ]


@pytest.mark.parametrize(
    "body",
    [
        "<p>" + "<br>".join(" ".join(row) for row in ROWS) + "</p>",
        "".join("<p>" + " ".join(row) + "</p>" for row in ROWS),
        "".join("<p>" + "&nbsp;&nbsp;&nbsp;".join(row) + "</p>" for row in ROWS),
        "<pre>" + "\n".join("  ".join(row) for row in ROWS) + "</pre>",
    ],
)
def test_rows_of_words_in_paragraphs_are_a_table(body: str) -> None:
    (table,) = read(body).tables
    assert [path[-1] for path in table.header] == ROWS[0]
    assert [list(row.texts) for row in table.rows] == ROWS[1:]


@pytest.mark.parametrize("tags", [("<p>", "</p>"), ("<pre>", "\n</pre>")])
def test_paragraphs_that_look_like_rows_and_are_not_understood_are_told_of(tags: tuple[str, str]) -> None:
    rows = ["单位 受理 办结", "市公安局 120 118", "市教育局 35 34", "市民政局 9 8 7", "市财政局 1"]
    body = (
        "".join(f"<p>{row}</p>" for row in rows) if tags[0] == "<p>" else "<pre>" + "\n".join(rows) + "</pre>"
    )
    document = read(body)
    assert not document.tables
    assert [problem.kind for problem in document.problems] == ["table_not_understood"]


def test_a_row_of_totals_inside_the_marked_heading_belongs_to_the_body() -> None:
    head = "<tr><th>单位</th><th>受理件数</th><th>办结件数</th></tr><tr><th>合计</th><th>164</th><th>160</th></tr>"
    body = TABLE.partition("</tr>")[2]
    (table,) = read(f"<table><thead>{head}</thead><tbody>{body}").tables
    assert list(table.header) == [("单位",), ("受理件数",), ("办结件数",)]
    assert table.rows[0].texts == ("合计", "164", "160")
    assert [row.kind for row in table.rows] == [RowKind.TOTAL, RowKind.DATA, RowKind.DATA, RowKind.DATA]
