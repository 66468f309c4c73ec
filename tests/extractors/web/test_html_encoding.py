"""Which characters a page is written in."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.web.html_encoding import decode_page

TEXT = "<html><head><meta charset={}></head><body>殷都区政务服务，占比62.71％，㐂</body></html>"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.format("utf-8").encode(), "utf-8"),
        (TEXT.format("gb2312").encode("gb18030"), "gb18030"),
        (TEXT.format("GBK").encode("gb18030"), "gb18030"),
        (TEXT.format("none").encode("gb18030"), "gb18030"),
        (TEXT.format("gb2312").encode(), "utf-8"),  # declared wrongly: UTF-8 proves itself
        (TEXT.format("utf-8").encode("gb18030"), "gb18030"),
        (codecs.BOM_UTF8 + TEXT.format("gb2312").encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + TEXT.format("x").encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + TEXT.format("x").encode("utf-16-be"), "utf-16-be"),
        (TEXT.format("x").encode("utf-16-le"), "utf-16-le"),
    ],
)
def test_encodings(data: bytes, encoding: str) -> None:
    text, found, clean = decode_page(data)
    assert (found, clean) == (encoding, True)
    assert "殷都区政务服务，占比62.71％，㐂" in text
    assert not text.startswith("\ufeff")


def test_big5_where_declared() -> None:
    text, found, _ = decode_page("<meta charset=big5>政務服務便民熱線平臺訴求辦理情況".encode("big5"))
    assert found == "big5"
    assert "政務服務" in text


def test_a_broken_byte_is_said_and_the_rest_is_read() -> None:
    text, found, clean = decode_page(TEXT.format("utf-8").encode() + b"\xff\xff")
    assert (found, clean) == ("utf-8", False)
    assert "殷都区" in text


@given(st.binary(max_size=300))
def test_any_bytes_give_some_text(data: bytes) -> None:
    text, encoding, _ = decode_page(data)
    assert isinstance(text, str)
    codecs.lookup(encoding)
