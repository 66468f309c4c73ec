"""Names of offices, by hand-checked cases and by properties."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.meaning.names import Kind, NameMatch, NameResolver, Status
from pipelines.meaning.names.misprints import look_alike
from pipelines.meaning.names.name_index import load_lexicon
from tests.paths import FIXTURES

_FIXTURES = FIXTURES / "names"


def _rows(name: str) -> list[dict[str, str]]:
    with (_FIXTURES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def resolver() -> NameResolver:
    return NameResolver.load()


def test_all_entities_of_the_five_bulletins(resolver: NameResolver) -> None:
    rows = _rows("bulletin_entities.csv")
    assert len(rows) > 280
    wrong = []
    for row in rows:
        match = resolver.resolve(row["name"], row["region_context"])
        answer = [
            match.kind,
            match.function_id or "",
            match.department_id or "",
            match.region_code or "",
            match.status,
        ]
        truth = [row[c] for c in ("kind", "function_id", "department_id", "region_code", "status")]
        if answer != truth:
            wrong.append((row["name"], truth, answer))
    assert wrong == []


@pytest.mark.parametrize("row", _rows("offices.csv"), ids=lambda row: row["name"])
def test_offices_of_other_places(resolver: NameResolver, row: dict[str, str]) -> None:
    match = resolver.resolve(row["name"], row["region_context"])
    assert (match.function_id or "", match.department_id or "", match.status) == (
        row["function_id"],
        row["department_id"],
        row["status"],
    ), match


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("市水文局", "市水利局"),
        ("市医保局", "市银保监局"),
        ("市教育局", "市体育局"),
        ("市公安局", "市公安局交警支队"),
        ("市公安局", "市国家安全局"),
        ("市文物局", "市文旅局"),
        ("市档案局", "市档案馆"),
        ("市社保中心", "市人社局"),
        ("市统计局", "市调查队"),
        ("市金融办", "市金融监管分局"),
        ("市政府办", "市政务办"),
        ("市外办", "市侨办"),
        ("市税务局", "市水务局"),
        ("市房管局", "市住建局"),
        ("市公积金中心", "市公共资源交易中心"),
        ("市邮政管理局", "市邮政公司"),
        ("市水务集团", "市水务局"),
        ("市市场监管局", "市国有资产监督管理局"),
        ("市市场监管局", "市市场监管综合执法大队"),
        ("市招商局", "市商务局"),
        ("市林业局", "市园林局"),
        ("市编办", "市委办"),
        ("市人防办", "市人社局"),
        ("市科技局", "市科协"),
        ("市交通局", "市交警支队"),
    ],
)
def test_near_names_of_different_offices_stay_apart(resolver: NameResolver, a: str, b: str) -> None:
    left, right = resolver.resolve(a, "河南省南阳市"), resolver.resolve(b, "河南省南阳市")
    assert left.status is right.status is Status.ACCEPTED
    assert left.function_id != right.function_id and left.department_id != right.department_id


@pytest.mark.parametrize(
    ("names", "context"),
    [
        (("公安分局", "公安局", "区公安局", "殷都区公安分局", "市公安局殷都分局"), "河南省安阳市殷都区"),
        (("市公共交易资源中心", "市公共资源交易中心"), "河南省南阳市"),
        (("市粮食局", "市粮食物资局", "市粮食和物资储备局"), "河南省南阳市"),
        (("市房产管理中心", "市房管中心", "市房管局"), "河南省南阳市"),
        (("市通管办", "市通信办"), "河南省南阳市"),
        (("岳阳市生态环境局华容县分局", "生态环境局华容分局", "县生态环境局"), "湖南省岳阳市华容县"),
        (("残联", "殷都区残疾人联合会", "区残联"), "河南省安阳市殷都区"),
        (("共青团南阳市委", "团市委", "南阳市团委"), "河南省南阳市"),
    ],
)
def test_one_office_has_one_id(resolver: NameResolver, names: tuple[str, ...], context: str) -> None:
    assert len({resolver.resolve(name, context).department_id for name in names}) == 1


def test_places_and_totals_are_no_departments(resolver: NameResolver) -> None:
    for name, code in (("社旗县", "411327"), ("高新区", "411300-高新区"), ("南阳市", "411300")):
        match = resolver.resolve(name, "河南省南阳市")
        assert (match.kind, match.region_code, match.department_id) == (Kind.REGION, code, None)
    for name in ("合计", "总 计", "小计"):
        assert resolver.resolve(name, "河南省南阳市").kind is Kind.OTHER


def test_enterprises_and_windows_are_service_units(resolver: NameResolver) -> None:
    for name in ("南阳热力", "华润燃气", "中国人寿", "文印中心", "综合窗口", "刻章公司", "市供电公司"):
        match = resolver.resolve(name, "河南省南阳市")
        assert match.kind is Kind.SERVICE_UNIT and match.function_id is not None


def test_a_slip_tells_what_it_was_read_as(resolver: NameResolver) -> None:
    match = resolver.resolve("市公共交易资源中心", "河南省南阳市")
    assert (match.method, match.status) == ("slip", Status.ACCEPTED)
    assert "公共资源交易中心" in match.evidence and match.score < 100


def test_two_rows_of_a_table_are_not_one_office(resolver: NameResolver) -> None:
    matches = resolver.resolve_table(
        ["市公安局", "市公安分局", "市水利局", "市教育局", "市教育局"], "河南省南阳市"
    )
    assert [m.status for m in matches] == ["accepted", "review", "accepted", "accepted", "accepted"]
    assert "市公安局" in matches[1].evidence


def test_a_ranking_of_counties_is_about_their_city(resolver: NameResolver) -> None:
    matches = resolver.resolve_table(["岳阳县", "经开区", "华容县", "平江县"], "湖南省岳阳市华容县")
    assert [m.region_code for m in matches] == ["430621", "430600-经开区", "430623", "430626"]


@pytest.mark.parametrize(
    "name", ["", " ", "\n", "abc", "县区", "2021年", "%%", "（）", "的", "局", "市", "🙂" * 50, "市" * 500]
)
def test_odd_input_is_never_accepted_as_an_office(resolver: NameResolver, name: str) -> None:
    match = resolver.resolve(name, "河南省南阳市")
    assert match.function_id is None or match.status is not Status.ACCEPTED


# --- properties

_CONTEXTS = (
    "河南省南阳市",
    "河南省南阳市唐河县",
    "浙江省杭州市西湖区",
    "安徽省宣城市宁国市",
    "湖南省湘西州",
    "内蒙古鄂尔多斯市伊金霍洛旗",
    "湖北省荆州市公安县",
    "吉林省四平市铁西区",
)
_NAMES = tuple(
    sorted(
        name
        for name, entry in load_lexicon().entries.items()
        if entry.method in ("official", "short", "former") and not entry.doubtful and not entry.city_only
    )
)


def _office(match: NameMatch) -> tuple[str | None, str | None]:
    return match.function_id, match.department_id


@given(st.sampled_from(_NAMES), st.sampled_from(_CONTEXTS), st.integers(0, 3))
@settings(max_examples=300, deadline=None)
def test_a_place_before_the_name_changes_only_the_place(name: str, context: str, form: int) -> None:
    resolver = NameResolver.load()
    place = resolver.regions.context(context)
    assert place is not None
    prefix = ("", place.name, resolver.regions.full_name(place), context)[form]
    match = resolver.resolve(prefix + name, context)
    expected = load_lexicon().entries[name].function_id
    assert (match.function_id, match.region_code, match.status) == (expected, place.code, Status.ACCEPTED)


_NOISES = ("space", "wrap", "full_space", "number", "mark", "note", "pinyin", "traditional")


def _noisy(name: str, kind: str, at: int) -> str:
    at = 1 + at % max(1, len(name) - 1)
    if kind in ("space", "wrap", "full_space", "pinyin"):
        return (
            name[:at] + {"space": " ", "wrap": "\n", "full_space": "　", "pinyin": "(yùn)"}[kind] + name[at:]
        )
    if kind == "traditional":
        from opencc import OpenCC

        return str(OpenCC("s2t").convert(name))
    return {"number": f"{at}、{name}", "mark": f"{name}①", "note": f"{name}（牵头）"}[kind]


@given(
    st.sampled_from(_NAMES),
    st.sampled_from(_CONTEXTS),
    st.lists(st.sampled_from(_NOISES), max_size=3),
    st.integers(0, 99),
)
@settings(max_examples=400, deadline=None)
def test_readable_noise_does_not_change_the_answer(
    name: str, context: str, noises: list[str], at: int
) -> None:
    resolver = NameResolver.load()
    noisy = name
    for kind in noises:
        noisy = _noisy(noisy, kind, at)
    assert _office(resolver.resolve(noisy, context)) == _office(resolver.resolve(name, context))


_LOOKALIKES = {
    name: [(i, o) for i, c in enumerate(name) for o in "乞文可妥氏材衣攻朋汁菅税绕" if look_alike(c, o)]
    for name in _NAMES
}
_MISREADABLE = tuple(name for name in _NAMES if _LOOKALIKES[name])


@given(st.sampled_from(_MISREADABLE), st.sampled_from(_CONTEXTS), st.integers(0, 99))
@settings(max_examples=400, deadline=None)
def test_a_misread_character_never_leads_to_another_office(name: str, context: str, which: int) -> None:
    resolver = NameResolver.load()
    index, other = _LOOKALIKES[name][which % len(_LOOKALIKES[name])]
    misread = name[:index] + other + name[index + 1 :]
    match = resolver.resolve(misread, context)
    if misread not in load_lexicon().entries and match.status is Status.ACCEPTED:
        assert match.function_id == load_lexicon().entries[name].function_id


@given(st.lists(st.sampled_from(_NAMES), min_size=2, max_size=8), st.sampled_from(_CONTEXTS), st.randoms())
@settings(max_examples=100, deadline=None)
def test_resolving_depends_on_nothing_but_name_and_context(
    names: list[str], context: str, random: object
) -> None:
    first, second = NameResolver.load(), NameResolver.load()
    straight = {name: first.resolve(name, context) for name in names}
    shuffled = list(names)
    random.shuffle(shuffled)
    assert {name: second.resolve(name, context) for name in shuffled} == straight
