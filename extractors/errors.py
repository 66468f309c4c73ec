"""Errors that a person can act on."""

from __future__ import annotations


class UnreadableDocument(Exception):
    """A document that can't be read: what is wrong, and what to do about it.

    `code` is a short stable name (`empty`, `not_a_bulletin`, `unknown_format`, `too_large`, …).
    """

    def __init__(self, code: str, what: str, remedy: str) -> None:
        super().__init__(f"{what} {remedy}".strip())
        self.code = code
        self.what = what
        self.remedy = remedy
