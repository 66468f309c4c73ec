"""One document from one web address, politely and within limits."""

from __future__ import annotations

MAX_BYTES = 100 * 1024 * 1024
TIMEOUT_SECONDS = 60.0
USER_AGENT = "tongbao/0.1 (bulletins on government services)"


class FetchError(Exception):
    """A document could not be had; the text says which, why, and what to do."""


def fetch(uri: str) -> bytes:
    """The bytes at `uri`: redirects followed, three tries on passing faults, at most 100 MiB."""
    import httpx
    import stamina

    def is_passing(error: Exception) -> bool:
        if isinstance(error, httpx.HTTPStatusError):
            return error.response.status_code in (429, 502, 503, 504)
        return isinstance(error, httpx.TransportError)

    try:
        for attempt in stamina.retry_context(on=is_passing, attempts=3, timeout=2 * TIMEOUT_SECONDS):
            with attempt:
                return _get(uri)
    except httpx.HTTPStatusError as error:
        raise FetchError(
            f"{uri}: the server answered {error.response.status_code}; open the address in a browser"
        ) from error
    except httpx.HTTPError as error:
        raise FetchError(
            f"{uri}: not reached ({error or type(error).__name__}); check the address and the network"
        ) from error
    raise AssertionError("stamina yields at least one attempt")


def _get(uri: str) -> bytes:
    import httpx

    headers = {"User-Agent": USER_AGENT}
    with (
        httpx.Client(follow_redirects=True, timeout=TIMEOUT_SECONDS, headers=headers) as client,
        client.stream("GET", uri) as response,
    ):
        response.raise_for_status()
        data = bytearray()
        for chunk in response.iter_bytes():
            data += chunk
            if len(data) > MAX_BYTES:
                raise FetchError(
                    f"{uri}: larger than {MAX_BYTES // 1024 // 1024} MiB; download and split it first"
                )
        return bytes(data)
