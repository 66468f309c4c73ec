"""One request and its rules: robots.txt, delays, retries, redirects, sizes, times, private addresses."""

from __future__ import annotations

import gzip
import multiprocessing
import socket
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest

from pipelines.ingest.network.connections import is_private
from pipelines.ingest.network.http_client import MAX_FAILURES, Client
from pipelines.ingest.network.request_pace import Pace
from pipelines.ingest.network.single_fetch import ask, fetch
from pipelines.ingest.sources.site_hosts import is_within
from pipelines.ingest.sources.source_errors import FetchError
from pipelines.ingest.sources.source_model import Politeness, Source
from tests.ingest.server import PublisherServer

QUICK = Politeness(
    delay_seconds=0, timeout_seconds=0.6, max_megabytes=1, allow_private=True, longest_wait_seconds=2
)


@pytest.fixture
def server() -> Iterator[PublisherServer]:
    with PublisherServer(robots=None) as started:
        yield started


def client(tmp_path: Path, **changes: Any) -> Client:
    options = {name: changes.pop(name) for name in ("contact", "ask_robots", "anywhere") if name in changes}
    return Client(QUICK.model_copy(update=changes), tmp_path / "hosts", backoff_seconds=0.01, **options)


def failure(asking: Client, uri: str) -> FetchError:
    with asking, pytest.raises(FetchError) as caught:
        asking.get(uri)
    assert str(caught.value) == f"{uri}: {caught.value.message}"
    return caught.value


def sequence(*answers: tuple[int, dict[str, str]]) -> Any:
    """A handler that gives one answer after the other, then 200."""
    left = list(answers)

    def handle(request: BaseHTTPRequestHandler) -> int:
        status, headers = left.pop(0) if left else (200, {})
        request.send_response(status)
        for name, value in {"Content-Length": "2", **headers}.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(b"ok")
        return status

    return handle


def test_an_answer_has_bytes_headers_and_where_it_came_from(server: PublisherServer, tmp_path: Path) -> None:
    server.put("/a", status=302, headers={"Location": "b?c=1"})
    server.put("/b", "通报", headers={"Last-Modified": "Mon, 10 Jul 2023 08:00:00 GMT"}, etag=True)
    with client(tmp_path, contact="a@b.cn") as asking:
        answer = asking.get(server.address("/a"))
        again = asking.get(server.address("/b"), etag=answer.headers["etag"])
    assert (answer.uri, answer.final_uri) == (server.address("/a"), server.address("/b?c=1"))
    assert (answer.status, answer.data.decode()) == (200, "通报")
    assert answer.headers["last-modified"] == "Mon, 10 Jul 2023 08:00:00 GMT"
    assert (again.status, again.data) == (304, b"")
    assert server.requests[0].agent.startswith("tongbao/") and server.requests[0].agent.endswith("(+a@b.cn)")


@pytest.mark.parametrize("status", [404, 403, 410, 412, 500])
def test_a_refusal_is_no_reason_to_ask_again(server: PublisherServer, tmp_path: Path, status: int) -> None:
    server.put("/a", status=status)
    assert failure(client(tmp_path, ask_robots=False), server.address("/a")).code == f"http_{status}"
    assert server.paths() == ["/a"]


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_passing_faults_are_asked_again_twice(server: PublisherServer, tmp_path: Path, status: int) -> None:
    server.put("/a", handler=sequence((status, {}), (status, {})))
    server.put("/b", handler=sequence(*[(status, {})] * 3))
    with client(tmp_path, ask_robots=False) as asking:
        assert asking.get(server.address("/a")).data == b"ok"
    assert failure(client(tmp_path, ask_robots=False), server.address("/b")).code == f"http_{status}"
    assert server.paths() == ["/a"] * 3 + ["/b"] * 3


def test_retry_after_is_honoured_and_too_long_a_wait_leaves_the_host_alone(
    server: PublisherServer, tmp_path: Path
) -> None:
    server.put("/a", handler=sequence((429, {"Retry-After": "1"})))
    server.put("/b", handler=sequence((503, {"Retry-After": "3600"})))
    with client(tmp_path, ask_robots=False) as asking:
        asking.get(server.address("/a"))
        assert server.gaps()[0] >= 1
        for path in ("/b", "/a"):
            with pytest.raises(FetchError) as caught:
                asking.get(server.address(path))
        assert caught.value.code == "left_alone"
        assert "3600 s" in caught.value.message
    assert server.paths() == ["/a", "/a", "/b"]


def test_a_host_that_fails_again_and_again_is_left_alone(server: PublisherServer, tmp_path: Path) -> None:
    server.put("/a", handler=sequence(*[(503, {})] * 100))
    codes = []
    with client(tmp_path, ask_robots=False) as asking:
        for _ in range(MAX_FAILURES + 2):
            with pytest.raises(FetchError) as caught:
                asking.get(server.address("/a"))
            codes.append(caught.value.code)
    assert codes == ["http_503"] * MAX_FAILURES + ["left_alone"] * 2
    assert len(server.paths()) == 3 * MAX_FAILURES


