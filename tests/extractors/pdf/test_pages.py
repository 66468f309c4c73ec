"""Drawn pages: page breaks, white space, furniture, paragraphs, and what can't be read."""

from __future__ import annotations

import pytest

from extractors.errors import UnreadableDocument
from extractors.model import Document
from extractors.pdf import read_pdf
from extractors.pdf.pdf_file import Limits
from extractors.pdf.second_reader import read_again
from tests.extractors.pdf.drawing import Page, pdf, ruled

HEAD = ["No.", "Office", "Items", "Rate"]


def rows(first: int, last: int) -> list[list[str]]:
    return [[str(i), f"Office {chr(64 + i)}", str(10 * i), f"{i}.50%"] for i in range(first, last + 1)]


def read(*pages: Page) -> Document:
    return read_pdf(pdf(pages))


def texts(document: Document, table: int = 0) -> list[tuple[str, ...]]:
    return [row.texts for row in document.tables[table].rows]


def test_heading_repeated_on_the_next_page() -> None:
    document = read(ruled([HEAD, *rows(1, 6)]), ruled([HEAD, *rows(7, 9)]))
    (table,) = document.tables
    assert table.header == (("No.",), ("Office",), ("Items",), ("Rate",))
    assert texts(document) == [tuple(row) for row in rows(1, 9)]
    assert (table.place.page, table.last_page) == (1, 2)


def test_heading_not_repeated_on_the_next_page() -> None:
    assert texts(read(ruled([HEAD, *rows(1, 6)]), ruled(rows(7, 9)))) == [tuple(row) for row in rows(1, 9)]


def test_a_heading_of_its_own_begins_a_table() -> None:
    other = ["No.", "Office", "Visits", "Share"]
    document = read(ruled([HEAD, *rows(1, 6)]), ruled([other, *rows(1, 4)]))
    assert [table.header[2] for table in document.tables] == [("Items",), ("Visits",)]


def test_a_row_cut_by_the_page_break_is_one_row() -> None:
    first = [HEAD, *rows(1, 4), ["5", "Office of\nHousing and", "50", "5.50%"]]
    second = [["", "Building", "", ""], *rows(6, 8)]
    found = texts(read(ruled(first, high=26), ruled(second)))
    assert found[4] == ("5", "Office of Housing and Building", "50", "5.50%")
    assert len(found) == 8


def test_a_hyphen_at_the_end_of_a_line_is_kept() -> None:
    body = [
        ["No.", "Name", "Items"],
        ["1", "processing-\nstructure", "5"],
        ["2", "other", "6"],
        ["3", "more", "7"],
    ]
    assert texts(read(ruled(body, high=30)))[0] == ("1", "processing-structure", "5")


def test_page_numbers_and_running_heads_are_no_text() -> None:
    pages = []
    for number in range(1, 5):
        page = (
            ruled([HEAD, *rows(1, 5)])
            if number == 2
            else Page(texts=[(60, 300, f"Paragraph {number} ends here.")])
        )
        page.texts += [(280, 800, f"- {number} -"), (200, 40, "Bulletin of the Service Office")]
        pages.append(page)
    document = read(*pages)
    assert [p.text for p in document.paragraphs] == [f"Paragraph {n} ends here." for n in (1, 3, 4)]
    assert document.metadata["running_heads"] == "Bulletin of the Service Office"


def test_paragraphs_are_joined_over_lines_and_pages() -> None:
    full = "which is as long as the line and goes on to the next one, to show where a line"
    one = Page(
        texts=[
            (80, 100, "The first paragraph" + full[18:]),
            (60, 116, full + " ends"),
            (60, 132, full + " ends"),
        ]
    )
    two = Page(texts=[(60, 100, "and it ends here."), (80, 116, "The second is short.")])
    document = read(one, two)
    assert [p.text.startswith("The") for p in document.paragraphs] == [True, True]
    assert document.paragraphs[0].text.endswith("ends and it ends here.")
    assert document.paragraphs[1].text == "The second is short."


