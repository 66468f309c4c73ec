"""What `tongbao sources test` and `tongbao sources` print."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.home.paths import Home
from pipelines.ingest.crawling.source_preview import print_sources, print_test
from tests.ingest.pages import listing_page
from tests.ingest.server import PublisherServer, write_sources

# Short enough for a line of the table.
LISTED = "政务服务5月份运行情况通报"


def test_a_source_is_shown_with_what_counts_and_what_does_not_and_no_document_is_fetched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with PublisherServer() as server:
        write_sources(server.root, tmp_path / "sources")
        assert print_test(Home(tmp_path), tmp_path / "sources" / "yindu.yml") == 0
        asked = server.paths()
    printed = capsys.readouterr().out
    print(printed)
    assert asked == ["/robots.txt", "/yindu/zwgk/1.html", "/yindu/zwgk/2.html"]
    assert "2023-06-12" in printed and "殷都区政务服务能力提升工作5月份运行" in printed
    assert "1 条计入 counted，5 条不计 left out" in printed
    assert "允许 allowed，间隔 delay 0.1 s" in printed


def test_what_a_visit_would_not_ask_for_is_no_entry_to_be_fetched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        ("http://other.example/1.html", "外站通报", "2023-07-10"),
        ("all.zip", "压缩通报", "2023-07-10"),
        ("/no/1.html", "禁取通报", "2023-07-10"),
        ("a.html", "好通报", "2023-07-10"),
    ]
    with PublisherServer(robots="User-agent: *\nDisallow: /no/\n") as server:
        server.put("/list", listing_page("bracketed", rows, heading="公开"))
        path = tmp_path / "x.yml"
        path.write_text(
            f"name: x\npublisher: x\nregion: 410505\nlistings:\n- address: {server.root}/list\n"
            "  links: {title: 通报}\npoliteness: {delay_seconds: 0, allow_private: true}\n",
            encoding="utf-8",
        )
        assert print_test(Home(tmp_path), path, counted_only=True) == 0
        asked = server.paths()
    assert asked == ["/robots.txt", "/list"]
    printed = capsys.readouterr().out
    assert "1 条计入 counted" in printed and "3 条合乎规则但不取" in printed
    marks = {
        title: line
        for line in printed.splitlines()
        for title in ("外站", "压缩", "禁取", "好通报")
        if title in line
    }
    assert [mark for mark, line in marks.items() if "✓" in line] == ["好通报"]
    for code in ("outside", "archive", "forbidden_by_robots"):
        assert code in printed


def test_a_listing_that_gives_nothing_is_status_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with PublisherServer() as server:
        write_sources(server.root, tmp_path)
        path = tmp_path / "yindu.yml"
        path.write_text(path.read_text().replace("(?:政务服务|放管服)", "天气"))
        assert print_test(Home(tmp_path), path) == 1
        assert "no link of 2 pages counts" in capsys.readouterr().err
        path.write_text(path.read_text().replace("/yindu/zwgk/1.html", "/nowhere.html"))
        assert print_test(Home(tmp_path), path) == 1
        assert "the server answered 404" in capsys.readouterr().err


def test_a_wrong_file_is_status_two_and_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.yml"
    path.write_text("name: x\n")
    assert print_test(Home(tmp_path), path) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1 and f"{path}, line 1:" in printed.err


def test_patterns_can_be_tried_on_a_saved_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_sources("http://127.0.0.1:9", tmp_path)
    page = tmp_path / "page.html"
    rows = [("a.html", LISTED, "[2023-06-12]"), ("b.html", "防汛通知", "[2023-06-11]")]
    page.write_bytes(listing_page("bracketed", rows, heading="公开", declare=False).encode("gb18030"))
    assert print_test(Home(tmp_path), tmp_path / "yindu.yml", offline=page) == 0
    printed = capsys.readouterr().out
    assert LISTED in printed and "防汛通知" in printed
    page.write_text("<html><a href='/'>首页</a></html>")
    assert print_test(Home(tmp_path), tmp_path / "yindu.yml", offline=page) == 1
    assert print_test(Home(tmp_path), tmp_path / "yindu.yml", offline=tmp_path / "none.html") == 2


def test_all_sources_are_listed_and_a_broken_one_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert print_sources(Home(tmp_path)) == 0
    printed = capsys.readouterr().out
    for text in (
        "nanyang",
        "411300 南阳市",
        "华容县人民政府行政审批制度",
        "否 no",
        "每月",
    ):
        assert text in printed.replace("\n", "")
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "bad.yml").write_text("name: x\n")
    assert print_sources(Home(tmp_path)) == 1
    assert "bad.yml" in capsys.readouterr().err
