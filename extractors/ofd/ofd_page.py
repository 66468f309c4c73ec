"""One page of an OFD (GB/T 33190) as read: pieces of text with their places, and the ruling lines.

Fills the same `PageContent` as the reader of PDF pages, in points from the top left; all that follows
(lattice, lines, paragraphs) is shared with it. What belongs here: the objects of a page, their
transformations, character positions. What does not: which page is where in the package (`ofd_reader`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree

from extractors.pages.page import SHORTEST_RULE, THIN, PageContent, Run
from extractors.pages.watermarks import brightness, is_bright, watermarks

POINTS_PER_MM = 72 / 25.4
_DEFAULT_SIZE_MM = 3.7
_SPLIT = 0.25  # a gap wider than this share of an em ends a piece of text
_BASELINE = 0.8  # points
_BEYOND = 1e6  # millimetres, or any factor
_MAX_DEPTH = 16
_MAX_DELTAS = 100_000
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_PATH_TOKEN = re.compile(rf"[MLQBACS]|{_NUMBER.pattern}")
_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_LEANING = 0.09  # a slope of 5 degrees
_INVISIBLE = frozenset("\u0000\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufffe\uffff")

Box = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def local(element: etree._Element) -> str:
    """The element's name without its namespace: writers disagree on prefixes."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """The direct children of that name."""
    if element is not None:
        for child in element:
            if local(child) == name:
                yield child


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first direct child of that name."""
    return next(children(element, name), None)


def numbers(text: str | None) -> list[float]:
    """All numbers in an attribute; what is beyond any page counts as 0."""
    values = [float(token) for token in _NUMBER.findall(text or "")]
    return [value if abs(value) < _BEYOND else 0.0 for value in values]


def box_of(text: str | None) -> Box | None:
    """An ST_Box: x, y, width, height in millimetres."""
    values = numbers(text)
    return (values[0], values[1], values[2], values[3]) if len(values) >= 4 else None


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


@dataclass(slots=True)
class _Drawn:
    """What the objects of a page draw, in points as displayed. `pale` says of each text whether its type is pale."""

    texts: list[list[_Glyph]] = field(default_factory=list)
    pale: list[bool] = field(default_factory=list)
    paths: list[tuple[list[list[Point]], bool, bool]] = field(default_factory=list)
    largest_image: float = 0.0


def read_page(
    number: int,
    physical: Box,
    layers: list[etree._Element],
    units: Mapping[str, etree._Element],
) -> PageContent:
    """The content of a page. `layers` hold its objects, templates first; `units` are composite graphics."""
    x, y, width, height = physical
    drawn = _Drawn()
    scale = POINTS_PER_MM
    to_points: Matrix = (scale, 0.0, 0.0, scale, -x * scale, -y * scale)
    for layer in layers:
        _collect(layer, to_points, units, drawn, 0)
    turns = _turns(drawn)
    size = (width * scale, height * scale)
    upright = (size[1], size[0]) if turns % 2 else size
    content = PageContent(number, upright[0], upright[1], [], [], [], turns=turns)
    content.image_share = drawn.largest_image / max(1.0, size[0] * size[1])
    pale: list[bool] = []
    leaning: list[bool] = []
    for glyphs, is_pale in zip(drawn.texts, drawn.pale, strict=True):
        turned = [_turned_glyph(glyph, turns, size) for glyph in glyphs]
        found = list(_runs(turned))
        content.runs += found
        pale += [is_pale] * len(found)
        leaning += [_is_leaning(turned[0])] * len(found)
    for subpaths, stroked, filled in drawn.paths:
        for points in subpaths:
            _add_outline([_turned(point, turns, size) for point in points], stroked, filled, content)
    marks = set(watermarks(content.runs, leaning.__getitem__, pale.__getitem__, content.fills))
    content.watermarks = list(dict.fromkeys(content.runs[i].text for i in sorted(marks)))
    content.runs = _without_shadows([run for i, run in enumerate(content.runs) if i not in marks])
    return content


def _is_leaning(glyph: _Glyph) -> bool:
    across, down = abs(glyph.end_x - glyph.x), abs(glyph.end_y - glyph.y)
    return min(across, down) > _LEANING * max(across, down)


def _collect(
    parent: etree._Element, matrix: Matrix, units: Mapping[str, etree._Element], drawn: _Drawn, depth: int
) -> None:
    if depth > _MAX_DEPTH:
        return
    for element in parent:
        name = local(element)
        if element.get("Visible") == "false":
            continue
        if name in ("Layer", "PageBlock", "Content"):
            _collect(element, matrix, units, drawn, depth + 1)
        elif name == "TextObject":
            _text(element, _object_matrix(element, matrix), drawn)
        elif name == "PathObject":
            _path(element, _object_matrix(element, matrix), drawn)
        elif name == "ImageObject":
            boundary = box_of(element.get("Boundary"))
            if boundary:
                factor = abs(matrix[0] * matrix[3] - matrix[1] * matrix[2])
                drawn.largest_image = max(drawn.largest_image, boundary[2] * boundary[3] * factor)
        elif name == "CompositeObject":
            unit = units.get((element.get("ResourceID") or "").strip())
            if unit is not None:
                _collect(unit, _object_matrix(element, matrix), units, drawn, depth + 1)


def _object_matrix(element: etree._Element, matrix: Matrix) -> Matrix:
    """From the object's own space to points: its CTM, then its place, then the page's."""
    own = numbers(element.get("CTM"))
    transformation: Matrix = (own[0], own[1], own[2], own[3], own[4], own[5]) if len(own) >= 6 else IDENTITY
    boundary = box_of(element.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
    return multiply(multiply(transformation, (1.0, 0.0, 0.0, 1.0, boundary[0], boundary[1])), matrix)


# --- text


def _text(element: etree._Element, matrix: Matrix, drawn: _Drawn) -> None:
    size = (numbers(element.get("Size")) or [_DEFAULT_SIZE_MM])[0] or _DEFAULT_SIZE_MM
    stretch = (numbers(element.get("HScale")) or [1.0])[0] or 1.0
    em = size * (matrix[2] ** 2 + matrix[3] ** 2) ** 0.5
    x = y = 0.0
    pale = _is_pale(element)
    for code in children(element, "TextCode"):
        x = (numbers(code.get("X")) or [x])[0]
        y = (numbers(code.get("Y")) or [y])[0]
        across, down = deltas(code.get("DeltaX")), deltas(code.get("DeltaY"))
        text = code.text or ""
        glyphs: list[_Glyph] = []
        left, baseline = x, y
        for index, character in enumerate(text):
            width = size * stretch * (1.0 if _is_wide(character) else 0.5)
            step = across[index] if index < len(across) else (0.0 if down else width)
            end = left + (min(width, step) if step > 0 and index < len(across) else width)
            begin_point, end_point = apply(matrix, left, baseline), apply(matrix, end, baseline)
            glyphs.append(_Glyph(character, *begin_point, *end_point, em))
            left += step
            baseline += down[index] if index < len(down) else 0.0
        if glyphs:
            drawn.texts.append(glyphs)
            drawn.pale.append(pale)


def _is_pale(element: etree._Element) -> bool:
    """Whether a text's own colour and opacity make it pale; without any it is black."""
    colour = child(element, "FillColor")
    alpha = (numbers(element.get("Alpha")) or [255.0])[0]
    parts = [0.0]
    if colour is not None:
        alpha *= (numbers(colour.get("Alpha")) or [255.0])[0] / 255
        parts = numbers(colour.get("Value")) or parts
    red, green, blue = parts[:3] if len(parts) == 3 else (parts[0],) * 3
    return len(parts) in (1, 3) and is_bright(brightness(red, green, blue, alpha))


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


def _without_shadows(runs: list[Run]) -> list[Run]:
    """Without the second print of text that is set twice with a tiny shift to look bold."""
    kept: list[Run] = []
    recent: dict[str, Run] = {}
    for run in runs:
        before = recent.get(run.text)
        if (
            before is not None
            and abs(before.x0 - run.x0) < 0.2 * run.em
            and abs(before.y - run.y) < 0.2 * run.em
        ):
            continue
        recent[run.text] = run
        kept.append(run)
    return kept


# --- lines


def _path(element: etree._Element, matrix: Matrix, drawn: _Drawn) -> None:
    data = child(element, "AbbreviatedData")
    if data is None or not data.text:
        return
    subpaths = [[apply(matrix, *point) for point in points] for points in _subpaths(data.text)]
    stroked = element.get("Stroke", "true") != "false"
    filled = element.get("Fill", "false") == "true"
    drawn.paths.append((subpaths, stroked, filled))


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
