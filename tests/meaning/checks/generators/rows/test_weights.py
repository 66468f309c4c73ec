"""Scores that are weighted sums of the columns before them."""

from __future__ import annotations

import random

from pipelines.meaning.checks.generators.rows.weights import weighted_formulas
from tests.meaning.checks.generators.rows.test_learned import Line, broken, figures

HEADS: list[tuple[str, str | None]] = [("按时办结率", "%"), ("满意率", "%"), ("综合得分", "分")]


def rows(count: int, seed: int = 1) -> list[Line]:
    random.seed(seed)
    made: list[Line] = []
    for _ in range(count):
        on_time, satisfied = (round(random.uniform(88, 100), 2) for _ in range(2))
        made.append([on_time, satisfied, round(0.4 * on_time + 0.6 * satisfied + 1e-9, 2)])
    return made


def test_the_weights_are_found_and_the_wrong_score_with_them() -> None:
    table = figures(HEADS, rows(10))
    table.decimals[:] = 2
    formulas = tuple(weighted_formulas(table))
    assert {formula.text for formula in formulas} == {"0.4 × 按时办结率 + 0.6 × 满意率"}
    assert broken(formulas, table) == set()
    table.values[3, 2] += 0.4
    assert broken(tuple(weighted_formulas(table)), table) == {(4, 4)}


def test_few_rows_and_scores_of_something_else_teach_no_weights() -> None:
    few = figures(HEADS, rows(4))
    assert list(weighted_formulas(few)) == []
    random.seed(5)
    other = figures(HEADS, [[a, b, round(random.uniform(80, 99), 2)] for a, b, _ in rows(12)])
    assert list(weighted_formulas(other)) == []
