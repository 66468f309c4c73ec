"""Asking for one address, politely and within limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: 200 with data, or 304 without. Names of `headers` are in small letters."""

    uri: str
    final_uri: str
    status: int
    headers: Mapping[str, str]
    data: bytes = field(repr=False)
    fetched_at: datetime


class Client:
    """Under construction."""
