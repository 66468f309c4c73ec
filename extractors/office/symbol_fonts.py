"""Characters of symbol fonts (Symbol, Wingdings) as what a reader of the page sees.

Word keeps them as codes 0xF020–0xF0FF together with a font: 0xF02D is a minus in Symbol and a letter box in Wingdings.
What belongs here: the codes that tables of figures use. A code that is not here gives None, never a guess.
"""

from __future__ import annotations

import re

PRIVATE = re.compile("[\uf020-\uf0ff]")
_FIRST = 0xF000

_SYMBOL = {chr(code): chr(code) for code in (*range(0x20, 0x22), 0x23, *range(0x25, 0x27), *range(0x28, 0x40))} | {
    "-": "−", "*": "*", "\xa3": "≤", "\xb0": "°", "\xb1": "±", "\xb2": "″", "\xb3": "≥", "\xb4": "×", "\xb7": "·",
    "\xb8": "÷", "\xb9": "≠", "\xbb": "≈", "\xbc": "…", "\xac": "←", "\xad": "↑", "\xae": "→", "\xaf": "↓", "\xd7": "·",
    "D": "△", "[": "[", "]": "]", "{": "{", "}": "}", "|": "|", "_": "_",
}  # fmt: skip
_WINGDINGS = {
    "\xfc": "✓", "\xfe": "☑", "\xfb": "✗", "\xfd": "☒", "\xa8": "□", "o": "□", "p": "□", "q": "□", "\xa1": "○",
    "l": "●", "n": "■", "\xd8": "➢", "\xdf": "←", "\xe0": "→", "\xe1": "↑", "\xe2": "↓", "\xe9": "↑", "\xea": "↓",
    "\xf1": "↑", "\xf2": "↓", "\xab": "★", "u": "◆", "v": "❖",
} | {chr(0x81 + i): chr(0x2460 + i) for i in range(10)} | {chr(0x8C + i): chr(0x2776 + i) for i in range(10)}  # fmt: skip
_WINGDINGS_2 = {"P": "✓", "R": "☑", "O": "✗", "T": "☒", "\xa3": "□", "\x97": "●", "\x98": "●"}
_WINGDINGS_3 = {
    "!": "←", '"': "→", "#": "↑", "$": "↓", "f": "←", "g": "→", "h": "↑", "i": "↓", "p": "▲", "q": "▼", "r": "△",
    "s": "▽", "\x81": "▲", "\x82": "▼",
}  # fmt: skip
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings2": _WINGDINGS_2, "wingdings3": _WINGDINGS_3}


def printed_symbol(code: int, font: str) -> str | None:
    """What a code of a font prints; None if that isn't known."""
    if not _FIRST <= code <= _FIRST + 0xFF:
        return chr(code)
    return _FONTS.get(font.lower().replace(" ", ""), {}).get(chr(code - _FIRST))
