"""What of a page's text a reader of the page sees: not what is switched off, transparent, white, or printed twice.

What belongs here: colours, alpha, second prints, and the account of what is left out. What does not: where things are
(`ofd_page`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from lxml import etree

from extractors.model import Place, Problem
from extractors.ofd.ofd_elements import child, children, identity, local, numbers
from extractors.pages.watermarks import brightness

_WHITE = 245.0  # brightness from which on nobody sees type on white paper (contrast under 1.1 : 1)
_CLEAR = 3.0  # alpha, of 255
_OPAQUE = 250.0
_MOST_COVERED = (
    0.5  # share of a page's characters; a fill over more is no cover but a ground in the wrong order
)
_MOST_SHOWN = 8  # texts that a message quotes
_LONGEST_SHOWN = 40
_LONGEST_CHAIN = 16  # drawing parameters that refer to others
_NEAR = 0.2  # ems between a print and its second one
_CELL = 4.0  # points: places are looked up by cells of this size
_LAYER = 0.2  # share of a page's characters; fewer printed twice are a bold heading


class Glyph(Protocol):
    """What second prints are told by."""

    @property
    def text(self) -> str: ...
    @property
    def x(self) -> float: ...
    @property
    def y(self) -> float: ...
    @property
    def em(self) -> float: ...


G = TypeVar("G", bound=Glyph)


@dataclass(slots=True)
class LeftOut:
    """Pieces of text of a page that were not read, by reason; `doubled` of `characters` are printed a second time."""

    texts: dict[str, list[str]] = field(default_factory=dict)
    doubled: int = 0
    characters: int = 0

    def add(self, reason: str, text: str) -> None:
        if text.strip():
            self.texts.setdefault(reason, []).append(text.strip())

    def problems(self, page: int) -> Iterator[Problem]:
        for reason, texts in self.texts.items():
            shown = "; ".join(text[:_LONGEST_SHOWN] for text in texts[:_MOST_SHOWN])
            more = f" and {len(texts) - _MOST_SHOWN} more" if len(texts) > _MOST_SHOWN else ""
            message = f"Page {page}: {len(texts)} piece(s) of text that can't be seen ({reason}) were not read: {shown}{more}."
            yield Problem("unseen_text", message, Place(page=page))
        if self.doubled > _LAYER * self.characters:
            message = (
                f"Page {page}: {self.doubled} of {self.characters} characters are drawn a second time in the same place "
                "and were read once."
            )
            yield Problem("drawn_twice", message, Place(page=page))


@dataclass(frozen=True, slots=True)
class Paint:
    """How an object is painted. `brightness` is 0 where its colour isn't known; `is_opaque` where nothing shines through."""

    brightness: float = 0.0
    is_drawn: bool = True
    is_white: bool = False
    is_opaque: bool = True


_BLACK = Paint()


def paint_of(element: etree._Element, parameters: Mapping[str, etree._Element]) -> Paint:
    """The paint by which an object is filled, its own or that of its drawing parameters."""
    colour = child(element, "FillColor")
    alpha = element.get("Alpha")
    is_filled = element.get("Fill") not in ("false", "0") or element.get("Stroke") in ("true", "1")
    named = identity(element, "DrawParam")
    if colour is None and named:
        colour = _inherited(named, parameters)
    if colour is None and alpha is None and is_filled:
        return _BLACK
    opacity = (numbers(alpha) or [255.0])[0]
    if colour is not None:
        opacity *= (numbers(colour.get("Alpha")) or [255.0])[0] / 255
    parts = _parts(colour)
    if parts is None:
        return Paint(is_drawn=opacity > _CLEAR, is_opaque=False)
    found = brightness(*parts, opacity)
    outlined = local(element) == "TextObject" and element.get("Stroke") in ("true", "1")
    return Paint(found, is_filled and opacity > _CLEAR, found >= _WHITE and not outlined, opacity >= _OPAQUE)


def _inherited(name: str, parameters: Mapping[str, etree._Element]) -> etree._Element | None:
    for _ in range(_LONGEST_CHAIN):
        found = parameters.get(name)
        if found is None:
            return None
        colour = child(found, "FillColor")
        if colour is not None:
            return colour
        name = identity(found, "Relative")
    return None


