"""When two 文号 are the same. Without a database, so that reading processes can ask too."""

from __future__ import annotations

import re

from warehouse.pairing import key


def same_number(one: str | None, other: str) -> bool:
    """Whether two 文号 are the same but for brackets, width and blanks: 〔2023〕18号, [2023] 18号."""
    return one is not None and _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return re.sub(r"[\[(〔【]", "〔", re.sub(r"[\])〕】]", "〕", key(text)))
