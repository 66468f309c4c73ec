"""`tongbao diff`: what changed between versions of a document, as a person reads it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from pipelines.home.terminal import address, console, file_name, is_narrow, number, table
from warehouse.queries import Result
from warehouse.version_diff import Change, Difference, Kind, compare, find_document, predecessor, revisions

LINES_SHOWN = 200

_COUNTED = ("figures_changed", "figures_added", "figures_removed", "prose_changes", "other_changes")

_CHANGES: dict[Kind, str] = {"changed": "改 changed", "added": "增 added", "removed": "删 removed"}
_PARTS = {
    "front": "文件 front matter",
    "table": "表 table",
    "heading": "栏目 heading",
    "figure": "数 figure",
    "words": "文字 words",
    "statement": "正文数 statement",
    "ranking": "排名 ranking",
    "target": "目标 target",
}
_FIELDS = {
    "title": "标题 title",
    "issuer": "发文机关 issuer",
    "document_number": "文号 number",
    "region_name": "地区 place",
    "published_on": "发布 published",
    "as_of": "截至 as of",
    "attachment_no": "附件号 attachment",
    "caption": "表内标题 caption",
    "footnote": "注 note",
    "table": "整表 whole table",
    "heading": "栏目 heading",
    "row": "整行 whole row",
}
_COLUMNS = (
    "previous_document_id",
    "document_id",
    "part",
    "change",
    "attachment_no",
    "table_title",
    "entity",
    "what",
    "previous_value_raw",
    "value_raw",
    "previous_value",
    "value",
    "difference",
    "unit",
    "previous_id",
    "id",
)


def differences(published: Path, document: str | None, other: str | None) -> list[Difference]:
    """All revisions; or a document against its predecessor; or `other` against `document`.

    Documents are named by id, its first 8 characters, address, path or 文号. Raises UnknownDocument.
    """
    if document is None:
        return list(revisions(published))
    first = find_document(published, _address(document))
    if other is None:
        return [compare(published, predecessor(published, first), first)]
    return [compare(published, first, find_document(published, _address(other)))]


def _address(wanted: str) -> str:
    """The address of a file that is there; anything else as it is."""
    path = Path(wanted).expanduser()
    return path.resolve().as_uri() if "://" not in wanted and path.is_file() else wanted


def as_result(found: Sequence[Difference]) -> Result:
    """One row for each change."""
    rows: list[tuple[Any, ...]] = []
    for difference in found:
        ids = (difference.previous["document_id"], difference.current["document_id"])
        rows += [(*ids, *(getattr(c, name) for name in _COLUMNS[2:])) for c in difference.changes]
    return Result(_COLUMNS, rows)


def summary(found: Sequence[Difference]) -> Result:
    """One row for each pair of versions, with counts."""
    columns = (
        *("previous_document_id", "document_id", "region_name", "title", "document_number"),
        *("previous_published_on", "published_on", *_COUNTED, "previous_source_uri", "source_uri"),
    )
    return Result(columns, [_counts(difference) for difference in found])


def _counts(found: Difference) -> tuple[Any, ...]:
    before, after = found.previous, found.current
    figures = (
        found.count("changed", "figure"),
        found.count("added", "figure"),
        found.count("removed", "figure"),
    )
    prose = sum(found.count(change, "statement", "ranking", "target") for change in _CHANGES)
    return (
        *(before["document_id"], after["document_id"]),
        *(after["region_name"], after["title"], after["document_number"]),
        *(before["published_on"], after["published_on"]),
        *figures,
        prose,
        len(found.changes) - sum(figures) - prose,
        *(before["source_uri"], after["source_uri"]),
    )


def print_revisions(found: Sequence[Difference]) -> None:
    """One line for each superseded document and the one that superseded it."""
    target = console()
    if not found:
        target.print("没有修订版本 no document has been superseded", style="bold")
        return
    titles = () if is_narrow(target) else ("标题",)
    headings = [
        "地区",
        *titles,
        "文号",
        "原版 was",
        "现版 is",
        "数 改",
        "增",
        "删",
        "正文\nprose",
        "其他\nother",
    ]
    ids = len(titles) + 2
    shown = table(
        f"修订 revisions: {len(found)}",
        headings,
        right=range(ids + 2, len(headings)),
        whole=(0, ids, ids + 1),
    )
    for row in summary(found).records():
        shown.add_row(
            row["region_name"] or "",
            *((row["title"] or file_name(row["source_uri"])) for _ in titles),
            row["document_number"] or "",
            row["previous_document_id"][:16],
            row["document_id"][:16],
            *(str(row[name]) for name in _COUNTED),
        )
    target.print(shown)
    target.print("逐项 item by item: tongbao diff <现版 is>", style="dim", markup=False)


def print_difference(found: Difference) -> None:
    """The two documents, and every change with its ids."""
    target = console()
    for label, document in (("原 was", found.previous), ("现 is ", found.current)):
        facts = (document["region_name"], document["title"], document["document_number"])
        known = " · ".join(str(fact) for fact in facts if fact) or file_name(document["source_uri"])
        target.print(f"{label} {document['document_id'][:16]}  {known}", markup=False, soft_wrap=True)
        target.print(f"       {address(document['source_uri'])}", style="dim", markup=False, soft_wrap=True)
    if not found.changes:
        target.print("没有差别 no difference", style="bold")
        return
    counts = "，".join(f"{name} {found.count(kind)}" for kind, name in _CHANGES.items())
    target.print(f"共 {len(found.changes)} 处差别 differences：{counts}", style="bold", markup=False)
    shown = found.changes[:LINES_SHOWN]
    for place, changes in groupby(shown, key=_place):
        _print_place(place, list(changes))
    left = len(found.changes) - len(shown)
    if left:
        target.print(f"另有 {left} 处 more: --format csv", style="dim", markup=False)


def _place(change: Change) -> str:
    if change.part not in ("table", "heading", "figure", "words"):
        return _PARTS[change.part]
    number_ = f"附件{change.attachment_no} " if change.attachment_no is not None else ""
    return f"{number_}{change.table_title or '（无标题表）'}"


def _print_place(place: str, changes: Sequence[Change]) -> None:
    target = console()
    # Ids are copied, so they must not be folded; on a narrow page --format csv has them.
    ids = () if is_narrow(target) else ("编号 id（原 → 现）",)
    shown = table(place, ["", "对象", "栏目", "原 was", "现 is", "差", *ids], right=(3, 4, 5), whole=(6,))
    for c in changes:
        shown.add_row(
            _CHANGES[c.change],
            c.entity or "",
            _FIELDS.get(c.what or "", c.what or ""),
            c.previous_value_raw or "",
            c.value_raw or "",
            _signed(c),
            *(" →\n".join(i for i in (c.previous_id, c.id) if i) for _ in ids),
        )
    target.print(shown)


def _signed(change: Change) -> str:
    difference = change.difference
    if difference is None:
        return ""
    if difference == 0:
        return "数同 same"
    text = number(abs(difference))
    points = " 个百分点" if change.unit == "%" else ""
    return f"{'+' if difference > 0 else '−'}{text}{points}"
