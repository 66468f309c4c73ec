"""What changed between two versions of a document: front matter, tables, figures, words, statements, targets.

Works on the raw tables of the published file, the only place that has the figures of superseded documents.
Belongs here: finding documents and their versions, matching, comparing. What it looks like is another room's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from warehouse.document_contents import Cell, Content, Record, Row, Table, load
from warehouse.document_numbers import same_number
from warehouse.pairing import either, key, pair_by
from warehouse.queries import query

Part = Literal["front", "table", "heading", "figure", "words", "statement", "ranking", "target"]
Kind = Literal["changed", "added", "removed"]

_FRONT = ("title", "issuer", "document_number", "region_name", "published_on", "as_of")
_TABLE = ("attachment_no", "title", "caption", "footnote", "as_of")
_ID = re.compile(r"[0-9a-f]{8,64}")
_DOCUMENTS_AT_ONCE = 50
# What stands for itself in an address.
_IN_ADDRESSES = ":/?#[]@!$&'()*+,;=%~"


class UnknownDocument(ValueError):
    """No such document, several, or one without what a comparison needs; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. What is added has no `previous_…`, what is removed only that.

    `what` is the heading path of a figure, the name of a field, or the indicator of a statement. The ids are
    those of observations, or of cells, statements, rankings and targets; `tongbao trace` takes them all.
    """

    part: Part
    change: Kind
    attachment_no: int | None = None
    table_title: str | None = None
    entity: str | None = None
    what: str | None = None
    previous_value_raw: str | None = None
    value_raw: str | None = None
    previous_value: float | None = None
    value: float | None = None
    unit: str | None = None
    previous_id: str | None = None
    id: str | None = None

    @property
    def difference(self) -> float | None:
        """By how much the value changed; 0 where only the way of printing did."""
        if self.value is None or self.previous_value is None:
            return None
        return round(self.value - self.previous_value, 9)


@dataclass(frozen=True, slots=True)
class Difference:
    """Two documents, records of mart.documents, and all that differs."""

    previous: Record
    current: Record
    changes: tuple[Change, ...]

    def count(self, change: Kind, *parts: Part) -> int:
        return sum(c.change == change and (not parts or c.part in parts) for c in self.changes)


def find_document(published: Path, wanted: str) -> Record:
    """A record of mart.documents, by id or 8 and more characters of it, by address, or by 文号.

    An address may be written with its characters as people read them, 南阳.pdf, or as they are sent. An address or
    number that several versions share means the current one. Raises UnknownDocument.
    """
    found: list[Record] = []
    if _ID.fullmatch(wanted.lower()):
        found = _documents(published, "starts_with(document_id, $1)", wanted.lower())
    elif len(wanted) < 8 and re.fullmatch(r"[0-9a-f]+", wanted.lower()):
        raise UnknownDocument(f"{wanted}: too short for a document's id; give at least 8 characters of it")
    if not found:
        found = _documents(
            published,
            "document_id in (select document_id from raw.originals where source_uri in ($1, $2))",
            wanted,
            quote(wanted, safe=_IN_ADDRESSES),
        )
    if not found:
        numbered = _documents(published, "document_number is not null")
        found = [d for d in numbered if same_number(d["document_number"], wanted)]
    current = [d for d in found if d["status"] == "current"]
    if len(found) > 1 and len(current) == 1:
        found = current
    if not found:
        raise UnknownDocument(
            f"{wanted}: no such document; give its id, address or 文号 as in mart.documents"
            ' (`tongbao query "select document_id, source_uri, document_number from mart.documents"`)'
        )
    if len(found) > 1:
        ids = ", ".join(d["document_id"][:16] for d in found[:5])
        raise UnknownDocument(f"{wanted}: {len(found)} documents fit ({ids} …); give one's id")
    return found[0]


def predecessor(published: Path, document: Record) -> Record:
    """The version that a document superseded last. Raises UnknownDocument where there is none."""
    older = _documents(
        published,
        "superseded_by = $1 order by published_on desc nulls last, first_seen desc",
        document["document_id"],
    )
    if older:
        return older[0]
    short = document["document_id"][:16]
    later = (document["superseded_by"] or "")[:16]
    hint = (
        f"it is superseded by {later}: `tongbao diff {later}`"
        if later
        else "name a second document to compare it with"
    )
    raise UnknownDocument(f"{short}: the warehouse has no earlier version of this document; {hint}")


def compare(published: Path, previous: Record, current: Record) -> Difference:
    """What differs between two documents. Raises UnknownDocument for one in quarantine."""
    for document in (previous, current):
        if document["status"] == "quarantined":
            raise UnknownDocument(
                f"{document['document_id'][:16]}: quarantined, so there is nothing to compare:"
                f" {document['status_reason']}"
            )
    contents = load(published, [previous["document_id"], current["document_id"]])
    return _difference(previous, current, contents)


def revisions(published: Path) -> Iterator[Difference]:
    """Every superseded document against the one that superseded it, the latest first."""
    documents = {d["document_id"]: d for d in _documents(published, "status <> 'quarantined'")}
    pairs = [
        (d, documents[d["superseded_by"]]) for d in documents.values() if d["superseded_by"] in documents
    ]
    pairs.sort(key=lambda p: (p[1]["first_seen"], p[0]["first_seen"]), reverse=True)
    for first in range(0, len(pairs), _DOCUMENTS_AT_ONCE):
        some = pairs[first : first + _DOCUMENTS_AT_ONCE]
        contents = load(published, sorted({d["document_id"] for both in some for d in both}))
        for previous, current in some:
            yield _difference(previous, current, contents)


def _documents(published: Path, condition: str, *parameters: object) -> list[Record]:
    return query(published, f"select * from mart.documents where {condition}", parameters).records()


# --- comparing


def _difference(previous: Record, current: Record, contents: dict[str, Content]) -> Difference:
    before, after = contents[previous["document_id"]], contents[current["document_id"]]
    changes = [
        *_fields("front", _FRONT, previous, current),
        *_tables(list(before.tables.values()), list(after.tables.values())),
        *_prose("statement", "statement_id", before.statements, after.statements),
        *_prose("ranking", "ranking_id", before.rankings, after.rankings),
        *_prose("target", "target_id", before.targets, after.targets),
    ]
    return Difference(previous, current, tuple(changes))


def _fields(part: Part, names: Iterable[str], before: Record, after: Record) -> Iterator[Change]:
    place = _place(after) if part == "table" else {}
    for name in names:
        old, new = _plain(before[name]), _plain(after[name])
        if key(old or "") == key(new or ""):
            continue
        change: Kind = "changed" if old and new else "added" if new else "removed"
        yield Change(part, change, what=name, previous_value_raw=old, value_raw=new, **place)


def _plain(value: object) -> str | None:
    return None if value is None or value == "" else str(value)


def _place(table: Record) -> dict[str, Any]:
    return {"attachment_no": table["attachment_no"], "table_title": table["title"]}


def _tables(before: list[Table], after: list[Table]) -> Iterator[Change]:
    matched = _match_tables(before, after)
    for old, new in matched:
        if old is not None and new is not None:
            yield from _table(old, new)
            continue
        only = either((old, new))
        change: Kind = "removed" if new is None else "added"
        title = only.record["title"] or only.record["caption"]
        yield _lone("table", change, title, what="table", **_place(only.record))
        for row in only.rows.values():
            yield from _lone_row(only, row, change)


def _match_tables(before: list[Table], after: list[Table]) -> list[tuple[Table | None, Table | None]]:
    """By attachment and title, a title no other has, attachment, and by order where they share a column."""

    def title(table: Table) -> str | None:
        return key(table.record["title"]) if table.record["title"] else None

    def attachment_and_title(table: Table) -> object:
        number = table.record["attachment_no"]
        return (number, title(table)) if number is not None and title(table) else None

    found = pair_by(
        before,
        after,
        [
            (attachment_and_title, False),
            (title, True),
            (lambda table: table.record["attachment_no"], False),
        ],
    )
    old_left = [a for a, b in found if a is not None and b is None]
    new_left = [b for a, b in found if b is not None and a is None]
    settled = [(a, b) for a, b in found if a is not None and b is not None]
    rest: list[tuple[Table | None, Table | None]] = []
    for old in old_left:
        new = next((b for b in new_left if _paths(old) & _paths(b)), None)
        if new is not None:
            new_left.remove(new)
        rest.append((old, new))
    everything = [*settled, *rest, *((None, b) for b in new_left)]
    return sorted(everything, key=lambda both: int(either(both).record["table_no"]))


def _paths(table: Table) -> set[str]:
    return {
        key(column["column_path"])
        for column in table.columns.values()
        if column["role"] in ("measure", "rank")
    }


def _table(old: Table, new: Table) -> Iterator[Change]:
    place = _place(new.record)
    names = [n for n in _TABLE if n != "as_of" or old.record["as_of_is_own"] or new.record["as_of_is_own"]]
    yield from _fields("table", names, old.record, new.record)
    columns = pair_by(
        list(old.columns.values()), list(new.columns.values()), [(lambda c: key(c["column_path"]), False)]
    )
    for a, b in columns:
        if a is None or b is None:
            path = either((a, b))["column_path"]
            yield _lone("heading", "added" if a is None else "removed", path, what="heading", **place)
    rows = pair_by(
        list(old.rows.values()),
        list(new.rows.values()),
        [
            (lambda row: (row.section, row.labels, row.qualifiers), False),
            (lambda row: row.labels or None, False),
            (lambda row: row.identity or None, True),
        ],
        alike=lambda row: row.signature,
    )
    numbers = [(a["column_no"] if a else 0, b["column_no"] if b else 0) for a, b in columns]
    for old_row, new_row in sorted(rows, key=lambda both: either(both).number):
        if old_row is None and new_row is not None:
            yield from _lone_row(new, new_row, "added")
        elif new_row is None and old_row is not None:
            yield from _lone_row(old, old_row, "removed")
        elif old_row is not None and new_row is not None:
            for i, j in numbers:
                yield from _cells(
                    old_row.cells.get(i),
                    new_row.cells.get(j),
                    new_row.entity or old_row.entity,
                    (new.columns[j] if j else old.columns[i])["column_path"],
                    place,
                )


def _cells(
    old: Cell | None, new: Cell | None, entity: str | None, path: str, place: dict[str, Any]
) -> Iterator[Change]:
    """The differences of a cell from the one at its place."""
    if any(cell is not None and cell.record["fate"] == "sequence" for cell in (old, new)):
        return  # running numbers move when a row comes or goes
    old_text = old.record["text"] if old else None
    new_text = new.record["text"] if new else None
    printed_alike = key(old_text or "") == key(new_text or "")
    befores, afters = (old.observations if old else []), (new.observations if new else [])
    common: dict[str, Any] = {"entity": entity, "what": path, **place}
    if not befores and not afters:
        if not printed_alike:
            yield _between(
                "words", old.record if old else None, new.record if new else None, "cell_id", "text", common
            )
        return
    found: list[Change] = []
    unsaid = not printed_alike
    for a, b in pair_by(befores, afters, [(lambda o: key(o["column_path"]), False), (lambda o: 0, False)]):
        same = a and b and all(a[name] == b[name] for name in ("value", "unit", "comparator"))
        if not same:
            found.append(_figure(a, b, old, new, common))
    if unsaid and not found:
        a, b = (befores[0] if befores else None), (afters[0] if afters else None)
        found.append(_figure(a, b, old, new, common))
    yield from found


def _figure(
    before: Record | None, after: Record | None, old: Cell | None, new: Cell | None, common: dict[str, Any]
) -> Change:
    """A figure that changed, came, or went; where words stand in its place now, they are shown."""
    said = after or before or {}
    previous_raw, previous_id = _printed(before, old)
    raw, current_id = _printed(after, new)
    return Change(
        "figure",
        "added" if previous_id is None else "removed" if current_id is None else "changed",
        **{**common, "entity": said["entity_raw"] or common["entity"], "what": said["column_path"]},
        previous_value_raw=previous_raw,
        value_raw=raw,
        previous_value=before["value"] if before else None,
        value=after["value"] if after else None,
        unit=said["unit"],
        previous_id=previous_id,
        id=current_id,
    )


def _printed(figure: Record | None, cell: Cell | None) -> tuple[str | None, str | None]:
    """What is printed, and the id of the figure, or else of the cell."""
    if figure is not None:
        return figure["value_raw"], figure["observation_id"]
    return (cell.record["text"], cell.record["cell_id"]) if cell is not None else (None, None)


def _lone_row(table: Table, row: Row, change: Kind) -> Iterator[Change]:
    """All that a row says which the other document doesn't have."""
    place, silent = _place(table.record), True
    for number, cell in row.cells.items():
        if cell.record["fate"] in ("sequence", "entity", "section"):
            continue
        column = table.columns.get(number)
        path = column["column_path"] if column else ""
        silent = False
        old, new = (cell, None) if change == "removed" else (None, cell)
        yield from _cells(old, new, row.entity, path, place)
    if silent:
        label = next(iter(row.cells.values())).record
        yield _lone("words", change, label["text"], label["cell_id"], what="row", entity=row.entity, **place)


