"""Lists of leaders and laggards."""

from __future__ import annotations

import pytest

from tests.meaning.prose.setting import read


@pytest.mark.parametrize(
    ("text", "direction", "raw", "names"),
    [
        (
            "证照制作数量靠前的是唐河县、社旗县、邓州市。",
            "top",
            "证照制作数量",
            ("唐河县", "社旗县", "邓州市"),
        ),
        ("证照制作数量靠后的是:宛城区、卧龙区。", "bottom", "证照制作数量", ("宛城区", "卧龙区")),
        (
            "主项覆盖率较低的单位：文广体旅局、住建局、金融办。",
            "bottom",
            "主项覆盖率",
            ("文广体旅局", "住建局", "金融办"),
        ),
        (
            "个别单位时限压缩比例较低，如：税务局、公安分局。",
            "bottom",
            "时限压缩比例",
            ("税务局", "公安分局"),
        ),
        (
            "卧龙区、桐柏县、高新区等县(区)主动评价率较低。",
            "bottom",
            "主动评价率",
            ("卧龙区", "桐柏县", "高新区"),
        ),
        (
            "市公安局、水务集团、市邮政管理局受理量排名前三位。",
            "top",
            "受理量",
            ("市公安局", "水务集团", "市邮政管理局"),
        ),
        ("各县区中，邓州市办件量最多。", "top", "办件量", ("邓州市",)),
    ],
)
def test_lists(text: str, direction: str, raw: str, names: tuple[str, ...]) -> None:
    (ranking,) = read(text).rankings
    assert (ranking.direction, ranking.indicator_raw, ranking.names) == (direction, raw, names)


def test_laggards_take_the_indicator_of_the_leaders() -> None:
    top, bottom = read("县区方面：网上受理率靠前的是:内乡县、方城县。靠后的是:桐柏县。").rankings
    assert (top.indicator_raw, top.scope) == ("网上受理率", "县级")
    assert (bottom.indicator_raw, bottom.names, bottom.scope) == ("网上受理率", ("桐柏县",), "县级")


def test_one_list_for_two_indicators() -> None:
    rankings = read("主项覆盖率及子项覆盖率较低的单位：教育局、人社局。").rankings
    assert [ranking.indicator_raw for ranking in rankings] == ["主项覆盖率", "子项覆盖率"]


def test_the_own_place_without_a_number() -> None:
    (ranking,) = read("我县网上办理深度排名全市前列。", place="唐河县").rankings
    assert (ranking.direction, ranking.names) == ("top", ("唐河县",))


def test_a_limit_and_examples() -> None:
    (ranking,) = read("市公安局、市人社局、市医保局受理量排名前十位。").rankings
    assert ranking.limit == 10
    (named,) = read("卧龙区、桐柏县等县区主动评价率较低。").rankings
    assert named.open_ended


@pytest.mark.parametrize(
    "text", ["市公安局工作进展较快。", "水利局、住建局等单位提升空间较大。", "审批效率较高。"]
)
def test_praise_is_no_ranking(text: str) -> None:
    assert not read(text).rankings


@pytest.mark.parametrize(
    ("text", "raw", "names", "open_ended"),
    [
        (
            "电子证照制作种类还有林业局未完成,其他部门已经完成证照制作。",
            "电子证照制作种类",
            ("林业局",),
            False,
        ),
        ("电子证照制作种类仅有水利局、市住建局尚未完成。", "电子证照制作种类", ("水利局", "市住建局"), False),
        (
            "电子证照制作种类还有水利局、林业局等部门没有完成。",
            "电子证照制作种类",
            ("水利局", "林业局"),
            True,
        ),
        (
            "除林业局、水利局外,其他部门均已完成电子证照制作种类。",
            "电子证照制作种类",
            ("林业局", "水利局"),
            False,
        ),
        ("南召县、方城县尚未完成电子证照制作种类。", "电子证照制作种类", ("南召县", "方城县"), True),
    ],
)
def test_those_that_have_not_finished(text: str, raw: str, names: tuple[str, ...], open_ended: bool) -> None:
    read_text = read(text)
    (ranking,) = read_text.rankings
    assert (ranking.direction, ranking.indicator_raw, ranking.names) == ("unfinished", raw, names)
    assert ranking.open_ended is open_ended
    assert not read_text.statements


@pytest.mark.parametrize(
    "text",
    ["电子证照制作种类还有15个单位未完成。", "仍有个别部门未完成整改。", "除法定节假日外,均已完成办理。"],
)
def test_nobody_is_named_as_unfinished(text: str) -> None:
    assert not read(text).rankings
