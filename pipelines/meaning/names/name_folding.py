"""A printed name without what is no part of it: list numbers, notes in brackets, pinyin, footnote marks, wraps.

Builds on the folding of characters (`pipelines.meaning.regions.place_folding`). Which office a name stands for is not decided here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.meaning.regions.place_folding import fold_characters

_BRACKETS = re.compile(r"\(([^()]*)\)")
_OPEN_END = re.compile(r"\([^()]*$")
# A list number: digits, or Chinese numerals with a separator (七星关区 must stay). 12345热线, 120急救 stay too.
_NUMBER = re.compile(
    r"^(?:(?:第?[0-9]{1,3}(?:[.,、:;:。．)\-]+|(?![0-9]|热线|急救|指挥|政务|便民|报警|市民|平台|服务|公共))|[一二三四五六七八九十]{1,3}[、.,:)。]+))+"
)
_MARKS = "*#※★☆●○◎◆◇■□▲△▼▽→⇒•·・‧∙⋅.。,，、:：;；-_+=~～!！?？/\\|<>^&%$@…—†‡§¶º°ª0"
_TRAILING_NUMBER = re.compile(r"(?:(?<![0-9])[0-9]{1,2}|注[0-9一二三四五]{0,2})$")
_NUMERO = re.compile(r"^[Nn]0[.:]?[0-9]{1,3}(?![0-9])")
_KEEP_NUMBER = re.compile(r"[0-9]{3,}$")
_CONNECTIVES = {ord(c): None for c in "和与及暨、·,.;:/-_•・‧\"'~*　"}


@dataclass(frozen=True, slots=True)
class FoldedName:
    """`text` is the folded name, `notes` what stood in brackets (without pinyin), in order."""

    text: str
    notes: tuple[str, ...] = ()


def _strip_edges(text: str) -> str:
    previous = None
    while text != previous:
        previous = text
        text = text.strip(_MARKS)
        if text and (text[0] in "第0123456789一二三四五六七八九十"):
            text = _NUMBER.sub("", text, count=1)
        elif text and text[0] in "Nn":
            text = _NUMERO.sub("", text)
        if text and text[-1] in "0123456789注一二三四五" and not _KEEP_NUMBER.search(text):
            text = _TRAILING_NUMBER.sub("", text)
    return text


def fold_name(name: str) -> FoldedName:
    """Fold a printed name. Idempotent: folding its `text` again gives the same text."""
    text = fold_characters(name)
    if "(" not in text and ")" not in text:
        return FoldedName(_strip_edges(text))
    notes: list[str] = []
    previous = None
    whole = text
    while text != previous:
        previous = text
        notes += [
            note for note in _BRACKETS.findall(text) if note and not note.isascii() and _is_chinese(note)
        ]
        text = _BRACKETS.sub("", text)
    tail = _OPEN_END.search(text)
    if tail and tail.start() > 0:
        notes.append(tail.group()[1:])
        text = text[: tail.start()]
    text = _strip_edges(text.replace("(", "").replace(")", ""))
    if not text:  # the whole name stands in brackets
        text = _strip_edges(whole.replace("(", "").replace(")", ""))
        notes = []
    return FoldedName(text, tuple(note for note in notes if note))


def _is_chinese(text: str) -> bool:
    return any("一" <= char <= "鿿" for char in text)


def key(text: str) -> str:
    """The form under which names are compared: folded text without 和, 与, 及, 、 and other joints."""
    return text.translate(_CONNECTIVES)


def compared(name: str) -> str:
    """A printed name in the form under which it is compared."""
    return key(fold_name(name).text)
