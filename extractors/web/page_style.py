"""What a page's own style (`style` elements and attributes) makes of its elements: hidden, struck, raised, unseen.

What belongs here: the rules of the page that decide whether and how a text is seen, in the order of the cascade. What does
not: style sheets in files of their own (they are not at hand), and which part of a page is the document
(`main_content`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from lxml import etree

from extractors.web.page_colours import Colour, is_same_to_the_eye, read_colour

NO_DISPLAY = "display"  # takes no place on the page
NOT_VISIBLE = "visibility"  # has its place and is not drawn: what scripts show when they are done
OUT_OF_SIGHT = "place"  # drawn where nobody sees it

_Declarations = Mapping[str, tuple[str, bool]]  # property → (value, whether it is !important)
_Rank = tuple[bool, int, int, int, int]  # !important, specificity, order
_NOTHING: _Declarations = MappingProxyType({})

_PROPERTIES_TEXT = (
    "display visibility opacity font-size color background background-color text-decoration "
    "text-decoration-line vertical-align position left top text-indent clip height max-height overflow "
    "mso-hide mso-text-raise"
)
_PROPERTIES = frozenset(_PROPERTIES_TEXT.split())
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_DECLARATION = re.compile(r"([-\w]+)\s*:\s*((?:\([^()]*\)|[^;()])*)")
_IMPORTANT = re.compile(r"\s*!\s*important\s*$", re.IGNORECASE)
_NAME = re.compile(r"([.#])((?:[-\w]|[^\x00-\x7f])+)")
_WIDTH = re.compile(r"(min|max)-width\s*:\s*([\d.]+)\s*(px|em|rem)")
_LENGTH = re.compile(r"(-?[\d.]+)\s*([a-z%]*)")
_SCREEN_WIDTH = 1280  # pixels: a desk, for which these pages are made
_FAR_AWAY = -500  # pixels
_GROUPS = ("@supports", "@layer", "@container", "@document")
_STRUCK_TAGS = frozenset(("del", "s", "strike"))


@dataclass(frozen=True, slots=True)
class _Look:
    """What the page says of an element; the colours and the size as they are written."""

    hidden: str | None = None
    struck: bool = False
    unstruck: bool = False  # `del` without its line
    raised: bool = False
    colour: str = ""
    background: str = ""
    size: str = ""


@dataclass(frozen=True, slots=True)
class _Type:
    """The type in which the text right inside an element is set."""

    colour: Colour | None
    background: Colour | None
    size_is_nothing: bool
    is_blank: bool = False


_PLAIN = _Look()


class PageStyle:
    """The page's own style, resolved once for each element that it says something of."""

    def __init__(self, root: etree._Element) -> None:
        self._sheets: dict[etree._Element, dict[str, tuple[_Rank, str]]] = {}
        for order, (selectors, declarations) in enumerate(_rules(root)):
            self._apply(root, selectors, declarations, order)
        # With sheets elsewhere nobody knows what lies behind a text for which the page names no background.
        self._sheets_elsewhere = _has_sheets_elsewhere(root)
        self._looks: dict[etree._Element, _Look] = {}
        self._unseen: set[etree._Element] = set()
        self._resolve(root)

    @property
    def hides_something(self) -> bool:
        """Whether the page hides any element at all."""
        return any(look.hidden for look in self._looks.values())

    def hidden(self, element: etree._Element) -> str | None:
        """How the page hides an element with all that is in it; None where it doesn't."""
        return self._looks.get(element, _PLAIN).hidden

    def is_struck(self, element: etree._Element) -> bool:
        """Whether the element is struck through: what stands there is no longer meant."""
        look = self._looks.get(element, _PLAIN)
        return look.struck or (element.tag in _STRUCK_TAGS and not look.unstruck)

    def is_raised(self, element: etree._Element) -> bool:
        """Whether the element is set above the line, as footnote marks and exponents are."""
        return element.tag == "sup" or self._looks.get(element, _PLAIN).raised

    def is_unseen(self, element: etree._Element) -> bool:
        """Whether the text right inside the element is set in no size or in the colour of what lies behind it."""
        return element in self._unseen

    # --- the cascade

    def _resolve(self, root: etree._Element) -> None:
        white = None if self._sheets_elsewhere else read_colour("white")
        start = _Type(read_colour("black"), white, size_is_nothing=False)
        types: dict[etree._Element, _Type] = {}
        for element in root.iter(etree.Element):
            parent = element.getparent()
            outer = start if parent is None else types[parent]
            look = self._look(element)
            if look is not _PLAIN:
                self._looks[element] = look
            found = self._type(element, look, outer)
            types[element] = found
            if found.is_blank:
                self._unseen.add(element)

    def _look(self, element: etree._Element) -> _Look:
        style, sheet = element.get("style"), self._sheets.get(element)
        if style is None and sheet is None and element.get("hidden") is None:
            return _PLAIN
        rules = tuple((name, value, rank[0]) for name, (rank, value) in sheet.items()) if sheet else ()
        return _look_of(style or "", rules, element.get("hidden") is not None)

    def _type(self, element: etree._Element, look: _Look, outer: _Type) -> _Type:
        if look is _PLAIN and element.tag != "font" and element.get("bgcolor") is None and not outer.is_blank:
            return outer  # most of them
        colour, behind, size = look.colour, look.background or element.get("bgcolor") or "", look.size
        if element.tag == "font":
            colour = colour or element.get("color") or ""
        if not size and outer.size_is_nothing and self._sheets_elsewhere and element.get("class"):
            size = "medium"  # boxes are set in no size against gaps between their parts, which sheets elsewhere size
        return _inner_type(outer, colour, behind, size) if colour or behind or size else outer

    def _apply(self, root: etree._Element, selectors: str, declarations: _Declarations, order: int) -> None:
        from cssselect import HTMLTranslator, SelectorError
        from cssselect import parse as parse_selectors

        try:
            parsed = parse_selectors(selectors)
        except SelectorError:
            return
        for selector in parsed:
            if selector.pseudo_element:
                continue
            try:
                found = root.xpath(HTMLTranslator().selector_to_xpath(selector))
            except (SelectorError, etree.XPathError):
                continue
            for element in found if isinstance(found, list) else ():
                if not isinstance(element, etree._Element):
                    continue
                values = self._sheets.setdefault(element, {})
                for name, (value, important) in declarations.items():
                    rank: _Rank = (important, *selector.specificity(), order)
                    if name not in values or values[name][0] <= rank:
                        values[name] = (rank, value)


