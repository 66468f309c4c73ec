"""A failure inside a step costs a table or a page at most, and is told; never the document."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from extractors.document import building
from extractors.errors import UnreadableDocument
from extractors.model import Document
from extractors.pages import paged_document, reading_order
from extractors.pages.ruled import ruled_tables
from extractors.pdf import read_pdf
from extractors.pdf.pdf_file import PdfFile
from tests.extractors.pdf.drawing import Page, pdf, ruled

FIRST = [["No.", "Office", "Items"], ["1", "alpha", "11"], ["2", "beta", "12"], ["3", "gamma", "13"]]
LAST = [["No.", "Place", "Visits"], ["1", "delta", "31"], ["2", "eta", "32"], ["3", "zeta", "33"]]


def unruled(rows: list[list[str]], y: float = 120) -> Page:
    page = Page()
    for i, row in enumerate(rows):
        page.texts += [(60 + 140 * j, y + 20 * i, text) for j, text in enumerate(row)]
    return page


MIDDLE = [
    ["No.", "Street", "Calls"],
    *([str(i), f"street {'abcdef'[i - 1]}", str(20 + i)] for i in range(1, 7)),
]


def document(data: bytes | None = None) -> Document:
    last = ruled(LAST)
    last.texts.append((60, 400, "The bulletin ends with 99 items."))
    return read_pdf(data or pdf([ruled(FIRST), unruled(MIDDLE), last]), second_reader=False)


def figures(text: str) -> set[str]:
    return {found for found in re.findall(r"\d+", text) if len(found) == 2}


def breaking(step: Callable[..., Any], when: Callable[..., bool] = lambda *_: True) -> Callable[..., Any]:
    """The step, failing as a step of ours would where `when` says so."""

    def broken(*given: Any, **named: Any) -> Any:
        if when(*given):
            raise IndexError("list index out of range")
        return step(*given, **named)

    return broken


def test_all_is_read_where_nothing_fails() -> None:
    read = document()
    assert [len(table.rows) for table in read.tables] == [3, 6, 3]
    assert read.problems == ()


def test_a_table_without_rules_that_fails_stays_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_order, "read_unruled", breaking(reading_order.read_unruled))
    read = document()
    assert [table.header[2] for table in read.tables] == [("Items",), ("Visits",)]
    assert figures(read.text) == {str(n) for first in (11, 21, 31) for n in range(first, first + 3)} | {
        *("24", "25", "26", "99")
    }
    (problem,) = [problem for problem in read.problems if problem.kind == "table_failed"]
    assert "page 2" in problem.message and "please report it" in problem.message
    assert problem.place.page == 2


def test_a_ruled_table_that_fails_stays_text(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = breaking(ruled_tables._fragment, lambda page, *_: page.number == 1)
    monkeypatch.setattr(ruled_tables, "_fragment", broken)
    read = document()
    assert {"11", "12", "13", "31", "99"} <= figures(read.text)
    assert read.tables[-1].header[2] == ("Visits",)
    assert [(p.kind, p.place.page) for p in read.problems if p.kind == "table_failed"] == [
        ("table_failed", 1)
    ]


def test_a_table_whose_pieces_cannot_be_joined_is_told_with_its_pages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken = breaking(paged_document.join, lambda table: table.first_page == 1)
    monkeypatch.setattr(paged_document, "join", broken)
    read = document()
    assert [table.header[2] for table in read.tables] == [("Calls",), ("Visits",)]
    (problem,) = read.problems
    assert problem.place.page == 1
    assert "12 cells" in problem.message and "“No.”" in problem.message and "page 1" in problem.message


def test_a_page_that_fails_is_missing_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PdfFile, "_read", breaking(PdfFile._read, lambda _, index, *__: index == 1))
    read = document()
    assert [table.header[2] for table in read.tables] == [("Items",), ("Visits",)]
    (problem,) = read.problems
    assert (problem.kind, problem.place.page) == ("page_failed", 2)
    assert "missing" in problem.message and "IndexError" in problem.message


@pytest.mark.parametrize(
    ("room", "step"),
    [
        (reading_order, "find_frames"),
        (reading_order, "find_regions"),
        (reading_order, "split_furniture"),
        (reading_order, "continues"),
        (reading_order, "goes_on"),
        (paged_document, "examine"),
        (building, "_joined"),
        (building, "parts_of"),
        (building, "split_stacked_rows"),
        (building, "_metadata_pairs"),
        (building, "before_table"),
        (building, "assemble_reporting"),
        (building, "read_front"),
    ],
)
def test_no_step_takes_the_document_with_it(room: Any, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = figures(document().text)
    monkeypatch.setattr(room, step, breaking(getattr(room, step)))
    read = document()
    assert figures(read.text) == whole, "every figure is still in the text"
    told = [problem for problem in read.problems if "report it with the document" in problem.message]
    asked = step not in ("continues", "goes_on", "_joined")  # those are asked where tables follow each other
    assert told or not asked


@pytest.mark.parametrize(("room", "step"), [(reading_order, "continues"), (building, "_joined")])
def test_pieces_that_cannot_be_compared_are_two_tables(
    room: Any, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = pdf([ruled(FIRST), ruled([FIRST[0], ["4", "delta", "14"], ["5", "eta", "15"]])])
    assert len(document(pages).tables) == 1
    monkeypatch.setattr(reading_order, "continues", lambda *_: False)
    monkeypatch.setattr(room, step, breaking(getattr(room, step)))
    read = document(pages)
    assert {row.texts[2] for table in read.tables for row in table.rows} == {"11", "12", "13", "14", "15"}
    assert any("please report it" in problem.message for problem in read.problems)


def test_what_concerns_the_whole_document_still_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def over(*_: Any) -> Any:
        raise UnreadableDocument("too_large", "The time is used up.", "Raise the limit.")

    monkeypatch.setattr(reading_order, "find_frames", over)
    with pytest.raises(UnreadableDocument, match="time is used up"):
        document()