@pytest.mark.parametrize("path", ["/trouble/hanging.html", "/trouble/dripping.html"])
def test_an_answer_that_never_ends_is_given_up_in_time(
    server: PublisherServer, tmp_path: Path, path: str
) -> None:
    started = time.monotonic()
    assert failure(client(tmp_path, ask_robots=False), server.address(path)).code == "timeout"
    assert 0.6 <= time.monotonic() - started < 1.6


@pytest.mark.parametrize("path", ["/trouble/huge.pdf", "/trouble/endless.pdf", "/bomb"])
def test_an_answer_that_is_too_large_is_given_up(server: PublisherServer, tmp_path: Path, path: str) -> None:
    server.put("/bomb", gzip.compress(bytes(5_000_000)), headers={"Content-Encoding": "gzip"})
    assert failure(client(tmp_path, ask_robots=False), server.address(path)).code == "too_large"


def test_an_answer_that_breaks_off_is_not_taken_for_whole(server: PublisherServer, tmp_path: Path) -> None:
    def cut(request: BaseHTTPRequestHandler) -> int:
        request.send_response(200)
        request.send_header("Content-Length", "100")
        request.end_headers()
        request.wfile.write(b"half")
        request.close_connection = True
        return 200

    server.put("/a", handler=cut)
    assert failure(client(tmp_path, ask_robots=False), server.address("/a")).code == "not_reached"


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("/trouble/circle.html", "redirect_loop"),
        ("http://elsewhere.example/", "redirect_outside"),
        ("http://10.0.0.1/", "redirect_outside"),
        ("file:///etc/passwd", "redirect_outside"),
        ("javascript:alert(1)", "bad_address"),
    ],
)
def test_redirects_stay_within_the_rules(
    server: PublisherServer, tmp_path: Path, location: str, code: str
) -> None:
    server.put("/a", status=302, headers={"Location": location})
    assert failure(client(tmp_path, ask_robots=False), server.address("/a")).code == code


def test_a_redirect_may_lead_to_any_host_of_the_source(server: PublisherServer, tmp_path: Path) -> None:
    server.put("/a", status=302, headers={"Location": f"http://localhost:{server.port}/b"})
    server.put("/b", "通报")
    publisher = {"id": "x", "name": "x", "publisher": "x", "region": "410505"}
    both = [f"http://{host}:{server.port}/list" for host in ("127.0.0.1", "localhost")]
    for addresses, code in ((both, None), (both[:1], "redirect_outside")):
        source = Source.model_validate(
            {**publisher, "addresses": addresses, "politeness": QUICK.model_dump()}
        )
        with Client.for_source(source, tmp_path / "hosts") as asking:
            if code is None:
                assert asking.get(server.address("/a")).data.decode() == "通报"
            else:
                assert failure(asking, server.address("/a")).code == code


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_redirect_to_an_address_in_chinese_is_followed(
    server: PublisherServer, tmp_path: Path, encoding: str
) -> None:
    path = "/" + quote("通报".encode(encoding)) + ".html?a=1&b=%20"
    server.put("/a", status=302, headers={"Location": unquote(path, "latin-1").replace(" ", "%20")})
    server.put(path.partition("?")[0], "通报")
    with client(tmp_path, ask_robots=False) as asking:
        answer = asking.get(server.address("/a"))
    assert (answer.status, answer.final_uri) == (200, server.address(path))


def test_more_than_five_redirects_are_too_many(server: PublisherServer, tmp_path: Path) -> None:
    for number in range(9):
        server.put(f"/{number}", status=302, headers={"Location": f"/{number + 1}"})
    server.put("/9", "da")
    assert failure(client(tmp_path, ask_robots=False), server.address("/0")).code == "redirect_loop"
    assert server.paths() == ["/0", "/1", "/2", "/3", "/4", "/5"]
    with client(tmp_path, ask_robots=False) as asking:
        assert asking.get(server.address("/4")).data == b"da"


def test_a_site_that_sets_a_cookie_and_sends_back_is_no_circle(
    server: PublisherServer, tmp_path: Path
) -> None:
    server.put("/a", handler=sequence((302, {"Location": "/a", "Set-Cookie": "seen=1"})))
    with client(tmp_path, ask_robots=False) as asking:
        assert asking.get(server.address("/a")).data == b"ok"


# --- robots.txt


