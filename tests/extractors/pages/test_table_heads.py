"""Headings without lines: which words are a group, and over which columns it stands."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractors.pages.page import Run
from extractors.pages.unruled.column_gaps import columns_of
from extractors.pages.unruled.table_heads import read_heading
from extractors.pages.word_groups import Phrase, phrase_of

EM = 9.0


def phrase(text: str, middle: float, y: float) -> Phrase:
    width = EM * len(text)
    return phrase_of([Run(text, middle - width / 2, middle + width / 2, y, EM, False)])


def read(
    leaves: list[str], groups: list[tuple[str, int, int]], whole: list[str]
) -> list[tuple[str, int, int, int]]:
    """Heading cells (text, row, column, column span): `whole` columns first, then leaves under groups."""
    wide = 46.0
    count = len(whole) + len(leaves)
    centre = [60 + wide * (j + 0.5) for j in range(count)]
    columns = columns_of([(c - 14, c + 14) for c in centre])
    phrases = [phrase(text, centre[j], 110 if groups else 120) for j, text in enumerate(whole)]
    phrases += [phrase(text, centre[len(whole) + j], 120) for j, text in enumerate(leaves)]
    for text, first, last in groups:
        phrases.append(phrase(text, (centre[len(whole) + first] + centre[len(whole) + last]) / 2, 100))
    heading = read_heading(phrases, columns, EM)
    assert heading.doubts == []
    return sorted((c.text, c.row, c.column, c.column_span) for c in heading.cells)


def test_one_row() -> None:
    assert read([], [], ["序号", "单位", "总数"]) == [("单位", 0, 1, 1), ("序号", 0, 0, 1), ("总数", 0, 2, 1)]


def test_a_group_over_three_columns_stands_over_the_middle_one() -> None:
    found = read(["个数", "覆盖数", "汇聚数"] * 2, [("检查", 0, 2), ("处罚", 3, 5)], ["序号", "区划"])
    assert [cell for cell in found if cell[1] == 0] == [
        ("区划", 0, 1, 1), ("处罚", 0, 5, 3), ("序号", 0, 0, 1), ("检查", 0, 2, 3),
    ]  # fmt: skip


@given(st.lists(st.integers(2, 5), min_size=1, max_size=4))
def test_groups_of_any_size(sizes: list[int]) -> None:
    names = "甲乙丙丁"
    groups, start = [], 0
    for k, size in enumerate(sizes):
        groups.append((names[k] + "类", start, start + size - 1))
        start += size
    leaves = [f"{'一二三四五六七八九十'[j % 10]}{'子丑寅卯'[j // 10]}" for j in range(start)]
    found = read(leaves, groups, ["序号", "单位"])
    assert [c for c in found if c[0].endswith("类")] == sorted(
        (name, 0, first + 2, last - first + 1) for name, first, last in groups
    )


def test_a_wrapped_leaf_is_no_group() -> None:
    centre = [80.0, 140.0, 200.0]
    columns = columns_of([(c - 14, c + 14) for c in centre])
    phrases = [
        phrase("序号", 80, 110),
        phrase("事项", 140, 104),
        phrase("总数", 140, 116),
        phrase("占比", 200, 110),
    ]
    heading = read_heading(phrases, columns, EM)
    assert heading.depth == 1
    assert [cell.text for cell in heading.cells] == ["序号", "事项总数", "占比"]
