"""Drawn pages with text that a reader can't see, and with text laid over them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractors.errors import UnreadableDocument
from extractors.model import Document
from extractors.pdf import read_pdf
from tests.extractors.pdf.drawing import Page, pdf, ruled, stream

BODY = [["No.", "Office", "Items"], ["1", "Police", "150"], ["2", "Labour", ""], ["3", "Housing", "66"]]
AT = "244 689 Td"  # in the blank cell


def table(raw: str, **more: object) -> Page:
    """The table with operators painted after it."""
    page = ruled(BODY)
    page.raw.append(raw)
    for name, value in more.items():
        setattr(page, name, value)
    return page


def figures(document: Document) -> list[str]:
    return [row.texts[2] for row in document.tables[0].rows]


def unseen(document: Document) -> list[str]:
    return [p.message.split("”")[0].strip("“") for p in document.problems if p.kind == "unseen_text"]


SHOWN = f"BT /F1 10 Tf {AT} (128) Tj ET"
FAINT = "/ExtGState << /Faint << /ca 0.02 >> >>"


@pytest.mark.parametrize(
    ("raw", "resources"),
    [
        pytest.param(f"1 g BT /F1 10 Tf {AT} (118) Tj ET 0 g {SHOWN}", "", id="white"),
        pytest.param(f"0.98 1 1 rg BT /F1 10 Tf {AT} (118) Tj ET 0 g {SHOWN}", "", id="almost white"),
        pytest.param(f"q /Faint gs BT /F1 10 Tf {AT} (118) Tj ET Q {SHOWN}", FAINT, id="transparent"),
        pytest.param(f"BT 3 Tr /F1 10 Tf {AT} (118) Tj 0 Tr ET {SHOWN}", "", id="never painted"),
        pytest.param(f"BT /F1 10 Tf {AT} (118) Tj ET 1 g 243 686 40 12 re f 0 g {SHOWN}", "", id="covered"),
        pytest.param(f"1 g BT /F1 10 Tf {AT} (118) Tj 0 g 20 0 Td (128) Tj ET", "", id="side by side"),
    ],
)  # fmt: skip
def test_what_cannot_be_seen_is_not_read_and_told(raw: str, resources: str) -> None:
    document = read_pdf(pdf([table(raw, resources=resources)]))
    assert figures(document) == ["150", "128", "66"]
    assert unseen(document) == ["118"]
    place = next(p.place for p in document.problems if p.kind == "unseen_text")
    assert place.page == 1
    assert place.box is not None and 243 < place.box[0] < 246


def test_part_of_a_figure_under_an_area_is_told() -> None:
    document = read_pdf(pdf([table(f"BT /F1 10 Tf {AT} (12899) Tj ET 1 g 261 686 40 12 re f 0 g")]))
    assert figures(document)[1] == "128"
    assert unseen(document) == ["99"]


def test_black_on_black_is_not_read() -> None:
    document = read_pdf(pdf([table(f"0 g 243 686 40 12 re f {SHOWN}")]))
    assert figures(document) == ["150", "", "66"]
    assert unseen(document) == ["128"]


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(f"0 0 0.6 rg 241 683 80 15 re f 1 g {SHOWN} 0 g", id="white on blue"),
        pytest.param(f"0.9 g 241 683 80 15 re f 0 g {SHOWN}", id="black on grey"),
        pytest.param(f"q /Faint gs {SHOWN} Q {SHOWN}", id="over itself, transparent"),
        pytest.param(f"1 g 241 683 80 15 re f 0.4 g {SHOWN} 0 g 300 684 10 10 re f", id="grey"),
        pytest.param(f"{SHOWN} q /Faint gs 241 683 80 15 re f Q", id="under something transparent"),
    ],
)
def test_what_can_be_seen_is_read(raw: str) -> None:
    document = read_pdf(pdf([table(raw, resources=FAINT)]))
    assert figures(document) == ["150", "128", "66"]


LAYERS: Sequence[bytes] = (
    b"<< /Type /OCG /Name (old) >>",
    b"<< /Type /OCG /Name (new) >>",
    b"<< /Type /OCMD /OCGs [5 0 R] /P /AllOff >>",
    stream("/Type /XObject /Subtype /Form /BBox [0 0 595 842] /OC 4 0 R /Resources << /Font << /F1 3 0 R >> >>", SHOWN),
)  # fmt: skip
OFF = "/OCProperties << /OCGs [4 0 R 5 0 R] /D << /OFF [4 0 R] >> >>"
BUT_ONE = "/OCProperties << /OCGs [4 0 R 5 0 R] /D << /BaseState /OFF /ON [5 0 R] >> >>"
NAMES = "/Properties << /Old 4 0 R /New 5 0 R /Other 6 0 R >> /XObject << /Form 7 0 R >>"


def on_layer(name: str, figure: str) -> str:
    return f"/OC /{name} BDC BT /F1 10 Tf {AT} ({figure}) Tj ET EMC"


@pytest.mark.parametrize("catalog", [OFF, BUT_ONE])
@pytest.mark.parametrize("hidden", [on_layer("Old", "118"), on_layer("Other", "118")])
def test_layers_that_are_switched_off(catalog: str, hidden: str) -> None:
    page = table(f"{hidden} {on_layer('New', '128')}", resources=NAMES)
    document = read_pdf(pdf([page], catalog=catalog, more=LAYERS))
    assert figures(document) == ["150", "128", "66"]
    assert unseen(document) == ["118"]


def test_a_form_on_a_layer_that_is_switched_off() -> None:
    document = read_pdf(pdf([table("/Form Do", resources=NAMES)], catalog=OFF, more=LAYERS))
    assert figures(document) == ["150", "", "66"]
    assert unseen(document) == ["128"]
    shown = "/OCProperties << /OCGs [4 0 R 5 0 R] /D << /OFF [5 0 R] >> >>"
    assert (
        figures(read_pdf(pdf([table("/Form Do", resources=NAMES)], catalog=shown, more=LAYERS)))[1] == "128"
    )


def test_beyond_the_crop_box() -> None:
    page = ruled(BODY)
    page.raw.append("BT /F1 10 Tf 560 500 Td (4711) Tj ET")
    page.entries = "/CropBox [0 0 540 842]"
    document = read_pdf(pdf([page]))
    assert "4711" not in document.text
    assert unseen(document) == ["4711"]


def test_a_page_edge_through_a_figure_is_told() -> None:
    page = ruled(BODY)
    page.raw.append("BT /F1 10 Tf 530 500 Td (4711) Tj ET")
    page.entries = "/CropBox [0 0 540 842]"
    assert [p.kind for p in read_pdf(pdf([page])).problems if "4711" in p.message] == ["cut_text"]


def test_hidden_text_over_a_scan_is_its_text_layer() -> None:
    page = Page(picture=True, raw=["BT 3 Tr /F1 10 Tf 60 700 Td (A scanned page with its text.) Tj ET"])
    document = read_pdf(pdf([page]))
    assert [p.text for p in document.paragraphs] == ["A scanned page with its text."]
    assert unseen(document) == []


FIELD = b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (items) /V (128) /F 4 /Rect [242 684 290 698] /AP << /N 5 0 R >> >>"
LOOK = stream(
    "/Type /XObject /Subtype /Form /BBox [0 0 48 14] /Resources << /Font << /F1 3 0 R >> >>",
    "BT /F1 10 Tf 2 5 Td (128) Tj ET",
)
FORM = "/AcroForm << /Fields [4 0 R] >>"


def test_the_value_of_a_form_field_is_read_in_its_cell() -> None:
    page = table("", entries="/Annots [4 0 R]")
    document = read_pdf(pdf([page], catalog=FORM, more=[FIELD, LOOK]))
    assert figures(document) == ["150", "128", "66"]


def test_a_form_value_without_an_appearance_is_told() -> None:
    page = table("", entries="/Annots [4 0 R]")
    bare = FIELD.replace(b"/AP << /N 5 0 R >>", b"")
    document = read_pdf(pdf([page], catalog=FORM, more=[bare]))
    assert figures(document) == ["150", "", "66"]
    (problem,) = [p for p in document.problems if p.kind == "form_value"]
    assert "128" in problem.message
    assert problem.place.box == (242.0, 144.0, 290.0, 158.0)


def test_hidden_fields_are_not_read() -> None:
    page = table("", entries="/Annots [4 0 R]")
    document = read_pdf(pdf([page], catalog=FORM, more=[FIELD.replace(b"/F 4", b"/F 2"), LOOK]))
    assert figures(document) == ["150", "", "66"]
    assert not [p for p in document.problems if "128" in p.message]


def test_the_second_reader_leaves_out_what_cannot_be_seen() -> None:
    # Nothing in the table proves itself, so it is read again: what is hidden must not make the two differ.
    page = ruled([["Office", "Note"], ["Police", "open"], ["Labour", ""], ["Housing", "shut"]])
    page.raw.append("1 g BT /F1 10 Tf 154 689 Td (old) Tj ET 0 g BT /F1 10 Tf 154 689 Td (new) Tj ET")
    document = read_pdf(pdf([page]))
    assert [row.texts for row in document.tables[0].rows][1] == ("Labour", "new")
    assert [p.kind for p in document.problems] == ["unseen_text"]
    assert any("pdfplumber agrees" in proof for proof in document.tables[0].proofs)


UNMAPPED: Sequence[bytes] = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+SimSun /Encoding /Identity-H /DescendantFonts [5 0 R] >>",
    b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+SimSun /FontDescriptor 6 0 R /DW 1000 "
    b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
    b"<< /Type /FontDescriptor /FontName /ABCDEF+SimSun /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 "
    b"/Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 >>",
)


def with_unmapped_font(page: Page) -> bytes:
    return pdf([page], more=UNMAPPED).replace(b"/F1 3 0 R >>", b"/F1 3 0 R /F2 4 0 R >>")


def test_fonts_that_do_not_say_their_characters() -> None:
    with pytest.raises(UnreadableDocument) as raised:
        read_pdf(with_unmapped_font(Page(raw=["BT /F2 10 Tf 60 500 Td <00110212021302140223> Tj ET"])))
    assert raised.value.code == "no_text"
    assert "ToUnicode" in raised.value.what


def test_a_figure_in_such_a_font_among_others_is_marked() -> None:
    document = read_pdf(with_unmapped_font(table(f"BT /F2 10 Tf {AT} <021102120213> Tj ET")))
    assert figures(document) == ["150", "\ufffd\ufffd\ufffd", "66"]
    (problem,) = [p for p in document.problems if p.kind == "unmapped_text"]
    assert problem.message.startswith("3 characters on page 1")
