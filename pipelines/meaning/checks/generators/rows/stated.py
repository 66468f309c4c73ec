"""Formulas that the notes and headings of a table state: 得分=100－扣分; ③=②÷①; 综合得分=办结率×40%+满意率×60%.

One is used only where it is understood wholly: every name in it is the heading of one column, or the mark of one (①), the rest
are numbers and signs. Belongs here: reading such words. Not here: whether the rows obey (`learned`): what most of them break
is the reading's mistake.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipelines.meaning.checks.figures import RATE_UNITS, Figures, MeasureColumn

Weighted = tuple[tuple[int, float], ...]

_EQUATION = re.compile(r"([^=:：;；,，。、]{1,30})=([^=:：;；,，。=]{1,80})")
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
_LEADING = re.compile(r"^(?:注|备注|说明|其中|\d+[.、]|[(（]\d+[)）])+[:：]?")
_TRAILING_UNIT = re.compile(r"\([^()]*\)$")
_WHOLE = re.compile(r"[×*](?:100%?|1000‰?)$")
_SIGNS = str.maketrans("－—–−＋＊／✕xX", "----+*/×××")
# Circled numbers name columns; NFKC would make them plain ones.
_MARKS = {chr(ord("①") + n): chr(0xE001 + n) for n in range(20)}
# So do single letters at the end of a heading (法定时限B), and at the beginning of an equation (G=E−F).
_MARK = re.compile("[\ue001-\ue014]|(?<![A-Za-z])[A-Z](?![A-Za-z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """Target column and the columns of the two sides, by their place in `Figures.columns`, with coefficients."""

    target: int
    numerator: Weighted
    denominator: Weighted
    scale: float
    constant: float
    text: str


def stated(figures: Figures, notes: Sequence[str]) -> Iterator[Stated]:
    """What notes and headings say of the columns: Σ ± weighted columns with a constant, or one sum ÷ another."""
    names = _names(figures.columns)
    for words in (*notes, *(column.leaf for column in figures.columns if "=" in _plain(column.leaf))):
        for match in _EQUATION.finditer(_plain(words).strip("()")):
            found = _equation(figures, names, match[1].lstrip("("), match[2])
            if found is not None:
                yield found


def _equation(figures: Figures, names: Mapping[str, int], left: str, right: str) -> Stated | None:
    marks = _MARK.findall(left)
    name = _LEADING.sub("", left)
    target = names.get(_MARK.sub("", name), names.get(marks[-1]) if marks else None)
    if target is None:
        return None
    found = _side(right, names, figures.columns)
    if found is None or any(j == target for j, _ in (*found[0], *found[1])):
        return None
    numerator, denominator, constant = found
    unit = figures.columns[target].unit
    scale = {"%": 100.0, "‰": 1000.0}.get(unit or "", 1.0) if denominator else 1.0
    mixed = unit in RATE_UNITS and any(figures.columns[j].unit != unit for j, _ in numerator)
    if not denominator and mixed:
        return None
    return Stated(
        target=target,
        numerator=numerator,
        denominator=denominator,
        scale=scale,
        constant=constant,
        text=_printed(f"{name} = {right}"),
    )


def _plain(text: str) -> str:
    for mark, private in _MARKS.items():
        text = text.replace(mark, private)
    return "".join(unicodedata.normalize("NFKC", text).translate(_SIGNS).split())


def _printed(text: str) -> str:
    for mark, private in _MARKS.items():
        text = text.replace(private, mark)
    return text


def _names(columns: Sequence[MeasureColumn]) -> dict[str, int]:
    """The columns by their headings without units, and by their marks; what two columns share names none."""
    found: dict[str, int] = {}
    shared: set[str] = set()
    for j, column in enumerate(columns):
        heading = _plain(column.leaf).partition("=")[0]
        marks = _MARK.findall(heading)
        for name in (_TRAILING_UNIT.sub("", _MARK.sub("", heading)), *marks[-1:]):
            if name in found:
                shared.add(name)
            found[name] = j
    return {name: j for name, j in found.items() if name and name not in shared}


def _side(
    text: str, names: Mapping[str, int], columns: Sequence[MeasureColumn]
) -> tuple[Weighted, Weighted, float] | None:
    """Numerator, denominator and constant of the right side of an equation; None for what isn't understood wholly."""
    body = _WHOLE.sub("", text.rstrip(")") if text.count("(") < text.count(")") else text)
    if len(re.findall(r"[÷/]", body)) == 1:
        above, below = re.split(r"[÷/]", body)
        numerator, denominator = (_sum(_bare(side), names, columns) for side in (above, below))
        if numerator is None or denominator is None or numerator[1] or denominator[1]:
            return None
        return (numerator[0], denominator[0], 0.0) if numerator[0] and denominator[0] else None
    total = _sum(_bare(text), names, columns)
    return (total[0], (), total[1]) if total is not None and total[0] else None


def _bare(text: str) -> str:
    return text[1:-1] if text.startswith("(") and text.endswith(")") else text


def _sum(
    text: str, names: Mapping[str, int], columns: Sequence[MeasureColumn]
) -> tuple[Weighted, float] | None:
    """Columns with their signs and weights, and the sum of plain numbers."""
    parts: list[tuple[int, float]] = []
    constant = 0.0
    for sign, product in _products(text):
        column: int | None = None
        factor = sign
        weighted = False
        for factor_text in re.split(r"[×*]", product):
            if factor_text in names and column is None:
                column = names[factor_text]
            elif _NUMBER.fullmatch(factor_text) and not weighted:
                weighted = True
                factor *= float(factor_text.rstrip("%")) / (100.0 if factor_text.endswith("%") else 1.0)
            else:
                return None
        if column is None:
            if product.endswith("%"):
                return None
            constant += factor
            continue
        # 办结率×40 gives forty points for the whole; a rate is printed as percents.
        whole = weighted and "%" not in product and columns[column].unit == "%"
        parts.append((column, factor / 100.0 if whole else factor))
    return tuple(parts), constant


def _products(text: str) -> Iterator[tuple[float, str]]:
    """The products of a sum with their signs; an empty one where two signs meet."""
    for match in re.finditer(r"([-+]?)([^-+]*)", text):
        if match[0]:
            yield (-1.0 if match[1] == "-" else 1.0), match[2]
