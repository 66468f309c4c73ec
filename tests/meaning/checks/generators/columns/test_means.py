"""Rows of averages and shares of a total."""

from __future__ import annotations

from dataclasses import replace

from extractors.model import RowKind
from pipelines.meaning.checks.figures import Figures
from pipelines.meaning.checks.generators.columns.means import row_means
from pipelines.meaning.checks.generators.columns.shares import share_formulas
from tests.meaning.checks.generators.rows.test_learned import Line, broken, figures

POINTS: list[tuple[str, str | None]] = [("服务态度", None), ("办事效率", None), ("总分", "分")]
SCORES: list[Line] = [[21.25, 31.75, 53.0], [22.25, 30.75, 53.0], [20.25, 32.75, 53.0]]


def with_means(means: Line, label: str = "平均分") -> Figures:
    table = figures(POINTS, [*SCORES, means])
    return replace(
        table,
        row_kinds=(RowKind.DATA,) * 3 + (RowKind.REFERENCE,),
        row_labels=("甲县", "乙县", "丙县", label),
        decimals=table.decimals * 0 + 2,
    )


def test_one_mean_of_three_is_wrong() -> None:
    table = with_means([21.25, 32.75, 53.0])  # (31.75 + 30.75 + 32.75) ÷ 3 = 31.75
    formulas = row_means(table)
    assert {formula.text for formula in formulas} == {f"3 行平均 {head}" for head, _ in POINTS}
    assert broken(formulas, table) == {(4, 3)}


def test_a_row_that_most_columns_disobey_is_another_average() -> None:
    assert row_means(with_means([20.0, 30.0, 53.0])) == ()
    assert row_means(with_means([21.25, 31.75, 53.0], label="全市")) == ()


def test_shares_of_the_total() -> None:
    heads: list[tuple[str, str | None]] = [("办件量", "件"), ("占全市比重", "%")]
    rows: list[Line] = [
        [4426, 20.02],
        [2922, 13.22],
        [2919, 13.20],
        [2890, 13.07],
        [1743, 7.88],
        [7206, 32.60],
        [22106, 100],
    ]
    table = figures(heads, rows, totals=1)
    formulas = list(share_formulas(table))
    assert {formula.text for formula in formulas} == {"办件量 ÷ 合计 × 100"}
    assert [term.place for term in formulas[1].terms] == [(2, 2), (7, 2)]
    assert broken(tuple(formulas), table) == set()
    wrong = figures(heads, [*rows[:3], [2890, 13.70], *rows[4:]], totals=1)
    assert broken(tuple(share_formulas(wrong)), wrong) == {(4, 3)}


def test_a_share_of_something_else_says_nothing() -> None:
    heads: list[tuple[str, str | None]] = [("办件量", "件"), ("即办件占比", "%")]
    rows: list[Line] = [[4426, 61.2], [2922, 73.2], [2919, 83.2], [2890, 43.1], [1743, 77.9], [14900, 60.0]]
    assert list(share_formulas(figures(heads, rows, totals=1))) == []
