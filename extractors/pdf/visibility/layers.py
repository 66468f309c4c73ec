"""Whether a PDF has layers that are switched off.

Only whether it may have: which things stand on them is pdfium's to say, when it paints the page.
"""

from __future__ import annotations

import re
import zlib

_OBJECTS = re.compile(rb"/ObjStm\b")
_START = re.compile(rb">>\s*stream\r?\n")
_LONGEST_DICTIONARY = 1024  # bytes before the mark of a stream in which its dictionary is looked for
_MOST_UNPACKED = 1 << 24  # bytes of one packed part
# The states of PDF 1.7, 8.11: layers listed as off, all off but some, off for the screen, off by what other layers are.
_OFF = re.compile(rb"/OFF\s*\[\s*\d|/BaseState\s*/(?:OFF|Unchanged)|State\s*/OFF|/OCMD\b")


def may_hide_layers(data: bytes) -> bool:
    """Whether something on the pages may stand on a layer that is not shown.

    True where that can't be seen from outside, as in an encrypted file with packed objects.
    """
    packed = b"/ObjStm" in data
    if packed and b"/Encrypt" in data:
        return True
    parts = [data, *_unpacked_objects(data)] if packed else [data]
    return any(b"/OCProperties" in part for part in parts) and any(_OFF.search(part) for part in parts)


def _unpacked_objects(data: bytes) -> list[bytes]:
    found: list[bytes] = []
    for start in _START.finditer(data):
        begin = max(0, start.start() - _LONGEST_DICTIONARY)
        dictionary = data[max(begin, data.rfind(b" obj", begin, start.start())) : start.start()]
        if _OBJECTS.search(dictionary):
            try:
                found.append(zlib.decompressobj().decompress(data[start.end() :], _MOST_UNPACKED))
            except zlib.error:  # `stream_integrity` tells of it
                continue
    return found
