"""The end of a run, for a person: what was read, what was found, what does not add up, the comparison."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipelines.comparison import figures, print_overview
from pipelines.home import Home
from pipelines.run import RunReport
from pipelines.terminal import console, error_line, file_name, number, table
from warehouse.reading import NoWarehouse, query

MISMATCHES_SHOWN = 12

_KINDS = {
    "row_ratio": "行内比率",
    "row_total": "行内合计",
    "row_difference": "行内增减",
    "column_total": "列合计",
    "cross_table": "两表互证",
    "prose_vs_table": "正文与表",
    "prose_vs_prose": "正文互证",
    "ranking": "排名",
}


def print_summary(home: Home, report: RunReport) -> int:
    """Print the summary of the published warehouse; return how many documents are in quarantine."""
    target = console()
    try:
        documents = _records(
            home.published,
            """
            select d.document_id, d.region_name, d.title, d.source_uri, d.document_number, d.as_of, d.status,
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
        return 0
    good = [d for d in documents if d["status"] == "current"]
    quarantined = [d for d in documents if d["status"] == "quarantined"]
    _print_documents(good)
    for d in quarantined:
        error_line(f"{file_name(d['source_uri'])}: quarantined. {d['status_reason']}")
    _print_reconciliation(home.published)
    comparison = figures(home.published)
    if comparison.rows:
        print_overview(comparison, rates_only=True)
    if report.run_id is None and report.succeeded and not report.missing:
        done = "没有新文件，仓库未变 nothing new, nothing changed"
    else:
        done = f"本次读取 {report.read_now} 份 documents read now"
    target.print(f"{done} · 仓库 warehouse {home.published}", style="dim", markup=False, soft_wrap=True)
    return len(quarantined)


def _print_documents(documents: list[dict[str, Any]]) -> None:
    shown = table(
        f"已读通报 bulletins read: {len(documents)}",
        ["地区", "标题", "文号", "数据截至", "表", "单元格", "表中数", "正文数", "目标"],
        right=(4, 5, 6, 7, 8),
    )
    for d in documents[-40:]:
        shown.add_row(
            d["region_name"] or "—",
            d["title"] or file_name(d["source_uri"]),
            d["document_number"] or "",
            str(d["as_of"] or ""),
            *(number(d[key]) for key in ("table_count", "cells", "observations", "statements", "targets")),
        )
    if len(documents) > 1:
        shown.add_section()
        keys = ("table_count", "cells", "observations", "statements", "targets")
        shown.add_row("合计 total", "", "", "", *(number(sum(d[key] for d in documents)) for key in keys))
    console().print(shown)


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
    rows = _records(
        published,
        f"""
        select d.region_name, t.attachment_no, t.title, r.*, i.name as indicator_name, c.column_path
        from mart.reconciliation r
        join mart.documents d using (document_id)
        left join mart.tables t using (table_id)
        left join mart.columns c using (table_id, column_no)
        left join raw.indicators i on r.indicator_id = i.indicator_id
        where r.verdict = 'mismatch'
        order by abs(r.difference) / greatest(abs(r.recomputed), 1) desc, d.region_code, r.check_id
        limit {MISMATCHES_SHOWN}
        """,
    )
    shown = table(
        "不符 what does not add up", ["地区", "位置", "对象", "指标", "公布", "复算", "算式"], right=(4, 5)
    )
    for r in rows:
        unit = "%" if r["kind"] == "row_ratio" else None
        place = f"附件{r['attachment_no']}" if r["attachment_no"] is not None else (r["title"] or "正文")
        shown.add_row(
            r["region_name"] or "",
            f"{place} 第{r['row_no']}行" if r["row_no"] is not None else place,
            r["entity_raw"] or "",
            f"{r['indicator_name'] or r['column_path'] or ''}（{_KINDS[r['kind']]}）",
            number(r["published"], unit, r["decimals"]),
            number(r["recomputed"], unit),
            r["note"] or r["formula"],
        )
    if rows:
        target.print(shown)
        more = by_verdict.get("mismatch", 0) - len(rows)
        if more > 0:
            target.print(
                f"另有 {more} 处 more: tongbao query \"select * from mart.reconciliation where verdict = 'mismatch'\"",
                style="dim",
                markup=False,
            )


def _records(published: Path, sql: str) -> list[dict[str, Any]]:
    return query(published, sql).records()
