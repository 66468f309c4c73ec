"""The end of a run, for a person: what was read, what was found, what does not add up, the comparison."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from rich.padding import Padding
from rich.text import Text

from pipelines.cli.comparison_table import figures, print_overview
from pipelines.home.paths import Home
from pipelines.home.terminal import address, console, error_line, file_name, is_narrow, number, table
from pipelines.orchestration.run import RunReport
from warehouse.queries import NoWarehouse, query

DOCUMENTS_SHOWN = 40
MISMATCHES_SHOWN = 12
# One column that is wrong throughout would fill the list.
MISMATCHES_OF_AN_INDICATOR = 2
# An issuer that stands for an unknown place must leave room for the title.
WIDEST_PLACE = 24

_KINDS = {
    "row_ratio": "行内比率",
    "row_total": "行内合计",
    "row_difference": "行内增减",
    "column_total": "列合计",
    "cross_table": "两表互证",
    "prose_vs_table": "正文与表",
    "prose_vs_prose": "正文互证",
    "ranking": "排名",
    "crossing": "纵横互证",
}
# From here on most of the figures that a formula was held against obey it; what is less sure is counted and not listed.
SURE = 0.5

# What is sure, by weight: the size of the error times how sure it is. Several lines with one cause are one.
_SURE_MISMATCHES = f"""
with causes as (
    -- A figure that explains others is one line, and so are totals of one row that lack the same rows.
    select *, count(*) over (partition by cause) as lines,
        row_number() over (partition by cause order by weight desc, check_id) as choice
    from (
        select *, abs(difference) / greatest(abs(recomputed), 1) * confidence as weight,
            case when note is not null and kind = 'column_total' then table_id || '-' || row_no || note
            else coalesce(consequence_of, check_id) end as cause
        from mart.reconciliation
        where verdict = 'mismatch'
    )
)
select d.region_name, coalesce(t.as_of, d.as_of) as as_of, t.attachment_no, t.title, r.*,
    i.name as indicator_name, c.column_path,
    case when r.kind <> 'ranking' then coalesce(o.unit, s.unit) end as unit
from causes r
join mart.documents d using (document_id)
left join mart.tables t using (table_id)
left join mart.columns c using (table_id, column_no)
left join raw.indicators i on r.indicator_id = i.indicator_id
left join mart.observations o on r.source_id = o.observation_id
left join mart.statements s on r.source_id = s.statement_id
where r.choice = 1 and r.consequence_of is null and r.confidence >= {SURE}
qualify row_number() over (
    partition by r.document_id, coalesce(r.indicator_id, c.column_path, r.check_id)
    order by r.weight desc, r.check_id
) <= {MISMATCHES_OF_AN_INDICATOR}
order by r.weight desc, d.region_code, r.check_id
limit {MISMATCHES_SHOWN}
"""


def print_summary(home: Home, report: RunReport) -> None:
    """Print the summary of the published warehouse, with all that is in quarantine, whichever call left it there."""
    target = console()
    try:
        documents = _records(
            home.published,
            """
            select d.document_id, d.region_code, d.region_name, d.issuer, d.title, d.source_uri, d.document_number, d.as_of, d.status,
                d.status_reason, d.table_count,
                (select count(*) from mart.cells c where c.document_id = d.document_id and c.text is not null) cells,
                (select count(*) from mart.observations o where o.document_id = d.document_id) observations,
                (select count(*) from mart.statements s where s.document_id = d.document_id) statements,
                (select count(*) from mart.targets t where t.document_id = d.document_id) targets
            from mart.documents d order by d.first_seen, d.document_id
            """,
        )
    except NoWarehouse:
        if not report.missing:
            error_line("the run published nothing; see the errors above, or `tongbao ui` for the run")
        return
    good = [d for d in documents if d["status"] == "current"]
    quarantined = [d for d in documents if d["status"] == "quarantined"]
    _print_documents(good)
    for d in quarantined:
        error_line(f"{file_name(d['source_uri'])}: quarantined. {d['status_reason']}")
    print_corrections(home)
    _print_reconciliation(home.published)
    comparison = figures(home.published)
    if comparison.rows:
        print_overview(comparison, rates_only=True)
    placeless = sum(d["region_code"] is None for d in good)
    if placeless:
        target.print(
            f"{placeless} 份通报不知是哪里的，不进入对比 of unknown place, not in the comparison: "
            "tongbao review --kind place",
            style="yellow",
            markup=False,
            soft_wrap=True,
        )
    if report.run_id is None and report.succeeded and not report.missing:
        done = "没有新文件，仓库未变 nothing new, nothing changed"
    else:
        done = f"本次读取 {report.read_now} 份 documents read now"
    target.print(f"{done} · 仓库 warehouse {home.published}", style="dim", markup=False, soft_wrap=True)


def _print_documents(documents: list[dict[str, Any]]) -> None:
    target = console()
    counts = {
        "table_count": "表",
        "cells": "单元格",
        "observations": "表中数",
        "statements": "正文数",
        "targets": "目标",
    }
    texts = ["地区", "标题", "文号", "数据截至"]
    if is_narrow(target):
        texts.remove("文号")
        del counts["cells"]
    right = range(len(texts), len(texts) + len(counts))
    shown = table(
        f"已读通报 bulletins read: {len(documents)}",
        [*texts, *counts.values()],
        right=right,
        whole=(0, len(texts) - 1, *right),  # the place, the date, the numbers
    )
    if any(d["region_name"] is None for d in documents):
        shown.columns[0].no_wrap = False
        shown.columns[0].max_width = WIDEST_PLACE
    titles = _titles(documents)
    for d in documents[-DOCUMENTS_SHOWN:]:
        facts = {
            "地区": _place(d),
            "标题": titles[d["document_id"]],
            "文号": d["document_number"] or "",
            "数据截至": str(d["as_of"] or ""),
        }
        shown.add_row(*(facts[name] for name in texts), *(number(d[key]) for key in counts))
    left = len(documents) - DOCUMENTS_SHOWN
    if left > 0:
        shown.add_row("…", f'另有 {left} 份 more: tongbao query "select * from mart.documents"')
    if len(documents) > 1:
        shown.add_section()
        sums = (number(sum(d[key] for d in documents)) for key in counts)
        shown.add_row("合计", "total", *[""] * (len(texts) - 2), *sums)
    target.print(shown)


def _place(d: dict[str, Any]) -> str:
    """The place of a document, or what is nearest to one; a file's name without title stands in the next column."""
    return str(d["region_name"] or d["issuer"] or (file_name(d["source_uri"]) if d["title"] else "—"))


