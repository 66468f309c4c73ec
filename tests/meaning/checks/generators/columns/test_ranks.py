"""Which column a printed rank follows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipelines.meaning.checks.figures import Figures, MeasureColumn
from pipelines.meaning.checks.generators.columns.ranks import rank_formulas
from tests.meaning.checks.generators.rows.test_learned import Line, figures

HEADS: list[tuple[str, str | None]] = [("挂接率", "%"), ("免证办占比", "‰")]
FIGURES: list[Line] = [[98.2, 120.5], [97.1, 320.5], [96.4, 220.5], [95.0, 150.5], [91.3, 90.1]]


def ranked(ranks: list[float], head: str = "排名", rows: list[Line] = FIGURES) -> Figures:
    column = MeasureColumn(column_no=4, path=(head,), unit=None, kind="rank")
    return replace(figures(HEADS, rows), rank_columns=(column,), rank_values=np.array(ranks)[:, None])


def test_the_rank_follows_the_column_whose_order_it_obeys_not_the_nearest() -> None:
    formulas = rank_formulas(ranked([1, 2, 3, 4, 5]))
    assert {formula.text for formula in formulas} == {"挂接率"}
    assert [formula.terms[0].place for formula in formulas] == [(i, 2) for i in range(1, 6)]
    assert {formula.terms[0].coefficient for formula in formulas} == {1.0}


def test_the_smallest_first() -> None:
    formulas = rank_formulas(ranked([5, 4, 3, 2, 1]))
    assert {formula.terms[0].coefficient for formula in formulas} == {-1.0}


def test_equals_share_their_places() -> None:
    rows: list[Line] = [[98.2, 1], [98.2, 2], [96.4, 3], [95.0, 4], [91.3, 6]]
    for ranks in ([1, 1, 3, 4, 5], [1, 2, 3, 4, 5]):
        formulas = rank_formulas(ranked([float(r) for r in ranks], rows=rows))
        assert {(f.support, f.tested) for f in formulas} == {(5, 5)}


def test_an_order_that_no_column_shows_accuses_nobody() -> None:
    assert rank_formulas(ranked([3, 1, 5, 2, 4])) == ()


def test_last_months_rank_and_the_places_gained_follow_no_column() -> None:
    assert rank_formulas(ranked([1, 2, 3, 4, 5], head="上月排名")) == ()
    assert rank_formulas(ranked([1, 2, 3, 4, 5], head="排名升降")) == ()
