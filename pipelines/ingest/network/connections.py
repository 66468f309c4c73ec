"""Connections that keep two rules no matter what a server does: no private address, and an end in time.

The rules are held where the connection is made, on the very address that is connected to: a name that
resolves to another address the second time, and headers that drip for ever, change nothing.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore
import httpx

from pipelines.ingest.sources.source_errors import FetchError


class Deadline:
    """When the answer that is being waited for has to be complete."""

    def __init__(self) -> None:
        self._ends = float("inf")

    def start(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds

    @property
    def passed(self) -> bool:
        return time.monotonic() >= self._ends

    def left(self, timeout: float | None) -> float | None:
        """How long one operation may take. Raises httpcore.ReadTimeout when there is no time left."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("no time left")
        if left == float("inf"):
            return timeout
        return left if timeout is None else min(left, timeout)


def is_private(address: str) -> bool:
    """Whether an IP address isn't one of the public internet (private, loopback, link-local, reserved …)."""
    ip = ipaddress.ip_address(address.split("%", 1)[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_private(str(inner))
    return not ip.is_global or ip.is_multicast


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a host, in the order in which they are to be tried. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_private_host(host: str, port: int) -> bool:
    """Whether a host has a private address; one that can't be resolved has none."""
    try:
        return any(is_private(address) for address in resolve(host, port))
    except (OSError, UnicodeError):
        return False


def refuse_private(uri: str, host: str) -> FetchError:
    return FetchError(
        "private_address",
        uri,
        f"{host} is a private address; only a source with `allow_private: true` in its politeness may ask there",
    )


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _Stream(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    def __init__(self, deadline: Deadline, allow_private: bool) -> None:
        self._inner = httpcore.SyncBackend()
        self._deadline = deadline
        self._allow_private = allow_private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            addresses = resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"the name {host} is not known") from error
        if not self._allow_private and any(is_private(address) for address in addresses):
            raise refuse_private(f"{host}:{port}", host)
        failure: Exception = httpcore.ConnectError(f"the name {host} has no address")
        for address in addresses:
            try:
                inner = self._inner.connect_tcp(
                    address, port, self._deadline.left(timeout), local_address, socket_options
                )
                return _Stream(inner, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure


def guarded_transport(
    deadline: Deadline, *, allow_private: bool, context: ssl.SSLContext, proxy: str | None = None
) -> httpx.HTTPTransport:
    """A transport whose connections keep the rules. Through a proxy, the proxy's own address is allowed."""
    transport = httpx.HTTPTransport(verify=context, proxy=proxy)
    # httpx has no argument for httpcore's `network_backend`. If the attribute should ever be renamed, the
    # tests of private addresses and of the time limit fail, and `Client` still looks at the peer.
    transport._pool._network_backend = _Backend(deadline, allow_private or proxy is not None)
    return transport
