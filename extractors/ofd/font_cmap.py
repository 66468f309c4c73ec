"""Which character a glyph of an embedded TrueType or OpenType font is, by the font's own cmap.

A small reader of one table (ISO/IEC 14496-22, 5.2.1): formats 0, 4, 6 and 12, which is what fonts have. What does not
belong here: outlines, names, anything else of a font.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_MOST_GLYPHS = 70_000
_UNICODE = (
    (3, 10),
    (0, 4),
    (0, 6),
    (3, 1),
    (0, 3),
    (0, 2),
    (0, 1),
    (0, 0),
)  # platform and encoding, the best first


def characters_of_glyphs(font: bytes) -> dict[int, str]:
    """Glyph → character; {} where the font is none, or has no cmap for Unicode."""
    try:
        return _read(font)
    except (struct.error, ValueError, IndexError):
        return {}


def _read(font: bytes) -> dict[int, str]:
    table = _table(font)
    if table is None:
        return {}
    (count,) = struct.unpack_from(">H", table, 2)
    subtables = {
        (platform, encoding): offset
        for platform, encoding, offset in struct.iter_unpack(">HHI", table[4 : 4 + 8 * count])
    }
    offset = next((subtables[kind] for kind in _UNICODE if kind in subtables), None)
    found: dict[int, str] = {}
    for code, glyph in _pairs(table[offset:]) if offset is not None else ():
        # Several characters may share a glyph; the first, lowest code is the usual one.
        if glyph and glyph not in found and 0 < code < 0x110000:
            found[glyph] = chr(code)
        if len(found) > _MOST_GLYPHS:
            break
    return found


def _table(font: bytes) -> bytes | None:
    if font[:4] == b"ttcf":
        (start,) = struct.unpack_from(">I", font, 12)
    else:
        start = 0
    if font[start : start + 4] not in (b"\x00\x01\x00\x00", b"OTTO", b"true"):
        return None
    (count,) = struct.unpack_from(">H", font, start + 4)
    for index in range(count):
        tag, _, offset, length = struct.unpack_from(">4sIII", font, start + 12 + 16 * index)
        if tag == b"cmap":
            return font[offset : offset + length]
    return None


def _pairs(table: bytes) -> Iterator[tuple[int, int]]:
    """(character code, glyph) in the order of the codes."""
    (kind,) = struct.unpack_from(">H", table)
    if kind == 0:
        yield from enumerate(table[6:262])
    elif kind == 4:
        yield from _segments(table)
    elif kind == 6:
        first, count = struct.unpack_from(">HH", table, 6)
        yield from enumerate(struct.unpack_from(f">{count}H", table, 10), start=first)
    elif kind == 12:
        (count,) = struct.unpack_from(">I", table, 12)
        for first, last, glyph in struct.iter_unpack(">III", table[16 : 16 + 12 * count]):
            yield from ((code, glyph + code - first) for code in range(first, min(last, 0x10FFFF) + 1))


def _segments(table: bytes) -> Iterator[tuple[int, int]]:
    (double,) = struct.unpack_from(">H", table, 6)
    count = double // 2
    ends = struct.unpack_from(f">{count}H", table, 14)
    starts = struct.unpack_from(f">{count}H", table, 16 + double)
    shifts = struct.unpack_from(f">{count}H", table, 16 + 2 * double)
    base = 16 + 3 * double
    offsets = struct.unpack_from(f">{count}H", table, base)
    for index, (start, end, shift, offset) in enumerate(zip(starts, ends, shifts, offsets, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if offset:
                at = base + 2 * index + offset + 2 * (code - start)
                (glyph,) = struct.unpack_from(">H", table, at)
                if not glyph:
                    continue
            yield code, (glyph + shift) & 0xFFFF
