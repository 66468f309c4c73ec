"""Runs put together to lines of text, and lines to the text of a cell.

Knows where blanks and line wraps belong; knows nothing of tables or paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from extractors.model import PLAIN, CellDetails
from extractors.pages.page import Box, Run
from extractors.printed.raised_type import SUPERSCRIPT, without_marks
from extractors.printed.stacked_lines import stacked_lines

_FIGURE = re.compile(r"[-+−–—△▲▼(（]?\d[\d.,，]*[%％‰]?[)）]?|[-—–/]+")
_SMALL = 0.8  # raised type is smaller than this share of the type before it
_LOWEST, _HIGHEST = 0.12, 0.8  # how far above the baseline it stands, em of the type before it
_BESIDE = 0.6  # the gap before it, em
_LATIN_GAP = 0.13  # a gap wider than this share of an em between Latin characters is a blank


@dataclass(slots=True)
class Line:
    """Runs on one baseline, from left to right."""

    runs: list[Run]
    text: str
    x0: float
    x1: float
    y: float
    em: float

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def box(self) -> Box:
        return self.x0, self.y - 0.88 * self.em, self.x1, self.y + 0.12 * self.em


def line_of(runs: Sequence[Run]) -> Line:
    ordered = sorted(runs, key=lambda run: run.x0)
    largest = max(ordered, key=lambda run: len(run.text))
    return Line(
        ordered,
        join_runs(ordered),
        ordered[0].x0,
        max(run.x1 for run in ordered),
        largest.y,
        largest.em,
    )


def group_baselines(runs: Sequence[Run], tolerance: float = 0.4) -> list[list[Run]]:
    """Runs of one baseline together, from top to bottom; `tolerance` is a share of the smaller em."""
    groups: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: run.y):
        if groups:
            anchor = groups[-1][0]
            if run.y - anchor.y <= tolerance * min(run.em, anchor.em):
                groups[-1].append(run)
                continue
        groups.append([run])
    return groups


def lines_of(runs: Sequence[Run]) -> list[Line]:
    return [line_of(group) for group in group_baselines(runs)]


def settle_raised(runs: Sequence[Run]) -> None:
    """Set small raised type (footnote marks, exponents) onto the baseline of the run that it follows, and mark it."""
    host: Run | None = None
    end = 0.0
    limit = 0.0
    for run in runs:
        if run.em <= limit and host is not None:
            rise, gap = (host.y - run.y) / host.em, (run.x0 - end) / host.em
            if _LOWEST < rise < _HIGHEST and -_BESIDE < gap < _BESIDE:
                run.raised, run.y, end = True, host.y, run.x1
                continue
        host, end, limit = run, run.x1, _SMALL * run.em


def _shown(run: Run) -> str:
    """The text of a run; raised digits stay raised, so that they are no digits of the figure before them."""
    return run.text.translate(SUPERSCRIPT) if run.raised else run.text


def join_runs(runs: Sequence[Run], keep_spaces: bool = True) -> str:
    """The text of runs on one baseline, ordered from left to right.

    A blank of the PDF is kept between runs (unless `keep_spaces` is false and it stands between two Chinese
    characters); a gap without one is a blank between Latin characters only.
    """
    if len(runs) == 1:
        return runs[0].text
    parts = [_shown(runs[0])]
    for before, run in zip(runs, runs[1:], strict=False):
        left, right = before.text[-1], run.text[0]
        if run.raised:
            parts.append(_shown(run))
            continue
        narrow = left < "\u2e80" and right < "\u2e80"
        gap = run.x0 - before.x1
        if left.isdigit() and right.isdigit() and min(before.em, run.em) < _SMALL * max(before.em, run.em):
            # Digits of another size are none of the same figure: what the small ones are, a person must say.
            if before.em < run.em:
                parts[-1] = parts[-1].translate(SUPERSCRIPT)
            else:
                parts.append(" ")
        elif narrow:
            if run.spaced or gap > _LATIN_GAP * min(before.em, run.em):
                parts.append(" ")
        elif run.spaced and keep_spaces:
            parts.append(" ")
        parts.append(_shown(run))
    return "".join(parts)


def join_wrapped(lines: Sequence[str]) -> str:
    """The text of a cell or paragraph without its line wraps: a blank between Latin words only."""
    text = lines[0]
    for line in lines[1:]:
        if not text or not line:
            text += line
            continue
        left, right = text[-1], line[0]
        words = (
            left < "\u2e80" and right < "\u2e80" and left.isalpha() and right.isalpha() and not left.isupper()
        )
        text += (" " if words else "") + line
    return text


def cell_content(runs: list[Run]) -> tuple[str, CellDetails]:
    """The text of the runs of one cell, over all its lines, without raised marks; and what else is to be known of it."""
    if len(runs) == 1:
        return runs[0].text, PLAIN
    if len({run.y for run in runs}) == len(runs) or len(runs) == 2:
        runs.sort(key=lambda run: (run.y, run.x0))
    lines: list[str] = []
    marks: tuple[str, ...] = ()
    raised = True in [run.raised for run in runs]
    for group in group_baselines(runs):
        group.sort(key=lambda run: run.x0)
        if raised:
            text, found = _without_marks(group)
            lines.append(text)
            marks += found
        else:
            lines.append(join_runs(group, keep_spaces=False))
    stacked = stacked_figures(lines) if len(lines) > 1 else ()
    text = " ".join(stacked) if stacked else join_wrapped(lines)
    return text, CellDetails(lines=stacked, marks=marks) if stacked or marks else PLAIN


def _without_marks(runs: Sequence[Run]) -> tuple[str, tuple[str, ...]]:
    pieces: list[tuple[str, bool]] = []
    for raised, group in groupby(runs, key=lambda run: run.raised):
        same = list(group)
        text = "".join(run.text for run in same) if raised else join_runs(same, keep_spaces=False)
        pieces.append((text, raised))
    return without_marks(pieces)


def stacked_figures(lines: Sequence[str]) -> tuple[str, ...]:
    """Two figures or more under each other. Names may always be wraps of one: a page says nothing of paragraphs."""
    return stacked_lines(lines) if all(_FIGURE.fullmatch(line) for line in lines) else ()
