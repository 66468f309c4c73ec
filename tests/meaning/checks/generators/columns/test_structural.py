"""Which rows a printed total covers, as the table itself says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.model import RowKind
from pipelines.meaning.checks.figures import Figures, MeasureColumn
from pipelines.meaning.checks.formula import Formula
from pipelines.meaning.checks.generators.columns.structural import column_totals, is_added
from tests.meaning.checks.generators.rows.test_learned import Line, broken, figures

DATA, TOTAL, SUB, SECTION = RowKind.DATA, RowKind.TOTAL, RowKind.SUBTOTAL, RowKind.SECTION
COUNTS: list[tuple[str, str | None]] = [("办件量", "件"), ("评价量", "件")]


def table(kinds: list[RowKind], rows: list[Line]) -> Figures:
    return replace(figures(COUNTS, rows), row_kinds=tuple(kinds))


def covered(formulas: tuple[Formula, ...]) -> dict[tuple[int, int], list[int]]:
    return {formula.target: [term.place[0] for term in formula.terms] for formula in formulas}


def test_a_total_below_its_rows_and_the_one_column_that_does_not_add_up() -> None:
    found = table([DATA, DATA, DATA, TOTAL], [[120, 30], [80, 20], [7, 5], [207, 65]])
    formulas = column_totals(found)
    assert covered(formulas) == {(4, 2): [1, 2, 3], (4, 3): [1, 2, 3]}
    assert broken(formulas, found) == {(4, 3)}  # 30 + 20 + 5 = 55, printed 65
    assert {formula.text for formula in formulas} == {"Σ 3 行 办件量", "Σ 3 行 评价量"}


def test_subtotals_before_their_rows() -> None:
    kinds = [SUB, DATA, DATA, SUB, DATA, DATA, TOTAL]
    found = table(kinds, [[100, 9], [60, 4], [40, 5], [30, 7], [10, 3], [20, 4], [130, 16]])
    formulas = column_totals(found)
    assert covered(formulas)[1, 2] == [2, 3]
    assert covered(formulas)[4, 2] == [5, 6]
    assert broken(formulas, found) == set()


def test_totals_over_subtotals_alone() -> None:
    found = table([SUB, SUB, TOTAL], [[900, 880], [100, 99], [1000, 979]])
    formulas = column_totals(found)
    assert covered(formulas) == {(3, 2): [1, 2], (3, 3): [1, 2]}
    assert broken(formulas, found) == set()


def test_a_layout_that_nothing_obeys_accuses_nobody() -> None:
    """全市 beside a few of its offices: the rows are a choice, no parts."""
    assert column_totals(table([DATA, DATA, TOTAL], [[120, 30], [80, 20], [5200, 4100]])) == ()


def test_totals_that_hold_a_little_more_than_their_rows_are_asked_all_the_same() -> None:
    found = table([DATA, DATA, TOTAL], [[60_000, 30_000], [23_538, 19_439], [83_620, 49_517]])
    assert broken(column_totals(found), found) == {(3, 2), (3, 3)}


def test_an_unread_part_is_no_check() -> None:
    found = table([DATA, DATA, DATA, TOTAL], [[120, 30], [80, None], [7, 5], [207, 40]])
    assert set(covered(column_totals(found, frozenset({(2, 3)})))) == {(4, 2)}


def test_days_are_a_sum_only_where_they_fit() -> None:
    heads: list[tuple[str, str | None]] = [("请假人数", "人"), ("请假天数", "天"), ("平均用时", "天")]
    rows: list[Line] = [[3, 12.5, 2], [1, 4, 3], [4, 16.5, 2.4]]
    found = replace(figures(heads, rows), row_kinds=(DATA, DATA, TOTAL))
    assert set(covered(column_totals(found))) == {(3, 2), (3, 3)}


def test_nothing_in_all_rows_is_nothing_in_the_total() -> None:
    found = table([DATA, DATA, TOTAL], [[120, None], [80, None], [200, 0]])
    formulas = column_totals(found)
    assert covered(formulas) == {(3, 2): [1, 2], (3, 3): [1, 2]}
    assert {formula.target: {term.side for term in formula.terms} for formula in formulas} == {
        (3, 2): {"numerator"},
        (3, 3): {"blank"},
    }


@pytest.mark.parametrize(
    ("head", "unit", "kind", "added"),
    [
        ("办件量", "件", None, True),
        ("办结率", "%", None, False),
        ("免证办占比", "‰", None, False),
        ("综合得分", None, None, False),
        ("承诺时限", "工作日", None, False),
        ("平均用时", None, None, False),
        ("好差评评价率", None, "ratio", False),
        ("占地面积", "亩", "amount", True),
        ("承诺时限总和", "工作日", "amount", True),
    ],
)
def test_what_is_added_up(head: str, unit: str | None, kind: str | None, added: bool) -> None:
    assert is_added(MeasureColumn(column_no=2, path=(head,), unit=unit, kind=kind)) is added


def test_a_subtotal_of_the_places_below_covers_no_own_offices() -> None:
    kinds = [DATA, DATA, DATA, SUB, TOTAL]
    found = replace(
        table(kinds, [[1500, 90], [700, 40], [300, 20], [1000, 60], [2500, 150]]),
        row_labels=("市本级", "甲县", "乙县", "县区小计", "全市合计"),
    )
    formulas = column_totals(found)
    assert covered(formulas) == {(4, 2): [2, 3], (4, 3): [2, 3], (5, 2): [1, 2, 3], (5, 3): [1, 2, 3]}
    assert broken(formulas, found) == set()


def test_subtotals_whose_rows_nobody_understands_accuse_nobody() -> None:
    found = table([DATA, DATA, SUB, DATA, SUB], [[120, 30], [80, 20], [207, 52], [90, 10], [95, 11]])
    assert column_totals(found) == ()


def test_a_total_that_leaves_something_out_is_shown_only_where_it_fits() -> None:
    found = table([DATA, DATA, TOTAL], [[120, 30], [80, 20], [190, 50]])
    note = "注：合计数已剔除重复的跨区域通办件10件"
    assert broken(column_totals(found), found) == {(3, 2)}
    assert set(covered(column_totals(found, notes=[note]))) == {(3, 3)}


def test_kinds_of_licences_overlap() -> None:
    heads: list[tuple[str, str | None]] = [("证照种类", "种"), ("制证量", "本")]
    found = replace(figures(heads, [[118, 30], [97, 20], [120, 50]]), row_kinds=(DATA, DATA, TOTAL))
    assert set(covered(column_totals(found))) == {(3, 3)}
