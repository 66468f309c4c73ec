"""A person's decision: listed with its evidence, kept as a line of a file, applied to the past, never asked again."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

Call = Callable[..., "subprocess.CompletedProcess[str]"]

BULLETIN = """光山县人民政府办公室文件

光政办〔2024〕7号

关于政务服务事项办理情况的通报

各乡镇人民政府，县直各有关部门：

现将截至2024年5月31日的有关情况通报如下。请各单位对照附件所列情况认真整改。

2024年6月5日

附件1

光山县政务服务事项办理情况统计表

序号	部门	事项总数	即办件事项数	即办件占比
1	县教育局	10	5	50.00%
2	县水利局	20	5	25.00%
3	县统筹策划联络局	30	15	50.00%
合计		60	25	41.67%
"""


def test_a_decision_is_kept_applied_to_the_past_and_not_asked_again(tmp_path: Path, tongbao: Call) -> None:
    source, home = tmp_path / "guangshan.txt", tmp_path / "home"
    source.write_text(BULLETIN, encoding="utf-8")
    assert tongbao(home, "run", str(source)).returncode == 0
    open_names = json.loads(tongbao(home, "review", "--kind", "name", "--format", "json").stdout)
    (item,) = [row for row in open_names if row["subject"] == "县统筹策划联络局"]

    wrong = tongbao(home, "review", "change", item["item_id"], "no_such_function", "--who", "王")
    assert wrong.returncode == 2
    assert "no such function" in wrong.stderr

    kept = tongbao(
        home, "review", "change", item["item_id"], "development_reform", "--who", "王", "--why", "三定方案"
    )
    assert kept.returncode == 0, kept.stderr
    file = (home / "decisions" / "decisions.yml").read_text(encoding="utf-8")
    assert "县统筹策划联络局" in file
    assert "三定方案" in file

    assert tongbao(home, "run", str(source)).returncode == 0
    sql = "select function_id, status, method from mart.name_matches where name_raw = '县统筹策划联络局'"
    (row,) = json.loads(tongbao(home, "query", sql, "--format", "json").stdout)
    assert (row["function_id"], row["status"]) == ("development_reform", "accepted")
    assert json.loads(tongbao(home, "review", "--kind", "name", "--format", "json").stdout) == []
    assert "50.00%" in tongbao(home, "trace", _check(home, tongbao)).stdout


def _check(home: Path, tongbao: Call) -> str:
    sql = "select check_id from mart.reconciliation where entity_raw = '县统筹策划联络局' and kind = 'row_ratio'"
    (row,) = json.loads(tongbao(home, "query", sql, "--format", "json").stdout)
    return str(row["check_id"])


def test_an_item_that_is_not_open_is_named(tmp_path: Path, home: Path, tongbao: Call) -> None:
    result = tongbao(home, "review", "accept", "name:nothing", "--who", "王")
    assert result.returncode == 2
    assert "tongbao review" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_damaged_file_of_decisions_stops_a_run_before_anything_is_read(
    tmp_path: Path, tongbao: Call
) -> None:
    source, home = tmp_path / "guangshan.txt", tmp_path / "home"
    source.write_text(BULLETIN, encoding="utf-8")
    assert tongbao(home, "run", str(source)).returncode == 0
    counted = "select count(*) as n, max(ingested_at) as at from mart.documents where status = 'current'"
    before = tongbao(home, "query", counted, "--format", "json").stdout
    file = home / "decisions" / "decisions.yml"
    file.parent.mkdir(exist_ok=True)
    file.write_text("version: 2\ndecisions:\n<<<<<<< HEAD\n- name: 县水利局\n=======\n", encoding="utf-8")
    for call in (("run", str(source)), ("run",), ("review", "accept", "name:x"), ("names", "resolve")):
        refused = tongbao(home, *call)
        if call[0] != "review":  # which looks for the item first
            (line,) = refused.stderr.strip().splitlines()
            assert f"{file}, line 3: a merge that nobody settled" in line
        assert refused.returncode == 2
    assert tongbao(home, "query", counted, "--format", "json").stdout == before
    assert not list((home / "quarantine").glob("*")) if (home / "quarantine").exists() else True
