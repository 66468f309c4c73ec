"""Sets a `Document` as DOCX, web page or workbook, the way offices set them, for reading it back.

Independent of the readers: it knows only the model. What is set is the title, notes, merged headings and
merged body cells of each table, and every paragraph in its place.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.model import Document, RowKind, Table

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True)
class SetCell:
    """A cell to be set: its text and how far it runs."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    heading: bool = False


@dataclass(frozen=True)
class Text:
    """A paragraph to be set."""

    text: str
    centred: bool = False


@dataclass(frozen=True)
class Pairs:
    """The block of 索引号, 发布机构 and the like that a page carries, to be set as a table of two columns."""

    pairs: tuple[tuple[str, str], ...]


Item = Text | Table | Pairs


def items(document: Document) -> Iterator[Item]:
    """Paragraphs and tables in reading order, with the lines that stand around each table."""
    tables = list(document.tables)
    for index, paragraph in enumerate(document.paragraphs):
        while tables and tables[0].paragraph_index <= index:
            yield from _table_items(tables.pop(0))
        yield Text(paragraph.text)
    for table in tables:
        yield from _table_items(table)
    if document.metadata:
        yield Pairs(tuple(document.metadata.items()))


def _table_items(table: Table) -> Iterator[Text | Table]:
    if table.attachment is not None:
        yield Text(f"附件 {table.attachment}")
    if table.title and table.title != table.caption:
        yield Text(table.title, centred=True)
    for note in table.notes_before:
        yield Text(note)
    yield table
    for note in table.footnotes:
        yield Text(note)


def header_cells(paths: tuple[tuple[str, ...], ...]) -> list[SetCell]:
    """Merged heading cells of the paths: equal neighbours as one, leaves down to the last row."""
    depth = max(map(len, paths))
    cells: list[SetCell] = []
    for level in range(depth):
        column = 0
        while column < len(paths):
            path = paths[column]
            if len(path) <= level:
                column += 1
                continue
            leaf = len(path) == level + 1
            end = column + 1
            while (
                not leaf
                and end < len(paths)
                and len(paths[end]) > level + 1
                and paths[end][: level + 1] == path[: level + 1]
            ):
                end += 1
            cells.append(
                SetCell(path[level], level, column, depth - level if leaf else 1, end - column, heading=True)
            )
            column = end
    return cells


def grid(table: Table) -> tuple[list[SetCell], int, int]:
    """All cells of a table as they are set, the number of heading rows (with the caption), and of rows."""
    cells: list[SetCell] = []
    width = len(table.header)
    top = 0
    if table.caption:
        cells.append(SetCell(table.caption, 0, 0, 1, width, heading=True))
        top = 1
    heading = header_cells(table.header)
    depth = max(map(len, table.header))
    cells += [
        SetCell(c.text, c.row + top, c.column, c.row_span, c.column_span, heading=True) for c in heading
    ]
    first = top + depth
    for number, row in enumerate(table.rows):
        column = 0
        while column < width:
            cell = row.cells[column]
            if cell.covered and number and column < width and not _covered_from_left(table, number, column):
                column += 1
                continue
            wide = 1
            if row.kind is RowKind.SECTION and cell.text and not any(c.text for c in row.cells[column + 1 :]):
                wide = width - column
            while (
                column + wide < width
                and row.cells[column + wide].covered
                and cell.text
                and _covered_from_left(table, number, column + wide)
            ):
                wide += 1
            high = 1
            while (
                wide == 1
                and cell.text
                and number + high < len(table.rows)
                and table.rows[number + high].cells[column].covered
                and not _covered_from_left(table, number + high, column)
            ):
                high += 1
            cells.append(SetCell(cell.text, first + number, column, high, wide))
            column += wide
    return cells, first, first + len(table.rows)


