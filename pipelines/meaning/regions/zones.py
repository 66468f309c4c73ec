"""Functional zones: recognising their names and giving each printing of one zone the same name.

The words are data (`zones.yml`); which place a zone lies in is decided by the caller, who knows the context.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

from pipelines.meaning.regions.place_folding import fold_characters


class ZoneKind(BaseModel):
    """A kind of zone. `bare` is its name in the name of a branch (高新 in 高新分局)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    forms: tuple[str, ...]
    bare: str | None = None
    of_city: bool = False
    same_as: dict[str, str] = Field(default_factory=dict)


class KnownZone(BaseModel):
    """A zone whose parent its name doesn't tell."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    parent: str = Field(pattern=r"^\d{6}$")
    forms: tuple[str, ...] = ()


class ZoneFile(BaseModel):
    """The whole of `zones.yml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    version: int
    kinds: tuple[ZoneKind, ...]
    known: tuple[KnownZone, ...]


@dataclass(frozen=True, slots=True)
class ZoneReading:
    """A zone's name found at the start of a text: its first `length` characters."""

    length: int
    prefix: str  # what stands before the word for the kind: 鸭河 in 鸭河工区
    kind: ZoneKind

    def name_under(self, province: str) -> str:
        """The zone's one name; `province` are the first two digits of its code."""
        return self.prefix + (
            self.kind.same_as.get(province, self.kind.name) if not self.prefix else self.kind.name
        )


@cache
def load_zones() -> ZoneFile:
    """The checked contents of `zones.yml`."""
    text = (Path(__file__).parent / "zones.yml").read_text("utf-8")
    return ZoneFile.model_validate(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, ZoneKind]]:
    kinds = {fold_characters(form): kind for kind in load_zones().kinds for form in kind.forms}
    words = "|".join(sorted(map(re.escape, kinds), key=len, reverse=True))
    # A zone's own name has no word for an office in it; 国家级 and levels are no part of the name.
    return re.compile(
        rf"(?:国家级?)?(?![市县区旗州盟省])([^局委办院会部处队所站司厅社市县区旗()0-9]{{0,6}}?)({words})"
    ), kinds


_LAST_CHARACTERS = frozenset("区园城场")


def read_zone(text: str, start: int = 0) -> Iterator[ZoneReading]:
    """Zones that the folded `text` may begin with at `start`, the shortest first (开发区 before 开发区新区)."""
    if _LAST_CHARACTERS.isdisjoint(text[start : start + 20]):
        return
    pattern, kinds = _pattern()
    match = pattern.match(text, start)
    if match:
        yield ZoneReading(match.end() - start, match.group(1), kinds[match.group(2)])


@cache
def bare_zone_names() -> dict[str, ZoneKind]:
    """Zones as a branch's name has them: 高新 → the kind 高新区."""
    table: dict[str, ZoneKind] = {}
    for kind in load_zones().kinds:
        for form in (kind.bare, *kind.forms):
            if form:
                table[fold_characters(form)] = kind
    return table