@lru_cache(maxsize=4096)
def _look_of(style: str, rules: tuple[tuple[str, str, bool], ...], has_hidden: bool) -> _Look:
    """The look that a `style` attribute and the rules of the sheets (property, value, !important) give."""
    values = {name: value for name, value, _ in rules}
    kept = {name for name, _, important in rules if important}
    for name, (value, important) in _inline(style).items():
        if important or name not in kept:
            values[name] = value
    decoration = values.get("text-decoration", "") + " " + values.get("text-decoration-line", "")
    look = _Look(
        hidden=_hidden_by(values, has_hidden),
        struck="line-through" in decoration,
        unstruck="none" in decoration,
        raised=_is_raised(values),
        colour=values.get("color", ""),
        background=values.get("background-color") or values.get("background", ""),
        size=values.get("font-size", ""),
    )
    return _PLAIN if look == _PLAIN else look


def _hidden_by(values: Mapping[str, str], has_hidden: bool) -> str | None:
    display = values.get("display", "")
    if display == "none" or values.get("mso-hide") == "all" or (has_hidden and not display):
        return NO_DISPLAY
    if values.get("visibility") in ("hidden", "collapse") or _is_nothing(values.get("opacity", "")):
        return NOT_VISIBLE
    return OUT_OF_SIGHT if _is_out_of_sight(values) else None


def _is_out_of_sight(values: Mapping[str, str]) -> bool:
    if values.get("position") in ("absolute", "fixed"):
        far = any((_pixels(values.get(side, "")) or 0) <= _FAR_AWAY for side in ("left", "top"))
        clip = values.get("clip", "")
        return far or bool(clip.startswith("rect(") and not re.search(r"[2-9]|1\d|auto", clip))
    if (_pixels(values.get("text-indent", "")) or 0) <= _FAR_AWAY:
        return True
    flat = _is_nothing(values.get("height", "")) or _is_nothing(values.get("max-height", ""))
    return flat and values.get("overflow") == "hidden"


