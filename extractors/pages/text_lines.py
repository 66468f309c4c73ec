"""Runs put together to lines of text, and lines to the text of a cell.

Knows where blanks and line wraps belong; knows nothing of tables or paragraphs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.pages.page import Box, Run

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


def join_runs(runs: Sequence[Run], keep_spaces: bool = True) -> str:
    """The text of runs on one baseline, ordered from left to right.

    A blank of the PDF is kept between runs (unless `keep_spaces` is false and it stands between two Chinese
    characters); a gap without one is a blank between Latin characters only.
    """
    if len(runs) == 1:
        return runs[0].text
    parts = [runs[0].text]
    for before, run in zip(runs, runs[1:], strict=False):
        left, right = before.text[-1], run.text[0]
        narrow = left < "\u2e80" and right < "\u2e80"
        gap = run.x0 - before.x1
        if narrow:
            if run.spaced or gap > _LATIN_GAP * min(before.em, run.em):
                parts.append(" ")
        elif run.spaced and keep_spaces:
            parts.append(" ")
        parts.append(run.text)
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


def cell_text(runs: list[Run]) -> str:
    """The text of the runs of one cell, over all its lines."""
    if len(runs) == 1:
        return runs[0].text
    if len({run.y for run in runs}) == len(runs) or len(runs) == 2:
        runs.sort(key=lambda run: (run.y, run.x0))
    groups = group_baselines(runs)
    return join_wrapped(
        [join_runs(sorted(group, key=lambda run: run.x0), keep_spaces=False) for group in groups]
    )
