"""The five bulletins set as DOCX, web page and workbook read like their texts, value for value."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extractors.model import Document, Table
from extractors.printed.line_wraps import fold
from extractors.reading import read_document
from tests.extractors import setting
from tests.paths import BULLETINS

BULLETINS = sorted((BULLETINS).glob("*.txt"))
GB = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
WAYS = {
    "docx": lambda document: setting.as_docx(document),
    "docx with repeated headings": lambda document: setting.as_docx(document, repeat_heading=True),
    "page": lambda document: setting.as_html(document).encode(),
    "page in GB18030 with thead": lambda document: setting.as_html(document, head=GB, thead=True).encode(
        "gb18030"
    ),
    "page pasted from Word": lambda document: setting.as_html(document, word=True).encode("utf-8-sig"),
}


@cache
def as_text(path: Path) -> Document:
    return read_document(path.read_bytes(), name=path.name)


def facts(table: Table) -> dict[str, Any]:
    """All that a table says, white space aside: it differs where a text has it from OCR or wraps."""
    return {
        "attachment": table.attachment,
        "title": fold(table.title or ""),
        "caption": fold(table.caption or ""),
        "notes_before": [fold(note) for note in table.notes_before],
        "footnotes": [fold(note) for note in table.footnotes],
        "as_of": table.as_of,
        "header": [tuple(map(fold, path)) for path in table.header],
        "rows": [(row.kind, tuple(map(fold, row.texts))) for row in table.rows],
        "covered": [tuple(cell.covered for cell in row.cells) for row in table.rows],
        "paragraph_index": table.paragraph_index,
    }


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("path", BULLETINS, ids=lambda path: path.stem[:3])
def test_same_as_the_text(path: Path, way: str) -> None:
    text = as_text(path)
    read = read_document(WAYS[way](text))
    assert [facts(table) for table in read.tables] == [facts(table) for table in text.tables]
    assert [fold(p.text) for p in read.paragraphs] == [fold(p.text) for p in text.paragraphs]
    assert read.front == text.front


@pytest.mark.parametrize(
    "path", [path for path in BULLETINS if as_text(path).tables], ids=lambda path: path.stem[:3]
)
def test_same_tables_in_a_workbook(path: Path) -> None:
    text = as_text(path)
    read = read_document(setting.as_xlsx(text))
    # A workbook has no letter around it: no paragraphs, and no year for a date without one.
    other = {"paragraph_index", "as_of"}
    assert [{k: v for k, v in facts(t).items() if k not in other} for t in read.tables] == [
        {k: v for k, v in facts(t).items() if k not in other} for t in text.tables
    ]
    assert read.problems == ()
