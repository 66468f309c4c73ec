"""Characters that an OFD gives as glyphs of a font (CGTransform), where their codes say nothing.

Most writers give both, and then the codes are what is printed. Where the code is U+FFFD or blank, an embedded font's cmap
says which character a glyph is. A font that is not embedded says nothing; nearly all TrueType fonts begin with the glyphs
of ASCII in order, from 3 for the blank on. That is a guess: `Fonts` makes it only for fonts it is told to trust, which are
those whose figures the document's own arithmetic proves (`ofd_reader`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

from lxml import etree

from extractors.ofd.ofd_elements import children, identity, numbers

UNKNOWN = "\ufffd"
_FIRST_GLYPH, _LAST_GLYPH = 3, 97  # of ASCII in the usual order of TrueType fonts
_TO_ASCII = 29


class Fonts:
    """The fonts of a document by their id.

    `embedded` gives an embedded font's glyphs as characters, None for a font that is not embedded. `guessed` has the
    fonts that would have to be trusted, and `guessed_characters` how many characters were read by trust.
    """

    def __init__(
        self, embedded: Callable[[str], dict[int, str] | None], trusted: frozenset[str] = frozenset()
    ) -> None:
        self._embedded = embedded
        self._trusted = trusted
        self._known: dict[str, dict[int, str] | None] = {}
        self.guessed: set[str] = set()
        self.guessed_characters = 0

    def character(self, font: str, glyph: int) -> str:
        """The character that a glyph shows; U+FFFD where nothing says it."""
        if font not in self._known:
            self._known[font] = self._embedded(font)
        known = self._known[font]
        if known is not None:
            return known.get(glyph, UNKNOWN)
        if not _FIRST_GLYPH <= glyph <= _LAST_GLYPH:
            return UNKNOWN
        self.guessed.add(font)
        if font not in self._trusted:
            return UNKNOWN
        self.guessed_characters += 1
        return chr(glyph + _TO_ASCII)


def printed_codes(element: etree._Element, fonts: Fonts) -> Iterator[tuple[etree._Element, str]]:
    """Each TextCode of a text object with the text that is printed."""
    codes = [(code, code.text or "") for code in children(element, "TextCode")]
    transforms = list(children(element, "CGTransform"))
    if not transforms or not any(_says_nothing(character) for _, text in codes for character in text):
        yield from codes
        return
    characters = [character for _, text in codes for character in text]
    wanted = [
        _says_nothing(character) and (not character.isspace() or all(map(_says_nothing, characters)))
        for character in characters  # a blank between words that have their codes is one
    ]
    font = identity(element, "Font")
    for transform in transforms:
        _apply(transform, characters, wanted, lambda glyph: fonts.character(font, glyph))
    position = 0
    for code, text in codes:
        yield code, "".join(characters[position : position + len(text)])
        position += len(text)


def _apply(
    transform: etree._Element, characters: list[str], wanted: list[bool], printed: Callable[[int], str]
) -> None:
    """Put the characters of one CGTransform in place of codes that say nothing."""
    first = int((numbers(transform.get("CodePosition")) or [0.0])[0])
    count = int((numbers(transform.get("CodeCount")) or [1.0])[0])
    glyphs = [int(number) for part in children(transform, "Glyphs") for number in numbers(part.text)]
    for index in range(max(0, first), min(first + count, len(characters))):
        if wanted[index]:
            # Several glyphs for one code, or one for several, can't be told apart.
            characters[index] = printed(glyphs[index - first]) if len(glyphs) == count else UNKNOWN


def _says_nothing(character: str) -> bool:
    return (
        character == UNKNOWN or character.isspace() or unicodedata.category(character) in ("Cc", "Co", "Cn")
    )
