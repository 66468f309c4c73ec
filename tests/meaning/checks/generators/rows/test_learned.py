"""Formulas that the rows of a table teach, and those that they don't."""

from __future__ import annotations

import random

import numpy as np
import pytest

from extractors.model import RowKind
from pipelines.meaning.checks.figures import Figures, MeasureColumn
from pipelines.meaning.checks.formula import Formula
from pipelines.meaning.checks.generators.rows.learned import learn

Line = list[float | None]


def figures(heads: list[tuple[str, str | None]], rows: list[Line], *, totals: int = 0) -> Figures:
    """A table of measures: headings with units, rows of figures, the last `totals` of them totals."""
    kinds = [RowKind.DATA] * (len(rows) - totals) + [RowKind.TOTAL] * totals
    values = np.array([[np.nan if cell is None else cell for cell in row] for row in rows], dtype=float)
    decimals = np.array(
        [[0 if cell is None else len(f"{cell:.10g}".partition(".")[2]) for cell in row] for row in rows]
    )
    rates = np.array([unit == "%" for _, unit in heads])
    decimals = np.where(rates[None, :], 2, decimals)
    return Figures(
        columns=tuple(
            MeasureColumn(column_no=j, path=(head,), unit=unit, kind=None)
            for j, (head, unit) in enumerate(heads, start=2)
        ),
        row_numbers=tuple(range(1, len(rows) + 1)),
        row_kinds=tuple(kinds),
        row_labels=(None,) * len(rows),
        values=values,
        decimals=decimals,
        rank_columns=(),
        rank_values=np.zeros((len(rows), 0)),
    )


CHANNELS = [("线上办件", "件"), ("线下办件", "件"), ("办件总量", "件")]


def broken(formulas: tuple[Formula, ...], table: Figures) -> set[tuple[int, int]]:
    """The places whose printed figure is not what its formula makes of the others."""
    values = dict(np.ndenumerate(table.values))
    column = {c.column_no: j for j, c in enumerate(table.columns)}

    def at(place: tuple[int, int]) -> float:
        return float(values[place[0] - 1, column[place[1]]])

    found = set()
    for formula in formulas:
        sides = {"numerator": 0.0, "denominator": 0.0}
        for term in formula.terms:
            sides[term.side] += term.coefficient * at(term.place)
        has_base = any(term.side == "denominator" for term in formula.terms)
        value = formula.constant + formula.scale * sides["numerator"] / (
            sides["denominator"] if has_base else 1
        )
        if abs(value - at(formula.target)) > 0.00501:
            found.add(formula.target)
    return found


def test_a_sum_that_no_registry_knows_is_learned_and_its_one_slip_is_found() -> None:
    rows: list[Line] = [
        [24, 422, 446],
        [48, 179, 227],
        [59, 299, 358],
        [34, 434, 468],
        [58, 262, 321],
        [47, 241, 288],
    ]
    table = figures(CHANNELS, rows)
    formulas = learn(table)
    assert {formula.text for formula in formulas} == {"线上办件 + 线下办件"}
    assert {(formula.support, formula.tested) for formula in formulas} == {(5, 6)}
    assert broken(formulas, table) == {(5, 4)}  # 58 + 262 = 320, printed 321


def test_a_rate_is_learned_with_its_base() -> None:
    heads = [("应公示", "条"), ("已公示", "条"), ("上报率", "%")]
    rows: list[Line] = [
        [120, 118, 98.33],
        [77, 70, 90.91],
        [310, 295, 95.16],
        [64, 64, 100],
        [91, 85, 93.14],
        [45, 41, 91.11],
    ]
    table = figures(heads, rows)
    formulas = learn(table)
    assert {formula.text for formula in formulas} == {"(已公示 ÷ 应公示) × 100"}
    assert broken(formulas, table) == {(5, 4)}  # 85 ÷ 91 = 93.41


