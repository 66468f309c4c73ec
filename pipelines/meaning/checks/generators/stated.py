"""Formulas that the notes of a table state: 得分=100－扣分; 上报率=已上报÷应上报×100%.

A note is used only where it is understood wholly: every name in it is the heading of one column, the rest are numbers and
signs. Belongs here: reading such notes. Not here: whether the rows obey (`learned.judged`): what most of them break is
the reading's mistake.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.meaning.checks.figures import RATE_UNITS, Figures, MeasureColumn

_EQUATION = re.compile(r"([^\s=:：;；,，。、()]{1,20})=([^=:：;；,，。=]{3,60})")
_TOKEN = re.compile(r"\d+(?:\.\d+)?%?|[-+×÷/*()]|[^-+×÷/*()\d%]+")
_LEADING = re.compile(r"^(?:注|备注|说明|其中|\d+[.、])+[:：]?")
_TRAILING_UNIT = re.compile(r"\([^()]*\)$")
_SIGNS = str.maketrans("－—–−＋＊／✕xX", "----+*/×××")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """Target column and the columns of the two sides, by their place in `Figures.columns`, with coefficients."""

    target: int
    numerator: tuple[tuple[int, float], ...]
    denominator: tuple[tuple[int, float], ...]
    scale: float
    constant: float
    text: str


def stated(figures: Figures, notes: Sequence[str]) -> Iterator[Stated]:
    """What notes say of the columns: Σ ± columns with a constant, or one column ÷ another."""
    names = _names(figures.columns)
    for note in notes:
        text = unicodedata.normalize("NFKC", note).translate(_SIGNS).replace(" ", "")
        for match in _EQUATION.finditer(text):
            target = names.get(_LEADING.sub("", match[1]))
            if target is None:
                continue
            found = _side(match[2], names)
            if found is None or any(j == target for j, _ in (*found[0], *found[1])):
                continue
            numerator, denominator, constant = found
            unit = figures.columns[target].unit
            scale = {"%": 100.0, "‰": 1000.0}.get(unit or "", 1.0) if denominator else 1.0
            if (
                not denominator
                and unit in RATE_UNITS
                and any(figures.columns[j].unit != unit for j, _ in numerator)
            ):
                continue
            yield Stated(
                target=target,
                numerator=numerator,
                denominator=denominator,
                scale=scale,
                constant=constant,
                text=f"{match[1]} = {match[2]}",
            )


def _names(columns: Sequence[MeasureColumn]) -> dict[str, int]:
    """The columns by their headings without units; a heading that two columns share names none."""
    found: dict[str, int] = {}
    shared: set[str] = set()
    for j, column in enumerate(columns):
        name = _TRAILING_UNIT.sub("", unicodedata.normalize("NFKC", column.leaf).replace(" ", ""))
        if name in found:
            shared.add(name)
        found[name] = j
    return {name: j for name, j in found.items() if name and name not in shared}


def _side(
    text: str, names: dict[str, int]
) -> tuple[tuple[tuple[int, float], ...], tuple[tuple[int, float], ...], float] | None:
    """Numerator, denominator and constant of the right side of an equation; None for what isn't understood wholly."""
    body = re.sub(r"[×*]100%?$", "", text)
    if body.count("÷") + body.count("/") == 1:
        above, below = re.split(r"[÷/]", body)
        numerator, denominator = _sum(above.strip("()"), names), _sum(below.strip("()"), names)
        if numerator is None or denominator is None or numerator[1] or denominator[1]:
            return None
        return (numerator[0], denominator[0], 0.0) if numerator[0] and denominator[0] else None
    if body != text or re.search(r"[÷/×*()]", body):
        return None
    total = _sum(body, names)
    return (total[0], (), total[1]) if total is not None and total[0] else None


def _sum(text: str, names: dict[str, int]) -> tuple[tuple[tuple[int, float], ...], float] | None:
    """Columns with their signs, and the sum of plain numbers."""
    parts: list[tuple[int, float]] = []
    constant = 0.0
    sign = 1.0
    expects_value = True
    for token in _TOKEN.findall(text):
        if token in "+-":
            if expects_value and parts:
                return None
            sign, expects_value = (1.0 if token == "+" else -1.0), True
            continue
        if not expects_value:
            return None
        if token in names:
            parts.append((names[token], sign))
        elif re.fullmatch(r"\d+(?:\.\d+)?", token):
            constant += sign * float(token)
        else:
            return None
        sign, expects_value = 1.0, False
    return None if expects_value else (tuple(parts), constant)
