"""The cross-city comparison on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from rich.cells import cell_len
from rich.padding import Padding
from rich.text import Text

from pipelines.cli.identifiers import UnknownChoice, choose
from pipelines.home.terminal import console, is_narrow, number, table
from warehouse.queries import Result, query

# Code and name.
_Place = tuple[str, str]
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_SEEN_APART = 0.005  # figures are shown with two decimals: what differs by less is printed the same


def figures(published: Path, indicators: Sequence[str] = (), regions: Sequence[str] = ()) -> Result:
    """Rows of mart.city_comparison, narrowed to indicators and places, each by its id or name.

    Raises UnknownChoice for what the warehouse doesn't know.
    """
    order = "scope nulls last, rank nulls last, region_code, source_id"
    return narrowed(published, "city_comparison", indicators, regions, order=order)


def offices(
    published: Path, function: str, indicators: Sequence[str] = (), regions: Sequence[str] = ()
) -> Result:
    """Rows of mart.department_comparison for a function, given by its id or any of its Chinese names.

    Narrowed as `figures` are. Raises UnknownChoice for what the warehouse doesn't know.
    """
    return narrowed(
        published,
        "department_comparison",
        indicators,
        regions,
        function_id=[_function(published, function)],
        order="rank nulls last, region_code, observation_id",
    )


def _function(published: Path, wanted: str) -> str:
    from pipelines.meaning.names import NameResolver

    known = _names(published, "select function_id, name from raw.functions")
    try:
        return choose("--function", [wanted], known)[0]
    except UnknownChoice:
        resolved = NameResolver.load().resolve(wanted).function_id
        if resolved is None:
            raise
        return resolved


def _indicator(published: Path, wanted: str) -> list[str]:
    """The ids of an indicator: by id or name, else by any phrasing that the registry takes for it."""
    from pipelines.meaning.indicators import IndicatorResolver

    known = _names(published, "select indicator_id, name from raw.indicators")
    try:
        return choose("--indicator", [wanted], known)
    except UnknownChoice:
        match = IndicatorResolver.load().resolve(wanted)
        if match.status != "accepted" or match.indicator_id not in known:
            raise
        return [match.indicator_id]


def narrowed(
    published: Path,
    mart: str,
    indicators: Sequence[str],
    regions: Sequence[str],
    *,
    order: str,
    **more: Sequence[str],
) -> Result:
    """Rows of a table of comparisons; `more` are columns with the values they may have."""
    wanted = {**more}
    if indicators:
        wanted["indicator_id"] = [each for text in indicators for each in _indicator(published, text)]
    if regions:
        places = _names(published, f"select distinct region_code, region_name from mart.{mart}")
        known = _names(published, "select region_code, name from raw.regions") | places
        wanted["region_code"] = choose("--region", regions, known, places, beginnings=True)
    conditions = "".join(
        f" and {column} in ({', '.join('?' * len(values))})" for column, values in wanted.items()
    )
    return query(
        published,
        f"select * from mart.{mart} where true{conditions} order by indicator_name, indicator_id, {order}",
        [value for values in wanted.values() for value in values],
    )


def _names(published: Path, sql: str) -> dict[str, str]:
    return {each: name or "" for each, name in query(published, sql).rows}


def print_offices(result: Result) -> None:
    """One line for each figure of the offices of one function."""
    records = result.records()
    target = console()
    parts = () if is_narrow(target) else ("分子", "分母")
    headings = ["指标", "地区", "部门", "截至", "公布", "复算", *parts, "排名"]
    shown = table(
        f"{records[0]['function_name']}：各地部门对比 offices compared",
        headings,
        right=range(4, len(headings)),
        whole=(1, 3, *range(4, len(headings))),
    )
    for r in records:
        sides = (number(r["numerator"]), number(r["denominator"]))
        shown.add_row(
            r["indicator_name"],
            r["region_name"] or "",
            r["entity_raw"],
            str(r["as_of"] or ""),
            number(r["published"], r["unit"], r["decimals"]),
            number(r["recomputed"], r["unit"]),
            *sides[: len(parts)],
            str(r["rank"] or ""),
        )
    target.print(shown)


def print_overview(result: Result, *, rates_only: bool = False) -> None:
    """One row for each indicator and scope, one column for each place.

    The published figure stands first, the recomputed one below it where it differs; a circled
    number is the rank among the places that may be ranked together. Older figures of a place are
    left to the detail.
    """
    everything = result.records()
    shown_ids = {r["indicator_id"] for r in everything if r["rank"] or not rates_only}
    latest = {_figure_key(r): r["as_of"] for r in everything if r["preferred"]}
    records = [
        r
        for r in everything
        if r["indicator_id"] in shown_ids and (r["preferred"] or r["as_of"] == latest.get(_figure_key(r)))
    ]
    places = list(
        dict.fromkeys((r["region_code"], r["region_name"]) for r in sorted(records, key=_by_region))
    )
    ordered = sorted(
        records,
        key=lambda r: (-_places_of(records, r), *_line_key(r)[:1], _scope_order(r["scope"]), *_line_key(r)),
    )
    lines = [_Line(*key, _cells_of_places(rows)) for key, rows in groupby(ordered, key=_line_key)]
    target = console()
    blocks = _blocks(lines, places, target.width)
    title = "五地对比 comparison" if len(places) == 5 else f"{len(places)} 地对比 comparison"
    for block in blocks[:1] if rates_only else blocks:
        _print_block(title, lines, block, alone=len(blocks) == 1)
    if rates_only and len(blocks) > 1:
        left = len(places) - len(blocks[0])
        target.print(f"另有 {left} 地 more places: tongbao compare, or --region CODE", style="dim")
    target.print(
        "① 同口径排名 rank among comparable figures · 复 recomputed from the printed parts · "
        "来源与口径 sources and caveats: tongbao compare --detail",
        style="dim",
        markup=False,
    )


class _Line(NamedTuple):
    """One line of the overview: its cells by the code of the place."""

    indicator: str
    scope: str
    cells: dict[str, str]


def _cells_of_places(rows: Iterable[dict[str, Any]]) -> dict[str, str]:
    by_place: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_place.setdefault(row["region_code"], []).append(row)
    return {code: "\n".join(_cells(of_place)) for code, of_place in by_place.items()}


def _blocks(lines: Sequence[_Line], places: Sequence[_Place], width: int) -> list[list[_Place]]:
    """The places in as many blocks as it takes to fit each on the page; those with most figures come first."""
    gap = 3
    heads = (
        max((cell_len(line.indicator) for line in lines), default=0),
        max((cell_len(line.scope) for line in lines), default=0),
    )
    if sum(heads) + 2 * gap + sum(_width(lines, place) + gap for place in places) <= width:
        return [list(places)]
    figures = {code: sum(code in line.cells for line in lines) for code, _ in places}
    blocks: list[list[_Place]] = [[]]
    used = sum(heads) + 2 * gap
    for place in sorted(places, key=lambda p: -figures[p[0]]):
        needed = _width(lines, place) + gap
        if blocks[-1] and used + needed > width:
            blocks.append([])
            used = sum(heads) + 2 * gap
        blocks[-1].append(place)
        used += needed
    return blocks


def _width(lines: Sequence[_Line], place: _Place) -> int:
    texts = (part for line in lines for part in line.cells.get(place[0], "").split("\n"))
    return max(cell_len(text) for text in (place[1], *texts))


def _print_block(title: str, lines: Sequence[_Line], places: Sequence[_Place], *, alone: bool) -> None:
    numbers = range(2, len(places) + 2)
    shown = table(title, ["指标", "范围", *(name for _, name in places)], right=numbers, whole=numbers)
    for line in lines:
        cells = [line.cells.get(code, "") for code, _ in places]
        if alone or any(cells):
            shown.add_row(line.indicator, line.scope, *cells)
    console().print(shown)


def print_detail(result: Result) -> None:
    """One line for each figure, with its parts, its date and why it may not be ranked."""
    target = console()
    title = "对比明细 comparison in detail"
    headings = ["指标", "地区", "范围", "截至", "公布", "复算", "分子", "分母", "排名", "说明"]
    lines = [
        (
            r["indicator_name"],
            r["region_name"],
            r["scope"] or "",
            f"{r['period_start']}—{r['as_of']}" if r["period_start"] else str(r["as_of"] or ""),
            number(r["published"], r["unit"], r["decimals"]),
            number(r["recomputed"], r["unit"]),
            number(r["numerator"]),
            number(r["denominator"]),
            str(r["rank"] or ""),
            "; ".join(filter(None, (r["qualifier"], r["caveat"]))),
        )
        for r in result.records()
    ]
    if is_narrow(target):
        target.print(title, style="bold", markup=False)
        for line in lines:
            target.print(" " + " ".join(line[:4]), markup=False)
            named = zip(headings[4:9], line[4:9], strict=True)
            figures = " · ".join(f"{name} {text}" for name, text in named if text)
            for text in filter(None, (figures, line[9])):
                target.print(Padding(Text(text), (0, 0, 0, 3)))
        return
    shown = table(title, headings, right=range(4, 9), whole=range(1, 9))
    for line in lines:
        shown.add_row(*line)
    target.print(shown)


def _cells(rows: Iterable[dict[str, Any]]) -> list[str]:
    """A place's figures for one line: the chosen one first, others only where they say something else."""
    texts: list[str] = []
    values: list[float] = []
    for row in sorted(rows, key=lambda r: not r["preferred"]):
        value = row["published"] if row["published"] is not None else row["recomputed"]
        if not any(abs(value - other) < 1e-9 for other in values):
            values.append(value)
            texts.append(_cell(row))
    return texts


