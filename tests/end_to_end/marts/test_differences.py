"""Printed changes (增减, 环比, 同比) are held against the two figures of their row."""

from __future__ import annotations

import json
from pathlib import Path

from tests.end_to_end.conftest import Call

BULLETIN = """光山县人民政府办公室文件

光政办〔2024〕7号

关于2024年5月政务服务事项办理情况的通报

2024年6月5日

附件1

光山县政务服务办件情况统计表

序号	部门	本月办件量	上月办件量	环比增减	环比增长率	去年同期办件量	同比（%）
1	县教育局	110	100	10	10%	88	25
2	县水利局	20	25	-5	-20%	25	-20
3	县民政局	30	30	0	0	24	26
合计		160	155	5	3.23%	137	16.79

附件2

光山县网上办理情况统计表

序号	部门	2024年1-5月网办率	2023年1-5月网办率	同比增减（百分点）	办件量	同比增长
1	县教育局	97.5%	95%	2.5	1200	20.5%
2	县水利局	80%	82%	-2	300	-3%
3	县民政局	90%	80%	12	200	5%
"""
CHECKS = """
    select r.check_id, t.table_no, r.row_no, r.column_no, r.published, r.recomputed, r.verdict, r.formula
    from mart.reconciliation r join mart.tables t using (table_id)
    where r.kind = 'row_difference' order by t.table_no, r.row_no, r.column_no
"""


def test_changes_are_recomputed_and_lead_to_their_two_figures(tmp_path: Path, tongbao: Call) -> None:
    printed, home = tmp_path / "光山.txt", tmp_path / "home"
    printed.write_text(BULLETIN, encoding="utf-8")
    assert tongbao(home, "run", str(printed)).returncode == 0
    found = json.loads(tongbao(home, "query", CHECKS, "--format", "json").stdout)
    # Three changes in each row of annex 1; of annex 2 those of the rate: nothing says what cases were a year before.
    places = [(row["table_no"], row["row_no"], row["column_no"]) for row in found]
    assert places == [(1, r, c) for r in (1, 2, 3, 4) for c in (5, 6, 8)] + [(2, r, 5) for r in (1, 2, 3)]
    wrong = {
        (row["table_no"], row["row_no"], row["column_no"]): row for row in found if row["verdict"] != "match"
    }
    # 30 against 24 is 25 % more, not 26; from 80 % to 90 % are 10 points, not 12.
    assert {place: (row["published"], row["recomputed"]) for place, row in wrong.items()} == {
        (1, 3, 8): (26, 25),
        (2, 3, 5): (12, 10),
    }
    assert wrong[1, 3, 8]["formula"] == "(本月办件量 30 − 去年同期办件量 24) ÷ 24 × 100"
    parts = (
        f"select o.value from mart.check_parts p join mart.observations o on o.observation_id = p.part_id"
        f" where p.check_id = '{wrong[1, 3, 8]['check_id']}' order by p.part_no"
    )
    assert json.loads(tongbao(home, "query", parts, "--format", "json").stdout) == [
        {"value": 30},
        {"value": 24},
    ]