def test_what_robots_txt_forbids_is_not_asked_for_not_even_by_a_redirect(
    server: PublisherServer, tmp_path: Path
) -> None:
    server.put(
        "/robots.txt", "User-agent: *\nDisallow: /\n\nUser-agent: Tongbao\nDisallow: /no/\nAllow: /no/yes\n"
    )
    server.put("/way", status=302, headers={"Location": "/no/in"})
    server.put("/no/yes", "ja")
    for path in ("/no/in", "/way"):
        assert failure(client(tmp_path), server.address(path)).code == "forbidden_by_robots"
    with client(tmp_path) as asking:
        assert asking.get(server.address("/no/yes")).data == b"ja"
    assert "/no/in" not in server.paths()


def test_robots_txt_is_read_once_in_a_visit(server: PublisherServer, tmp_path: Path) -> None:
    server.put("/a", "a")
    with client(tmp_path) as asking:
        for _ in range(3):
            asking.get(server.address("/a"))
    assert server.paths() == ["/robots.txt", "/a", "/a", "/a"]


@pytest.mark.parametrize("status", [404, 403, 401])
def test_a_site_without_robots_txt_allows_everything(
    server: PublisherServer, tmp_path: Path, status: int
) -> None:
    server.put("/robots.txt", status=status)
    server.put("/a", "a")
    with client(tmp_path) as asking:
        assert asking.get(server.address("/a")).data == b"a"


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_robots_txt_that_cannot_be_had_forbids_everything_for_now(
    server: PublisherServer, tmp_path: Path, status: int
) -> None:
    server.put("/robots.txt", status=status)
    server.put("/a", "a")
    error = failure(client(tmp_path), server.address("/a"))
    assert error.code == "robots_unreachable"
    assert str(status) in error.message
    assert "/a" not in server.paths()


def test_crawl_delay_is_kept_and_too_long_a_one_is_named(server: PublisherServer, tmp_path: Path) -> None:
    server.put("/robots.txt", "User-agent: *\nCrawl-delay: 0.2\n")
    server.put("/a", "a")
    with client(tmp_path) as asking:
        for _ in range(3):
            asking.get(server.address("/a"))
    with client(tmp_path) as asking:  # another visit keeps it too, before it has read the file again
        asking.get(server.address("/a"))
    assert len(server.gaps()) == 5
    assert min(server.gaps()[1:]) >= 0.2
    server.put("/robots.txt", "User-agent: *\nCrawl-delay: 600\n")
    error = failure(client(tmp_path), server.address("/a"))
    assert (error.code, "600 s" in error.message) == ("asked_to_wait", True)


# --- delays


def _ask_thrice(folder: str, uri: str) -> None:
    with Client(QUICK.model_copy(update={"delay_seconds": 0.15}), Path(folder), ask_robots=False) as asking:
        for _ in range(3):
            asking.get(uri)


def test_the_delay_is_kept_between_processes(server: PublisherServer, tmp_path: Path) -> None:
    server.put("/a", "a")
    context = multiprocessing.get_context("fork")
    processes = [
        context.Process(target=_ask_thrice, args=(str(tmp_path), server.address("/a"))) for _ in range(2)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(20)
    assert [process.exitcode for process in processes] == [0, 0]
    assert len(server.paths()) == 6
    assert min(server.gaps()) >= 0.15


def _ask_once(folder: str, uri: str) -> None:
    with Client(QUICK, Path(folder)) as asking:
        asking.get(uri)


def test_the_delay_that_a_site_asks_for_is_kept_by_processes_that_ask_it_for_the_first_time(
    server: PublisherServer, tmp_path: Path
) -> None:
    server.put("/robots.txt", "User-agent: *\nCrawl-delay: 0.15\n")
    server.put("/a", "a")
    context = multiprocessing.get_context("fork")
    processes = [
        context.Process(target=_ask_once, args=(str(tmp_path), server.address("/a"))) for _ in range(4)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0] * 4
    assert sorted(server.paths()) == ["/a"] * 4 + ["/robots.txt"] * 4
    assert min(server.gaps()) >= 0.15


def test_a_site_that_asks_for_less_than_before_gets_less(server: PublisherServer, tmp_path: Path) -> None:
    for delay in (0.5, 0.0):
        server.put("/robots.txt", f"User-agent: *\nCrawl-delay: {delay}\n")
        server.put("/a", "a")
        _ask_once(str(tmp_path), server.address("/a"))
    pace = Pace(tmp_path)
    assert pace.asked_for(f"127.0.0.1:{server.port}") == 0


def test_redirects_and_retries_keep_the_delay_too(server: PublisherServer, tmp_path: Path) -> None:
    server.put("/a", status=302, headers={"Location": "/b"})
    server.put("/b", handler=sequence((503, {})))
    with client(tmp_path, delay_seconds=0.15) as asking:
        asking.get(server.address("/a"))
    assert server.paths() == ["/robots.txt", "/a", "/b", "/b"]
    assert min(server.gaps()) >= 0.15


def test_a_clock_that_was_set_back_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "a.gov.cn.last").write_text(f"{time.time() + 86400} 0.1")
    started = time.monotonic()
    Pace(tmp_path).wait("a.gov.cn", 0.1)
    assert time.monotonic() - started < 1


