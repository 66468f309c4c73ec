"""Joining what a narrow column or a page cut in two, and nothing else.

What belongs here: white space and line breaks inside texts. What does not: which lines belong together
(`extractors.text.paragraphs`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from extractors.printed.characters import simplified

# Characters that are written without spaces between them: Han, kana, CJK punctuation, full-width forms,
# and the dashes and quotes that Chinese type sets between them.
CJK = (
    "\u2e80-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
    "“”‘’—…·\U00020000-\U0003ffff"
)
_BETWEEN_CJK = re.compile(rf"(?<=[{CJK}])\s+(?=[{CJK}])")
_IS_CJK = re.compile(f"[{CJK}]")
_SPACES = re.compile(r"[\s\u3000]+")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e]")


@lru_cache(maxsize=65536)
def tidy(text: str) -> str:
    """A text on one line: spaces between two CJK characters are wraps or OCR and go, others become one space.

    `市自然资源和规 划局` → `市自然资源和规划局`, `派驻 B 岗` and `56. 41%` stay as they are.
    """
    if text.isascii() and text.isprintable() and "  " not in text:  # a plain figure or word
        return text.strip()
    return _BETWEEN_CJK.sub("", _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip())


def join_lines(lines: Iterable[str]) -> str:
    """The lines of one cell or title as one text; a space between two only if both sides are Latin or digits."""
    joined = ""
    for line in lines:
        text = tidy(line)
        beside_cjk = _IS_CJK.match(joined[-1:]) or _IS_CJK.match(text[:1])
        joined += text if not joined or not text or beside_cjk else f" {text}"
    return tidy(joined)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """A text for comparing: compatibility forms folded (NFKC), no white space, simplified characters (總計 → 总计).

    So a bulletin in traditional characters is understood; what is printed is never changed.
    """
    if text.isascii():
        return "".join(text.split())
    return simplified(_SPACES.sub("", unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))))


def tidy_title(text: str) -> str:
    """A title without the spaces of a wrap or of spaced-out type, also beside digits (`工作 6月份`)."""
    tidied = tidy(text)
    return re.sub(rf"(?<=[{CJK}])\s(?=[0-9（(])|(?<=[0-9)）])\s(?=[{CJK}])", "", tidied)
