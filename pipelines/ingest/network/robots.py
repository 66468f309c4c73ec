"""What a site's robots.txt allows us, and how fast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from protego import Protego

AGENT = "tongbao"
# RFC 9309 asks for at least 500 KiB to be read; what comes after is passed over.
_READ_BYTES = 512 * 1024


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one site. Without `rules` everything is allowed, or with a `fault` nothing for now."""

    uri: str
    rules: Protego | None = None
    fault: str | None = None

    @classmethod
    def parse(cls, uri: str, data: bytes) -> Robots:
        from protego import Protego

        return cls(uri, Protego.parse(data[:_READ_BYTES].decode("utf-8-sig", "replace")))

    def allows(self, uri: str) -> bool:
        if self.fault is not None:
            return False
        return self.rules is None or bool(self.rules.can_fetch(uri, AGENT))

    @property
    def delay(self) -> float:
        """Seconds between two requests that the site asks for; 0 when it asks for none."""
        if self.rules is None:
            return 0.0
        delay = float(self.rules.crawl_delay(AGENT) or 0.0)
        rate = self.rules.request_rate(AGENT)
        return max(delay, rate.seconds / rate.requests if rate is not None and rate.requests else 0.0)


def robots_uri(uri: str) -> str:
    """The address of the robots.txt that rules an address."""
    parts = urlsplit(uri)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/robots.txt"
