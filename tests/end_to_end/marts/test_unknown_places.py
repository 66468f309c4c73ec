"""Documents that name no known place: shown, counted and to be reviewed, never silently left out."""

from __future__ import annotations

import json
from pathlib import Path

from tests.end_to_end.conftest import Call

BULLETIN = """关于政务服务事项办理情况的通报

各有关部门：

现将截至2024年{month}月31日的有关情况通报如下。

附件1

政务服务事项办理情况统计表

序号	部门	事项总数	即办件事项数	即办件占比
1	教育局	10	5	40.00%
2	水利局	20	5	35.00%
3	民政局	20	5	45.00%
4	公安局	20	5	25.00%
5	司法局	10	3	30.00%
6	财政局	10	7	70.00%
7	统计局	20	9	45.00%
"""
CORRECTION = """\
name: 光山县政务服务通报
publisher: 光山县人民政府
region: "411522"
addresses: [https://www.example.gov.cn/tongbao/7.html]
corrections:
  - document: {document}
    field: region_code
    printed: ""
    correct: "411522"
    why: by telephone
    who: 王
    when: 2024-01-05
"""


def test_documents_of_unknown_place_are_told_of_and_a_correction_gives_them_one(
    tmp_path: Path, tongbao: Call
) -> None:
    folder, home = tmp_path / "in", tmp_path / "home"
    folder.mkdir()
    for name, month in (("first.txt", 5), ("second.txt", 7)):
        (folder / name).write_text(BULLETIN.format(month=month), encoding="utf-8")
    run = tongbao(home, "run", str(folder))
    assert run.returncode == 0, run.stderr
    assert "2 份通报不知是哪里的" in run.stdout
    assert "tongbao review --kind place" in run.stdout
    # Two documents of one title: the names of their files tell them apart.
    shown = run.stdout[: run.stdout.index("合计")]
    assert "first.txt" in shown
    assert "second.txt" in shown
    # Three rates of seven are wrong in each document; two are shown, the others counted.
    assert run.stdout.count("即办件占比（行内比率）") == 4
    assert "另有 2 处" in run.stdout

    items = json.loads(tongbao(home, "review", "--kind", "place", "--format", "json").stdout)
    assert [item["item_id"] for item in items] == sorted(f"place:{item['document_id']}" for item in items)
    assert len(items) == 2
    assert all("region_code" in item["message"] for item in items)
    refused = tongbao(home, "review", "accept", items[0]["item_id"], "--who", "王")
    assert refused.returncode == 2
    assert "region_code" in refused.stderr

    (home / "sources").mkdir()
    (home / "sources" / "mine.yml").write_text(
        CORRECTION.format(document=items[0]["document_id"]), encoding="utf-8"
    )
    assert "1 份通报不知是哪里的" in tongbao(home, "run").stdout
    left = json.loads(tongbao(home, "review", "--kind", "place", "--format", "json").stdout)
    assert [item["item_id"] for item in left] == [items[1]["item_id"]]
