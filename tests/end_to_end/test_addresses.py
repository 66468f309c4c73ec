"""`tongbao run` with a web address or a saved page: attachments come along, what can't be had is said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb

from tests.end_to_end.conftest import Call
from tests.end_to_end.many import bulletin
from tests.ingest.server import PublisherServer

FRAME = """<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><h1>关于政务服务运行情况的通报</h1>
<p>现将情况通报如下，请各单位认真学习，抓好落实，不断提升政务服务水平和群众满意度，具体情况见附件。</p>
<p><a href="附件1.html">附件1：情况表</a></p></body></html>"""


def query(home: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_a_web_page_brings_its_attachment(tmp_path: Path, tongbao: Call) -> None:
    with PublisherServer() as server:
        page = server.address("/huarong/33159/content_1.html")
        attached = server.address("/huarong/uploadfiles/202111/4.docx")
        result = tongbao(tmp_path, "run", page)
        assert result.returncode == 1  # all.rar is linked and isn't there
        faults = [line for line in result.stderr.splitlines() if line.startswith("tongbao: ")]
        assert len(faults) == 1 and "all.rar" in faults[0] and "404" in faults[0]
    rows = query(
        tmp_path,
        "select source_uri, d.parent_uri, d.table_count from mart.documents d order by table_count",
    )
    assert rows == [(page, None, 0), (attached, page, 4)]
    kept = query(tmp_path, "select headers from raw.originals where source_uri like '%docx'")
    headers = json.loads(kept[0][0])
    assert headers[":url"] == attached and "etag" in headers


def test_a_saved_page_says_which_of_its_attachments_do_not_lie_beside_it(
    tmp_path: Path, tongbao: Call
) -> None:
    home, folder = tmp_path / "home", tmp_path / "saved"
    folder.mkdir()
    page = folder / "通报.html"
    page.write_text(FRAME.replace('"附件1.html"', '"files/qingkuang.xlsx"'), encoding="utf-8")
    result = tongbao(home, "run", str(page))
    assert result.returncode == 0, result.stderr
    assert "附件1：情况表 are not there; save them into its folder" in result.stderr.replace("\n", "")
    (folder / "files").mkdir()
    (folder / "files" / "qingkuang.xlsx").write_text(bulletin(0)[1], encoding="utf-8")
    result = tongbao(home, "run", str(page))
    assert result.returncode == 0 and "not there" not in result.stderr
    assert query(home, "select count(*) from mart.observations") == [(27,)]


def test_a_saved_page_brings_the_file_beside_it_and_a_change_of_that_is_noticed(
    tmp_path: Path, tongbao: Call
) -> None:
    home, folder = tmp_path / "home", tmp_path / "saved"
    folder.mkdir()
    page, attached = folder / "通报.html", folder / "附件1.html"
    page.write_text(FRAME, encoding="utf-8")
    attached.write_text(bulletin(0)[1], encoding="utf-8")
    assert tongbao(home, "run", str(page)).returncode == 0
    figures = "select count(*) from mart.observations"
    assert query(home, figures) == [(27,)]
    assert query(home, "select parent_uri from mart.documents where table_count = 1") == [(page.as_uri(),)]
    assert "nothing new" in tongbao(home, "run", str(page)).stdout
    attached.write_text(bulletin(1)[1], encoding="utf-8")
    assert tongbao(home, "run", str(page)).returncode == 0
    assert query(home, "select status, count(*) from mart.documents group by 1 order by 1") == [
        ("current", 3)  # another county and number at the same address: a bulletin of its own
    ]
    assert query(home, figures) == [(54,)]
