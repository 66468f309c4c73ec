"""`tongbao trace`: a number's way back, as a person reads it, and a picture of its page.

Belongs here: what is shown, in words and in the picture. Finding it is `warehouse.provenance`'s, drawing
`extractors.pdf.page_pictures`'s.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.text import Text

from pipelines.home.paths import Home
from pipelines.home.terminal import address, console, error_line, number, table
from warehouse.provenance import Printed, Recomputed, Trace, addresses, column_boxes, text_encoding

PARTS_SHOWN = 60
ADDRESSES_SHOWN = 5

_RESOLUTION = 150 / 72  # pixels for each point: 150 dpi
_FRAME = (215, 0, 0)
_ROW, _COLUMN = (255, 244, 190), (226, 240, 255)
_STATUS = {"superseded": "已被取代 superseded", "quarantined": "隔离 quarantined"}
_SHEETS = ("excel", "spreadsheet")


def print_trace(home: Home, found: Trace, picture: Path | None = None) -> None:
    """Print the document, the place, the printed row with the cell marked, and the recomputations.

    For a PDF the page is drawn with the place framed, into `picture` or the folder `traces` of the home.
    """
    if found.printed:
        _print_printed(home, found.printed, found.id, picture)
    for recomputed in found.recomputed:
        _print_recomputed(recomputed)


def _print_printed(home: Home, printed: Printed, wanted: str, picture: Path | None) -> None:
    target = console()
    _print_document(home, printed.document)
    boxes = [printed.box] if printed.box else []
    page = printed.page
    if page is None and printed.quote and _is_pdf(printed):
        page, boxes = _words_on_page(home, printed)
    if printed.table is not None:
        attachment = printed.table["attachment_no"]
        name = f"附件{attachment} " if attachment is not None else ""
        target.print(f"表   {name}{printed.table['title'] or '（无标题）'}", markup=False, soft_wrap=True)
        target.print(f"位置 {_place(printed)}", markup=False, soft_wrap=True)
        _print_source_line(home, printed)
        _print_row(printed)
    else:
        start, end = printed.characters or (None, None)
        where = f"，第 {page} 页" if page is not None else ""
        target.print(f"位置 正文第 {start}–{end} 字符{where}", markup=False)
        sentence = Text(printed.sentence or printed.quote or "")
        if printed.quote:
            sentence.highlight_words([printed.quote], style="bold reverse")
        target.print(sentence, soft_wrap=True)
    if printed.value is not None:
        target.print(
            f"数值 {printed.value:,.15g} {printed.unit or ''}（印为 {printed.value_raw}）", markup=False
        )
    if printed.caveat:
        target.print(f"说明 {printed.caveat}", markup=False, soft_wrap=True)
    if page is not None and _is_pdf(printed):
        path = picture or home.root / "traces" / f"{_file_stem(wanted)}.png"
        if _draw(home, printed, page, boxes, path):
            target.print(f"图   {path}", markup=False, soft_wrap=True)
    elif picture is not None:
        error_line(
            "no picture: the place on a page is not known"
            if _is_pdf(printed)
            else "no picture: only pages of PDF files are drawn"
        )


def _print_document(home: Home, document: dict[str, Any]) -> None:
    target = console()
    target.print(
        f"{document['region_name'] or ''} {document['title'] or ''}".strip(), style="bold", markup=False
    )
    facts = [document["document_number"], document["issuer"], f"发布 {document['published_on'] or '—'}"]
    target.print(" · ".join(str(fact) for fact in facts if fact), markup=False, soft_wrap=True)
    if document["status"] in _STATUS:
        later, newest = document["superseded_by"], document.get("current_version")
        by = f" by {later}；差别 tongbao diff {later[:16]}" if later else ""
        if later and newest and newest != later:
            by += f"；现行版本 current {newest}"
        target.print(
            f"版本 {_STATUS[document['status']]}{by}", style="bold yellow", markup=False, soft_wrap=True
        )
    found = addresses(home.published, document["document_id"])
    for row in found[:ADDRESSES_SHOWN]:
        when = f"{row['first_seen']:%Y-%m-%d %H:%M:%S} UTC"
        target.print(f"来源 {address(row['source_uri'])}（{when}）", markup=False, soft_wrap=True)
    if len(found) > ADDRESSES_SHOWN:
        target.print(f"     另有 {len(found) - ADDRESSES_SHOWN} 个地址 more addresses", style="dim")
    target.print(f"原件 {home.original(document['document_id'])}", markup=False, soft_wrap=True)


def _is_pdf(printed: Printed) -> bool:
    return str(printed.document["media_type"]) == "application/pdf"


def _file_stem(wanted: str) -> str:
    """An id as a file name: some have a colon or a place's name."""
    return "".join(c if c.isalnum() or c in "-_." else "_" for c in wanted).lstrip(".")[:120]


