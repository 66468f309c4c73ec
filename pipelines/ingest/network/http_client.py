"""Asking for one address, politely and within limits.

Belongs here: robots.txt, delays, retries, redirects, limits, and a clear name for everything that goes wrong.
Does not belong here: which addresses to ask for (`ingest.crawling`), what the bytes are.
"""

from __future__ import annotations

import string
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import quote, urljoin, urlsplit

from pipelines.ingest.network.request_pace import Pace
from pipelines.ingest.network.robots import Robots, robots_uri
from pipelines.ingest.sources.site_hosts import host_of, is_web_address, is_within
from pipelines.ingest.sources.source_errors import FetchError
from pipelines.ingest.sources.source_model import Politeness, Source

if TYPE_CHECKING:
    import ssl

    import httpx

ATTEMPTS = 3
MAX_REDIRECTS = 5
CONNECT_SECONDS = 15.0
# A host that failed so often in a row is left alone for the rest of the visit.
MAX_FAILURES = 3

_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_PASSING = frozenset((429, 502, 503, 504))
# Answers with which sites that want a browser turn others away.
_BROWSER_WANTED = frozenset((202, 412, 521))
_DATA = frozenset((200, 203))
_ACCEPT = {
    "Accept": "text/html,application/xhtml+xml,application/pdf,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: 200 with data, or 304 without. Names of `headers` are in small letters."""

    uri: str
    final_uri: str
    status: int
    headers: Mapping[str, str]
    data: bytes = field(repr=False)
    fetched_at: datetime


class _TryAgain(Exception):
    """A passing fault. `wait` is how long the server asks to wait, None when it doesn't say."""

    def __init__(self, error: FetchError, wait: float | None = None) -> None:
        super().__init__(str(error))
        self.error = error
        self.wait = wait


class Client:
    """One visit: a context manager whose `get` asks for addresses one after the other.

    `hosts_folder` holds the time of the last request to each host, for all processes; None keeps it in this
    process only. With `ask_robots` false robots.txt isn't read, and with `anywhere` true redirects may lead to
    any host: for an address that a person named. Otherwise they may lead to the host that was asked, to `hosts`
    and those of the politeness, and to their siblings.
    """

    def __init__(
        self,
        politeness: Politeness,
        hosts_folder: Path | None,
        *,
        contact: str | None = None,
        ask_robots: bool = True,
        anywhere: bool = False,
        hosts: Collection[str] = (),
        backoff_seconds: float = 1.0,
    ) -> None:
        self._politeness = politeness
        self._pace = Pace(hosts_folder)
        self._agent = user_agent(contact)
        self._ask_robots = ask_robots
        self._anywhere = anywhere
        self._hosts = frozenset((*hosts, *politeness.hosts))
        self._backoff_seconds = backoff_seconds
        self._robots: dict[str, Robots] = {}
        self._failures: dict[str, int] = {}
        self._left_alone: dict[str, str] = {}
        self._connections: _Connections | None = None

    @classmethod
    def for_source(cls, source: Source, hosts_folder: Path | None) -> Self:
        """A client that keeps to a source's politeness and says whom to ask about it."""
        return cls(source.politeness, hosts_folder, contact=source.contact, hosts=source.hosts)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._connections is not None:
            self._connections.close()
            self._connections = None

    def get(self, uri: str, etag: str | None = None, last_modified: str | None = None) -> Answer:
        """The answer to an address: 200 with data, or 304 when it still has what the conditions name.

        Raises FetchError for everything else.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        return self._follow(uri, {key: value for key, value in conditions.items() if value}, self._ask_robots)

    def robots(self, uri: str) -> Robots:
        """The rules of the site of an address, read once in a visit."""
        where = robots_uri(uri)
        if where not in self._robots:
            with self._pace.first_words(_place(uri)):
                read = self._robots[where] = self._read_robots(where)
                if read.fault is None:
                    # A site that asks for more than we are ready to wait is left alone: see _check_robots.
                    self._pace.learn(_place(uri), min(read.delay, self._politeness.longest_wait_seconds))
        return self._robots[where]

    def delay(self, uri: str) -> float:
        """Seconds between two requests to the host of an address: ours, or what its site asks for."""
        known = self._robots.get(robots_uri(uri))
        return max(self._politeness.delay_seconds, known.delay if known else 0.0)

    def _read_robots(self, where: str) -> Robots:
        try:
            return Robots.parse(where, self._follow(where, {}, ask_robots=False).data)
        except FetchError as error:
            status = int(error.code[5:]) if error.code.startswith("http_") else 0
            if 400 <= status < 500 and status != 429:
                return Robots(where)  # there is none, so nothing is forbidden
            return Robots(where, fault=error.message)

    def _follow(self, uri: str, headers: Mapping[str, str], ask_robots: bool) -> Answer:
        """Follow redirects by hand, each hop under the same rules as the first."""
        current = uri
        seen = set()
        for _ in range(MAX_REDIRECTS + 1):
            self._check(uri, current)
            # A site may set a cookie and send us back to the same address: that is no loop.
            state = (current, self._connected().cookies())
            if state in seen:
                raise FetchError("redirect_loop", uri, f"redirects in a circle over {current}; try it later")
            seen.add(state)
            try:
                if ask_robots:
                    self._check_robots(current)
                answer = self._tries(current, headers)
            except FetchError as error:
                if current == uri:
                    raise
                raise FetchError(error.code, uri, f"redirects to {current}: {error.message}") from error
            if answer.status not in _REDIRECTS:
                return replace(answer, uri=uri, final_uri=current)
            current = urljoin(current, answer.headers["location"])
        raise FetchError("redirect_loop", uri, f"more than {MAX_REDIRECTS} redirects; try it later")

    def _check(self, uri: str, current: str) -> None:
        host = host_of(current)
        if not is_web_address(current):
            code = "bad_address" if current == uri else "redirect_outside"
            raise FetchError(code, uri, f"{current} is no web address; check it")
        if not self._anywhere and not is_within(host, (host_of(uri), *self._hosts)):
            raise FetchError(
                "redirect_outside",
                uri,
                f"redirects to another site ({current}); if that is right, add {host} to `hosts`",
            )

    def _check_robots(self, uri: str) -> None:
        robots = self.robots(uri)
        if robots.fault is not None:
            raise FetchError(
                "robots_unreachable",
                uri,
                f"{robots.uri} can't be had ({robots.fault}); nothing is asked there until it can",
            )
        if not robots.allows(uri):
            raise FetchError(
                "forbidden_by_robots", uri, f"{robots.uri} forbids it; ask the publisher for leave"
            )
        if robots.delay > self._politeness.longest_wait_seconds:
            raise FetchError(
                "asked_to_wait",
                uri,
                f"{robots.uri} asks for {robots.delay:g} s between requests; raise `longest_wait_seconds` to wait",
            )

    def _tries(self, uri: str, headers: Mapping[str, str]) -> Answer:
        import stamina

        # Its own log would print each retry where the program's output goes.
        stamina.instrumentation.set_on_retry_hooks(())
        host = host_of(uri)
        if host in self._left_alone:
            raise FetchError(
                "left_alone", uri, f"{host} {self._left_alone[host]}; it is left alone until the next visit"
            )

        def again(error: Exception) -> bool | float:
            if not isinstance(error, _TryAgain):
                return False
            return True if error.wait is None else error.wait

        try:
            for attempt in stamina.retry_context(
                on=again,
                attempts=ATTEMPTS,
                timeout=None,
                wait_initial=self._backoff_seconds,
                wait_max=30.0,
                wait_jitter=self._backoff_seconds,
            ):
                with attempt:
                    answer = self._once(uri, headers)
                    self._failures.pop(host, None)
                    return answer
        except _TryAgain as error:
            self._count_failure(host)
            raise error.error from error
        except FetchError as error:
            if error.code == "timeout":
                self._count_failure(host)
            raise
        raise AssertionError("stamina yields at least one attempt")

    def _count_failure(self, host: str) -> None:
        self._failures[host] = self._failures.get(host, 0) + 1
        if self._failures[host] >= MAX_FAILURES:
            self._left_alone[host] = f"failed {MAX_FAILURES} times in a row"

    def _once(self, uri: str, headers: Mapping[str, str]) -> Answer:
        import httpx

        limit = self._politeness.timeout_seconds
        connections = self._connected()
        place = _place(uri)
        self._pace.wait(place, self.delay(uri))
        try:
            return self._ask(connections, uri, headers)
        except FetchError as error:
            raise FetchError(error.code, uri, error.message) from error
        except httpx.TimeoutException as error:
            failure = FetchError("timeout", uri, f"no whole answer within {limit:g} s; try it later")
            if isinstance(error, httpx.ConnectTimeout) and not connections.deadline.passed:
                raise _TryAgain(failure) from error
            raise failure from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise FetchError("bad_address", uri, f"is no web address ({error}); check it") from error
        except httpx.DecodingError as error:
            raise FetchError(
                "damaged", uri, f"the answer can't be unpacked ({error}); try it later"
            ) from error
        except httpx.TransportError as error:
            what = str(error) or type(error).__name__
            if "CERTIFICATE_VERIFY_FAILED" in what:
                raise FetchError(
                    "certificate",
                    uri,
                    f"its certificate isn't trusted ({what}); check the address in a browser",
                ) from error
            raise _TryAgain(
                FetchError("not_reached", uri, f"not reached ({what}); check the address and the network")
            ) from error
        finally:
            self._pace.mark(place, self.delay(uri))

    def _ask(self, connections: _Connections, uri: str, headers: Mapping[str, str]) -> Answer:
        politeness = self._politeness
        connections.deadline.start(politeness.timeout_seconds)
        with connections.stream(uri, headers) as response:
            status = response.status_code
            if status in _REDIRECTS and "location" in response.headers:
                answer = _answer(uri, response, b"")
                return replace(answer, headers={**answer.headers, "location": _location(response)})
            if status == 304 and headers:
                return _answer(uri, response, b"")
            if status not in _DATA:
                raise self._refusal(uri, response)
            declared = response.headers.get("content-length", "")
            if declared.isdecimal() and int(declared) > politeness.max_bytes:
                raise _too_large(uri, politeness)
            data = bytearray()
            for chunk in response.iter_bytes():
                data += chunk
                if len(data) > politeness.max_bytes:
                    raise _too_large(uri, politeness)
            return _answer(uri, response, bytes(data))

    def _refusal(self, uri: str, response: httpx.Response) -> Exception:
        status = response.status_code
        if status not in _PASSING:
            hint = "open the address in a browser"
            if status in _BROWSER_WANTED:
                hint = "the site asks for a browser: save the document by hand and put it into a folder"
            return FetchError(f"http_{status}", uri, f"the server answered {status}; {hint}")
        wait = _asked_wait(response.headers.get("retry-after"))
        longest = self._politeness.longest_wait_seconds
        if wait is not None and wait > longest:
            self._left_alone[host_of(uri)] = f"asked to wait {wait:.0f} s"
            return FetchError(
                "asked_to_wait",
                uri,
                f"the server answered {status} and asks to wait {wait:.0f} s; it is left alone until the next visit",
            )
        error = FetchError(
            f"http_{status}", uri, f"the server answered {status}, {ATTEMPTS} times; try it later"
        )
        return _TryAgain(error, wait)

    def _connected(self) -> _Connections:
        if self._connections is None:
            self._connections = _Connections(self._politeness, self._agent)
        return self._connections


class _Connections:
    """The open connections of a visit: direct ones, and one through a proxy where the environment names one."""

    def __init__(self, politeness: Politeness, agent: str) -> None:
        import httpx

        from pipelines.ingest.network.connections import Deadline, guarded_transport

        self._politeness = politeness
        self.deadline = Deadline()
        context = _certificates()
        seconds = politeness.timeout_seconds

        def client(proxy: str | None) -> httpx.Client:
            return httpx.Client(
                transport=guarded_transport(
                    self.deadline, allow_private=politeness.allow_private, context=context, proxy=proxy
                ),
                headers={"User-Agent": agent, **_ACCEPT},
                timeout=httpx.Timeout(seconds, connect=min(seconds, CONNECT_SECONDS)),
                follow_redirects=False,
            )

        self._make = client
        self._clients: dict[str | None, httpx.Client] = {None: client(None)}

    def stream(self, uri: str, headers: Mapping[str, str]) -> _Streaming:
        from pipelines.ingest.network.connections import is_private_host, refuse_private

        proxy = _proxy_for(uri)
        if proxy is not None and not self._politeness.allow_private:
            parts = urlsplit(uri)
            if is_private_host(parts.hostname or "", parts.port or 0):
                raise refuse_private(uri, host_of(uri))
        if proxy not in self._clients:
            self._clients[proxy] = self._make(proxy)
        return _Streaming(
            self._clients[proxy], uri, headers, proxy is None and not self._politeness.allow_private
        )

    def cookies(self) -> frozenset[tuple[str, str | None]]:
        return frozenset(
            (cookie.name, cookie.value) for client in self._clients.values() for cookie in client.cookies.jar
        )

    def close(self) -> None:
        for made in self._clients.values():
            made.close()


class _Streaming:
    """An answer that is being read, from a peer that has been looked at."""

    def __init__(self, client: httpx.Client, uri: str, headers: Mapping[str, str], check_peer: bool) -> None:
        self._uri = uri
        self._check_peer = check_peer
        self._context = client.stream("GET", uri, headers=dict(headers))

    def __enter__(self) -> httpx.Response:
        from pipelines.ingest.network.connections import is_private, refuse_private

        response = self._context.__enter__()
        stream = response.extensions.get("network_stream")
        peer = stream.get_extra_info("server_addr") if stream is not None and self._check_peer else None
        if peer is not None and is_private(peer[0]):
            self._context.__exit__(None, None, None)
            raise refuse_private(self._uri, peer[0])
        return response

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._context.__exit__(kind, error, trace)


@cache
def _certificates() -> ssl.SSLContext:
    import httpx

    return httpx.create_ssl_context()


def user_agent(contact: str | None) -> str:
    """How we introduce ourselves: name, version, and whom to ask."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        number = version("tongbao")
    except PackageNotFoundError:
        number = "0"
    return (
        f"tongbao/{number} (+{contact})"
        if contact
        else f"tongbao/{number} (bulletins on government services)"
    )


def _place(uri: str) -> str:
    """Host and port of an address, without a user's name."""
    return urlsplit(uri).netloc.rpartition("@")[2]


def _answer(uri: str, response: httpx.Response, data: bytes) -> Answer:
    return Answer(uri, uri, response.status_code, dict(response.headers), data, datetime.now(UTC))


def _location(response: httpx.Response) -> str:
    """Where a redirect leads. Chinese in it may be in any encoding, so its bytes are taken as they are."""
    raw = next(value for name, value in response.headers.raw if name.lower() == b"location")
    return quote(raw.strip(), safe=string.punctuation)


def _too_large(uri: str, politeness: Politeness) -> FetchError:
    return FetchError(
        "too_large",
        uri,
        f"larger than {politeness.max_megabytes:g} MiB; download and split it, or raise `max_megabytes`",
    )


def _asked_wait(header: str | None) -> float | None:
    """The seconds of a Retry-After header, which holds a number or a date; None when it says nothing."""
    if header is None:
        return None
    if header.strip().isdecimal():
        return float(header)
    from email.utils import parsedate_to_datetime

    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return None
    return max(0.0, until.timestamp() - time.time())


def _proxy_for(uri: str) -> str | None:
    """The proxy that the environment names for an address (http_proxy, no_proxy …)."""
    from urllib.request import getproxies, proxy_bypass

    parts = urlsplit(uri)
    proxy = getproxies().get(parts.scheme) or getproxies().get("all")
    return None if proxy is None or proxy_bypass(parts.hostname or "") else proxy