def unruled(body: list[list[str]], *, top: float = 140, xs: tuple[float, ...] = (70, 160, 300, 420)) -> Page:
    page = Page(texts=[(x, top - 24, text) for x, text in zip(xs, HEAD, strict=True)])
    for i, row in enumerate(body):
        page.texts += [(x, top + 18 * i, text) for x, text in zip(xs, row, strict=True) if text]
    return page


def test_a_table_without_lines() -> None:
    document = read(unruled(rows(1, 8)))
    assert document.tables[0].header == (("No.",), ("Office",), ("Items",), ("Rate",))
    assert texts(document) == [tuple(row) for row in rows(1, 8)]


def test_a_blank_column_keeps_its_place() -> None:
    body = [[a, b, "", d] for a, b, _, d in rows(1, 8)]
    document = read(unruled(body))
    assert texts(document) == [tuple(row) for row in body]


def test_prose_and_lists_are_no_tables() -> None:
    page = Page(
        texts=[
            (60, 100 + 16 * i, f"{i}. The office has handled 1{i}2 items and rejected {i} of them.")
            for i in range(1, 12)
        ]
    )
    page.texts += [
        (60, 400, "Contact: Li Ming"),
        (300, 400, "Telephone: 0377-1234567"),
        (60, 430, "Copy to: all offices"),
    ]
    page.texts += [
        (60, 500 + 16 * i, f"Chapter {i} ........................................ {3 * i}")
        for i in range(1, 6)
    ]
    assert read(page).tables == ()


def test_the_grid_of_a_chart_is_no_table() -> None:
    blank = [["", "", "", "", "", ""] for _ in range(8)]
    blank[7][0], blank[7][3] = "2019", "2020"
    assert read(ruled(blank, wide=70)).tables == ()


def test_cells_that_touch_a_line_go_to_their_own_column() -> None:
    page = ruled(
        [["No.", "Aaaa", ""], ["1", "123456789012345", ""], ["2", "12", "6"], ["3", "13", "7"]], wide=84
    )
    page.texts += [
        (260, 113, "Bbbb"),
        (233, 133, "5"),
    ]  # 1.5 points after a number that sticks out of its cell
    assert texts(read(page))[0] == ("1", "123456789012345", "5")