def _covered_from_left(table: Table, row: int, column: int) -> bool:
    """Whether a covered cell belongs to one at its left (合计 over two columns) and not to one above."""
    kind = table.rows[row].kind
    return (
        kind not in (RowKind.DATA, RowKind.REFERENCE)
        and column > 0
        and bool(table.rows[row].cells[column].covered)
    )


# --- DOCX


def as_docx(document: Document, *, repeat_heading: bool = False) -> bytes:
    """A DOCX package with the parts a word processor needs, and no more."""
    body = "".join(_docx_item(item, repeat_heading) for item in items(document))
    return docx_package(body + "<w:p/>")


def docx_package(body: str, **parts: str) -> bytes:
    """A package around the XML of a body. `parts` adds parts such as `numbering`, `styles`, `footnotes`."""
    relations = "".join(
        f'<Relationship Id="r{i}" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{name}" '
        f'Target="{name}.xml"/>'
        for i, name in enumerate(parts)
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/word/document.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument'
            '.wordprocessingml.document.main+xml"/></Types>',
        )
        package.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="r1" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        )
        package.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}'
            "</Relationships>",
        )
        package.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{_W}" '
            'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
            f'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
            f'xmlns:v="urn:schemas-microsoft-com:vml"><w:body>{body}</w:body></w:document>',
        )
        for name, text in parts.items():
            package.writestr(f"word/{name}.xml", text)
    return out.getvalue()


def w_paragraph(text: str, *, centred: bool = False, properties: str = "") -> str:
    """A `w:p` with one run for each half of the text, as word processors split runs anywhere."""
    half = len(text) // 2
    jc = '<w:jc w:val="center"/>' if centred else ""
    runs = "".join(
        f'<w:r><w:t xml:space="preserve">{html.escape(part, quote=False)}</w:t></w:r>'
        for part in (text[:half], text[half:])
        if part
    )
    return f"<w:p><w:pPr>{properties}{jc}</w:pPr>{runs}</w:p>"


