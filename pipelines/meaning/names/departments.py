"""The list of offices that a set of matches speaks of: one plain row each, for the warehouse.

No name is resolved here and nothing is stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.meaning.names.name_match import NameMatch, Status
from pipelines.meaning.names.registry import load_registry
from pipelines.meaning.regions import Regions


@dataclass(frozen=True, slots=True)
class Department:
    """An office. `name` is the registry's form after the place's name; `level` that of the place."""

    department_id: str
    region_code: str
    function_id: str
    function_name: str
    name: str
    level: str
    parent_department_id: str | None


def departments(matches: Iterable[NameMatch]) -> list[Department]:
    """The offices of the accepted matches, each once, sorted by id.

    The parent of a sub-unit is the office it is part of in the same place (交警大队 → 公安局); a branch without a
    function of its own (第二分局) belongs to the office whose branch it is.
    """
    registry, regions = load_registry(), Regions.load()
    found: dict[str, Department] = {}
    for match in matches:
        if match.status is not Status.ACCEPTED or match.department_id is None or match.department_id in found:
            continue
        code, function_id = match.region_code or "", match.function_id or ""
        region = regions.by_code(code)
        function = registry.functions.get(function_id)
        _, _, unit = match.department_id.partition("/")
        base = next(iter(function.official or function.short or function.names), "") if function else ""
        parent = f"{code}:{function_id}" if unit else None
        if parent is None and function is not None and function.part_of:
            parent = f"{code}:{function.part_of[0]}"
        found[match.department_id] = Department(
            match.department_id,
            code,
            function_id,
            match.function_name or function_id,
            (region.name if region else "") + (base or match.function_name or "") + unit,
            region.level.value if region else "",
            parent,
        )
    return [found[key] for key in sorted(found)]
