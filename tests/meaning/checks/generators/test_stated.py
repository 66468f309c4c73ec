"""Formulas that the notes of a table state."""

from __future__ import annotations

import pytest

from pipelines.meaning.checks.generators.learned import learn
from pipelines.meaning.checks.generators.stated import stated
from tests.meaning.checks.generators.test_learned import Line, broken, figures

SCORES: list[tuple[str, str | None]] = [("扣分", "分"), ("加分", "分"), ("得分", "分")]
ROWS: list[Line] = [[1.5, 0, 98.5], [0.5, 1, 99.5], [2, 0, 98]]


def test_a_note_needs_few_rows_and_finds_the_one_that_breaks_it() -> None:
    table = figures(SCORES, ROWS)
    formulas = learn(table, ["注：得分=100－扣分＋加分，得分相同的名次并列。"])
    assert {(formula.source, formula.text) for formula in formulas} == {("stated", "得分 = 100-扣分+加分")}
    assert broken(formulas, table) == {(2, 4)}  # 100 − 0.5 + 1 = 100.5


def test_a_rate_with_its_hundred() -> None:
    heads: list[tuple[str, str | None]] = [("应公示（条）", "条"), ("已公示（条）", "条"), ("上报率", "%")]
    table = figures(heads, [[120, 118, 98.33], [77, 70, 90.91], [310, 295, 95.16]])
    (found,) = stated(table, ["上报率=已公示÷应公示×100%"])
    assert (found.numerator, found.denominator, found.scale) == (((1, 1.0),), ((0, 1.0),), 100.0)


@pytest.mark.parametrize(
    "note",
    [
        "得分=100－扣分－违规次数",  # no such column
        "得分=（100－扣分）×权重",
        "得分=扣分",
        "本表得分为百分制",
        "得分=100－扣分/加分",
        "综合得分=100－扣分",
    ],
)
def test_what_is_not_understood_wholly_is_no_formula(note: str) -> None:
    found = list(stated(figures(SCORES, ROWS), [note]))
    assert [one for one in found if one.constant or one.denominator] == []


def test_a_note_that_most_rows_break_is_no_formula() -> None:
    table = figures(SCORES, [[1.5, 0, 90], [0.5, 1, 91], [2, 0, 98]])
    assert learn(table, ["得分=100-扣分"]) == ()
