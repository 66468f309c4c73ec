"""`tongbao review`: what is open, and a person's decisions about it.

A decision is an entry in a plain file in the home (`decisions/decisions.yml`). It holds for every document, past and
future: the next run reads with it, and never proposes it again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from pipelines.cli.identifiers import UnknownChoice, choose, nearest
from pipelines.cli.output import WIDTH_UNFOLDED
from pipelines.home.paths import Home
from pipelines.home.terminal import address, console, is_narrow, table
from pipelines.meaning.corrections import APPLIED, STALE
from warehouse.queries import Result, query

ITEMS_SHOWN = 100
# Kinds that there may always be, also while none is open; the others are what readers noted in documents.
STANDING_KINDS = ("name", "indicator", "place", "quarantine", APPLIED, STALE)
# What the other columns of a table need beside the ids, which are not folded.
_ROOM_BESIDE_IDS = 80


class NotDecidable(ValueError):
    """An item that doesn't exist or that no decision can settle; the text says what to do instead."""


class UnknownKind(ValueError):
    """A kind that no open item has; the text names those there are."""


def open_items(home: Home, kind: str | None = None) -> Result:
    """Rows of mart.review_items by kind and what they are about. Raises UnknownKind."""
    if kind is not None and kind not in STANDING_KINDS:
        counted = query(
            home.published, "select kind, count(*) from mart.review_items group by kind order by kind"
        ).rows
        if kind not in dict(counted):
            there = ", ".join(f"{each} {count}" for each, count in counted) or "none; nothing is open"
            raise UnknownKind(f"--kind {kind}: nothing of this kind is open; the kinds there are: {there}")
    return query(
        home.published,
        "select r.*, d.region_name, d.title from mart.review_items r left join mart.documents d using (document_id)"
        " where $1 is null or r.kind = $1 order by r.kind, r.subject nulls last, r.item_id",
        [kind],
    )


def print_items(home: Home, result: Result) -> None:
    """The open items, counted by kind, at most ITEMS_SHOWN of them, and the decisions that no document needs any more."""
    target = console()
    records = result.records()
    counts = Counter(str(r["kind"]) for r in records)
    if records:
        by_kind = "，".join(f"{kind} {count}" for kind, count in counts.items())
        target.print(f"待定 open: {len(records)}（{by_kind}）", style="bold", markup=False, soft_wrap=True)
        _print_lines(target, [_line(r) for r in _shown(records, counts)])
    else:
        target.print("没有待定事项 nothing is open", style="bold")
    more = len(records) - ITEMS_SHOWN
    if more > 0:
        narrower = f"--kind {next(iter(counts))}" if len(counts) == 1 else "--kind KIND, or all with"
        target.print(
            f"另有 {more} 项 more: tongbao review {narrower} --format csv",
            style="dim",
            markup=False,
            soft_wrap=True,
        )
    for line in unused_decisions(home):
        target.print(f"不再用到的决定 a decision that no document needs any more: {line}", markup=False)


