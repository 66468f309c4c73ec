"""The place that a table is about, and whose figures its rows hold.

Belongs here: telling it from the names in a table's rows, its title and the document's place. Not here: what words
say a scope (`table_scopes`), and finding the places (`regions`, `names`).
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.model import RowKind, Table
from pipelines.meaning.names import NameMatch
from pipelines.meaning.regions import Level, Region, Regions
from pipelines.meaning.rows.row_places import RowPlaces
from pipelines.meaning.table_scopes import below, own_level, own_level_in, scope_in, scope_of_total, whole


class TablePlace:
    """The place that a table is about, and whose figures its total rows hold."""

    def __init__(
        self,
        regions: Regions,
        own: Region | None,
        table: Table,
        matches: Sequence[NameMatch],
        rows: RowPlaces,
    ) -> None:
        self._regions, self._rows = regions, rows
        named = scope_in(table.title) or scope_in(table.caption)
        own_rows = [m for m in matches if own_level_in(m.name, own)]
        places = [m for m in matches if m.kind == "region" and m not in own_rows]
        self.of_places = len(places) * 2 > len(matches)
        self.region = own
        if self.of_places:
            parents = {parent for m in places if (parent := _parent(regions, m.region_code))}
            if len(parents) == 1:
                self.region = regions.by_code(parents.pop()) or own
        offices = sum(1 for m in matches if m.kind == "department")
        mixed = len(places) > 1 and offices > 1
        of_places = self.of_places and not mixed
        around = [
            place for place in rows.said if place != own
        ]  # offices of the places below, each with its place
        mixed = mixed or (bool(around) and len(around) < len(rows.said))
        of_below = of_places or (bool(around) and not mixed)
        self.scope: str | None = named or (below(self.region) if of_below else own_level(own))
        # Where a table holds its own offices and the places below, its total is the whole place's.
        both = mixed or (of_below and own_rows)
        self.total = whole(self.region) if both and not named else self.scope

    def own_offices(self, kind: RowKind, label: str | None) -> str | None:
        """The scope of a row that stands for all offices of the place (市直) among those of others."""
        return own_level_in(label, self.region) if kind is RowKind.DATA and self.of_places else None

    def of(
        self, row_no: int, kind: RowKind, label: str | None, match: NameMatch | None
    ) -> tuple[str | None, str | None]:
        """Region code and scope of a row; the scope is None where the row is one office of several."""
        code = self.region.code if self.region else None
        around = self._rows[row_no]
        if around.own:  # a row that says its place has that, or none; never the document's
            code = around.region.code if around.region else None
        if own := self.own_offices(kind, label):
            return code, own
        if kind in (RowKind.TOTAL, RowKind.SUBTOTAL) and (said := scope_of_total(label, self.region)):
            return code, said
        if match is not None and match.kind == "region":
            place = self._regions.by_code(match.region_code) if match.region_code else None
            if kind is RowKind.TOTAL and not self.of_places and place and place == self.region:
                return place.code, self.total
            return match.region_code, whole(place)
        if match is not None:
            return match.region_code or code, None
        if around.own and kind in (RowKind.TOTAL, RowKind.SUBTOTAL):  # of the offices of the row's own place
            return code, own_level(around.region)
        if kind is RowKind.TOTAL:
            return code, self.total
        return code, None


def _parent(regions: Regions, code: str | None) -> str | None:
    region = regions.by_code(code) if code else None
    if region is None:
        return None
    if region.level is Level.ZONE:
        parent = regions.by_code(region.parent_code) if region.parent_code else None
        return (
            region.parent_code
            if parent and parent.level is Level.CITY
            else (parent.parent_code if parent else None)
        )
    return region.parent_code
