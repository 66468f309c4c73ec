"""The list of offices."""

from __future__ import annotations

from pipelines.meaning.names import NameResolver
from pipelines.meaning.names.departments import departments


def test_each_office_once_with_its_parent() -> None:
    resolver = NameResolver.load()
    names = ["公安局", "县公安局", "公安局交警大队", "公安局第二分局", "农商局", "合计", "华容县"]
    rows = departments(resolver.resolve(name, "湖南省岳阳市华容县") for name in names)
    assert [(row.department_id, row.parent_department_id) for row in rows] == [
        ("430623:public_security", None),
        ("430623:public_security/第二分局", "430623:public_security"),
        ("430623:traffic_police", "430623:public_security"),
    ]
    assert (rows[0].name, rows[0].level, rows[0].function_name) == ("华容县公安局", "county", "公安")
