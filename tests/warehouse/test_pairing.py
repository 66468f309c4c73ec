"""Which thing of one list is which of another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.document_numbers import same_number
from warehouse.pairing import either, key, pair_by


def test_equals_are_paired_in_order_and_the_rest_stand_alone() -> None:
    pairs = pair_by(["a", "b", "a"], ["a", "c"], [(lambda text: text, False)])
    assert pairs == [("a", "a"), ("b", None), ("a", None), (None, "c")]


def test_of_several_equals_the_alike_stay_together() -> None:
    """Three rows of one office, the first of which goes: the other two keep their partners."""
    before = [("自然资源局", 1), ("自然资源局", 2), ("自然资源局", 3)]
    after = [("自然资源局", 2), ("自然资源局", 3)]
    pairs = pair_by(before, after, [(lambda row: row[0], False)], alike=lambda row: row[1])
    assert pairs == [(before[1], after[0]), (before[2], after[1]), (before[0], None)]


def test_a_key_that_must_be_alone_pairs_nothing_where_two_have_it() -> None:
    pairs = pair_by([1, 2], [3], [(lambda number: "表", True)])
    assert pairs == [(1, None), (2, None), (None, 3)]


def test_a_later_key_pairs_what_the_first_left_over() -> None:
    before, after = [("民宗局", "id1"), ("财政局", "id2")], [("民族宗教局", "id1"), ("财政局", "id2")]
    pairs = pair_by(before, after, [(lambda row: row[0], False), (lambda row: row[1], False)])
    assert sorted(pairs) == sorted(zip(before, after, strict=True))


@given(st.lists(st.integers(0, 3)), st.lists(st.integers(0, 3)))
def test_everything_stands_in_exactly_one_pair(before: list[int], after: list[int]) -> None:
    """Both lists come back whole, and nothing that could be paired by its key is left on both sides."""
    pairs = pair_by(before, after, [(lambda number: number, False)], alike=lambda number: number)
    assert sorted(a for a, _ in pairs if a is not None) == sorted(before)
    assert sorted(b for _, b in pairs if b is not None) == sorted(after)
    assert all(a == b for a, b in pairs if a is not None and b is not None)
    lone = ({a for a, b in pairs if b is None}, {b for a, b in pairs if a is None})
    assert not lone[0] & lone[1]


def test_the_later_of_a_pair_stands_for_it() -> None:
    assert either(("民宗局", "民族宗教局")) == "民族宗教局"
    assert either(("民宗局", None)) == "民宗局"
    assert either((None, 0)) == 0
    with pytest.raises(ValueError, match="nothing"):
        either((None, None))


def test_texts_and_numbers_are_compared_without_wraps_and_widths() -> None:
    assert key("（市\n  直）ＡＢ") == "(市直)AB"
    assert same_number("殷放管服办〔２０２３〕18号", "殷放管服办 [2023] 18号")
    assert same_number("豫政〔2023〕1号", "豫政（2023）1号")
    assert not same_number("豫政〔2023〕1号", "豫政〔2023〕11号")
    assert not same_number(None, "豫政〔2023〕1号")
