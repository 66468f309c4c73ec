"""Text as the rules want to see it, with the way back to the text as printed.

What belongs here: folding of width, punctuation, blanks inside Chinese text, traditional characters and the
pinyin that some converted pages carry in brackets (辦結(jié)率). What does not: any meaning.

Every folded character comes from exactly one printed character, so every span of the folded text is a span
of the printed one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from extractors.printed.characters import simplified_character

_PUNCTUATION = {
    "，": ",", "；": ";", "：": ":", "（": "(", "）": ")", "！": "!", "？": "?", "．": ".", "％": "%",
    "﹪": "%",
    "〔": "[", "〕": "]", "【": "[", "】": "]", "［": "[", "］": "]", "﹝": "[", "﹞": "]", "｛": "(",
    "｝": ")", "“": "“", "”": "”",
    "「": "“", "」": "”", "『": "“", "』": "”", "＂": '"', "〈": "《", "〉": "》", "─": "—", "－": "-",
    "−": "-", "–": "-", "‐": "-", "‑": "-",
    "～": "~", "〜": "~", "。": "。", "｡": "。", "、": "、", "､": "、", "﹑": "、", "＞": ">", "＜": "<",
    "≧": "≥", "≦": "≤",
}  # fmt: skip
_PINYIN = re.compile(r"(?<=[㐀-鿿])[(（][a-zA-Zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ]{1,6}[)）]")
_YEAR = re.compile(r"\s+(?:19|20)\d\d\s*年")
_INVISIBLE = frozenset("\u200b\u200c\u200d\ufeff\u00ad")


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` with `origin[i]` = the index in the printed text of folded character i."""

    text: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The printed span of the folded span; `end` must be greater than `start`."""
        return self.origin[start], self.origin[end - 1] + 1


@lru_cache(maxsize=8192)
def _fold_character(character: str) -> str:
    """One character for one character; a compatibility form that would become several stays as it is."""
    if character in _PUNCTUATION:
        return _PUNCTUATION[character]
    normal = unicodedata.normalize("NFKC", character)
    if len(normal) != 1:
        normal = character
    if "\u4e00" <= normal <= "\u9fff":
        simple = simplified_character(normal)
        return simple if len(simple) == 1 else normal
    return normal


def _keeps_blank(before: str, after: str) -> bool:
    """A blank means something between two Latin words or two digits; beside Chinese it is a trace of
    setting."""
    return before.isascii() and after.isascii() and before.isalnum() and after.isalnum()


def _before_year(text: str, index: int, characters: list[str]) -> bool:
    """Whether the blank parts a list number from a year: `2. 2024年9月底前` is no number 2.2024."""
    return characters[-1] == "." and bool(_YEAR.match(text, index))


def fold(text: str) -> Folded:
    """Fold a paragraph. Blanks go, except between two Latin words or numbers (`10 0` stays two numbers)."""
    dropped: set[int] = set()
    for match in _PINYIN.finditer(text):
        dropped.update(range(*match.span()))
    kept = [(index, character) for index, character in enumerate(text) if index not in dropped]
    characters: list[str] = []
    origin: list[int] = []
    for position, (index, character) in enumerate(kept):
        if character in _INVISIBLE:
            continue
        if character.isspace():
            if not characters or characters[-1] == " ":
                continue
            following = next((c for _, c in kept[position + 1 :] if not c.isspace()), "")
            if not following or not (
                _keeps_blank(characters[-1], _fold_character(following))
                or _before_year(text, index, characters)
            ):
                continue
            characters.append(" ")
        else:
            characters.append(_fold_character(character))
        origin.append(index)
    return Folded("".join(characters), tuple(origin))
