"""Two visits to sites like the five publishers', and one to a site on which everything goes wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipelines.ingest.crawling.crawl import crawl
from pipelines.ingest.crawling.crawl_events import Event, Failed, Fetched, Gone, Known, Unchanged
from pipelines.ingest.network.http_client import Client
from pipelines.ingest.sources.source_catalogue import load_source
from pipelines.ingest.sources.source_model import Source
from tests.ingest.server import CRAWL_DELAY, PublisherServer, write_sources

YINDU = "/yindu/2023/07-10/11.html"
NOW = datetime.now(UTC)


@dataclass
class Visitor:
    """Visits a source as the warehouse would: keeps what was fetched, and remembers addresses."""

    server: PublisherServer
    folder: Path
    known: dict[str, Known] = field(default_factory=dict)
    kept: dict[str, bytes] = field(default_factory=dict)

    def visit(self, source: Source, **options: Any) -> list[Event]:
        events: list[Event] = []
        with Client(source.politeness, self.folder / "hosts", backoff_seconds=0.01) as client:
            for event in crawl(source, self.known, client, original=self.kept.get, **options):
                events.append(event)
                if isinstance(event, Fetched):
                    document_id = hashlib.sha256(event.data).hexdigest()
                    self.kept[document_id] = event.data
                    headers = event.headers
                    self.known[event.uri] = Known(
                        headers.get("etag"),
                        headers.get("last-modified"),
                        document_id,
                        self.known[event.uri].first_seen if event.uri in self.known else NOW,
                        event.title,
                        event.parent_uri,
                        event.listed_on,
                    )
        return events

    def told(self, events: list[Event]) -> list[tuple[str, str]]:
        """(what happened, path) of each event, with its code where it has one."""
        return [
            (
                type(event).__name__ + (f" {code}" if (code := getattr(event, "code", "")) else ""),
                self.path(event.uri),
            )
            for event in events
        ]

    def path(self, uri: str) -> str:
        return uri.removeprefix(self.server.root)


@pytest.fixture
def server() -> Iterator[PublisherServer]:
    with PublisherServer() as started:
        yield started


@pytest.fixture
def visitor(server: PublisherServer, tmp_path: Path) -> Visitor:
    return Visitor(server, tmp_path)


def source(server: PublisherServer, path: str = "/trouble/index.html", **changes: Any) -> Source:
    politeness = {"delay_seconds": 0, "timeout_seconds": 0.6, "max_megabytes": 1, "allow_private": True}
    listing = {"address": server.address(path), "links": {"title": "通报"}, **changes.pop("listing", {})}
    content: dict[str, Any] = {
        "id": "test",
        "name": "试",
        "publisher": "试",
        "region": "410400",
        "listings": [listing],
        "politeness": {**politeness, **changes.pop("politeness", {})},
    }
    return Source.model_validate({**content, **changes})


FIRST = {
    "nanyang": [
        ("Fetched", "/nanyang/2021/12-28/1.html"),
        ("Failed forbidden_by_robots", "/nanyang/internal/3.html"),
        ("Fetched", "/nanyang/2021/11-28/4.html"),
    ],
    "yindu": [("Fetched", YINDU), ("Fetched", "/yindu/2023/06-12/13.html")],
    "tanghe": [("Fetched", "/tanghe/zcwj/70686.html"), ("Fetched", "/tanghe/zcwj/70685.html")],
    "pingdingshan": [
        ("Fetched", "/pingdingshan/contents/14314/1.html"),
        ("Failed archive", "/pingdingshan/contents/14314/3.zip"),
    ],
    "huarong": [
        ("Fetched", "/huarong/33159/content_1.html"),
        ("Fetched", "/huarong/uploadfiles/202111/4.docx"),
        ("Failed archive", "/huarong/uploadfiles/202111/all.rar"),
    ],
}
SECOND = {
    "nanyang": [
        ("Fetched", "/nanyang/2022/01-28/5.html"),
        ("Failed forbidden_by_robots", "/nanyang/internal/3.html"),
        ("Unchanged", "/nanyang/2021/12-28/1.html"),
        ("Unchanged", "/nanyang/2021/11-28/4.html"),
    ],
    "yindu": [("Fetched", YINDU), ("Unchanged", "/yindu/2023/06-12/13.html")],
    "tanghe": [("Unchanged", "/tanghe/zcwj/70686.html"), ("Gone http_404", "/tanghe/zcwj/70685.html")],
    "pingdingshan": [
        ("Failed archive", "/pingdingshan/contents/14314/3.zip"),
        ("Unchanged", "/pingdingshan/contents/14314/1.html"),  # only its counter went on
    ],
    "huarong": [
        ("Unchanged", "/huarong/33159/content_1.html"),
        ("Unchanged", "/huarong/uploadfiles/202111/4.docx"),
        ("Failed archive", "/huarong/uploadfiles/202111/all.rar"),
    ],
}


def test_two_visits_to_the_five_publishers(server: PublisherServer, tmp_path: Path) -> None:
    write_sources(server.root, tmp_path / "sources")
    sources = {path.stem: load_source(path) for path in (tmp_path / "sources").glob("*.yml")}
    visitors = {name: Visitor(server, tmp_path) for name in sources}
    first = {name: visitors[name].told(visitors[name].visit(sources[name])) for name in sources}
    asked_first = len(server.paths())
    server.advance()
    second = {name: visitors[name].told(visitors[name].visit(sources[name])) for name in sources}
    assert first == FIRST
    assert second == SECOND
    # One figure of the bulletin was mended; both versions are there.
    versions = [data.decode("gb18030") for data in visitors["yindu"].kept.values() if b"11" in data]
    assert any("62.71%" in text for text in versions) and any("62.73%" in text for text in versions)
    # Nothing forbidden was asked for, known documents were asked for under conditions, each delay was kept.
    assert not [path for path in server.paths() if path.startswith("/nanyang/internal/") or "all.rar" in path]
    conditional = [
        asked.path for asked in server.requests[asked_first:] if asked.conditional and asked.status == 304
    ]
    assert len(conditional) == 5
    after_robots = [
        gap for gap, path in zip(server.gaps(), server.paths()[1:], strict=True) if path != "/robots.txt"
    ]
    assert min(after_robots) >= CRAWL_DELAY
    assert min(server.gaps()[1:]) >= CRAWL_DELAY


def test_an_event_says_where_a_document_was_listed_and_what_the_server_said(
    visitor: Visitor, tmp_path: Path
) -> None:
    write_sources(visitor.server.root, tmp_path)
    page, letter, _ = visitor.visit(load_source(tmp_path / "huarong.yml"))
    assert isinstance(page, Fetched) and isinstance(letter, Fetched)
    assert (page.title, page.listed_on, page.parent_uri, page.status) == (
        "关于对网上政务服务能力相关问题整改情况的通报",
        date(2021, 11, 4),
        None,
        200,
    )
    assert (letter.title, letter.parent_uri) == ("附件：整改情况通报.docx", page.uri)
    assert letter.headers["content-type"] == "text/html"  # what servers say of types isn't believed
    assert letter.data.startswith(b"PK")
    assert "all.rar" in page.data.decode()  # kept as the page itself, not as it was packed for the way


def test_everything_that_goes_wrong_has_a_name_and_stops_nothing_else(visitor: Visitor) -> None:
    told = {path: what for what, path in visitor.told(visitor.visit(source(visitor.server)))}
    assert told == {
        "/trouble/dead.html": "Failed http_404",
        "/trouble/busy.html": "Fetched",
        "/trouble/hanging.html": "Failed timeout",
        "/trouble/dripping.html": "Failed timeout",
        "/trouble/circle.html": "Failed redirect_loop",
        "/trouble/foreign.html": "Failed redirect_outside",
        "/trouble/intranet.html": "Failed redirect_outside",
        "/trouble/huge.pdf": "Failed too_large",
        "/trouble/endless.pdf": "Failed too_large",
        "/trouble/soft.html": "Failed soft_404",
        "/trouble/front.html": "Failed soft_404",
        "/trouble/video.mp4": "Failed unsupported_type",
        "/trouble/query.do": "Failed forbidden_by_robots",
        "/trouble/moved.html": "Fetched",
        "http://elsewhere.example/1.html": "Failed outside",
    }
    asked = visitor.server.paths()
    assert "/trouble/query.do" not in asked and "/trouble/video.mp4" not in asked
    busy = [request.at for request in visitor.server.requests if request.path == "/trouble/busy.html"]
    assert len(busy) == 2 and busy[1] - busy[0] >= 1  # Retry-After: 1


def test_a_dead_listing_is_named_and_the_others_go_on(visitor: Visitor) -> None:
    good = {"address": visitor.server.address("/yindu/zwgk/1.html"), "links": {"title": "通报"}}
    dead = [{"address": visitor.server.address(path)} for path in ("/nowhere/", "/trouble/hanging.html")]
    events = visitor.visit(source(visitor.server, listings=[*dead, good]))
    assert visitor.told(events) == [
        ("Failed http_404", "/nowhere/"),
        ("Failed timeout", "/trouble/hanging.html"),
        ("Fetched", YINDU),
        ("Fetched", "/yindu/2023/06-12/13.html"),
    ]
    assert [event.stage for event in events if isinstance(event, Failed)] == ["listing", "listing"]


@pytest.mark.parametrize(
    ("body", "links", "code"),
    [
        ('<ul><li><a href="/1.html">公告</a></li></ul>', {"title": "通报"}, "nothing_counts"),
        ("<div id='list'>正在加载</div><script>load()</script>", {}, "empty_listing"),
        ("<div id='list'></div><script>load()</script>", {}, "soft_404"),
        ('<ul><li><a href="/1.html">公告</a></li></ul>', {"within": "div.list"}, "empty_listing"),
    ],
)
def test_a_listing_that_gives_nothing_is_named(
    visitor: Visitor, body: str, links: dict[str, str], code: str
) -> None:
    visitor.server.put("/empty", f"<html><body>{body}</body></html>")
    (event,) = visitor.visit(source(visitor.server, "/empty", listing={"links": links}))
    assert isinstance(event, Failed)
    assert (event.code, event.stage) == (code, "listing")


def test_entries_that_only_a_script_can_follow_are_told_of(visitor: Visitor) -> None:
    rows = '<li><a href="/doc/1.txt">一通报</a></li><li><a href="javascript:go(2)">二通报</a></li>'
    visitor.server.put("/list", f"<ul>{rows}</ul>")
    visitor.server.put("/doc/1.txt", "第1期通报：办件1件。")
    events = visitor.visit(source(visitor.server, "/list"))
    assert visitor.told(events) == [("Failed script_link", "/list"), ("Fetched", "/doc/1.txt")]
    assert isinstance(events[0], Failed) and "二通报" in events[0].message


def test_attachments_that_only_a_script_can_follow_are_told_of_once(visitor: Visitor) -> None:
    server = visitor.server
    server.put("/list", '<ul><li><a href="/page.html">办件通报</a></li></ul>')
    page = (
        '<html><body><p>办件通报，附件如下。</p><a href="javascript:down(7)">附件2：情况表</a></body></html>'
    )
    server.put("/page.html", page, etag=True)
    publisher = source(server, "/list")
    first = visitor.visit(publisher)
    assert visitor.told(first) == [("Fetched", "/page.html"), ("Failed script_link", "/page.html")]
    assert isinstance(first[1], Failed) and "附件2：情况表" in first[1].message and first[1].stage == "entry"
    assert visitor.told(visitor.visit(publisher)) == [("Unchanged", "/page.html")]


def listing_of(numbers: range) -> str:
    return "".join(f'<li><a href="/doc/{number}.txt">第{number}期通报</a></li>' for number in numbers)


def many(server: PublisherServer, pages: int, each: int = 2) -> Source:
    """A listing of several numbered pages, newest first; every further number shows the last page again."""
    for page in range(1, pages + 4):
        newest = (pages - min(page, pages) + 1) * each
        server.put(f"/many/{page}.html", f"<ul>{listing_of(range(newest, newest - each, -1))}</ul>")
    for number in range(1, pages * each + 1):
        server.put(f"/doc/{number}.txt", f"第{number}期通报：办件{number}件。", etag=True)
    server.put("/robots.txt", status=404)
    paging = {"template": "{n}.html", "first": 2}
    return source(server, "/many/1.html", listing={"paging": paging})


def test_paging_ends_where_pages_repeat_and_later_stops_at_what_is_known(visitor: Visitor) -> None:
    publisher = many(visitor.server, 4)
    first = visitor.visit(publisher)
    assert [type(event) for event in first] == [Fetched] * 8
    asked = [path for path in visitor.server.paths() if path.startswith("/many/")]
    assert asked == [f"/many/{page}.html" for page in (1, 2, 3, 4, 5)]
    # All known for longer than they are asked again: one page of the listing, and nothing else.
    old = datetime.now(UTC) - timedelta(days=91)
    for uri, known in visitor.known.items():
        visitor.known[uri] = Known(known.etag, None, known.document_id, old)
    visitor.server.forget()
    assert visitor.visit(publisher) == []
    assert visitor.server.paths() == ["/robots.txt", "/many/1.html"]
    assert [type(event) for event in visitor.visit(publisher, thorough=True)] == [Unchanged] * 8


def test_a_first_visit_that_stops_at_max_pages_says_so(visitor: Visitor) -> None:
    publisher = many(visitor.server, 4)
    listing = publisher.listings[0].model_copy(update={"max_pages": 2})
    events = visitor.visit(publisher.model_copy(update={"listings": (listing,)}))
    assert visitor.told(events)[0] == ("Failed max_pages", "/many/3.html")
    assert sum(isinstance(event, Fetched) for event in events) == 4


def test_too_many_documents_are_fetched_over_several_visits(visitor: Visitor) -> None:
    publisher = many(visitor.server, 3)
    few = publisher.model_copy(
        update={"politeness": publisher.politeness.model_copy(update={"max_documents": 4})}
    )
    first = visitor.visit(few)
    assert sum(isinstance(event, Fetched) for event in first) == 4
    assert isinstance(first[-1], Failed) and first[-1].message.startswith("2 more documents wait")
    second = visitor.visit(few)
    assert [event.uri[-6:] for event in second if isinstance(event, Fetched)] == ["/2.txt", "/1.txt"]
    assert not [event for event in second if isinstance(event, Failed)]


def test_known_addresses_are_asked_again_though_no_listing_shows_them(visitor: Visitor) -> None:
    publisher = many(visitor.server, 1)
    server = visitor.server
    server.put("/doc/9.txt", "改", etag=True)
    recent, old = NOW - timedelta(days=1), (NOW - timedelta(days=200)).replace(tzinfo=None)
    visitor.known = {
        server.address("/doc/9.txt"): Known('"old"', None, "0" * 64, recent, "第9期", None, date(2023, 7, 1)),
        server.address("/doc/gone.txt"): Known(None, None, "1" * 64, recent),
        server.address("/doc/failed.txt"): Known(None, None, None, recent),
        server.address("/doc/old.txt"): Known(None, None, "2" * 64, old),
        "http://elsewhere.example/3.txt": Known(None, None, "3" * 64, recent),
    }
    events = visitor.visit(publisher)
    assert visitor.told(events)[2:] == [
        ("Fetched", "/doc/9.txt"),
        ("Gone http_404", "/doc/gone.txt"),
        ("Failed http_404", "/doc/failed.txt"),
    ]
    changed = events[2]
    assert isinstance(changed, Fetched) and (changed.title, changed.listed_on) == ("第9期", date(2023, 7, 1))
    assert isinstance(events[3], Gone)


def test_an_attachment_that_failed_is_tried_again_though_its_page_is_unchanged(visitor: Visitor) -> None:
    server = visitor.server
    server.put("/robots.txt", status=404)
    server.put("/list", '<ul><li><a href="/page.html">通报</a></li></ul>')
    page = '<html><body><p>办件通报，附件如下。</p><a href="a.csv">附件1.csv</a><a href="b.csv">附件2.csv</a></body></html>'
    server.put("/page.html", page, etag=True)
    server.put("/a.csv", "单位,办件\n市教育局,3\n")
    publisher = source(server, "/list")
    assert visitor.told(visitor.visit(publisher))[1:] == [
        ("Fetched", "/a.csv"),
        ("Failed http_404", "/b.csv"),
    ]
    server.put("/b.csv", "单位,办件\n市民政局,4\n")
    assert visitor.told(visitor.visit(publisher)) == [
        ("Unchanged", "/page.html"),
        ("Unchanged", "/a.csv"),
        ("Fetched", "/b.csv"),
    ]


def test_attachments_are_left_alone_where_the_source_says_so(visitor: Visitor) -> None:
    path = "/huarong/33159/index.htm"
    assert len(visitor.visit(source(visitor.server, path, attachments=False))) == 1
    narrowed = source(visitor.server, path, attachments={"pattern": "全部材料"})
    visitor.known.clear()
    assert visitor.told(visitor.visit(narrowed))[1:] == [
        ("Failed archive", "/huarong/uploadfiles/202111/all.rar")
    ]


def test_addresses_without_a_listing_are_a_source_too(visitor: Visitor) -> None:
    addresses = [visitor.server.address(path) for path in (YINDU, "/nowhere.html")]
    told = visitor.told(visitor.visit(source(visitor.server, listings=[], addresses=addresses)))
    assert told == [("Fetched", YINDU), ("Failed http_404", "/nowhere.html")]
