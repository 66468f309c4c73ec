"""Watermarks, hidden second layers and what browsers print around a page: no cell takes them up, and they are told of."""

from __future__ import annotations

from math import cos, radians, sin

from extractors.model import Document
from extractors.pdf import read_pdf
from tests.extractors.pdf.drawing import Page, pdf, ruled

HEAD = ["No.", "Office", "Items", "Rate"]
ROWS = [[str(i), f"Office {chr(64 + i)}", str(10 * i), f"{i}.50%"] for i in range(1, 9)]


def with_content(page: Page, more: str) -> bytes:
    """The page as a PDF, with drawing commands of one's own after its content."""

    class Drawn(Page):
        def content(self) -> bytes:
            return page.content() + b"\n" + more.encode("latin-1")

    return pdf([Drawn()])


def leaning(text: str, *, degrees: float, x: float, y: float, size: float, grey: float) -> str:
    c, s = cos(radians(degrees)), sin(radians(degrees))
    matrix = f"{c:.4f} {s:.4f} {-s:.4f} {c:.4f} {x} {842 - y}"
    return f"q {grey} g BT /F1 {size} Tf {matrix} Tm ({text}) Tj ET Q"


def flat(text: str, *, x: float, y: float, size: float, grey: float) -> str:
    return f"q {grey} g BT /F1 {size} Tf {x} {842 - y} Td ({text}) Tj ET Q"


def texts(document: Document) -> list[list[str]]:
    return [list(row.texts) for row in document.tables[0].rows]


def told(document: Document) -> list[str]:
    return [problem.message for problem in document.problems if problem.kind == "watermark"]


def test_leaning_watermark_over_a_table() -> None:
    mark = leaning("CONFIDENTIAL", degrees=40, x=90, y=280, size=50, grey=0.8)
    document = read_pdf(with_content(ruled([HEAD, *ROWS]), mark))
    assert texts(document) == ROWS
    assert len(told(document)) == 1
    assert document.paragraphs == ()


def test_many_small_pale_watermarks() -> None:
    marks = "\n".join(
        leaning("Zhang San", degrees=30, x=70 + 90 * i, y=130 + 40 * j, size=9, grey=0.85)
        for i in range(4)
        for j in range(4)
    )
    document = read_pdf(with_content(ruled([HEAD, *ROWS]), marks))
    assert texts(document) == ROWS
    assert "Zhang" in told(document)[0]
    assert "Zhang" in document.metadata["watermarks"]


def test_large_pale_upright_watermarks_go_together() -> None:
    # The second one lies between two rows and touches no other text.
    marks = [flat("OFFICE COPY", x=80, y=y, size=24, grey=0.85) for y in (136, 310)]
    document = read_pdf(with_content(ruled([HEAD, *ROWS]), "\n".join(marks)))
    assert texts(document) == ROWS
    assert "COPY" in told(document)[0]


def test_dark_leaning_headings_stay() -> None:
    page = ruled([["No.", "Office", "", ""], *ROWS])
    slanted = [
        leaning(text, degrees=45, x=x, y=116, size=9, grey=0) for text, x in (("Items", 250), ("Rate", 340))
    ]
    document = read_pdf(with_content(page, "\n".join(slanted)))
    assert told(document) == []
    assert [path[-1] for path in document.tables[0].header] == HEAD


def test_a_pale_title_on_a_band_stays() -> None:
    band = "q 0.1 0.2 0.6 rg 50 760 500 40 re f Q\n" + flat("Monthly Bulletin", x=200, y=68, size=20, grey=1)
    document = read_pdf(with_content(ruled([HEAD, *ROWS]), band))
    assert told(document) == []
    said = [document.tables[0].title, *(paragraph.text for paragraph in document.paragraphs)]
    assert "Monthly Bulletin" in said


def test_an_unseen_layer_that_repeats_the_visible_text() -> None:
    page = ruled([HEAD, *ROWS])
    again = "\n".join(
        f"BT 3 Tr /F1 9 Tf {x + 2} {842 - y - 1} Td ({text}) Tj ET" for x, y, text in page.texts
    )
    assert texts(read_pdf(with_content(page, again))) == ROWS


def test_the_unseen_text_of_a_scan_is_read() -> None:
    page = ruled([HEAD, *ROWS])
    unseen = "\n".join(f"BT 3 Tr /F1 9 Tf {x} {842 - y} Td ({text}) Tj ET" for x, y, text in page.texts)
    scan = Page(picture=True, lines=page.lines, texts=[(280, 800, "Received")])
    assert texts(read_pdf(with_content(scan, unseen))) == ROWS


def test_what_browsers_print_around_a_page() -> None:
    pages = []
    for number, rows in enumerate((ROWS[:4], ROWS[4:]), start=1):
        page = ruled([HEAD, *rows], y=60)
        page.texts += [
            (25, 24, "2023/7/5 15:04"),
            (250, 24, "Bulletin of June"),
            (25, 828, "https://www.example.gov.cn/art/2023/7/5/art_1_2.html"),
            (560, 828, f"{number}/2"),
        ]
        pages.append(page)
    document = read_pdf(pdf(pages))
    assert texts(document) == ROWS  # one table over both pages
    assert document.paragraphs == ()
    assert document.metadata["running_heads"].count("example.gov.cn") == 1


def test_a_date_and_source_in_the_page_are_text() -> None:
    page = ruled([HEAD, *ROWS])
    page.texts.append((60, 80, "2023-07-05 15:04 Source: the office"))
    said = [p.text for p in read_pdf(pdf([page])).paragraphs]
    notes = read_pdf(pdf([page])).tables[0].notes_before
    assert any("Source" in text for text in (*said, *notes, read_pdf(pdf([page])).tables[0].title or ""))