def test_a_score_is_learned_as_what_is_left_of_a_hundred() -> None:
    heads = [("扣分", "分"), ("得分", "分")]
    rows: list[Line] = [[1.5, 98.5], [0.5, 98.5], [2, 98], [3.5, 96.5], [4.1, 95.9], [2.7, 97.3], [None, 100]]
    table = figures(heads, rows)
    formulas = learn(table)
    assert {formula.text for formula in formulas} == {"100 − 扣分"}
    assert broken(formulas, table) == {(2, 3)}


def test_a_part_without_a_column_accuses_nobody() -> None:
    """办件总量 holds 自助终端 too, which is not printed: the rows where there were such cases aren't wrong."""
    rows: list[Line] = [
        [24, 422, 446], [48, 179, 227], [59, 299, 358], [34, 434, 468], [58, 262, 320],
        [47, 241, 288], [61, 157, 218], [12, 400, 412], [33, 301, 340], [71, 222, 297],
    ]  # fmt: skip
    assert learn(figures(CHANNELS, rows)) == ()


def test_rows_that_obey_anything_teach_nothing() -> None:
    zeros: list[Line] = [[0, 7, 7], [0, 3, 3], [0, 12, 12], [0, 5, 5], [0, 9, 9], [0, 1, 1]]
    assert learn(figures(CHANNELS, zeros)) == ()
    whole: list[Line] = [[5, 5, 100.0], [7, 7, 100.0], [3, 3, 100.0], [8, 8, 100.0], [2, 2, 100.0]]
    assert learn(figures([("应公示", "条"), ("已公示", "条"), ("上报率", "%")], whole)) == ()


def test_a_formula_that_most_rows_break_is_no_formula() -> None:
    rows: list[Line] = [
        [24, 422, 446],
        [48, 179, 227],
        [59, 299, 358],
        [34, 434, 468],
        [58, 262, 1],
        [47, 241, 2],
        [3, 9, 77],
    ]
    assert learn(figures(CHANNELS, rows)) == ()


def test_a_mean_of_rates_in_a_row_of_totals_is_not_accused() -> None:
    heads = [("应公示", "条"), ("已公示", "条"), ("上报率", "%")]
    rows: list[Line] = [
        [120, 118, 98.33],
        [77, 70, 90.91],
        [310, 295, 95.16],
        [91, 85, 93.41],
        [45, 41, 91.11],
        [643, 609, 93.78],
    ]
    table = figures(heads, rows, totals=1)
    assert {formula.target for formula in learn(table)} == {(i, 4) for i in range(1, 6)}


@pytest.mark.parametrize("seed", range(40))
def test_figures_drawn_at_random_teach_nothing(seed: int) -> None:
    dice = random.Random(seed)
    heads = [(f"数量{j}", "件") for j in range(8)] + [(f"比率{j}", "%") for j in range(4)]
    rows: list[Line] = [
        [float(dice.randrange(0, 40)) for _ in range(8)] + [round(dice.uniform(0, 100), 1) for _ in range(4)]
        for _ in range(40)
    ]
    assert learn(figures(heads, rows)) == ()


def test_what_is_left_is_asked_of_the_column_that_says_so() -> None:
    heads: list[tuple[str, str | None]] = [("联办前", "份"), ("联办后", "份"), ("减少", "份")]
    table = figures(
        heads, [[25, 6, 19], [13, 3, 10], [11, 5, 7], [9, 8, 1], [24, 7, 17], [27, 4, 23], [30, 9, 21]]
    )
    formulas = learn(table)
    assert {(formula.kind, formula.text) for formula in formulas} == {("row_difference", "联办前 − 联办后")}
    assert broken(formulas, table) == {(3, 4)}  # 11 − 5 = 6


def test_levels_without_a_unit_add_up_to_the_items() -> None:
    heads: list[tuple[str, str | None]] = [("事项总数", "项"), ("一级", None), ("二级", None), ("三级", None)]
    rows: list[Line] = [
        [61, 10, 20, 31],
        [77, 12, 25, 40],
        [58, 9, 30, 19],
        [99, 31, 27, 41],
        [46, 8, 16, 22],
    ]
    assert {formula.text for formula in learn(figures(heads, rows))} == {"一级 + 二级 + 三级"}
