"""A web server with listings like those of the five publishers, and with everything that goes wrong on the web.

It knows two visits: `advance()` brings what is new, changed and gone at the second. Every request is recorded
with its time, so that delays and forbidden paths can be asserted. `python -m tests.ingest.server PORT` runs it as
a process of its own: /-/advance moves on, /-/requests gives what was asked as JSON, /-/sources?folder=F writes the
five sources for it.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests.ingest.pages import article, bulletin_text, listing_page, set_as_docx, set_as_html

MODIFIED = "Mon, 10 Jul 2023 08:00:00 GMT"
CRAWL_DELAY = 0.1
ROBOTS = f"""# comments in 中文 are usual
User-agent: *
Crawl-delay: {CRAWL_DELAY}
Disallow: /nanyang/internal/
Disallow: /*.do$
"""


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it: path with query, when it came, what was sent back."""

    path: str
    at: float
    status: int
    agent: str
    conditional: bool


@dataclass
class Reply:
    """What a path answers. `handler` writes the answer itself and returns the status that it wrote."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    etag: bool = False
    handler: Callable[[BaseHTTPRequestHandler], int] | None = None


class PublisherServer:
    """The server; a context manager. `visit` is 1 until `advance()` makes it 2."""

    def __init__(self, port: int = 0, robots: str | None = ROBOTS) -> None:
        self.visit = 1
        self.requests: list[Asked] = []
        self.replies: dict[str, Reply] = {}
        self._seen: dict[str, int] = {}
        self._lock = threading.Lock()
        self._stop = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer._answer(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: object, client_address: object) -> None:
                pass  # clients that hang up on a huge or endless answer are what is tested

        self._server = Server(("127.0.0.1", port), Handler)
        self.port = self._server.server_address[1]
        self.root = f"http://127.0.0.1:{self.port}"
        if robots is not None:
            self.put("/robots.txt", robots.encode(), headers={"Content-Type": "text/plain"})
        self._publish()

    def __enter__(self) -> PublisherServer:
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._server.shutdown()
        self._server.server_close()

    # --- what tests ask

    def address(self, path: str) -> str:
        return self.root + path

    def paths(self) -> list[str]:
        """The paths that were asked for, in order."""
        with self._lock:
            return [asked.path for asked in self.requests]

    def gaps(self) -> list[float]:
        """Seconds between one request and the next."""
        with self._lock:
            times = [asked.at for asked in self.requests]
        return [later - earlier for earlier, later in zip(times, times[1:], strict=False)]

    def forget(self) -> None:
        with self._lock:
            self.requests.clear()

    def put(
        self,
        path: str,
        body: bytes | str = b"",
        status: int = 200,
        headers: dict[str, str] | None = None,
        etag: bool = False,
        handler: Callable[[BaseHTTPRequestHandler], int] | None = None,
    ) -> None:
        """Set what a path answers."""
        data = body.encode() if isinstance(body, str) else body
        self.replies[path] = Reply(data, status, headers or {}, etag, handler)

    def advance(self) -> None:
        """The time between the first visit and the second."""
        self.visit = 2
        self._publish()

    # --- what is published

    def _publish(self) -> None:
        self._nanyang()
        self._yindu()
        self._tanghe()
        self._pingdingshan()
        self._huarong()
        self._trouble()

    def _nanyang(self) -> None:
        """Numbered pages, shortened titles with the whole in `title`, a date behind; documents have an ETag."""
        titles = [
            ("/nanyang/2021/12-28/1.html", "一体化政务服务能力提升工作通报（2021年第11期）", "2021-12-28"),
            ("/nanyang/2021/12-27/2.html", "南阳市2021年国民经济和社会发展统计公报", "2021-12-27"),
            ("/nanyang/internal/3.html", "政务服务指标考核内部通报", "2021-12-20"),
        ]
        older = [
            ("/nanyang/2021/11-28/4.html", "一体化政务服务能力提升工作通报（2021年第10期）", "2021-11-28")
        ]
        if self.visit == 2:
            titles.insert(
                0,
                ("/nanyang/2022/01-28/5.html", "一体化政务服务能力提升工作通报（2022年第1期）", "2022-01-28"),
            )
            new = (
                bulletin_text(0)
                .replace("第11期(总第68期)", "第1期(总第69期)")
                .replace("2021年12月28日", "2022年1月28日")
            )
            self.put("/nanyang/2022/01-28/5.html", set_as_html(new), etag=True)
        self.put("/nanyang/tzgg/index.html", listing_page("titled", titles, heading="通知公告"))
        self.put("/nanyang/tzgg/index_2.html", listing_page("titled", older, heading="通知公告"))
        self.put("/nanyang/2021/12-28/1.html", set_as_html(bulletin_text(0)), etag=True)
        old = (
            bulletin_text(0)
            .replace("第11期(总第68期)", "第10期(总第67期)")
            .replace("2021年12月28日", "2021年11月28日")
        )
        self.put("/nanyang/2021/11-28/4.html", set_as_html(old), etag=True)
        self.put("/nanyang/2021/12-27/2.html", article("统计公报", "全年生产总值4342.22亿元。"))
        self.put("/nanyang/internal/3.html", article("内部", "不公开。"))

    def _yindu(self) -> None:
        """GB18030 without a word about it, dates in brackets, a link 下页; a bulletin that changes."""
        first = [
            ("/yindu/2023/07-10/11.html", "殷都区政务服务能力提升工作 6月份运行情况通报", "[2023-07-10]"),
            ("/yindu/2023/07-09/12.html", "殷都区人民政府关于防汛工作的通知", "[2023-07-09]"),
        ]
        second = [
            ("/yindu/2023/06-12/13.html", "殷都区政务服务能力提升工作5月份运行情况通报", "[2023-06-12]")
        ]
        page = listing_page(
            "bracketed", first, heading="政务公开", next_page="/yindu/zwgk/2.html", declare=False
        )
        self.put("/yindu/zwgk/1.html", page.encode("gb18030"))
        page = listing_page("bracketed", second, heading="政务公开", declare=False)
        self.put("/yindu/zwgk/2.html", page.encode("gb18030"))
        text = bulletin_text(1)
        if self.visit == 2:  # the publisher mends a figure
            text = text.replace("即办件占比为62.71%", "即办件占比为62.73%")
        self.put("/yindu/2023/07-10/11.html", set_as_html(text, declare=False).encode("gb18030"), etag=True)
        may = bulletin_text(1).replace("6月份", "5月份").replace("6 月", "5 月").replace("18号", "15号")
        self.put("/yindu/2023/06-12/13.html", set_as_html(may, declare=False).encode("gb18030"), etag=True)

    def _tanghe(self) -> None:
        """A list without items, its notices as plain text; Last-Modified; one that vanishes."""
        notices = [
            ("/tanghe/zcwj/70686.html", "关于进一步做好一体化政务服务能力提升工作的通知", "2021-11-04"),
            ("/tanghe/zcwj/70685.html", "关于政务服务“好差评”考核情况的通报", "2021-10-04"),
        ]
        self.put("/tanghe/zwgk/", listing_page("flat", notices, heading="政策文件"))
        self.put("/tanghe/zcwj/70686.html", bulletin_text(2), headers={"Last-Modified": MODIFIED})
        if self.visit == 1:
            text = bulletin_text(2).replace("2021年11月2日", "2021年10月2日")
            self.put("/tanghe/zcwj/70685.html", text, headers={"Last-Modified": MODIFIED})
        else:
            self.put("/tanghe/zcwj/70685.html", "<html><body>页面不存在</body></html>", status=404)

    def _pingdingshan(self) -> None:
        """A table with the titles in one column; a page that counts its visitors; an archive."""
        rows = [
            ("/pingdingshan/contents/14314/1.html", "关于“政务服务”指标整改提升情况的通报", "2021-12-16"),
            ("/pingdingshan/contents/14314/2.html", "关于市委巡察政务服务整改进展情况的通报", "2021-12-15"),
            ("/pingdingshan/contents/14314/3.zip", "政务服务指标通报附件汇总", "2021-12-14"),
        ]
        self.put("/pingdingshan/channels/14314.html", listing_page("table", rows, heading="通知公告"))
        count = 100 + self.visit
        page = set_as_html(bulletin_text(3)).replace("</body>", f"<p>浏览次数：{count} 次</p></body>")
        self.put("/pingdingshan/contents/14314/1.html", page)
        self.put("/pingdingshan/contents/14314/2.html", article("巡察", "整改。"))

    def _huarong(self) -> None:
        """Dates as a big day over a small month; a page that only frames its attachment; all behind gzip."""
        entries = [
            ("/huarong/33159/content_1.html", "关于对网上政务服务能力相关问题整改情况的通报", "2021-11-04")
        ]
        self.put("/huarong/33159/index.htm", listing_page("calendar", entries, heading="通知公告"))
        frame = article(
            "关于对网上政务服务能力相关问题整改情况的通报",
            '<a href="../uploadfiles/202111/4.docx">附件：整改情况通报.docx</a>'
            '<a href="../uploadfiles/202111/all.rar">附件2：全部材料.rar</a>',
        )
        self.put(
            "/huarong/33159/content_1.html",
            gzip.compress(frame.encode()),
            headers={"Content-Encoding": "gzip"},
        )
        self.put(
            "/huarong/uploadfiles/202111/4.docx",
            set_as_docx(bulletin_text(4)),
            etag=True,
            headers={"Content-Type": "text/html"},  # servers lie
        )

    def _trouble(self) -> None:
        """A sixth listing with everything that goes wrong."""
        titles = {
            "/trouble/dead.html": "死链接的通报",
            "/trouble/busy.html": "忙碌服务器的通报",
            "/trouble/hanging.html": "不答复的通报",
            "/trouble/dripping.html": "慢慢答复的通报",
            "/trouble/circle.html": "循环跳转的通报",
            "/trouble/foreign.html": "跳转到外站的通报",
            "/trouble/intranet.html": "跳转到内网的通报",
            "/trouble/huge.pdf": "过大的通报",
            "/trouble/endless.pdf": "无尽的通报",
            "/trouble/soft.html": "软404的通报",
            "/trouble/front.html": "跳转到首页的通报",
            "/trouble/video.mp4": "视频通报",
            "/trouble/query.do": "禁止抓取的通报",
            "/trouble/moved.html": "搬家的通报",
            "http://elsewhere.example/1.html": "外站的通报",
        }
        entries = [(uri, title, "2023-07-10") for uri, title in titles.items()]
        self.put("/trouble/index.html", listing_page("titled", entries, heading="麻烦"))
        self.put("/trouble/dead.html", "<h1>404</h1>", status=404)
        self.put("/trouble/busy.html", handler=self._busy)
        self.put("/trouble/hanging.html", handler=self._hang)
        self.put("/trouble/dripping.html", handler=self._drip)
        self.put("/trouble/circle.html", status=302, headers={"Location": "/trouble/circle2.html"})
        self.put("/trouble/circle2.html", status=302, headers={"Location": "/trouble/circle.html"})
        self.put("/trouble/foreign.html", status=302, headers={"Location": "http://elsewhere.example/2.html"})
        self.put("/trouble/intranet.html", status=302, headers={"Location": "http://10.0.0.1/admin"})
        self.put("/trouble/huge.pdf", headers={"Content-Length": str(10**10)}, handler=self._huge)
        self.put("/trouble/endless.pdf", handler=self._endless)
        self.put(
            "/trouble/soft.html", "<html><title>提示</title><body>您访问的页面不存在或已删除</body></html>"
        )
        self.put("/trouble/front.html", status=302, headers={"Location": "/"})
        self.put("/", article("首页", "欢迎访问" * 40))
        self.put("/trouble/moved.html", status=301, headers={"Location": "/trouble/new.html"})
        self.put("/trouble/new.html", article("搬家的通报", "即办件占比为51.8%。"), etag=True)

    # --- answers that write themselves

    def _busy(self, request: BaseHTTPRequestHandler) -> int:
        """429 with Retry-After 1 the first time, then a bulletin."""
        if self._times("/trouble/busy.html") == 1:
            return _send(request, 429, b"", {"Retry-After": "1"})
        return _send(request, 200, article("忙碌", "不见面审批率为98.9%。").encode(), {})

    def _hang(self, request: BaseHTTPRequestHandler) -> int:
        self._stop.wait(20)
        request.close_connection = True
        return 0

    def _drip(self, request: BaseHTTPRequestHandler) -> int:
        """A header that never ends: a byte now and then."""
        request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not self._stop.wait(0.1):
            request.wfile.write(b"a")
            request.wfile.flush()
        return 200

    def _huge(self, request: BaseHTTPRequestHandler) -> int:
        request.close_connection = True
        return _send(request, 200, b"%PDF-1.4", {"Content-Length": str(10**10)})

    def _endless(self, request: BaseHTTPRequestHandler) -> int:
        request.send_response(200)
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        block = b"%x\r\n%s\r\n" % (65536, b"0" * 65536)
        while not self._stop.is_set():
            request.wfile.write(block)
        return 200

    def _times(self, path: str) -> int:
        with self._lock:
            return self._seen.get(path, 0)

    # --- the machinery

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        at = time.time()
        if request.path.startswith("/-/"):
            self._control(request)
            return
        with self._lock:
            self._seen[request.path] = self._seen.get(request.path, 0) + 1
            index = len(self.requests)
            conditional = bool(
                request.headers.get("If-None-Match") or request.headers.get("If-Modified-Since")
            )
            agent = request.headers.get("User-Agent", "")
            self.requests.append(Asked(request.path, at, 0, agent, conditional))
        reply = self.replies.get(request.path.split("?")[0])
        try:
            status = self._reply(request, reply)
        except OSError:
            status = 0  # the client has hung up
        with self._lock:
            if index < len(self.requests):
                self.requests[index] = Asked(request.path, at, status, agent, conditional)

    def _reply(self, request: BaseHTTPRequestHandler, reply: Reply | None) -> int:
        if reply is None:
            return _send(
                request, 404, b"<html><body>404 Not Found</body></html>", {"Content-Type": "text/html"}
            )
        if reply.handler is not None:
            return reply.handler(request)
        headers = {"Content-Type": "text/html", **reply.headers}
        if reply.etag:
            headers["ETag"] = f'"{hashlib.sha256(reply.body).hexdigest()[:16]}"'
            if request.headers.get("If-None-Match") == headers["ETag"]:
                return _send(request, 304, b"", {"ETag": headers["ETag"]})
        modified = headers.get("Last-Modified")
        if reply.status == 200 and modified and request.headers.get("If-Modified-Since") == modified:
            return _send(request, 304, b"", {"Last-Modified": modified})
        return _send(request, reply.status, reply.body, headers)

    def _control(self, request: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(request.path)
        answer: object = "ok"
        if parts.path == "/-/advance":
            self.advance()
        elif parts.path == "/-/requests":
            with self._lock:
                answer = [asdict(asked) for asked in self.requests]
        elif parts.path == "/-/sources":
            write_sources(self.root, Path(parse_qs(parts.query)["folder"][0]))
        _send(request, 200, json.dumps(answer).encode(), {"Content-Type": "application/json"})


def _send(request: BaseHTTPRequestHandler, status: int, body: bytes, headers: dict[str, str]) -> int:
    request.send_response(status)
    for name, value in headers.items():
        request.send_header(name, value)
    if "Content-Length" not in headers and status != 304:
        request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)
    return status


_SOURCE = """name: {name}
publisher: {name}
region: "{region}"
listings:
  - address: {root}{path}
    links:
      title: ^(?=.*(?:政务服务|放管服))(?=.*(?:通报|简报|提升工作的通知))
      not_title: 巡察|公报
{paging}schedule: "* * * * *"
rhythm: {{every: month, by_day: 10}}
politeness: {{delay_seconds: 0.05, timeout_seconds: 2, allow_private: true}}
"""
SOURCES = {
    "nanyang": (
        "南阳市",
        "411300",
        "/nanyang/tzgg/index.html",
        "    paging:\n      template: index_{n}.html\n      first: 2\n",
    ),
    "yindu": ("殷都区", "410505", "/yindu/zwgk/1.html", ""),
    "tanghe": ("唐河县", "411328", "/tanghe/zwgk/", ""),
    "pingdingshan": ("平顶山市", "410400", "/pingdingshan/channels/14314.html", ""),
    "huarong": ("华容县", "430623", "/huarong/33159/index.htm", ""),
}


def write_sources(root: str, folder: Path) -> None:
    """Write the YAML of the five publishers, as this server has them, into a folder (`<home>/sources`)."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (publisher, region, path, paging) in SOURCES.items():
        text = _SOURCE.format(name=publisher, region=region, root=root, path=path, paging=paging)
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")


def main() -> None:
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    with PublisherServer(port) as server:
        print(server.root, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
