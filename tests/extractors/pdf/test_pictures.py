"""Pictures of pages: what is framed is where the ink is, whichever way the page lies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from extractors.pdf import read_pdf
from extractors.pdf.page_pictures import page_picture
from extractors.pdf.word_search import find_words
from tests.extractors.pdf.drawing import Page, pdf, ruled

FRAME = (215, 0, 0)
SCALE = 150 / 72
Box = tuple[float, float, float, float]


def saved(document: Any, path: Path) -> bytes:
    document.save(path)
    return path.read_bytes()


def turned(degrees: int) -> Callable[[bytes, Path], bytes]:
    def change(data: bytes, folder: Path) -> bytes:
        document = pypdfium2.PdfDocument(data)
        document[0].set_rotation(degrees)
        return saved(document, folder / "turned.pdf")

    return change


def cropped(data: bytes, folder: Path) -> bytes:
    document = pypdfium2.PdfDocument(data)
    document[0].set_cropbox(30, 50, 560, 800)
    return saved(document, folder / "cropped.pdf")


def in_large_units(data: bytes, folder: Path) -> bytes:
    return data.replace(b"/Type /Page /Parent", b"/Type /Page /UserUnit 2 /Parent")


def as_it_is(data: bytes, folder: Path) -> bytes:
    return data


WAYS = [as_it_is, turned(90), turned(180), turned(270), cropped, in_large_units]
NAMES = ["as it is", "90", "180", "270", "cropped", "large units"]


def ink(path: Path, *, without: tuple[int, int, int] | None = None) -> Box:
    """The box of the dark pixels, in pixels."""
    image = Image.open(path).convert("RGB")
    dark = image.convert("L").point(lambda value: 255 if value < 128 else 0)
    box = dark.getbbox()
    assert box is not None
    return box


@pytest.mark.parametrize("change", WAYS, ids=NAMES)
def test_a_cell_is_framed_where_its_ink_is(change: Callable[[bytes, Path], bytes], tmp_path: Path) -> None:
    rows = [["No", "Office", "Cases"], ["1", "North", "10"], ["2", "South", "64"], ["3", "West", "7"]]
    data = change(pdf([ruled(rows)]), tmp_path)
    (table,) = read_pdf(data, second_reader=False).tables
    cell = next(cell for row in table.rows for cell in row.cells if cell.text == "64")
    assert cell.place.box is not None
    # The same page with nothing but the 64: its ink must lie inside the box of the cell.
    page = ruled(rows)
    alone = Page(texts=[text for text in page.texts if text[2] == "64"])
    page_picture(change(pdf([alone]), tmp_path), 1, SCALE).save(tmp_path / "alone.png")
    x0, y0, x1, y1 = ink(tmp_path / "alone.png")
    left, top, right, bottom = (edge * SCALE for edge in cell.place.box)
    assert left < x0 < x1 < right
    assert top < y0 < y1 < bottom


@pytest.mark.parametrize("change", WAYS, ids=NAMES)
def test_words_are_found_line_by_line_where_their_ink_is(
    change: Callable[[bytes, Path], bytes], tmp_path: Path
) -> None:
    first, second = (70.0, 200.0, "In June the share of"), (50.0, 222.0, "instant cases was 62.71 percent.")
    data = change(pdf([Page(texts=[first, second, (50.0, 300.0, "It was 62.71 before.")])]), tmp_path)
    found = find_words(
        data, "share of instant cases", "In June the share of instant cases was 62.71 percent."
    )
    assert found is not None
    page, boxes = found
    assert (page, len(boxes)) == (1, 2)
    picture = page_picture(data, 1, SCALE)
    for box in boxes:
        picture.frame(box, FRAME, 2)
    picture.save(tmp_path / "words.png")
    # A page with the two lines alone: the words' boxes lie in it and reach to the end of the first line.
    page_picture(change(pdf([Page(texts=[first])]), tmp_path), 1, SCALE).save(tmp_path / "first.png")
    line = ink(tmp_path / "first.png")
    box = [edge * SCALE for edge in boxes[0]]
    overlap = [min(line[2], box[2]) - max(line[0], box[0]), min(line[3], box[3]) - max(line[1], box[1])]
    longer = max(line[2] - line[0], line[3] - line[1])
    assert 0.3 * longer < max(overlap) < 0.7 * longer  # "share of" is 8 of the line's 20 characters
    assert min(overlap) > 8


def test_words_at_two_places_are_not_placed() -> None:
    data = pdf([Page(texts=[(50, 100, "A share of 100 percent."), (50, 130, "A share of 100 percent.")])])
    assert find_words(data, "100 percent") is None
    assert find_words(data, "not there") is None


def test_words_are_told_apart_by_their_sentence() -> None:
    data = pdf(
        [Page(texts=[(50, 100, "The city has 100 percent.")]), Page(texts=[(50, 100, "We: 100 percent.")])]
    )
    found = find_words(data, "100 percent", "We: 100 percent.")
    assert found is not None
    assert found[0] == 2


def test_a_page_as_large_as_a_wall_is_drawn_smaller(tmp_path: Path) -> None:
    data = pdf([Page(texts=[(50, 100, "x")], width=14000, height=9000)])
    page_picture(data, 1, SCALE).save(tmp_path / "large.png")
    assert max(Image.open(tmp_path / "large.png").size) <= 6001


def test_a_page_that_is_not_there_is_said() -> None:
    with pytest.raises(ValueError, match="page 7 can't be drawn"):
        page_picture(pdf([Page()]), 7, SCALE)
