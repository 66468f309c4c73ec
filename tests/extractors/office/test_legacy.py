"""DOC, WPS and RTF through LibreOffice, and what is said without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.errors import UnreadableDocument
from extractors.office import legacy
from extractors.reading import read_document
from tests.paths import FIXTURES

FIXTURES = FIXTURES / "office"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

needs_libreoffice = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(legacy.libreoffice() is None, reason="LibreOffice Writer is not installed"),
]


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=needs_libreoffice) for name in ("letter.doc", "letter.rtf")]
)
def test_a_letter(name: str) -> None:
    document = legacy.read_doc((FIXTURES / name).read_bytes())
    assert [paragraph.text for paragraph in document.paragraphs] == [
        "关于电子证照制作情况的通报",
        "截至2023年6月30日，全县共制作电子证照3221件。",
    ]
    (table,) = document.tables
    assert (table.attachment, table.title) == (1, "某县电子证照制作情况统计表")
    assert table.header == (("序号",), ("单位",), ("证照", "种类"), ("证照", "数量"))
    assert [row.texts for row in table.rows] == [
        ("1", "公安局", "户口簿", "3,204"),
        ("2", "", "身份证", ""),
        ("3", "民政局", "结婚证", "17"),
    ]
    assert table.rows[1].cells[1].covered and not table.rows[1].cells[3].covered
    assert table.footnotes == ("注：数据由县大数据局提供。",)
    assert document.media_type == ("application/rtf" if name.endswith("rtf") else "application/msword")


def test_without_libreoffice_the_remedy_names_the_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadableDocument) as caught:
        legacy.read_doc((FIXTURES / "letter.doc").read_bytes())
    assert caught.value.code == "needs_libreoffice"
    assert "libreoffice-writer" in caught.value.remedy


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (OLE + b"\x00" * 500, "damaged"),
        (OLE + b"\x00" * 500 + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ],
)
def test_what_is_no_word_text_is_told_before_any_conversion(
    data: bytes, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(legacy, "_run", lambda *_: pytest.fail("LibreOffice was started"))
    with pytest.raises(UnreadableDocument) as caught:
        legacy.read_doc(data)
    assert caught.value.code == code


@pytest.mark.skipif(not Path("/bin/sh").exists(), reason="needs a shell")
def test_a_conversion_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    hanging = tmp_path / "soffice"
    hanging.write_text("#!/bin/sh\nsleep 60\n")
    hanging.chmod(0o755)
    monkeypatch.setattr(legacy, "libreoffice", lambda: str(hanging))
    with pytest.raises(UnreadableDocument) as caught:
        legacy.read_doc((FIXTURES / "letter.doc").read_bytes(), seconds=0.3)
    assert caught.value.code == "too_large"
    assert "0.3 seconds" in caught.value.what


RTF_WITH_FIELDS = (
    rb"{\rtf1\ansi {\pard Report\par}"
    rb"{\trowd\cellx2000\cellx4000\intbl Unit\cell Count\cell\row}"
    rb"{\trowd\cellx2000\cellx4000\intbl A\cell 200\cell\row}"
    rb"{\trowd\cellx2000\cellx4000\intbl B\cell 405\cell\row}"
    rb"{\trowd\cellx2000\cellx4000\intbl Total\cell {\field{\*\fldinst =SUM(ABOVE)}{\fldrslt 999}}\cell\row}"
    rb"{\trowd\cellx2000\cellx4000\intbl Rate\cell {\field{\*\fldinst REF total}{\fldrslt 77.7%}}\cell\row}"
    rb"{\pard {\field{\*\fldinst TOC \\o}{\fldrslt Contents 12}}\par}"
    rb"{\pard Issued {\field{\*\fldinst DATE}{\fldrslt 2023-06-30}} end\par}}"
)


@pytest.mark.libreoffice
@pytest.mark.skipif(legacy.libreoffice() is None, reason="LibreOffice Writer is not installed")
def test_fields_of_a_doc_keep_what_they_showed() -> None:
    """A stored result that isn't what the field would come to shows that nothing was computed again."""
    document = legacy.read_doc(legacy.convert(RTF_WITH_FIELDS, "rtf", "doc:MS Word 97"))
    assert document.tables[0].rows[-2].texts == ("Total", "999")
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert any(text.startswith("Contents 12") for text in texts)
    # What LibreOffice can't keep is told: a reference without its target, and the date, which would be today.
    assert any(text.split() == ["Issued", "end"] for text in texts)
    told = [problem.message for problem in document.problems if problem.kind == "field"]
    assert ["not read" in message for message in told] == [True, True]


@pytest.mark.libreoffice
@pytest.mark.skipif(legacy.libreoffice() is None, reason="LibreOffice Writer is not installed")
def test_an_odt_is_read_like_a_doc() -> None:
    data = legacy.convert((FIXTURES / "letter.rtf").read_bytes(), "rtf", "odt:writer8")
    document = read_document(data)
    assert document.media_type == "application/vnd.oasis.opendocument.text"
    assert document.tables[0].rows[0].texts == ("1", "公安局", "户口簿", "3,204")
