"""From bytes to text: the encoding by content, never by a label.

What belongs here: byte order marks, UTF-8, UTF-16, GB18030, Big5, and telling text from other bytes. What does
not: which format a file has (`extractors.reading`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractors.errors import UnreadableDocument

_BOMS: tuple[tuple[bytes, str], ...] = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
# Characters that any Chinese official text is full of, in both scripts: a wrong encoding yields hardly any.
_USUAL = frozenset(
    "的是在和有为对及与等年月日市县区省政府务服事项办理率数据单位部门情况工作通报统计表序号合总件局"
    "一二三四五六七八九十0123456789%.,\n\t "
    "為對與務項辦數據單位門況報統計號總"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_MIN_USUAL = 0.02  # of the characters
_MAX_ZEROS = 0.02  # of the bytes; a text of two bytes a character that isn't Chinese has far more
_MAX_DAMAGE = 0.001  # of the characters; a text cut in the middle of a character has one


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, unchanged but for its byte order mark; `damaged` counts characters that could not be read."""

    text: str
    encoding: str
    damaged: int = 0


def decode(data: bytes) -> Decoded:
    """The text of some bytes.

    Raises UnreadableDocument: `empty` for nothing but white space, `not_text` for bytes that are no text.
    """
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise UnreadableDocument("empty", "The file is empty.", "Fetch it again from its source.")
    decoded = _by_mark(data) or _by_content(data)
    if decoded is None or _is_junk(decoded.text):
        raise UnreadableDocument(
            "not_text",
            "The file is no text in UTF-8, UTF-16, GB18030 or Big5, and no format known here.",
            "Check that it was fetched whole, and convert it to PDF, DOCX, HTML or UTF-8 text.",
        )
    if not decoded.text.strip():
        raise UnreadableDocument(
            "empty", "The file holds white space only.", "Fetch it again from its source."
        )
    return decoded


def _by_mark(data: bytes) -> Decoded | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding)
    return None


def _by_content(data: bytes) -> Decoded | None:
    if b"\x00" in data:
        # Line ends and digits have a zero byte in UTF-16, on the side that tells the order.
        wide = [found for encoding in ("utf-16-le", "utf-16-be") if (found := _decoded(data, encoding))]
        wide = [found for found in wide if not _is_junk(found.text) and _usual_share(found.text) > _MIN_USUAL]
        return max([*wide, *_with_zeros(data)], key=lambda found: _usual_share(found.text), default=None)
    strict = _strict(data, "utf-8")
    if strict is not None:
        return strict
    candidates = [found for encoding in ("gb18030", "big5hkscs") if (found := _strict(data, encoding))]
    # UTF-16 without any ASCII character has no zero byte.
    candidates += [found for encoding in ("utf-16-le", "utf-16-be") if (found := _strict(data, encoding))]
    candidates = [found for found in candidates if not _is_junk(found.text)]
    best = max(candidates, key=lambda found: _usual_share(found.text), default=None)
    damaged = [
        found for encoding in ("utf-8", "gb18030") if (found := _decoded(data, encoding)) and found.damaged
    ]
    for found in damaged:
        if best is None or _usual_share(found.text) > 2 * _usual_share(best.text):
            best = found
    return best


def _with_zeros(data: bytes) -> list[Decoded]:
    """A text of bytes with a few zero bytes among them, as some programs leave them; those at its end are padding."""
    text = data.rstrip(b"\x00")
    zeros = text.count(b"\x00")
    if zeros > max(1, _MAX_ZEROS * len(text)):
        return []
    found = (_strict(text, encoding) for encoding in ("utf-8", "gb18030"))
    return [
        replace(decoded, text=decoded.text.replace("\x00", "\ufffd"), damaged=zeros)
        for decoded in found
        if decoded is not None
    ][:1]


def _strict(data: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        return None


def _decoded(data: bytes, encoding: str) -> Decoded | None:
    """Decoded with a few unreadable characters at most."""
    found = _strict(data, encoding)
    if found is not None:
        return found
    text = data.decode(encoding, errors="replace")
    damaged = text.count("\ufffd")
    return Decoded(text, encoding, damaged) if damaged <= max(1, _MAX_DAMAGE * len(text)) else None


def _usual_share(text: str) -> float:
    sample = text[:20000]
    return sum(1 for character in sample if character in _USUAL) / max(1, len(sample))


def _is_junk(text: str) -> bool:
    sample = text[:20000]
    odd = len(_CONTROL.findall(sample)) + sum(1 for character in sample if "\ue000" <= character <= "\uf8ff")
    return odd > 0.01 * len(sample)
