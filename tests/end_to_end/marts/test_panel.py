"""Three months of a county and one table of its city, which has the county and its neighbour."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from tests.end_to_end.conftest import Call

COUNTY = """西乡县2024年{month}月政务服务事项办理情况通报

2024年{month}月，全县网上可办率为9{month}.50%。1—{month}月，全县办件量为{month}000件。
"""
CITY = """汉中市2024年7月政务服务事项办理情况通报

各县区人民政府：

现将2024年7月有关情况通报如下。

附件1

2024年7月各县区政务服务事项办理情况统计表

序号	县区	网上可办率	即办件占比
1	西乡县	97.80%	40.00%
2	勉县	93.25%	35.00%
"""


def test_places_by_period_whoever_printed_them(tmp_path: Path, tongbao: Call) -> None:
    folder, home = tmp_path / "in", tmp_path / "home"
    folder.mkdir()
    for month in (5, 6, 7):
        (folder / f"{month}.txt").write_text(COUNTY.format(month=month), encoding="utf-8")
    (folder / "city.txt").write_text(CITY, encoding="utf-8")
    run = tongbao(home, "run", str(folder))
    assert run.returncode == 0, run.stderr

    written = tongbao(home, "compare", "--over-time", "--format", "csv").stdout
    panel = list(csv.DictReader(io.StringIO(written)))
    found = [
        (r["indicator_name"], r["region_name"], r["period_start"], r["as_of"], float(r["value"]), r["rank"])
        for r in panel
    ]
    assert sorted(found) == sorted(
        [
            ("办件量", "西乡县", "2024-01-01", "2024-05-31", 5000, ""),
            ("办件量", "西乡县", "2024-01-01", "2024-06-30", 6000, ""),
            ("办件量", "西乡县", "2024-01-01", "2024-07-31", 7000, ""),
            ("即办件占比", "勉县", "2024-07-01", "2024-07-31", 35, "2"),
            ("即办件占比", "西乡县", "2024-07-01", "2024-07-31", 40, "1"),
            ("网上可办率", "勉县", "2024-07-01", "2024-07-31", 93.25, ""),
            ("网上可办率", "西乡县", "2024-05-01", "2024-05-31", 95.5, ""),
            ("网上可办率", "西乡县", "2024-06-01", "2024-06-30", 96.5, ""),
            # Its own figure, not the city's 97.80%, which the caveat names; so neither is ranked.
            ("网上可办率", "西乡县", "2024-07-01", "2024-07-31", 97.5, ""),
        ]
    )
    assert [r["caveat"] for r in panel if r["caveat"]] == ["另有不同的数 other figures：97.8（汉中市）"]
    of_city = next(r for r in panel if r["region_name"] == "勉县" and r["value"].startswith("35"))
    assert (of_city["publisher_region_code"], of_city["row_no"], of_city["column_no"]) == ("610700", "2", "4")

    # One place alone has its months, and a place of another's table is found, by any phrasing of the indicator.
    shown = tongbao(home, "compare", "--region", "西乡县", "--indicator", "网上可办率").stdout
    line = next(line.split() for line in shown.splitlines() if line.split()[:1] == ["西乡县"])
    assert line == ["西乡县", "全县", "95.50%", "96.50%", "97.50%*"]
    assert "35.00%②" in tongbao(home, "compare", "--region", "勉县").stdout
    assert tongbao(home, "compare", "--over-time", "--detail").returncode == 2
