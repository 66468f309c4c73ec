"""The characters of a web page: by byte order mark, by content, by what the page declares.

Pages declare gb2312 and hold GB18030, or declare one encoding and are written in another. UTF-8 is
strict enough to prove itself; everything else is believed as declared, else taken as GB18030.
"""

from __future__ import annotations

import codecs
import re

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.\-]+)""", re.IGNORECASE)
_HEAD_BYTES = 8192
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# GB18030 contains both older character sets, which pages declare and then exceed.
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
}


def decode_page(data: bytes) -> tuple[str, str, bool]:
    """The text of a page without its mark, the encoding's name, and whether every byte was understood."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text, clean = _decode(data[len(mark) :], encoding)
            return text, encoding, clean
    if data[:2] == b"<\x00" or data[:2] == b"\x00<":
        encoding = "utf-16-le" if data[1] == 0 else "utf-16-be"
        text, clean = _decode(data, encoding)
        return text, encoding, clean
    declared = _declared(data)
    for encoding in dict.fromkeys(["utf-8", declared or "gb18030", "gb18030", "big5"]):
        try:
            return data.decode(encoding), encoding, True
        except UnicodeDecodeError:
            continue
    # A page cut in the middle of a character, or with a few broken ones: the encoding that breaks least.
    candidates = [_decode(data, encoding)[0] for encoding in ("utf-8", declared or "gb18030", "gb18030")]
    names = ["utf-8", declared or "gb18030", "gb18030"]
    best = min(range(len(candidates)), key=lambda index: candidates[index].count("�"))
    return candidates[best], names[best], False


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:_HEAD_BYTES])
    if found is None:
        return None
    name = found.group(1).decode("ascii").lower()
    name = _WIDER.get(name, name)
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def _decode(data: bytes, encoding: str) -> tuple[str, bool]:
    try:
        return data.decode(encoding), True
    except UnicodeDecodeError:
        return data.decode(encoding, "replace"), False
