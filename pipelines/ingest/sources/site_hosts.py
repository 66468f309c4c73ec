"""Which hosts belong to one publisher: www.x.gov.cn and zw.x.gov.cn do, y.gov.cn doesn't."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList


def host_of(uri: str) -> str:
    """The host of an address in small letters; empty when it has none."""
    try:
        return (urlsplit(uri).hostname or "").rstrip(".")
    except ValueError:
        return ""


def is_web_address(uri: str) -> bool:
    """Whether a text is an address that a web server can be asked for."""
    try:
        parts = urlsplit(uri)
        port = parts.port
    except ValueError:  # http://[::1, http://x.gov.cn:99999/
        return False
    host = parts.hostname or ""
    return parts.scheme in ("http", "https") and bool(host) and not re.search(r"\s", host) and port != 0


def is_within(host: str, hosts: Iterable[str]) -> bool:
    """Whether a host is one of `hosts` or shares its registered name with one."""
    named = set(hosts)
    return bool(host) and (host in named or any(_registered(host) == _registered(other) for other in named))


@cache
def _registered(host: str) -> str:
    """The name that was registered (x.gov.cn); the host itself when it has none."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return _suffixes().privatesuffix(host) or host
    return host


@cache
def _suffixes() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()
