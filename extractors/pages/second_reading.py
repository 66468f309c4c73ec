"""What a second, independent reader says of a table. No reading here.

Belongs here: the shape of the answer, for every format with pages. The readers themselves belong to the formats.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractors.model import Problem


@dataclass(frozen=True, slots=True)
class SecondReading:
    """`agrees` is None when the second reader found no table there."""

    reader: str
    agrees: bool | None
    problems: tuple[Problem, ...]
