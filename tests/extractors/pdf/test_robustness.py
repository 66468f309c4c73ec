"""Protected, broken, blank and overloaded PDFs: each gives a document with what is wrong said, or a clear reason."""

from __future__ import annotations

import random
import time

import pytest

from extractors.errors import UnreadableDocument
from extractors.model import Document
from extractors.pdf import read_pdf
from extractors.reading import read_document
from tests.extractors.pdf.drawing import Page, Passwords, grid_lines, pdf, ruled

OFFICES = [["Name", "Items"], ["alpha", "12"], ["beta", "7"], ["gamma", "23"]]
SECONDS = 8.0  # of processor time; each takes about one, and some would never end


def rows(document: Document) -> list[tuple[str, ...]]:
    return [row.texts for table in document.tables for row in table.rows]


def kinds(document: Document) -> set[str]:
    return {problem.kind for problem in document.problems}


def reason(data: bytes) -> UnreadableDocument:
    with pytest.raises(UnreadableDocument) as raised:
        read_document(data)
    return raised.value


def test_a_password_to_open_is_a_reason_with_a_remedy() -> None:
    error = reason(pdf([ruled(OFFICES)], Passwords(user="open sesame", owner="secret")))
    assert error.code == "encrypted"
    assert "password" in error.what and "copy without one" in error.remedy


def test_a_password_to_change_or_copy_does_not_hinder_reading() -> None:
    plain, locked = pdf([ruled(OFFICES)]), pdf([ruled(OFFICES)], Passwords(user="", owner="secret"))
    assert b"alpha" in plain and b"alpha" not in locked
    document = read_document(locked)
    assert rows(document) == [("alpha", "12"), ("beta", "7"), ("gamma", "23")]
    assert document.tables[0].proofs[-1] == "second reading: pdfplumber agrees in every cell"
    assert document.problems == ()


def test_the_second_reader_of_unruled_tables_opens_a_locked_file_too() -> None:
    page = Page()
    for i, row in enumerate(["x alpha 3 b", "y beta 4 c", "z gamma 9 a", "u delta 2 d", "v eta 8 e"]):
        page.texts += [(60 + 120 * j, 120 + 20 * i, text) for j, text in enumerate(row.split())]
    document = read_document(pdf([page], Passwords(user="", owner="secret")))
    assert rows(document)[-1] == ("v", "eta", "8", "e")
    assert "second reading: camelot agrees in every cell" in document.tables[0].proofs


def test_a_file_cut_off_is_damaged_or_says_so() -> None:
    whole = pdf([ruled(OFFICES), ruled([["Other", "Value"], ["delta", "1"], ["eta", "2"]])])
    assert "cut_off" not in kinds(read_document(whole))
    assert "cut_off" not in kinds(read_document(whole + b"\r\n<!-- a server's own line -->\n"))
    outcomes = set()
    for end in (*range(20, len(whole) - 8, 97), len(whole) - 7):
        try:
            document = read_document(whole[:end])
        except UnreadableDocument as error:
            assert error.code in {"damaged", "no_text"}, end
            outcomes.add(error.code)
            continue
        assert "cut_off" in kinds(document), end
        outcomes.add("read")
    assert {"damaged", "read"} <= outcomes


def test_no_bytes_no_pages_no_text() -> None:
    assert reason(b"").code == "empty"
    assert (reason(pdf([])).code, reason(pdf([])).what) == ("damaged", "The PDF has no pages.")
    blank = reason(pdf([Page(), Page()]))
    assert blank.code == "no_text" and "2 pages without any text" in blank.what


def test_a_scan_says_that_characters_are_not_recognised_yet() -> None:
    error = reason(pdf([Page(picture=True), Page(picture=True)]))
    assert error.code == "no_text"
    assert "2 pages and no text layer: it is a scan" in error.what
    assert "Character recognition is not built in yet" in error.remedy


def test_rules_without_width_or_length_are_no_danger() -> None:
    page = ruled(OFFICES)
    x, y = page.lines[0][:2]
    page.lines += [(x, y, x, y), (x, y, x + 1, y), (300.0, 400.0, 300.0, 400.0)]
    assert rows(read_pdf(b"0 w\n".join(pdf([page]).split(b"0.5 w\n")))) == [
        ("alpha", "12"),
        ("beta", "7"),
        ("gamma", "23"),
    ]


def scattered_lines() -> Page:
    chance, page = random.Random(1), ruled(OFFICES)
    for _ in range(250_000):
        x, y = chance.uniform(0, 500), chance.uniform(250, 800)
        page.lines.append((x, y, x + 40, y))
    return page


def squared_paper() -> Page:
    page = ruled(OFFICES)
    page.width = page.height = 14_000
    page.lines += grid_lines([50 + 4.5 * i for i in range(2500)], [300 + 4.5 * i for i in range(2500)])
    return page


@pytest.mark.parametrize("drawn", [scattered_lines, squared_paper])
def test_a_drawing_of_very_many_lines_ends_soon_and_is_said(drawn: object) -> None:
    assert callable(drawn)
    data = pdf([drawn(), ruled(OFFICES)])
    begun = time.process_time()
    document = read_pdf(data)
    assert time.process_time() - begun < SECONDS
    (problem,) = (problem for problem in document.problems if problem.kind == "drawing")
    assert problem.place.page == 1
    assert rows(document)[-3:] == [("alpha", "12"), ("beta", "7"), ("gamma", "23")]  # of the second page


def test_a_page_of_very_much_text_ends_soon_and_is_not_read_twice() -> None:
    chance, page = random.Random(2), Page(size=4)
    for _ in range(20_000):
        page.texts.append((chance.uniform(0, 590), chance.uniform(0, 842), str(chance.randint(0, 999))))
    begun = time.process_time()
    document = read_pdf(pdf([page]))
    assert time.process_time() - begun < SECONDS
    assert any("too much on its page" in problem.message for problem in document.problems)
