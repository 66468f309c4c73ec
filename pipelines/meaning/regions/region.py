"""What a place is, and what resolving its name returns. No data and no lookup here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """Administrative level. A functional zone (高新区, 管理区) has none of its own in GB/T 2260."""

    PROVINCE = "province"
    CITY = "city"  # 地级市, 自治州, 盟, 地区
    COUNTY = "county"  # 县, 市辖区, 县级市, 旗
    ZONE = "zone"
    TOWNSHIP = "township"


@dataclass(frozen=True, slots=True)
class Region:
    """A place. `code` has the six digits of GB/T 2260, or `<code of the parent>-<name>` for a zone or township."""

    code: str
    name: str
    level: Level
    parent_code: str | None
    short_name: str

    @property
    def province_code(self) -> str:
        return self.code[:2] + "0000"

    def contains(self, other: Region) -> bool:
        """Whether `other` is this place or lies in it."""
        if self.code == other.code or other.code.startswith(self.code + "-"):
            return True
        if self.level is Level.PROVINCE:
            return other.code[:2] == self.code[:2]
        return self.level is Level.CITY and other.code[:4] == self.code[:4]


@dataclass(frozen=True, slots=True)
class RegionMatch:
    """The place that a name stands for.

    `score` runs from 0 to 100; `method` is one of code, full_name, short_name, level_word, former_name, zone,
    new_zone (one with a name that no list has), township; `evidence` is a line for the reader of a review.
    """

    region: Region
    score: float
    method: str
    evidence: str
