"""One document from one web address that a person named.

The person answers for the address, so robots.txt isn't asked and an intranet address is allowed. Limits,
retries and a delay between two requests to one host hold as for a source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.ingest.sources.source_errors import FetchError

if TYPE_CHECKING:
    from pipelines.ingest.network.http_client import Answer

__all__ = ["FetchError", "ask", "fetch"]

DELAY_SECONDS = 1.0


def fetch(uri: str) -> bytes:
    """The bytes at `uri`: redirects followed, three tries on passing faults, at most 100 MiB.

    Raises FetchError.
    """
    return ask(uri).data


def ask(uri: str) -> Answer:
    """The same with what the server said of it: headers, time, the address that redirects led to."""
    from pipelines.ingest.network.connections import is_private_host
    from pipelines.ingest.network.http_client import Client
    from pipelines.ingest.sources.site_hosts import host_of
    from pipelines.ingest.sources.source_model import Politeness

    # A public address mustn't lead into the intranet by a redirect; one that was named may.
    private = is_private_host(host_of(uri), 443)
    politeness = Politeness(delay_seconds=DELAY_SECONDS, allow_private=private)
    with Client(politeness, None, ask_robots=False, anywhere=True) as client:
        return client.get(uri)
