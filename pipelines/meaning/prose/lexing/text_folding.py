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
from extractors.printed.measure_words import IN_PROSE, alternatives

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
_UNIT = rf"[%％‰]|{alternatives(IN_PROSE - {'%', '‰'})}"
_LETTER_SPACED = re.compile(
    rf"(?<![\d.．,，])(?P<digits>\d(?P<gap>[^\S\n])\d(?:(?P=gap)[\d.．])+)(?=(?P=gap)?(?:{_UNIT}))"
)
_BETWEEN_CLAUSES = re.compile(rf"\d(?P<unit>{_UNIT})(?P<blank>\s+)(?=[㐀-鿿])")
_BLANK_AT_FIGURE = re.compile(rf"[㐀-鿿]\s+\d|\d\s+(?:{_UNIT})")
# Words that a noun follows more often than not.
_BEFORE_NOUNS = frozenset("个家名种类条份台张所座处套位")
_OWN_FIGURE = re.compile(r"[㐀-鿿“”]+[:：]?\d")
_MARK_AT_FIGURE = re.compile(r"(?<=[\d%％‰])(?<![×xX*]10)[①-⑳⑴-⒇¹²³⁰⁴-⁹]+")
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
    # ① and ² are marks and exponents, no digits of the figure before them: 1200① is not 12001.
    if len(normal) != 1 or (normal.isdecimal() and not character.isdecimal()):
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


def _clause_breaks(text: str) -> set[int]:
    """The blanks that part clauses: 受理事项120件 办结事项118件.

    Only where the print sets no blanks around its figures anyway, and either does so twice or the next piece has a
    figure of its own, behind a word that is counted itself (120件; not 12个 部门).
    """
    found = [match for match in _BETWEEN_CLAUSES.finditer(text) if match.start("blank") < len(text)]
    if not found or _BLANK_AT_FIGURE.search(text):
        return set()
    alone = len(found) == 1
    if alone and (found[0]["unit"] in _BEFORE_NOUNS or not _OWN_FIGURE.match(text, found[0].end())):
        return set()
    return {match.start("blank") for match in found}


def fold(text: str) -> Folded:
    """Fold a paragraph. Blanks go, except between two Latin words or numbers (`10 0` stays two numbers).

    Digits that are set apart evenly are one figure (1 2 3 4 5件); a blank between two clauses becomes a comma.
    """
    dropped: set[int] = set()
    for match in _PINYIN.finditer(text):
        dropped.update(range(*match.span()))
    for match in _MARK_AT_FIGURE.finditer(text):
        dropped.update(range(*match.span()))
    for match in _LETTER_SPACED.finditer(text):
        dropped.update(index for index in range(*match.span("digits")) if text[index].isspace())
    breaks = _clause_breaks(text)
    kept = [(index, character) for index, character in enumerate(text) if index not in dropped]
    characters: list[str] = []
    origin: list[int] = []
    for position, (index, character) in enumerate(kept):
        if character in _INVISIBLE:
            continue
        if character.isspace():
            if index in breaks:
                characters.append(",")
                origin.append(index)
                continue
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
