"""Listing pages in the designs of government sites: titles, addresses, dates, further pages."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.ingest.crawling.listing_pages import BY_SCRIPT, Entry, Page, read_listing
from pipelines.ingest.sources.source_model import Links, Listing, Paging
from tests.ingest.pages import listing_page

BASE = "http://www.x.gov.cn/zwgk/tzgg/index.html"
ROWS = [
    ("2023/07/t1.html", "关于2023年6月30日前政务服务办件情况的通报", "2023-07-10"),
    ("2023/07/t2.html", "防汛通知", "2023-07-09"),
    ("2023/06/t3.html", "政务服务“好差评”情况通报", "2023-06-12"),
]


def read(
    page: str | bytes, links: Links | None = None, paging: Paging | None = None, uri: str = BASE
) -> Page:
    options = {"paging": paging} if paging else {}
    data = page.encode() if isinstance(page, str) else page
    return read_listing(data, uri, Listing(address=uri, links=links or Links(), **options))


@pytest.mark.parametrize("design", ["titled", "bracketed", "flat", "table", "calendar"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_every_design_gives_titles_addresses_and_dates(design: str, encoding: str) -> None:
    page = listing_page(design, ROWS, heading="公告", next_page="index_2.html", declare=False)
    found = read(page.encode(encoding), Links(title="通报"))
    folder = "http://www.x.gov.cn/zwgk/tzgg/"
    assert found.entries == (
        Entry(folder + ROWS[0][0], ROWS[0][1], date(2023, 7, 10)),
        Entry(folder + ROWS[2][0], ROWS[2][1], date(2023, 6, 12)),
    )
    assert found.next_uri == folder + "index_2.html"
    assert {link.title: link.reason for link in found.left_out}["防汛通知"] == "doesn't match `title`"


def test_dates_before_their_links_in_a_flat_list() -> None:
    page = (
        "<div>"
        + "<br>".join(f'2023-07-{day:02} <a href="{day}.html">{day}号通报</a>' for day in (10, 9, 8))
        + "</div>"
    )
    assert [entry.listed_on for entry in read(page).entries] == [date(2023, 7, day) for day in (10, 9, 8)]


def test_a_date_inside_the_link_is_no_part_of_the_title() -> None:
    page = '<ul><li><a href="1.html"><span>办件通报</span><span>2023/07/10</span></a></li><li><a href="2.html">二</a></li></ul>'
    assert read(page).entries[0] == Entry(
        "http://www.x.gov.cn/zwgk/tzgg/1.html", "办件通报", date(2023, 7, 10)
    )


def test_without_a_date_beside_it_the_address_tells_the_day() -> None:
    entries = read(
        '<a href="/2021/12-28/44.html">通报</a><a href="/202112/t20211229_3.html">二号通报</a>'
    ).entries
    assert [entry.listed_on for entry in entries] == [date(2021, 12, 28), date(2021, 12, 29)]


def test_a_row_whose_link_only_says_view_gives_its_title() -> None:
    page = "<table><tr><td>1</td><td>办件情况通报</td><td>2023-07-10</td><td><a href='a.html'>查看</a></td></tr></table>"
    assert read(page).entries == (
        Entry("http://www.x.gov.cn/zwgk/tzgg/a.html", "办件情况通报", date(2023, 7, 10)),
    )


def test_addresses_are_made_as_a_browser_makes_them() -> None:
    page = """<base href="http://zw.x.gov.cn/a/"><a href="javascript:open(1)">脚本</a><a href="mailto:a@b.cn">信</a>
    <a href="b.html#zoom">一</a><a href="HTTP://ZW.X.gov.cn:80/c.html">二</a><a href="../d.html;jsessionid=F3?id=1&amp;k=2">三</a>
    <a href="\\e\\f.html">四</a><a href="g h.html
    ">五</a><a href="?q=通报">六</a><a href="b.html">一（又）</a><a href="http://[x">坏</a>"""
    found = read(page.encode("gb18030"))
    assert [entry.uri for entry in found.entries] == [
        "http://zw.x.gov.cn/a/b.html",
        "http://zw.x.gov.cn/c.html",
        "http://zw.x.gov.cn/d.html?id=1&k=2",
        "http://zw.x.gov.cn/e/f.html",
        "http://zw.x.gov.cn/a/g%20h.html",
        "http://zw.x.gov.cn/a/?q=%CD%A8%B1%A8",
    ]
    assert found.entries[0].title == "一（又）"


def test_patterns_see_the_title_without_its_spaces_too() -> None:
    page = '<a href="1.html">政务服务能力提升工作 6月份运行情况 通报</a>'
    assert len(read(page, Links(title="工作6月份运行情况通报$")).entries) == 1


def test_address_patterns_and_scopes_narrow_what_counts() -> None:
    page = '<div id="nav"><a href="/1.html">通报</a></div><ul class="list"><li>'
    page += '<a href="/a/2.html">通报</a></li><li><a href="/b/3.html">通报</a></li></ul>'
    for scope in ("ul.list li", '//ul[@class="list"]'):
        found = read(page, Links(within=scope, not_address="/b/"))
        assert [entry.uri for entry in found.entries] == ["http://www.x.gov.cn/a/2.html"]
        assert [link.reason for link in found.left_out] == ["matches `not_address`: /b/"]
    found = read(page, Links(address=r"/\d\.html$"))
    assert len(found.entries) == 3


