"""Printed ranks against the order of their figures."""

from __future__ import annotations

from pipelines.meaning.checks.placing import Ranked, out_of_order, placed


def ranks(*pairs: tuple[float, float]) -> list[Ranked]:
    """Ranks as printed, each with its figure."""
    return [Ranked(id=str(n), rank=rank, points=points) for n, (rank, points) in enumerate(pairs)]


def places(*pairs: tuple[float, float]) -> list[float]:
    return [place.place for place in placed(ranks(*pairs)).values()]


def test_ties_may_have_any_of_their_places() -> None:
    assert places((1, 90), (2, 90), (3, 80)) == [1, 2, 3]
    assert places((1, 90), (1, 90), (3, 80)) == [1, 1, 3]
    assert places((2, 90), (3, 90), (3, 80)) == [2, 1, 3]


def test_where_ties_share_their_place_elsewhere_they_all_do() -> None:
    assert places((1, 100), (1, 100), (1, 100), (4, 99), (5, 98), (6, 98)) == [1, 1, 1, 4, 5, 5]


def test_one_figure_out_of_order_is_named_and_the_others_follow_from_it() -> None:
    wrong = ranks((1, 99), (2, 98), (3, 81), (4, 96), (5, 95), (6, 94))  # 81 for 97
    assert [place.place for place in placed(wrong).values()] == [1, 2, 6, 3, 4, 5]
    assert out_of_order(wrong, placed(wrong)) == "2"


def test_of_two_who_changed_places_neither_is_named() -> None:
    swapped = ranks((1, 99), (3, 98), (2, 97), (4, 96))
    assert out_of_order(swapped, placed(swapped)) is None
    assert [place.place for place in placed(swapped).values()] == [1, 2, 3, 4]


def test_the_smallest_first_is_a_matter_of_the_sign() -> None:
    assert places((3, -5), (1, -1), (1, -3)) == [3, 1, 2]
