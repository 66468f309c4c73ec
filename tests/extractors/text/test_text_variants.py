"""The five bulletins in other encodings and with other line ends, and tables that come back from any print."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.document.export import to_csv, to_json
from extractors.files.text_encoding import decode
from extractors.model import Document
from extractors.printed.line_wraps import fold
from extractors.text.text_reader import read_text
from tests.extractors.tables.test_headings import printed, trees
from tests.paths import BULLETINS

BULLETINS = sorted((BULLETINS).glob("*.txt"))


def content(document: Document) -> object:
    """All that must not depend on encoding and line ends."""
    return (
        [
            (
                t.attachment,
                t.title,
                t.caption,
                t.header,
                t.as_of,
                t.notes_before,
                t.footnotes,
                t.paragraph_index,
                t.rows,
            )
            for t in document.tables
        ],
        [p.text for p in document.paragraphs],
        document.front,
    )


@pytest.mark.parametrize("path", BULLETINS, ids=lambda path: path.stem[:3])
@pytest.mark.parametrize(
    ("name", "encode"),
    [
        ("utf-8", lambda text: b"\xef\xbb\xbf" + text.encode()),
        ("utf-8", lambda text: text.replace("\n", "\r\n").encode()),
        ("utf-8", lambda text: text.replace("\n", "\r").encode()),
        ("gb18030", lambda text: text.encode("gb18030")),
        ("utf-16-le", lambda text: b"\xff\xfe" + text.encode("utf-16-le")),
        ("utf-16-be", lambda text: b"\xfe\xff" + text.encode("utf-16-be")),
        ("utf-16-le", lambda text: text.encode("utf-16-le")),
        ("utf-16-be", lambda text: text.encode("utf-16-be")),
    ],
    ids=["bom", "crlf", "cr", "gb18030", "utf16le-bom", "utf16be-bom", "utf16le", "utf16be"],
)
def test_encodings_and_line_ends_change_nothing(path: Path, name: str, encode: object) -> None:
    text = path.read_text(encoding="utf-8")
    data = encode(text)
    document = read_text(data)
    assert document.encoding == name
    assert not document.text.startswith("\ufeff")
    assert content(document) == content(read_text(text.encode()))


def test_a_text_cut_inside_a_character_is_read_and_reported() -> None:
    document = read_text(("关于政务服务情况的通报，现将有关情况通报如下。" * 3).encode()[:-1])
    assert [problem.kind for problem in document.problems] == ["encoding"]


def test_big5_is_told_from_gb18030() -> None:
    text = "關於政務服務情況的通報\n各縣區辦理情況統計表\n序號\t單位\t數量\n1\t市教育局\t3\n合計\t\t3\n"
    assert decode(text.encode("big5hkscs")).encoding == "big5hkscs"
    (table,) = read_text(text.encode("big5hkscs")).tables
    assert [row.kind.value for row in table.rows] == ["data", "total"]


def test_the_five_bulletins_are_read_at_once() -> None:
    texts = [path.read_bytes() for path in BULLETINS]
    began = time.process_time()
    for data in texts:
        read_text(data)
    assert time.process_time() - began < 1.5  # usually 0.2


def test_every_paragraph_is_where_its_spans_say() -> None:
    for path in BULLETINS:
        document = read_text(path.read_bytes())
        assert document.text == path.read_text(encoding="utf-8")
        end = 0
        for paragraph in document.paragraphs:
            assert paragraph.text == "".join(document.text[s.start : s.end] for s in paragraph.spans)
            for span in paragraph.spans:
                assert end <= span.start < span.end
                end = span.end


def test_every_character_of_a_bulletin_is_in_a_paragraph_a_table_or_the_metadata() -> None:
    for path in BULLETINS:
        document = read_text(path.read_bytes())
        kept = "".join(paragraph.text for paragraph in document.paragraphs)
        for table in document.tables:
            kept += f"附件{table.attachment}{table.title}{table.caption}" + "".join(
                ["".join(map("".join, table.header)), *table.notes_before, *table.footnotes]
            )
            kept += "".join(cell.text for row in table.rows for cell in row.cells)
        kept += "".join(f"{key}{value}" for key, value in document.metadata.items())
        kept += "".join(problem.message for problem in document.problems)
        missing = set(fold(document.text)) - set(fold(kept)) - set("-:|：")
        assert not missing


NAMES = st.text(alphabet="甲乙丙丁戊己庚辛", min_size=2, max_size=5).map(lambda text: f"{text}局")


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[tuple[str, ...]], list[list[str]]]:
    """Leaf paths and body rows: running number, name, then whole numbers, rates or blanks."""
    paths = [("序号",), ("单位",), *draw(trees())[1:]]
    rates = [draw(st.booleans()) for _ in paths]
    rows = []
    for number in range(draw(st.integers(2, 12))):
        row = [str(number + 1), draw(NAMES)]
        for j in range(2, len(paths)):
            value = draw(st.integers(0, 9999))
            row.append(
                draw(
                    st.sampled_from(
                        ["", f"{value / 100:.2f}%" if rates[j] else str(value)] + [f"{value}"] * 0
                    )
                )
            )
        if not any(row[2:]):
            row[2] = "0.00%" if rates[2] else "0"
        rows.append(row)
    return paths, rows


@given(tables(), st.sampled_from(["\t", " | "]), st.integers(1, 8), st.booleans())
def test_any_table_comes_back_from_its_print(
    table: tuple[list[tuple[str, ...]], list[list[str]]], separator: str, page: int, repeated: bool
) -> None:
    paths, rows = table
    head = [separator.join(row) for row in printed(paths)]
    lines = list(head)
    for number, row in enumerate(rows):
        if separator == "\t" and number and number % page == 0:
            lines += ["", *(head if repeated else [])]
        lines.append(separator.join(row))
    if separator != "\t":
        lines = [f"| {line} |" for line in lines]
    text = "关于情况的通报，现将有关情况通报如下。\n\n附件 1\n\n情况统计表\n\n" + "\n".join(lines) + "\n"
    (found,) = read_text(text.encode()).tables
    assert list(found.header) == paths
    assert [list(row.texts) for row in found.rows] == rows
    assert {row.kind.value for row in found.rows} == {"data"}
    assert (found.attachment, found.title) == (1, "情况统计表")


PIECES = st.sampled_from(
    [
        "\n",
        "\n\n",
        "\t",
        "\t\t",
        " | ",
        "|",
        "  ",
        "　",
        ",",
        "。",
        "：",
        "---|---",
        "— 3 —",
        "è",
        "续表",
        "\f",
        "\r\n",
        "附件 1",
        "附件：",
        "序号",
        "单位",
        "合计",
        "小计",
        "注：",
        "一、",
        "（二）",
        "甲县",
        "市教育局",
        "索引号",
        "现将情况通报如下",
        "截至6月30日",
        "2021年12月",
        "56. 41%",
        "12",
        "1",
        "2",
        "3",
        "/",
        "1.2万件",
        "文号 | 宛放办〔2021〕8号",
    ]
)


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=60))
def test_no_text_makes_the_reader_fail_and_its_promises_hold(pieces: list[str]) -> None:
    text = "关于政务服务情况的通报，现将情况通报如下。\n" + "".join(pieces)
    document = read_text(text.encode())
    assert document.text == text
    for paragraph in document.paragraphs:
        assert paragraph.text == "".join(text[span.start : span.end] for span in paragraph.spans)
    for table in document.tables:
        assert table.header
        assert all(len(row.cells) == len(table.header) for row in table.rows)
        assert 0 <= table.paragraph_index <= len(document.paragraphs)
    to_json(document)
    to_csv(document)
