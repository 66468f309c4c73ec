"""Packages: limits, passwords, names of parts."""

from __future__ import annotations

import io
import zipfile

import pytest

from extractors.errors import UnreadableDocument
from extractors.files import zip_package
from extractors.files.zip_package import Package, parse_xml, resolve


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def code_of(data: bytes) -> str:
    with pytest.raises(UnreadableDocument) as caught, Package(data) as opened:
        opened.read("part")
    assert caught.value.what and caught.value.remedy
    return caught.value.code


def test_a_zip_bomb_is_refused_before_it_unpacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_package, "MAX_UNPACKED_BYTES", 1000)
    assert code_of(zipped(part=b"0" * 2000)) == "too_large"


def test_a_part_that_lies_about_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytearray(zipped(part=b"0" * 5000))
    # The size in the central directory, four bytes from offset 24 of its entry.
    at = data.rindex(b"PK\x01\x02") + 24
    data[at : at + 4] = (10).to_bytes(4, "little")
    monkeypatch.setattr(zip_package, "MAX_PART_BYTES", 1000)
    assert code_of(bytes(data)) in ("too_large", "damaged")


def test_too_many_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_package, "MAX_ENTRIES", 2)
    assert code_of(zipped(a=b"", b=b"", c=b"")) == "too_large"


def test_a_password() -> None:
    data = bytearray(zipped(part=b"text"))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(mark) + offset
        data[at] |= 1
    assert code_of(bytes(data)) == "encrypted"


def test_broken_deflate_and_missing_parts() -> None:
    data = bytearray(zipped(part=b"some text that is long enough to be deflated " * 20))
    at = data.index(b"part") + 8
    data[at : at + 8] = b"\xff" * 8
    assert code_of(bytes(data)) == "damaged"
    assert code_of(zipped(other=b"x")) == "damaged"
    assert code_of(b"no zip at all") == "damaged"


def test_names_are_found_whatever_their_case() -> None:
    with Package(zipped(**{"Doc_0/Document.XML": b"<a/>"})) as opened:
        assert opened.has("/doc_0/document.xml")
        assert opened.xml("Doc_0\\Document.xml").tag == "a"


def test_entities_are_not_expanded() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY x "boom"><!ENTITY f SYSTEM "file:///etc/passwd">]><a>&x;&f;</a>'
    assert "root:" not in "".join(parse_xml(bomb, "a").itertext())


@pytest.mark.parametrize(
    ("base", "target", "expected"),
    [
        ("word/document.xml", "numbering.xml", "word/numbering.xml"),
        ("word/document.xml", "/word/numbering.xml", "word/numbering.xml"),
        ("OFD.xml", "/Doc_0/Document.xml", "Doc_0/Document.xml"),
        ("Doc_0/Pages/Page_0/Content.xml", "../../Res.xml", "Doc_0/Res.xml"),
    ],
)
def test_targets(base: str, target: str, expected: str) -> None:
    assert resolve(base, target) == expected