def _shown(records: list[dict[str, Any]], counts: Counter[str]) -> list[dict[str, Any]]:
    """At most ITEMS_SHOWN items in their order; a kind with many leaves room for those with few."""
    left, shares = ITEMS_SHOWN, {}
    for done, (kind, count) in enumerate(sorted(counts.items(), key=lambda item: item[1])):
        shares[kind] = min(count, left // (len(counts) - done))
        left -= shares[kind]
    taken: Counter[str] = Counter()
    shown = []
    for record in records:
        taken[record["kind"]] += 1
        if taken[record["kind"]] <= shares[record["kind"]]:
            shown.append(record)
    return shown


def _line(r: dict[str, Any]) -> tuple[str, str, str, str, str, str]:
    """Kind, place, where, the question, candidates, id."""
    place, where = r["region_name"] or "", address(r["locator"] or "")
    return r["kind"], place, where, r["message"], r["candidates"] or "", r["item_id"]


def _print_lines(target: Console, lines: list[tuple[str, str, str, str, str, str]]) -> None:
    """A table where there is room beside the ids, which are copied and so not folded; else a block for each."""
    headings = ["类别", "地区", "位置", "问题", "候选", "编号 item"]
    widest_id = max(cell_len(line[5]) for line in lines)
    if not target.is_terminal:
        # Another program takes the lines as they are: nothing is folded.
        target.width = WIDTH_UNFOLDED
    elif is_narrow(target) or target.width - widest_id < _ROOM_BESIDE_IDS:
        for kind, region, locator, message, candidates, item in lines:
            target.print(f" {item}", markup=False, soft_wrap=True)
            for text in (f"{kind} {region} {locator}", message, candidates):
                if text:
                    target.print(Padding(Text(text), (0, 0, 0, 3)))
        return
    whole = (5,) if target.is_terminal else range(len(headings))
    shown = table("", headings, whole=whole)
    for line in lines:
        shown.add_row(*(Text(text) for text in line))
    target.print(shown)


def unused_decisions(home: Home) -> list[str]:
    """Decisions on names that stand in no document any more."""
    from pipelines.meaning.decisions.decision_store import load_judgements

    judgements = load_judgements(home)
    if not judgements:
        return []
    from pipelines.meaning.decisions.review_forms import unused

    names = [
        name for (name,) in query(home.published, "select distinct name_raw from mart.name_matches").rows
    ]
    return [
        f"{j.subject} → {j.verdict} {j.answer or ''} ({j.who}, {j.day})" for j in unused(judgements, names)
    ]


def decide(home: Home, item_id: str, verdict: str, answer: str | None, who: str, why: str, here: bool) -> str:
    """Record a decision (`accept`, `change` to `answer`, `refuse`) on an open item; return what was recorded.

    `answer` is the id of a function or indicator, or its Chinese name in the registry.

    Raises NotDecidable with what to do when the item is unknown, of another kind, or has no proposal.
    """
    found = query(home.published, "select * from mart.review_items where item_id = ?", [item_id]).records()
    if not found:
        raise NotDecidable(f"{item_id}: no such open item; `tongbao review` lists them")
    item = found[0]
    if verdict != "change" and not item["proposal"] and item["kind"] in ("name", "indicator"):
        raise NotDecidable(
            f"{item_id}: nothing is proposed for it; say what it is with `tongbao review change`"
        )
    if item["kind"] not in ("name", "indicator"):
        raise NotDecidable(
            f"{item_id}: a {item['kind']} is settled at its source, not by a decision: {item['message']}"
        )
    known = _functions() if item["kind"] == "name" else _indicators()
    what = "function" if item["kind"] == "name" else "indicator"
    chosen = _the_one(what, answer or item["proposal"], known)
    said: dict[str, Any] = (
        {"name": item["subject"]} if item["kind"] == "name" else {"phrasing": item["subject"]}
    )
    if here and item["kind"] == "name":
        said["region"] = item["region_code"]
    judged = "different" if verdict == "refuse" else "same"
    path = _kept(home, said | {"verdict": judged, "answer": chosen, "who": who, "why": why})
    return f"{item['subject']} → {judged} {chosen} ({known[chosen]}), {path}"


def _functions() -> dict[str, str]:
    from pipelines.meaning.names.registry import load_registry

    return {each: function.name for each, function in load_registry().functions.items()}


def _indicators() -> dict[str, str]:
    from pipelines.meaning.indicators import load_registry

    return {each.id: each.name for each in load_registry()}


def _kept(home: Home, said: dict[str, Any]) -> Path:
    """Keep a judgement, made now; return the file. Raises NotDecidable when nobody stands for it."""
    from pipelines.meaning.decisions.decision_store import add_judgement
    from pipelines.meaning.judgement import Judgement

    if not said["who"].strip():
        raise NotDecidable("--who is empty; say who decides, or leave it out for the name of the user")
    now = datetime.now().astimezone().replace(microsecond=0)
    return add_judgement(home, Judgement.model_validate(said | {"when": now}))


def _the_one(what: str, answer: str, known: Mapping[str, str]) -> str:
    """The id that `answer` is or names. Raises NotDecidable with the nearest, or with all that have the name."""
    try:
        found = choose(what, [answer], known)
    except UnknownChoice:
        near = "; nearest: " + ", ".join(f"{each} {name}" for each, name in nearest(answer, known))
        raise NotDecidable(f"{answer}: no such {what}{near}; all stand in raw.{what}s") from None
    if len(found) > 1:
        raise NotDecidable(f"{answer}: several have this name; say which: {', '.join(found)}")
    return found[0]
