"""What the rows of one table tell about each other.

Two different names in a table are not the same office; a table that lists districts and counties of one city is
about that city, so that its zones are the city's. Nothing here looks a name up.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pipelines.meaning.names.name_confidence import CLAIMED_TWICE
from pipelines.meaning.names.name_folding import compared
from pipelines.meaning.names.name_match import Kind, NameMatch, Status
from pipelines.meaning.names.registry import Registry
from pipelines.meaning.regions import Level, Region, Regions

# Answers in the order of trust: of two rows with one office, the less trusted one is asked about.
_TRUST = {
    "decision": 0,
    "official": 1,
    "short": 1,
    "name": 1,
    "stem": 2,
    "former": 3,
    "merged": 3,
    "joint": 4,
}
_SEVERAL_TASKS = re.compile("政务|审批|服务|行政")  # 政务服务和数据管理局 has both tasks
_LEAST = 9  # behind all of these: parts of names, slips, places


def listed_city(matches: Sequence[NameMatch], context: Region | None, regions: Regions) -> Region | None:
    """The city whose districts and counties the rows list, where it is not the document's place anyway.

    A county's bulletin may repeat the city's ranking: 经开区 in it is the city's, not the county's.
    """
    if context is not None and context.level is not Level.COUNTY:
        return None
    counties = {
        match.region_code
        for match in matches
        if match.kind is Kind.REGION
        and match.region_code
        and match.region_code.isdigit()
        and match.region_code[4:] != "00"
    }
    cities = {code[:4] + "00" for code in counties}
    if len(counties) < 2 or len(cities) != 1:
        return None
    city = regions.by_code(cities.pop())
    if city is None or (context is not None and not city.contains(context)):
        return None
    return city


def apart(matches: Sequence[NameMatch], registry: Registry) -> list[NameMatch]:
    """The matches with offices told apart that one place has beside each other: 数据局 and 行政审批局."""
    result = list(matches)
    for function in registry.functions.values():
        if function.apart_from is None:
            continue
        names = tuple(map(compared, function.apart))
        rivals = [m for m in matches if m.function_id == function.apart_from and m.department_id]
        own = {
            m.name for m in rivals if compared(m.name).endswith(names) and not _SEVERAL_TASKS.search(m.name)
        }
        others = {m.department_id for m in rivals if m.name not in own}
        for index, match in enumerate(matches):
            if match.name in own and match.department_id in others:
                result[index] = replace(
                    match,
                    function_id=function.id,
                    function_name=function.name,
                    department_id=f"{match.region_code}:{function.id}",
                    evidence=f"{match.evidence}; another row is {registry.functions[function.apart_from].name}".strip(
                        "; "
                    ),
                )
    return result


def consistent(matches: Sequence[NameMatch]) -> list[NameMatch]:
    """The matches of one table's rows in order, with those put to review that claim another row's office.

    The same name printed twice is the text's own word that it is the same office (a merged cell, a second list).
    """
    claims: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for index, match in enumerate(matches):
        office = match.department_id or (match.region_code if match.kind is Kind.REGION else None)
        if office is not None and match.status is Status.ACCEPTED:
            claims[office][compared(match.name)].append(index)
    result = list(matches)
    for office, names in claims.items():
        if len(names) < 2:
            continue
        trust = {
            name: min(_TRUST.get(matches[i].method, _LEAST) for i in rows) for name, rows in names.items()
        }
        best = min(trust.values())
        alone = sum(value == best for value in trust.values()) == 1
        for name, rows in names.items():
            if (trust[name] == best and alone) or trust[name] == 0:
                continue
            rivals = ", ".join(matches[r[0]].name for other, r in names.items() if other != name)
            for index in rows:
                match = result[index]
                note = f"another row of the table is {office} too: {rivals}"
                result[index] = replace(
                    match,
                    status=Status.REVIEW,
                    score=min(match.score, CLAIMED_TWICE),
                    evidence=f"{match.evidence}; {note}" if match.evidence else note,
                )
    return result