# --- the page


def _words_on_page(
    home: Home, printed: Printed
) -> tuple[int | None, list[tuple[float, float, float, float]]]:
    """The page and the lines of the words of a sentence, where they can be told."""
    from extractors.errors import UnreadableDocument
    from extractors.pdf.word_search import find_words

    try:
        data = home.original(printed.document["document_id"]).read_bytes()
        found = find_words(data, printed.quote or "", printed.sentence)
    except (OSError, UnreadableDocument):
        return None, []
    return (found[0], list(found[1])) if found else (None, [])


def _draw(
    home: Home,
    printed: Printed,
    page: int,
    boxes: list[tuple[float, float, float, float]],
    path: Path,
) -> bool:
    """Draw the page with the place framed, its row and column tinted; say in one line what prevents it."""
    from extractors.pdf.page_pictures import page_picture

    original = home.original(printed.document["document_id"])
    try:
        picture = page_picture(original.read_bytes(), page, _RESOLUTION)
        for box in column_boxes(home.published, printed):
            picture.tint(box, _COLUMN)
        for cell in printed.row:
            if cell["page"] == page and cell["x0"] is not None:
                picture.tint((cell["x0"], cell["y0"], cell["x1"], cell["y1"]), _ROW)
        for box in boxes:
            picture.frame(box, _FRAME, 4, margin=1.0)
        path.parent.mkdir(parents=True, exist_ok=True)
        picture.save(path)
    except (OSError, ValueError) as error:
        error_line(f"no picture of page {page}: {' '.join(str(error).split())}")
        return False
    return True


def _print_source_line(home: Home, printed: Printed) -> None:
    """The line of a text or a web page that the cell stands in."""
    media_type = printed.document["media_type"] or ""
    if printed.line is None or not media_type.startswith("text/"):
        return
    encoding = text_encoding(home.published, printed.document["document_id"])
    try:
        data = home.original(printed.document["document_id"]).read_bytes()
        text = data.decode(encoding or "utf-8", "replace").lstrip("\ufeff")
    except (OSError, LookupError):
        return
    from extractors.text.source_lines import split_lines

    lines = split_lines(text)
    if printed.line <= len(lines):
        shown = Text(" ".join(lines[printed.line - 1].text.split()))
        marked = next((c["text"] for c in printed.row if c["column_no"] == printed.column_no), None)
        if media_type == "text/html" and marked and marked not in shown.plain:
            return  # markup beside the text; the row below has it
        if marked and shown.plain.count(marked) == 1:
            shown.highlight_words([marked], style="bold reverse")
        console().print(Text("原文 ") + shown, soft_wrap=True)


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
    media_type = printed.document["media_type"] or ""
    if printed.table is not None:
        if not (printed.page or media_type.startswith("text/")):
            where.append(f"文中第 {printed.table['table_no']} 张表")
        where.append(f"第 {printed.row[0]['row_no']} 行第 {printed.column_no} 列")
    if any(word in media_type for word in _SHEETS):
        where.append(f"第 {printed.page} 张工作表第 {printed.line} 行")
    else:
        if printed.page is not None:
            where.append(f"第 {printed.page} 页")
        if printed.line is not None and media_type.startswith("text/"):
            where.append(f"原文第 {printed.line} 行")
    if printed.box is not None:
        where.append("(" + ", ".join(f"{edge:.1f}" for edge in printed.box) + ") pt")
    if printed.characters:
        where.append(f"正文第 {printed.characters[0]}–{printed.characters[1]} 字符")
    return "，".join(where) or "—"
