"""The place that each row of a table says it is in: by the column beside the names, or by the section above it.

Belongs here: what those words mean for a row. Not here: finding a place (`regions`), and whose figures the table as a
whole holds (`table_place`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from extractors.model import RowKind
from pipelines.meaning.names.name_folding import fold_name
from pipelines.meaning.names.name_parsing import looks_like_a_place
from pipelines.meaning.regions import Region, Regions
from pipelines.meaning.tables.observations import Observation

# What follows the name of a place over the rows of its offices: 禹州市各部门, 长葛市（12家）, 市直单位.
_WHOSE = re.compile(
    r"(?:所属|下属|各|直属)?(?:部门|单位|机关|乡镇|乡\(镇\)|镇街|乡镇街道|街道|窗口|小计|合计)+$"
)


@dataclass(frozen=True, slots=True)
class RowPlace:
    """Where a row is. `region` is None where that isn't known; `own` tells that the row itself says a place."""

    region: Region | None
    own: bool = False


class RowPlaces:
    """The places of the rows of one table, in a document of the place `document`."""

    def __init__(
        self, regions: Regions, document: Region | None, observations: Iterable[Observation]
    ) -> None:
        self._regions, self._document = regions, document
        rows = {o.row_no: o for o in observations}
        sections = {o.section for o in rows.values() if o.section}
        totals = sum(1 for o in rows.values() if o.row_kind is RowKind.TOTAL)
        # 合计 at the end of a table is no part of its last section, unless each section has one.
        closes = len(sections) > 1 and totals >= len(sections)
        self._rows = {
            number: self._of(o.place, o.section if closes or o.row_kind is not RowKind.TOTAL else None)
            for number, o in rows.items()
        }

    def __getitem__(self, row_no: int) -> RowPlace:
        return self._rows.get(row_no) or RowPlace(self._document)

    @property
    def said(self) -> list[Region]:
        """The places that rows say, in reading order."""
        return list(dict.fromkeys(p.region for p in self._rows.values() if p.own and p.region is not None))

    def _of(self, beside: str | None, section: str | None) -> RowPlace:
        around = RowPlace(self._document)
        if section:
            around = self._read(section, self._document, must=False) or around
        if beside:
            around = self._read(beside, around.region, must=True) or around
        return around

    def _read(self, text: str, context: Region | None, *, must: bool) -> RowPlace | None:
        """The place that `text` names; None where a section (`must` False) names something else."""
        plain = fold_name(text).text
        for form in dict.fromkeys((plain, _WHOSE.sub("", plain))):
            found = self._regions.resolve(form, context) if form else None
            if found is not None:
                return RowPlace(found.region, own=True)
        return RowPlace(None, own=True) if must or looks_like_a_place(plain) else None
