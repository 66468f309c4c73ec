"""Headings: depth, paths, words that stand a column off."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractors.tables.heading_repair import mended
from extractors.tables.headings import inferred_depth, inferred_paths, is_heading_noise, wrapped_row

Rows = list[list[str]]


def split(*rows: str) -> Rows:
    return [row.split("|") for row in rows]


def test_groups_run_over_the_blanks_to_their_right() -> None:
    rows = split("序号|单位|按期办件||超期办件|", "||咨询|投诉|咨询|投诉", "1|市残联||2||0")
    assert inferred_depth(rows) == 2
    assert inferred_paths(rows[:2]) == [
        ("序号",),
        ("单位",),
        ("按期办件", "咨询"),
        ("按期办件", "投诉"),
        ("超期办件", "咨询"),
        ("超期办件", "投诉"),
    ]


def test_three_rows_with_a_leaf_beside_the_groups() -> None:
    rows = split("区划|子项数||||覆盖率", "|检查||处罚||", "|个数|覆盖数|个数|覆盖数|", "甲县|1|2|3|4|50%")
    assert inferred_depth(rows) == 3
    assert inferred_paths(rows[:3])[1:] == [
        ("子项数", "检查", "个数"),
        ("子项数", "检查", "覆盖数"),
        ("子项数", "处罚", "个数"),
        ("子项数", "处罚", "覆盖数"),
        ("覆盖率",),
    ]


def test_a_leaf_without_words_below_lends_nothing_to_its_neighbour() -> None:
    assert inferred_paths(split("序号||备注", "|数量|")) == [("序号",), ("数量",), ("备注",)]


def test_the_same_word_written_out_over_its_group_is_one_heading() -> None:
    rows = split("序号|办理深度|办理深度|备注", "序号|一级|二级|备注", "1|3|4|")
    assert inferred_depth(rows) == 2
    assert inferred_paths(rows[:2]) == [("序号",), ("办理深度", "一级"), ("办理深度", "二级"), ("备注",)]


def test_a_heading_inside_the_body_right_under_the_heading_is_no_heading_row() -> None:
    rows = split("序号|单位|办件||备注", "||受理|办结|", "市直部门||||", "1|市教育局|3|4|")
    assert inferred_depth(rows) == 2


def test_a_first_row_of_words_does_not_deepen_a_whole_heading() -> None:
    assert inferred_depth(split("单位|联系人|职务", "市教育局|张三|科长", "市民政局|李四|科员")) == 1


def test_units_under_the_words_belong_to_the_heading() -> None:
    rows = split("单位|办件|满意率", "|（件）|（%）", "市教育局|3|99.5")
    assert inferred_depth(rows) == 2
    assert inferred_paths(rows[:2])[1:] == [("办件", "（件）"), ("满意率", "（%）")]


def test_years_are_heading_words() -> None:
    assert inferred_depth(split("指标|2021|2022", "办件量|3|4", "满意率|90%|91%")) == 1


def test_rows_without_any_heading() -> None:
    assert inferred_depth(split("1|市教育局|3|4%", "2|市民政局|5|6%", "3|市公安局|7|8%")) == 0


def test_words_one_column_off_are_moved_to_mend_the_groups() -> None:
    # The last group's third word stands too far right, and the rate of all too far left.
    heading = split("单位|子项数|||||覆盖率|", "|检查|||处罚|||", "|个数|覆盖数|汇聚数|个数|覆盖数||汇聚数")
    body = split("甲局|4|2|3|6|5|1|70.00%", "乙局|8|2|3|6|5|1|50.00%")
    assert inferred_paths(mended(heading, body)) == [
        ("单位",),
        ("子项数", "检查", "个数"),
        ("子项数", "检查", "覆盖数"),
        ("子项数", "检查", "汇聚数"),
        ("子项数", "处罚", "个数"),
        ("子项数", "处罚", "覆盖数"),
        ("子项数", "处罚", "汇聚数"),
        ("覆盖率",),
    ]


def test_group_words_set_in_the_middle_are_moved_to_the_beginning_of_their_parts() -> None:
    heading = split("序号|单位||按期办件|||超期办件|", "||咨询|投诉|总计|咨询|投诉|总计")
    body = split("1|市残联|1|2|3|0|0|0")
    assert inferred_paths(mended(heading, body))[2:] == [
        (group, part) for group in ("按期办件", "超期办件") for part in ("咨询", "投诉", "总计")
    ]


def test_groups_that_the_author_made_unlike_stay_as_they_are() -> None:
    heading = split("单位|按期||超期||", "|咨询|投诉|咨询|投诉|建议")
    body = split("市残联|1|2|3|0|0")
    assert mended(heading, body) == heading


def test_a_stray_mark_is_no_heading_word() -> None:
    assert is_heading_noise("è")
    assert is_heading_noise("·¨")
    assert not any(is_heading_noise(text) for text in ("", "序号", "%", "PM2.5", "①号", "#"))


WORDS = st.text(alphabet="办理受件数量咨询投诉建议覆盖汇聚检查处罚许可确认", min_size=2, max_size=5)


@st.composite
def trees(draw: st.DrawFn) -> list[tuple[str, ...]]:
    """Leaf paths of a random heading: leaves and groups of two to four parts, words different on each level."""
    count = draw(st.integers(2, 6))
    names = draw(st.lists(WORDS, min_size=count, max_size=count, unique=True))
    paths: list[tuple[str, ...]] = [("序号",)]
    for name in names:
        parts = draw(st.lists(WORDS.filter(name.__ne__), max_size=4, unique=True))
        paths += [(name, part) for part in parts] if len(parts) > 1 else [(name,)]
    return paths


def printed(paths: list[tuple[str, ...]]) -> Rows:
    """The heading rows as a page prints merged cells into a grid: the word at the left top, the rest blank."""
    depth = max(map(len, paths))
    rows = [[""] * len(paths) for _ in range(depth)]
    for j, path in enumerate(paths):
        for i, word in enumerate(path):
            if not (j and paths[j - 1][: i + 1] == path[: i + 1]):
                rows[i][j] = word
    return rows


@given(trees())
def test_any_heading_comes_back_from_its_print(paths: list[tuple[str, ...]]) -> None:
    rows = printed(paths)
    body = [[str(n) for n in range(1, len(paths) + 1)], [str(n) for n in range(2, len(paths) + 2)]]
    assert inferred_depth([*rows, *body]) == len(rows)
    assert inferred_paths(rows) == paths
    assert inferred_paths(mended(rows, body)) == paths


@given(st.data())
def test_any_single_word_one_column_off_is_moved_back(data: st.DataObject) -> None:
    parts = data.draw(
        st.sampled_from([["咨询", "投诉", "总计"], ["一级", "二级", "三级", "四级"], ["个数", "覆盖数"]])
    )
    groups = data.draw(st.sampled_from([["按期", "超期"], ["检查", "处罚", "强制"]]))
    paths = [("序号",), ("单位",), *((group, part) for group in groups for part in parts), ("备注",)]
    rows = printed(paths)
    places = [
        (i, j, target)
        for i, row in enumerate(rows)
        for j, word in enumerate(row)
        for target in (j - 1, j + 1)
        if j > 1 and word and 0 <= target < len(row) and not row[target]
    ]
    i, j, target = data.draw(st.sampled_from(places))
    rows[i][target], rows[i][j] = rows[i][j], ""
    body = [["1", "甲局", *["3"] * (len(paths) - 3), ""], ["2", "乙局", *["4"] * (len(paths) - 3), "无据"]]
    assert inferred_depth([*rows, *body]) == 2
    assert inferred_paths(mended(rows, body)) == paths


def test_a_row_that_carries_on_wrapped_words_is_found() -> None:
    rows = split("序号|单位|总数|不见面审批|不见面", "|||事项数|审批率", "1|甲局|5|5|100%", "2|乙局|5|5|100%")
    assert inferred_depth(rows) == 1
    assert wrapped_row(rows) == 1
    # A section right below the heading and a table of words carry nothing on.
    assert wrapped_row(split("序号|单位|总数", "|市直部门|", "1|甲局|5", "2|乙局|6")) is None
    assert wrapped_row(split("单位|联系人", "市教育局|张三", "市民政局|李四")) is None