# --- private addresses


@pytest.mark.parametrize(
    ("address", "private"),
    [
        ("127.0.0.1", True),
        ("10.1.2.3", True),
        ("172.16.0.1", True),
        ("192.168.1.1", True),
        ("169.254.169.254", True),
        ("100.64.0.1", True),
        ("0.0.0.0", True),
        ("224.0.0.1", True),
        ("::1", True),
        ("fe80::1%eth0", True),
        ("fd00::1", True),
        ("::ffff:10.0.0.1", True),
        ("64:ff9b::a00:1", True),
        ("2002:a00:1::", True),
        ("1.202.0.1", False),
        ("240e::1", False),
        ("::ffff:1.202.0.1", False),
    ],
)
def test_private_addresses(address: str, private: bool) -> None:
    assert is_private(address) is private


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    """Names resolve to these addresses, one after the other, the last one for ever."""
    left = list(answers)

    def getaddrinfo(host: Any, port: Any, *_: Any, **__: Any) -> list[Any]:
        address = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1"])
def test_a_private_address_is_not_connected_to(server: PublisherServer, tmp_path: Path, host: str) -> None:
    asking = client(tmp_path, allow_private=False, ask_robots=False)
    error = failure(asking, f"http://{host}:{server.port}/trouble/new.html")
    assert error.code == "private_address"
    assert server.paths() == []


def test_a_name_that_leads_to_a_private_address_is_not_connected_to(
    server: PublisherServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolving(monkeypatch, "127.0.0.1")
    uri = f"http://www.x.gov.cn:{server.port}/trouble/new.html"
    assert failure(client(tmp_path, allow_private=False, ask_robots=False), uri).code == "private_address"
    assert server.paths() == []
    with client(tmp_path, ask_robots=False) as asking:  # the name as such would have been found
        assert asking.get(uri).status == 200


def test_a_redirect_to_a_private_address_on_the_same_site_is_not_followed(
    server: PublisherServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # www.x.gov.cn is reached, and sends us to a sister host that is private.
    server.put("/a", status=302, headers={"Location": f"http://oa.x.gov.cn:{server.port}/trouble/new.html"})
    monkeypatch.setattr(
        "pipelines.ingest.network.connections.is_private", lambda address: address == "127.0.0.2"
    )
    names = {"www.x.gov.cn": "127.0.0.1", "oa.x.gov.cn": "127.0.0.2"}

    def getaddrinfo(host: Any, port: Any, *_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (names.get(host, host), port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    uri = f"http://www.x.gov.cn:{server.port}/a"
    error = failure(client(tmp_path, allow_private=False, ask_robots=False), uri)
    assert error.code == "private_address"
    assert server.paths() == ["/a"]


def test_which_hosts_are_one_site() -> None:
    hosts = {"www.nanyang.gov.cn"}
    assert is_within("www.nanyang.gov.cn", hosts)
    assert is_within("zw.nanyang.gov.cn", hosts)
    assert is_within("nanyang.gov.cn", hosts)
    for other in (
        "www.pds.gov.cn",
        "gov.cn",
        "nanyang.gov.cn.example.com",
        "xnanyang.gov.cn",
        "10.0.0.1",
        "",
    ):
        assert not is_within(other, hosts)
    assert not is_within("10.9.0.1", {"10.8.0.1"})


# --- an address that a person named


def test_fetch_follows_to_other_hosts_and_asks_no_robots(server: PublisherServer) -> None:
    server.put("/robots.txt", "User-agent: *\nDisallow: /\n")
    server.put("/a", status=302, headers={"Location": f"http://localhost:{server.port}/b"})
    server.put("/b", "通报")
    assert fetch(server.address("/a")).decode() == "通报"
    assert ask(server.address("/b")).headers["content-type"] == "text/html"
    assert server.paths() == ["/a", "/b", "/b"]


@pytest.mark.parametrize(
    "uri", ["http://", "http://a b/", "ftp://x.gov.cn/", "http://[::1", "http://x.gov.cn:99999/"]
)
def test_what_is_no_address_is_said_in_one_line(uri: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(uri)
    assert caught.value.code in ("bad_address", "not_reached")
    assert "\n" not in str(caught.value)


def test_a_host_that_answers_nothing_is_not_reached() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))  # bound, but nobody listens
        politeness = QUICK.model_copy(update={"timeout_seconds": 5})
        asking = Client(politeness, None, ask_robots=False, backoff_seconds=0.01)
        error = failure(asking, f"http://127.0.0.1:{held.getsockname()[1]}/")
    assert error.code == "not_reached"
