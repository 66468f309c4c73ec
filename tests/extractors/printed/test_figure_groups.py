"""Cells with several figures."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.printed.figures.figure_groups import Group, read_group


@pytest.mark.parametrize(
    ("text", "group", "values"),
    [
        ("3-5", Group.RANGE, ["3", "5"]),
        ("1～3", Group.RANGE, ["1", "3"]),
        ("66.7%-80%", Group.RANGE, ["66.7", "80"]),
        ("1,200/1,180", Group.SPLIT, ["1200", "1180"]),
        ("12／15", Group.SPLIT, ["12", "15"]),
        ("200（150）", Group.NESTED, ["200", "150"]),
        ("5（其中新增2）", Group.NESTED, ["5", "2"]),
        ("1,200件(其中:网办1,180件)", Group.NESTED, ["1200", "1180"]),
        ("200（下降5）", Group.SEVERAL, ["200", "5"]),
        ("200（-5）", Group.SEVERAL, ["200", "5"]),
        ("200（150以上）", Group.SEVERAL, ["200", "150"]),
        ("12 34", Group.SEVERAL, ["12", "34"]),
        ("1 2 3 4 5件", Group.SEVERAL, ["1", "2", "3", "4", "5"]),
        ("省定目标:市级达到80%我市已达到97.2%", Group.LABELLED, ["80", "97.2"]),
        ("受理120件，办结118件", Group.LABELLED, ["120", "118"]),
    ],
)
def test_each_figure_is_found(text: str, group: Group, values: list[str]) -> None:
    found = read_group(text)
    assert found is not None
    assert found.group is group
    assert [figure.value for figure in found.figures] == [Decimal(value) for value in values]


def test_what_the_bracket_says_is_the_label_of_the_second() -> None:
    labels = {
        text: found.labels for text in ("200（150）", "5（其中：新增2）") if (found := read_group(text))
    }
    assert labels == {"200（150）": ("", ""), "5（其中：新增2）": ("", "其中：新增")}


def test_labels_are_what_stands_before_each() -> None:
    found = read_group("省定目标:市级达80%以上。我市已达到85%")
    assert found is not None
    assert found.labels == ("省定目标:市级达", "我市已达到")
    assert [figure.comparator for figure in found.figures] == [">=", "="]


@pytest.mark.parametrize(
    "text",
    ["见附件2", "并入市人社局1个窗口统计", "2019-2020", "0371-1234567", "2024-06-30", "1-6月", "09:36"],
)
def test_words_codes_and_dates_are_none(text: str) -> None:
    assert read_group(text) is None
