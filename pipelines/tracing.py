"""`tongbao trace`: a number's way back, as a person reads it."""

from __future__ import annotations

from pathlib import Path

from rich.text import Text

from pipelines.home import Home
from pipelines.terminal import console, number, table
from warehouse.tracing import Printed, Recomputed, Trace

PARTS_SHOWN = 60


def print_trace(home: Home, found: Trace, picture: Path | None = None) -> None:
    """Print the document, the place, the printed row with the cell marked, and the recomputations."""
    if found.printed:
        _print_printed(home, found.printed)
    for recomputed in found.recomputed:
        _print_recomputed(recomputed)


def _print_printed(home: Home, printed: Printed) -> None:
    target = console()
    document = printed.document
    target.print(
        f"{document['region_name'] or ''} {document['title'] or ''}".strip(), style="bold", markup=False
    )
    facts = [document["document_number"], document["issuer"], f"发布 {document['published_on'] or '—'}"]
    target.print(" · ".join(str(fact) for fact in facts if fact), markup=False, soft_wrap=True)
    target.print(f"来源 {document['source_uri']}", markup=False, soft_wrap=True)
    target.print(f"原件 {home.original(document['document_id'])}", markup=False, soft_wrap=True)
    if printed.table is not None:
        attachment = printed.table["attachment_no"]
        name = f"附件{attachment} " if attachment is not None else ""
        target.print(f"表   {name}{printed.table['title'] or '（无标题）'}", markup=False, soft_wrap=True)
        target.print(f"位置 {_place(printed)}", markup=False)
        _print_row(printed)
    else:
        start, end = printed.characters or (None, None)
        target.print(f"位置 正文第 {start}–{end} 字符", markup=False)
        sentence = Text(printed.sentence or printed.quote or "")
        if printed.quote:
            sentence.highlight_words([printed.quote], style="bold reverse")
        target.print(sentence, soft_wrap=True)
    if printed.value is not None:
        target.print(f"数值 {printed.value:g} {printed.unit or ''}（印为 {printed.value_raw}）", markup=False)


def _print_row(printed: Printed) -> None:
    shown = table("", ["", "栏目", "印刷内容"])
    for cell in printed.row:
        marked = cell["column_no"] == printed.column_no
        shown.add_row(
            "▶" if marked else "", cell["column_path"], cell["text"] or "", style="bold" if marked else None
        )
    console().print(shown)


def _print_recomputed(recomputed: Recomputed) -> None:
    target = console()
    unit = recomputed.unit
    verdicts = {"match": "相符 match", "rounding": "尾差 rounding", "mismatch": "不符 mismatch"}
    verdict = f"，{verdicts[recomputed.verdict]}" if recomputed.verdict else ""
    target.print(f"复算 {recomputed.formula}", style="bold", markup=False, soft_wrap=True)
    target.print(
        f"     公布 {number(recomputed.published, unit) or '—'}，复算 {number(recomputed.recomputed, unit, 4)}{verdict}",
        markup=False,
    )
    if recomputed.note:
        target.print(f"     {recomputed.note}", markup=False, soft_wrap=True)
    if not recomputed.parts:
        return
    shown = table("", ["印为", "栏目", "对象", "位置", "编号 id"], right=(0,))
    for part in recomputed.parts[:PARTS_SHOWN]:
        shown.add_row(part.value_raw, part.heading or part.quote or "", _label(part), _place(part), part.id)
    target.print(shown)
    if len(recomputed.parts) > PARTS_SHOWN:
        target.print(f"     另有 {len(recomputed.parts) - PARTS_SHOWN} 个 more", style="dim")


def _label(part: Printed) -> str:
    texts = [
        cell["text"] for cell in part.row if cell["text"] and not cell["text"].replace(".", "").isdigit()
    ]
    return texts[0] if texts else ""


def _place(printed: Printed) -> str:
    where = []
    if printed.row:
        where.append(f"第 {printed.row[0]['row_no']} 行第 {printed.column_no} 列")
    if printed.page is not None:
        where.append(f"第 {printed.page} 页")
    if printed.box is not None:
        where.append("(" + ", ".join(f"{edge:.1f}" for edge in printed.box) + ") pt")
    if printed.line is not None:
        where.append(f"原文第 {printed.line} 行")
    if printed.characters:
        where.append(f"正文第 {printed.characters[0]}–{printed.characters[1]} 字符")
    return "，".join(where) or "—"