def _titles(documents: list[dict[str, Any]]) -> dict[str, str]:
    """The title of each document by its id, with its file's name or address where a place has several of that title."""
    same = Counter((_place(d), d["title"]) for d in documents)
    files = Counter((_place(d), d["title"], file_name(d["source_uri"])) for d in documents)
    titles = {}
    for d in documents:
        place, title, uri = _place(d), d["title"], d["source_uri"]
        name = file_name(uri) if files[place, title, file_name(uri)] == 1 else address(uri)
        if title and same[place, title] > 1:
            titles[d["document_id"]] = f"{title}（{name}）"
        else:
            titles[d["document_id"]] = title or name
    return titles


def print_corrections(home: Home) -> None:
    """A line where a correction was not applied: the source prints something else now, or its document isn't there."""
    from pipelines.ingest.sources.correction_files import load_corrections
    from pipelines.ingest.sources.source_errors import SourceError
    from pipelines.meaning.corrections import DOCUMENTS, STALE, without_document

    stale = query(home.published, "select count(*) from raw.problems where kind = $1", [STALE]).rows[0][0]
    try:
        filed = load_corrections(home)
    except SourceError:
        filed = ()  # the run itself said so
    lost = without_document(filed, query(home.published, DOCUMENTS).rows) if filed else []
    said = []
    if stale:
        said.append(f"{stale} 条与现印不符，未采用 not what is printed now: tongbao review --kind {STALE}")
    if lost:
        named = "、".join(dict.fromkeys(f"{f.correction.document}（{f.file}）" for f in lost))
        said.append(f"{len(lost)} 条找不到文件 no such document: {named}")
    if said:
        console().print(f"更正 corrections: {'；'.join(said)}", style="yellow", markup=False, soft_wrap=True)


def _print_reconciliation(published: Path) -> None:
    totals = _records(
        published,
        "select verdict, count(*) as n from mart.reconciliation group by verdict",
    )
    by_verdict = {row["verdict"]: row["n"] for row in totals}
    if not by_verdict:
        return
    target = console()
    target.print(
        f"复算 recomputed: {sum(by_verdict.values()):,} 处公布数 published figures — "
        f"相符 match {by_verdict.get('match', 0):,}，尾差 rounding {by_verdict.get('rounding', 0):,}，"
        f"不符 mismatch {by_verdict.get('mismatch', 0):,}",
        style="bold",
        markup=False,
    )
    rows = _records(published, _SURE_MISMATCHES)
    lines = [_mismatch(r) for r in rows]
    if is_narrow(target):
        for region, place, entity, what, was, becomes, why in lines:
            target.print(f" {region} {place} {entity} {what}", markup=False)
            target.print(Padding(Text(f"公布 {was} · 复算 {becomes} · {why}"), (0, 0, 0, 3)))
    elif lines:
        headings = ["地区", "位置", "对象", "指标", "公布", "复算", "算式"]
        shown = table("不符 what does not add up", headings, right=(4, 5), whole=(0, 1, 4, 5))
        for line in lines:
            shown.add_row(*line)
        target.print(shown)
    more = by_verdict.get("mismatch", 0) - sum(row["lines"] for row in rows)
    if more > 0:
        query_text = "select * from mart.reconciliation where verdict = 'mismatch' order by confidence desc"
        target.print(
            f'另有 {more} 处，或由上列引起，或把握较小 more, some less sure: tongbao query "{query_text}"',
            style="dim",
            markup=False,
            soft_wrap=True,
        )


def _mismatch(r: dict[str, Any]) -> tuple[str, str, str, str, str, str, str]:
    """Place, place in the document, who, what, published, recomputed, and why."""
    place = f"附件{r['attachment_no']}" if r["attachment_no"] is not None else (r["title"] or "正文")
    row = f" 第{r['row_no']}行" if r["row_no"] is not None else ""
    month = f" {r['as_of']:%Y-%m}" if r["as_of"] else ""
    others = f"（连同 {r['lines'] - 1} 处）" if r["lines"] > 1 else ""
    return (
        f"{r['region_name'] or ''}{month}",
        f"{place}{row}",
        r["entity_raw"] or "",
        f"{r['indicator_name'] or r['column_path'] or ''}（{_KINDS[r['kind']]}）",
        number(r["published"], r["unit"], r["decimals"]),
        number(r["recomputed"], r["unit"]),
        f"{r['note'] or r['formula']}{others}",
    )


def _records(published: Path, sql: str) -> list[dict[str, Any]]:
    return query(published, sql).records()
