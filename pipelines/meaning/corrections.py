"""Corrections of what publishers got wrong: data in a source's file, applied under guard, never in silence.

What a document says of itself (dates, title, place …) is corrected before it is interpreted, so that all that
follows from it is right too. A printed figure is never changed: its observation gets a caveat that says what
it should be. Each correction leaves a row in `problems`, of kind `correction` where it holds and
`correction_stale` where the source says something else than the correction expects. Why it is so is written in
docs/decisions/0008-corrections.md.

Belongs here: the shape of a correction, the guard, applying it. Does not belong here: the files that hold
corrections (`ingest.sources.correction_files`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from extractors.model import Document
from warehouse.document_numbers import same_number
from warehouse.records import DocumentRows, RawCell, RawObservation, RawProblem, Rows

if TYPE_CHECKING:
    from pipelines.meaning.interpreter import Interpreter
    from pipelines.meaning.regions import Regions

# The documents that there are, as `without_document` takes them.
DOCUMENTS = """
    select o.document_id, list(o.source_uri), any_value(d.document_number)
    from raw.originals o join raw.documents d using (document_id)
    group by o.document_id
"""
APPLIED, STALE = "correction", "correction_stale"

_SHA256 = re.compile(r"[0-9a-f]{64}")
_DATES = ("as_of", "published_on")
_FIELDS = {
    "as_of": "截至日期",
    "published_on": "发布日期",
    "title": "标题",
    "issuer": "发文机关",
    "document_number": "文号",
    "region_code": "地区代码",
}


DocumentField = Literal["as_of", "published_on", "title", "issuer", "document_number", "region_code"]


def _printed(value: Any) -> Any:
    # YAML makes a date of 2021-12-27; what is meant are the characters.
    return value.isoformat() if isinstance(value, date) else value


Printed = Annotated[str, BeforeValidator(_printed)]
NotEmpty = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Strict(BaseModel):
    """Data that people write: a key that nobody knows is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Cell(Strict):
    """One printed cell: attachment number (None: the only table without one), row and leaf column, from 1."""

    attachment: int | None = None
    row: int = Field(ge=1)
    column: int = Field(ge=1)


class Correction(Strict):
    """What the publisher got wrong, as data. `printed` is the guard: once the source says something else, it lapses.

    `document` is a sha256, a 文号 or an address. What is corrected is a `field` of the document or a `cell`.
    """

    document: NotEmpty
    field: DocumentField | None = None
    cell: Cell | None = None
    printed: Printed
    correct: Printed
    why: NotEmpty
    who: NotEmpty
    when: date

    @model_validator(mode="after")
    def _one_target(self) -> Correction:
        if (self.field is None) == (self.cell is None):
            raise ValueError("give either `field` or `cell`")
        if self.printed == self.correct:
            raise ValueError("`correct` is the same as `printed`; there is nothing to correct")
        if self.field in ("as_of", "published_on"):
            try:
                date.fromisoformat(self.correct)
            except ValueError:
                raise ValueError(f"`correct` of {self.field} is a day, such as 2021-12-27") from None
        return self


@dataclass(frozen=True, slots=True)
class Filed:
    """A correction and the file that it stands in."""

    file: str
    correction: Correction


# --- finding them


def possible(filed: Iterable[Filed], document_id: str, addresses: Collection[str]) -> tuple[Filed, ...]:
    """Those that may concern a document that isn't read yet: by sha256, by one of its addresses, or by any 文号."""
    return tuple(f for f in filed if _names(f.correction.document, document_id, addresses) is not False)


def without_document(
    filed: Iterable[Filed], documents: Iterable[tuple[str, Collection[str], str | None]]
) -> list[Filed]:
    """Those that concern none of the documents (sha256, addresses, 文号): a slip in them, or it never came."""
    known = list(documents)

    def finds(correction: Correction) -> bool:
        return any(
            _names(correction.document, document_id, addresses) or same_number(number, correction.document)
            for document_id, addresses, number in known
        )

    return [f for f in filed if not finds(f.correction)]


def _names(named: str, document_id: str, addresses: Collection[str]) -> bool | None:
    """Whether a correction names this document; None where only its 文号 can tell."""
    if _SHA256.fullmatch(named.lower()):
        return named.lower() == document_id
    if "://" in named:
        return named in addresses
    return None


# --- applying them


def corrected_rows(
    interpreter: Interpreter,
    document: Document,
    document_id: str,
    addresses: Collection[str],
    filed: Sequence[Filed],
    publisher_region: str | None = None,
) -> DocumentRows:
    """All raw rows of a document, as its corrections want them, with a row in `problems` for each.

    `publisher_region` says whose the document is where it doesn't say so itself.
    """
    concerning = [f for f in filed if _concerns(f.correction, document, document_id, addresses)]
    region = interpreter.region_of(document, publisher_region)
    if not concerning:
        return interpreter.rows(document, document_id, region_code=region.code if region else None)
    notes = _Notes(document_id)
    corrected, code = correct_front(
        document, region.code if region else None, concerning, notes, interpreter.regions
    )
    rows = interpreter.rows(corrected, document_id, region_code=code)
    correct_cells(rows, concerning, notes)
    rows.problems.extend(notes.rows)
    return rows