def _lone(part: Part, change: Kind, text: str | None, wanted: str | None = None, **common: Any) -> Change:
    if change == "removed":
        return Change(part, change, previous_value_raw=text, previous_id=wanted, **common)
    return Change(part, change, value_raw=text, id=wanted, **common)


def _between(
    part: Part, before: Record | None, after: Record | None, name: str, text: str, common: dict[str, Any]
) -> Change:
    return Change(
        part,
        "added" if before is None else "removed" if after is None else "changed",
        **common,
        previous_value_raw=before[text] if before else None,
        value_raw=after[text] if after else None,
        previous_id=before[name] if before else None,
        id=after[name] if after else None,
    )


# --- prose


def _prose(part: Part, name: str, before: list[Record], after: list[Record]) -> Iterator[Change]:
    """Matched by the same words, else by what they are about; among equals in their order."""
    text, value = {
        "statement": ("quote", "value"),
        "ranking": ("names", None),
        "target": ("quote", "threshold"),
    }[part]

    def words(row: Record) -> object:
        return _about(row), key(row.get("sentence") or row[text]), key(row[text])

    for a, b in pair_by(before, after, [(words, False), (_about, False)], alike=lambda r: key(r[text])):
        same_value = value is None or (a and b and a[value] == b[value] and a["unit"] == b["unit"])
        if a and b and same_value and key(a[text]) == key(b[text]):
            continue
        said = b or a or {}
        change = _between(part, a, b, name, text, {})
        yield Change(
            part,
            change.change,
            entity=said.get("subject") or said.get("responsible") or said.get("scope"),
            what=said["indicator_name"] or said["indicator_raw"],
            previous_value_raw=change.previous_value_raw,
            value_raw=change.value_raw,
            previous_value=a[value] if a and value else None,
            value=b[value] if b and value else None,
            unit=said.get("unit"),
            previous_id=change.previous_id,
            id=change.id,
        )


def _about(row: Record) -> object:
    """What a statement, ranking or target is about."""
    names = (
        *("indicator_id", "scope", "region_code", "subject", "kind", "compared_with", "direction"),
        *("is_condition", "unit"),
    )
    said = row["indicator_id"] or key(row["indicator_raw"] or "")
    return said, *(row.get(name) for name in names)
