"""One page as read, of a PDF or an OFD: pieces of text with their places, and the ruling lines.

What the readers of the formats (`extractors.pdf`, `extractors.ofd`) hand over to all that follows. Nothing here knows
of tables, columns or paragraphs. Everything is turned upright: x grows to the right, y grows downwards, in PDF points
from the top left corner of the page as a reader sees it. Text is placed by the origin of its baseline, because the
boxes that fonts declare differ so much (Noto CJK is 1.45 em high) that the second line of a cell would seem to belong
to the next row.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.model import Problem

THIN = 3.0  # a painted thing thinner than this is a ruling line, points
SHORTEST_RULE = 4.0  # shorter lines are corners, dots of a dotted line or parts of a drawing

Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Run:
    """Glyphs that stand beside each other on one baseline without a visible gap.

    `x0`, `x1` are where it begins and ends, `y` is the baseline, `em` the size of its type, all in points.
    `spaced` says that the PDF has a blank before it (not merely a gap). `sides` has the left and right side of each
    character, only for runs that may have to be cut: those that cross a vertical line. `raised` says that it was printed
    small and high behind another run; `y` is then the other's baseline.
    """

    text: str
    x0: float
    x1: float
    y: float
    em: float
    spaced: bool
    sides: list[tuple[float, float]] | None = None
    raised: bool = False

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2

    def gap(self, index: int) -> tuple[float, float]:
        """The white space before character `index`, from left to right. Only for runs with `sides`."""
        assert self.sides is not None
        return self.sides[index - 1][1], self.sides[index][0]

    def cut(self, index: int) -> tuple[Run, Run]:
        """Two runs: the characters before `index`, and the rest. Only for runs with `sides`."""
        assert self.sides is not None
        end, begin = self.gap(index)
        return (
            Run(self.text[:index], self.x0, end, self.y, self.em, self.spaced, self.sides[:index]),
            Run(self.text[index:], begin, self.x1, self.y, self.em, False, self.sides[index:]),
        )


@dataclass(slots=True)
class PageContent:
    """What stands on one page, upright.

    `horizontal` holds (y, x0, x1), `vertical` holds (x, y0, y1). `fills` are the boxes of painted areas, which may be
    the only sign of cells. `image_share` is the part of the page that the largest picture covers.
    `drawing` says that so much is painted that it can't be ruling lines; they are left out then.
    `watermarks` are texts that were taken for watermarks; they are in no run. `unseen` are texts that a reader of the page
    can't see, with their boxes as displayed; they are in no run either. `cut` are runs that the page's edge cuts.
    `unknown` counts the characters of which the file doesn't say which they are: marked in the runs, or without any run where
    they are most of the page. `added` says that text was read that stands in no content of the page: form values, annotations.
    `turns` is by how many quarter turns clockwise the content had to be turned beyond the page's own rotation.
    """

    number: int
    width: float
    height: float
    runs: list[Run]
    horizontal: list[tuple[float, float, float]]
    vertical: list[tuple[float, float, float]]
    fills: list[Box] = field(default_factory=list)
    image_share: float = 0.0
    turns: int = 0
    drawing: bool = False
    watermarks: list[str] = field(default_factory=list)
    unseen: list[tuple[str, Box]] = field(default_factory=list)
    cut: list[tuple[str, Box]] = field(default_factory=list)
    unknown: int = 0
    added: bool = False
    problems: list[Problem] = field(default_factory=list)

    def as_displayed(self, box: Box) -> Box:
        """The box in the coordinates of the page as a viewer shows it, rounded to 0.01 points."""
        x0, y0, x1, y1 = box
        if self.turns == 1:  # undo: a quarter turn counter-clockwise
            x0, y0, x1, y1 = y0, self.width - x1, y1, self.width - x0
        elif self.turns == 2:
            x0, y0, x1, y1 = self.width - x1, self.height - y1, self.width - x0, self.height - y0
        elif self.turns == 3:
            x0, y0, x1, y1 = self.height - y1, x0, self.height - y0, x1
        return (round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2))


@dataclass(frozen=True, slots=True)
class UnreadPage:
    """A page that gave nothing. `failure` says what went wrong in reading it; None: the file is damaged there."""

    number: int
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Upright:
    """From PDF user space (origin bottom left) to the upright page (origin top left)."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int
    width: float
    height: float
    shift_x: float

    @classmethod
    def of(cls, bounds: Box, turns: int) -> Upright:
        left, bottom, right, top = bounds
        width, height = right - left, top - bottom
        if turns % 2:
            width, height = height, width
        return cls(left, bottom, right, top, turns, width, height, (left, bottom, right, top)[turns])

    def down(self, x: float, y: float) -> float:
        """How far below the top of the upright page the point is."""
        if self.turns == 0:
            return self.top - y
        if self.turns == 1:
            return x - self.left
        return y - self.bottom if self.turns == 2 else self.right - x

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.turns == 0:
            return x - self.left, self.top - y
        if self.turns == 1:
            return y - self.bottom, x - self.left
        return (self.right - x, y - self.bottom) if self.turns == 2 else (self.top - y, self.right - x)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        if self.turns == 0 and x0 <= x1 and y0 <= y1:
            return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0
        (ax, ay), (bx, by) = self.point(x0, y0), self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
