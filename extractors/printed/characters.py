"""Traditional characters to simplified ones, by OpenCC's dictionary. What else is folded, each room decides itself.

There is no other list of traditional characters: a rule written in simplified ones meets every print of its words.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from opencc import OpenCC

# Some sites convert characters and leave the readings they asked for behind each: 通報(bào).
_READING = re.compile(r"(?<=[\u3400-\u9fff])[(（][a-zà-üāēīōūǎěǐǒǔǖǘǚǜńňǹ]{1,6}[)）]")

_HALF_PAIR = re.compile("([\ud800-\udfff]+)")


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def simplified(text: str) -> str:
    """The text in simplified characters, without readings in brackets (辦結(jié)率 → 办结率).

    As many characters as before are not promised. What GB 2312 can write is simplified already and is left alone:
    乾 is a traditional 干, but also the name of 乾县.
    """
    if text.isascii():
        return text
    plain = without_readings(text)
    try:
        plain.encode("gb2312")
    except UnicodeEncodeError:
        return _converted(plain)
    return plain


@lru_cache(maxsize=16384)
def _converted(text: str) -> str:
    # Half of a surrogate pair is no character, and OpenCC takes none.
    return "".join(
        piece if _HALF_PAIR.match(piece) else str(_converter().convert(piece))
        for piece in _HALF_PAIR.split(text)
        if piece
    )


@cache
def simplified_character(character: str) -> str:
    """One character by itself, for folding that knows the place of each: 乾 is 干 here."""
    return _converted(character)


def without_readings(text: str) -> str:
    """A text without the readings (pinyin) in brackets that a conversion of characters left behind."""
    return _READING.sub("", text)
