"""How indicators follow from each other, also through parts that are sums themselves."""

from __future__ import annotations

from pipelines.meaning.indicators.identities import Identity, identities_of
from pipelines.meaning.indicators.indicator_registry import Indicator, Recomputation, Registry


def indicator(id_: str, **more: object) -> Indicator:
    plain = {
        "name": id_,
        "name_en": id_,
        "definition": id_,
        "source": "a test",
        "unit": "件",
        "direction": "none",
    }
    return Indicator.model_validate({"id": id_, "kind": "count", **plain, **more})


def ways(*indicators: Indicator) -> dict[str, tuple[Identity, ...]]:
    return identities_of(Registry(indicators))


def test_a_rate_reaches_through_the_sums_of_either_side_and_of_both() -> None:
    found = ways(
        indicator("coverage", kind="ratio", unit="%", numerator=["covered"], denominator=["items"]),
        indicator("covered", parts=[["covered_a", "covered_b"]]),
        indicator("items", parts=[["items_a", "items_b"]]),
    )
    groups, items = ("covered_a", "covered_b"), ("items_a", "items_b")
    assert [(way.number, way.numerator, way.denominator) for way in found["coverage"]] == [
        (1, ("covered",), ("items",)),
        (1001, groups, ("items",)),
        (2001, ("covered",), items),
        (3001, groups, items),
    ]
    assert found["covered"] == (Identity(number=1, kind="sum", parts=groups),)


def test_a_sum_reaches_through_sums_where_all_its_parts_are_some() -> None:
    found = ways(
        indicator("all", parts=[["on_time", "late"]]),
        indicator("on_time", parts=[["on_time_a", "on_time_b"]]),
        indicator("late", parts=[["late_a", "late_b"]]),
        indicator("mixed", parts=[["on_time", "plain"]]),
    )
    assert [(way.number, way.parts) for way in found["all"]] == [
        (1, ("on_time", "late")),
        (1001, ("on_time_a", "on_time_b", "late_a", "late_b")),
    ]
    assert [way.number for way in found["mixed"]] == [1]


def test_other_definitions_have_numbers_of_their_own() -> None:
    found = ways(
        indicator(
            "rate", kind="ratio", unit="%", numerator=["a"], denominator=["b"],
            recompute=[Recomputation(numerator=("a", "a"), denominator=("c",))],
        )
    )  # fmt: skip
    assert [(way.number, way.numerator, way.denominator) for way in found["rate"]] == [
        (1, ("a",), ("b",)),
        (2, ("a",), ("c",)),
    ]
