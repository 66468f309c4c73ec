"""The lines of a text with their places in it.

What belongs here: cutting a text into numbered lines and back. What does not: what a line means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.printed.line_wraps import CJK

_BREAK = re.compile(r"\r\n|\n|\r")
_WIDE = re.compile(f"[{CJK}]")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line without its line break. `number` counts from 1, `start` is its first code point in the text."""

    number: int
    start: int
    text: str

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


def split_lines(text: str) -> list[SourceLine]:
    """The lines of a text, broken at LF, CRLF and CR. A form feed stays in its line as white space."""
    lines: list[SourceLine] = []
    start = 0
    for match in _BREAK.finditer(text):
        lines.append(SourceLine(len(lines) + 1, start, text[start : match.start()]))
        start = match.end()
    lines.append(SourceLine(len(lines) + 1, start, text[start:]))
    return lines


def display_width(text: str) -> int:
    """How many columns a text takes in type of even width: two for each CJK character."""
    return len(text) + len(_WIDE.findall(text))
