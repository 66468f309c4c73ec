"""Formulas that the notes of a table state."""

from __future__ import annotations

import pytest

from pipelines.meaning.checks.generators.rows.learned import learn
from pipelines.meaning.checks.generators.rows.stated import stated
from tests.meaning.checks.generators.rows.test_learned import Line, broken, figures

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


def test_marks_in_headings_name_columns() -> None:
    heads: list[tuple[str, str | None]] = [
        ("应进驻事项①", "项"),
        ("已进驻事项②", "项"),
        ("未进驻事项③=①－②", "项"),
        ("进驻率④=②/①", "%"),
    ]
    table = figures(heads, [[1301, 1293, 8, 99.39], [1390, 1375, 15, 98.92], [1212, 1189, 29, 98.1]])
    formulas = learn(table)
    assert {formula.text for formula in formulas} == {"未进驻事项③ = ①-②", "进驻率④ = ②/①"}
    assert broken(formulas, table) == {(3, 4)}  # 1212 − 1189 = 23


def test_weights_of_a_note_in_points_or_percent() -> None:
    heads: list[tuple[str, str | None]] = [("按时办结率", "%"), ("满意率", "%"), ("综合得分", "分")]
    rows: list[Line] = [[97.2, 91.55, 93.81], [99.1, 95.0, 96.64], [100, 90.0, 94.0]]
    for note in ("注1：综合得分=按时办结率×40+满意率×60", "综合得分＝按时办结率×40%＋满意率×60%"):
        table = figures(heads, rows)
        (found,) = stated(table, [note])
        assert found.numerator == ((0, 0.4), (1, 0.6))
        assert broken(learn(table, [note]), table) == set()


def test_years_in_names_and_a_bracketed_difference() -> None:
    heads: list[tuple[str, str | None]] = [("上半年", "件"), ("2024年上半年", "件"), ("同比增长", "%")]
    table = figures(heads, [[4426, 4366, 1.37], [2922, 1746, 67.35], [2919, 1909, 52.91]])
    (found,) = stated(table, ["备注：同比增长=（上半年－2024年上半年）÷2024年上半年×100%"])
    assert (found.numerator, found.denominator) == (((0, 1.0), (1, -1.0)), ((1, 1.0),))


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