def _is_raised(values: Mapping[str, str]) -> bool:
    if values.get("vertical-align") == "super" or (_pixels(values.get("mso-text-raise", "")) or 0) > 0:
        return True
    return values.get("position") == "relative" and (_pixels(values.get("top", "")) or 0) < 0


@lru_cache(maxsize=4096)
def _inner_type(outer: _Type, colour: str, behind: str, size: str) -> _Type:
    own = outer.colour if colour in ("", "inherit") else read_colour(colour)
    background = outer.background if behind in ("", "inherit", "none", "transparent") else read_colour(behind)
    nothing = _is_nothing(size) if size else outer.size_is_nothing
    same = own is not None and (
        own.is_clear or (background is not None and is_same_to_the_eye(own, background))
    )
    return _Type(own, background, nothing, is_blank=nothing or same)


# --- reading the style


def _has_sheets_elsewhere(root: etree._Element) -> bool:
    return any("stylesheet" in (link.get("rel") or "").lower() for link in root.iter("link"))


def _rules(root: etree._Element) -> Iterator[tuple[str, _Declarations]]:
    """Selectors and declarations of the page's rules that speak of something in it."""
    names: set[str] | None = None
    for style in root.iter("style"):
        if not _is_for_screens(style.get("media") or ""):
            continue
        for selectors, body in _blocks(_COMMENT.sub("", "".join(style.itertext()))):
            declarations = _inline(body)
            if not declarations:
                continue
            names = names if names is not None else _names(root)
            spoken_of = [
                selector
                for selector in selectors.split(",")
                if all(mark + name in names for mark, name in _NAME.findall(selector)) or "(" in selector
            ]
            if spoken_of:
                yield ",".join(spoken_of), declarations


def _names(root: etree._Element) -> set[str]:
    """`.class` and `#id` of everything in the page."""
    names: set[str] = set()
    for element in root.iter(etree.Element):
        names.update(f".{name}" for name in (element.get("class") or "").split())
        if identity := element.get("id"):
            names.add(f"#{identity}")
    return names


def _blocks(sheet: str) -> Iterator[tuple[str, str]]:
    """(selectors, declarations) of a style sheet, also from groups that hold for a screen."""
    position = 0
    while (opening := sheet.find("{", position)) >= 0:
        head = sheet[position:opening].rpartition(";")[2].strip()  # behind @import …;
        depth, end = 1, opening + 1
        while end < len(sheet) and depth:
            depth += {"{": 1, "}": -1}.get(sheet[end], 0)
            end += 1
        body = sheet[opening + 1 : end - 1 if not depth else end]
        position = end
        word = head.lower()
        if not word.startswith("@"):
            yield head, body
        elif word.startswith(_GROUPS) or (word.startswith("@media") and _is_for_screens(word[6:])):
            yield from _blocks(body)


def _is_for_screens(media: str) -> bool:
    """Whether a media query holds on the screen of a desk; what it asks beyond the width is not known, and so not held."""
    return not media.strip() or any(_holds(query) for query in media.lower().split(","))


def _holds(query: str) -> bool:
    rest = _WIDTH.sub("", query)
    if re.sub(r"\b(?:only|screen|all|and)\b|[()\s]", "", rest):
        return False
    for bound, number, unit in _WIDTH.findall(query):
        pixels = float(number) * (1 if unit == "px" else 16)
        if (pixels > _SCREEN_WIDTH) if bound == "min" else (pixels < _SCREEN_WIDTH):
            return False
    return True


@lru_cache(maxsize=4096)
def _inline(style: str) -> _Declarations:
    """The declarations of a `style` attribute that say how a text is seen."""
    if ":" not in style:
        return _NOTHING
    found: dict[str, tuple[str, bool]] = {}
    for name, value in _DECLARATION.findall(style.lower()):
        if name in _PROPERTIES:
            plain = _IMPORTANT.sub("", value).strip()
            if plain and not (name in found and found[name][1] and plain == value.strip()):
                found[name] = (plain, plain != value.strip())
    return found


@lru_cache(maxsize=1024)
def _pixels(value: str) -> float | None:
    """A length, roughly in pixels: enough to tell nothing, far away and raised."""
    match = _LENGTH.fullmatch(value)
    if not match:
        return None
    try:
        number = float(match[1])
    except ValueError:
        return None
    return number * (16 if match[2] in ("em", "rem") else 1)


def _is_nothing(value: str) -> bool:
    return _pixels(value) == 0