@pytest.mark.parametrize(
    ("data", "limits", "code"),
    [
        (b"%PDF-1.4\nnot much of a file", Limits(), "damaged"),
        (pdf([Page(texts=[(60, 60, "x")]), Page(), Page()]), Limits(pages=2), "too_large"),
        (pdf([Page(texts=[(60, 60, "x")])]), Limits(megabytes=0.0001), "too_large"),
        (pdf([Page(texts=[(60, 60, "x")])]), Limits(seconds=-1.0), "too_large"),
        (pdf([Page(lines=[(60, 60, 100, 60)])]), Limits(), "no_text"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, limits: Limits, code: str) -> None:
    with pytest.raises(UnreadableDocument) as raised:
        read_pdf(data, limits=limits)
    assert raised.value.code == code
    assert raised.value.what and raised.value.remedy


def test_a_scanned_page_among_others_is_reported() -> None:
    document = read(Page(texts=[(60, 100, "A page with text.")]), Page(picture=True))
    (problem,) = document.problems
    assert (problem.kind, problem.place.page) == ("scanned_page", 2)


def test_rows_that_a_frame_does_not_rule() -> None:
    names, counts, rates = "Aa\nBb\nCc\nDd", "12\n7\n30\n5", "1.5%\n2.5%\n3.5%\n4.5%"
    page = ruled([["Name", "Items", "Rate"], [names, counts, rates]])
    page.lines = [line if line[1] != 140 else (line[0], 190, line[2], 190) for line in page.lines]
    page.lines = [(x0, y0, x1, 190 if (x0 == x1 and y1 == 140) else y1) for x0, y0, x1, y1 in page.lines]
    assert texts(read(page)) == [
        ("Aa", "12", "1.5%"),
        ("Bb", "7", "2.5%"),
        ("Cc", "30", "3.5%"),
        ("Dd", "5", "4.5%"),
    ]


def test_a_table_of_words_between_rules() -> None:
    page = Page(lines=[(60, 100, 500, 100), (60, 122, 500, 122), (60, 200, 500, 200)])
    body = [
        ("Kind", "What is asked", "Answer"),
        ("first", "where to go", "window one"),
        ("second", "what to bring", "a form"),
    ]
    body.append(("third", "how long", "a week"))
    for i, row in enumerate(body):
        page.texts += [(x, 115 + 22 * i, text) for x, text in zip((70, 200, 380), row, strict=True)]
    document = read(page)
    assert document.tables[0].header == (("Kind",), ("What is asked",), ("Answer",))
    assert texts(document) == body[1:]


def test_a_lone_line_that_looks_like_a_row_is_reported() -> None:
    page = Page(texts=[(x, 300, text) for x, text in zip((70, 160, 300, 420), rows(7, 7)[0], strict=True)])
    document = read(page)
    assert document.tables == ()
    assert [problem.kind for problem in document.problems] == ["stray_row"]
    assert document.paragraphs[0].text == "7 Office G 70 7.50%"


def test_a_last_page_with_one_row_under_a_repeated_heading() -> None:
    document = read(unruled(rows(1, 8)), unruled(rows(9, 9)))
    assert texts(document) == [tuple(row) for row in rows(1, 9)]


def test_the_second_reader_agrees_and_settles_a_table_that_nothing_proves() -> None:
    body = [["Name", "Value"], ["alpha", "12"], ["beta", "7"], ["gamma", "23"]]
    (table,) = read(ruled(body)).tables
    assert table.proofs[-1] == "second reading: pdfplumber agrees in every cell"


def test_the_second_reader_reports_a_cell_that_it_reads_differently() -> None:
    good = pdf([ruled([["Name", "Value"], ["alpha", "12"], ["beta", "7"]])])
    other = pdf([ruled([["Name", "Value"], ["alpha", "12"], ["beta", "17"]])])
    (table,) = read_pdf(good).tables
    second = read_again(other, table, ruled=True)
    assert second.agrees is False
    (problem,) = second.problems
    assert problem.kind == "second_reading"
    assert "“7”" in problem.message and "“17”" in problem.message
    assert problem.place == table.rows[1].cells[1].place


def test_a_raised_mark_is_no_digit_of_the_figure_before_it() -> None:
    page = ruled(
        [["No.", "Office", "Items"], ["1", "Police", ""], ["2", "Labour", "160"], ["3", "Housing", "66"]]
    )
    page.raw.append("BT /F1 10 Tf 244 709 Td (150) Tj /F1 6 Tf 3.5 Ts (1) Tj 0 Ts ET")
    page.raw.append(
        "BT /F1 10 Tf 60 500 Td (The office handled 150) Tj /F1 6 Tf 3.5 Ts (2) Tj /F1 10 Tf 0 Ts ( items.) Tj ET"
    )
    document = read(page)
    cell = document.tables[0].rows[0].cells[2]
    assert (cell.text, cell.marks) == ("150", ("1",))
    assert [p.text for p in document.paragraphs] == ["The office handled 150² items."]


def test_two_figures_stacked_in_a_cell_are_never_one() -> None:
    page = ruled(
        [["No.", "Office", "Items"], ["1", "Police\nand fire", "118\n128"], ["2", "Labour", "160"]], high=32
    )
    police = read(page).tables[0].rows[0].cells
    assert police[1].text == "Police and fire"
    assert (police[2].text, police[2].lines) == ("118 128", ("118", "128"))


def test_a_page_drawn_twice_is_read_once() -> None:
    page = ruled([HEAD, *rows(1, 4)])
    page.texts += [(x + 0.4, y, text) for x, y, text in page.texts]
    assert texts(read(page)) == [tuple(row) for row in rows(1, 4)]


def test_a_title_on_every_page_is_the_title_of_one_table() -> None:
    pages = [ruled([HEAD, *rows(1 + 4 * k, 4 + 4 * k)]) for k in range(3)]
    for page in pages:
        page.size = 10
        page.raw.append("BT /F1 10 Tf 150 790 Td (Table of offices 2024 \\(1\\)) Tj ET")
    document = read(*pages)
    assert len(document.tables) == 1
    assert len(document.tables[0].rows) == 12
