"""Phrases: runs on one line that belong together, and what kind of value they print."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.pages.page import Run
from extractors.pages.text_lines import Line, join_runs

_FIGURE = re.compile(
    r"[-+−±≥≤<>﹣]?[(（]?[￥¥$€£]?\s?[-+−]?\d[\d.,，\s]*[)）]?\s?[%％‰*]?|[/／—–\-－*…]{1,4}|\.\d+|第?\d{1,3}名?"
)
_INTEGER = re.compile(r"\d{1,5}")
_WORD_GAP = 0.55  # Chinese text is set without gaps; a wider one parts columns
_LATIN_GAP = 0.62


@dataclass(slots=True)
class Phrase:
    """Runs without a gap that could part columns."""

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
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def is_figure(self) -> bool:
        return _FIGURE.fullmatch(self.text) is not None

    @property
    def integer(self) -> int | None:
        """The running number that the phrase prints, or None."""
        text = self.text.rstrip(".、．")
        return int(text) if _INTEGER.fullmatch(text) and text.isascii() else None


def phrase_of(runs: list[Run]) -> Phrase:
    first = max(runs, key=lambda run: len(run.text))
    return Phrase(runs, join_runs(runs), runs[0].x0, max(run.x1 for run in runs), first.y, first.em)


def phrases_of(line: Line) -> list[Phrase]:
    """The phrases of a line, from left to right."""
    groups: list[list[Run]] = []
    for run in line.runs:
        if groups:
            before = groups[-1][-1]
            gap = run.x0 - before.x1
            limit = _WORD_GAP if before.text[-1] > "\u2e7f" or run.text[0] > "\u2e7f" else _LATIN_GAP
            if gap < limit * min(before.em, run.em):
                groups[-1].append(run)
                continue
        groups.append([run])
    return [phrase_of(group) for group in groups]
