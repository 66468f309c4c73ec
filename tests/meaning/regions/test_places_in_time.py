"""Places that were, that are new, and that share their name: which one is meant, as of the document's date."""

from __future__ import annotations

import pytest

from pipelines.meaning.names import NameResolver
from pipelines.meaning.regions import Level, Regions
from pipelines.meaning.regions.gazetteer import current_regions, former_names, recent_places

REGIONS = Regions.load()
NAMES = NameResolver.load()


def code(name: str, context: str | None = None) -> str | None:
    match = REGIONS.resolve(name, context)
    return match.region.code if match else None


def test_a_former_district_lies_in_the_city_in_which_it_was_where_that_still_is() -> None:
    """Counties went to other cities as wholes, districts didn't: a namesake elsewhere is no successor."""
    cities = {region.code for region in current_regions() if region.level is Level.CITY}
    districts = [
        f for f in former_names() if f.today and f.name.endswith("区") and f.code[:4] + "00" in cities
    ]
    assert len(districts) > 100
    assert [f for f in districts if f.today and f.today[:4] != f.code[:4]] == []


@pytest.mark.parametrize(
    ("context", "name", "expected"),
    [
        ("河北省石家庄市", "桥东区", "130103"),  # divided in 2014, and not that of 张家口
        ("河北省张家口市", "桥东区", "130702"),
        ("河北省邢台市", "桥东区", "130502"),  # 襄都区 today
        ("山西省大同市", "矿区", "140214"),  # 云冈区 today, and not that of 阳泉
        ("山西省阳泉市", "矿区", "140303"),
        ("广东省佛山市", "城区", None),  # until 2002; that of 汕尾 is another
        ("广东省江门市", "城区", None),
        ("广东省汕尾市", "城区", "441502"),
        ("广西壮族自治区", "南宁地区", "451400"),  # became 崇左市, not 南宁市
        ("四川省宜宾市", "宜宾县", "511504"),  # 叙州区, not the city
        ("湖北省武汉市", "汉阳县", "420114"),  # 蔡甸区, not 汉阳区 that stood beside it
        ("吉林省", "公主岭市", "220184"),  # moved to another city as a whole
        ("河北省唐山市", "海港经济开发区", "130200-海港经开区"),  # and not a zone of 海港区 in 秦皇岛
        ("河北省秦皇岛市", "海港经济开发区", "130302-经开区"),
    ],
)
def test_a_dissolved_place_is_never_a_namesake_elsewhere(
    context: str, name: str, expected: str | None
) -> None:
    assert code(name, context) == expected


def test_a_divided_place_keeps_its_own_code() -> None:
    place = REGIONS.by_code("130103")
    assert place is not None and (place.name, place.level) == ("桥东区", Level.COUNTY)
    assert REGIONS.full_name(place) == "河北省石家庄市桥东区"


@pytest.mark.parametrize(
    ("title", "year", "expected"),
    [
        ("江北区2023年政务服务情况通报", 2023, None),  # 宁波 and 重庆 both had one
        ("江北区2026年政务服务情况通报", 2026, "330205"),  # that of 重庆 went up in 两江新区
        ("重庆市江北区2023年政务服务情况通报", 2023, "500157"),
        ("宁波市江北区2023年政务服务情况通报", 2023, "330205"),
        ("桥东区2019年情况通报", 2019, None),  # 张家口 and 邢台
        ("桥东区2023年情况通报", 2023, "130702"),
        ("沙县2019年情况通报", 2019, "350405"),
    ],
)
def test_whether_a_name_is_unique_is_decided_as_of_the_document_s_date(
    title: str, year: int, expected: str | None
) -> None:
    found = REGIONS.find_in(title, year=year)
    assert (found.code if found else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("大英县隆盛镇人民政府", "510923-隆盛镇"),
        ("沂水县马站镇2024年6月情况通报", "371323-马站镇"),
        ("沂水县院东头镇党委", "371323-院东头镇"),
        ("平度市南村镇便民服务中心", "370283-南村镇"),
        ("唐河县人民政府办公室", "411328"),
        ("南阳市城镇2024年建设情况", "411300"),
        ("大英县各乡镇2024年情况", "510923"),
    ],
)
def test_a_township_is_not_its_county(text: str, expected: str) -> None:
    found = REGIONS.find_in(text)
    assert found is not None and found.code == expected


@pytest.mark.parametrize("name", ["马站镇", "院东头镇", "张会镇", "社棠镇", "十里所镇", "下队乡"])
def test_townships_may_have_the_word_for_an_office_in_their_name(name: str) -> None:
    assert code(name, "山东省临沂市沂水县") == f"371323-{name}"
    match = NAMES.resolve(f"沂水县{name}人民政府", "山东省临沂市沂水县")
    assert (match.region_code, match.status) == (f"371323-{name}", "accepted")


@pytest.mark.parametrize("name", ["人民医院城关镇", "司法所城关镇", "交警大队王店镇", "各乡镇"])
def test_an_office_before_a_township_is_no_part_of_its_name(name: str) -> None:
    assert code(name, "山东省临沂市沂水县") is None


def test_places_set_up_since_the_package_was_made() -> None:
    for place in recent_places():
        region = REGIONS.by_code(place.code)
        assert region is not None and (region.name, region.parent_code) == (place.name, place.parent)
        assert REGIONS.by_code(place.parent) is not None
        assert place.source.startswith("https://")
    assert code("岑岭县", "新疆维吾尔自治区喀什地区") == "653132"
    assert code("草湖市", "新疆维吾尔自治区") == "659013"
