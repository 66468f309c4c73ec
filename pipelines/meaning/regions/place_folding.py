"""Characters as they are meant, whatever a scanner, an input method or a PDF made of them.

One job: map each character to one representative, so that two printings of a name compare equal. Which
words stand for which place or office is not decided here. What is folded:

* compatibility forms (NFKC: full-width, Kangxi radicals that PDF readers return, ligatures);
* traditional and Japanese forms to simplified ones (OpenCC's dictionary, character by character);
* white space, line breaks, control characters, combining marks, enclosed numerals used as note marks: dropped;
* brackets and dashes of every shape to ``(``, ``)`` and ``-``;
* look-alikes of which only one is ever meant in the name of a place or office (巿 for 市, エ for 工).

Look-alikes of which both are common (文/交, 司/可) can't be folded without loss; they only lower the cost
of a substitution in `pipelines.meaning.names.misprints`.
"""

from __future__ import annotations

import unicodedata

from extractors.printed.characters import simplified_character

# Each group is one character in print; the first stands for all. A group is admissible only if no two
# names of places or offices become equal by it, which a test checks for every place of GB/T 2260.
LOOKALIKE_CLASSES: tuple[str, ...] = (
    "市巿",
    "工エ",
    "人入",
    "己已巳",
    "末未",
    "土士",
    "日曰",
    "口囗ロ",
    "力カ",
    "二ニ",
    "八ハ",
    "夕タ",
    "卜ト",
    "户戸",
    "国囯囶",
    "事亊",
    "教敎",
    "高髙",
    "州卅",
    "0OoＯ〇○",
    "1lI|丨",
)
_VARIANTS = {
    # old forms in the names of 浚县 and 澄江, which OpenCC writes (s2t) but doesn't read (t2s)
    **dict(zip("濬澂", "浚澄", strict=True)),
    # radicals that NFKC leaves alone, and Japanese forms that OpenCC's Chinese tables lack
    **dict(zip("⺠⻋⻔⻅⻢⻆⻓⻛⻥⻘⻜⻰⺟⻬⻩⻝", "民车门见马角长风鱼青飞龙母齐黄食", strict=True)),
    **dict(zip("県検労験単険広図庁読気団応総経発数", "县检劳验单险广图厅读气团应总经发数", strict=True)),
    **dict(zip("観権帰価対戦転鉄医弁声営蔵覚処辺", "观权归价对战转铁医办声营藏觉处边", strict=True)),
}
_OPENERS = "([{（【〔〖［｛「『〈《﹙"
_CLOSERS = ")]}）】〕〗］｝」』〉》﹚"
_DASHES = "-‐‑‒–—―－﹣"
_QUOTES = "\"'“”‘’＂＇`´"


def _fold_one(char: str) -> str:
    if char in _OPENERS:
        return "("
    if char in _CLOSERS:
        return ")"
    if char in _DASHES:
        return "-"
    if char in _QUOTES:
        return ""
    for group in LOOKALIKE_CLASSES:
        if char in group:
            return group[0]
    if char in _VARIANTS:
        return _VARIANTS[char]
    if char.isspace() or unicodedata.category(char) in {
        "Cc",
        "Cf",
        "Co",
        "Cn",
        "Cs",
        "Mn",
        "Me",
        "No",
        "Zl",
        "Zp",
    }:
        return ""
    plain = unicodedata.normalize("NFKC", char)
    if plain != char:
        return "".join(map(_fold_one, plain))
    if not char.isascii():
        simple = simplified_character(char)
        if simple != char:
            return "".join(map(_fold_one, simple))
    return char


class _Table(dict[int, str]):
    """A `str.translate` table that works out a character when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_one(chr(code))
        return folded


_TABLE = _Table()


def fold_characters(text: str) -> str:
    """`text` with each character folded. Idempotent; never raises; the result has no white space."""
    return text.translate(_TABLE)