def _parts(colour: etree._Element | None) -> tuple[float, float, float] | None:
    """Red, green and blue; None for a shading, a palette or another colour space."""
    if colour is None:
        return 0.0, 0.0, 0.0
    value = colour.get("Value")
    if value is None:
        return None if len(colour) or colour.get("Index") is not None else (0.0, 0.0, 0.0)
    if "#" in value:
        try:
            parts = [float(int(token.lstrip("#"), 16)) for token in value.split()]
        except ValueError:
            return None
    else:
        parts = numbers(value)
    if len(parts) == 1:
        return parts[0], parts[0], parts[0]
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 else None


def texts_in(element: etree._Element) -> Iterator[str]:
    """The texts of an object or of all objects inside a layer."""
    if local(element) == "TextObject":
        yield "".join(code.text or "" for code in children(element, "TextCode"))
        return
    for inner in element:
        yield from texts_in(inner)


@dataclass(frozen=True, slots=True)
class Cover:
    """An opaque rectangle (left, top, right, bottom, in points) and how many texts were drawn before it."""

    box: tuple[float, float, float, float]
    before: int


def without_covered(texts: list[list[G]], covers: Sequence[Cover], left_out: LeftOut) -> list[list[G]]:
    """The texts without the characters over which an area is painted later."""
    total = sum(map(len, texts))
    for cover in covers:
        hidden = [[_is_under(glyph, cover.box) for glyph in glyphs] for glyphs in texts[: cover.before]]
        count = sum(map(sum, hidden))
        if not count or count > _MOST_COVERED * total:
            continue
        for index, under in enumerate(hidden):
            if any(under):
                pairs = list(zip(texts[index], under, strict=True))
                left_out.add("covered", "".join(glyph.text for glyph, is_under in pairs if is_under))
                texts[index] = [glyph for glyph, is_under in pairs if not is_under]
    return texts


def _is_under(glyph: Glyph, box: tuple[float, float, float, float]) -> bool:
    """Whether the middle of a character, a third of an em over its baseline, and most of it lie in a box."""
    left, top, right, bottom = box
    half = glyph.em * (0.5 if ord(glyph.text[0]) > 255 else 0.25)
    return (
        left <= glyph.x + 0.4 * half
        and glyph.x + 1.6 * half <= right
        and top <= glyph.y - 0.6 * glyph.em
        and glyph.y - 0.1 * glyph.em <= bottom
    )


def without_second_prints(texts: Sequence[list[G]], left_out: LeftOut) -> list[list[G]]:
    """The texts without the characters that stand in the same place already.

    Type is set twice with a tiny shift to look bold, and whole layers are drawn again; by characters, since the second
    print may be cut into other pieces. Compared with all that came before, not only with the last of its kind.
    """
    places: dict[tuple[str, int, int], list[tuple[float, float]]] = {}
    kept: list[list[G]] = []
    for glyphs in texts:
        fresh = [glyph for glyph in glyphs if glyph.text.isspace() or not _is_there(places, glyph)]
        for glyph in glyphs:
            key = glyph.text, int(glyph.x // _CELL), int(glyph.y // _CELL)
            places.setdefault(key, []).append((glyph.x, glyph.y))
        left_out.characters += sum(not glyph.text.isspace() for glyph in glyphs)
        left_out.doubled += len(glyphs) - len(fresh)
        kept.append(fresh)
    return kept


def _is_there(places: Mapping[tuple[str, int, int], list[tuple[float, float]]], glyph: Glyph) -> bool:
    near = min(_NEAR * glyph.em, _CELL)
    x, y = glyph.x, glyph.y
    for across in range(int((x - near) // _CELL), int((x + near) // _CELL) + 1):
        for down in range(int((y - near) // _CELL), int((y + near) // _CELL) + 1):
            for other_x, other_y in places.get((glyph.text, across, down), ()):
                if abs(other_x - x) < near and abs(other_y - y) < near:
                    return True
    return False
