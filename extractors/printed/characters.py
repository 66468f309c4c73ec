"""Traditional characters to simplified ones, by OpenCC's dictionary. What else is folded, each room decides itself."""

from __future__ import annotations

from functools import cache
from typing import Protocol


class _Converter(Protocol):
    def convert(self, string: str) -> str: ...


@cache
def _converter() -> _Converter:
    from opencc import OpenCC

    converter: _Converter = OpenCC("t2s")
    return converter


def simplified(text: str) -> str:
    """The text in simplified characters; as many characters as before are not promised."""
    return _converter().convert(text)
