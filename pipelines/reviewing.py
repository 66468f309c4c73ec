"""`tongbao review`: what is open, and a person's decisions about it.

A decision is a line in a plain file in the home (`decisions/names.yml`, `decisions/indicators.yml`). It
holds for every document, past and future: the next run reads with it, and never proposes it again.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from rich.padding import Padding
from rich.text import Text

from pipelines.home import Home
from pipelines.terminal import address, console, is_narrow, table
from warehouse.reading import Result, query


class NotDecidable(ValueError):
    """An item that doesn't exist or that no decision can settle; the text says what to do instead."""


def open_items(home: Home, kind: str | None = None) -> Result:
    """Rows of mart.review_items, the likeliest to matter first."""
    return query(
        home.published,
        "select r.*, d.region_name, d.title from mart.review_items r left join mart.documents d using (document_id)"
        " where $1 is null or r.kind = $1 order by r.kind, r.subject nulls last, r.item_id",
        [kind],
    )


def print_items(home: Home, result: Result) -> None:
    """The open items, and the decisions that no document needs any more."""
    target = console()
    title = f"待定 open: {len(result.rows)}"
    lines = [
        (
            r["kind"],
            r["region_name"] or "",
            address(r["locator"] or ""),
            r["message"],
            r["candidates"] or "",
            r["item_id"],
        )
        for r in result.records()
    ]
    if not lines:
        target.print("没有待定事项 nothing is open", style="bold")
    elif is_narrow(target):
        target.print(title, style="bold", markup=False)
        for kind, region, locator, message, candidates, item in lines:
            target.print(f" {item}", markup=False, soft_wrap=True)
            for text in (f"{kind} {region} {locator}", message, candidates):
                if text:
                    target.print(Padding(Text(text), (0, 0, 0, 3)))
    else:
        # Ids are copied, so they must not be folded.
        shown = table(title, ["类别", "地区", "位置", "问题", "候选", "编号 item"], whole=(5,))
        for texts in lines:
            shown.add_row(*texts)
        target.print(shown)
    for line in unused_decisions(home):
        target.print(f"不再用到的决定 a decision that no document needs any more: {line}", markup=False)


def unused_decisions(home: Home) -> list[str]:
    """Decisions on names that stand in no document any more."""
    from pipelines.names.decisions import load_decisions

    decisions = load_decisions(home.decisions / "names.yml")
    if not decisions.items:
        return []
    names = [
        name for (name,) in query(home.published, "select distinct name_raw from mart.name_matches").rows
    ]
    return [f"{d.name} → {d.verdict} {d.function} ({d.who}, {d.when})" for d in decisions.unused(names)]


def decide(home: Home, item_id: str, verdict: str, answer: str | None, who: str, why: str, here: bool) -> str:
    """Record a decision (`accept`, `change` to `answer`, `refuse`) on an open item; return what was recorded.

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
    if item["kind"] == "name":
        return _decide_name(home, item, verdict, answer, who, why, here)
    if item["kind"] == "indicator":
        return _decide_indicator(home, item, verdict, answer, who, why)
    raise NotDecidable(
        f"{item_id}: a {item['kind']} is settled at its source, not by a decision: {item['message']}"
    )


def _decide_name(
    home: Home, item: dict[str, Any], verdict: str, answer: str | None, who: str, why: str, here: bool
) -> str:
    from pipelines.names.decisions import Decision, Verdict, record
    from pipelines.names.registry import load_registry

    function = answer or item["proposal"]
    known = load_registry().functions
    if function not in known:
        raise NotDecidable(f"{function}: no such function; the ids stand in raw.functions")
    kinds = {"accept": Verdict.SAME, "refuse": Verdict.DIFFERENT, "change": Verdict.ANOTHER}
    path = home.decisions / "names.yml"
    record(
        path,
        Decision(
            name=item["subject"],
            region=item["region_code"] if here else None,
            verdict=kinds[verdict],
            function=function,
            who=who,
            when=date.today(),
            why=why,
        ),
    )
    return f"{item['subject']} → {kinds[verdict]} {function} ({known[function].name}), {path}"


def _decide_indicator(
    home: Home, item: dict[str, Any], verdict: str, answer: str | None, who: str, why: str
) -> str:
    from pipelines.indicators import load_registry
    from pipelines.indicators.decisions import RecordedDecision, record

    indicator = answer or item["proposal"]
    registry = load_registry()
    if indicator not in registry:
        raise NotDecidable(f"{indicator}: no such indicator; the ids stand in raw.indicators")
    path = home.decisions / "indicators.yml"
    judgement = "different" if verdict == "refuse" else "same"
    decision = {"phrasing": item["subject"], "indicator": indicator, "judgement": judgement}
    record(path, RecordedDecision.model_validate({**decision, "who": who, "when": date.today(), "why": why}))
    return f"{item['subject']} → {judgement} {indicator} ({registry.by_id(indicator).name}), {path}"