def _docx_item(item: Item, repeat_heading: bool) -> str:
    if isinstance(item, Text):
        return w_paragraph(item.text, centred=item.centred)
    if isinstance(item, Pairs):
        rows_xml = "".join(
            "<w:tr>" + "".join(f"<w:tc>{w_paragraph(text)}</w:tc>" for text in pair) + "</w:tr>"
            for pair in item.pairs
        )
        return f"<w:tbl>{rows_xml}</w:tbl>"
    cells, first, rows = grid(item)
    width = len(item.header)
    at = {(cell.row, cell.column): cell for cell in cells}
    above = {
        (row, cell.column): cell for cell in cells for row in range(cell.row + 1, cell.row + cell.row_span)
    }
    out = ["<w:tbl><w:tblPr/><w:tblGrid>", '<w:gridCol w:w="900"/>' * width, "</w:tblGrid>"]
    for row in range(rows):
        out.append("<w:tr>" + ("<w:trPr><w:tblHeader/></w:trPr>" if repeat_heading and row < first else ""))
        column = 0
        while column < width:
            cell = at.get((row, column)) or above.get((row, column))
            if cell is None:
                out.append("<w:tc><w:p/></w:tc>")
                column += 1
                continue
            span = f'<w:gridSpan w:val="{cell.column_span}"/>' if cell.column_span > 1 else ""
            merge = ""
            if cell.row_span > 1:
                merge = '<w:vMerge w:val="restart"/>' if cell.row == row else "<w:vMerge/>"
            text = w_paragraph(cell.text, centred=True) if cell.row == row else "<w:p/>"
            out.append(f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{text}</w:tc>")
            column += cell.column_span
        out.append("</w:tr>")
    return "".join([*out, "</w:tbl>"])


# --- web pages


def as_html(
    document: Document, *, head: str = '<meta charset="utf-8">', thead: bool = False, word: bool = False
) -> str:
    """A page of a government site around the document. `word`: cells as Word pastes them."""
    body = "".join(_html_item(item, thead, word) for item in items(document))
    return f"""<!DOCTYPE html><html><head>{head}<title>{html.escape(document.front.title or "")}</title>
<style>td {{border: 1px solid}}</style>
<script>var t = "<table><tr><td>1</td></tr></table>";</script></head><body>
<div class="header"><ul class="nav"><li><a href="/">首页</a></li>
<li><a href="/zw">政务公开</a></li><li><a href="/fw">办事服务</a></li></ul></div>
<div class="weizhi">当前位置：<a href="/">首页</a> &gt; <a href="/zw">政务公开</a></div>
<div class="content" id="zoom">{body}</div>
<div class="share">分享到：<a>微信</a><a>微博</a></div>
<div class="footer"><p>主办：市人民政府办公室</p><p>豫ICP备12345678号</p></div></body></html>"""


def _html_item(item: Item, thead: bool, word: bool) -> str:
    if isinstance(item, Text):
        align = ' style="text-align:center"' if item.centred else ""
        return f"<p{align}>{html.escape(item.text)}</p>\n"
    if isinstance(item, Pairs):
        pairs = "".join(
            f"<tr><td>{html.escape(a)}：</td><td>{html.escape(b)}</td></tr>" for a, b in item.pairs
        )
        return f"<table>{pairs}</table>"
    cells, first, rows = grid(item)
    out = ['<table border="1">']
    for row in range(rows):
        if thead and row == 0:
            out.append("<thead>")
        if thead and row == first:
            out.append("</thead><tbody>")
        out.append("<tr>")
        for cell in sorted((cell for cell in cells if cell.row == row), key=lambda cell: cell.column):
            spans = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
            spans += f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
            tag = "th" if thead and cell.heading else "td"
            text = html.escape(cell.text) or "&nbsp;"
            if word:
                style = 'lang="EN-US" style="font-family:仿宋"'
                text = f'<p class="MsoNormal" align="center"><span {style}>{text}<o:p></o:p></span></p>'
            out.append(f"<{tag}{spans}>\n  {text}\n</{tag}>")
        out.append("</tr>")
    return "".join([*out, "</tbody></table>\n" if thead else "</table>\n"])


# --- workbooks


def as_xlsx(document: Document) -> bytes:
    """A workbook with a sheet for each table, figures as numbers with the format that prints them."""
    import openpyxl
    from openpyxl.styles import Alignment

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, table in enumerate(document.tables, start=1):
        sheet = book.create_sheet(f"Sheet{number}")
        row = 1
        for item in _table_items(table):
            if isinstance(item, Text):
                cell = sheet.cell(row, 1, item.text)
                if item.centred:
                    cell.alignment = Alignment(horizontal="center")
                    sheet.merge_cells(
                        start_row=row, end_row=row, start_column=1, end_column=len(table.header)
                    )
                row += 1
                continue
            cells, _, rows = grid(item)
            for set_cell in cells:
                target = sheet.cell(row + set_cell.row, 1 + set_cell.column)
                value, code = _typed(set_cell.text)
                target.value = value
                target.number_format = code
                if set_cell.row_span > 1 or set_cell.column_span > 1:
                    sheet.merge_cells(
                        start_row=row + set_cell.row,
                        end_row=row + set_cell.row + set_cell.row_span - 1,
                        start_column=1 + set_cell.column,
                        end_column=set_cell.column + set_cell.column_span,
                    )
            row += rows
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _typed(text: str) -> tuple[str | int | float | None, str]:
    """A figure as a number and the format that prints it so; any other text as it is."""
    if not text:
        return None, "General"
    if re.fullmatch(r"-?(?:0|[1-9]\d{0,14})", text):
        return int(text), "General"
    if match := re.fullmatch(r"-?(?:0|[1-9]\d{0,8})(?:\.(\d{1,4}))?(%?)", text):
        places = "0" + ("." + "0" * len(match[1]) if match[1] else "")
        if match[2]:
            return round(float(text[:-1]) / 100, 8), places + "%"
        return float(text), places
    return text, "@"
