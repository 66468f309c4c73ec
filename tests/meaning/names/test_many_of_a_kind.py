"""Offices of which a place has many, those below a township, and two that were one until a reform."""

from __future__ import annotations

import pytest

from pipelines.meaning.names import NameResolver

NAMES = NameResolver.load()
COUNTY = "四川省遂宁市大英县"


@pytest.mark.parametrize(
    ("name", "department"),
    [
        ("隆盛镇司法所", "510923-隆盛镇:justice_office/司法所"),
        ("隆盛司法所", "510923:justice_office/隆盛司法所"),
        ("大英县隆盛镇中心卫生院", "510923-隆盛镇:hospital/中心卫生院"),
        ("隆盛镇派出所", "510923-隆盛镇:police_station/派出所"),
        ("隆盛镇便民服务中心", "510923-隆盛镇:government_services"),
        ("隆盛镇第二小学校", "510923-隆盛镇:school/第二小学校"),
        ("县职业技术学校", "510923:school/职业技术学校"),
        ("县人民医院", "510923:hospital/人民医院"),
        ("石门桥村", "510923:village/石门桥村"),
        ("石门桥村村民委员会", "510923:village/石门桥村"),
        ("石门桥村委会", "510923:village/石门桥村"),
        ("文化路社区居委会", "510923:community/文化路社区"),
        ("县住房和城市更新局", "510923:housing_construction"),
        ("县委社会工作部", "510923:social_work"),
        ("县公安局交警大队", "510923:traffic_police"),
    ],
)
def test_what_a_name_is(name: str, department: str) -> None:
    match = NAMES.resolve(name, COUNTY)
    assert (match.department_id, match.status) == (department, "accepted")


@pytest.mark.parametrize("name", ["全县各村", "农村", "中小学校", "其他社区", "12个社区", "城市社区", "村"])
def test_a_kind_without_a_name_of_its_own_is_nobody(name: str) -> None:
    match = NAMES.resolve(name, COUNTY)
    assert match.department_id is None or match.status != "accepted"


def test_many_of_a_kind_in_one_table_are_not_one() -> None:
    names = ["第一中学", "第二中学", "实验小学", "石门桥村", "双河村", "中医院", "人民医院"]
    matches = NAMES.resolve_table(names, COUNTY)
    assert {match.status for match in matches} == {"accepted"}
    assert len({match.department_id for match in matches}) == len(names)


def test_a_place_may_have_an_office_of_data_beside_that_of_approvals() -> None:
    both = NAMES.resolve_table(["县数据局", "县行政审批局", "县公安局"], COUNTY)
    assert [(m.department_id, m.status) for m in both] == [
        ("510923:data", "accepted"),
        ("510923:government_services", "accepted"),
        ("510923:public_security", "accepted"),
    ]
    # Alone, either is the one office with both tasks; and one that names both tasks is not divided.
    assert NAMES.resolve("县数据局", COUNTY).department_id == "510923:government_services"
    (alone,) = NAMES.resolve_table(["县政务服务和数据管理局"], COUNTY)
    assert alone.department_id == "510923:government_services"