def _concerns(
    correction: Correction, document: Document, document_id: str, addresses: Collection[str]
) -> bool:
    named = _names(correction.document, document_id, addresses)
    return same_number(document.front.document_number, correction.document) if named is None else named


class _Notes:
    """Rows for `problems`, one for each correction."""

    def __init__(self, document_id: str) -> None:
        self._document_id = document_id
        self._seen: Counter[str] = Counter()
        self.rows: list[RawProblem] = []

    def add(self, key: str, kind: str, locator: str, message: str) -> None:
        self._seen[key] += 1
        number = f"-{self._seen[key]}" if self._seen[key] > 1 else ""
        self.rows.append(
            RawProblem(
                document_id=self._document_id,
                item_id=f"{self._document_id[:16]}-k-{key}{number}",
                kind=kind,
                locator=locator,
                message=message,
            )
        )

    def stale(self, key: str, locator: str, filed: Filed, now: str) -> None:
        """The guard failed: say what the source says now, and that the correction can go."""
        c = filed.correction
        self.add(
            key,
            STALE,
            locator,
            f"更正未采用：{now}，而更正针对的是 {_shown(c.printed)}（应为 {_shown(c.correct)}；{_by(c)}）。"
            f"若来源已自行更正，请从 {filed.file} 删除这一条。"
            f" Stale correction, not applied: remove it from {filed.file}.",
        )


def correct_front(
    document: Document, region_code: str | None, filed: Iterable[Filed], notes: _Notes, regions: Regions
) -> tuple[Document, str | None]:
    """The document with its front matter corrected, and the corrected region code or None.

    `region_code` is the place that the document itself names.
    """
    fields: dict[str, Any] = {}
    code: str | None = None
    for one in filed:
        c = one.correction
        if c.field is None:
            continue
        locator = _FIELDS[c.field]
        printed = region_code if c.field == "region_code" else getattr(document.front, c.field)
        if _squeezed(_text(printed)) != _squeezed(c.printed):
            notes.stale(c.field, locator, one, f"{locator}现为 {_shown(_text(printed))}")
            continue
        if c.field == "region_code" and regions.by_code(c.correct) is None:
            notes.stale(c.field, locator, one, f"行政区划中没有代码 {c.correct}")
            continue
        if c.field == "region_code":
            code = c.correct
        else:
            fields[c.field] = date.fromisoformat(c.correct) if c.field in _DATES else (c.correct or None)
        notes.add(
            c.field,
            APPLIED,
            locator,
            f"更正：{locator}印刷为 {_shown(c.printed)}，已按 {_shown(c.correct)} 处理：{c.why}（{_by(c)}）",
        )
    return replace(document, front=replace(document.front, **fields)), code


def correct_cells(rows: Rows, filed: Iterable[Filed], notes: _Notes) -> None:
    """Put a caveat on the figures of corrected cells. Texts and values stay as they are printed."""
    for one in filed:
        c = one.correction
        if c.cell is None:
            continue
        place = f"附件{c.cell.attachment} " if c.cell.attachment is not None else ""
        locator = f"{place}第 {c.cell.row} 行第 {c.cell.column} 列"
        key = f"a{c.cell.attachment or 0:02d}r{c.cell.row:03d}c{c.cell.column:02d}"
        found = list(_cells(rows, c.cell.attachment, c.cell.row, c.cell.column))
        fitting = [cell for cell in found if _squeezed(cell.text or "") == _squeezed(c.printed)]
        if len(fitting) != 1:
            several = "有多个相同单元格" if fitting else ""
            now = "、".join(_shown(cell.text or "") for cell in found)
            notes.stale(key, locator, one, several or (f"该处现印 {now}" if found else "已没有这个单元格"))
            continue
        caveat = f"更正：印刷为 {_shown(c.printed)}，应为 {_shown(c.correct)}：{c.why}（{_by(c)}）"
        rows.observations[:] = [
            _with_caveat(observation, caveat) if observation.cell_id == fitting[0].cell_id else observation
            for observation in rows.observations
        ]
        notes.add(key, APPLIED, fitting[0].cell_id, caveat)


def _with_caveat(observation: RawObservation, caveat: str) -> RawObservation:
    return replace(observation, caveat="; ".join(t for t in (observation.caveat, caveat) if t))


def _cells(rows: Rows, attachment: int | None, row_no: int, column_no: int) -> Iterator[RawCell]:
    tables = {table.table_id for table in rows.tables if table.attachment_no == attachment}
    for cell in rows.cells:
        if cell.table_id in tables and (cell.row_no, cell.column_no) == (row_no, column_no):
            yield cell


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _shown(text: str) -> str:
    return text or "（空）"


def _by(correction: Correction) -> str:
    return f"{correction.who}，{correction.when}"
