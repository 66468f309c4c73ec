"""Two visits to publishers' sites like the five, and one to a site where everything goes wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.end_to_end.conftest import Call
from tests.ingest.server import CRAWL_DELAY, PublisherServer, write_sources

TROUBLE = """
name: 麻烦
publisher: 麻烦
region: "410500"
listings:
  - address: {root}/trouble/index.html
    links: {{title: 通报}}
politeness: {{delay_seconds: 0.05, timeout_seconds: 1, max_megabytes: 1, allow_private: true}}
"""
# What the sites list that counts, with annexes; 死链接 and the like are in FAILED.
FIRST = {
    "/nanyang/2021/12-28/1.html",
    "/nanyang/2021/11-28/4.html",
    "/yindu/2023/07-10/11.html",
    "/yindu/2023/06-12/13.html",
    "/tanghe/zcwj/70686.html",
    "/tanghe/zcwj/70685.html",
    "/pingdingshan/contents/14314/1.html",
    "/huarong/33159/content_1.html",
    "/huarong/uploadfiles/202111/4.docx",
    "/trouble/busy.html",
    "/trouble/moved.html",
}
FAILED = {
    "/nanyang/internal/3.html": "forbidden_by_robots",
    "/pingdingshan/contents/14314/3.zip": "archive",
    "/huarong/uploadfiles/202111/all.rar": "archive",
    "/trouble/dead.html": "http_404",
    "/trouble/hanging.html": "timeout",
    "/trouble/dripping.html": "timeout",
    "/trouble/circle.html": "redirect_loop",
    "/trouble/foreign.html": "redirect_outside",
    "/trouble/huge.pdf": "too_large",
    "/trouble/endless.pdf": "too_large",
    "/trouble/soft.html": "soft_404",
    "/trouble/video.mp4": "unsupported_type",
    "/trouble/query.do": "forbidden_by_robots",
}
CHANGED, NEW, VANISHED = (
    "/yindu/2023/07-10/11.html",
    "/nanyang/2022/01-28/5.html",
    "/tanghe/zcwj/70685.html",
)


class Visits:
    """A home after each of two visits: what the commands said, what the server was asked."""

    def __init__(self, home: Path, server: PublisherServer, tongbao: Call) -> None:
        self.home = home
        self.server = server
        self.said: list[str] = []
        self.asked: list[list[Any]] = []
        self.gaps: list[float] = []
        self.rows: list[set[tuple[Any, ...]]] = []
        for visit in (1, 2):
            if visit == 2:
                server.advance()
            server.forget()
            result = tongbao(home, "sources", "visit", timeout=240)
            self.said.append(result.stderr + result.stdout)
            assert result.returncode == 1, self.said[-1]  # some addresses could not be had
            self.asked.append(list(server.requests))
            self.gaps += server.gaps()
            self.rows.append(
                {
                    (self.path(uri), status)
                    for uri, status in self.query("select source_uri, status from mart.documents")
                }
            )

    def path(self, uri: str) -> str:
        return uri.removeprefix(self.server.root)

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.home / "warehouse.duckdb"), read_only=True) as connection:
            return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory, tongbao: Call) -> Iterator[Visits]:
    home = tmp_path_factory.mktemp("visited")
    with PublisherServer() as server:
        write_sources(server.root, home / "sources")
        text = TROUBLE.format(root=server.root)
        (home / "sources" / "trouble.yml").write_text(text, encoding="utf-8")
        yield Visits(home, server, tongbao)


def test_the_first_visit_brings_every_bulletin_once(visits: Visits) -> None:
    rows = visits.query(
        "select source_uri, count(*) from raw.originals where first_seen = (select min(first_seen)"
        " from raw.originals o where o.source_uri = originals.source_uri) group by 1"
    )
    assert {visits.path(uri) for uri, _ in rows} - {NEW} == FIRST
    assert {count for _, count in rows} == {1}
    assert {path for path, _ in visits.rows[0]} == FIRST


def test_the_second_brings_exactly_what_is_new_or_changed(visits: Visits) -> None:
    fetched = visits.query("select uri from raw.addresses where status = 'fetched'")
    assert {visits.path(uri) for (uri,) in fetched} == {CHANGED, NEW}
    assert visits.rows[1] - visits.rows[0] == {(NEW, "current"), (CHANGED, "superseded")}
    versions = visits.query(
        "select d.status, e.superseded_by is null from mart.documents d join mart.documents e using (document_id)"
        f" where d.source_uri like '%{CHANGED}' order by 1"
    )
    assert versions == [("current", True), ("superseded", False)]


def test_the_changed_figure_is_the_current_one_and_the_old_one_is_kept(visits: Visits) -> None:
    """殷都 mends 即办件占比为62.71% to 62.73%."""
    quotes = visits.query(
        "select s.quote from mart.statements s join mart.documents d using (document_id)"
        f" where d.source_uri like '%{CHANGED}' and s.quote like '%62.7%'"
    )
    assert quotes and all("62.73" in quote for (quote,) in quotes)
    old = visits.query("select count(*) from raw.statements where quote like '%62.71%'")
    assert old[0][0] >= 1


def test_what_vanished_withdraws_nothing(visits: Visits) -> None:
    rows = visits.query(
        "select a.status, a.code, d.document_id is not null from raw.addresses a left join mart.documents d"
        f" using (document_id) where a.uri like '%{VANISHED}'"
    )
    assert rows == [("gone", "http_404", True)]


def test_every_failure_is_named(visits: Visits) -> None:
    rows = visits.query("select uri, code from raw.addresses where status = 'failed'")
    found = {visits.path(uri): code for uri, code in rows}
    assert FAILED.items() <= found.items()
    for path, code in FAILED.items():
        assert path in visits.said[0].replace("\n", ""), path
        assert code in visits.said[0], code


def test_nothing_forbidden_is_fetched_and_the_delay_is_kept(visits: Visits) -> None:
    paths = [asked.path for visit in visits.asked for asked in visit]
    assert not [path for path in paths if path.startswith("/nanyang/internal/") or path.endswith(".do")]
    assert not [path for path in paths if re.search(r"统计公报|12-27/2\.html|07-09/12\.html", path)]
    assert min(visits.gaps) >= CRAWL_DELAY * 0.95


def test_known_documents_are_asked_for_by_condition(visits: Visits) -> None:
    again = {asked.path: asked for asked in visits.asked[1]}
    for path in (
        "/nanyang/2021/12-28/1.html",
        "/tanghe/zcwj/70686.html",
        "/huarong/uploadfiles/202111/4.docx",
    ):
        assert again[path].conditional and again[path].status == 304, path


def test_originals_keep_what_the_list_and_the_server_said(visits: Visits) -> None:
    rows = visits.query(
        "select title, listed_on::varchar, source_id, json_extract_string(headers, '$.etag') is not null"
        " from raw.originals where source_uri like '%/nanyang/2021/12-28/1.html'"
    )
    assert rows == [("一体化政务服务能力提升工作通报（2021年第11期）", "2021-12-28", "nanyang", True)]
    parents = visits.query("select source_uri, parent_uri from raw.originals where parent_uri is not null")
    assert [(visits.path(a), visits.path(b)) for a, b in parents] == [
        ("/huarong/uploadfiles/202111/4.docx", "/huarong/33159/content_1.html")
    ]
