"""Rates printed as shares of one (0.97): percent numbers like all others, the print kept, and said aloud."""

from __future__ import annotations

from decimal import Decimal

from extractors.reading import read_document
from pipelines.meaning.interpreter import Interpreter

BULLETIN = """光山县人民政府办公室文件

光政办〔2024〕7号

关于政务服务事项办理情况的通报

2024年6月5日

附件1

光山县政务服务事项办理情况统计表

序号	部门	事项总数	即办件事项数	即办件占比	差评率
1	县教育局	40	39	0.975	0.02
2	县水利局	20	5	0.25	0.61
3	县民政局	30	30	1	0
合计		90	74	0.822	0.1
"""


def test_shares_of_one_become_percent_numbers_and_that_is_said() -> None:
    rows = Interpreter().rows(read_document(BULLETIN.encode(), name="a.txt"), "ab" * 32)
    shares = {
        o.value_raw: (o.value, o.unit, o.decimals) for o in rows.observations if o.column_path == "即办件占比"
    }
    assert {raw: (Decimal(str(value)), unit, n) for raw, (value, unit, n) in shares.items()} == {
        "0.975": (Decimal("97.5"), "%", 1),
        "0.25": (Decimal("25"), "%", 1),
        "1": (Decimal("100"), "%", 1),
        "0.822": (Decimal("82.2"), "%", 1),
    }
    doubtful = [(o.value_raw, o.unit) for o in rows.observations if o.column_path == "差评率"]
    assert doubtful == [("0.02", None), ("0.61", None), ("0", None), ("0.1", None)]
    (item,) = [p for p in rows.problems if p.kind == "fraction_as_percent"]
    assert item.item_id == f"{'ab' * 8}-t01-c05-fraction"
    assert item.locator == f"{'ab' * 8}-t01 column 5"
    assert "即办件占比" in item.message
