"""One page of an OFD (GB/T 33190) as read: pieces of text with their places, and the ruling lines.

Fills the same `PageContent` as the reader of PDF pages, in points from the top left; all that follows
(lattice, lines, paragraphs) is shared with it. What belongs here: the objects of a page, their
transformations, character positions. What does not: which page is where in the package (`ofd_reader`), what of it a
reader sees (`text_visibility`), which characters its glyphs are (`glyph_codes`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree

from extractors.ofd.glyph_codes import Fonts, printed_codes
from extractors.ofd.ofd_elements import NUMBER, Box, box_of, child, identity, local, numbers
from extractors.ofd.text_visibility import (
    Cover,
    LeftOut,
    Paint,
    paint_of,
    texts_in,
    without_covered,
    without_second_prints,
)
from extractors.pages.page import SHORTEST_RULE, THIN, PageContent, Run
from extractors.pages.watermarks import is_bright, watermarks

POINTS_PER_MM = 72 / 25.4
_DEFAULT_SIZE_MM = 3.7
_FULL_PITCH = (0.9, 1.1)  # ems from character to character where figures are set as wide as Han
_WIDEST_EVEN = 1.3  # ems; figures spaced out evenly, but no columns
_SPLIT = 0.25  # a gap wider than this share of an em ends a piece of text
_BASELINE = 0.8  # points
_MAX_DEPTH = 16
_MAX_DELTAS = 100_000
_PATH_TOKEN = re.compile(rf"[MLQBACS]|{NUMBER.pattern}")
_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_LEANING = 0.09  # a slope of 5 degrees
_INVISIBLE = frozenset("\u0000\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufffe\uffff")

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """The transformation that does `first` and then `then`."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def apply(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def deltas(text: str | None) -> list[float]:
    """A DeltaX or DeltaY written out: `g 3 4.2 5` is 4.2 4.2 4.2 5."""
    tokens = (text or "").split()
    out: list[float] = []
    position = 0
    while position < len(tokens):
        if tokens[position] == "g" and position + 2 < len(tokens):
            count, value = numbers(tokens[position + 1]), numbers(tokens[position + 2])
            if count and value:
                out.extend(value[:1] * max(0, min(int(count[0]), _MAX_DELTAS - len(out))))
            position += 3
        else:
            out.extend(numbers(tokens[position])[:1])
            position += 1
    return out


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A character with its origin and its end on the baseline, in points, and its size."""

    text: str
    x: float
    y: float
    end_x: float
    end_y: float
    em: float


@dataclass(frozen=True, slots=True)
class Resources:
    """What pages refer to: composite graphics and drawing parameters by their id, and the fonts."""

    units: dict[str, etree._Element]
    parameters: dict[str, etree._Element]
    fonts: Fonts


@dataclass(slots=True)
class _Drawn:
    """What the objects of a page draw, in points as displayed. `paints` says of each text how it is painted.

    `covers` are opaque rectangles with how many texts lie under them, `grounds` the areas of which it isn't known that
    they are white: fills and pictures.
    """

    texts: list[list[_Glyph]] = field(default_factory=list)
    paints: list[Paint] = field(default_factory=list)
    paths: list[tuple[list[list[Point]], bool, bool]] = field(default_factory=list)
    grounds: list[Box] = field(default_factory=list)
    covers: list[Cover] = field(default_factory=list)
    largest_image: float = 0.0
    left_out: LeftOut = field(default_factory=LeftOut)


def read_page(
    number: int, physical: Box, layers: list[etree._Element], resources: Resources
) -> tuple[PageContent, LeftOut]:
    """The content of a page, and what was left out of it. `layers` hold its objects, templates first."""
    x, y, width, height = physical
    drawn = _Drawn()
    scale = POINTS_PER_MM
    to_points: Matrix = (scale, 0.0, 0.0, scale, -x * scale, -y * scale)
    for layer in layers:
        _collect(layer, to_points, resources, drawn, 0)
    if any(cover.before for cover in drawn.covers):
        drawn.texts = without_covered(drawn.texts, drawn.covers, drawn.left_out)
        kept = [(glyphs, paint) for glyphs, paint in zip(drawn.texts, drawn.paints, strict=True) if glyphs]
        drawn.texts, drawn.paints = [glyphs for glyphs, _ in kept], [paint for _, paint in kept]
    _leave_out_white(drawn)
    turns = _turns(drawn)
    size = (width * scale, height * scale)
    upright = (size[1], size[0]) if turns % 2 else size
    content = PageContent(number, upright[0], upright[1], [], [], [], turns=turns)
    content.image_share = drawn.largest_image / max(1.0, size[0] * size[1])
    for subpaths, stroked, filled in drawn.paths:
        for points in subpaths:
            _add_outline([_turned(point, turns, size) for point in points], stroked, filled, content)
    _add_runs(drawn, content, turns, size)
    return content, drawn.left_out


def _add_runs(drawn: _Drawn, content: PageContent, turns: int, size: tuple[float, float]) -> None:
    """The texts as runs, without watermarks and without what is printed a second time over itself."""
    pale: list[bool] = []
    leaning: list[bool] = []
    printed = without_second_prints(drawn.texts, drawn.left_out)
    for glyphs, paint in zip(printed, drawn.paints, strict=True):
        turned = [_turned_glyph(glyph, turns, size) for glyph in glyphs]
        found = list(_runs(turned))
        content.runs += found
        pale += [is_bright(paint.brightness)] * len(found)
        leaning += [bool(found) and _is_leaning(turned[0])] * len(found)
    marks = set(watermarks(content.runs, leaning.__getitem__, pale.__getitem__, content.fills))
    content.watermarks = list(dict.fromkeys(content.runs[i].text for i in sorted(marks)))
    content.runs = [run for i, run in enumerate(content.runs) if i not in marks]


def _leave_out_white(drawn: _Drawn) -> None:
    """White type is seen on a coloured area or a picture only."""
    seen = [
        not paint.is_white or any(_lies_on(glyphs, ground) for ground in drawn.grounds)
        for glyphs, paint in zip(drawn.texts, drawn.paints, strict=True)
    ]
    if all(seen):
        return
    for glyphs, is_seen in zip(drawn.texts, seen, strict=True):
        if not is_seen:
            drawn.left_out.add("white on white", "".join(glyph.text for glyph in glyphs))
    drawn.paints = [paint for paint, is_seen in zip(drawn.paints, seen, strict=True) if is_seen]
    drawn.texts = [glyphs for glyphs, is_seen in zip(drawn.texts, seen, strict=True) if is_seen]


def _lies_on(glyphs: list[_Glyph], ground: Box) -> bool:
    first, last = glyphs[0], glyphs[-1]
    x, y = (first.x + last.end_x) / 2, (first.y + last.end_y) / 2
    margin = first.em / 2  # the baseline may stand at the very foot of the area
    return ground[0] <= x <= ground[2] and ground[1] - margin <= y <= ground[3] + margin


def _is_leaning(glyph: _Glyph) -> bool:
    across, down = abs(glyph.end_x - glyph.x), abs(glyph.end_y - glyph.y)
    return min(across, down) > _LEANING * max(across, down)


def _collect(parent: etree._Element, matrix: Matrix, resources: Resources, drawn: _Drawn, depth: int) -> None:
    if depth > _MAX_DEPTH:
        return
    for element in parent:
        name = local(element)
        if element.get("Visible") in ("false", "0"):
            for text in texts_in(element):
                drawn.left_out.add("switched off", text)
        elif name in ("Layer", "PageBlock", "Content"):
            _collect(element, matrix, resources, drawn, depth + 1)
        elif name == "TextObject":
            _text(element, _object_matrix(element, matrix), resources, drawn)
        elif name == "PathObject":
            _path(element, _object_matrix(element, matrix), resources, drawn)
        elif name == "ImageObject":
            _image(element, matrix, drawn)
        elif name == "CompositeObject":
            unit = resources.units.get(identity(element, "ResourceID"))
            if unit is not None:
                _collect(unit, _object_matrix(element, matrix), resources, drawn, depth + 1)


def _image(element: etree._Element, matrix: Matrix, drawn: _Drawn) -> None:
    boundary = box_of(element.get("Boundary"))
    if boundary is None:
        return
    x, y, width, height = boundary
    factor = abs(matrix[0] * matrix[3] - matrix[1] * matrix[2])
    drawn.largest_image = max(drawn.largest_image, width * height * factor)
    drawn.grounds.append(_around([apply(matrix, x, y), apply(matrix, x + width, y + height)]))


def _around(points: list[Point]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _object_matrix(element: etree._Element, matrix: Matrix) -> Matrix:
    """From the object's own space to points: its CTM, then its place, then the page's."""
    own = numbers(element.get("CTM"))
    transformation: Matrix = (own[0], own[1], own[2], own[3], own[4], own[5]) if len(own) >= 6 else IDENTITY
    boundary = box_of(element.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
    return multiply(multiply(transformation, (1.0, 0.0, 0.0, 1.0, boundary[0], boundary[1])), matrix)


# --- text


def _text(element: etree._Element, matrix: Matrix, resources: Resources, drawn: _Drawn) -> None:
    paint = paint_of(element, resources.parameters)
    if not paint.is_drawn:
        for text in texts_in(element):
            drawn.left_out.add("transparent", text)
        return
    size = (numbers(element.get("Size")) or [_DEFAULT_SIZE_MM])[0] or _DEFAULT_SIZE_MM
    stretch = (numbers(element.get("HScale")) or [1.0])[0] or 1.0
    em = size * (matrix[2] ** 2 + matrix[3] ** 2) ** 0.5
    x = y = 0.0
    for code, text in printed_codes(element, resources.fonts):
        x = (numbers(code.get("X")) or [x])[0]
        y = (numbers(code.get("Y")) or [y])[0]
        across, down = deltas(code.get("DeltaX")), deltas(code.get("DeltaY"))
        even = len(across) >= len(text) - 1 and _is_even(across[: len(text) - 1], size * stretch)
        glyphs: list[_Glyph] = []
        left, baseline = x, y
        for index, character in enumerate(text):
            width = size * stretch * (1.0 if _is_wide(character) else 0.5)
            step = across[index] if index < len(across) else (0.0 if down else width)
            end = left + (min(width, step) if step > 0 and index < len(across) else width)
            if even and index < len(text) - 1:
                end = left + step
            begin_point, end_point = apply(matrix, left, baseline), apply(matrix, end, baseline)
            glyphs.append(_Glyph(character, *begin_point, *end_point, em))
            left += step
            baseline += down[index] if index < len(down) else 0.0
        if glyphs:
            drawn.texts.append(glyphs)
            drawn.paints.append(paint)


def _is_even(steps: list[float], em: float) -> bool:
    """Whether characters are spaced out evenly, figures as wide as Han: they are one text, with no gaps between."""
    if not steps or em <= 0:
        return False
    least, most = min(steps), max(steps)
    if most - least > 0.02 * em or most > _WIDEST_EVEN * em or least <= 0:
        return False
    return len(steps) > 1 or _FULL_PITCH[0] * em <= most <= _FULL_PITCH[1] * em


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WFA"


def _turns(drawn: _Drawn) -> int:
    """Quarter turns, clockwise, that make most of the text upright."""
    votes = [0, 0, 0, 0]
    for glyphs in drawn.texts:
        glyph = glyphs[0]
        across, down = glyph.end_x - glyph.x, glyph.end_y - glyph.y
        if abs(across) >= abs(down):
            votes[0 if across >= 0 else 2] += len(glyphs)
        else:
            # Text that runs down the page is upright after three turns, text that runs up after one.
            votes[3 if down > 0 else 1] += len(glyphs)
    best = max(range(4), key=lambda turns: votes[turns])
    return best if votes[best] * 4 >= sum(votes) * 3 else 0


def _turned(point: Point, turns: int, size: tuple[float, float]) -> Point:
    x, y = point
    width, height = size
    if turns == 1:
        return height - y, x
    if turns == 2:
        return width - x, height - y
    if turns == 3:
        return y, width - x
    return x, y


def _turned_glyph(glyph: _Glyph, turns: int, size: tuple[float, float]) -> _Glyph:
    if not turns:
        return glyph
    begin, end = _turned((glyph.x, glyph.y), turns, size), _turned((glyph.end_x, glyph.end_y), turns, size)
    return _Glyph(glyph.text, *begin, *end, glyph.em)


def _runs(glyphs: list[_Glyph]) -> Iterator[Run]:
    """The glyphs of one text code as runs: cut at blanks, gaps and changes of the baseline."""
    current: list[_Glyph] = []
    spaced = pending = False
    for glyph in glyphs:
        if glyph.text.isspace() or glyph.text in _INVISIBLE:
            if current:
                yield _run(current, spaced)
                current = []
            pending = pending or glyph.text.isspace()
            continue
        if current:
            last = current[-1]
            gap = glyph.x - last.end_x
            if gap > _SPLIT * glyph.em or gap < -0.6 * glyph.em or abs(glyph.y - last.y) > _BASELINE:
                yield _run(current, spaced)
                current = []
                pending = False
        if not current:
            spaced, pending = pending, False
        current.append(glyph)
    if current:
        yield _run(current, spaced)


def _run(glyphs: list[_Glyph], spaced: bool) -> Run:
    sides = [(min(glyph.x, glyph.end_x), max(glyph.x, glyph.end_x)) for glyph in glyphs]
    text = "".join(glyph.text for glyph in glyphs)
    em = max(glyph.em for glyph in glyphs)
    return Run(text, sides[0][0], sides[-1][1], glyphs[0].y, em, spaced, sides)


# --- lines


def _path(element: etree._Element, matrix: Matrix, resources: Resources, drawn: _Drawn) -> None:
    data = child(element, "AbbreviatedData")
    if data is None or not data.text:
        return
    subpaths = [[apply(matrix, *point) for point in points] for points in _subpaths(data.text)]
    stroked = element.get("Stroke", "true") != "false"
    filled = element.get("Fill", "false") == "true"
    if filled:
        paint = paint_of(element, resources.parameters)
        areas = [_around(points) for points in subpaths if points]
        if not paint.is_white:
            drawn.grounds += areas
        if paint.is_opaque and paint.is_drawn and len(areas) == 1 and _is_rectangle(subpaths[0]):
            drawn.covers.append(Cover(areas[0], len(drawn.texts)))
    drawn.paths.append((subpaths, stroked, filled))


def _is_rectangle(points: list[Point]) -> bool:
    corners = {(round(x, 1), round(y, 1)) for x, y in points}
    return len(corners) == 4 and len({x for x, _ in corners}) == len({y for _, y in corners}) == 2


def _subpaths(text: str) -> list[list[Point]]:
    """The corner points of each part of an AbbreviatedData; of curves only their ends."""
    parts: list[list[Point]] = []
    tokens = _PATH_TOKEN.findall(text)
    position = 0
    while position < len(tokens):
        operator = tokens[position]
        count = _ARGUMENTS.get(operator)
        if count is None:
            position += 1
            continue
        arguments = tokens[position + 1 : position + 1 + count]
        position += 1 + count
        if len(arguments) < count or any(argument in _ARGUMENTS for argument in arguments):
            continue
        if operator == "C":
            if parts and parts[-1]:
                parts[-1].append(parts[-1][0])
            continue
        across, down = numbers(f"{arguments[-2]} {arguments[-1]}")
        point = (across, down)
        if operator in "SM" or not parts:
            parts.append([point])
        else:
            parts[-1].append(point)
    return parts


def _add_outline(points: list[Point], stroked: bool, filled: bool, content: PageContent) -> None:
    if len(points) < 2:
        return
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    x0, y0, x1, y1 = min(xs), min(ys), max(xs), max(ys)
    if y1 - y0 <= THIN and x1 - x0 > y1 - y0:
        if x1 - x0 >= SHORTEST_RULE:
            content.horizontal.append(((y0 + y1) / 2, x0, x1))
        return
    if x1 - x0 <= THIN:
        if y1 - y0 >= SHORTEST_RULE:
            content.vertical.append(((x0 + x1) / 2, y0, y1))
        return
    if not stroked:
        if filled:
            content.fills.append((x0, y0, x1, y1))
        return
    for (ax, ay), (bx, by) in pairwise(points):
        if abs(ay - by) < 1.0 and abs(ax - bx) >= SHORTEST_RULE:
            content.horizontal.append(((ay + by) / 2, min(ax, bx), max(ax, bx)))
        elif abs(ax - bx) < 1.0 and abs(ay - by) >= SHORTEST_RULE:
            content.vertical.append(((ax + bx) / 2, min(ay, by), max(ay, by)))