def circled(rank: int | None) -> str:
    """A rank as a circled number; nothing where there is none or it has no such sign."""
    return _CIRCLED[rank - 1] if rank and rank <= len(_CIRCLED) else ""


def _cell(row: dict[str, Any]) -> str:
    rank = circled(row["rank"])
    published = number(row["published"], row["unit"], row["decimals"])
    recomputed = number(row["recomputed"], row["unit"])
    if row["published"] is None:
        return f"复 {recomputed}{rank}"
    sign = {">=": "≥", "<=": "≤", ">": ">", "<": "<"}.get(row["comparator"] or "=", "")
    text = f"{sign}{published}{rank}"
    differs = row["recomputed"] is not None and abs(row["recomputed"] - row["published"]) >= _SEEN_APART
    return f"{text}\n复 {recomputed}" if differs else text


def _figure_key(row: dict[str, Any]) -> tuple[str | None, ...]:
    return row["region_code"], row["indicator_id"], *_line_key(row), row["definition"]


def _line_key(row: dict[str, Any]) -> tuple[str, str]:
    """Subject with its period where it says from when, and scope: what one line may hold."""
    subject = f"（{row['qualifier']}）" if row["qualifier"] else ""
    period = f" {row['period_start']}—{row['as_of']}" if row["period_rule"] == "same_period" else ""
    return f"{row['indicator_name']}{subject}{period}", _class(row["scope"])


def _class(scope: str | None) -> str:
    if scope in ("全市", "全县", "全区"):
        return "全域"
    return "本级" if scope in ("市本级", "县本级", "区本级") else (scope or "")


def _scope_order(scope: str | None) -> int:
    return {"全域": 0, "本级": 1}.get(_class(scope), 2)


def _places_of(records: Sequence[dict[str, Any]], row: dict[str, Any]) -> int:
    return len({r["region_code"] for r in records if r["indicator_id"] == row["indicator_id"]})


def _by_region(row: dict[str, Any]) -> str:
    return str(row["region_code"])
