"""Watermarks: text on a page that is none of its document.

What belongs here: telling it from the look of the type (leaning, pale, large). What does not: how a format says how its type
looks (`glyph_style` for PDF, `ofd_page` for OFD), and what becomes of it; it is reported, never dropped in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median

from extractors.pages.page import Box, Run

_LARGE = 1.35  # times the usual type of the page
_PALE = 160.0  # brightness from which on type is pale, of 255


def watermarks(
    runs: Sequence[Run],
    is_leaning: Callable[[int], bool],
    is_pale: Callable[[int], bool],
    fills: Sequence[Box],
) -> list[int]:
    """The indices of the runs that are watermarks.

    Leaning text is one when it is pale or large, upright text only when it is both and lies over or under other text (a
    title on a coloured band does not); others of its kind on the page go with it.
    """
    if not runs:
        return []
    large = _LARGE * median([run.em for run in runs])
    leaning_marks: list[int] = []
    flat_marks: list[int] = []
    for i, run in enumerate(runs):
        if is_leaning(i):
            if run.em > large or is_pale(i):
                leaning_marks.append(i)
        elif run.em > large and is_pale(i) and not _on_fill(run, fills):
            flat_marks.append(i)
    if not any(_overlaps(runs[i], runs) for i in flat_marks):
        flat_marks = []
    return sorted(leaning_marks + flat_marks)


def brightness(red: float, green: float, blue: float, alpha: float = 255.0) -> float:
    """How bright a colour looks on white paper, from 0 to 255; so are its parts."""
    dark = 255 - (0.299 * red + 0.587 * green + 0.114 * blue)
    return 255 - dark * alpha / 255


def is_bright(value: float) -> bool:
    """Whether type of this brightness is pale."""
    return value >= _PALE


def _on_fill(run: Run, fills: Sequence[Box]) -> bool:
    middle = run.y - 0.4 * run.em
    return any(x0 <= run.middle <= x1 and y0 <= middle <= y1 for x0, y0, x1, y1 in fills)


def _overlaps(run: Run, runs: Sequence[Run]) -> bool:
    top = run.y - 0.8 * run.em
    return any(
        top < other.y - 0.3 * other.em < run.y and other.x0 < run.x1 and run.x0 < other.x1
        for other in runs
        if other.em < run.em
    )
