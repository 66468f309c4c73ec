"""Whether the packed parts of a PDF are whole.

pdfium shows what it can unpack of a damaged page and says nothing of the rest, so this looks for itself. What the
parts mean is not looked at.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_START = re.compile(rb">>\s*stream\r?\n")
_PACKED = re.compile(rb"/Filter\s*(?:\[\s*)?/(?:FlateDecode|Fl)\b")
# Pictures and the shapes of letters: what is lost there is no text. `Length1` to 3 stand with embedded fonts.
_NO_TEXT = re.compile(rb"/Image\b|/Length[123]\b|/FontFile|/CIDFontType0C\b|/Type1C\b|/OpenType\b")
_LONGEST_DICTIONARY = 4096  # bytes before the mark of a stream in which its dictionary is looked for
_HEAD, _CHECKSUM = 2, 4  # bytes around the packed data (RFC 1950)
_PIECE = 1 << 20  # bytes that are unpacked at once: what a small stream unpacks to may be huge


def damaged_streams(data: bytes) -> list[int]:
    """Where (in bytes from the start) packed parts begin that can't be unpacked to their end, or unpack to
    something else than was packed.

    Empty for an encrypted PDF, whose parts can't be unpacked without its key.
    """
    if b"/Encrypt" in data:
        return []
    return [start for start, end in _packed_text(data) if not _is_whole(data[start:end])]


def _packed_text(data: bytes) -> Iterator[tuple[int, int]]:
    """From where to where the packed parts that may hold text or structure go."""
    for found in _START.finditer(data):
        begin = max(0, found.start() - _LONGEST_DICTIONARY)
        dictionary = data[max(begin, data.rfind(b" obj", begin, found.start())) : found.start()]
        if _PACKED.search(dictionary) and not _NO_TEXT.search(dictionary):
            end = data.find(b"endstream", found.end())
            yield found.end(), end if end >= 0 else len(data)


def _is_whole(packed: bytes) -> bool:
    unpacker = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
    checksum, rest = zlib.adler32(b""), packed[_HEAD:]
    try:
        while rest and not unpacker.eof:
            checksum = zlib.adler32(unpacker.decompress(rest, _PIECE), checksum)
            rest = unpacker.unconsumed_tail
    except zlib.error:
        return False
    printed = unpacker.unused_data[:_CHECKSUM]
    # Some programs leave the checksum out; one that is there has to be right.
    left_out = len(printed) < _CHECKSUM or not printed.strip(b"\r\n")
    return unpacker.eof and (left_out or printed == checksum.to_bytes(_CHECKSUM, "big"))
