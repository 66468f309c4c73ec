"""OFD: what can't be seen, what is printed twice, figures set wide, characters that are only glyphs."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from extractors.model import Document
from extractors.ofd.font_cmap import characters_of_glyphs
from extractors.ofd.ofd_reader import read_ofd
from tests.extractors.ofd.ofd_setting import Page, Style, package, ruled, text

STYLE = Style()
WIDTHS = (20.0, 60.0, 40.0, 40.0)
ROWS: list[list[str | None]] = [
    ["序号", "单位", "受理数", "办结率"],
    ["1", "教育局", "200", "98.33%"],
    ["2", "公安局", "85", "0.00%"],
]


def table_page() -> Page:
    page = Page()
    ruled(page, 25, 100, WIDTHS, ROWS, STYLE)
    return page


def rows(document: Document) -> list[tuple[str, ...]]:
    return [row.texts for row in document.tables[0].rows]


def kinds(document: Document) -> list[str]:
    return [problem.kind for problem in document.problems]


RIGHT = [("1", "教育局", "200", "98.33%"), ("2", "公安局", "85", "0.00%")]


def objects(x: float, baseline: float, value: str, attributes: str = "", inner: str = "") -> str:
    """One TextObject for each character, as converters of PDF write them."""
    return "".join(
        f'<ofd:TextObject ID="9" Boundary="{x + 1.75 * i:.3f} {baseline - 3:.3f} 3.5 3.5" Font="1" Size="3.5"{attributes}>'
        f'{inner}<ofd:TextCode X="0" Y="3">{character}</ofd:TextCode></ofd:TextObject>'
        for i, character in enumerate(value)
    )


def test_a_layer_drawn_twice_is_read_once_and_told() -> None:
    page = Page()
    single = objects(30, 30, "1234 and 4321") + objects(30, 40, "2024-06-30")
    page.objects += [single, single.replace('Boundary="30.', 'Boundary="30.1')]
    document = read_ofd(package([page]))
    # Every character stands there twice, also those that come again elsewhere on the page.
    assert (
        "".join(paragraph.text for paragraph in document.paragraphs).replace(" ", "")
        == "1234and43212024-06-30"
    )
    assert kinds(document) == ["drawn_twice"]
    assert "21 of 42" in document.problems[0].message


def test_a_second_print_in_other_pieces_is_one_too() -> None:
    page = table_page()
    page.objects.append(objects(106, 113.2, "200"))  # the cell of 教育局 again, a character a piece
    assert rows(read_ofd(package([page]))) == RIGHT


HIDDEN = {
    "transparent": (' Alpha="0"', ""),
    "transparent by its colour": ("", '<ofd:FillColor Value="0 0 0" Alpha="0"/>'),
    "white": ("", '<ofd:FillColor Value="255 255 255"/>'),
    "white in hexadecimal": ("", '<ofd:FillColor Value="#FF #FF #FF"/>'),
    "switched off": (' Visible="false"', ""),
    "not filled": (' Fill="false"', ""),
}


@pytest.mark.parametrize("how", HIDDEN)
def test_what_cannot_be_seen_is_left_out_and_told(how: str) -> None:
    page = table_page()
    page.objects.append(objects(112, 113.2, "118", *HIDDEN[how]))  # beside the 200 of 教育局
    document = read_ofd(package([page]))
    assert rows(document) == RIGHT
    (problem,) = document.problems
    assert problem.kind == "unseen_text"
    assert "3 piece(s)" in problem.message


def test_white_by_drawing_parameters() -> None:
    page = table_page()
    page.objects.append(objects(112, 113.2, "118", ' DrawParam="7"'))
    resources = '<ofd:DrawParams><ofd:DrawParam ID="6"><ofd:FillColor Value="255 255 255"/></ofd:DrawParam>'
    resources += '<ofd:DrawParam ID="7" Relative="6"/></ofd:DrawParams>'
    document = read_ofd(package([page], resources=resources))
    assert rows(document) == RIGHT
    assert kinds(document) == ["unseen_text"]


def test_white_type_on_a_coloured_heading_is_seen() -> None:
    page = table_page()
    page.objects.insert(
        0,
        '<ofd:PathObject ID="8" Boundary="25 100 160 8" Fill="true" Stroke="false"><ofd:FillColor Value="0 60 140"/>'
        "<ofd:AbbreviatedData>M 0 0 L 160 0 L 160 8 L 0 8 C</ofd:AbbreviatedData></ofd:PathObject>",
    )
    heading = [i for i, item in enumerate(page.objects) if "<ofd:TextCode" in item][:4]
    for i in heading:
        page.objects[i] = page.objects[i].replace(
            "<ofd:TextCode", '<ofd:FillColor Value="255 255 255"/><ofd:TextCode'
        )
    document = read_ofd(package([page]))
    assert [path[0] for path in document.tables[0].header] == ["序号", "单位", "受理数", "办结率"]
    assert document.problems == ()


@pytest.mark.parametrize("step", [3.5, 4.2])
def test_figures_set_as_wide_as_han_are_one_figure(step: float) -> None:
    page = Page()
    page.objects.append(
        '<ofd:TextObject ID="1" Boundary="25 30 60 4" Font="1" Size="3.5">'
        f'<ofd:TextCode X="0" Y="3" DeltaX="g 8 {step}">全市办结12345件</ofd:TextCode></ofd:TextObject>'.replace(
            "g 8", "g 9"
        )
    )
    (paragraph,) = read_ofd(package([page])).paragraphs
    assert paragraph.text == "全市办结12345件"


# --- glyphs


def glyphs_page(figures: dict[str, str], total: str | None = "490") -> Page:
    """A table whose counts are glyphs of the font 3 without codes. `figures`: unit → count."""
    page = Page()
    printed = [*figures.values(), *([total] if total else [])]
    body: list[list[str | None]] = [[str(i), unit, ""] for i, unit in enumerate(figures, start=1)]
    if total:
        body.append(["合计", None, ""])
    ruled(page, 25, 100, WIDTHS[:3], [["序号", "单位", "受理数"], *body], STYLE)
    for number, value in enumerate(printed, start=1):
        shown = " ".join(str(ord(digit) - 29) for digit in value)
        unknown = "\ufffd" * len(value)
        page.objects.append(
            f'<ofd:TextObject ID="1" Boundary="106 {100 + 8 * number + 2} 20 4" Font="3" Size="3.5">'
            f'<ofd:CGTransform CodePosition="0" CodeCount="{len(value)}" GlyphCount="{len(value)}">'
            f"<ofd:Glyphs>{shown}</ofd:Glyphs></ofd:CGTransform>"
            f'<ofd:TextCode X="0" Y="3" DeltaX="g {len(value)} 1.75">{unknown}</ofd:TextCode></ofd:TextObject>'
        )
    return page


FIGURES = {"教育局": "200", "公安局": "85", "民政局": "205"}


def test_glyphs_of_a_font_outside_the_file_are_read_where_sums_prove_them() -> None:
    document = read_ofd(package([glyphs_page(FIGURES)]))
    assert [row[-1] for row in rows(document)] == ["200", "85", "205", "490"]
    assert kinds(document) == ["glyph_codes"]


@pytest.mark.parametrize("total", ["491", None])
def test_without_a_proof_such_glyphs_stay_unread_and_each_cell_is_told(total: str | None) -> None:
    document = read_ofd(package([glyphs_page(FIGURES, total)]))
    told = [problem for problem in document.problems if problem.kind == "unreadable_characters"]
    assert len(told) == 3 + bool(total)
    assert all(set(row[-1]) == {"\ufffd"} for row in rows(document))
    assert told[0].place.box is not None


def cmap_font(glyphs: dict[str, int]) -> bytes:
    """A font with nothing but a cmap of format 12."""
    groups = b"".join(struct.pack(">III", ord(c), ord(c), g) for c, g in sorted(glyphs.items()))
    subtable = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(glyphs)) + groups
    table = struct.pack(">HHHHI", 0, 1, 3, 10, 12) + subtable
    return struct.pack(">IHHHH4sIII", 0x10000, 1, 16, 0, 0, b"cmap", 0, 28, len(table)) + table


def test_an_embedded_font_says_which_characters_its_glyphs_are() -> None:
    shuffled = {str(digit): ord(str(digit)) - 29 for digit in range(10)} | {"2": 99}
    shown = glyphs_page({"教育局": "200", "公安局": "85"}, None)
    shown.objects = [item.replace("<ofd:Glyphs>21 19 19", "<ofd:Glyphs>99 19 19") for item in shown.objects]
    resources = '<ofd:Fonts><ofd:Font ID="3" FontName="SimSun"><ofd:FontFile>font_3.ttf</ofd:FontFile></ofd:Font></ofd:Fonts>'
    data = package([shown], resources=resources)
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("Doc_0/Res/font_3.ttf", cmap_font(shuffled))
    document = read_ofd(out.getvalue())
    assert [row[-1] for row in rows(document)] == ["200", "85"]
    assert document.problems == ()


def test_codes_go_before_glyphs() -> None:
    page = Page()
    text(page, 25, 30, "办结12件", STYLE)
    page.objects[0] = page.objects[0].replace(
        "<ofd:TextCode",
        '<ofd:CGTransform CodePosition="2" CodeCount="2"><ofd:Glyphs>60 61</ofd:Glyphs></ofd:CGTransform><ofd:TextCode',
    )
    assert read_ofd(package([page])).paragraphs[0].text == "办结12件"


@pytest.mark.parametrize("damaged", [b"", b"\x00\x01\x00\x00", b"OTTO\x00\x09", cmap_font({"1": 5})[:40]])
def test_a_damaged_font_says_nothing(damaged: bytes) -> None:
    assert characters_of_glyphs(damaged) == {}
