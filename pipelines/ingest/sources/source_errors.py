"""What went wrong with an address or a source file, in words that say what to do."""

from __future__ import annotations


class FetchError(Exception):
    """A document could not be had. `code` is a short stable name, `message` says why and what to do.

    Codes: `http_404` and the like, `not_reached`, `certificate`, `timeout`, `too_large`, `private_address`,
    `redirect_loop`, `redirect_outside`, `outside`, `bad_address`, `forbidden_by_robots`, `robots_unreachable`,
    `asked_to_wait`, `not_read` (a file).
    """

    def __init__(self, code: str, uri: str, message: str) -> None:
        super().__init__(f"{uri}: {message}")
        self.code = code
        self.uri = uri
        self.message = message

    def __reduce__(self) -> tuple[type[FetchError], tuple[str, str, str]]:
        return type(self), (self.code, self.uri, self.message)


class SourceError(ValueError):
    """A source file that can't be used: one line with file, line, what is wrong, what to do.

    `ids` are the sources that it is about, where a file was looked for among others.
    """

    ids: frozenset[str] = frozenset()
