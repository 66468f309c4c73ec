"""Damage in the packed parts of a PDF is said: pdfium shows what is left without a word."""

from __future__ import annotations

import random
import re
import zlib
from pathlib import Path

import pytest

from extractors.pdf.pdf_reader import read_pdf
from extractors.pdf.stream_integrity import damaged_streams
from tests.paths import FIXTURES

WHOLE = sorted((FIXTURES / "pdf").glob("*.pdf"))


def packed(content: bytes, *, dictionary: bytes = b"", checksum: bool = True) -> bytes:
    """A part of a PDF as most programs write it."""
    stream = zlib.compress(content)
    stream = stream if checksum else stream[:-4]
    return b"5 0 obj\n<</Filter /FlateDecode %b>>\nstream\n%b\nendstream\nendobj\n" % (dictionary, stream)


@pytest.mark.parametrize("path", WHOLE, ids=lambda path: path.stem)
def test_nothing_is_said_of_a_whole_file(path: Path) -> None:
    assert damaged_streams(path.read_bytes()) == []


def test_one_changed_byte_in_the_text_of_a_page_is_noticed_wherever_it_is() -> None:
    content = b"".join(b"BT /F1 9 Tf %d 700 Td (%d) Tj ET\n" % (x, x * x) for x in range(300))
    whole = packed(content)
    start, end = whole.index(b"stream\n") + len(b"stream\n"), whole.index(b"\nendstream")
    chance = random.Random(5)
    assert damaged_streams(whole) == []
    # The first two bytes only say how it was packed, the last before the checksum is filled up with unused bits.
    for place in (*range(start + 2, end - 5), *range(end - 4, end)):
        changed = bytearray(whole)
        changed[place] ^= 1 << chance.randrange(8)
        assert damaged_streams(bytes(changed)) == [start], place
    for length in range(start, end - 4, 50):
        assert damaged_streams(whole[:length] + b"\nendstream\nendobj\n") == [start]


def test_a_checksum_that_was_left_out_is_no_damage() -> None:
    assert damaged_streams(packed(b"BT (text) Tj ET", checksum=False)) == []


def test_a_small_part_that_unpacks_to_very_much_is_gone_through() -> None:
    assert damaged_streams(packed(bytes(50_000_000))) == []


def test_pictures_and_fonts_hold_no_text() -> None:
    broken = bytearray(packed(b"shapes of letters" * 50, dictionary=b"/Length1 850"))
    broken[-40] ^= 8
    assert damaged_streams(bytes(broken)) == []


def test_what_is_encrypted_can_not_be_looked_into() -> None:
    broken = bytearray(packed(b"BT (text) Tj ET" * 20))
    broken[-40] ^= 8
    assert damaged_streams(bytes(broken)) and not damaged_streams(
        bytes(broken) + b"trailer <</Encrypt 9 0 R>>"
    )


def test_the_document_says_that_text_may_be_lacking() -> None:
    data = bytearray(WHOLE[0].read_bytes())
    contents = max(
        re.finditer(rb">>\s*stream\r?\n", data), key=lambda found: _figures(bytes(data), found.end())
    )
    data[contents.end() + 1200] ^= 255
    document = read_pdf(bytes(data), second_reader=False)
    (problem,) = (problem for problem in document.problems if problem.kind == "damaged_part")
    assert f"the first at byte {contents.end():,}" in problem.message
    assert "damaged_part" not in {item.kind for item in read_pdf(WHOLE[0].read_bytes()).problems}


def _figures(data: bytes, start: int) -> int:
    """How many strings a stream shows on its page."""
    try:
        return zlib.decompressobj().decompress(data[start:]).count(b"Tj")
    except zlib.error:
        return 0