def test_links_for_paging_are_no_entries_and_the_next_one_is_found_by_its_text() -> None:
    page = '<a href="a.html">通报</a><a href="i_1.html">1</a><a href="i_2.html">2</a>'
    page += '<a href="i_2.html">下一页 &gt;</a><a href="i_9.html">尾页</a>'
    found = read(page)
    assert [entry.title for entry in found.entries] == ["通报"]
    assert found.next_uri == "http://www.x.gov.cn/zwgk/tzgg/i_2.html"
    assert (
        read('<a href="n.html">往后翻</a>', paging=Paging(next="往后")).next_uri
        == "http://www.x.gov.cn/zwgk/tzgg/n.html"
    )
    assert read(page, paging=Paging(template="i_{n}.html")).next_uri is None


FOLDER = "http://www.x.gov.cn/zwgk/tzgg/"


def test_addresses_in_calls_and_attributes_are_read_without_running_anything() -> None:
    page = """<ul><li><a href="javascript:void(0)" onclick="window.open('/art/2026/1/5/1.html')">一通报</a></li>
    <li><a href="#" onclick="location.href='b.html'">二通报</a></li><li><a href="javascript:show('c.pdf')">三通报</a></li>
    <li><a href="javascript:;" data-url="./d.html">四通报</a></li><li><a href="#/detail/5">五通报</a></li>
    <li><a href="javascript:open(6)">六通报</a></li><li><a href="javascript:go('a.html','b.html')">七通报</a></li>
    <li><a href="javascript:print()">打印</a></li></ul>"""
    found = read(page, Links(title="通报"))
    assert [(entry.uri.removeprefix("http://www.x.gov.cn"), entry.title) for entry in found.entries] == [
        ("/art/2026/1/5/1.html", "一通报"),
        ("/zwgk/tzgg/b.html", "二通报"),
        ("/zwgk/tzgg/c.pdf", "三通报"),
        ("/zwgk/tzgg/d.html", "四通报"),
    ]
    assert found.entries[0].listed_on == date(2026, 1, 5)
    assert [link.title for link in found.left_out if link.reason == BY_SCRIPT] == [
        "五通报",
        "六通报",
        "七通报",
    ]


def test_entries_inside_a_script_are_read() -> None:
    record = '<li><a href="/art/{0}.html" title="第{0}期办件通报">第{0}期…</a><span>2026-01-0{0}</span></li>'
    records = "".join(f"<record><![CDATA[{record.format(number)}]]></record>" for number in (2, 1))
    page = (
        f'<div><script type="text/xml"><datastore><recordset>{records}</recordset></datastore></script></div>'
    )
    assert read(page).entries == (
        Entry("http://www.x.gov.cn/art/2.html", "第2期办件通报", date(2026, 1, 2)),
        Entry("http://www.x.gov.cn/art/1.html", "第1期办件通报", date(2026, 1, 1)),
    )


@pytest.mark.parametrize(
    ("pager", "next_uri"),
    [
        ('<script>createPageHTML(3, 0, "index", "html");</script>', FOLDER + "index_1.html"),
        ('<script>createPageHTML(3, 2, "index", "html");</script>', None),
        ("<a href='javascript:;' onclick=\"location='i_2.shtml'\">下一页</a>", FOLDER + "i_2.shtml"),
        (
            '<a href="javascript:void(0)" tagname="/col/index_2.html">下一页</a>',
            "http://www.x.gov.cn/col/index_2.html",
        ),
        ('<a href="i_2.html"><img src="n.gif" alt="下一页"></a>', FOLDER + "i_2.html"),
        ('<a href="javascript:goPage(2)">下一页</a>', None),
    ],
)
def test_the_next_page_is_found_where_a_script_leads_to_it(pager: str, next_uri: str | None) -> None:
    found = read(f'<a href="a.html">办件通报</a>{pager}')
    assert found.next_uri == next_uri
    assert [entry.title for entry in found.entries] == ["办件通报"]


@pytest.mark.parametrize(
    ("address", "written", "day"),
    [
        ("a.html", "2026年1月5日", date(2026, 1, 5)),
        ("a.html", "2026-01-05 10:22:33", date(2026, 1, 5)),
        ("202601/a.html", "[01-05]", date(2026, 1, 5)),
        ("/2026/a.html", "1月5日", date(2026, 1, 5)),
        ("202602/a.html", "[01-05]", None),  # the folder is of another month
        ("a.html", "[01-05]", None),  # nobody says of which year
        ("/2026/a.html", "共12.31万件", None),
        ("/art/2026/1/5/art_1.html", "", date(2026, 1, 5)),
    ],
)
def test_days_are_read_as_lists_write_them(address: str, written: str, day: date | None) -> None:
    page = f'<ul><li><a href="{address}">办件通报</a><span>{written}</span></li><li><a href="/x">二</a></li></ul>'
    assert read(page).entries[0].listed_on == day


def test_a_row_with_view_and_download_gives_its_title_and_day_to_both() -> None:
    row = "<tr><td>{0}期办件通报</td><td><a href='{0}.html'>查看</a> <a href='{0}.pdf'>下载</a></td><td>2026-01-0{0}</td></tr>"
    page = f"<table>{row.format(2)}{row.format(1)}</table>"
    assert read(page).entries == tuple(
        Entry(f"{FOLDER}{number}.{ending}", f"{number}期办件通报", date(2026, 1, number))
        for number in (2, 1)
        for ending in ("html", "pdf")
    )


def test_an_address_is_the_same_whatever_the_session() -> None:
    page = """<a href="a.html;jsessionid=AB12?x=1">通报</a><a href="a.html;JSESSIONID=CD34?x=1">通报</a>
    <a href="v.php?PHPSESSID=ab&id=3">二</a><a href="v.php?id=3&PHPSESSID=cd">二</a><a href="a.html;v=1">三</a>"""
    assert [entry.uri.removeprefix(FOLDER) for entry in read(page).entries] == [
        "a.html?x=1",
        "v.php?id=3",
        "a.html;v=1",
    ]
