"""Colours as style sheets write them, and whether a reader can tell one from the other.

What belongs here: a colour by itself. What does not: which element has which (`page_style`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_NAMED = {
    "white": "ffffff", "snow": "fffafa", "ivory": "fffff0", "whitesmoke": "f5f5f5", "black": "000000", "red": "ff0000",
    "blue": "0000ff", "green": "008000", "gray": "808080", "grey": "808080", "silver": "c0c0c0", "yellow": "ffff00",
    "navy": "000080", "maroon": "800000", "orange": "ffa500", "purple": "800080", "windowtext": "000000",
    "window": "ffffff",
}  # fmt: skip
_HEX = re.compile(r"#?([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_RGB = re.compile(r"rgba?\(([^()]*)\)")
# WCAG calls 4.5 legible; below this nobody sees that there is a text.
_LEAST_CONTRAST = 1.1


@dataclass(frozen=True, slots=True)
class Colour:
    """Red, green and blue from 0 to 255; `is_clear` where it is wholly transparent."""

    red: float
    green: float
    blue: float
    is_clear: bool = False


@lru_cache(maxsize=1024)
def read_colour(text: str) -> Colour | None:
    """The colour that a value names (`#fff`, `white`, `rgb(0, 0, 0)`), alone or among others (`background`).

    None where it names none that is known, or a picture.
    """
    folded = text.strip().lower()
    if folded == "transparent":
        return Colour(0, 0, 0, is_clear=True)
    if "url(" in folded or "gradient" in folded:
        return None
    if match := _RGB.search(folded):
        return _from_numbers(re.findall(r"[\d.]+%?", match[1]))
    for word in folded.split():
        if match := _HEX.fullmatch(_NAMED.get(word, word)):
            return _from_hex(match[1])
    return None


def _from_hex(digits: str) -> Colour:
    wide = "".join(2 * digit for digit in digits) if len(digits) < 6 else digits
    red, green, blue, alpha = (int(pair, 16) for pair in (wide[:2], wide[2:4], wide[4:6], wide[6:] or "ff"))
    return Colour(red, green, blue, is_clear=alpha == 0)


def _from_numbers(parts: list[str]) -> Colour | None:
    if len(parts) < 3:
        return None
    red, green, blue = (float(part.rstrip("%")) * (2.55 if part.endswith("%") else 1) for part in parts[:3])
    return Colour(red, green, blue, is_clear=len(parts) > 3 and float(parts[3].rstrip("%")) == 0)


def is_same_to_the_eye(first: Colour, second: Colour) -> bool:
    """Whether a text in one colour can't be seen on the other."""
    a, b = sorted((_luminance(first), _luminance(second)))
    near = max(abs(first.red - second.red), abs(first.green - second.green), abs(first.blue - second.blue))
    return (b + 0.05) / (a + 0.05) < _LEAST_CONTRAST and near < 48  # equally bright in two hues is legible


def _luminance(colour: Colour) -> float:
    parts = (value / 255 for value in (colour.red, colour.green, colour.blue))
    red, green, blue = (v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
