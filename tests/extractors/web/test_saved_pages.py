"""Saved pages in one file and letters: what is inside the envelope, and what is named and not read."""

from __future__ import annotations

import base64
import quopri
from email.message import EmailMessage

import pytest

from extractors.errors import UnreadableDocument
from extractors.reading import SAVED, detect, read_document

TABLE = (
    "<table><tr><td>单位</td><td>办件量</td></tr><tr><td>教育局</td><td>12</td></tr>"
    "<tr><td>公安局</td><td>34</td></tr></table>"
)
ROWS = [("教育局", "12"), ("公安局", "34")]


def html(body: str, charset: str = "utf-8") -> bytes:
    text = f'<html><head><meta charset="{charset}"></head><body><p>各单位：现将6月份办件情况通报如下。</p>{body}</body></html>'
    return text.encode("gb18030" if charset == "gb2312" else charset)


def saved(*parts: tuple[str, str, bytes]) -> bytes:
    """(type, encoding, body) of each part, as browsers and Office save pages."""
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="--b--"\r\n\r\n'
    out = [head]
    for kind, encoding, body in parts:
        packed = base64.encodebytes(body) if encoding == "base64" else quopri.encodestring(body)
        fields = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
        out.append(b"----b--\r\n" + fields.encode() + packed + b"\r\n")
    return b"".join(out) + b"----b----\r\n"


@pytest.mark.parametrize(
    ("charset", "encoding"), [("utf-8", "quoted-printable"), ("utf-8", "base64"), ("gb2312", "base64")]
)
def test_a_saved_page(charset: str, encoding: str) -> None:
    data = saved(
        ("text/html", encoding, html(TABLE, charset)), ("image/png", "base64", b"\x89PNG\r\n\x1a\n" * 30)
    )
    assert detect(data) is SAVED
    document = read_document(data)
    assert [row.texts for row in document.tables[0].rows] == ROWS
    assert document.media_type == "multipart/related"
    line = document.tables[0].rows[1].cells[1].place.line
    assert line is not None
    assert document.text.split("\n")[line - 1] == "公安局\t34"


def test_a_saved_workbook_has_a_page_for_each_sheet() -> None:
    frames = b"<html><frameset><frame src='sheet1.htm'></frameset></html>"
    other = html(TABLE.replace("12", "56"))
    document = read_document(
        saved(
            ("text/html", "base64", frames),
            ("text/html", "base64", html(TABLE)),
            ("text/html", "base64", other),
        )
    )
    assert [table.rows[0].texts[1] for table in document.tables] == ["12", "56"]


def letter(body: str | None, *, attachment: bool = False) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = (
        "a@example.gov.cn",
        "b@example.gov.cn",
        "办件情况通报",
    )
    message.set_content("各单位：现将6月份办件情况通报如下，请查收。" if body is not None else " ")
    if body:
        message.add_alternative(html(body).decode(), subtype="html")
    if attachment:
        message.add_attachment(b"PK", maintype="application", subtype="zip", filename="附件1.xlsx")
    return message.as_bytes()


def test_a_letter_and_its_attachment() -> None:
    document = read_document(letter(TABLE, attachment=True))
    assert [row.texts for row in document.tables[0].rows] == ROWS
    assert document.front.title == "办件情况通报"
    (problem,) = document.problems
    assert (problem.kind, "附件1.xlsx" in problem.message) == ("attachment", True)


def test_a_letter_of_plain_text() -> None:
    assert "请查收" in read_document(letter("")).text


def test_a_letter_that_is_nothing_but_its_attachment() -> None:
    with pytest.raises(UnreadableDocument, match=r"附件1\.xlsx") as error:
        read_document(letter(None, attachment=True))
    assert error.value.code == "no_text"


def test_a_text_with_a_colon_in_each_line_is_no_envelope() -> None:
    assert detect("标题：通报\n来源：某局\n\n正文".encode()) is not SAVED
    assert detect(b"Title: a\nContent of it\n\ntext") is not SAVED


@pytest.mark.parametrize("field", ["=?nonsense?b?abcd?=", "=?utf-8?b?abc?="])
def test_a_field_in_no_encoding_stands_as_it_was_sent(field: str) -> None:
    letter = (
        f"From: a@b\nTo: c@d\nMIME-Version: 1.0\nSubject: {field}\nContent-Type: multipart/mixed; boundary=X\n\n"
        "--X\nContent-Type: text/plain; charset=utf-8\n\n关于6月份办件情况的通报\n\n"
        f'--X\nContent-Type: application/pdf\nContent-Disposition: attachment; filename="{field}"\n\nabc\n--X--\n'
    )
    document = read_document(letter.encode())
    assert "关于6月份办件情况的通报" in document.text
    (problem,) = (problem for problem in document.problems if problem.kind == "attachment")
    assert field in problem.message
