"""Places: codes, contexts, short and former names, zones, finding one in a title."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.meaning.regions import Level, Region, Regions
from pipelines.meaning.regions.gazetteer import current_regions, former_names
from pipelines.meaning.regions.place_folding import fold_characters
from pipelines.meaning.regions.short_names import full_forms, stem
from pipelines.meaning.regions.zones import load_zones


@pytest.fixture(scope="module")
def regions() -> Regions:
    return Regions.load()


@pytest.mark.parametrize(
    ("name", "context", "code"),
    [
        ("唐河县", None, "411328"),
        ("河南省南阳市唐河县", None, "411328"),
        ("南阳市", None, "411300"),
        ("湘西州", None, "433100"),
        ("湖南省湘西州", None, "433100"),
        ("内蒙古鄂尔多斯市伊金霍洛旗", None, "150627"),
        ("广西防城港市东兴市", None, "450681"),
        ("铁西区", "吉林省四平市", "220302"),
        ("铁西区", "辽宁省鞍山市", "210303"),
        ("华容", "岳阳市", "430623"),
        ("岳阳", "岳阳市", "430600"),
        ("岳阳", "湖南省岳阳市岳阳县", "430621"),
        ("市", "河南省安阳市殷都区", "410500"),
        ("全市", "南阳市", "411300"),
        ("市本级", "南阳市", "411300"),
        ("县", "唐河县", "411328"),
        ("市", "安徽省宣城市宁国市", "341881"),
        ("州", "湘西州", "433100"),
        ("大洼縣", "盘锦市", "211104"),
        ("唐 河\n县", None, "411328"),
        ("411328", None, "411328"),
    ],
)
def test_a_name_stands_for_its_place(regions: Regions, name: str, context: str | None, code: str) -> None:
    found = regions.context(name) if name.isdigit() else None
    match = regions.resolve(name, context)
    assert (found or (match and match.region) or Region("", "", Level.CITY, None, "")).code == code


@pytest.mark.parametrize(
    ("name", "context", "code"),
    [
        ("高新区", "南阳市", "411300-高新区"),
        ("南阳高新技术产业开发区", "南阳市", "411300-高新区"),
        ("市高新区", "南阳市", "411300-高新区"),
        ("城乡一体化示范区", "南阳市", "411300-城乡一体化示范区"),
        ("示范区", "南阳市", "411300-城乡一体化示范区"),
        ("鸭河工区", "南阳市", "411300-鸭河工区"),
        ("官庄工区", "南阳市", "411300-官庄工区"),
        ("卧龙综合保税区", "南阳市", "411300-卧龙综合保税区"),
        ("综合保税区", "南阳市", "411300-卧龙综合保税区"),
        ("屈原管理区", "岳阳市", "430600-屈原管理区"),
        ("南湖新区", "岳阳市", "430600-南湖新区"),
        ("城陵矶新港区", "岳阳市", "430600-城陵矶新港区"),
        ("岳阳经开区", "岳阳市", "430600-经开区"),
        ("经开区", "岳阳市", "430600-经开区"),
        ("辽滨沿海经济 技术开发区", "盘锦市", "211100-辽滨沿海经济技术开发区"),
        ("東安街道", "殷都区", "410505-东安街道"),
    ],
)
def test_zones_are_under_their_parent(regions: Regions, name: str, context: str, code: str) -> None:
    match = regions.resolve(name, context)
    assert match is not None and match.region.code == code
    assert regions.by_code(code) == match.region
    assert regions.parent(match.region) == regions.by_code(code.split("-")[0])


@pytest.mark.parametrize(
    ("old", "today"),
    [
        ("襄樊市", "420600"),
        ("赣榆县", "320707"),
        ("兖州市", "370812"),
        ("毕节地区", "520500"),
        ("陕县", "411203"),
    ],
)
def test_former_names_lead_to_todays_place(regions: Regions, old: str, today: str) -> None:
    match = regions.resolve(old)
    assert match is not None and (match.region.code, match.method) == (today, "former_name")


def test_former_codes_lead_to_todays_place(regions: Regions) -> None:
    yanzhou = regions.by_code("370882")
    assert yanzhou is not None and yanzhou.name == "兖州区"
    xiangfan = next(f for f in former_names() if f.name == "襄樊市")
    assert (xiangfan.code, xiangfan.last_year) == ("420600", 2009)


@pytest.mark.parametrize("name", ["铁西区", "X区", "总计", "公安局", "", "市中区"])
def test_what_is_no_certain_place_is_none(regions: Regions, name: str) -> None:
    assert regions.resolve(name) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("殷都区人民政府推进政府职能转变和“放管服”改革协调小组办公室文件", "410505"),
        ('南阳市推进政府职能转变和"放管服"改革协调小组办公室', "411300"),
        ("平顶山市营商环境监督局", "410400"),
        ("唐河县政府办公室", "411328"),
        ("华容县人民政府行政审批制度改革工作领导小组办公室", "430623"),
        ("關于盤錦市12345政務服務便民熱線平臺1-4月份訴求辦理情況的通報", "211100"),
        ("四平市铁西区人民政府督查室", "220302"),
        ("宜春12345政务服务便民热线", "360900"),
        ("关于“政务服务”指标整改提升情况的通报", None),
    ],
)
def test_the_place_of_an_issuer_or_title(regions: Regions, text: str, code: str | None) -> None:
    found = regions.find_in(text)
    assert (found.code if found else None) == code


def test_the_hierarchy_is_whole(regions: Regions) -> None:
    everyone = list(current_regions())
    assert len(everyone) > 3000
    codes = {region.code for region in everyone}
    assert len(codes) == len(everyone)
    for region in everyone:
        assert len(region.code) == 6 and region.code.isdigit()
        assert (region.parent_code is None) == (region.level is Level.PROVINCE)
        assert region.parent_code is None or region.parent_code in codes
    tanghe = regions.by_code("411328")
    assert tanghe is not None and regions.full_name(tanghe) == "河南省南阳市唐河县"


def test_every_place_resolves_by_its_full_name(regions: Regions) -> None:
    for region in current_regions():
        match = regions.resolve(regions.full_name(region))
        assert match is not None and match.region.code == region.code, regions.full_name(region)


def test_every_former_place_has_a_known_successor_or_none(regions: Regions) -> None:
    for former in former_names():
        assert former.today is None or regions.by_code(former.today) is not None, former
        if former.from_year and former.last_year:
            assert former.from_year <= former.last_year, former


def test_folding_makes_no_two_places_one() -> None:
    names: dict[str, set[str]] = defaultdict(set)
    for region in current_regions():
        names[fold_characters(region.name)].add(region.name)
    assert {folded: originals for folded, originals in names.items() if len(originals) > 1} == {}


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("湘西土家族苗族自治州", "湘西"),
        ("靖州苗族侗族自治县", "靖州"),
        ("双江拉祜族佤族布朗族傣族自治县", "双江"),
        ("内蒙古自治区", "内蒙古"),
        ("新疆维吾尔自治区", "新疆"),
        ("博尔塔拉蒙古自治州", "博尔塔拉"),
        ("鄂温克族自治旗", "鄂温克"),
        ("唐河县", "唐河"),
        ("辉县市", "辉县"),
        ("赵县", "赵县"),
    ],
)
def test_short_names(name: str, short: str) -> None:
    assert stem(name) == short
    assert name in full_forms(name)


def test_the_zones_file_is_sound(regions: Regions) -> None:
    zones = load_zones()
    forms = [form for kind in zones.kinds for form in kind.forms]
    assert len(forms) == len(set(forms))
    for zone in zones.known:
        assert regions.by_code(zone.parent) is not None, zone.name


@given(st.text())
@settings(max_examples=300, deadline=None)
def test_folding_characters_is_idempotent(text: str) -> None:
    once = fold_characters(text)
    assert fold_characters(once) == once
    assert not any(c.isspace() for c in once)


@given(st.text(alphabet="南阳市唐河县高新区经开 (（省）)区旗州盟示范岳阳华容12", max_size=12))
@settings(max_examples=300, deadline=None)
def test_resolving_never_raises_and_codes_resolve_back(text: str) -> None:
    regions = Regions.load()
    match = regions.resolve(text, "河南省南阳市")
    assert match is None or regions.by_code(match.region.code) == match.region


def test_a_short_name_before_another_level_word_is_another_place() -> None:
    """安平县 has the short name 安平; a 安平市 is none that the list knows."""
    regions = Regions.load()
    assert regions.find_in("安平市人民政府办公室文件") is None
    found = regions.find_in("安平人社局通报")
    assert found is not None
    assert found.code == "131125"


@pytest.mark.parametrize(("printed", "plain"), [("濬縣", "浚县"), ("澂江市", "澄江市"), ("乾縣", "乾县")])
def test_old_forms_of_places_that_conversions_write(printed: str, plain: str) -> None:
    assert fold_characters(printed) == fold_characters(plain)
