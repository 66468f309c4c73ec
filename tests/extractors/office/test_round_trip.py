"""Any table that can be set in DOCX, a web page or a workbook reads back as it was set."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.model import Cell, Document, Front, Paragraph, Row, RowKind, Span, Table
from extractors.office.docx import read_docx
from extractors.office.sheet_tables import read_workbook
from extractors.web import read_html
from tests.extractors import setting

GROUPS = ("办理深度", "按期办结", "超期办结", "行政检查", "行政处罚", "电子证照")
LEAVES = ("受理数", "办结数", "评价数", "超期数", "覆盖数", "汇聚数", "一级", "二级", "总计")
UNITS = ("教育局", "公安局", "民政局", "司法局", "财政局", "水利局", "商务局", "审计局", "统计局", "林业局")
Path = tuple[str, ...]


@st.composite
def headings(draw: st.DrawFn) -> tuple[Path, ...]:
    """序号, 单位, then single columns and groups of two or three columns, up to three levels deep."""
    paths: list[Path] = [("序号",), ("单位",)]
    groups = list(draw(st.permutations(GROUPS)))
    singles = [f"{name}量" for name in draw(st.permutations(LEAVES))]
    for kind in draw(st.lists(st.sampled_from(("single", "group", "deep")), min_size=1, max_size=4)):
        if kind == "single":
            paths.append((singles.pop(),))
        elif kind == "group":
            group = groups.pop()
            paths += [(group, leaf) for leaf in draw(st.permutations(LEAVES))[: draw(st.integers(2, 3))]]
        elif len(groups) > 3:
            top, inner = groups.pop(), (groups.pop(), groups.pop())
            leaves = draw(st.permutations(LEAVES))[:2]
            paths += [(top, middle, leaf) for middle in inner for leaf in leaves]
        else:
            paths.append((singles.pop(),))
    return tuple(paths)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Running numbers, units that may run over several rows, figures, blanks, perhaps a total."""
    header = draw(headings())
    figures = st.one_of(
        st.integers(0, 99_999).map(str), st.integers(0, 10_000).map(lambda n: f"{n / 100:.2f}%")
    )
    rows: list[Row] = []
    for unit in draw(st.permutations(UNITS))[: draw(st.integers(3, 6))]:
        for repeat in range(draw(st.sampled_from((1, 1, 1, 2, 3)))):
            texts = [str(len(rows) + 1), unit if not repeat else ""]
            texts += [draw(figures) for _ in header[2:]]
            if draw(st.booleans()) and len(texts) > 4:
                texts[draw(st.integers(3, len(texts) - 1))] = ""
            rows.append(
                Row(
                    RowKind.DATA, tuple(Cell(t, covered=bool(repeat) and j == 1) for j, t in enumerate(texts))
                )
            )
    if draw(st.booleans()):
        total = [
            Cell("合计"),
            Cell("", covered=True),
            *(Cell(draw(st.integers(1, 999_999)).__str__()) for _ in header[2:]),
        ]
        rows.append(Row(RowKind.TOTAL, tuple(total)))
    return Table(
        header=header, rows=tuple(rows), attachment=draw(st.integers(1, 20)), title="某市政务服务情况统计表"
    )


def document_of(*found: Table) -> Document:
    text = "现将有关情况通报如下，请各单位认真对照整改。"
    paragraph = Paragraph(text, (Span(0, len(text)),))
    return Document("", "text/plain", text, (paragraph,), found, Front())


def assert_same(read: Document, table: Table) -> None:
    (got,) = read.tables
    assert (got.attachment, got.title) == (table.attachment, table.title)
    assert got.header == table.header
    assert [(row.kind, row.texts) for row in got.rows] == [(row.kind, row.texts) for row in table.rows]
    assert [tuple(c.covered for c in row.cells) for row in got.rows] == [
        tuple(c.covered for c in row.cells) for row in table.rows
    ]


@settings(max_examples=60, deadline=None)
@given(tables(), st.booleans())
def test_docx(table: Table, repeat: bool) -> None:
    assert_same(read_docx(setting.as_docx(document_of(table), repeat_heading=repeat)), table)


@settings(max_examples=60, deadline=None)
@given(tables(), st.booleans(), st.booleans())
def test_web_page(table: Table, thead: bool, word: bool) -> None:
    assert_same(read_html(setting.as_html(document_of(table), thead=thead, word=word).encode()), table)


@settings(max_examples=40, deadline=None)
@given(tables())
def test_workbook(table: Table) -> None:
    assert_same(read_workbook(setting.as_xlsx(document_of(table))), table)
